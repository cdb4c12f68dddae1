"""Shapes of strangers: what is too long, too deep or ill-formed is refused by name."""

import pytest

import shacl_ways
from claimgraph.errors.shapes import MalformedShapes, ShapeFailure

PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
DATA = """\
ex:a a ex:T ; ex:p ex:b , 1 , "x"@en .
ex:b ex:p ex:a ; ex:q ex:b .
ex:c a _:nameless . _:nameless rdfs:subClassOf ex:Top .
"""
MANY = 5_000


def found(shapes, data=DATA):
    """What *shapes* find in *data*, both in Turtle."""
    return shacl_ways.results(
        shacl_ways.read(PREFIXES + data), shacl_ways.read(PREFIXES + shapes)
    )


def many(separator, start=""):
    return start + separator.join(f"ex:v{number}" for number in range(MANY))


def chain(length, link):
    """Shapes that refer to one another by *link*, the last of which asks something."""
    links = (f"ex:S{n} {link} ex:S{n + 1} ." for n in range(length))
    return "\n".join(
        [*links, f"ex:S{length} sh:class ex:Z . ex:S0 sh:targetNode ex:a ."]
    )


def query(text, prefixed="PREFIX ex: <https://example.org/> "):
    quoted = (
        (prefixed + text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    )
    return (
        f'ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:sparql [ sh:select "{quoted}" ] .'
    )


def validator(text, value="1"):
    return f"""
        ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:mark ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask '{text}' ] .
        ex:S sh:targetNode ex:a ; ex:mark {value} .
    """


#: Each is answered, whatever its size, with so many results.
ANSWERED = {
    "a list of many members": (
        f"ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:in ( {many(' ')} ) .", 3),
    "a list of many members that has the value": (
        f"ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:in ( {many(' ')} ex:b ) .", 2),
    "many nodes as targets": (
        f"ex:S sh:targetNode {many(' , ')} ; sh:class ex:Z .", MANY),
    "many classes as targets": (
        f"ex:S sh:targetClass {many(' , ', 'ex:T , ')} ; sh:class ex:Z .", 1),
    "many properties as targets": (
        f"ex:S sh:targetSubjectsOf {many(' , ', 'ex:p , ')} ; sh:class ex:Z .", 2),
    "many classes of values": (
        f"ex:S sh:targetNode ex:a ; sh:class {many(' , ')} .", MANY),
    "many languages": (
        "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:languageIn ( "
        + " ".join(f'"x{number}"' for number in range(MANY)) + " ) .", 3),
    "many ignored properties": (
        f"ex:S sh:targetNode ex:a ; sh:closed true ; "
        f"sh:ignoredProperties ( {many(' ')} ) .", 4),
    "a shape many times in a list": (
        "ex:S sh:targetNode ex:a ; sh:and ( " + "ex:Z " * 5000
        + ") . ex:Z a sh:NodeShape ; sh:class ex:Z .", 1),
    "shapes that are reached in very many ways": (
        "ex:S0 sh:targetNode ex:a ; sh:and ( ex:S1 ex:T1 ) ."
        + "".join(f"""
            ex:S{n} a sh:NodeShape ; sh:and ( ex:S{n + 1} ex:T{n + 1} ) .
            ex:T{n} a sh:NodeShape ; sh:or ( ex:S{n + 1} ex:T{n + 1} ) .
          """ for n in range(1, 40))
        + "ex:S40 a sh:NodeShape ; sh:class ex:Z . ex:T40 sh:class ex:T .", 1),
    "nested node shapes": (chain(98, "sh:node"), 1),
    "nested negations": (chain(98, "sh:not"), 1),
    "nested property shapes": (
        chain(40, "sh:path ex:p ; sh:property"), 1),
    "an inverse of an inverse of many": (
        "ex:S sh:targetNode ex:a ; sh:class ex:Z ; sh:path "
        + "[ sh:inversePath " * 90 + "ex:p" + " ]" * 90 + " .", 3),
    "a count of many digits": (
        f"ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount {'9' * 5000} .", 1),
    "a class without a name below another": (
        "ex:S sh:targetClass ex:Top ; sh:class ex:Z .", 1),
    "a value whose class without a name is below": (
        "ex:S sh:targetNode ex:c ; sh:class ex:Top .", 0),
    "a function with an optional parameter": (
        "ex:F a sh:SPARQLFunction ; sh:parameter [ sh:path ex:x ; sh:optional true ] ."
        "ex:S sh:targetNode ex:a ; sh:class ex:Z .", 1),
    "braces and variables in a comment": (
        query("SELECT $this { # } $this { \n $this ex:p 1 }"), 1),
    "braces and variables in a quotation": (
        query('SELECT $this { $this ex:p 1 . FILTER("} $this {" != "$PATH") }'), 1),
    "a base of its own": (
        query("BASE <http://other/> SELECT $this { $this ex:p 1 }"), 1),
    "the variables that the engine uses": (query(
        "SELECT $this { $this ex:p ?any . ?kind ex:q ?class . ?from0 ex:p ?node }"), 12),
    "a condition in a HAVING of a subquery": (query(
        "SELECT $this ?x { { SELECT $this ?x { ?x ex:p ?y } GROUP BY $this ?x "
        "HAVING ($this = ?x) } }"), 1),
    "an expression in the head of a subquery": (query(
        "SELECT $this ?x { { SELECT $this (STR($this) AS ?x) { ?y ex:q ?z } } "
        "FILTER(BOUND(?x)) }"), 1),
    "a group by an expression of the focus node": (query(
        "SELECT $this (COUNT(*) AS ?n) { ?x ex:p ?y } GROUP BY $this (STR($this))"), 1),
    "a limit": (query("SELECT $this { $this ex:p ?x } LIMIT 2"), 1),
    "the path twice": (query("SELECT $this ?x { $this $PATH ?x . ?x $PATH $this }"), 1),
    "a parameter in the head of a subquery": ("""
        ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:mark ] ;
            sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:select '''
                SELECT $this { { SELECT $this $mark { $this ?p $mark } GROUP BY $this $mark
                ORDER BY $mark } }''' ] .
        ex:S a sh:NodeShape ; sh:targetNode ex:a , ex:b ; ex:mark 1 .
    """, 1),
    "a parameter without a name": (
        validator("ASK { $value <https://example.org/p> $mark }", "[]"), 1),
    "what follows the group of an ASK": (
        validator("ASK { ?a ?b ?c } HAVING (COUNT(*) > 100)"), 1),
}  # fmt: skip


@pytest.mark.parametrize("case", ANSWERED)
def test_shapes_are_applied_whatever_their_size(case):
    shapes, results = ANSWERED[case]

    assert len(found(shapes)) == results


#: Each is refused, with this in the sentence.
REFUSED = {
    "1000 nested shapes": (chain(1000, "sh:node"), "nested too deep"),
    "100 nested shapes below one that is done": (
        chain(99, "sh:node") + "ex:A sh:targetNode ex:a ; sh:node [ sh:node ex:S0 ] .",
        "nested too deep"),
    "property shapes that double": (
        "ex:S0 sh:targetNode ex:a ; sh:node ex:S1 ."
        + "".join(f"""
            ex:S{n} a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:S{n + 1} ] ,
                [ sh:path ex:q ; sh:node ex:S{n + 1} ] .
          """ for n in range(1, 20)) + "ex:S20 sh:class ex:Z .", "too many ways"),
    "a long sequence": (
        f"ex:S sh:targetNode ex:a ; sh:path ( {many(' ')} ) .", "more than 100 parts"),
    "a long alternative": (
        f"ex:S sh:targetNode ex:a ; sh:path [ sh:alternativePath ( {many(' ')} ) ] .",
        "more than 100 parts"),
    "a path that doubles": (
        "ex:S sh:targetNode ex:a ; sh:path _:p0 . _:p40 sh:inversePath ex:p ."
        + "".join(f"_:p{n} sh:alternativePath ( _:p{n + 1} _:p{n + 1} ) ."
                  for n in range(40)), "more than 100 parts"),
    "a path in itself": (
        "ex:S sh:targetNode ex:a ; sh:path _:p . _:p sh:inversePath _:p .",
        "more than 100 parts"),
    "a path in a circle": (
        "ex:S sh:targetNode ex:a ; sh:path _:p . _:p rdf:first ex:p ; rdf:rest _:p .",
        "runs in a circle"),
    "a count that is none": (
        "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minCount '+-5'^^xsd:integer .",
        '"+-5"^^<http://www.w3.org/2001/XMLSchema#integer> stands where an integer'),
    "a length that is none": (
        "ex:S sh:targetNode ex:a ; sh:path ex:p ; sh:minLength 'x' .", "an integer"),
    "no regular expression": (
        "ex:S sh:targetNode ex:a ; sh:pattern '(' .", "no regular expression"),
    "a regular expression that is too large": (
        "ex:S sh:targetNode ex:a ; sh:pattern '((a{1000}){1000}){1000}' .",
        "no regular expression"),
    "flags that there are not": (
        "ex:S sh:targetNode ex:a ; sh:pattern 'a' ; sh:flags 'zz' .",
        "no regular expression"),
    "another endpoint": (
        query("SELECT $this { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), "SERVICE"),
    "another endpoint by escapes": (
        query(r"SELECT $this { S\u0045RVICE <http://127.0.0.1:9/> {} GRAPH ?g {} }"),
        "SERVICE"),
    "another endpoint in a namespace": (
        "ex:O sh:declare [ sh:prefix 'x' ; sh:namespace "
        "'http://a/> SELECT * { SERVICE <http://127.0.0.1:9/> {} } #' ] ."
        "ex:S sh:targetNode ex:a ; sh:sparql [ sh:prefixes ex:O ; sh:select 'ASK {}' ] .",
        "SERVICE"),
    "another dataset": (
        query("SELECT $this FROM <http://127.0.0.1:9/> { ?s ?p ?o } LIMIT 1"), "FROM"),
    "another dataset by escapes": (
        query(r"SELECT $this F\u0052OM <http://127.0.0.1:9/> {}"), "backslash"),
    "an update": (query("DROP ALL"), "DROP"),
    "a quotation that ends by an escape": (
        query(r'SELECT $this { ?a ?b "\u0022 } '), "is refused"),
    "a CONSTRUCT": (
        query("CONSTRUCT { $this ?p ?o } WHERE { $this ?p ?o }"), "its query is wrong"),
    "no end": (query("SELECT $this { "), "its query is wrong"),
    "no group": (query("SELECT $this WHERE"), "its query is wrong"),
    "an end too many": (query("SELECT $this } { $this ex:p 1"), "its query is wrong"),
    "5000 nested groups": (
        query(f"SELECT $this {{ {'{' * 5000} {'}' * 5000} }}"), "200 levels"),
    "an expression for the focus node": (
        query("SELECT (STR($this) AS ?x) { ?s ?p ?o }"), "without $this"),
    "a validator that is no ASK": (validator("SELECT $this {}"), "no ASK"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_engine_may_read_is_refused_with_the_reason(case):
    shapes, reason = REFUSED[case]

    with pytest.raises((MalformedShapes, ShapeFailure)) as refused:
        found(shapes)
    assert reason in str(refused.value)


def test_a_shape_whose_only_target_is_ill_formed_looks_at_nothing():
    assert found("ex:S sh:targetClass _:x ; sh:class ex:Z .") == []
