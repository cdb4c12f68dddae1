"""Every shape catches its own counterexample, and nothing else does."""

import re
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from claimgraph import resources, validation

FOLDER = Path(__file__).parent / "shapes"
BASE = FOLDER / "base.ttl"
COUNTEREXAMPLES = sorted(FOLDER.glob("*.invalid.ttl"))
SHAPE = "https://w3id.org/claimgraph/shape/"
CG = "https://w3id.org/claimgraph/ns#"
LOGIC = SH["and"] | SH["or"] | SH["xone"] | SH["not"] | SH["node"]


def read(paths):
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def stem(path):
    return path.name.removesuffix(".invalid.ttl").removesuffix(".ttl")


SHAPES = read((resources.ontology() / "shapes").glob("*.ttl"))


def operands():
    """The shapes that only say what another one combines: they report nothing."""
    heads = set(SHAPES.objects(None, LOGIC))
    found = {shape for head in heads for shape in SHAPES.items(head)} | heads
    parts = {part for shape in found for part in SHAPES.objects(shape, SH.property)}
    return found | parts


def rules():
    """The shapes and constraints that can report, by local name."""
    parameters = (SH.sparql, SH.property, SH.message, SH.severity, SH.path, RDF.type)
    targets = (SH.targetClass, SH.targetNode)
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    return {
        shape.removeprefix(SHAPE)
        for kind in kinds
        for shape in SHAPES.subjects(RDF.type, kind)
        if set(SHAPES.predicates(shape)) - {*parameters, *targets}
        and shape not in operands()
    }


@pytest.fixture(scope="session")
def report():
    """What is found in all counterexamples and in what they build on."""
    return validation.check([BASE, *COUNTEREXAMPLES])


@pytest.fixture(scope="session")
def findings(report):
    """The rules that each file breaks."""
    found = {path: set() for path in [BASE, *COUNTEREXAMPLES]}
    for finding in report.findings:
        rule = finding.constraint.removeprefix(SHAPE)
        found[FOLDER / Path(finding.place.file).name].add(rule)
    return found


@pytest.mark.parametrize("path", COUNTEREXAMPLES, ids=stem)
def test_a_counterexample_breaks_its_own_rule_and_no_other(findings, path):
    assert findings[path] == {stem(path)}


def test_what_the_counterexamples_build_on_is_sound(findings):
    assert findings[BASE] == set()


def test_every_word_of_shacl_in_the_shapes_is_heeded_and_every_target_declared(report):
    assert report.failures == ()


def test_every_rule_has_a_counterexample():
    assert rules() == {stem(path) for path in COUNTEREXAMPLES}


def test_counterexamples_share_no_node():
    nodes = [
        node
        for path in [BASE, *COUNTEREXAMPLES]
        for node in set(read([path]).subjects())
    ]

    assert sorted(node for node in set(nodes) if nodes.count(node) > 1) == []


@pytest.mark.parametrize(
    "shape",
    sorted(SHAPES.subjects(SH.message)),
    ids=lambda shape: shape.removeprefix(SHAPE),
)
def test_a_shape_has_a_name_a_message_in_two_languages_and_a_severity(shape):
    languages = sorted(text.language for text in SHAPES.objects(shape, SH.message))
    constraint = (shape, RDF.type, SH.SPARQLConstraint) in SHAPES
    severities = set(SHAPES.objects(shape, SH.severity))

    assert shape.startswith(SHAPE)
    assert languages == ["en", "fr"]
    assert constraint or severities in ({SH.Violation}, {SH.Warning})


def test_every_shape_and_constraint_has_a_message():
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    shapes = {shape for kind in kinds for shape in SHAPES.subjects(RDF.type, kind)}
    linked = set(SHAPES.objects(None, SH.property | SH.sparql))

    assert shapes == set(SHAPES.subjects(SH.message))
    assert linked <= shapes


def test_both_languages_of_a_message_name_the_same_variables():
    for shape in SHAPES.subjects(SH.message):
        used = {
            frozenset(re.findall(r"\{[?$]\w+\}", text))
            for text in SHAPES.objects(shape, SH.message)
        }

        assert len(used) == 1, shape


def test_a_message_uses_only_variables_that_its_query_gives():
    for constraint, query in SHAPES.subject_objects(SH.select):
        message = next(SHAPES.objects(constraint, SH.message))
        head = query.split("WHERE", 1)[0]

        assert set(re.findall(r"\w+(?=\})", message)) <= set(re.findall(r"\w+", head))


def test_every_term_of_ours_that_a_shape_names_is_declared():
    ontology = read(resources.ontology().rglob("*.ttl"))
    texts = " ".join(SHAPES.objects(None, SH.select))
    named = {URIRef(CG + name) for name in re.findall(r"\bcg:(\w+)", texts)}
    named |= {o for o in SHAPES.objects() if isinstance(o, URIRef) and o.startswith(CG)}

    assert sorted(named - set(ontology.subjects(RDF.type))) == []
