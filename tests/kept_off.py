"""What is kept off when pySHACL is the measure: `kept_off.toml` names it and says why.

Most of it is never made up. The rest depends on the whole of a query, and is told here.
"""

import tomllib
from pathlib import Path

from pyparsing import ParseResults
from rdflib import Variable
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_EXPRESSIONS = {"Filter", "Bind"}
_THIS = Variable("this")


def is_kept_off(query):
    """Whether rdflib is known to answer the *query* otherwise than SPARQL says."""
    rules = list(_rules(parseQuery(query)[1]))
    return any(map(_is_astray, rules)) or any(map(_may_group_nothing, rules))


def _rules(part, without=frozenset()):
    """What *part* is made of by rules of the grammar, itself first."""
    if isinstance(part, CompValue) and part.name not in without:
        yield part
        for each in part.values():
            yield from _rules(each, without)
    elif isinstance(part, list | tuple | ParseResults):
        for each in part:
            yield from _rules(each, without)


def _is_astray(rule):
    """Whether groups of their own have expressions about what no triple there has."""
    alone = rule.graph if rule.name == "GroupOrUnionGraphPattern" else [rule.where]
    if rule.name not in ("GroupOrUnionGraphPattern", "SubSelect"):
        return False
    return any(_asked(group) - _matched(group) - {_THIS} for group in alone)


def _asked(group):
    expressions = (each for each in _rules(group) if each.name in _EXPRESSIONS)
    return {each for part in expressions for each in _variables(part.expr)}


def _matched(group):
    triples = (e for e in _rules(group, _EXPRESSIONS) if e.name == "TriplesBlock")
    return {each for part in triples for each in _variables(part)}


def _variables(part):
    if isinstance(part, Variable):
        yield part
    elif isinstance(part, CompValue):
        for each in part.values():
            yield from _variables(each)
    elif isinstance(part, list | tuple | ParseResults):
        for each in part:
            yield from _variables(each)


def _may_group_nothing(rule):
    """Whether it is a subquery that groups anything but an optional pattern."""
    if rule.name != "SubSelect" or not rule.groupby:
        return False
    return [part.name for part in rule.where.part or ()] != ["OptionalGraphPattern"]
