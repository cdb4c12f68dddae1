"""Findings say who asks, what is asked, and what things without a name are called."""

import io
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse

from claimgraph import findings, reports, shacl, validation
from claimgraph.findings import Texts
from claimgraph.validation import Settings
from claimgraph.validation.inner import Inner
from claimgraph.validation.naming import Names

PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NAMES = Names({"ex": "https://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#",
               "sh": "http://www.w3.org/ns/shacl#"})  # fmt: skip
EX = "https://example.org/"


@pytest.fixture
def check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def check(data, shapes, name="data.ttl", language="en"):
        (tmp_path / name).write_text(data, encoding="utf-8")
        (tmp_path / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
        paths = [tmp_path / name], [tmp_path / "shapes.ttl"]
        given = validation.given(*paths, alone=True)
        allowed = frozenset(validation.codes())
        return validation.examine(given, Settings(allow=allowed, language=language))

    return check


def written(report, form, **manner):
    out = io.StringIO()
    reports.write(report, out, form, reports.Manner(**manner))
    return out.getvalue()


def inner(turtle, language):
    """What is said of the shape that *turtle* writes in brackets."""
    data = shacl.Data()
    text = f"{PREFIXES} ex:outer sh:node {turtle} ."
    data.add(parse(text, format=RdfFormat.TURTLE))
    graph = shacl.Shapes(data.store).graph
    (node,) = graph.nodes(NamedNode(f"{EX}outer"), NamedNode(NAMES_NODE))
    return Inner(graph, NAMES, language).shape(node)


NAMES_NODE = "http://www.w3.org/ns/shacl#node"


@pytest.mark.parametrize(
    ("shape", "english", "french"),
    [
        ("[ sh:datatype xsd:date ]", "xsd:date", "xsd:date"),
        ("[ sh:nodeKind sh:IRI ]", "sh:IRI", "sh:IRI"),
        ("[ sh:class ex:Person ]", "“a ex:Person”", "« de la classe ex:Person »"),
        ("[ sh:in ( 1 2 ) ]", "“one of 1, 2”", "« l’un de 1, 2 »"),
        ("[ sh:not [ sh:in ( 1 ) ] ]", "“not one of 1”", "« pas l’un de 1 »"),
        (
            "[ sh:path ex:name ; sh:minCount 1 ]",
            "“ex:name at least 1”",
            "« ex:name au moins 1 »",
        ),
        (
            "[ sh:class ex:A ; sh:property [ sh:path [ sh:inversePath ex:b ] ;"
            " sh:maxCount 2 ] ]",
            "“a ex:A and ^ex:b at most 2”",
            "« de la classe ex:A et ^ex:b au plus 2 »",
        ),
        (
            "[ sh:or ( [ sh:datatype xsd:date ] ex:Other ) ]",
            "“one of xsd:date, ex:Other”",
            "« l’un de xsd:date, ex:Other »",
        ),
        ("[ sh:name 'year'@en , 'année'@fr ; sh:class ex:Y ]", "year", "année"),
        ("[ rdfs:label 'a year'@en ]", "“a year”", "« a year »"),
    ],
)
def test_a_shape_within_another_is_said_in_words(shape, english, french):
    assert [inner(shape, "en"), inner(shape, "fr")] == [english, french]


@pytest.mark.parametrize(
    "shape",
    [
        "[ sh:equals ex:b ]",
        "[ sh:class ex:A ; sh:closed true ]",
        "[ sh:class ex:A , ex:B , ex:C , ex:D ]",
        "[ sh:not [ sh:not [ sh:not [ sh:not [ sh:in ( 1 ) ] ] ] ] ]",
        "[ ]",
    ],
)
def test_a_shape_that_is_not_simple_is_not_said_in_part(shape):
    assert "_:" in inner(shape, "en")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "the shape at shapes.ttl:6:14"), ("fr", "la forme en shapes.ttl:6:14")],
)
def test_a_shape_that_is_not_simple_is_named_by_its_place(check, language, said):
    report = check(
        f"<{EX}a> a <{EX}A> .",
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:A ;\n"
        "  sh:or (    [ sh:equals ex:b ] ) .",
    )

    (found,) = report.findings
    assert said in found.message(language)
    assert "_:" not in "".join(text for _, text in found.messages)


ASKS = "ex:Shape a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:Shape-b .\n" + (
    "ex:Shape-b sh:path ex:b ; sh:minCount 1 ; sh:class ex:B ."
)


@pytest.mark.parametrize("form", ["text", "html", "junit", "github"])
@pytest.mark.parametrize(
    ("data", "name", "called"),
    [
        (f"_:z a <{EX}A> .", "data.ttl", "_:z"),
        (f"[] a <{EX}A> .", "data.ttl", "[data.ttl:1:1]"),
        (f"<{EX}c> <{EX}d> [ a <{EX}A> ] .", "data.ttl", "[data.ttl:1:49]"),
        (
            f"_:z9 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{EX}A> .",
            "data.nt",
            "_:z9",
        ),
        (f"<{EX}a> a <{EX}A> ; <{EX}b> _:v .", "data.ttl", "_:v"),
    ],
)
def test_a_node_without_a_name_is_called_as_the_source_does(
    check, form, data, name, called
):
    report = check(data, ASKS, name)

    assert called in written(report, form)
    assert called in report.findings[0].message()
    hashes = [label[2:] for label in report.labels]
    text = written(report, form)
    assert hashes
    assert [label for label in hashes if label in text] == []


def test_rdf_and_json_have_labels_that_read_as_blank_nodes(check):
    report = check("[] a <https://example.org/A> .", ASKS)
    quads = parse(written(report, "turtle"), format=RdfFormat.TURTLE)
    focus = {q.object for q in quads if q.predicate.value.endswith("focusNode")}

    assert {type(node) for node in focus} == {BlankNode}
    assert report.labels[report.findings[0].focus] == "[data.ttl:1:1]"
    assert findings.read(written(report, "json"), "report.json") == report


def test_what_is_gone_is_called_as_it_was(check):
    before = check("_:z a <https://example.org/A> .", ASKS)
    now = check("<https://example.org/a> a <https://example.org/C> .", ASKS)
    text = written(now, "text", since=reports.compare(before, now))

    assert "gone: _:z has too few values" in text
    assert before.findings[0].node not in text


def test_of_a_format_without_lines_the_label_stays(check):
    data = '{"@type": "https://example.org/A"}'
    report = check(data, ASKS, "data.jsonld")

    assert report.findings[0].node in written(report, "text")


UNNAMED = """\
ex:Person a sh:NodeShape ; sh:targetClass ex:A ; sh:property
  [ sh:path ex:c ; sh:minCount 1 ; sh:name "third"@en , "troisième"@fr ] ,
  [ sh:path ex:b ; sh:minCount 1 ] ,
  [ sh:path ex:a ; sh:minCount 1 ] ,
  ex:Person-d .
ex:Person-d sh:path ex:d ; sh:minCount 1 .
ex:Fine a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:IRI .
[] a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:Person-d .
"""


def test_a_finding_knows_the_shape_whose_target_led_to_it(check):
    report = check(f"<{EX}a> a <{EX}A> .", UNNAMED)
    roots = [(f.root, f.path[1:-1].removeprefix(EX)) for f in report.findings]

    assert roots[:4] == [(f"{EX}Person", path) for path in "dcba"]
    assert roots[4][0].startswith("_:")
    assert roots[4][1] == "d"
    assert {root for root, _ in roots} < {each.shape for each in report.coverage}


def test_unnamed_shapes_come_in_the_order_of_their_file(check):
    shapes = "\n".join(
        f"[] a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p{n} ;"
        " sh:minCount 1 ] ."
        for n in range(12)
    )
    report = check(f"<{EX}a> a <{EX}A> .", shapes)

    assert [f.path for f in report.findings] == [f"<{EX}p{n}>" for n in range(12)]


def test_a_suite_has_all_that_its_shape_led_to_and_passes_only_without(check):
    text = written(check(f"<{EX}a> a <{EX}A> .", UNNAMED), "junit")
    root = ElementTree.fromstring(text)  # noqa: S314 - it is ours
    suites = {suite.get("name"): suite for suite in root}

    assert {name: suite.get("failures") for name, suite in suites.items()} == {
        "claimgraph": "0",
        f"{EX}Person": "4",
        f"{EX}Fine": "0",
        "[shapes.ttl:12:1]": "1",
    }
    passed = [n for n, s in suites.items() for c in s if c.get("name") == "conforms"]
    assert passed == [f"{EX}Fine"]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "ex:Person, third (MinCountConstraintComponent), ex:c, in data.ttl:"),
        ("fr", "ex:Person, troisième (MinCountConstraintComponent), ex:c, dans data"),
    ],
)
def test_a_heading_names_root_shape_and_path(check, language, heading):
    report = check(f"<{EX}a> a <{EX}A> .", UNNAMED)
    text = written(report, "text", language=language, prefixes={"ex": EX})

    assert f"Violation {heading}" in text
    assert "Violation ex:Person, ex:Person-d, ex:d, " in text
    assert "Violation [shapes.ttl:12:1], ex:Person-d, ex:d, " in text


def test_notes_speak_the_language_asked_for(check):
    shapes = f"{UNNAMED}\n[] a sh:NodeShape ; sh:targetClass ex:None ; sh:class ex:B ."
    notes = {
        language: check(f"<{EX}a> a <{EX}A> .", shapes, language=language).notes
        for language in ("en", "fr")
    }

    at = "[shapes.ttl:14:1]"
    assert f"1 shape found no target in this data: {at}." in notes["en"]
    assert f"1 forme n’a trouvé aucune cible dans ces données : {at}." in notes["fr"]


def test_the_order_is_the_gravest_first_then_who_says_so_then_where(check):
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-a , ex:S-b .\n"
        "ex:S-a sh:path ex:a ; sh:class ex:B ; sh:severity sh:Info .\n"
        "ex:S-b sh:path ex:b ; sh:class ex:B , ex:C ."
    )
    data = "\n".join(
        f"<{EX}{n}> a <{EX}A> ; <{EX}a> {n} ; <{EX}b> {n} , {n + 1} ."
        for n in (3, 1, 2, 0)
    )
    found = check(data, shapes).findings

    assert len(found) == 20
    assert all(first.order <= second.order for first, second in pairwise(found))


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))))
def test_texts_are_made_once_when_they_are_read(pairs):
    made = []
    texts = Texts(lambda: made.append(1) or tuple(pairs))

    assert made == []
    assert list(texts) == pairs
    assert texts == tuple(pairs)
    assert tuple(pairs) == texts
    assert hash(texts) == hash(tuple(pairs))
    assert made == [1]
