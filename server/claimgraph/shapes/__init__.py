"""What the shapes ask of each class: for editors, forms and the documentation."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache

from pyoxigraph import NamedNode

from claimgraph import loading
from claimgraph.errors.library import UnknownClass
from claimgraph.graphs import named, sh
from claimgraph.namespaces import CG, PREFIXES, shorten
from claimgraph.shapes import reading
from claimgraph.shapes.graph import Graph, stored
from claimgraph.shapes.model import Class, Shape

__all__ = ["Class", "Shapes", "shipped"]

_TARGETS = (sh("targetClass"), sh("targetNode"))
_LABEL, _DEFINITION = named("rdfs:label"), named("skos:definition")
_MODULE = named("rdfs:isDefinedBy")


class Shapes:
    """The classes that shapes are about, in the files of an ontology."""

    def __init__(self, sources: Iterable[loading.Source]) -> None:
        self._graph = Graph(stored(sources))
        self._shapes = dict(self._targeted())

    def _targeted(self) -> Iterable[tuple[NamedNode, list[Shape]]]:
        """Each target, and the active shapes that name it."""
        for target in sorted(self._targets(), key=_ours_first):
            found = {
                node for kind in _TARGETS for node in self._graph.subjects(kind, target)
            }
            yield (
                target,
                [
                    reading.shape(self._graph, node)
                    for node in sorted(found, key=str)
                    if reading.is_active(self._graph, node)
                ],
            )

    def _targets(self) -> set[NamedNode]:
        named_by = ((n, k) for k in _TARGETS for n in self._graph.subjects(k))
        found = (o for node, kind in named_by for o in self._graph.values(node, kind))
        return {each for each in found if isinstance(each, NamedNode)}

    def classes(self) -> list[Class]:
        """All that a shape names as its target, by IRI, ours first."""
        return [self._class(each) for each in self._shapes]

    def find(self, name: str) -> Class:
        """
        The class of that *name*, with what is asked of those above it as well.

        The name is that of a term of ours, one with a prefix of ours, or an IRI. Raises
        UnknownClass, which names those nearest to it.
        """
        known = {shorten(each.value): each for each in self._known()}
        iri = _iri(name)
        for each in known.values():
            if each.value == iri:
                return self._class(each)
        plain = {each.removeprefix("cg:"): each for each in known}
        raise UnknownClass(name, get_close_matches(name, plain, 3))

    def _known(self) -> list[NamedNode]:
        """All that has shapes, of its own or of a class above it."""
        ours = self._graph.classes()
        inherits = [c for c in ours if self._shapes.keys() & {*self._graph.above(c)}]
        return [*dict.fromkeys([*self._shapes, *inherits])]

    def _class(self, kind: NamedNode) -> Class:
        above = [each for each in self._graph.above(kind) if each in self._shapes]
        module = self._graph.one(kind, _MODULE)
        return Class(
            iri=kind.value,
            label=self._graph.texts(kind, _LABEL),
            definition=self._graph.texts(kind, _DEFINITION),
            module=module.value if isinstance(module, NamedNode) else "",
            above=tuple(each.value for each in above if each != kind),
            shapes=tuple((e.value, s) for e in above for s in self._shapes[e]),
        )


def _ours_first(kind: NamedNode) -> tuple[bool, str]:
    return not kind.value.startswith(CG), kind.value


def _iri(name: str) -> str:
    """
    The IRI that a *name* stands for.

    >>> _iri("Claim")
    'https://w3id.org/claimgraph/ns#Claim'
    >>> _iri("skos:Concept")
    'http://www.w3.org/2004/02/skos/core#Concept'
    """
    prefix, colon, local = name.partition(":")
    if not colon:
        return CG + name
    return PREFIXES[prefix] + local if prefix in PREFIXES else name


@cache
def shipped() -> Shapes:
    """The shapes that come with the ontology, read once."""
    return Shapes(loading.shipped_ontology())
