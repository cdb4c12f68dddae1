"""Validation finds what is wrong, and never passes without having looked."""

from pathlib import Path

import pytest
from rdflib import Graph

from claimgraph import resources, validation
from claimgraph.errors.files import MalformedFile, MissingFile

BASE = Path(__file__).parent / "shapes" / "base.ttl"
PREFIXES = """
PREFIX actor: <https://w3id.org/claimgraph/id/actor/>
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
"""
LABELLED = """
ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:property ex:Shape-note .
ex:Shape-note a sh:PropertyShape ; sh:path rdfs:comment ; sh:minCount 1 ;
  sh:severity sh:SEVERITY ; sh:message "Say it."@en , "Dites-le."@fr .
"""


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return write


def check(write, shapes, data='ex:somebody a cg:Person ; rdfs:label "Somebody"@en .'):
    return validation.check([write("data.ttl", data)], [write("shapes.ttl", shapes)])


@pytest.mark.slow
def test_the_shipped_data_conforms_and_every_shape_was_met():
    report = validation.check()

    assert validation.text(report).splitlines()[:-2] == []
    assert all(report.focus_nodes.values())
    assert validation.exit_status(report, "warning") == 0


@pytest.mark.parametrize(
    ("shapes", "said"),
    [
        ("", "There are no shapes with a target"),
        ("ex:Shape a sh:NodeShape .", "There are no shapes with a target"),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ;"
            " sh:property [ sh:path rdfs:label ; sh:minCuont 2 ] .",
            "sh:minCuont is no term of SHACL (did you mean sh:minCount?)",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:reifierShape ex:S .",
            "sh:reifierShape is no term of SHACL",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:rule ex:Rule .",
            "sh:rule is not supported here",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actr .",
            "No ontology declares https://w3id.org/claimgraph/ns#Actr, which Shape",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ;"
            " sh:property [ sh:path ( cg:holder cg:holdr ) ; sh:maxCount 1 ] .",
            "No ontology declares https://w3id.org/claimgraph/ns#holdr",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Place ; sh:nodeKind sh:IRI .",
            "No shape found a target in the data",
        ),
        (
            "ex:Shape a sh:NodeShape , sh:PropertyShape ; sh:targetClass cg:Actor .",
            "The shapes could not be applied",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:sparql [ sh:select"
            " 'SELECT $this WHERE { $this ?p ?o MINUS { ?o ?p $this } }' ] .",
            "The shapes could not be applied",
        ),
    ],
)
def test_a_pass_that_checked_nothing_fails(write, shapes, said):
    report = check(write, shapes)

    assert any(failure.startswith(said) for failure in report.failures)
    assert not report.conforms
    assert validation.exit_status(report) == 1


def test_data_without_a_target_for_any_shipped_shape_fails(write):
    report = validation.check([write("data.ttl", 'ex:a rdfs:label "a"@en .')])

    assert report.failures[0].startswith("No shape found a target in the data")


def test_only_the_users_own_nodes_are_reported(write):
    report = check(write, LABELLED.replace("SEVERITY", "Violation"))

    assert [finding.node for finding in report.findings] == [
        "https://example.org/somebody"
    ]
    assert report.nodes == 1


def test_the_users_data_stand_on_the_ontology_and_the_reference_data(write):
    data = "ex:somebody a cg:Mission ; rdfs:seeAlso actor:jnim ."
    shapes = """
    ex:Shape a sh:NodeShape ; sh:targetClass cg:Organization ;
      sh:property [ sh:path rdfs:seeAlso ; sh:class cg:Agent ; sh:minCount 1 ] .
    """
    report = check(write, shapes, data)

    assert report.conforms
    assert report.nodes == 1


@pytest.mark.parametrize(
    ("severity", "fails_on"),
    [
        ("Violation", ["violation", "warning", "info"]),
        ("Warning", ["warning", "info"]),
        ("Info", ["info"]),
    ],
)
def test_the_exit_status_follows_the_severity(write, severity, fails_on):
    report = check(write, LABELLED.replace("SEVERITY", severity))

    failed = [on for on in validation.SEVERITIES if validation.exit_status(report, on)]
    assert failed == fails_on


def test_a_finding_says_what_to_do_in_either_language(write):
    report = check(write, LABELLED.replace("SEVERITY", "Violation"))
    finding = report.findings[0]

    assert finding.message() == "Say it."
    assert finding.message("fr") == "Dites-le."
    assert finding.message("de") == "Say it."
    assert finding.constraint == "https://example.org/Shape-note"
    assert finding.component == "MinCountConstraintComponent"
    assert finding.path == "rdfs:comment"


def test_the_message_of_a_query_is_filled_in_and_keeps_its_language():
    folder = BASE.parent
    report = validation.check([BASE, folder / "ClaimChainShape-root.invalid.ttl"])
    finding = report.findings[0]

    assert finding.message().startswith(
        "article:base/claim/root is held by actor:base-band, who neither wrote"
    )
    assert finding.message("fr").startswith(
        "article:base/claim/root est tenue par actor:base-band, qui n’a ni écrit"
    )
    assert finding.node == "article:base/claim/root"


def test_a_report_is_grouped_by_rule_with_a_sample(write):
    data = "".join(f"ex:n{number} a cg:Person . " for number in range(5))
    report = check(write, LABELLED.replace("SEVERITY", "Violation"), data)

    assert validation.text(report).splitlines() == [
        "Violation Shape-note: 5 findings",
        "  Say it.",
        "  - https://example.org/n0: rdfs:comment",
        "  - https://example.org/n1: rdfs:comment",
        "  - https://example.org/n2: rdfs:comment",
        "  ... and 2 others",
        "",
        "5 focus nodes met 1 constraint of 1 shape: 5 violations, 0 warnings.",
        "Fails at --fail-on violation.",
    ]


def test_each_finding_with_a_message_of_its_own_says_it():
    findings = tuple(
        validation.Finding(
            "Warning", f"https://example.org/{rule}", node, "", "", "", "", messages
        )
        for rule, node, messages in [
            ("Alone", "ex:a", (("en", "ex:a is odd."),)),
            ("Pair", "ex:b", (("en", "ex:b is odd."),)),
            ("Pair", "ex:c", (("en", "ex:c is odd."),)),
        ]
    )
    report = validation.Report(
        findings, {"Alone": 1, "Pair": 1200}, 1200, 2, (), ("Ah.",)
    )

    assert validation.text(report, "warning").splitlines() == [
        "Warning Alone: 1 finding",
        "  ex:a is odd.",
        "",
        "Warning Pair: 2 findings",
        "  - ex:b is odd.",
        "  - ex:c is odd.",
        "",
        "Note: Ah.",
        "1 200 focus nodes met 2 constraints of 2 shapes: 0 violations, 3 warnings.",
        "Fails at --fail-on warning.",
    ]


@pytest.mark.parametrize("target", ["sh:targetSubjectsOf", "sh:targetObjectsOf"])
def test_a_shape_may_find_its_targets_by_a_property(write, target):
    shapes = f"ex:Shape a sh:NodeShape ; {target} rdfs:seeAlso ; sh:nodeKind sh:IRI ."
    report = check(
        write, shapes, "ex:somebody a cg:Person ; rdfs:seeAlso ex:somebody ."
    )

    assert report.conforms
    assert report.nodes == 1


def test_a_shape_without_a_target_in_the_users_data_is_a_note(write):
    shapes = """
    ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:nodeKind sh:IRI .
    ex:PlaceShape a sh:NodeShape ; sh:targetClass cg:Place ; sh:nodeKind sh:IRI .
    """
    report = check(write, shapes)

    assert report.notes == ("1 shape found no target in this data: PlaceShape.",)
    assert validation.exit_status(report, "info") == 0


def test_a_file_that_does_not_parse_is_named_with_line_and_column(write):
    path = write("broken.ttl", "ex:a cg:holder ; .")

    with pytest.raises(MalformedFile) as raised:
        validation.check([path])

    assert f"{path}, line 7, column" in str(raised.value)


def test_a_path_with_nothing_to_read_is_named(tmp_path):
    with pytest.raises(MissingFile):
        validation.check([tmp_path / "nothing.ttl"])


@pytest.mark.parametrize(
    ("extension", "form"),
    [("nt", "nt"), ("nq", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")],
)
def test_data_in_any_format_are_read(write, tmp_path, extension, form):
    shapes = write("shapes.ttl", LABELLED.replace("SEVERITY", "Violation"))
    graph = Graph().parse(data=f"{PREFIXES} ex:somebody a cg:Person .")
    path = tmp_path / f"data.{extension}"
    path.write_text(graph.serialize(format=form), encoding="utf-8")

    assert validation.check([path], [shapes]).nodes == 1


def test_the_graphs_of_a_dataset_are_read_as_one(write):
    data = write("data.trig", "ex:graph { ex:somebody a cg:Person }")
    shapes = write("shapes.ttl", LABELLED.replace("SEVERITY", "Violation"))

    assert validation.check([data], [shapes]).nodes == 1


def test_triple_terms_are_a_failure_for_the_shapes_cannot_see_them(write):
    data = "ex:somebody a cg:Person . << ex:a cg:holder ex:b >> rdfs:comment 'so' ."
    report = check(write, LABELLED.replace("SEVERITY", "Violation"), data)

    assert any("has triple terms" in failure for failure in report.failures)


def test_the_shipped_shapes_are_files_of_the_ontology():
    assert list((resources.ontology() / "shapes").glob("*.ttl"))
