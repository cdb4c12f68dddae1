from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from claimgraph import reasoning, resources, turtle
from claimgraph.errors.files import MalformedFile
from claimgraph.errors.reasoners import NoCompiler, NoJava, ReasonerFailed
from claimgraph.namespaces import CG
from claimgraph.reasoning import hierarchy

#: The line of each inconsistent file without which it is consistent.
CULPRITS = {
    "affirms-and-denies": "cg:denies prop:1 ;",
    "bounds-of-a-time-twice": '"2023-01-01T00:00:00Z"^^xsd:dateTime ,',
    "claim-is-content": "cg:affirms claim:1 ;",
    "convey-each-other": "cg:conveys claim:1 ;",
    "conveys-and-affirms": "cg:affirms prop:1 ;",
    "conveys-itself": "cg:conveys claim:1 ;",
    "country-in-country": "cg:directlyWithin place:outer ;",
    "denied-wider-place": "cg:within place:region ;",
    "event-is-agreement": "cg:Agreement ,",
    "fact-in-the-future": "cg:modality cg:forecast ;",
    "metonym-acts": "cg:perpetrator place:bamako ;",
    "occurred-and-did-not": "cg:didNotOccur ,",
    "place-holds-claim": "cg:holder place:bamako ;",
    "supports-and-disputes": "cg:disputes claim:2 ;",
    "two-certainties": "cg:certain ,",
    "two-holders": "actor:newspaper ,",
    "two-modalities": "cg:actual ,",
    "unnamed-source-is-led": "cg:leads source:b01s01 ;",
}
INCONSISTENT = sorted((Path(__file__).parent / "inconsistent").glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology():
    return reasoning.read(reasoning.modules())


@pytest.fixture(scope="module")
def everything(ontology):
    return ontology + reasoning.read(turtle.files([resources.data()]))


@pytest.mark.java
def test_the_core_is_owl_2_rl_and_all_modules_are_owl_2_dl():
    assert reasoning.profiles() == {"OWL 2 RL": (), "OWL 2 DL": ()}


@pytest.mark.java
def test_the_ontology_with_all_data_is_owl_2_dl(everything):
    assert reasoning.violations(everything)["DL"] == ()


@pytest.mark.java
def test_a_property_that_nobody_declares_is_a_violation(ontology):
    stray = URIRef("http://example.org/stray")
    known = Graph() + ontology
    known.add((URIRef(f"{CG}certain"), stray, URIRef(f"{CG}possible")))

    assert any(stray in told for told in reasoning.violations(known)["DL"])


@pytest.mark.java
@pytest.mark.slow
def test_ontology_and_data_are_consistent_and_no_class_is_empty():
    files = [*reasoning.modules(), *turtle.files([resources.data()])]

    verdict = reasoning.reason(files)

    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.because == ()
    assert verdict.sound


def healed(path):
    """What the file says without its culprit, about things of its own."""
    text = path.read_text(encoding="utf-8")
    line = f"{CULPRITS[path.stem]}\n"
    assert line in text
    own = text.replace("/id/", f"/id/{path.stem}-").replace("made-up", path.stem)
    return turtle.read(own.replace(line, "", 1), path)


@pytest.mark.java
@pytest.mark.parametrize("path", INCONSISTENT, ids=lambda path: path.stem)
def test_hermit_rejects_what_cannot_be(ontology, path):
    assert not reasoning.consistent(ontology + reasoning.read([path]))


@pytest.mark.java
def test_one_line_of_each_inconsistent_file_is_to_blame(ontology):
    innocent = Graph() + ontology
    for path in INCONSISTENT:
        innocent += healed(path)

    assert reasoning.consistent(innocent)


@pytest.mark.java
def test_a_verdict_names_the_axioms_that_contradict_each_other():
    metonym = Path(__file__).parent / "inconsistent" / "metonym-acts.ttl"

    verdict = reasoning.reason([*reasoning.modules(), metonym])

    assert not verdict.consistent
    assert not verdict.sound
    assert "raid perpetrator bamako" in verdict.because
    assert "bamako type Settlement" in verdict.because


@pytest.mark.java
def test_a_consistent_graph_has_no_explanation(ontology):
    assert reasoning.explain(ontology) == ()


@pytest.mark.java
def test_a_class_that_nothing_can_be_in_is_named(tmp_path):
    chimera = tmp_path / "chimera.ttl"
    chimera.write_text(
        f"PREFIX cg: <{CG}> PREFIX owl: <{OWL}> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "cg:Chimera a owl:Class ; rdfs:subClassOf cg:Agent , cg:Place ."
    )

    verdict = reasoning.reason([*reasoning.modules(), chimera])

    assert verdict.consistent
    assert verdict.unsatisfiable == (f"{CG}Chimera",)
    assert not verdict.sound


@pytest.mark.java
def test_a_datatype_that_hermit_does_not_know_is_one_sentence(ontology):
    claim, date = URIRef("http://example.org/claim"), "http://example.org/date"
    known = Graph() + ontology
    known.parse(data=f'<{claim}> <{CG}retracted> "2023"^^<{date}> .', format="turtle")

    for ask in (reasoning.consistent, reasoning.reason_in):
        with pytest.raises(
            ReasonerFailed, match=r"datatype 'http://example\.org/date'"
        ):
            ask(known)


@pytest.mark.java
def test_the_inferred_hierarchy_on_file_is_fresh():
    assert hierarchy.is_fresh()


@pytest.mark.java
def test_the_inferred_hierarchy_is_canonical_and_reaches_the_top():
    text = hierarchy.inferred()

    assert turtle.canonical(text) == text
    assert "cg:SuicideAttack\n    rdfs:subClassOf\n        cg:ArmedAssault ,\n" in text
    assert "cg:perpetrator\n    rdfs:subPropertyOf\n        cg:carriedOutBy ,\n" in text


@pytest.mark.java
def test_an_ontology_that_contradicts_itself_has_no_hierarchy(monkeypatch):
    metonym = Path(__file__).parent / "inconsistent" / "metonym-acts.ttl"
    files = [*reasoning.modules(), metonym]
    monkeypatch.setattr(hierarchy, "modules", lambda: files)

    with pytest.raises(ReasonerFailed, match="contradicts itself"):
        hierarchy.inferred()


def test_refreshing_writes_the_hierarchy_once(tmp_path, monkeypatch):
    monkeypatch.setattr(hierarchy, "path", lambda: tmp_path / "inferred.ttl")
    monkeypatch.setattr(hierarchy, "inferred", lambda: "PREFIX e: <http://e/>\n")

    assert hierarchy.refresh()
    assert not hierarchy.refresh()


def test_every_inconsistent_file_names_the_line_to_blame():
    assert {path.stem for path in INCONSISTENT} == set(CULPRITS)


def test_the_core_is_all_modules_but_that_for_dl():
    left_out = set(reasoning.modules()) - set(reasoning.core())

    assert {path.name for path in left_out} == {"dl.ttl"}


def test_what_a_reasoner_cannot_take_is_left_out_and_individuals_are_named(ontology):
    certain = URIRef(f"{CG}certain")

    logical = reasoning.logical(ontology)

    assert (certain, RDFS.label, None) not in logical
    assert (certain, SKOS.definition, None) not in logical
    assert (certain, RDF.type, OWL.NamedIndividual) in logical
    assert (None, RDF.type, OWL.Ontology) not in logical
    assert (None, OWL.imports, None) not in logical


def test_without_java_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(NoJava, match="install it") as caught:
        reasoning.reason([])

    assert caught.value.exit_status == 2
    assert "\n" not in str(caught.value)


def test_java_is_found_by_java_home_first(monkeypatch, tmp_path):
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert reasoning.java() == str(program)


@pytest.mark.parametrize(
    ("says", "error"),
    [
        ("Error: module jdk.compiler not found", NoCompiler),
        ("Exception in thread main: out of memory", ReasonerFailed),
        ("", ReasonerFailed),
    ],
)
def test_what_java_complains_of_is_said_in_one_sentence(
    monkeypatch, tmp_path, says, error
):
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(error) as caught:
        reasoning.profiles()
    with pytest.raises(ReasonerFailed):
        reasoning.explain(Graph())

    assert "\n" not in str(caught.value)


def test_a_file_that_does_not_parse_says_where(tmp_path):
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> .\n")

    with pytest.raises(MalformedFile, match=r"broken\.ttl, line 1, column"):
        reasoning.read([broken])
