"""Well-formed property paths (SHACL, section 2.3.1), however deep or circular."""

from collections.abc import Iterator
from itertools import islice

from pyoxigraph import BlankNode, NamedNode

from claimgraph.graphs import FIRST, REST, sh
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.lists import Lists
from claimgraph.meaning.names import Names

_ALTERNATIVE = sh("alternativePath")
_OPERATORS = (
    _ALTERNATIVE, sh("inversePath"), sh("zeroOrMorePath"), sh("oneOrMorePath"),
    sh("zeroOrOnePath"),
)  # fmt: skip
_LISTED = (FIRST, REST)


class Paths:
    """The paths of the *shapes*; each of their nodes is looked at once."""

    def __init__(self, shapes: Graph, names: Names) -> None:
        self._shapes = shapes
        self._names = names
        self._lists = Lists(shapes)
        self._done: set[Term] = set()
        self._cells: set[Term] = set()

    def faults(self) -> Iterator[Fault]:
        """What makes a value of sh:path no path."""
        for at in self._shapes.triples(None, sh("path")):
            yield from self._walk(at)

    def steps(self) -> Iterator[Statement]:
        """The triples that name the properties of all paths, but not parameters."""
        past, cells = set[Term](), set[Term]()
        waiting = [
            at
            for at in self._shapes.triples(None, sh("path"))
            if not self._shapes.has(None, sh("parameter"), at.subject)
        ]
        while waiting:
            at = waiting.pop()
            if isinstance(at.object, NamedNode):
                yield at
            elif at.object not in past:
                past.add(at.object)
                waiting += self._parts(at, cells)

    def _walk(self, first: Statement) -> Iterator[Fault]:
        """Go down from *first*; a node that is met again above itself is circular."""
        open_nodes: set[Term] = set()
        waiting: list[tuple[Statement, bool]] = [(first, False)]
        while waiting:
            at, leaving = waiting.pop()
            if leaving:
                open_nodes.discard(at.object)
            elif at.object in open_nodes:
                yield fault("path-non-recursive", self._names, at)
            elif isinstance(at.object, NamedNode) or at.object in self._done:
                continue
            else:
                self._done.add(at.object)
                open_nodes.add(at.object)
                waiting.append((at, True))
                yield from self._node(at)
                waiting += [(part, False) for part in self._parts(at, self._cells)]

    def _parts(self, at: Statement, past: set[Term]) -> Iterator[Statement]:
        """The triples that lead from a node of a path to those within it."""
        for operator in _OPERATORS:
            yield from self._shapes.triples(at.object, operator)
        yield from self._lists.items(at.object, past)

    def _node(self, at: Statement) -> Iterator[Fault]:
        """What is wrong with one node of a path, leaving aside those within."""
        if not isinstance(at.object, BlankNode):
            yield fault("path-node", self._names, at)
            return
        used = {found.predicate for found in self._shapes.triples(at.object)}
        if used & set(_LISTED):
            yield from self._list(at, "path-sequence")
        elif len(used) != 1 or not used <= set(_OPERATORS):
            yield fault("path-node", self._names, at)
        elif _ALTERNATIVE in used:
            for inner in self._shapes.triples(at.object, _ALTERNATIVE):
                yield from self._alternatives(inner)

    def _alternatives(self, at: Statement) -> Iterator[Fault]:
        if self._lists.is_list(at.object):
            return  # it is looked at as a list of its own
        yield fault("path-alternative", self._names, at)

    def _list(self, at: Statement, rule: str) -> Iterator[Fault]:
        broken = self._lists.broken(at)
        if broken:
            yield fault(rule, self._names, broken, key="broken-list")
        elif self._is_short(at.object):
            yield fault(rule, self._names, at, key="short-path")

    def _is_short(self, head: Term) -> bool:
        """Whether a list has fewer than two members."""
        return len(list(islice(self._lists.items(head), 2))) < 2
