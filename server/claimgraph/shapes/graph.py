"""The ontology and its shapes as one graph, and short ways to ask it."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from claimgraph import loading
from claimgraph.namespaces import PREFIXES
from claimgraph.shapes.model import Texts, Value

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


def named(name: str) -> NamedNode:
    """The IRI of a prefixed *name*."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


_FIRST, _REST, _NIL = map(named, ("rdf:first", "rdf:rest", "rdf:nil"))
_TYPE, _CLASS, _LABEL = map(named, ("rdf:type", "owl:Class", "rdfs:label"))
_ABOVE = named("rdfs:subClassOf")


class Graph:
    """The triples of some files."""

    def __init__(self, sources: Iterable[loading.Source]) -> None:
        self._store = Store()
        for source in sources:
            self._store.extend(loading.plain(source))

    def objects(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """The objects of the triples with that *subject* and *predicate*, in order."""
        found = self._store.quads_for_pattern(subject, predicate, None)
        return sorted((quad.object for quad in found), key=str)

    def nodes(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """Those of the objects that are no literals."""
        found = self.objects(subject, predicate)
        return [each for each in found if isinstance(each, (NamedNode, BlankNode))]

    def one(self, subject: Node, predicate: NamedNode) -> Term | None:
        """The first of the objects, or nothing."""
        return next(iter(self.objects(subject, predicate)), None)

    def subjects(self, predicate: NamedNode, object_: Term | None) -> list[Node]:
        """The subjects of the triples with that *predicate* and *object_*, in order."""
        found = self._store.quads_for_pattern(None, predicate, object_)
        nodes = {quad.subject for quad in found}
        return sorted(
            (n for n in nodes if isinstance(n, (NamedNode, BlankNode))), key=str
        )

    def items(self, head: Node) -> Iterator[Term]:
        """The members of an RDF list, up to where it ends or runs in a circle."""
        seen: set[Node] = {_NIL}
        while head not in seen:
            seen.add(head)
            first, rest = self.one(head, _FIRST), self.one(head, _REST)
            if first is None or not isinstance(rest, (NamedNode, BlankNode)):
                return
            yield first
            head = rest

    def texts(self, subject: Node, predicate: NamedNode) -> Texts:
        """What is said of *subject* by language."""
        found = self.objects(subject, predicate)
        return {
            each.language or "": each.value
            for each in found
            if isinstance(each, Literal)
        }

    def value(self, term: Term) -> Value:
        """A *term* as a shape names it, with its labels."""
        if isinstance(term, Literal):
            return Value(term.value, term.datatype.value, {})
        if isinstance(term, NamedNode):
            return Value(term.value, "", self.texts(term, _LABEL))
        return Value(str(term), "", {})

    def above(self, kind: NamedNode) -> list[NamedNode]:
        """The class *kind* and all named classes above it, the narrowest first."""
        found = self._closure(kind)
        return sorted(found, key=lambda each: -len(self._closure(each)))

    def _closure(self, kind: NamedNode) -> list[NamedNode]:
        found = [kind]
        for each in found:  # grows while it is read
            wider = self.nodes(each, _ABOVE)
            found += [w for w in wider if isinstance(w, NamedNode) and w not in found]
        return found

    def classes(self) -> list[NamedNode]:
        """All named classes that are declared."""
        found = self.subjects(_TYPE, _CLASS)
        return [each for each in found if isinstance(each, NamedNode)]
