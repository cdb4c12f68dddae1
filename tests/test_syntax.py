import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from claimgraph import syntax
from claimgraph.errors.queries import ReadOnly, TooDeep, TooLong
from claimgraph.namespaces import PREFIXES

FAULTS = [
    ("SELEC * { ?s ?p ?o }", "1:1", "did you mean SELECT?"),
    ("SELECT * { ?s foo:bar ?o }", "1:15", "nobody declared the prefix foo:"),
    ("SELECT * { ?s cgg:bar ?o }", "1:15", "or write cg:"),
    ("SELECT * {\n  ?s ?p\n}", "3:1", "a subject, a predicate and an object"),
    ("SELECT * { ?s ?p ?o", "1:10", "this { is never closed: add }"),
    ("SELECT * { ?s ?p ?o }}", "1:22", "this } closes nothing"),
    ("SELECT * { ?s ?p 'x }", "1:18", "never ends"),
    ("SELECT * { ?s ?p ?o FILTER(?o > ) }", "1:33", "nothing follows >"),
    ("SELECT ?x, ?y { ?x ?p ?y }", "1:10", "without a comma"),
    ("SELECT * { ?s a cg:Claim ?s ?p ?o }", "1:26", ". or ; is missing"),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", "1:28", "FILTER (...)"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 3) }", "1:31", "write =."),
    ("SELECT * { ?s ?p “x” }", "1:18", 'write "'),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?s = 2) }", "1:35", "did you mean &&?"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", "1:23", "ORDER wants BY"),
    ("SELECT { ?s ?p ?o }", "1:8", "SELECT wants variables after it, or *"),
    ("SELECT * WHERE ?s ?p ?o }", "1:16", "WHERE wants a group"),
    ("SELECT * { ?s ?p ?o OPTIONAL ?s ?q ?r }", "1:30", "OPTIONAL { ... }"),
    ("SELECT * { GRAPH { ?s ?p ?o } }", "1:18", "the name of a graph"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", "1:29", "LIMIT wants a whole number"),
    ("SELECT * { ?s ?p ?o } LIMIT", "1:28", "LIMIT wants a whole number"),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC ?s", "1:37", "DESC(?x)"),
    ("SELECT * { ?s ?p ?o } HAVING ?s", "1:30", "HAVING (...)"),
    ("SELECT ?s (COUNT(?o)) { ?s ?p ?o } GROUP BY ?s", "1:21", "(... AS ?name)"),
    ("SELECT ?s COUNT(?o) { ?s ?p ?o } GROUP BY ?s", "1:11", "(COUNT(...) AS ?name)"),
    ("SELECT (COUNT(?o) AS n) { ?s ?p ?o }", "1:22", "AS wants a variable"),
    (
        "SELECT * { ?s ?p ?o } GROUP BY ?s",
        "1:34",
        "cannot be grouped: name the columns",
    ),
    ("SELECT ?s ?s { ?s ?p ?o }", "1:26", "stands twice after SELECT"),
    ("SELECT ?a-b { ?s ?p ?a-b }", "1:8", "write ?a_b"),
    ("SELECT * { ?s ?p 'x'@ }", "1:21", "a language is missing"),
    ("SELECT * { ?s ?p '2020'^xsd:gYear }", "1:24", "stands after ^^"),
    ("SELECT * { ?s ?p <http://e x> }", "1:18", "has no space"),
    ("SELECT * { ?s 'p' ?o }", "1:15", "'p' is no predicate"),
    ("SELECT * { ?s ?p ?o . BIND (1 AS ?o) }", "1:34", "?o has a value already"),
    ("SELECT * { VALUES (?x ?y) { (1) } }", "1:31", "has not 2 values"),
    ("SELECT * { VALUES ?x (1 2) }", "1:22", "expected {"),
    ("PREFIX cg <http://e/> ASK {}", "1:1", "a name that ends with a colon"),
    ("PREFIX cg: http://e/ ASK {}", "1:1", "an IRI in angle brackets"),
    ("{ ?s ?p ?o }", "1:1", "start with what is asked"),
    ("SELECT * { ?s ?p ?o } .", "1:23", "after the end of the query"),
    ("SELECT * { _:b cg:p ?o . ?o }", "1:29", "a subject, a predicate and an object"),
    ("SELECT * { ?s a cg:Claim. ?o cgg:p 1 }", "1:30", "or write cg:"),
    ("SELECT * {\n  ?s ?p ?o ,\n}", "3:1", "nothing follows the comma"),
]


@pytest.mark.parametrize(("text", "place", "reason"), FAULTS)
def test_a_syntax_error_says_where_and_what_in_our_words(text, place, reason):
    with pytest.raises(SyntaxError) as caught:
        Store().query(text, prefixes=PREFIXES)
    error = syntax.explain(text, caught.value.msg)

    assert f"{error.position.line}:{error.position.column}" == place
    assert reason in str(error)


@pytest.mark.parametrize("text", ["SELECT * WHERE\n", "ASK\n", "\n", "ASK {\r\n}}\r\n"])
def test_a_fault_at_the_end_of_a_file_has_a_place_too(text):
    with pytest.raises(SyntaxError) as caught:
        Store().query(text)

    assert syntax.explain(text, caught.value.msg).excerpt


def test_the_excerpt_marks_the_place_in_its_own_line():
    error = syntax.explain("ASK {\n\t?s foo:p ?o }", "")

    assert error.excerpt == "\t?s foo:p ?o }\n\t   ^"


@given(st.text())
def test_any_text_can_be_explained(text):
    error = syntax.explain(text, "error at 1:1: expected one of SELECT, ASK")

    assert error.position.line >= 1
    assert error.position.column >= 1


@given(st.text())
def test_tokens_never_overlap_and_stand_where_they_say(text):
    end = 0
    for token in syntax.tokens(text):
        assert token.start >= end
        end = token.start + len(token.text)
        assert text[token.start : end] == token.text


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE" }',
        "SELECT * { ?s ?p ?service } # SERVICE",
        "SELECT * { <http://e/SERVICE> ?p ?o }",
        "SELECT * { ?s cg:load ?o }",
    ],
)
def test_a_word_inside_a_name_or_string_is_no_operation(text):
    syntax.refuse_effects(text)


DEEP = 20_000


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * " + "{" * DEEP + "?s ?p ?o" + "}" * DEEP,
        "ASK { FILTER (" + "(" * DEEP + "1" + ")" * DEEP + ") }",
        "ASK { FILTER (" + "!" * DEEP + "true) }",
        "ASK { FILTER (" + "-" * DEEP + "1) }",
        "ASK { ?s " + "^" * DEEP + "cg:holder ?o }",
        "ASK { ?s ?p " + "[ cg:holder " * DEEP + "1" + "]" * DEEP + " }",
        "ASK { " + "<< " * DEEP + "?s ?p ?o" + " >>" * DEEP + " ?p ?o }",
    ],
    ids=["groups", "brackets", "nots", "minuses", "inverses", "blank nodes", "triples"],
)
def test_a_query_nested_too_deep_is_refused_before_the_engine_sees_it(text):
    with pytest.raises(TooDeep, match="200"):
        syntax.refuse_size(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s " + "/".join(["cg:holder"] * DEEP) + " ?o }",
        "ASK { " + "OPTIONAL { ?s ?p ?o } " * DEEP + "}",
        "ASK { {} " + "UNION {} " * DEEP + "}",
        "ASK { FILTER (" + "||".join(["true"] * DEEP) + ") }",
        "ASK { FILTER (" + "+".join(["1"] * DEEP) + ") }",
    ],
    ids=["path", "optionals", "unions", "ors", "sums"],
)
def test_a_query_that_chains_too_long_is_refused_too(text):
    with pytest.raises(TooLong, match="400"):
        syntax.refuse_size(text)


@pytest.mark.parametrize("verb", ["INSERT DATA", "DELETE WHERE", "clear", "DROP"])
def test_an_update_is_told_that_nothing_is_written_here(verb):
    with pytest.raises(ReadOnly, match=verb.split()[0].upper()):
        syntax.refuse_effects(f"{verb} {{}}")


#: Each is repeated until the text is long; each once took time that grew as the square.
REPEATED = ["a.", "-a-", "é.1", "'''\n\\", "\\'", '"""\\"', "<a", "a:.", "@a-"]


@pytest.mark.parametrize("piece", REPEATED)
def test_a_long_text_is_read_and_explained_in_time(piece):
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    list(syntax.tokens(text))
    syntax.explain(text, "error at 1:1: expected one of SELECT, ASK")

    assert time.process_time() - begun < 10
