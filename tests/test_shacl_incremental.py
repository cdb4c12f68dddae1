"""What is validated again after a change gives what validating everything gives."""

import random
from functools import cache

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

import synthetic
from claimgraph import loading, resources
from claimgraph.shacl import Data, Shapes, validate
from claimgraph.shacl.incremental import Incremental
from claimgraph.shacl.touched import Change
from fuzz import SEEDS

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="session")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("articles")
    synthetic.write(folder, 1500, 7)
    ontology = [s for s in loading.shipped_ontology() if s.kind != "shapes"]
    return [*ontology, *loading.sources([folder])]


@cache
def shapes():
    graph = Data()
    for source in loading.sources([resources.ontology() / "shapes"]):
        graph.add(loading.plain(source))
    return Shapes(graph.store)


def data(sources):
    made = Data()
    for source in sources:
        made.store.bulk_extend(loading.plain(source))
    made.as_kept = True
    return made


def triples(made):
    found = made.store.quads_for_pattern(None, None, None, DefaultGraph())
    return sorted((quad.triple for quad in found), key=str)


def mutated(draw, triple, others):
    """Another triple like *triple*: what somebody may write by mistake, or correct."""
    other = draw.choice(others)
    choices = [
        Triple(triple.subject, triple.predicate, other.object),
        Triple(other.subject, triple.predicate, triple.object),
        Triple(triple.subject, other.predicate, triple.object),
        Triple(triple.subject, triple.predicate, Literal("odd")),
        Triple(triple.subject, triple.predicate, NamedNode("https://example.org/new")),
        Triple(
            triple.subject,
            triple.predicate,
            Literal("2023-13-45", datatype=NamedNode(XSD + "date")),
        ),
    ]
    return draw.choice(choices)


def drawn(draw, known):
    removed = set(draw.sample(known, draw.randint(0, 4)))
    near = [t for t in known if any(t.subject == r.subject for r in removed)] or known
    added = {
        mutated(draw, draw.choice(draw.choice([near, known])), known)
        for _ in range(draw.randint(0, 4))
    }
    return Change(frozenset(removed - added), frozenset(added - set(known)))


def everything(made):
    return {r for each in validate(made, shapes()) for r in each.results}


@pytest.mark.parametrize("seed", SEEDS)
def test_after_any_changes_the_results_are_those_of_a_full_validation(sources, seed):
    draw = random.Random(seed)
    made = data(sources)
    kept = Incremental(made, shapes())
    seen = set()
    for _ in range(20):
        kept.follow(drawn(draw, triples(made)))
        found = everything(made)
        seen |= found

        assert set(kept.results) == found
    assert seen
