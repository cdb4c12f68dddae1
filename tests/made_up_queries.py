"""Constraints in SPARQL made at random, and what pre-binding means of each."""

import re

from hypothesis import strategies as st

_MARK = st.sampled_from
_THIS = "$this"
_VARIABLES = ["?value", "?x", "?y", "?kind", "?any", "?from0", "?class", "?node"]
_NODES = ["ex:a", "ex:b", "ex:c"]
_PREDICATES = ["ex:p", "ex:q", "ex:r", "a", "ex:p/ex:q", "ex:p*", "^ex:q", "ex:p|ex:r"]
_TERMS = _MARK([_THIS, "?this", *_VARIABLES, *_VARIABLES[:3], *_NODES])
_VARIABLE = _MARK(_VARIABLES)


def _joined(strategy, least, most):
    return st.lists(strategy, min_size=least, max_size=most).map(" ".join)


_TRIPLE = st.builds(
    "{} {} {} .".format, _TERMS, _MARK(_PREDICATES), _TERMS | _MARK(["1", '"abc"'])
)
_OPERAND = _TERMS | _MARK(["1", '"abc"', "ex:a"])
_COMPARED = st.one_of(
    st.builds("{} {} {}".format, _OPERAND, _MARK(["=", "!="]), _OPERAND),
    _TERMS.filter(lambda term: term[0] in "?$").map("BOUND({})".format),
    _TERMS.map("isIRI({})".format),
    st.builds("sameTerm({}, {})".format, _TERMS, _TERMS),
    _TERMS.map('(isIRI({0}) && REGEX(STR({0}), "[ab]$"))'.format),
)
_BOTH = st.builds("({} {} {})".format, _COMPARED, _MARK(["&&", "||"]), _COMPARED)
_CONDITION = _COMPARED | _BOTH | _COMPARED.map("!({})".format)
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
        st.builds("BIND({} AS ?made{})".format, _OPERAND, st.integers(0, 9999)),
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
    having = draw(_MARK(["", f"HAVING(COUNT({counted}) > 1)", "HAVING($this != ex:a)"]))
    head = f"SELECT $this {shown} (COUNT(DISTINCT {counted}) AS ?count{number})"
    return f"{{ {head} WHERE {group} GROUP BY {by} {having} }}"


@st.composite
def queries(draw, depth=2, forms=6):
    """A SELECT for ``sh:select``, of the first *forms*: ?value may be the value."""
    group = draw(_group(depth))
    form = draw(st.integers(0, forms - 1))
    if form == 0:
        having = draw(_MARK(["", "HAVING(COUNT(?x) > 1)", "HAVING(COUNT(?x) < 1)"]))
        by = draw(_MARK(["$this", "?value", "?value ?this"]))
        shown = "?value" if "?value" in by else ""
        return f"SELECT $this {shown} WHERE {group} GROUP BY {by} {having}"
    if form == 1:
        return f"SELECT ?this (isIRI({draw(_TERMS)}) AS ?made) {group}"
    if form == 5:
        return f"SELECT * {group}"
    return f"SELECT {draw(_MARK(['', 'DISTINCT ']))}$this ?value WHERE {group}"


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
