"""The compiled shapes find what pySHACL finds, whatever the shapes and the data.

CLAIMGRAPH_ROUNDS sets how often each promise is tried.
"""

import os
import random
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

import made_up_queries
import made_up_shapes
import shacl_ways
import synthetic
from claimgraph import loading
from claimgraph.graphs import XSD, sh
from claimgraph.shacl import Data, Shapes, reference, validate
from claimgraph.shacl.checks import QueryCheck, Shape
from claimgraph.shacl.exact import meant
from claimgraph.shacl.prebinding import bound
from kept_off import TABLE, is_kept_off
from test_shacl import DIFFERENCES

COUNTEREXAMPLES = sorted((Path(__file__).parent / "shapes").glob("*.ttl"))
ROUNDS = int(os.environ.get("CLAIMGRAPH_ROUNDS", "60"))
EXAMPLES = settings(
    max_examples=ROUNDS, deadline=None, suppress_health_check=list(HealthCheck)
)


def compared(result):
    """What two engines must say alike of a result."""
    return (
        str(result.focus),
        result.path,
        str(result.value),
        result.component.value,
        str(result.shape),
        result.severity.value,
    )


def found(results):
    return Counter(map(compared, results))


@EXAMPLES
@given(made_up_shapes.data(), made_up_shapes.shapes())
def test_core_constraints_give_the_results_of_pyshacl(data, shapes):
    data, shapes = shacl_ways.read(data), shacl_ways.read(shapes)

    assert found(shacl_ways.results(data, shapes)) == found(
        reference.results(data.store, shapes.store)
    )


@EXAMPLES
@given(
    made_up_shapes.data(made_up_shapes.KEPT),
    made_up_queries.queries(depth=1),
    made_up_shapes.sparql_shapes(),
)
def test_constraints_in_sparql_give_the_results_of_pyshacl(data, query, shapes):
    assume(is_read(query) and not is_kept_off(PREFIX + query))
    data = shacl_ways.read(data)
    shapes = shacl_ways.read(shapes.replace("{}", made_up_shapes.quoted(query)))

    # 5.3 has a result for each solution; pySHACL makes one of those that are alike.
    assert set(found(shacl_ways.results(data, shapes))) == set(
        found(reference.results(data.store, shapes.store))
    )


NAMES = {"cg": "https://w3id.org/claimgraph/ns#", "xsd": XSD}
PREFIX = "PREFIX ex: <https://example.org/> "
FOCUS = [NamedNode(f"https://example.org/{name}") for name in "abc"]
SHAPE = Shape(NamedNode("https://example.org/S"), None, sh("Violation"), True, (), ())


def is_read(query):
    try:
        Store().query(PREFIX + query)
    except SyntaxError:  # a variable is given two values, or is not grouped by
        return False
    return True


def solutions(store, query):
    """The solutions as often as they come, without what is unbound."""
    answer = store.query(PREFIX + query)
    names = [variable.value for variable in answer.variables]
    rows = (zip(names, solution, strict=True) for solution in answer)
    return Counter(
        frozenset((name, term) for name, term in row if term is not None)
        for row in rows
    )


@EXAMPLES
@given(made_up_shapes.data(made_up_shapes.KEPT), made_up_queries.queries())
def test_all_focus_nodes_at_once_have_the_solutions_of_each(data, query):
    assume(is_read(query))
    store = shacl_ways.read(data).store
    nodes = f"VALUES ?this {{ {' '.join(map(str, FOCUS))} }}"
    at_once = bound(QueryCheck(sh("select"), query, ()), SHAPE, nodes)
    each = Counter()
    for node in FOCUS:
        one = solutions(store, made_up_queries.meant(query, str(node)))
        for row, times in one.items():
            each[row | {("this", node)}] += times

    assert solutions(store, at_once) == each


@pytest.fixture(scope="module")
def shapes():
    graph = Data()
    for source in loading.shipped_ontology():
        if source.kind == "shapes":
            graph.add(loading.plain(source))
    return Shapes(graph.store)


def gathered(sources):
    data = Data()
    for source in sources:
        if source.kind != "shapes":
            data.add(loading.plain(source))
    return data


def results(data, shapes):
    applied = list(validate(data, shapes))
    assert {each.engine for each in applied} == {"claimgraph"}
    return found(result for each in applied for result in each.results)


def test_what_is_shipped_and_all_counterexamples_give_the_results_of_pyshacl(shapes):
    data = gathered([*loading.everything(), *loading.sources(COUNTEREXAMPLES)])

    ours = results(data, shapes)
    assert len(ours) >= len(COUNTEREXAMPLES)
    assert ours == found(reference.results(data.store, shapes.graph.store))


def test_more_than_a_hundred_faults_give_the_results_of_pyshacl(tmp_path, shapes):
    synthetic.write(tmp_path, 2000, 1)
    resting = [s for s in loading.shipped_data() if s.kind != "article"]
    base = [*loading.shipped_ontology(), *resting]
    data = gathered([*base, *loading.sources([tmp_path])])
    own = sorted((q for q in gathered(loading.sources([tmp_path])).store), key=str)
    draw = random.Random(1)
    for quad in draw.sample(own, 150):
        fault(data, quad, own, draw)

    ours = results(data, shapes)
    theirs = found(reference.results(data.store, shapes.graph.store))
    assert ours.total() >= 100
    only_ours, only_theirs = ours - theirs, theirs - ours
    assert all("#LessThan" in row[3] for row in only_ours)
    assert all("#SPARQLConstraint" in row[3] for row in only_theirs)
    assert all(rests_on_an_error(data, row) for row in only_ours + only_theirs)


def test_the_cases_of_what_is_kept_off_show_differences():
    known = {name for way in DIFFERENCES.values() for name in way}
    rows = [row for table in TABLE.values() for row in table]

    assert {name for row in rows for name in row.get("cases", [])} <= known


#: By shape, which literals a result of an engine compares: ?a and ?b.
COMPARED = {
    "TimeSpanShape-earliestBegin": "{focus} {path} ?a ; cg:latestBegin ?b .",
    "AnchorOrderShape": """
      {value} {path} ?a ; cg:inDocument ?document .
      { ?document cg:codePoints ?b } UNION {
        {value} cg:blockNumber ?block .
        ?other cg:inDocument ?document ; cg:blockNumber ?block .
        { ?other cg:startOffset ?b } UNION { ?other cg:endOffset ?b } }""",
}
#: SPARQL 17.3: < is defined for two numbers, or two strings, booleans or dateTimes; for
#: others it is an error. Of that SHACL 4.5.3 makes a result, a filter no solution.
IS_COMPARED = """
ASK { VALUES (?a ?b) { ({a} {b}) }
  FILTER((isNumeric(?a) && isNumeric(?b)) || (DATATYPE(?a) = DATATYPE(?b) &&
    DATATYPE(?a) IN (xsd:string, xsd:boolean, xsd:dateTime))) }"""


def rests_on_an_error(data, row):
    """Whether what makes the result compares literals that SPARQL does not."""
    focus, path, value, _, shape, _ = row
    pattern = COMPARED[shape.strip("<>").rpartition("/")[2]]
    known = {"{focus}": focus, "{path}": path, "{value}": value}
    for name, term in known.items():
        pattern = pattern.replace(name, term)
    pairs = data.store.query(f"SELECT ?a ?b {{ {pattern} }}", prefixes=NAMES)
    return any(not is_compared(meant(pair["a"]), meant(pair["b"])) for pair in pairs)


def is_compared(one, other):
    query = IS_COMPARED.replace("{a}", str(one)).replace("{b}", str(other))
    return bool(Store().query(query, prefixes=NAMES))


def fault(data, quad, others, draw):
    """Write something wrong in place of *quad*, or beside it, or nothing."""
    beside = draw.random() < 0.5
    if not beside:
        data.store.remove(quad)
    if value := draw.choice([None, *(make(quad, others, draw) for make in FAULTS)]):
        data.add([Quad(quad.subject, quad.predicate, value, DefaultGraph())])


def _text(term):
    return term.value if isinstance(term, Literal | NamedNode) else "odd"


#: From a triple to another object for it, or to none.
FAULTS = [
    lambda quad, others, draw: None,
    lambda quad, others, draw: draw.choice(others).object,
    lambda quad, others, draw: draw.choice(others).subject,
    lambda quad, others, draw: NamedNode("https://example.org/nothing"),
    lambda quad, others, draw: Literal(_text(quad.object), language="en"),
    lambda quad, others, draw: Literal(_text(quad.object) + " again", language="en"),
    lambda quad, others, draw: Literal(_text(quad.object)),
    lambda quad, others, draw: Literal(
        _text(quad.object), datatype=NamedNode(XSD + draw.choice(["date", "integer"]))
    ),
    lambda quad, others, draw: Literal(re.sub("[0-9]", "9", _text(quad.object))),
]
