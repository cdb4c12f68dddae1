"""What the shapes looked at, and what they did not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from claimgraph.findings import Coverage
from claimgraph.graphs import RESOURCE, TYPE, Graph, Node, Term, bare
from claimgraph.shacl import Applied, Data, Evaluation, Shapes
from claimgraph.shacl.checks import QueryCheck, Shape, ShapeCheck
from claimgraph.validation.wording import in_words

#: How many shapes a note names.
_SAMPLE = 3


def is_set_level(shape: Shape) -> bool:
    """Whether *shape* is about single named nodes that stand for a whole set."""
    kinds = {target.kind for target in shape.targets}
    queries = any(isinstance(check, QueryCheck) for check in shape.checks)
    return kinds == {"targetNode"} and queries


def _is_universal(shape: Shape) -> bool:
    """Whether *shape* is about any node whatever."""
    return any(target.value == RESOURCE for target in shape.targets)


@dataclass
class Met:
    """The nodes of the user's *own* that each shape met."""

    data: Data
    shapes: Shapes
    own: set[Term]
    seen: set[Term] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._evaluation = Evaluation(self.data, self.shapes)
        self._known: dict[str, set[Term]] = {}

    def add(self, applied: Applied) -> Coverage:
        """Note what the shape of *applied* looked at."""
        nodes = self._nodes(applied.shape)
        if not _is_universal(applied.shape):
            self.seen |= nodes
        return Coverage(
            bare(applied.shape.node),
            len(nodes),
            sum(self._constraints(applied.shape)),
            applied.engine,
        )

    def _nodes(self, shape: Shape) -> set[Term]:
        if is_set_level(shape):
            return self._members(shape)
        focus = self._evaluation.focus(shape)
        if focus.pattern not in self._known:  # many shapes are about the same nodes
            found = self.own.intersection(self._evaluation.nodes(focus))
            self._known[focus.pattern] = found
        return self._known[focus.pattern]

    def _members(self, shape: Shape) -> set[Term]:
        """What a set-level shape looks at through the nodes that it is about."""
        if _is_universal(shape):
            return self.own
        named = [t.value for t in shape.targets if isinstance(t.value, NamedNode)]
        found = {node for each in named for node in self._belonging(each)}
        return self.own & found

    def _belonging(self, set_: NamedNode) -> Iterator[Term]:
        """A node, its instances if it is a class, its subjects if it is a property."""
        graph = Graph(self.data.store)
        yield set_
        for kind in self._evaluation.hierarchy.below(set_):
            for quad in graph.quads(None, TYPE, kind):
                yield quad.subject  # type: ignore[misc]
        for quad in graph.quads(None, set_):
            yield quad.subject  # type: ignore[misc]

    def _constraints(self, shape: Shape) -> Iterator[int]:
        """One for each constraint of *shape* and of its property shapes."""
        for check in shape.checks:
            if isinstance(check, ShapeCheck) and check.kind in ("property", "node"):
                nested: Node = check.shapes[0]
                yield from self._constraints(self.shapes[nested])
            else:
                yield 1

    @property
    def unseen(self) -> list[str]:
        """The nodes that no shape looked at, sorted."""
        return sorted(map(str, self.own - self.seen))


def idle(coverage: Sequence[Coverage]) -> list[str]:
    """The shapes that met no node."""
    return [each.shape for each in coverage if not each.focus_nodes]


def note(
    shapes: Sequence[str], language: str, labels: Mapping[str, str]
) -> Iterable[str]:
    """Name, for a user's data, the *shapes* that had nothing to look at."""
    if shapes:
        some = ", ".join(labels.get(s) or _local(s) for s in shapes[:_SAMPLE])
        rest = ", ..." if len(shapes) > _SAMPLE else ""
        said = in_words("idle" if len(shapes) == 1 else "idle-several", language)
        yield said.format(number=len(shapes), shapes=some + rest)


def idle_one(shape: str, language: str) -> str:
    """Say that a *shape* found nothing in what is shipped."""
    return in_words("idle-shipped", language).format(shape=shape)


def _local(shape: str) -> str:
    return shape if shape.startswith("_:") else re.split("[/#:]", shape)[-1] or shape
