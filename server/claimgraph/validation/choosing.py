"""Some of the shapes, with all that they refer to."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from hashlib import sha256

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from claimgraph.errors.validations import UnknownShape
from claimgraph.graphs import SHAPES, TYPE, Node, reached, sh
from claimgraph.namespaces import PREFIXES, shorten
from claimgraph.shacl.reading import TARGETS
from claimgraph.validation import documents, reading
from claimgraph.validation.documents import Document, Held

_SHAPE = PREFIXES["shape"]
_TARGETS = set(map(sh, TARGETS))
_REFERRING = {sh("property"), sh("node")}


def chosen(shapes: Sequence[Document], names: Sequence[str]) -> Held:
    """
    The shapes of these *names* and what they refer to; nothing else has a target.

    A shape is named by its IRI, in short or whole, or by the last part of it. One
    without a target gets those of the shapes that refer to it. Raises UnknownShape.
    """
    known = _Shapes([quad for document in shapes for quad in document.quads()])
    nodes = {known.named(name) for name in names}
    quads = tuple(known.of(nodes))
    text = "".join(f"{quad} .\n" for quad in sorted(map(str, quads)))
    return Held(", ".join(names), sha256(text.encode()).hexdigest(), quads)


def names(shapes: Sequence[Document]) -> list[str]:
    """The names by which the *shapes* may be chosen that have targets, sorted."""
    return _Shapes([quad for document in shapes for quad in document.quads()]).names


@cache
def shipped() -> tuple[str, ...]:
    """The names by which shipped shapes may be chosen, sorted."""
    return tuple(names(documents.shipped(reading.shape_sources(None))))


@cache
def triples(names: tuple[str, ...] = ()) -> tuple[Triple, ...]:
    """What the shipped shapes of these *names* say, or all; raises UnknownShape."""
    found = documents.shipped(reading.shape_sources(None))
    if names:
        return tuple(quad.triple for quad in chosen(found, names).triples)
    return tuple(quad.triple for each in found for quad in each.quads())


def local(iri: str) -> str:
    """
    The last part of a shape's *iri*.

    >>> local("https://w3id.org/claimgraph/shape/ClaimShape")
    'ClaimShape'
    """
    return iri.removeprefix(_SHAPE)


class _Shapes:
    """The triples of a shapes graph, by their subjects."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        self._quads = quads
        self._about: dict[object, list[Quad]] = {}
        for quad in quads:
            self._about.setdefault(quad.subject, []).append(quad)

    @cached_property
    def _declared(self) -> dict[str, NamedNode]:
        return {
            local(quad.subject.value): quad.subject
            for quad in self._quads
            if isinstance(quad.subject, NamedNode)
            and quad.predicate == TYPE
            and quad.object in SHAPES
        }

    @property
    def names(self) -> list[str]:
        """Of the shapes that have targets."""
        found = self._declared.items()
        return sorted(name for name, node in found if list(self._targets(node)))

    def named(self, name: str) -> NamedNode:
        """The shape of that *name*; raises UnknownShape."""
        for node in self._declared.values():
            if name in (node.value, shorten(node.value), local(node.value)):
                return node
        raise UnknownShape(name, [*self._declared])

    def of(self, nodes: set[NamedNode]) -> Iterator[Quad]:
        """What is said of *nodes* and of what they refer to, however far."""
        for subject in reached(list[Node](nodes), self._referred):
            for quad in self._about[subject]:
                if quad.predicate not in _TARGETS or subject in nodes:
                    yield quad
        for node in nodes:
            if not list(self._targets(node)):
                yield from self._inherited(node)

    def _referred(self, node: Node) -> Iterator[Node]:
        for quad in self._about[node]:
            value = quad.object
            if isinstance(value, NamedNode | BlankNode) and value in self._about:
                yield value

    def _targets(self, node: object) -> Iterator[Quad]:
        return (q for q in self._about.get(node, ()) if q.predicate in _TARGETS)

    def _inherited(self, node: NamedNode) -> Iterator[Quad]:
        for quad in self._quads:
            if quad.predicate in _REFERRING and quad.object == node:
                for target in self._targets(quad.subject):
                    yield Quad(node, target.predicate, target.object)
