"""Which triples a query depends on, and from which of its variables they are reached.

Importing this module takes a while: it reads queries with rdflib.
"""

from collections.abc import Iterable, Iterator, Sequence
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

from claimgraph.shacl import certain
from claimgraph.shacl.dependencies import (
    Reads,
    Unbounded,
    inverted,
    joined,
    of_path,
    of_presence,
)
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step

_THIS = Variable("this")
#: Rules of the grammar whose variables others do not share.
_APART = ("Builtin_EXISTS", "Builtin_NOTEXISTS", "OptionalGraphPattern", "SubSelect")


@dataclass(frozen=True)
class Dependency:
    """The query depends on what *reads* finds, from the value of *variable*."""

    variable: str
    reads: Reads


@dataclass(frozen=True)
class Near:
    """
    A *step*, forth or back, that must be there: to *end*, or if it is None to any node.

    The node may be restricted if it is that of a *variable*, else that is empty.
    """

    step: Path
    variable: str
    end: NamedNode | None


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
    #: Variables of a subquery that one place in it has, and nothing outside.
    single: frozenset[Variable] = frozenset()

    def inner(self, shown: frozenset[Variable] | None = None) -> "_Scope":
        """A new scope in this one."""
        self.within.append(_Scope(self, shown))
        return self.within[-1]

    def telling(self) -> Iterator[tuple[Any, Any, Any]]:
        """The patterns here, save those that match wherever one around matches."""
        around = list(self.around.visible()) if self.around else []
        for pattern in self.patterns:
            if not any(self._is_like(pattern, other) for other in around):
                yield pattern

    def _is_like(self, pattern: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
        """Whether *pattern* is the *other* but for variables that only it has."""
        free = {self._named(variable) for variable in self.single}
        pairs = zip(pattern, other, strict=True)
        return bool(free) and all(one == two or one in free for one, two in pairs)

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
    known = [_THIS, *_by_nearness(outer, certain.variables(tree))]
    return [found for scope in outer.all() for found in _of_scope(scope, known)]


def near(query: str, variable: str) -> list[Near]:
    """
    The steps that every solution takes from *variable*.

    Raises Unbounded like `of_query`.
    """
    tree, outer = _tree(query), _Scope()
    _walk(tree, outer)
    known = certain.variables(tree)
    return [
        Near(path, str(node) if node in known else "", _constant(node))
        for node, path, _ in _next(outer.patterns, Variable(variable))
        if _is_step(path)
    ]


def _constant(node: Any) -> NamedNode | None:
    return NamedNode(str(node)) if isinstance(node, URIRef) else None


def _is_step(path: Path) -> bool:
    return isinstance(path.part if isinstance(path, Inverse) else path, Step)


def _by_nearness(outer: _Scope, known: Iterable[Variable]) -> list[Variable]:
    """Variables by how near they are to ?value: what is far may be a hub."""
    ways = list(_ways(list(outer.visible()), [Variable("value")]))
    near = {variable: rank for rank, variable in enumerate(ways)}
    return sorted(known, key=lambda each: (near.get(each, len(near)), each))


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
        if part.name == "SubSelect":
            within.single = certain.single(part)
        for each in part.values():
            _walk(each, within)


def _shown(part: CompValue) -> frozenset[Variable] | None:
    """The variables that are seen outside of *part*; None for all."""
    return certain.projected(part) if part.name == "SubSelect" else None


@dataclass(frozen=True)
class _Way:
    """From the variable *start* along *path*, in the end by the pattern *last*."""

    start: Variable
    path: Path | None = None
    last: tuple[Any, Any, Any] | None = None


def _of_scope(scope: _Scope, known: Sequence[Variable]) -> Iterator[Dependency]:
    ways = _ways(list(scope.visible()), known)
    for pattern in scope.telling():
        subject, predicate, value = pattern
        path, end, back = _path(predicate), subject, False
        if subject not in ways or ways[subject].last == pattern:
            path, end, back = path and inverted(path), value, True
        if end not in ways:
            raise Unbounded
        way = ways[end]
        if way.last is None and certain.may_be_empty(predicate):
            for reads in _of_presence(way.start, pattern):
                yield Dependency(str(way.start), reads)
        if path is None:
            yield Dependency(str(way.start), Reads(way.path, None, back))
        else:
            for reads in of_path(path, way.path):
                yield Dependency(str(way.start), reads)


def _of_presence(start: Variable, pattern: tuple[Any, Any, Any]) -> Iterator[Reads]:
    """A path of no steps may match a node that nothing else in the query speaks of."""
    constants = [end for end in pattern[::2] if not isinstance(end, Variable)]
    if constants:
        yield from of_presence(_constant(constants[0]))
    elif start == _THIS:
        yield from of_presence()


def _ways(
    patterns: Sequence[tuple[Any, Any, Any]], known: Sequence[Variable]
) -> dict[Variable, _Way]:
    """To each variable from a *known* one, by the patterns that lead there."""
    ways = {each: _Way(each) for each in known}
    waiting = list(known)
    while waiting:
        here = waiting.pop(0)
        for node, path, pattern in _next(patterns, here):
            if isinstance(node, Variable) and node not in ways:
                way = ways[here]
                ways[node] = _Way(way.start, joined(way.path, path), pattern)
                waiting.append(node)
    return ways


def _next(
    patterns: Sequence[tuple[Any, Any, Any]], here: Variable
) -> Iterator[tuple[Any, Path, tuple[Any, Any, Any]]]:
    for pattern in patterns:
        subject, predicate, value = pattern
        path = _path(predicate)
        if path is not None and subject == here:
            yield value, path, pattern
        if path is not None and value == here:
            yield subject, inverted(path), pattern


def _path(path: Any) -> Path | None:
    """Rdflib's *path* as ours; None for a step by what may be any predicate."""
    if isinstance(path, Variable):
        return None
    if isinstance(path, NegatedPath) and all(isinstance(p, URIRef) for p in path.args):
        return None
    return _told(path)


def _told(path: Any) -> Path:
    if isinstance(path, URIRef):
        return Step(NamedNode(str(path)))
    if isinstance(path, InvPath):
        return Inverse(_told(path.arg))
    if isinstance(path, MulPath):
        return Repeated(_told(path.path), str(path.mod))
    if isinstance(path, SequencePath | AlternativePath):
        sign = "/" if isinstance(path, SequencePath) else "|"
        return Joined(tuple(map(_told, path.args)), sign)
    raise Unbounded
