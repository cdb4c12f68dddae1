"""Results become findings: worded, placed, and in the order in which they are read."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import NamedTuple

from pyoxigraph import BlankNode, Store

from claimgraph.findings import NOWHERE, Finding, Place, gravity
from claimgraph.graphs import Node, Term
from claimgraph.shacl import Result, Shapes
from claimgraph.validation.documents import Document
from claimgraph.validation.naming import Names
from claimgraph.validation.placing import Finder
from claimgraph.validation.wanting import Wanted, is_direct, wanted
from claimgraph.validation.wording import Speech

#: For so many results a path is gone again if it may be as long as the data.
_WALKED = 500


_Key = tuple[object, ...]


class About(NamedTuple):
    """A *result*, the *node* that it is about, and the targeted shape that found it."""

    result: Result
    node: Term
    root: Node


class Said(NamedTuple):
    """Findings, and what a reader may know the blank nodes in them by."""

    findings: tuple[Finding, ...]
    labels: Mapping[str, str]


@contextmanager
def _uncollected() -> Iterator[None]:
    """
    Do without the garbage collector.

    It would look again and again through what is kept, of which nothing is garbage.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


@_uncollected()
def said(
    every: Sequence[About],
    shapes: Shapes,
    documents: tuple[Sequence[Document], Sequence[Document]],
    prefixes: Mapping[str, str],
    data: Store | None,
) -> Said:
    """
    Say *every* result of *shapes* as a finding.

    Places are found in the *documents*, which are those of the data and of the shapes.
    The *data* tell which triple is the last of a path of many steps.
    """
    blank = sorted({term for each in every for term in _blank(each)}, key=str)
    triples = [*_triples(every, shapes, data), *map(_node, blank)]
    places = Finder(documents[0]).places(triples)
    asking = _places_of_shapes(every, shapes, documents[1])
    standing = dict(zip(map(str, blank), places[len(every) :], strict=True))
    labels = dict(_labels({**standing, **asking}))
    speech = Speech(shapes.graph, Names(prefixes, labels))
    found = [
        speech.finding(each.result, each.node, each.root, place)
        for each, place in zip(every, places[: len(every)], strict=True)
    ]
    return Said(tuple(_ordered(found, asking)), labels)


def _triples(
    every: Iterable[About], shapes: Shapes, data: Store | None
) -> Iterator[Sequence[Wanted]]:
    for number, (result, node, _) in enumerate(every):
        path = shapes[result.shape].path
        walked = number < _WALKED or is_direct(path)
        yield wanted(result, node, path, data if walked else None)


def _blank(about: About) -> Iterator[BlankNode]:
    for term in (about.result.focus, about.node, about.result.value):
        if isinstance(term, BlankNode):
            yield term


def _node(node: Term) -> Sequence[Wanted]:
    """Where *node* stands, first as a subject."""
    return Wanted(node, points_at_subject=True), Wanted(None, value=node)


def _places_of_shapes(
    every: Iterable[About], shapes: Shapes, documents: Sequence[Document]
) -> dict[str, Place | None]:
    """Where the shapes without a name stand that a report speaks of."""
    asked = {shape.node for shape in shapes.targeted}
    for result, _, root in every:
        asked |= {root, result.shape, result.constraint or root}
    below = {n for node in asked if node in shapes for n in shapes.referred_by(node)}
    blank = sorted((n for n in asked | below if isinstance(n, BlankNode)), key=str)
    places = Finder(documents).places(list(map(_node, blank)))
    return dict(zip(map(str, blank), places, strict=True))


def _labels(places: Mapping[str, Place | None]) -> Iterator[tuple[str, str]]:
    for node, place in places.items():
        if place and place.line is not None:
            written = _written(place)
            yield node, written if written.startswith("_:") else f"[{place}]"


def _written(place: Place) -> str:
    """What the source has at *place*."""
    if place.column is None or place.end_column is None:
        return ""
    return place.source[place.column - 1 : place.end_column - 1]


def _ordered(
    found: Iterable[Finding], shapes: Mapping[str, Place | None]
) -> Iterator[Finding]:
    """
    The order of `Finding`, but for unnamed shapes, which go by where they stand.

    Messages, which are not made before somebody reads them, tell the equal apart.
    """
    known = {shape: (1, place.order) for shape, place in shapes.items() if place}
    keyed = [(_key(each, known), each) for each in found]
    keyed.sort(key=_first)
    for _, same in groupby(keyed, key=_first):
        several = [each for _, each in same]
        yield from sorted(several) if len(several) > 1 else several


def _first(pair: tuple[_Key, Finding]) -> _Key:
    return pair[0]


def _key(found: Finding, known: Mapping[str, tuple[int, tuple[object, ...]]]) -> _Key:
    place = found.place.order if found.place else NOWHERE
    root, shape = found.root, found.shape
    return (
        gravity(found.severity), found.severity,
        known.get(root, _FIRST), root, known.get(shape, _FIRST), shape,
        found.constraint, found.path, place,
        found.focus, found.node, found.value, found.component,
    )  # fmt: skip


#: Named shapes come first.
_FIRST = (0, NOWHERE)
