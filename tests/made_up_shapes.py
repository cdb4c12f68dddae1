"""Data and shapes made at random, as texts in Turtle.

Off what pySHACL gets wrong they are kept: `kept_off.toml` names it.
"""

from hypothesis import strategies as st

from made_up_terms import (
    CLASSES,
    DATATYPES,
    KEPT,
    LITERALS,
    NODES,
    ORDERED,
    PREFIXES,
    PROPERTIES,
    UNORDERED,
)

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
    said = st.builds("{} ex:node {} .".format, _NODE, _MARK(UNORDERED))
    lines += draw(_some(said, 0, 2))
    lines += draw(_some(st.builds("{} a {} .".format, _NODE, _CLASS), 0, 5))
    below = st.builds("{} rdfs:subClassOf {} .".format, _CLASS, _CLASS)
    lines += draw(_some(below, 0, 3))
    return PREFIXES + "\n".join(lines)


#: What is gone back along: no sequence.
_INVERTED = st.one_of(
    _PROPERTY,
    st.builds("[ sh:alternativePath ( {} {} ) ]".format, _PROPERTY, _PROPERTY),
    st.builds(
        "[ sh:{} {} ]".format,
        _MARK(["inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"]),
        _PROPERTY,
    ),
)


def paths(depth=3):
    """Paths of every kind."""
    if not depth:
        return _PROPERTY
    inner = paths(depth - 1)
    several = _some(inner, 2, 3).map(" ".join)
    return st.one_of(
        _PROPERTY,
        _INVERTED.map("[ sh:inversePath {} ]".format),
        several.map("( {} )".format),
        several.map("[ sh:alternativePath ( {} ) ]".format),
        inner.map("[ sh:zeroOrMorePath {} ]".format),
        inner.map("[ sh:oneOrMorePath {} ]".format),
        inner.map("[ sh:zeroOrOnePath {} ]".format),
    )


def _list(members):
    return f"( {' '.join(members)} )"


_COUNT = st.integers(0, 3)
#: The blank node is one of the shapes, which the data have not.
_TERM = _NAMED | _LITERAL | st.just("_:z")
_STATED = _MARK([*PROPERTIES, "rdf:type"])
_RANGE = _MARK(["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"])
#: What may be asked of value nodes, with what it may not be asked twice by.
VALUES = [
    ("", _MARK([*CLASSES, "ex:None"]).map("sh:class {}".format)),
    ("datatype", _MARK(DATATYPES).map("sh:datatype {}".format)),
    ("nodeKind", _MARK(
        ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "IRIOrLiteral",
         "BlankNodeOrLiteral"]
    ).map("sh:nodeKind sh:{}".format)),
    ("minLength", st.integers(1, 4).map("sh:minLength {}".format)),
    ("maxLength", st.integers(0, 4).map("sh:maxLength {}".format)),
    ("pattern", _MARK(
        ['sh:pattern "^a"', 'sh:pattern "B" ; sh:flags "i"', 'sh:pattern "[0-9]+$"',
         'sh:pattern "."', 'sh:pattern ""', 'sh:pattern "^$"', 'sh:pattern "(a)(b)?"',
         'sh:pattern "^C" ; sh:flags "im"', 'sh:pattern "b$" ; sh:flags "m"',
         'sh:pattern "b$"', 'sh:pattern "b.c"', r'sh:pattern "\\s"', r'sh:pattern "^\\w{2}$"',
         r'sh:pattern "\\d\\.?"'])),
    ("languageIn", _some(_MARK(['"en"', '"de"', '"en-GB"', '"EN"', '"*"', '"e"']), 0, 2)
     .map(lambda tags: f"sh:languageIn {_list(tags)}")),
    ("in", _some(_TERM, 0, 4).map(lambda terms: f"sh:in {_list(terms)}")),
    ("", st.builds("sh:hasValue {}".format, _TERM)),
    ("", _STATED.map("sh:equals {}".format)),
    ("", _STATED.map("sh:disjoint {}".format)),
]  # fmt: skip
#: What only a property shape may ask.
COUNTS = [
    ("minCount", _COUNT.map("sh:minCount {}".format)),
    ("maxCount", _COUNT.map("sh:maxCount {}".format)),
    ("uniqueLang", _MARK(["true", "true", "false"]).map("sh:uniqueLang {}".format)),
]
ABOUT = [
    (
        "severity",
        _MARK(["sh:Warning", "sh:Info", "sh:Violation", "ex:Grave"]).map(
            "sh:severity {}".format
        ),
    ),
    ("deactivated", _MARK(["true", "false"]).map("sh:deactivated {}".format)),
    ("", st.just('sh:message "no" , "non"@fr')),
]
#: What is asked of the order of values, which are of one kind.
_LESS = _MARK(["lessThan", "lessThanOrEquals"])
_ORDER = st.one_of(
    st.builds("sh:path ex:n ; sh:{} ex:m".format, _LESS),
    st.builds("sh:path ex:m ; sh:{} ex:n".format, _LESS),
    *(
        st.builds(f"sh:path ex:{name} ; sh:{{}} ex:{name}".format, _LESS)
        for name in ORDERED
    ),
    *(
        st.builds("sh:path {} ; sh:{} {}".format, path, _RANGE, _MARK(values))
        for name, values in ORDERED.items()
        for path in [
            _MARK([f"ex:{name}", f"[ sh:alternativePath ( ex:{name} ex:node ) ]"])
        ]
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
        parts.append(f"sh:closed {draw(_MARK(['true', 'true', 'false']))}")
        parts += draw(
            st.just([])
            | _some(_STATED, 0).map(
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


_TRUTHS = ["true", "false"]
#: Shapes that several others refer to.
_SHARED = _MARK(["ex:Shared", "ex:SharedPath"])


@st.composite
def shared(draw):
    """The shapes that others may refer to, which may have targets of their own."""
    path, target = draw(paths(1)), draw(_MARK(["", "sh:targetNode ex:a ;"]))
    node, of_path = (draw(bodies(0, has_path=has_path)) for has_path in (False, True))
    return (
        f"ex:Shared a sh:NodeShape ; {target} {' ; '.join(node)} ."
        f"ex:SharedPath a sh:PropertyShape ; sh:path {path} ; {' ; '.join(of_path)} ."
    )


@st.composite
def _qualified(draw, depth):
    shape = draw(node_shapes(depth) | property_shapes(depth) | _SHARED)
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
    disjoint = draw(
        _MARK([[], *([f"sh:qualifiedValueShapesDisjoint {each}"] for each in _TRUTHS)])
    )
    parts = [f"sh:path {draw(paths(1))}", f"sh:qualifiedValueShape {shape}"]
    parts += [*counts, *disjoint, *draw(st.just([]) | bodies(0, has_path=True))]
    return f"[ {' ; '.join(parts)} ]"


def _nested(depth):
    shapes = node_shapes(depth - 1) | property_shapes(depth - 1) | _SHARED
    lists = _some(shapes, 1, 3).map(_list)
    return [
        ("", st.just("sh:node ex:Shared")),
        ("", st.just("sh:property ex:SharedPath")),
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
    kind = "a sh:PropertyShape" if has_path else "a sh:NodeShape"
    parts += draw(st.just([kind]) | _NOTHING)
    if has_path:
        parts.append(f"sh:path {draw(paths())}")
    parts += draw(bodies(depth, has_path=has_path)) + draw(more)
    return f"{name} {' ; '.join(parts)} ."


def quoted(query):
    """The *query* as Turtle quotes it."""
    escaped = query.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"PREFIX ex: <https://example.org/> {escaped}"'


#: Where a shape has a constraint in SPARQL, whose text belongs where {} stands.
_ASKED = "sh:sparql [ sh:select {} ]"
ASKED = [
    _ASKED,
    _ASKED,
    "sh:sparql [ sh:select {} ; sh:deactivated true ] , [ sh:select {} ]",
    f"sh:property [ sh:path ex:p ; {_ASKED} ]",
    f"sh:node [ {_ASKED} ]",
    f"sh:not [ {_ASKED} ]",
    f"sh:property [ sh:path ex:q ; sh:not [ {_ASKED} ] ]",
    f"sh:or ( [ {_ASKED} ] [ sh:class ex:A ] )",
    f"sh:property [ sh:path ex:p ; sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ {_ASKED} ] ]",
]


def sparql_shapes():
    """A shape with a constraint in SPARQL, whose text belongs where {} stands."""
    asked = _MARK(ASKED).map(lambda text: [text])
    return targeted("ex:One", 0, asked, KEPT).map(PREFIXES.__add__)


@st.composite
def _implicit(draw):
    """A shape that is a class."""
    has_path, class_ = draw(st.booleans()), draw(_MARK(["rdfs:Class", "owl:Class"]))
    kind = (
        f"sh:PropertyShape ; sh:path {draw(paths(1))}" if has_path else "sh:NodeShape"
    )
    parts = [f"a {class_}", f"a {kind}", *draw(bodies(1, has_path=has_path))]
    return f"ex:Shaped {' ; '.join(parts)} ."


@st.composite
def shapes(draw, depth=2):
    """One shape or two, and sometimes one that is a class."""
    found = [draw(targeted("ex:One", depth))]
    found += draw(st.just([]) | targeted("ex:Two", 1).map(lambda shape: [shape]))
    found += draw(st.just([]) | st.just([]) | _implicit().map(lambda shape: [shape]))
    found.append(draw(shared()))
    return PREFIXES + "\n".join(found)
