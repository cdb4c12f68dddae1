"""The classes of the data and their instances (SHACL, section 1.1)."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import NamedNode, Store

from claimgraph.graphs import SUBCLASS_OF, TYPE, Graph, Node, reached


def one_of(
    variable: str, names: Iterable[NamedNode], pattern: str, *, known: bool
) -> str:
    """
    The *pattern* with a *variable* that has one of these *names*.

    The engine starts from VALUES, which is right unless the other nodes are *known*.
    """
    if known:
        return f"{pattern} FILTER({variable} IN ({', '.join(map(str, names))}))"
    return f"VALUES {variable} {{ {' '.join(map(str, names))} }} {pattern}"


class Hierarchy:
    """The classes of *store* and what is below each."""

    def __init__(self, store: Store) -> None:
        self._graph = Graph(store)
        self._known: dict[NamedNode, tuple[Node, ...]] = {}

    @cached_property
    def _narrower(self) -> dict[Node, list[Node]]:
        found: dict[Node, list[Node]] = {}
        for quad in self._graph.quads(None, SUBCLASS_OF):
            found.setdefault(quad.object, []).append(quad.subject)  # type: ignore[arg-type]
        return found

    def below(self, kind: NamedNode) -> tuple[Node, ...]:
        """*kind* and its subclasses, however far down: those that have instances."""
        if kind not in self._known:
            found = [each for each in self._all_below(kind) if self._is_used(each)]
            self._known[kind] = tuple(found) or (kind,)
        return self._known[kind]

    def _all_below(self, kind: NamedNode) -> Iterable[Node]:
        return reached(list[Node]([kind]), lambda each: self._narrower.get(each, ()))

    def _is_used(self, kind: Node) -> bool:
        return self._graph.has(None, TYPE, kind)

    def instances(self, kinds: Sequence[NamedNode], *, known: bool = False) -> str:
        """
        A pattern that binds ?this to the instances of *kinds*, maybe repeatedly.

        Nodes that are *known*, as they are bound already, are few.
        """
        below = dict.fromkeys(each for kind in kinds for each in self.below(kind))
        names = [each for each in below if isinstance(each, NamedNode)]
        if len(names) < len(below):  # a query cannot name the others
            given = " ".join(map(str, kinds))
            return f"VALUES ?kind {{ {given} }} ?this {TYPE}/{SUBCLASS_OF}* ?kind ."
        if len(names) == 1:
            return f"?this {TYPE} {names[0]} ."
        return one_of("?kind", names, f"?this {TYPE} ?kind .", known=known)

    def lacks(self, kind: NamedNode) -> str:
        """A condition: ?value is no instance of *kind* (section 4.1.1)."""
        below = self.below(kind)
        names = ", ".join(str(each) for each in below if isinstance(each, NamedNode))
        if len(names) < len(", ".join(map(str, below))):
            return f"NOT EXISTS {{ ?value {TYPE}/{SUBCLASS_OF}* {kind} }}"
        return f"NOT EXISTS {{ ?value {TYPE} ?class . FILTER(?class IN ({names})) }}"
