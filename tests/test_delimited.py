"""A table in CSV holds what the rows hold, whatever stands in their terms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from claimgraph.answers import Answer
from claimgraph.formats import CSV

XSD = "http://www.w3.org/2001/XMLSchema#"
EXAMPLE = NamedNode("http://example.org/")
TYPES = [NamedNode(XSD + name) for name in ("integer", "double", "boolean", "gYear")]
#: Signs that mean something to CSV, TSV or the writing of terms.
SIGNS = ",\"'\\\t\n\r\b\f\v<>()@^_:;.-? ab1\x00\x01\x7f\x85\u2028é\U0001f426"
TEXTS = st.text(SIGNS, max_size=12)
IRIS = st.text(",;'()@:_-ab1é", max_size=9).map(lambda end: NamedNode(f"urn:x:{end}"))
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en-GB")),
    TEXTS.map(lambda t: Literal(t, language="ar", direction=BaseDirection.RTL)),
    st.builds(lambda text, kind: Literal(text, datatype=kind), TEXTS, IRIS),
    st.sampled_from([Literal(v, datatype=t) for v in ("1", "1e3", "") for t in TYPES]),
)
SIMPLE = st.one_of(IRIS, LITERALS, st.just(BlankNode("b")))
NESTED = st.builds(Triple, IRIS, IRIS, SIMPLE)
TERMS = st.one_of(SIMPLE, NESTED, st.builds(Triple, IRIS, IRIS, NESTED))


def string(term):
    if term is None:
        return ""
    if isinstance(term, Triple):
        return " ".join(map(string, (term.subject, term.predicate, term.object)))
    return str(term) if isinstance(term, BlankNode) else term.value


def field(term):
    text = string(term)
    quoted = any(sign in text for sign in ',"\r\n')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def written(names, rows):
    lines = [",".join(names), *(",".join(map(field, row)) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def store_of(terms):
    store = Store()
    for number, term in enumerate(terms):
        row = NamedNode(f"http://example.org/{number:05}")
        store.add(Quad(row, EXAMPLE, term))
    return store


@settings(max_examples=400, deadline=None)
@given(st.lists(TERMS, max_size=6))
def test_a_table_holds_the_strings_of_its_terms(terms):
    store = store_of(terms)
    for names in (["row", "term", "nothing"], ["nothing"], ["term"], ["term", "term2"]):
        columns = " ".join(f"?{name}" for name in names)
        text = f"SELECT {columns} {{ ?row ?p ?term, ?term2 }} ORDER BY ?row"
        rows = [tuple(solution) for solution in store.query(text)]

        assert Answer(store.query(text)).write(CSV) == written(names, rows)


def test_a_table_without_columns_has_its_rows():
    assert Answer(Store().query("SELECT * {}")).write(CSV) == b"\r\n\r\n"


def test_a_table_without_rows_has_its_columns():
    found = Store().query("SELECT ?a ?b { ?a ?p ?b }")

    assert Answer(found).write(CSV) == b"a,b\r\n"


@pytest.mark.parametrize("every", [1, 2, 999])
def test_a_long_table_is_whole(every):
    """Longer than what is turned at once, with and without what must be quoted."""
    terms = [
        Literal(f'number "{number}", \n' if number % every == 0 else f"{number}")
        for number in range(5000)
    ]
    text = "SELECT ?row ?term { ?row ?p ?term } ORDER BY ?row"
    store = store_of(terms)
    rows = [tuple(solution) for solution in store.query(text)]

    assert Answer(store.query(text)).write(CSV) == written(["row", "term"], rows)
