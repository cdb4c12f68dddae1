import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib import Graph
from rdflib.compare import isomorphic

from claimgraph import resources, turtle
from claimgraph.errors.files import MalformedFile

#: What is not canonical on purpose: errors, cases in the W3C's form, which have relative
#: IRIs and language tags in capitals, reports as they are written, and cases whose
#: comments say where something is found.
APART = {"linting", "malformed", "meaning", "positions", "reports", "shacl"}
TREES = [resources.ontology(), resources.data(), Path(__file__).parent]
FILES = [
    path
    for tree in TREES
    for path in sorted(tree.rglob("*.ttl"))
    if not APART & set(path.relative_to(tree).parts)
]


#: How a counterexample ends: it says where its fault is found.
PLACES = re.compile(r"\n(# Found at line \d+, column \d+\.\n)+\Z")


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_a_turtle_file_is_in_canonical_form(path):
    text = PLACES.sub("", path.read_bytes().decode())

    assert turtle.canonical(text) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_both_engines_read_the_same_triples(path):
    quads = len(set(parse(path=path, format=RdfFormat.TURTLE)))

    assert len(Graph().parse(path, format="turtle")) == quads


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,5}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]))
TERMS = st.one_of(
    NAMES.map(lambda name: f"e:{name}"),
    TEXTS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    st.integers().map(str),
    st.booleans().map(lambda value: str(value).lower()),
    st.decimals(allow_nan=False, allow_infinity=False, places=2).map(
        lambda d: f"{d:f}"
    ),
    st.just("[ e:p e:o ]"),
    st.just("( e:a 1 )"),
)
TRIPLES = st.lists(st.tuples(NAMES, NAMES, TERMS), max_size=8)


@given(TRIPLES)
def test_canonical_text_is_stable_and_means_the_same(triples):
    lines = [f"e:{s} e:{p} {o} ." for s, p, o in triples]
    text = "\n".join(["PREFIX e: <http://example.org/>", *lines])
    written = turtle.canonical(text)

    assert turtle.canonical(written) == written
    assert isomorphic(
        Graph().parse(data=text, format="turtle"),
        Graph().parse(data=written, format="turtle"),
    )


def test_blocks_keep_the_order_in_which_they_were_written():
    text = "PREFIX e: <http://e/> e:z e:p 1 . e:a e:p 2 ."

    assert turtle.canonical(text).index("e:z") < turtle.canonical(text).index("e:a")


def test_an_ontology_has_its_header_first_and_its_terms_by_iri():
    text = """PREFIX e: <http://e/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
        e:z a owl:Class . e:a a owl:Class . e:o a owl:Ontology ."""
    written = turtle.canonical(text)

    blocks = [line for line in written.splitlines() if line.startswith("e:")]
    assert blocks == ["e:o", "e:a", "e:z"]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("PREFIX e: <http://e/>\ne:a e:b", "line 2, column"),
        ("e:a e:b e:c .", "line 1, column 1"),
        ("PREFIX e: <http://e/>\n\ne:a e:b e:c\ne:d e:e e:f .", "line 4, column 1"),
    ],
)
def test_a_syntax_error_is_placed(text, where):
    with pytest.raises(MalformedFile, match=where):
        turtle.canonical(text, "file.ttl")
