"""Whatever stands in a report, each form of it is well-formed and says no more."""

import io
import json
from xml.etree import ElementTree

import html5rdf
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from claimgraph.reports import Manner, write
from claimgraph.reports.excerpts import excerpt
from claimgraph.reports.paths import NotAPath, as_shacl
from claimgraph.reports.turtle import term
from made_up_reports import ANY, PLACES, reports
from test_reports import SARIF

MANNERS = st.builds(
    Manner,
    language=st.sampled_from(["en", "fr", "de"]),
    sample=st.integers(0, 2),
    verbose=st.booleans(),
)


def written(report, form, manner=None):
    out = io.StringIO()
    write(report, out, form, manner)
    return out.getvalue()


def unseen(text):
    """What a terminal would obey, or a reader not see."""
    return {sign for sign in text if not sign.isprintable() and sign != "\n"} - set(
        "\u200c\u200d"
    )


@given(reports(), MANNERS)
def test_a_page_is_html_without_a_fault_or_a_script(report, manner):
    page = written(report, "html", manner)
    parser = html5rdf.HTMLParser(strict=True)
    tree = parser.parse(page)

    tags = {e.tag.rpartition("}")[2] for e in tree.iter() if isinstance(e.tag, str)}
    assert tags.isdisjoint({"script", "img", "link", "iframe"})


@given(reports(), MANNERS)
def test_junit_is_well_formed_xml(report, manner):
    root = ElementTree.fromstring(written(report, "junit", manner).encode())  # noqa: S314

    assert int(root.get("tests")) == len(list(root.iter("testcase")))


@given(reports(), MANNERS)
def test_sarif_is_valid_under_its_schema(report, manner):
    log = json.loads(written(report, "sarif", manner).encode())

    assert [error.message for error in SARIF.iter_errors(log)] == []
    assert len(log["runs"][0]["results"]) == len(report.findings + report.failures)


@given(reports(), MANNERS)
def test_json_says_what_can_be_encoded(report, manner):
    told = json.loads(written(report, "json", manner).encode())

    assert len(told["findings"]) == len(report.findings)


@pytest.mark.parametrize("form", ["text", "github", "junit"])
@given(reports(), MANNERS)
def test_a_terminal_gets_nothing_to_obey(form, report, manner):
    text = written(report, form, manner)

    assert {
        sign for sign in unseen(text) if sign < "\xa0" or sign in "\u2028\u2029\u202e"
    } == set()
    text.encode()


@given(reports())
def test_an_annotation_is_one_line(report):
    lines = written(report, "github").splitlines()

    assert len(lines) == len(report.findings) + len(report.failures) + 2
    assert all(line.startswith("::") for line in lines[:-2])


@given(reports())
def test_turtle_has_a_result_for_each_finding_and_failure(report):
    triples = list(
        pyoxigraph.parse(
            written(report, "turtle").encode(), pyoxigraph.RdfFormat.TURTLE
        )
    )
    results = [t for t in triples if t.predicate.value.endswith("#result")]

    assert len(results) == len(report.findings + report.failures)


NODES = st.from_regex(r"[a-z0-9/é]{0,9}", fullmatch=True).map(
    lambda name: pyoxigraph.NamedNode(f"http://a/{name}")
)
LITERALS = st.one_of(
    st.builds(pyoxigraph.Literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(
        lambda text: pyoxigraph.Literal(text, language="fr"),
        st.text(st.characters(exclude_categories=["Cs"])),
    ),
    st.builds(
        lambda text, node: pyoxigraph.Literal(text, datatype=node), st.just("1"), NODES
    ),
)


@given(NODES | LITERALS)
def test_a_term_reads_back_as_itself(node):
    (quad,) = pyoxigraph.parse(
        f"<x:s> <x:p> {term(str(node))} .", pyoxigraph.RdfFormat.TURTLE
    )

    assert quad.object == node


@given(ANY)
def test_any_text_is_one_term(text):
    quads = list(
        pyoxigraph.parse(f"<x:s> <x:p> {term(text)} .", pyoxigraph.RdfFormat.TURTLE)
    )

    assert len(quads) == 1


PATHS = st.recursive(
    NODES.map(lambda node: ("", str(node))),
    lambda inner: st.one_of(
        st.tuples(
            st.sampled_from(
                ["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]
            ),
            inner,
        ),
        st.tuples(
            st.sampled_from(["alternativePath", "sequence"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=6,
)


def in_sparql(path):
    kind, parts = path
    signs = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}
    if not kind:
        return parts
    if kind in signs:
        return f"({in_sparql(parts)}){signs[kind]}"
    if kind == "inversePath":
        return f"^({in_sparql(parts)})"
    return {"sequence": "/", "alternativePath": "|"}[kind].join(
        f"({in_sparql(part)})" for part in parts
    )


def in_shacl(path):
    kind, parts = path
    if not kind:
        return parts
    if kind == "sequence":
        return f"( {' '.join(map(in_shacl, parts))} )"
    if kind == "alternativePath":
        return f"[ sh:alternativePath ( {' '.join(map(in_shacl, parts))} ) ]"
    return f"[ sh:{kind} {in_shacl(parts)} ]"


@given(PATHS)
def test_a_path_of_sparql_is_the_same_path_in_shacl(path):
    assert as_shacl(in_sparql(path)) == in_shacl(path)


@pytest.mark.parametrize(
    "text",
    ["", "<a:a", "a", "<a:a>/", "|<a:a>", "(<a:a>", "<a:a>)", "<a:a> <a:b>", "<a:a><a:b>", "!<a:a>", "^", "*", "(" * 10_000 + "<a:a>" + ")" * 10_000],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_is_no_path_is_refused(text):
    with pytest.raises(NotAPath):
        as_shacl(text)


@given(PLACES, st.integers(10, 40))
def test_an_excerpt_is_as_wide_as_it_may_be(place, width):
    line = excerpt(place, width)

    if line:
        assert cell_len(str(line)) <= width
        assert set(line.marker) <= set(" ^~")
