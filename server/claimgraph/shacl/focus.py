"""Which nodes a shape looks at, as patterns of SPARQL that bind ?this."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from claimgraph.shacl import counting
from claimgraph.shacl.checks import FOCUS, Shape, Target
from claimgraph.shacl.hierarchy import Hierarchy, one_of
from claimgraph.shacl.paths import Path

#: A graph of marks, one for each node that is to be looked at.
SCOPE = NamedNode("urn:claimgraph:scope")
#: What is in the scope: a node of any kind may be the object of this.
MEMBER = NamedNode("urn:claimgraph:member")
_TARGETS = {
    "targetSubjectsOf": "?this {} ?any .",
    "targetObjectsOf": "?any {} ?this .",
}


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
    within = in_scope("this") if scoped else ""
    patterns = _patterns(shape.targets, hierarchy, scoped=scoped)
    return Focus(_distinct(list(patterns), within))


def _patterns(
    targets: Sequence[Target], hierarchy: Hierarchy, *, scoped: bool
) -> Iterator[str]:
    """One for all targets of a kind: the engine recurses over chains of UNION."""
    by_kind: dict[str, list[NamedNode | Literal]] = {}
    for target in targets:
        by_kind.setdefault(target.kind, []).append(target.value)
    for kind, values in by_kind.items():
        names = [value for value in values if isinstance(value, NamedNode)]
        if kind == "targetClass":
            yield hierarchy.instances(names, known=scoped)
        elif kind == "targetNode":
            yield f"VALUES ?this {{ {' '.join(map(str, values))} }}"
        elif len(names) == 1:
            yield _TARGETS[kind].format(names[0])
        else:
            yield one_of("?kind", names, _TARGETS[kind].format("?kind"), known=scoped)


def _distinct(parts: list[str], within: str) -> str:
    """One part whose solutions are nodes stands as it is; others are made distinct."""
    if len(parts) == 1 and not re.search(r"\?(any|kind)\b", parts[0]):
        return f"{within} {parts[0]}"
    union = " UNION ".join(f"{{ {within} {part} }}" for part in parts)
    return f"{{ SELECT DISTINCT ?this {{ {union} }} }}"
