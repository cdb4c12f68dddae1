"""Data and shapes made at random, as texts in Turtle.

Off what pySHACL gets wrong the shapes are kept by `KEPT_OFF`: what is kept off, whose
fault it is, and the sentence of SHACL 1.0 that decides.
"""

from hypothesis import strategies as st

KEPT_OFF = {
    "values of two kinds in an order": "4.3 and 4.5.3: what SPARQL's < cannot compare is "
    "a result; rdflib has an order of all literals, and of IRIs.",
    "a target that the data lack": "3.7: value nodes are nodes in the data graph; "
    "pySHACL takes a focus node that is none for one where a path has no steps.",
}

PREFIXES = """\
PREFIX ex: <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

NODES = ["ex:a", "ex:b", "ex:c", "ex:d", "_:x", "_:y"]
CLASSES = ["ex:A", "ex:B", "ex:C", "ex:Shaped"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '"abc"', '"ab"', '"Abc"', '""', '"abc"@en', '"abc"@de', '"ab"@en-GB', '"x"@EN',
    "1", "2", "01", "+2", "-3", "1.0", "2.50", "1.5", "1e0", "2.0E1", "true", "false",
    '"1"^^xsd:byte', '"2"^^xsd:nonNegativeInteger', '"300"^^xsd:byte',
    '"-1"^^xsd:positiveInteger', '"x"^^xsd:integer', '"x"^^xsd:date', '"1"^^xsd:int',
    '"2024-01-01"^^xsd:date', '"2024-02-30"^^xsd:date', '"2024-01-01Z"^^xsd:date',
    '"2024-01-01T00:00:00"^^xsd:dateTime', '"2024-01-01T00:00:00Z"^^xsd:dateTime',
    '"2024-01-01T01:00:00+01:00"^^xsd:dateTime', '"2024"^^xsd:gYear', '"1"',
    '"a"^^ex:type', '"http://a/"^^xsd:anyURI', '"1"^^xsd:double', '"2"^^xsd:decimal',
]  # fmt: skip
#: Those that the engine does not change: queries are asked of values.
KEPT = ['"abc"', '"ab"', '"abc"@en', "1", "2", "-3", "1.5", "true", '"a"^^ex:type']
#: By property, values of one kind, which have an order.
ORDERED = {
    "n": ["1", "2", "01", "1.0", "2.50", "1.5", "-3", "1e0", '"2"^^xsd:int'],
    "m": ["1", "2", "+1", "1.0", "2.5", "2.50", "-3", '"INF"^^xsd:double'],
    "day": ['"2024-01-01"^^xsd:date', '"2024-01-02"^^xsd:date'],
    "text": ['"abc"', '"ab"', '"Abc"', '""', '"abd"'],
}
DATATYPES = [
    "xsd:string", "xsd:integer", "xsd:decimal", "xsd:byte", "xsd:date", "xsd:dateTime",
    "xsd:nonNegativeInteger", "rdf:langString", "xsd:boolean", "xsd:double", "ex:type",
    "xsd:int", "xsd:anyURI", "xsd:gYear",
]  # fmt: skip
_MARK = st.sampled_from
_NOTHING = st.just([])


def _some(strategy, least=1, most=3):
    return st.lists(strategy, min_size=least, max_size=most)


_NODE, _CLASS, _PROPERTY = map(_MARK, (NODES, CLASSES, PROPERTIES))
_LITERAL = _MARK(LITERALS)
_NAMED = _MARK([node for node in NODES if node.startswith("ex:")])


@st.composite
def data(draw, literals=LITERALS):
    """Statements about a few nodes, and classes below one another."""
    term = _NODE | _MARK(literals)
    lines = [f"{node} a ex:Thing ." for node in NODES]
    lines.append(f"ex:All ex:literal {' , '.join(LITERALS)} .")
    lines += draw(_some(st.builds("{} {} {} .".format, _NODE, _PROPERTY, term), 0, 14))
    for name, values in ORDERED.items() if literals is LITERALS else ():
        said = st.builds(f"{{}} ex:{name} {{}} .".format, _NODE, _MARK(values))
        lines += draw(_some(said, 0, 4))
    lines += draw(_some(st.builds("{} a {} .".format, _NODE, _CLASS), 0, 5))
    below = st.builds("{} rdfs:subClassOf {} .".format, _CLASS, _CLASS)
    lines += draw(_some(below, 0, 3))
    return PREFIXES + "\n".join(lines)


def paths(depth=3):
    """Paths of every kind."""
    if not depth:
        return _PROPERTY
    inner = paths(depth - 1)
    several = _some(inner, 2, 3).map(" ".join)
    return st.one_of(
        _PROPERTY,
        _PROPERTY.map("[ sh:inversePath {} ]".format),
        several.map("( {} )".format),
        several.map("[ sh:alternativePath ( {} ) ]".format),
        inner.map("[ sh:zeroOrMorePath {} ]".format),
        inner.map("[ sh:oneOrMorePath {} ]".format),
        inner.map("[ sh:zeroOrOnePath {} ]".format),
    )


def _list(members):
    return f"( {' '.join(members)} )"


_COUNT = st.integers(0, 3)
_RANGE = _MARK(["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"])
#: What may be asked of value nodes, with what it may not be asked twice by.
VALUES = [
    ("", _CLASS.map("sh:class {}".format)),
    ("datatype", _MARK(DATATYPES).map("sh:datatype {}".format)),
    ("nodeKind", _MARK(
        ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "IRIOrLiteral",
         "BlankNodeOrLiteral"]
    ).map("sh:nodeKind sh:{}".format)),
    ("minLength", st.integers(1, 4).map("sh:minLength {}".format)),
    ("maxLength", st.integers(0, 4).map("sh:maxLength {}".format)),
    ("pattern", _MARK(
        ['sh:pattern "^a"', 'sh:pattern "B" ; sh:flags "i"', 'sh:pattern "[0-9]+$"',
         'sh:pattern "."'])),
    ("languageIn", _some(_MARK(['"en"', '"de"', '"en-GB"', '"EN"']), 1, 2).map(
        lambda tags: f"sh:languageIn {_list(tags)}")),
    ("in", _some(_NAMED | _LITERAL, 1, 4).map(lambda terms: f"sh:in {_list(terms)}")),
    ("", st.builds("sh:hasValue {}".format, _NAMED | _LITERAL)),
    ("", _PROPERTY.map("sh:equals {}".format)),
    ("", _PROPERTY.map("sh:disjoint {}".format)),
]  # fmt: skip
#: What only a property shape may ask.
COUNTS = [
    ("minCount", _COUNT.map("sh:minCount {}".format)),
    ("maxCount", _COUNT.map("sh:maxCount {}".format)),
    ("uniqueLang", st.just("sh:uniqueLang true")),
]
ABOUT = [
    (
        "severity",
        _MARK(["Warning", "Info", "Violation"]).map("sh:severity sh:{}".format),
    ),
    ("deactivated", _MARK(["true", "false"]).map("sh:deactivated {}".format)),
]
#: What is asked of the order of values, which are of one kind.
_ORDER = st.one_of(
    st.just("sh:path ex:n ; sh:lessThan ex:m"),
    st.just("sh:path ex:m ; sh:lessThanOrEquals ex:n"),
    *(
        st.builds(f"sh:path ex:{name} ; sh:{{}} {{}}".format, _RANGE, _MARK(values))
        for name, values in ORDERED.items()
    ),
)


@st.composite
def _parts(draw, kinds, least, most):
    """Some of *kinds*, those of one name at most once."""
    taken, found = set(), []
    for _ in range(draw(st.integers(least, most))):
        name, strategy = draw(_MARK(kinds))
        if name not in taken:
            taken |= {name} - {""}
            found.append(draw(strategy))
    return found


@st.composite
def bodies(draw, depth, *, has_path):
    """What a shape says, with nested shapes *depth* deep."""
    kinds = VALUES + (COUNTS if has_path else []) + (_nested(depth) if depth else [])
    parts = draw(_parts(kinds, 1, 3))
    parts += draw(st.just([]) | st.just([]) | _parts(ABOUT, 1, 1))
    if draw(st.integers(0, 9)) == 0:
        parts.append("sh:closed true")
        parts += draw(
            st.just([])
            | _some(_PROPERTY | st.just("rdf:type")).map(
                lambda terms: [f"sh:ignoredProperties {_list(terms)}"]
            )
        )
    return parts


@st.composite
def property_shapes(draw, depth):
    """A property shape without a name."""
    if draw(st.integers(0, 11)) == 0:
        return f"[ {draw(_ORDER)} ]"
    path = draw(paths(draw(st.integers(0, 3))))
    body = draw(bodies(depth, has_path=True))
    return f"[ {' ; '.join([f'sh:path {path}', *body])} ]"


def node_shapes(depth):
    """A node shape without a name."""
    body = bodies(depth, has_path=False)
    return body.map(lambda parts: f"[ {' ; '.join(parts)} ]")


@st.composite
def _qualified(draw, depth):
    shape = draw(node_shapes(depth))
    counts = draw(
        _parts(
            [
                ("least", _COUNT.map("sh:qualifiedMinCount {}".format)),
                ("most", _COUNT.map("sh:qualifiedMaxCount {}".format)),
            ],
            1,
            2,
        )
    )
    disjoint = draw(_MARK([[], ["sh:qualifiedValueShapesDisjoint true"]]))
    path = draw(paths(1))
    parts = [f"sh:path {path}", f"sh:qualifiedValueShape {shape}", *counts, *disjoint]
    return f"[ {' ; '.join(parts)} ]"


def _nested(depth):
    shapes = node_shapes(depth - 1) | property_shapes(depth - 1)
    lists = _some(shapes, 1, 3).map(_list)
    return [
        ("", node_shapes(depth - 1).map("sh:node {}".format)),
        ("", property_shapes(depth - 1).map("sh:property {}".format)),
        ("", shapes.map("sh:not {}".format)),
        ("", st.builds("sh:{} {}".format, _MARK(["and", "or", "xone"]), lists)),
        ("", _some(_qualified(depth - 1), 1, 2).map(
            lambda found: f"sh:property {' , '.join(found)}")),
    ]  # fmt: skip


def _targets(literals):
    return st.one_of(
        (_NAMED | _MARK(literals)).map("sh:targetNode {}".format),
        _CLASS.map("sh:targetClass {}".format),
        st.just("sh:targetClass ex:Thing"),
        _PROPERTY.map("sh:targetSubjectsOf {}".format),
        _PROPERTY.map("sh:targetObjectsOf {}".format),
    )


@st.composite
def targeted(draw, name, depth=2, more=_NOTHING, literals=LITERALS):
    """A shape called *name* with targets, and *more* that it says."""
    parts = draw(_some(_targets(literals), 1, 2))
    has_path = draw(st.booleans())
    if has_path:
        parts += ["a sh:PropertyShape", f"sh:path {draw(paths())}"]
    else:
        parts.append("a sh:NodeShape")
    parts += draw(bodies(depth, has_path=has_path)) + draw(more)
    return f"{name} {' ; '.join(parts)} ."


def quoted(query):
    """The *query* as Turtle quotes it."""
    escaped = query.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"PREFIX ex: <https://example.org/> {escaped}"'


def sparql_shapes():
    """A shape with a constraint in SPARQL, whose text belongs where {} stands."""
    asked = st.just(["sh:sparql [ sh:select {} ]"])
    return targeted("ex:One", 0, asked, KEPT).map(PREFIXES.__add__)


_IMPLICIT = bodies(1, has_path=False).map(
    lambda parts: f"ex:Shaped a sh:NodeShape , rdfs:Class ; {' ; '.join(parts)} ."
)


@st.composite
def shapes(draw, depth=2):
    """One shape or two, and sometimes one that is a class."""
    found = [draw(targeted("ex:One", depth))]
    found += draw(st.just([]) | targeted("ex:Two", 1).map(lambda shape: [shape]))
    found += draw(st.just([]) | st.just([]) | _IMPLICIT.map(lambda shape: [shape]))
    return PREFIXES + "\n".join(found)
