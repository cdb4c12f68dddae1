"""After any change, any shapes give what validating everything again gives.

CLAIMGRAPH_ROUNDS sets how often each promise is tried.
"""

import os
import random
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, RdfFormat, parse

import made_up_queries
import made_up_shapes
import shacl_ways
from claimgraph import shacl
from claimgraph.errors.shapes import ShapeFailure
from claimgraph.shacl.incremental import Incremental
from claimgraph.shacl.touched import Change
from made_up_shapes import PREFIXES

PREFIXED = "PREFIX ex: <https://example.org/> "
CASES = Path(__file__).parent / "incremental"
ROUNDS = int(os.environ.get("CLAIMGRAPH_ROUNDS", "60"))
often = settings(max_examples=ROUNDS, deadline=None)
_MARK = st.sampled_from


def kept(text):
    """The data of *text*, as a server keeps them."""
    made = shacl.Data(as_kept=True)
    made.store.bulk_extend(parse(text, format=RdfFormat.TURTLE))
    return made


def triples(text):
    return frozenset(quad.triple for quad in parse(text, format=RdfFormat.TURTLE))


def held(data):
    found = data.store.quads_for_pattern(None, None, None, DefaultGraph())
    return frozenset(quad.triple for quad in found)


def statements():
    """What a change may add: like the data, or a turn of its classes."""
    node = _MARK([n for n in made_up_shapes.NODES if n.startswith("ex:")])
    term = node | _MARK(made_up_shapes.KEPT)
    property_ = _MARK(made_up_shapes.PROPERTIES)
    kind = _MARK(made_up_shapes.CLASSES)
    return st.one_of(
        st.builds("{} {} {} .".format, node, property_, term),
        st.builds("{} {} {} .".format, node, property_, node),
        st.builds("{} a {} .".format, node, kind),
        st.builds("{} rdfs:subClassOf {} .".format, kind, kind),
        st.builds("{} {} [ ex:p {} ] .".format, node, property_, term),
        st.builds("{} {} ( {} {} ) .".format, node, property_, term, node),
    )


@st.composite
def changes(draw):
    """For each change how many triples go, by chance, and what comes."""
    return [
        (
            draw(st.randoms(use_true_random=False)),
            draw(st.integers(0, 3)),
            PREFIXES + "\n".join(draw(st.lists(statements(), max_size=3))),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]


def applied(data, chosen):
    chance, lost, text = chosen
    known = sorted(held(data), key=str)
    removed = frozenset(chance.sample(known, min(lost, len(known))))
    added = triples(text)
    return Change(removed - added, added - frozenset(known))


def found(results):
    return Counter(set(results))


def compare(data, text, chosen):
    shapes = shacl.Shapes(shacl_ways.read(text).store)
    data = kept(data)
    following = Incremental(data, shapes)
    for each in chosen:
        following.follow(applied(data, each))

        again = shacl.validate(data, shapes)
        assert found(following.results) == found(
            result for part in again for result in part.results
        )


@often
@given(made_up_shapes.data(made_up_shapes.KEPT), made_up_shapes.shapes(), changes())
def test_core_constraints(data, shapes, chosen):
    compare(data, shapes, chosen)


@st.composite
def asking_shapes(draw):
    """A shape with a constraint in SPARQL."""
    query = draw(made_up_queries.queries(1, forms=5))
    quoted = made_up_shapes.quoted(query)
    return draw(made_up_shapes.sparql_shapes()).replace("{}", quoted)


@often
@given(made_up_shapes.data(made_up_shapes.KEPT), asking_shapes(), changes())
def test_constraints_in_sparql(data, shapes, chosen):
    try:
        compare(data, shapes, chosen)
    except ShapeFailure:
        return  # as before the change


QUERIES = tomllib.loads((CASES / "queries.toml").read_text())["query"]
TARGETS = [
    "sh:targetClass ex:Thing",
    "sh:targetSubjectsOf ex:p",
    "sh:targetObjectsOf ex:q",
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query["name"])
def test_a_query(query):
    shapes = "\n".join(
        f"ex:S{number} {target} ; sh:path ( ex:p ex:q ) ; sh:sparql [ sh:select "
        f'"""{PREFIXED} PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> '
        f'PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> {query["select"]}""" ] .'
        for number, target in enumerate(TARGETS)
    )
    chance, nodes = random.Random(query["name"]), [f"ex:{name}" for name in "abcde"]
    seen = Counter()

    def statement():
        if chance.random() < 0.25:
            return f"{chance.choice(nodes)} a {chance.choice(['ex:A', 'ex:B', 'ex:Thing'])} ."
        if chance.random() < 0.03:
            return "ex:A rdfs:subClassOf ex:B ."
        predicate = chance.choice(["ex:p", "ex:q", "ex:r"])
        return f"{chance.choice(nodes)} {predicate} {chance.choice(nodes)} ."

    start = PREFIXES + "\n".join(statement() for _ in range(14))
    data = kept(start)
    graph = shacl.Shapes(shacl_ways.read(PREFIXES + shapes).store)
    following = Incremental(data, graph)
    for _ in range(max(ROUNDS, 200)):
        text = PREFIXES + "\n".join(statement() for _ in range(chance.randint(0, 2)))
        lost = chance.randint(0, 2) if len(held(data)) < 22 else 4
        following.follow(applied(data, (chance, lost, text)))

        again = [r for part in shacl.validate(data, graph) for r in part.results]
        assert found(following.results) == found(again)
        seen.update(again)
    assert seen
