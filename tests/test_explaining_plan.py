"""A plan is the algebra, with what each step really matches."""

from dataclasses import asdict
from json import dumps

import pytest

from claimgraph import queries
from claimgraph.dataset import Request
from claimgraph.explaining import plan, planning

LIBRARY = ("events/attacks", "actors/leaders", "time/deaths-by-day", "sources/of-facts")


def outline(node):
    """A tree by the names of its operators, leaves left out."""
    parts = [outline(part) for part in node.parts if part.operator not in LEAVES]
    return f"{node.operator}({', '.join(parts)})" if parts else node.operator


LEAVES = ("triple pattern", "path pattern")
#: A query and its algebra.
ALGEBRA = [
    ("SELECT * { ?s a cg:Region }", "BGP"),
    ("SELECT ?s { ?s a cg:Region }", "Project(BGP)"),
    ("ASK { ?s a cg:Region . ?s rdfs:label ?l }", "BGP"),
    ("SELECT * { ?s a cg:Region OPTIONAL { ?s rdfs:label ?l } }", "LeftJoin(BGP, BGP)"),
    ("SELECT * { { ?s a cg:Region } UNION { ?s a cg:Country } }", "Union(BGP, BGP)"),
    ("SELECT * { ?s a cg:Region MINUS { ?s cg:x ?y } FILTER (true) }", "Filter(Minus(BGP, BGP))"),
    ("SELECT * { GRAPH ?g { ?s a cg:Region } }", "Graph(BGP)"),
    ("SELECT * { ?s a ?k . GRAPH ?g { ?s a ?k } }", "Join(BGP, Graph(BGP))"),
    ("SELECT * { ?s a cg:Region BIND (1 AS ?one) ?s rdfs:label ?l }", "Join(Extend(BGP), BGP)"),
    ("SELECT * { VALUES ?s { place:mali } ?s ?p ?o }", "Join(ToMultiset, BGP)"),
    (
        "SELECT DISTINCT ?s (COUNT(*) AS ?n) { ?s ?p place:mali } GROUP BY ?s "
        "HAVING (COUNT(*) > 1) ORDER BY ?n LIMIT 3",
        "Slice(Distinct(Project(OrderBy(Extend(Filter(Group(BGP)))))))",
    ),
    (
        "SELECT ?n { ?s a cg:Region . { SELECT (COUNT(*) AS ?n) { ?r a cg:Region } } }",
        "Project(Join(BGP, Group pattern(ToMultiset(Project(Extend(Group(BGP)))))))",
    ),
    ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p place:mali } LIMIT 1", "Slice(BGP)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "algebra"), ALGEBRA)
def test_the_tree_is_the_algebra_of_the_specification(dataset, text, algebra):
    assert outline(plan(dataset, Request(text)).tree) == algebra


def nodes(node):
    yield node
    for part in node.parts:
        yield from nodes(part)


@pytest.fixture(scope="session", params=LIBRARY)
def planned(request, dataset):
    query = queries.find(request.param)
    return query, plan(dataset, Request(query.text, trust=query.trust))


def test_each_step_counts_what_there_is_up_to_it(dataset, planned):
    query, found = planned
    prologue = query.text[: query.text.index("SELECT")]
    body = ""
    for step in found.steps:
        if step.operator not in LEAVES:
            break
        body += f" {step.text} ."
        for text, count in ((f"{step.text} .", step.alone), (body, step.solutions)):
            asked = f"{prologue} SELECT (COUNT(*) AS ?n) {{ {text} }}"
            (row,) = dataset.query(Request(asked, trust=query.trust)).rows()
            assert (count.number, count.exact) == (int(row[0].value), True)


def test_each_node_stands_where_it_says(planned):
    query, found = planned
    lines = query.text.split("\n")
    for node in nodes(found.tree):
        here = lines[node.line - 1][node.column - 1 :]
        assert here.startswith(("<<", *node.text.split()))


def test_a_plan_is_json_and_says_what_it_is(planned):
    _, found = planned

    assert dumps(asdict(found))
    assert "no plan of its own" in found.note
    assert all(step.milliseconds >= 0 for step in found.steps)


def test_patterns_that_share_a_variable_come_together(dataset):
    text = "SELECT * { ?a a cg:Region . ?b a cg:Country . ?a rdfs:label ?x . ?b rdfs:label ?x }"
    steps = plan(dataset, Request(text)).steps

    assert [step.text for step in steps] == [
        "?a a cg:Region", "?a rdfs:label ?x", "?b rdfs:label ?x", "?b a cg:Country",
    ]  # fmt: skip


def test_measuring_ends_when_it_takes_too_long(dataset, monkeypatch):
    monkeypatch.setattr(planning, "PATIENCE", 0.0)
    found = plan(dataset, Request("SELECT * { ?s a cg:Region }"))

    assert found.steps[0].solutions is None
    assert "nothing was measured" in found.undetermined[0].reason


def test_a_tree_too_deep_for_readers_is_left_out_and_said_so(dataset, monkeypatch):
    monkeypatch.setattr(planning, "PATIENCE", 0.1)
    text = "SELECT * { ?s a cg:Region " + "OPTIONAL { ?s cg:never ?x } " * 120 + "}"
    found = plan(dataset, Request(text))

    assert found.tree is None
    assert len(found.steps) == 121
    assert "more than 100 levels" in found.undetermined[0].reason


def test_a_description_has_no_plan(dataset):
    assert plan(dataset, Request("DESCRIBE place:mali")).tree is None
