import contextlib
import re
from collections import defaultdict
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    RdfFormat,
    Store,
    Triple,
    parse,
    serialize,
)

from claimgraph import resources, syntax, updates
from claimgraph.errors.base import Position
from claimgraph.errors.queries import MalformedQuery
from claimgraph.positions import Lines, places
from claimgraph.validation.documents import Update
from made_documents import document, update

HERE = Path(__file__).parent
CASES = [
    path for path in sorted((HERE / "positions").iterdir()) if path.suffix != ".places"
]
TREES = [resources.ontology(), resources.data(), HERE / "shapes"]
FILES = [path for tree in TREES for path in sorted(tree.rglob("*.ttl"))]

_SIGNS = {"[", "(", ")", "<<", "<<(", "~", "{|"}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Of quads that no token alone says: the terms that are written all the same.
_WRITTEN = {
    f"{_RDF}first": ["object"],
    f"{_RDF}rest": [],
    f"{_RDF}reifies": ["subject"],
}
_TERMS = ["subject", "predicate", "object"]


def read(path):
    return path.read_bytes().decode("utf-8")


def paired(text, form):
    """Each quad of *text* and its places: as many as there are."""
    return list(zip(parse(text, form), places(text, form), strict=True))


class Stretches:
    """The stretches of a text, found by other means than those which are tested."""

    def __init__(self, text):
        self._text = text
        starts = [0, *(m.end() for m in re.finditer("\r\n|\r|\n", text))]
        self._starts = dict(enumerate(starts, 1))

    def begin(self, span):
        return self._starts[span.begin.line] + span.begin.column - 1

    def cut(self, span):
        return self._text[
            self.begin(span) : self._starts[span.end.line] + span.end.column - 1
        ]


def spelled(text, pairs):
    """Each quad in a line: where each of its terms begins, and how it is written."""
    cut = Stretches(text).cut
    return "".join(
        " | ".join(
            f"{span.begin.line}:{span.begin.column} {cut(span)!r}"
            for span in (its.subject, its.predicate, its.object)
        )
        + "\n"
        for _, its in pairs
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_terms_stand_where_the_file_beside_the_document_says(path):
    text = read(path)
    pairs = paired(text, RdfFormat.from_extension(path.suffix[1:]))

    assert spelled(text, pairs) == read(path.with_suffix(".places"))


def meant(written, directives):
    """The term that is *written* so, where these *directives* are in force."""
    term = f"<{_RDF}type>" if written == "a" else written
    text = f"{directives} <http://t/> <http://t/> {term} ."
    return next(iter(parse(text, RdfFormat.TURTLE))).object


def check(text, pairs, directives):
    """Compare each term with what is written at its place; *directives* say the rest."""
    stretches, labelled = Stretches(text), {}
    for quad, its in pairs:
        for name in _WRITTEN.get(quad.predicate.value, _TERMS):
            term, span = getattr(quad, name), getattr(its, name)
            written = stretches.cut(span)
            if written in _SIGNS:
                assert (
                    isinstance(term, BlankNode | Triple) or term.value == f"{_RDF}nil"
                )
            elif written.startswith("_:"):
                assert isinstance(term, BlankNode)
                assert term == labelled.setdefault(written, term)
            else:
                assert term == meant(written, directives(stretches.begin(span)))


def check_blank(pairs):
    """Look whether each node that has no name stands at one place."""
    found = defaultdict(set)
    for quad, its in pairs:
        for name in ("subject", "object"):
            if isinstance(getattr(quad, name), BlankNode):
                found[getattr(quad, name).value].add(getattr(its, name))

    assert [at for name, at in found.items() if len(name) > 20 and len(at) > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_in_our_own_files_each_term_stands_where_it_is_written(path):
    text = read(path)
    parser = parse(text, RdfFormat.TURTLE)
    list(parser)
    prefixes = " ".join(
        f"PREFIX {name}: <{iri}>" for name, iri in parser.prefixes.items()
    )

    pairs = paired(text, RdfFormat.TURTLE)
    check(text, pairs, lambda _: prefixes)
    check_blank(pairs)


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.TRIG], ids=str)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(0, 8))
def test_however_it_is_written_each_term_stands_where_it_is_written(form, seed, size):
    text, told = document(Random(seed), form.file_extension, size)
    pairs = paired(text, form)

    check(text, pairs, until(told))
    check_blank(pairs)


def until(told):
    """Which of the directives that were *told* are in force at an offset."""
    return lambda offset: " ".join(
        text for start, text in told.items() if start < offset
    )


@pytest.mark.parametrize("form", [RdfFormat.N_TRIPLES, RdfFormat.N_QUADS], ids=str)
@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_in_lines_each_term_stands_where_it_is_written(form, seed):
    text, _ = document(Random(seed), "trig", 8)
    quads = [
        q
        for q in parse(text, RdfFormat.TRIG)
        if form == RdfFormat.N_QUADS or q.graph_name == DefaultGraph()
    ]
    lines = serialize(quads, format=form).decode()

    check(lines, paired(lines, form), lambda _: "")


def is_readable(text):
    """Whether our tokens are the engine's: what else is sent is refused."""
    try:
        syntax.refuse_fetching(text, "update")
    except MalformedQuery:
        return False
    return True


def canonical(quads):
    """The *quads* as a store keeps them, with blank nodes labelled by what they are."""
    store = Store()
    store.extend(quads)
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def inserted(text):
    """What the engine inserts."""
    store = Store()
    for part in updates.separated(text):
        store.update(part.written(text))
    return store


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), size=st.integers(0, 6))
def test_in_an_update_what_it_inserts_stands_where_it_is_written(seed, size):
    text, told = update(Random(seed), size)
    assume(is_readable(text))
    store, sent = inserted(text), Update(text)
    pairs = list(zip(sent.quads(), sent.places(), strict=True))

    assert canonical(quad for quad, _ in pairs) == canonical(store)
    check(text, pairs, until(told))


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_what_an_update_says_is_the_same_whatever_blank_nodes_are_called(seed):
    text, _ = update(Random(seed), 3)
    assume(is_readable(text))
    store = inserted(text)
    sent = Update(text, {quad.triple for quad in store})

    assert canonical(sent.quads()) == canonical(store)


def test_blank_nodes_of_an_update_are_called_as_the_engine_called_them():
    text = """INSERT DATA { [] <e:p> 1 , [ <e:q> ( <e:a> 007 [] ) ] .
      _:x <e:r> _:x , [ <e:p> 1 ] , _:y . GRAPH <e:g> { _:y <e:p> [ <e:s> 2.50 ] } }"""
    store, found = inserted(text), Store()
    found.extend(Update(text, {quad.triple for quad in store}).quads())

    assert len(found) == 15
    assert set(found) == set(store)


def test_lines_end_as_in_editors_and_columns_count_characters():
    text = "#\r\n#\r#\n\t<a:𝒳> <a:p>\t'\u2028𝒳' .\r"
    its = next(places(text, RdfFormat.TURTLE))

    assert str(its.subject.begin) == "line 4, column 2"
    assert str(its.predicate.begin) == "line 4, column 8"
    assert str(its.object.begin) == "line 4, column 14"
    assert str(its.object.end) == "line 4, column 18"


@pytest.mark.parametrize(
    ("line", "source"), [(1, "a"), (2, ""), (3, "b\u2028\x0cb"), (4, "c"), (5, "")]
)
def test_the_text_of_a_line_has_no_line_end(line, source):
    assert Lines("a\n\rb\u2028\x0cb\r\nc\n").source(line) == source


#: No stack of calls is as deep.
DEEP = 100_000


@pytest.mark.parametrize(
    ("opening", "closing", "each"),
    [
        ("[ <a:p> ", "]", 1),
        ("( ", ")", 2),
        ("[ <a:p> ( ", ")]", 3),
        ("1 {| <a:p> ", "|}", 2),
        ("<<( <a:s> <a:p> ", ")>>", 0),
    ],
)
def test_brackets_nest_as_deeply_as_one_likes(opening, closing, each):
    text = f"<a:s> <a:p> {opening * DEEP} 1 {closing * DEEP} ."

    assert sum(1 for _ in places(text, RdfFormat.TURTLE)) == each * DEEP + 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<a:s>\n <a:p> .", "line 2, column 8"),
        ("<a:s> <a:p> [ <a:q> 1 ) .", "line 1, column 23"),
        ("<a:s> <a:p> 'open .", "line 1, column 13"),
        ("<a:s> <a:p> <open .", "line 1, column 13"),
        ("<a:s> <a:p> ( 1", "line 1, column 16"),
        ("<a:s> <a:p> << <a:s> <a:p> 1 )>> .", "line 1, column 30"),
        ("]", "line 1, column 1"),
    ],
)
def test_what_cannot_stand_where_it_stands_is_refused_there(text, place):
    with pytest.raises(SyntaxError, match="cannot stand here") as caught:
        list(places(text, RdfFormat.TRIG))

    assert str(Position(caught.value.lineno, caught.value.offset)) == place


@pytest.mark.parametrize(
    ("before", "again", "after"),
    [
        ("", " ", ""),
        ("", "#\n", ""),
        ("<a:s> <a:p> '''", "''a", "''' ."),
        ("<a:s> <a:p> '''", "''a", ""),
        ("<a:s> <a:p> '", "\\n", ""),
        ("<a:s> <a:p> 'x'", "#\n", "."),
        ("<a:s> <a:p> ", "'' ", ""),
        ("<a:s> <a:p> a:", "a.", "."),
        ("<a:s> <a:p> a:a", ".", ""),
        ("<a:s> <a:p> ", "a.", ":"),
        ("<a:s> <a:p> a:", "\\,", " ."),
        ("<a:s> <a:p> ", "1", "e"),
        ("<a:s> <a:p> 1", ",1", " ."),
        ("", "<", ""),
        ("", "<a ", ""),
        ("", "prefix a: ", ""),
        ("prefix", "\n#", "a: <>"),
        ("", "graph ", ""),
        ("", "{}", ""),
        ("", "\\", ""),
    ],
)
def test_a_text_is_read_once_whatever_is_in_it(before, again, after):
    text = before + again * (300_000 // len(again)) + after
    with contextlib.suppress(SyntaxError):
        for _ in places(text, RdfFormat.TRIG):
            pass
