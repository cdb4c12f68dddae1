"""Which blank nodes of two graphs are the same, by what is said of them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Quad, Triple

from claimgraph.validation.wanting import kept

#: How many steps away from a node is looked for what tells it from others.
_FARTHEST = 8
#: Of each node: which end of a triple it is, with the predicate and the other end.
_Said = Mapping[BlankNode, Sequence[tuple[str, Any, Any]]]


def called(quads: Sequence[Quad], there: Collection[Triple]) -> Iterator[Quad]:
    """
    The *quads*, with their blank nodes called as the same ones are in triples *there*.

    Nodes that are all alike are paired as they come, if there are as many.
    """
    here = dict.fromkeys((q.subject, q.predicate, kept(q.object)) for q in quads)
    names = _paired(_said(here), _said(there))
    for quad in quads:
        yield Quad(*(_called(term, names) for term in quad)) if names else quad


def _called(term: Any, names: Mapping[Any, BlankNode]) -> Any:
    if isinstance(term, Triple):
        return Triple(*(_called(each, names) for each in term))
    return names.get(term, term)


def _said(triples: Iterable[Iterable[Any]]) -> _Said:
    found: dict[BlankNode, list[tuple[str, Any, Any]]] = {}
    for subject, predicate, object_ in triples:
        if isinstance(subject, BlankNode):
            found.setdefault(subject, []).append(("subject", predicate, object_))
        if isinstance(object_, BlankNode):
            found.setdefault(object_, []).append(("object", predicate, subject))
    return found


def _paired(here: _Said, there: _Said) -> dict[Any, BlankNode]:
    looks = _looks({**here, **there}) if here else {}
    ours, theirs = (_by_look(looks, nodes) for nodes in (here, there))
    return {
        node: other
        for look, nodes in ours.items()
        if len(nodes) == len(theirs.get(look, ()))
        for node, other in zip(nodes, theirs[look], strict=True)
    }


def _by_look(
    looks: Mapping[BlankNode, int], nodes: Iterable[BlankNode]
) -> dict[int, list[BlankNode]]:
    found: dict[int, list[BlankNode]] = {}
    for node in nodes:
        found.setdefault(looks[node], []).append(node)
    return found


def _looks(said: _Said) -> dict[BlankNode, int]:
    """Equal numbers for nodes of which the same is said, and of their neighbours."""
    looks = dict.fromkeys(said, 0)
    for _ in range(_FARTHEST):
        closer = {node: _look(node, its, looks) for node, its in said.items()}
        if len(set(closer.values())) == len(set(looks.values())):
            break
        looks = closer
    return looks


def _look(
    node: BlankNode, said: Iterable[tuple[str, Any, Any]], looks: Mapping[Any, int]
) -> int:
    each = (hash((end, way, looks.get(other, other))) for end, way, other in said)
    return hash((looks[node], *sorted(each)))
