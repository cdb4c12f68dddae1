"""Which triples the result of a shape depends on, and for which focus nodes.

A result changes only if a triple changes that was looked at. Of all changed ones, take
that which is nearest to the focus node: what leads from the node to it did not change.
So the nodes to look at again are found by going back, in the data as they now are.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph.graphs import TYPE
from claimgraph.shacl.checks import (
    AskCheck,
    ClassCheck,
    FocusCheck,
    QualifiedCheck,
    QueryCheck,
    Shape,
    ShapeCheck,
    Target,
)
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step
from claimgraph.shacl.reading import Shapes


@dataclass(frozen=True)
class Reads:
    """
    A triple with *predicate*, or any, is looked at where *path* leads.

    The node there is its subject, or its object if it is looked at in *reverse*; only
    *node*, if that is given.
    """

    path: Path | None
    predicate: NamedNode | None
    reverse: bool = False
    node: NamedNode | None = None


def of_presence(node: NamedNode | None = None) -> Iterator[Reads]:
    """What it depends on whether *node*, or any, is in the data at all."""
    yield Reads(None, None, node=node)
    yield Reads(None, None, reverse=True, node=node)


class Unbounded(Exception):
    """What a shape depends on cannot be told."""


def of_shape(shapes: Shapes, shape: Shape) -> Iterator[Reads]:
    """What the constraints of *shape*, save queries, and its targets depend on."""
    yield from of_targets(shape)
    yield from _of_constraints(shapes, shape, None, nested=False)
    if any(target.kind == "targetNode" for target in shape.targets):
        yield from of_presence()  # which paths of no steps depend on


def of_targets(shape: Shape) -> Iterator[Reads]:
    """What it depends on which nodes *shape* is about."""
    yield from map(_of_target, shape.targets)


def _of_target(target: Target) -> Reads:
    if target.kind == "targetClass":
        return Reads(None, TYPE)
    property_ = target.value if isinstance(target.value, NamedNode) else TYPE
    return Reads(None, property_, target.kind == "targetObjectsOf")


def _of_constraints(
    shapes: Shapes, shape: Shape, before: Path | None, *, nested: bool
) -> Iterator[Reads]:
    if shape.path is not None:
        yield from of_path(shape.path, before)
    here = joined(before, shape.path)
    for check in shape.checks:
        if isinstance(check, ClassCheck):
            yield Reads(here, TYPE)
        elif isinstance(check, FocusCheck):
            yield from (Reads(before, predicate) for predicate in check.reads)
            if check.reads_all:
                yield Reads(here, None)
        elif isinstance(check, ShapeCheck | QualifiedCheck):
            for node in shapes.of_check(check):
                yield from _of_constraints(shapes, shapes[node], here, nested=True)
        elif isinstance(check, QueryCheck | AskCheck) and nested:
            raise Unbounded


def of_path(path: Path, before: Path | None = None) -> Iterator[Reads]:
    """The triples that *path* goes along, from the end of the path *before* it."""
    if isinstance(path, Step):
        yield Reads(before, path.predicate)
    elif isinstance(path, Repeated):
        again = before if path.sign == "?" else joined(before, Repeated(path.part, "*"))
        yield from of_path(path.part, again)
    elif isinstance(path, Joined) and path.sign == "|":
        for part in path.parts:
            yield from of_path(part, before)
    elif isinstance(path, Joined):
        for part in path.parts:
            yield from of_path(part, before)
            before = joined(before, part)
    elif isinstance(path, Inverse) and isinstance(path.part, Step):
        yield Reads(before, path.part.predicate, reverse=True)
    elif isinstance(path, Inverse):
        yield from of_path(inverted(path.part), before)


def joined(first: Path | None, then: Path | None) -> Path | None:
    """One path after the other."""
    if first is None or then is None:
        return first or then
    return Joined((first, then), "/")


def inverted(path: Path) -> Path:
    """
    The path back, with the inverse of steps only.

    >>> str(inverted(Joined((Step(NamedNode("a:a")), Step(NamedNode("a:b"))), "/")))
    '(^<a:b>/^<a:a>)'
    """
    if isinstance(path, Inverse):
        return path.part
    if isinstance(path, Repeated):
        return Repeated(inverted(path.part), path.sign)
    if isinstance(path, Joined):
        parts = map(inverted, path.parts[::-1] if path.sign == "/" else path.parts)
        return Joined(tuple(parts), path.sign)
    return Inverse(path)
