"""Constraints in SPARQL made at random, and what pre-binding means of each."""

import re

from hypothesis import strategies as st

_MARK = st.sampled_from
_THIS = "$this"
_VARIABLES = ["?value", "?x", "?y", "?kind", "?any", "?from0", "?class", "?node"]
_NODES = ["ex:a", "ex:b", "ex:c"]
_PREDICATES = [
    "ex:p", "ex:p", "ex:q", "ex:q", "ex:r", "a", "ex:p/ex:q", "ex:p*", "^ex:q",
    "ex:p|ex:r", "ex:p+", "ex:q?", "!ex:p", "!(ex:p|a)", "^(ex:p/ex:q)", "(ex:p|^ex:q)+",
    "ex:p*/ex:q", "?property", "?kind",
]  # fmt: skip
_LITERALS = ["1", '"abc"', '"abc"@en', "1.5", "true", "2"]
_TERMS = _MARK([_THIS, "?this", *_VARIABLES, *_VARIABLES[:3], *_NODES])
_VARIABLE = _MARK(_VARIABLES)


def _joined(strategy, least, most):
    return st.lists(strategy, min_size=least, max_size=most).map(" ".join)


_TRIPLE = st.builds(
    "{} {} {} .".format, _TERMS, _MARK(_PREDICATES), _TERMS | _MARK(_LITERALS)
)


def _is_number(term):
    """A condition that is no error of a variable without a value."""
    known = f"BOUND({term}) && " if term[0] in "?$" else ""
    return f"({known}isNumeric({term}))"


_OPERAND = _TERMS | _MARK([*_LITERALS, "ex:a"])
_COMPARED = st.one_of(
    st.builds("{} {} {}".format, _OPERAND, _MARK(["=", "!="]), _OPERAND),
    _TERMS.filter(lambda term: term[0] in "?$").map("BOUND({})".format),
    _TERMS.map("isIRI({})".format),
    st.builds("sameTerm({}, {})".format, _TERMS, _TERMS),
    _TERMS.map('(isIRI({0}) && REGEX(STR({0}), "[ab]$"))'.format),
    st.builds("{}({})".format, _MARK(["isBlank", "isLiteral"]), _TERMS),
    _TERMS.map(_is_number),
    st.builds(
        lambda one, sign, other: (
            f"({_is_number(one)} && {_is_number(other)} && {one} {sign} {other})"
        ),
        _OPERAND, _MARK(["<", "<=", ">", ">="]), _OPERAND,
    ),
    st.builds(
        lambda term, changed: f"({_is_number(term)} && {term} {changed} = 2)",
        _TERMS, _MARK(["+ 1", "* 2"]),
    ),
    st.builds("{} {} ({}, ex:b)".format, _TERMS, _MARK(["IN", "NOT IN"]), _MARK(_LITERALS)),
    _TERMS.map('(!isBlank({0}) && STRLEN(STR({0})) > 3)'.format),
    _TERMS.map('(isLiteral({0}) && LANG({0}) = "")'.format),
    _TERMS.map('langMatches(LANG({}), "*")'.format),
    _TERMS.map("DATATYPE({}) = <http://www.w3.org/2001/XMLSchema#integer>".format),
    _TERMS.map('CONTAINS({}, "b")'.format),
    st.builds("COALESCE({} = {}, true)".format, _OPERAND, _OPERAND),
    st.builds("IF(isIRI({}), {} = {}, true)".format, _TERMS, _OPERAND, _OPERAND),
)  # fmt: skip
_BOTH = st.builds("({} {} {})".format, _COMPARED, _MARK(["&&", "||"]), _COMPARED)
_CONDITION = _COMPARED | _BOTH | _COMPARED.map("!({})".format)
_MADE = st.one_of(
    _OPERAND,
    _TERMS.map("IF(isBlank({0}), ex:a, STR({0}))".format),
    _TERMS.map(lambda term: f"IF({_is_number(term)}, {term} + 1, ex:b)"),
    st.builds("COALESCE({}, {})".format, _TERMS, _OPERAND),
)
_COMMENT = _MARK(["# }} $this {{ SELECT\n".replace("}}", "}").replace("{{", "{")])


def _group(depth):
    parts = _joined(_part(depth), 1, 3)
    return parts.map("{{ {} }}".format)


def _part(depth):
    simple = st.one_of(_TRIPLE, _TRIPLE, _CONDITION.map("FILTER({})".format), _COMMENT)
    if not depth:
        return simple
    inner = _group(depth - 1)
    return st.one_of(
        simple,
        simple,
        inner.map("OPTIONAL {}".format),
        inner,
        st.builds("{} UNION {}".format, inner, inner),
        st.builds("FILTER {} {}".format, _MARK(["EXISTS", "NOT EXISTS"]), inner),
        st.builds("FILTER({} && NOT EXISTS {})".format, _CONDITION, inner),
        st.builds("FILTER({} || EXISTS {})".format, _CONDITION, inner),
        st.builds("FILTER(!EXISTS {})".format, inner),
        st.builds("BIND({} AS ?made{})".format, _MADE, st.integers(0, 9999)),
        st.builds("BIND({} AS ?value)".format, _MADE),
        _subselect(depth - 1),
    )


@st.composite
def _subselect(draw, depth):
    group = draw(_group(depth))
    key = draw(_VARIABLE)
    if draw(st.booleans()):
        distinct = draw(_MARK(["", "DISTINCT "]))
        return f"{{ SELECT {distinct}{draw(_MARK([_THIS, '?this']))} {key} {group} }}"
    counted = draw(_VARIABLE.filter(lambda name: name != key))
    number = draw(st.integers(0, 9999))
    by = draw(_MARK([_THIS, f"{_THIS} {key}", f"{key} ?this"]))
    shown = key if key in by else ""
    having = draw(
        _MARK(["", f"HAVING(COUNT({counted}) > 1)", "HAVING($this != ex:a)",
               "HAVING(COUNT(*) > 1)"])
    )  # fmt: skip
    group = draw(_MARK([group, f"{{ OPTIONAL {group} }}"]))
    head = f"SELECT $this {shown} (COUNT(DISTINCT {counted}) AS ?count{number})"
    return f"{{ {head} WHERE {group} GROUP BY {by} {having} }}"


#: Of numbers, where ?x stands for itself.
_HAVING = [
    "", "HAVING(COUNT(?any) > 1)", "HAVING(COUNT(?any) < 1)", "HAVING(COUNT(*) > 2)",
    "HAVING(MIN(?x) < 2)", "HAVING(MAX(?x) > 1)", "HAVING(SUM(?x) > 2)",
    "HAVING(AVG(?x) < 1.5)", "HAVING(SUM(DISTINCT ?x) = 2)",
]  # fmt: skip


@st.composite
def queries(draw, depth=2, forms=6):
    """A SELECT for ``sh:select``, of the first *forms*: ?value may be the value."""
    group = draw(_group(depth))
    form = draw(st.integers(0, forms - 1))
    if form == 0:
        having = draw(_MARK(_HAVING))
        if "?x" in having:
            group = f"{{ {group} FILTER({_is_number('?x')}) }}"
        by = draw(_MARK(["$this", "?value", "?value ?this"]))
        shown = "?value" if "?value" in by else ""
        return f"SELECT $this {shown} WHERE {group} GROUP BY {by} {having}"
    if form == 1:
        return f"SELECT ?this (isIRI({draw(_TERMS)}) AS ?made) {group}"
    if form == 5:
        return f"SELECT * {{ $this {draw(_MARK(_PREDICATES))} ?value . {group} }}"
    order = draw(_MARK(["", "", "ORDER BY ?value"]))
    how = draw(_MARK(["", "DISTINCT "]))
    return f"SELECT {how}$this ?value WHERE {group} {order}"


_ANY_THIS = r"[?$]this\b"


def meant(query, node):
    """
    The *query* with *node* for $this, as appendix A defines pre-binding.

    In heads and groupings, where only variables stand, it is one without a value.
    """
    without = re.sub(r"#.*\n", "\n", query)
    without = re.sub(rf"BOUND\({_ANY_THIS}\)", "true", without)
    without = re.sub(rf"(SELECT (?:DISTINCT )?){_ANY_THIS}", r"\1 ?unbound", without)
    without = re.sub(
        r"GROUP BY (?:[?$]\w+ ?)+",
        lambda match: re.sub(_ANY_THIS, "?unbound", match[0]),
        without,
    )
    return re.sub(_ANY_THIS, node, without)
