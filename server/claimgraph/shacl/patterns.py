"""Which triples a query depends on, and from which of its variables they are reached.

Importing this module takes a while: it reads queries with rdflib.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode
from rdflib import URIRef
from rdflib.paths import (
    AlternativePath,
    InvPath,
    MulPath,
    NegatedPath,
    SequencePath,
)
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from claimgraph.shacl.dependencies import Reads, Unbounded, inverted, joined, of_path
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step

#: Rules of the grammar whose variables others do not share.
_APART = ("Builtin_EXISTS", "Builtin_NOTEXISTS", "OptionalGraphPattern")


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
        """Add the patterns of *triples*, flat or not, as rdflib has them."""
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
    try:
        algebra = prepareQuery(query).algebra
    except Exception as error:  # rdflib lets those of its parser through
        raise Unbounded from error
    outer = _Scope()
    _walk(algebra, outer)
    known = {Variable("this"), *_certain(algebra)}
    return [found for scope in outer.all() for found in _of_scope(scope, known)]


def _walk(part: Any, scope: _Scope) -> None:
    """Put the triple patterns of *part* in scopes."""
    if isinstance(part, list | tuple | set):
        for each in part:
            _walk(each, scope)
    if not isinstance(part, CompValue):
        return
    if part.name in ("BGP", "TriplesBlock"):
        scope.add(part.triples)
    elif part.name == "ToMultiSet":
        _walk_parts(part, scope.inner(_shown(part.p)))
    elif part.name == "SubSelect":
        raise Unbounded
    elif part.name == "GroupOrUnionGraphPattern":
        for branch in part.graph:
            _walk(branch, scope.inner())
    else:
        _walk_parts(part, scope.inner() if part.name in _APART else scope)


def _walk_parts(part: CompValue, scope: _Scope) -> None:
    for name, each in part.items():
        apart = part.name == "Union" or (part.name == "LeftJoin" and name == "p2")
        if name != "_vars":
            _walk(each, scope.inner() if apart else scope)


def _shown(part: Any) -> frozenset[Variable]:
    """The variables that a subquery projects."""
    while part.name != "Project":
        if not isinstance(part.get("p"), CompValue):
            raise Unbounded
        part = part.p
    return frozenset(part.PV)


def _certain(part: Any) -> set[Variable]:
    """The variables that every solution of *part* has from a triple pattern."""
    name = part.name
    if name == "BGP":
        return {t for triple in part.triples for t in triple if isinstance(t, Variable)}
    if name == "Join":
        return _certain(part.p1) | _certain(part.p2)
    if name == "Union":
        return _certain(part.p1) & _certain(part.p2)
    if name == "LeftJoin":
        return _certain(part.p1)
    if name == "Group":
        return _certain(part.p) & set(part.expr or ())
    if name == "Project":
        return _certain(part.p) & set(part.PV)
    return _certain(part.p) if isinstance(part.get("p"), CompValue) else set()


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
