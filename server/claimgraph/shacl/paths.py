"""Property paths: read from RDF, written as SPARQL (SHACL, section 2.3.1)."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.shacl.graph import Graph, Term
from claimgraph.shacl.vocabulary import FIRST, sh


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
#: The engine's parser is recursive, and so are these functions.
_DEEPEST = 100


def read(graph: Graph, node: Term, depth: int = 0) -> Path:
    """
    Read the path at *node*.

    Raises MalformedShapes for what is none, or is nested too deep or in a circle.
    """
    if isinstance(node, NamedNode):
        return Step(node)
    if isinstance(node, Literal) or depth > _DEEPEST:
        raise MalformedShapes(f"{node} stands where a path is wanted.")
    if graph.has(node, FIRST):
        return _joined(graph, node, "/", depth)
    for choice in graph.values(node, _ALTERNATIVE):
        return _joined(graph, choice, "|", depth)
    for predicate, made in _UNARY.items():
        for part in graph.values(node, predicate):
            return made(read(graph, part, depth + 1))
    raise MalformedShapes(f"{node} stands where a path is wanted.")


def _joined(graph: Graph, head: Term, sign: str, depth: int) -> Path:
    parts = [read(graph, member, depth + 1) for member in graph.members(head)]
    if len(parts) < 2:
        raise MalformedShapes(f"The path at {head} joins fewer than two paths.")
    return Joined(tuple(parts), sign)
