"""Property paths: read from RDF, written as SPARQL (SHACL, section 2.3.1)."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.graphs import FIRST, Term, sh
from claimgraph.shacl.graph import Graph


class Path(ABC):
    """A property path; its text is that of SPARQL, with whole IRIs."""

    @abstractmethod
    def __str__(self) -> str: ...

    @property
    @abstractmethod
    def predicates(self) -> frozenset[NamedNode]:
        """All predicates that it names."""


@dataclass(frozen=True)
class Step(Path):
    """A predicate path (section 2.3.1.1)."""

    predicate: NamedNode

    def __str__(self) -> str:
        return str(self.predicate)

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """The one."""
        return frozenset({self.predicate})


@dataclass(frozen=True)
class Joined(Path):
    """A sequence path, or an alternative path, by its *sign* (2.3.1.2 and 2.3.1.3)."""

    parts: tuple[Path, ...]
    sign: str

    def __str__(self) -> str:
        return "(" + self.sign.join(map(str, self.parts)) + ")"

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """Those of all parts."""
        return frozenset().union(*(part.predicates for part in self.parts))


@dataclass(frozen=True)
class Inverse(Path):
    """An inverse path (section 2.3.1.4)."""

    part: Path

    def __str__(self) -> str:
        return f"^{self.part}" if isinstance(self.part, Step) else f"^({self.part})"

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """Those of its part."""
        return self.part.predicates


@dataclass(frozen=True)
class Repeated(Path):
    """A path that is gone ``*``, ``+`` or ``?`` times (2.3.1.5 to 2.3.1.7)."""

    part: Path
    sign: str

    def __str__(self) -> str:
        return f"({self.part}){self.sign}"

    @property
    def predicates(self) -> frozenset[NamedNode]:
        """Those of its part."""
        return self.part.predicates


_UNARY: dict[NamedNode, Callable[[Path], Path]] = {
    sh("inversePath"): Inverse,
    sh("zeroOrMorePath"): lambda part: Repeated(part, "*"),
    sh("oneOrMorePath"): lambda part: Repeated(part, "+"),
    sh("zeroOrOnePath"): lambda part: Repeated(part, "?"),
}
_ALTERNATIVE = sh("alternativePath")
#: So long a path may be: the engine's time grows faster than its length.
_LONGEST = 100


def read(graph: Graph, node: Term) -> Path:
    """
    Read the path at *node*.

    Raises MalformedShapes for what is none, or is too long, or goes in a circle.
    """
    return _Reading(graph).path(node)


class _Reading:
    """One path, of which no more than so many parts are read."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._left = _LONGEST

    def path(self, node: Term) -> Path:
        """The path at *node*, or the part of one."""
        self._left -= 1
        if self._left < 0:
            raise MalformedShapes(
                f"A path has more than {_LONGEST} parts at {node}: shorten it."
            )
        if isinstance(node, NamedNode):
            return Step(node)
        if isinstance(node, Literal):
            raise MalformedShapes(f"{node} stands where a path is wanted.")
        return self._composite(node)

    def _composite(self, node: BlankNode) -> Path:
        if self._graph.has(node, FIRST):
            return self._joined(node, "/")
        for choice in self._graph.values(node, _ALTERNATIVE):
            return self._joined(choice, "|")
        for predicate, made in _UNARY.items():
            for part in self._graph.values(node, predicate):
                return made(self.path(part))
        raise MalformedShapes(f"{node} stands where a path is wanted.")

    def _joined(self, head: Term, sign: str) -> Path:
        parts = [self.path(member) for member in self._graph.members(head)]
        if len(parts) < 2:
            raise MalformedShapes(f"The path at {head} joins fewer than two paths.")
        return Joined(tuple(parts), sign)
