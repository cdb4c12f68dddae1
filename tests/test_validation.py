"""Validation finds what is wrong, and never passes without having looked."""

from pathlib import Path

import pytest
from rdflib import Graph

from claimgraph import resources, validation
from claimgraph.errors.files import MalformedFile, MissingFile
from claimgraph.findings import SEVERITIES
from claimgraph.validation import Settings

FOLDER = Path(__file__).parent / "shapes"
EX = "https://example.org/"
PREFIXES = f"""
PREFIX actor: <https://w3id.org/claimgraph/id/actor/>
PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX ex: <{EX}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
LABELLED = """
ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:property ex:Shape-note .
ex:Shape-note a sh:PropertyShape ; sh:path rdfs:comment ; sh:minCount 1 ;
  sh:severity sh:SEVERITY ; sh:message "Say it."@en , "Dites-le."@fr .
"""
VIOLATED = LABELLED.replace("SEVERITY", "Violation")


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(PREFIXES + text, encoding="utf-8")
        return path

    return write


def check(
    write, shapes, data='ex:somebody a cg:Person ; rdfs:label "Somebody"@en .', **asked
):
    paths = [write("data.ttl", data)], [write("shapes.ttl", shapes)]
    return validation.check(*paths, Settings(**asked))


def codes(report):
    return {failure.code for failure in report.failures}


def test_the_shipped_data_conforms_and_every_shape_was_met():
    report = validation.check()

    assert report.findings == ()
    assert report.failures == ()
    assert report.notes == ()
    assert all(each.focus_nodes for each in report.coverage)
    assert all(each.engine == "claimgraph" for each in report.coverage)
    assert report.passes("info")


def test_a_shape_that_nothing_in_the_shipped_data_meets_fails(write):
    shapes = [
        *(resources.ontology() / "shapes").glob("*.ttl"),
        write(
            "more.ttl", "ex:Shape sh:targetNode ex:nobody ; sh:nodeKind sh:Literal ."
        ),
    ]
    given = validation.given(None, shapes)
    shipped = validation.Given(given.data, given.shapes, shipped=True)
    report = validation.examine(shipped, Settings())

    assert "no-target" in codes(report)
    assert not report.passes()


@pytest.mark.parametrize(
    ("shapes", "code", "said"),
    [
        ("", "empty-shapes", "no triple"),
        ("ex:Shape a sh:NodeShape .", "empty-shapes", "No shape has a target"),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Place ; sh:nodeKind sh:IRI .",
            "no-target",
            "cg:Place",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ;"
            " sh:property [ sh:path rdfs:label ; sh:minCuont 2 ] .",
            "unknown-term",
            "did you mean sh:minCount?",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actr .",
            "undeclared-target",
            "cg:Actr",
        ),
        (
            "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:sparql [ sh:select"
            " 'SELECT $this WHERE { $this ?p ?o MINUS { ?o ?p $this } }' ] .",
            "malformed-shape",
            "MINUS",
        ),
    ],
)
def test_a_pass_that_checked_nothing_fails(write, shapes, code, said):
    report = check(write, shapes)

    assert code in codes(report)
    assert any(said in failure.sentence for failure in report.failures)
    assert report.findings == ()
    assert not report.conforms
    assert not report.passes()


def test_failures_come_in_the_order_of_the_text_after_what_concerns_the_whole(write):
    terms = ("zeta", "minCuont", "alpha", "maxCuont", "beta")
    lines = "".join(f" ; sh:{term} 1 ,\n  2" for term in terms)
    report = check(
        write, f"ex:Shape a sh:NodeShape ; sh:targetClass cg:Place {lines} ."
    )
    places = [failure.place for failure in report.failures]
    known = [place for place in places if place]

    assert len(known) >= 2 * len(terms)
    assert places == [None] * (len(places) - len(known)) + sorted(known)


@pytest.mark.parametrize(
    "asked",
    ["sh:severity sh:Error", "sh:nodeKind sh:Iri", "sh:node sh:Error", "a sh:Error"],
)
def test_an_unknown_term_is_one_failure(write, asked):
    shape = f"ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; {asked} ."
    found = [failure.sentence for failure in check(write, shape).failures]

    assert sum(asked.split()[1] in sentence for sentence in found) == 1


def test_a_failure_is_said_in_the_language_that_is_asked_for(write):
    shapes = "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actr ."
    said = [
        check(write, shapes, language=language).failures[0].sentence
        for language in ("en", "fr")
    ]

    assert said[0] != said[1]


def test_what_is_allowed_fails_no_more_and_is_noted(write):
    shapes = "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:minCuont 2 ."
    found = codes(check(write, shapes))
    report = check(write, shapes, allow=frozenset(found))

    assert found
    assert report.failures == ()
    assert report.passes()
    assert report.settings["allow"] == ",".join(sorted(found))


def test_data_without_a_target_for_any_shipped_shape_fails(write):
    report = validation.check([write("data.ttl", 'ex:a rdfs:label "a"@en .')])

    assert codes(report)
    assert not report.passes()


def test_only_the_users_own_nodes_are_reported(write):
    report = check(write, VIOLATED)

    assert [finding.node for finding in report.findings] == [f"<{EX}somebody>"]
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


def test_data_that_stand_alone_know_no_ontology(write):
    data = [write("data.ttl", "ex:somebody a cg:Mission .")]
    shapes = [write("shapes.ttl", VIOLATED)]
    alone = validation.given(data, shapes, alone=True)

    assert validation.check(data, shapes).nodes == 1
    assert validation.examine(alone, Settings()).nodes == 0


@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_report_fails_at_the_severity_asked_for(write, severity):
    report = check(write, LABELLED.replace("SEVERITY", severity.capitalize()))

    failed = [on for on in SEVERITIES if not report.passes(on)]
    assert failed == list(SEVERITIES[SEVERITIES.index(severity) :])


def test_a_finding_says_what_to_do_in_either_language(write):
    finding = check(write, VIOLATED).findings[0]

    assert finding.message() == "Say it."
    assert finding.message("fr") == "Dites-le."
    assert finding.message("de") == "Say it."
    assert finding.constraint == f"{EX}Shape-note"
    assert finding.component.endswith("#MinCountConstraintComponent")
    assert finding.path == "<http://www.w3.org/2000/01/rdf-schema#comment>"


def test_a_shape_without_a_message_is_given_one_in_either_language(write):
    shapes = """
    ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ;
      sh:property [ sh:path rdfs:label ; sh:maxLength 2 ] .
    """
    finding = check(write, shapes).findings[0]

    assert '"Somebody"@en at rdfs:label of' in finding.message()
    assert "2 characters" in finding.message()
    assert "2 caractères" in finding.message("fr")


def test_the_message_of_a_query_is_filled_in_and_keeps_its_language():
    files = [FOLDER / "base.ttl", FOLDER / "ClaimChainShape-root.invalid.ttl"]
    finding = validation.check(files).findings[0]

    assert finding.message().startswith(
        "claim:root is held by actor:base-band, who neither wrote"
    )
    assert finding.message("fr").startswith(
        "claim:root est tenue par actor:base-band, qui n’a ni écrit"
    )
    assert finding.node == "<https://w3id.org/claimgraph/article/base/claim/root>"


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
    assert report.passes("info")


def test_the_nodes_that_no_shape_looked_at_are_named(write):
    data = "ex:somebody a cg:Person . ex:town a cg:Place ."
    shapes = "ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:nodeKind sh:IRI ."
    report = check(write, shapes, data)

    assert report.unseen == (f"<{EX}town>",)


def test_a_report_says_what_was_read_with_its_digest(write):
    report = check(write, VIOLATED)

    assert [Path(each.name).name for each in report.data] == ["data.ttl"]
    assert [Path(each.name).name for each in report.shapes] == ["shapes.ttl"]
    assert all(len(each.digest) == 64 for each in (*report.data, *report.shapes))


def test_what_is_not_compiled_is_left_to_pyshacl_and_said_to_be(write):
    query = "SELECT $this ?value { $this rdfs:label ?value } ORDER BY ?value LIMIT 1"
    shapes = f"""
    ex:Shape a sh:NodeShape ; sh:targetClass cg:Actor ; sh:sparql [
      sh:message "{{?value}} is a name."@en ; sh:prefixes ex: ; sh:select '{query}' ] .
    ex: sh:declare [ sh:prefix "rdfs" ;
      sh:namespace "http://www.w3.org/2000/01/rdf-schema#"^^xsd:anyURI ] .
    """
    report = check(write, shapes)

    assert [each.engine for each in report.coverage] == ["pySHACL"]
    assert "pySHACL" in report.versions
    assert report.findings[0].value == '"Somebody"@en'
    assert report.findings[0].place.line is not None


def test_a_file_that_does_not_parse_is_named_with_line_and_column(write):
    path = write("broken.ttl", "ex:a cg:holder ; .")

    with pytest.raises(MalformedFile) as raised:
        validation.check([path])

    assert f"{path}, line 8, column" in str(raised.value)


def test_a_path_with_nothing_to_read_is_named(tmp_path):
    with pytest.raises(MissingFile):
        validation.check([tmp_path / "nothing.ttl"])


@pytest.mark.parametrize(
    ("extension", "form"),
    [("nt", "nt"), ("nq", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")],
)
def test_data_in_any_format_are_read(write, tmp_path, extension, form):
    shapes = write("shapes.ttl", VIOLATED)
    graph = Graph().parse(data=f"{PREFIXES} ex:somebody a cg:Person .")
    path = tmp_path / f"data.{extension}"
    path.write_text(graph.serialize(format=form), encoding="utf-8")

    assert validation.check([path], [shapes]).nodes == 1


def test_the_graphs_of_a_dataset_are_read_as_one(write):
    data = write("data.trig", "ex:graph { ex:somebody a cg:Person }")
    shapes = write("shapes.ttl", VIOLATED)

    assert validation.check([data], [shapes]).nodes == 1


def test_triple_terms_are_a_failure_for_the_shapes_cannot_see_them(write):
    data = "ex:somebody a cg:Person . << ex:a cg:holder ex:b >> rdfs:comment 'so' ."
    report = check(write, VIOLATED, data)

    assert "ignored-graph-part" in codes(report)
