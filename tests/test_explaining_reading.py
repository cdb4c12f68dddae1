"""A query's tree says the same as its text, and each node where it stands."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from claimgraph import queries
from claimgraph.dataset import Request
from claimgraph.explaining.cursor import Unreadable
from claimgraph.explaining.reading import read
from claimgraph.explaining.tree import patterns, walk
from claimgraph.namespaces import PREFIXES

LIBRARY = list(queries.library().values())
#: Questions that take more than a second without their own shape.
SLOW = ("claims/table", "agreements/strains", "relations/between-actors")

#: A group, and the patterns that it stands for.
SPELT_OUT = [
    ("?s a cg:A ; cg:p ?x , ?y .", ["?s a cg:A", "?s cg:p ?x", "?s cg:p ?y"]),
    ("?s cg:p ?x ;; .", ["?s cg:p ?x"]),
    ("[] cg:p ?x", ["[] cg:p ?x"]),
    ("[ cg:p ?x ; cg:q 1 ] .", ["[] cg:p ?x", "[] cg:q 1"]),
    ("?s cg:p [ cg:q _:b ] . _:b cg:r 2", ["?s cg:p []", "[] cg:q _:b", "_:b cg:r 2"]),
    (
        "?s cg:p ( 1 ?x )",
        ["?s cg:p []", "[] rdf:first 1", "[] rdf:rest []", "[] rdf:first ?x", "[] rdf:rest rdf:nil"],
    ),
    ("?s cg:p ()", ["?s cg:p ()"]),
    ("?s cg:p -1.5e3, +2, true, 'a'@en, \"b\"^^xsd:byte, .5", [
        "?s cg:p -1.5e3", "?s cg:p +2", "?s cg:p true", "?s cg:p 'a'@en", '?s cg:p "b"^^xsd:byte', "?s cg:p .5",
    ]),
    ("?s ^cg:p/(cg:q|!cg:r)*/a? ?x", ["?s ^cg:p/(cg:q|!cg:r)*/a? ?x"]),
    ("?s !(cg:p|^cg:q) ?x", ["?s !(cg:p|^cg:q) ?x"]),
    ("<< ?s cg:p ?o >> cg:q ?x", ["[] rdf:reifies <<( ?s cg:p ?o )>>", "[] cg:q ?x"]),
    ("<< ?s cg:p ?o ~ ?r >> cg:q ?x .", ["?r rdf:reifies <<( ?s cg:p ?o )>>", "?r cg:q ?x"]),
    ("?r ?p <<( ?s cg:p <<( ?x cg:q 2 )>> )>>", ["?r ?p <<( ?s cg:p <<( ?x cg:q 2 )>> )>>"]),
    (
        "?s cg:p ?o ~ ?r {| cg:q 1 |} .",
        ["?s cg:p ?o", "?r rdf:reifies <<( ?s cg:p ?o )>>", "?r cg:q 1"],
    ),
    ("?s cg:p ?o {| cg:q 1 ; cg:r 2 |}, ?x", [
        "?s cg:p ?o", "[] rdf:reifies <<( ?s cg:p ?o )>>", "[] cg:q 1", "[] cg:r 2", "?s cg:p ?x",
    ]),
    ("{ ?a ?b ?c } UNION { ?d ?e ?f FILTER EXISTS { ?g ?h ?i } }", ["?a ?b ?c", "?d ?e ?f", "?g ?h ?i"]),
    ("GRAPH ?g { ?a ?b ?c OPTIONAL { ?d ?e ?f MINUS { ?g ?h ?i } } }", ["?a ?b ?c", "?d ?e ?f", "?g ?h ?i"]),
    ("{ SELECT ?a { ?a ?b ?c } GROUP BY ?a ORDER BY DESC(?a) LIMIT 1 OFFSET 2 VALUES ?a { 1 } }", ["?a ?b ?c"]),
    ("VALUES (?a ?b) { (1 UNDEF) ('x' cg:y) } ?a ?b ?c . BIND (IF(?a = 1, 'x', '}') AS ?d)", ["?a ?b ?c"]),
    ("FILTER (?a < ?b && NOT EXISTS { ?a ?b ?c } || ?c IN (1, 2)) ?d ?e ?f", ["?a ?b ?c", "?d ?e ?f"]),
    ("FILTER cg:f(?a) FILTER REGEX(?b, '{') LATERAL { ?a ?b ?c }", ["?a ?b ?c"]),
]  # fmt: skip


@pytest.mark.parametrize(("group", "spelt"), SPELT_OUT)
def test_what_abbreviates_is_spelt_out(group, spelt):
    query = read(f"SELECT * WHERE {{ {group} }}")

    assert [pattern.shown for pattern in patterns(query.select.where)] == spelt


@pytest.mark.parametrize("group", [group for group, _ in SPELT_OUT])
def test_the_parts_of_a_group_are_queries_by_themselves(group):
    query = read(f"SELECT * WHERE {{ {group} }}")

    for element in query.select.where.steps:
        text = f"SELECT * {{ {{ {query.fit(element)} }} }}"
        Store().query(text, prefixes=PREFIXES)


FORMS = [
    ("SELECT DISTINCT ?a (COUNT(*) AS ?n) {} GROUP BY ?a", "SELECT", {"a", "n"}),
    ("PREFIX cg: <x:> BASE <x:y> SELECT * FROM cg:a FROM NAMED <b> { ?a ?b 1 }", "SELECT", {"a", "b"}),
    ("VERSION '1.2' ASK WHERE { ?a ?b ?c }", "ASK", set()),
    ("CONSTRUCT { ?a ?b [] } WHERE { ?a ?b ?c } ORDER BY STR(?a) ?b LIMIT 3", "CONSTRUCT", set()),
    ("CONSTRUCT WHERE { ?a ?b ?c }", "CONSTRUCT", set()),
    ("DESCRIBE cg:x ?y WHERE { ?y ?b ?c }", "DESCRIBE", {"y"}),
    ("DESCRIBE *  { ?y ?b ?c }", "DESCRIBE", {"y", "b", "c"}),
    ("DESCRIBE <x:y>", "DESCRIBE", set()),
    ("SELECT * { ?a ?b ?c . { SELECT (1 AS ?d) {} } OPTIONAL { ?e ?f _:x } MINUS { ?g ?h ?i } }", "SELECT",
     set("abcdef")),
    ("SELECT * {} GROUP BY (STR(?a) AS ?b) HAVING (?b > 1) (COUNT(*) > 2) VALUES (?b) { (1) }", "SELECT", {"b"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "columns"), FORMS)
def test_every_form_of_query_is_read_whole(text, form, columns):
    select = read(text).select

    assert select.form == form
    assert select.variables == columns
    assert select.end == len(text)


@pytest.mark.parametrize(
    "text", ["", "ASK {", "ASK { ?s", "ASK { ?s ?p", "ASK {} ASK {}", "é", "ASK { ?s ~ ?o }"]
)  # fmt: skip
def test_what_is_no_query_is_unreadable(text):
    with pytest.raises(Unreadable):
        read(text)


@given(st.text(alphabet="?:.{}()<>~|/*+!^[]; ,1a'\"@AS_"))
def test_any_text_is_read_or_refused(text):
    with suppress(Unreadable):
        assert read(f"ASK {{ {text} }}").select.form == "ASK"


@pytest.mark.parametrize("query", LIBRARY, ids=lambda query: query.name)
def test_the_library_is_read_and_every_node_starts_where_it_says(query):
    found = read(query.text)

    for element in walk(found.select.where):
        first = found.shown(element).split()[0]
        here = query.text[element.start :]
        assert here.startswith(("<<", "[", first)) or here.split()[0] in found.shown(
            element
        )


@pytest.mark.parametrize(
    "query",
    [query for query in LIBRARY if query.name not in SLOW],
    ids=lambda query: query.name,
)
def test_a_group_put_together_from_its_parts_has_the_same_solutions(dataset, query):
    found = read(query.text)
    parts = " ".join(
        f"{{ {found.fit(each)} }}"
        if type(each).__name__ == "Select"
        else found.fit(each)
        for each in found.select.where.elements
    )
    counts = [
        [*dataset.query(Request(f"{found.prologue} SELECT (COUNT(*) AS ?n) {{ {body} }}", trust=query.trust)).rows()]
        for body in (found.slice(found.select.where), parts)
    ]  # fmt: skip

    assert counts[0] == counts[1]
