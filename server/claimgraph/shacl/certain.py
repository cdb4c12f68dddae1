"""Which variables a query may be asked about for some values of theirs alone.

Such values are put at the start of each group that speaks of the variable. That leaves
out solutions, and changes nothing else, only if each of those groups binds the variable
itself, and nothing is counted over its values.

Importing this module takes a while: it reads queries with rdflib.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pyparsing import ParseResults
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

_EXISTS = ("Builtin_EXISTS", "Builtin_NOTEXISTS")
_COUNTED = "Aggregate_"
_THIS = Variable("this")


def variables(tree: CompValue) -> set[Variable]:
    """The variables of the query *tree* that may be restricted; $this is not among."""
    found = _bound(tree.where) - _assigned(tree) - {_THIS}
    return {each for each in found if _may_restrict(tree, each)}


def projected(select: CompValue) -> frozenset[Variable] | None:
    """What a SELECT shows; None for all."""
    if not select.projection:
        return None
    return frozenset(each.var or each.evar for each in select.projection)


def single(select: CompValue) -> frozenset[Variable]:
    """The variables of a subquery that stand once in it, if it counts nothing."""
    shown = projected(select)
    if shown is None or any(each.name.startswith(_COUNTED) for each in parts(select)):
        return frozenset()
    times = Counter(_variables(select))
    return frozenset(each for each, many in times.items() if many == 1) - shown


def _within(part: Any) -> Iterable[Any]:
    """What *part* is made of, one level down."""
    if isinstance(part, CompValue):
        return part.values()
    return part if isinstance(part, list | tuple | set | ParseResults) else ()


def _variables(part: Any) -> Iterator[Variable]:
    if isinstance(part, Variable):
        yield part
    for each in _within(part):
        yield from _variables(each)


def parts(tree: Any) -> Iterator[CompValue]:
    """All that *tree* is made of by rules of the grammar, itself first."""
    if isinstance(tree, CompValue):
        yield tree
    for each in _within(tree):
        yield from parts(each)


def _may_restrict(tree: CompValue, variable: Variable) -> bool:
    groups = (each for each in _groups(tree) if _speaks(each, variable))
    selects = (part for part in parts(tree) if part.name.endswith(("Query", "Select")))
    return all(variable in _bound(group) for group in groups) and all(
        _keeps(select, variable) for select in selects if _speaks(select, variable)
    )


def _keeps(select: CompValue, variable: Variable) -> bool:
    """Whether fewer values of *variable* leave the other solutions of *select* be."""
    shown = projected(select) if select.name == "SubSelect" else None
    if shown is not None and variable not in shown:
        return False
    counts = any(each.name.startswith(_COUNTED) for each in _own_parts(select))
    return variable in _grouped(select) if select.groupby or counts else True


def _own_parts(select: CompValue) -> Iterator[CompValue]:
    """What a SELECT has besides its group."""
    for name, each in select.items():
        if name != "where":
            yield from parts(each)


def _grouped(select: CompValue) -> set[Variable]:
    conditions = select.groupby.condition if select.groupby else ()
    return {each for each in conditions if isinstance(each, Variable)}


def _groups(part: Any) -> Iterator[CompValue]:
    """The groups of *part*, save those in EXISTS, which values come to from outside."""
    name = part.name if isinstance(part, CompValue) else ""
    if name == "GroupGraphPatternSub":
        yield part
    for each in () if name in _EXISTS else _within(part):
        yield from _groups(each)


def _speaks(part: Any, variable: Variable) -> bool:
    return variable in _variables(part)


def _assigned(tree: CompValue) -> set[Variable]:
    """The variables that expressions give values to."""
    made = (part.var for part in parts(tree) if part.name in ("Bind", "GroupAs"))
    return {*made, *(part.evar for part in parts(tree) if part.evar)}


def _bound(part: Any) -> set[Variable]:
    """The variables that every solution of a group has from a triple pattern."""
    if part.name == "TriplesBlock":
        return {each for flat in part.triples for each in _of_patterns(flat)}
    if part.name == "GroupOrUnionGraphPattern":
        return set.intersection(*map(_bound, part.graph))
    if part.name == "SubSelect":
        found, shown = _bound(part.where), projected(part)
        found = found if shown is None else found & shown
        return found & _grouped(part) if part.groupby else found
    if part.name == "GroupGraphPatternSub":
        return set[Variable]().union(*map(_bound, part.part or ()))
    return set()


def _of_patterns(flat: Any) -> Iterator[Variable]:
    """
    The variables in triple patterns.

    By a path that may be empty any node may come, unless its other end is known.
    """
    for start in range(0, len(flat), 3):
        subject, path, value = flat[start : start + 3]
        found = {each for each in (subject, path, value) if isinstance(each, Variable)}
        if not may_be_empty(path) or len(found - {_THIS}) < 2:
            yield from found


def may_be_empty(path: Any) -> bool:
    """Whether a path of rdflib's may have no steps."""
    if isinstance(path, MulPath):
        return path.mod != "+" or may_be_empty(path.path)
    if isinstance(path, InvPath):
        return may_be_empty(path.arg)
    if isinstance(path, SequencePath):
        return all(map(may_be_empty, path.args))
    return isinstance(path, AlternativePath) and any(map(may_be_empty, path.args))
