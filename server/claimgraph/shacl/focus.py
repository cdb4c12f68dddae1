"""Which nodes a shape looks at, as patterns of SPARQL that bind ?this."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, NamedNode, Store

from claimgraph.shacl import counting
from claimgraph.shacl.checks import FOCUS, Shape, Target
from claimgraph.shacl.paths import Path
from claimgraph.shacl.vocabulary import RDF, SUBCLASS_OF, TYPE

#: A graph of marks, one for each node that is to be looked at.
SCOPE = NamedNode("urn:claimgraph:scope")
#: What is in the scope: a node of any kind may be the object of this.
MEMBER = NamedNode("urn:claimgraph:member")
_TARGETS = {
    "targetSubjectsOf": "?this {} ?any .",
    "targetObjectsOf": "?any {} ?this .",
}


class Hierarchy:
    """The classes of the data and what is below each (SHACL, section 1.1)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[NamedNode, tuple[NamedNode, ...]] = {}

    @cached_property
    def _narrower(self) -> dict[NamedNode, list[NamedNode]]:
        found: dict[NamedNode, list[NamedNode]] = {}
        links = self._store.quads_for_pattern(None, SUBCLASS_OF, None, DefaultGraph())
        for quad in links:
            if isinstance(quad.subject, NamedNode) and isinstance(
                quad.object, NamedNode
            ):
                found.setdefault(quad.object, []).append(quad.subject)
        return found

    def below(self, kind: NamedNode) -> tuple[NamedNode, ...]:
        """*kind* and its subclasses, however far down: those that have instances."""
        if kind not in self._known:
            found = [each for each in self._all_below(kind) if self._is_used(each)]
            self._known[kind] = tuple(found) or (kind,)
        return self._known[kind]

    def _all_below(self, kind: NamedNode) -> Iterable[NamedNode]:
        found, waiting = {kind: None}, [kind]
        while waiting:
            for narrower in self._narrower.get(waiting.pop(), ()):
                if narrower not in found:
                    found[narrower] = None
                    waiting.append(narrower)
        return found

    def _is_used(self, kind: NamedNode) -> bool:
        found = self._store.quads_for_pattern(None, TYPE, kind, DefaultGraph())
        return next(iter(found), None) is not None


@dataclass(frozen=True)
class Focus:
    """
    Nodes that are looked at: *pattern* binds ?this to each of them.

    They were found by so many *steps* from focus nodes to value nodes.
    """

    pattern: str
    steps: int = 0

    def values(self, path: Path | None) -> str:
        """A group that binds ?value as well, to the value nodes by *path*."""
        return self.put_into(counting.values(path))

    def put_into(self, group: str) -> str:
        """The *group* with these nodes where it wants the focus nodes."""
        return group.replace(FOCUS, self.pattern)

    def along(self, path: Path | None) -> "Focus":
        """The value nodes by *path* as focus nodes of their own."""
        if path is None:
            return self
        inner = re.sub(r"\?this\b", f"?from{self.steps}", self.values(path))
        inner = re.sub(r"\?value\b", "?this", inner)
        return Focus(f"{{ SELECT DISTINCT ?this {{ {inner} }} }}", self.steps + 1)


def in_scope(variable: str, member: NamedNode = MEMBER) -> str:
    """A pattern that *variable* matches with the nodes in the scope."""
    return f"GRAPH {SCOPE} {{ {SCOPE} {member} ?{variable} }}"


def marked(variable: str) -> NamedNode:
    """What is in the scope only where *variable* stands without the one restricted."""
    return NamedNode(f"{MEMBER.value}:{variable}")


def of_targets(shape: Shape, hierarchy: Hierarchy, *, scoped: bool) -> Focus:
    """The nodes that the targets of *shape* find, or those of them in the scope."""
    parts = [_pattern(target, hierarchy) for target in _joined(shape.targets)]
    within = in_scope("this") if scoped else ""
    return Focus(_distinct(parts, within))


def _joined(targets: Sequence[Target]) -> Iterable[Target | list[Target]]:
    nodes = [target for target in targets if target.kind == "targetNode"]
    if nodes:
        yield nodes
    yield from (target for target in targets if target.kind != "targetNode")


def _pattern(target: Target | list[Target], hierarchy: Hierarchy) -> str:
    if isinstance(target, list):
        return f"VALUES ?this {{ {' '.join(str(each.value) for each in target)} }}"
    if target.kind != "targetClass" or not isinstance(target.value, NamedNode):
        return _TARGETS[target.kind].format(target.value)
    kinds = hierarchy.below(target.value)
    if len(kinds) == 1:
        return f"?this <{RDF}type> {kinds[0]} ."
    names = " ".join(map(str, kinds))
    return f"VALUES ?kind {{ {names} }} ?this <{RDF}type> ?kind ."


def _distinct(parts: list[str], within: str) -> str:
    """One part whose solutions are nodes stands as it is; others are made distinct."""
    if len(parts) == 1 and not re.search(r"\?(any|kind)\b", parts[0]):
        return f"{within} {parts[0]}"
    union = " UNION ".join(f"{{ {within} {part} }}" for part in parts)
    return f"{{ SELECT DISTINCT ?this {{ {union} }} }}"
