"""Which triples a query depends on, and from which of its variables they are reached.

Importing this module takes a while: it reads queries with rdflib.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pyoxigraph import NamedNode
from pyparsing import ParseResults
from rdflib import URIRef
from rdflib.paths import (
    AlternativePath,
    InvPath,
    MulPath,
    NegatedPath,
    SequencePath,
)
from rdflib.plugins.sparql.algebra import (
    translatePath,
    translatePName,
    translatePrologue,
    traverse,
)
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from claimgraph.shacl.dependencies import Reads, Unbounded, inverted, joined, of_path
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step

#: Rules of the grammar whose variables others do not share.
_APART = ("Builtin_EXISTS", "Builtin_NOTEXISTS", "OptionalGraphPattern", "SubSelect")


@dataclass(frozen=True)
class Dependency:
    """The query depends on what *reads* finds, from the value of *variable*."""

    variable: str
    reads: Reads


@dataclass
class _Scope:
    """
    A group with its triple patterns, within the scopes around it.

    Of a subquery only some variables are *shown* to them.
    """

    around: "_Scope | None" = None
    shown: frozenset[Variable] | None = None
    patterns: list[tuple[Any, Any, Any]] = field(default_factory=list)
    within: list["_Scope"] = field(default_factory=list)

    def inner(self, shown: frozenset[Variable] | None = None) -> "_Scope":
        """A new scope in this one."""
        self.within.append(_Scope(self, shown))
        return self.within[-1]

    def add(self, triples: Any) -> None:
        """Add the patterns of *triples*, flat as rdflib has them."""
        for each in triples:
            parts = [self._named(term) for term in each]
            for start in range(0, len(parts), 3):
                self.patterns.append((parts[start], parts[start + 1], parts[start + 2]))

    def _named(self, term: Any) -> Any:
        """The *term* under a name that only those have who see it."""
        hides = self.shown is not None and term not in self.shown
        if isinstance(term, Variable) and hides:
            return Variable(f"{term}_in_{id(self)}")
        return self.around._named(term) if self.around else term

    def visible(self) -> Iterator[tuple[Any, Any, Any]]:
        """The patterns here and around."""
        yield from self.patterns
        if self.around:
            yield from self.around.visible()

    def all(self) -> Iterator["_Scope"]:
        """The scope itself and all within."""
        yield self
        for each in self.within:
            yield from each.all()


def of_query(query: str) -> list[Dependency]:
    """
    What *query*, in which $this is bound, depends on.

    Raises Unbounded where that cannot be told.
    """
    tree, outer = _tree(query), _Scope()
    _walk(tree, outer)
    known = {Variable("this"), *_certain(tree.where)}
    return [found for scope in outer.all() for found in _of_scope(scope, known)]


def _tree(query: str) -> CompValue:
    """The *query* by the rules of the grammar, its names and paths resolved."""
    try:
        prologue, body = parseQuery(query)
        names = partial(translatePName, prologue=translatePrologue(prologue, None))
        named = traverse(body, visitPost=names)
        tree: CompValue = traverse(named, visitPost=translatePath)
    except Exception as error:  # rdflib lets those of its parser through
        raise Unbounded from error
    return tree


def _walk(part: Any, scope: _Scope) -> None:
    """Put the triple patterns of *part* in scopes."""
    if isinstance(part, list | tuple | set | ParseResults):
        for each in part:
            _walk(each, scope)
    elif isinstance(part, CompValue):
        _walk_rule(part, scope)


def _walk_rule(part: CompValue, scope: _Scope) -> None:
    if part.name == "TriplesBlock":
        scope.add(part.triples)
    elif part.name == "GroupOrUnionGraphPattern" and len(part.graph) > 1:
        for branch in part.graph:
            _walk(branch, scope.inner())
    else:
        within = scope.inner(_shown(part)) if part.name in _APART else scope
        for each in part.values():
            _walk(each, within)


def _shown(part: CompValue) -> frozenset[Variable] | None:
    """The variables that a subquery projects; None for all."""
    if part.name != "SubSelect" or not part.projection:
        return None
    return frozenset(each.var or each.evar for each in part.projection)


def _certain(part: Any) -> set[Variable]:
    """The variables that every solution of a group has from a triple pattern."""
    if part.name == "TriplesBlock":
        flat = (term for triple in part.triples for term in triple)
        return {term for term in flat if isinstance(term, Variable)}
    if part.name == "GroupOrUnionGraphPattern":
        return set.intersection(*map(_certain, part.graph))
    if part.name == "SubSelect":
        grouped = part.groupby and set(part.groupby.condition)
        found = _certain(part.where) & (_shown(part) or _certain(part.where))
        return found & grouped if grouped else found
    if part.name == "GroupGraphPatternSub":
        return set().union(*map(_certain, part.part or ()))
    return set()


def _of_scope(scope: _Scope, known: set[Variable]) -> Iterator[Dependency]:
    ways = _ways(list(scope.visible()), known)
    for subject, predicate, value in scope.patterns:
        path, back = _path(predicate), False
        if subject not in ways:
            subject, path, back = value, path and inverted(path), True
        if subject not in ways:
            raise Unbounded
        start, before = ways[subject]
        if path is None:
            yield Dependency(str(start), Reads(before, None, back))
        else:
            for reads in of_path(path, before):
                yield Dependency(str(start), reads)


def _ways(
    patterns: Sequence[tuple[Any, Any, Any]], known: set[Variable]
) -> dict[Variable, tuple[Variable, Path | None]]:
    """To each variable from a *known* one, by the patterns that lead there."""
    ways: dict[Variable, tuple[Variable, Path | None]]
    ways = {each: (each, None) for each in known}
    waiting = list(known)
    while waiting:
        here = waiting.pop(0)
        start, before = ways[here]
        for node, path in _next(patterns, here):
            if isinstance(node, Variable) and node not in ways:
                ways[node] = start, joined(before, path)
                waiting.append(node)
    return ways


def _next(
    patterns: Sequence[tuple[Any, Any, Any]], here: Variable
) -> Iterator[tuple[Any, Path]]:
    for subject, predicate, value in patterns:
        path = _path(predicate)
        if path is not None and subject == here:
            yield value, path
        if path is not None and value == here:
            yield subject, inverted(path)


def _path(path: Any) -> Path | None:
    """Rdflib's *path* as ours; None for what may be any predicate."""
    if isinstance(path, URIRef):
        return Step(NamedNode(str(path)))
    if isinstance(path, InvPath):
        part = _path(path.arg)
        return part and Inverse(part)
    if isinstance(path, MulPath):
        part = _path(path.path)
        return part and Repeated(part, str(path.mod))
    if isinstance(path, SequencePath | AlternativePath):
        parts = [_path(each) for each in path.args]
        sign = "/" if isinstance(path, SequencePath) else "|"
        if None in parts:
            raise Unbounded
        return Joined(tuple(each for each in parts if each), sign)
    if isinstance(path, NegatedPath | Variable):
        return None
    raise Unbounded
