"""The ontology and its shapes as one graph, and short ways to ask it."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph import loading
from claimgraph.graphs import (
    FIRST,
    NIL,
    REST,
    SUBCLASS_OF,
    TYPE,
    Node,
    Sorted,
    Term,
    named,
)
from claimgraph.shapes.model import Texts, Value

_CLASS, _LABEL = named("owl:Class"), named("rdfs:label")


def stored(sources: Iterable[loading.Source]) -> Store:
    """The triples of some files, of whatever graph, in one."""
    store = Store()
    for source in sources:
        store.extend(Quad(*quad.triple) for quad in loading.plain(source))
    return store


class Graph(Sorted):
    """What is said, of which that comes first counts where there should be one."""

    def one(self, subject: Node, predicate: NamedNode) -> Term | None:
        """The first of the objects, or nothing."""
        return next(iter(self.values(subject, predicate)), None)

    def items(self, head: Node) -> Iterator[Term]:
        """The members of an RDF list, up to where it ends or runs in a circle."""
        seen: set[Node] = {NIL}
        while head not in seen:
            seen.add(head)
            first, rest = self.one(head, FIRST), self.one(head, REST)
            if first is None or rest is None or isinstance(rest, Literal):
                return
            yield first
            head = rest

    def texts(self, subject: Node, predicate: NamedNode) -> Texts:
        """What is said of *subject* by language."""
        found = self.literals(subject, predicate)
        return {each.language or "": each.value for each in found}

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
            wider = self.nodes(each, SUBCLASS_OF)
            found += [w for w in wider if isinstance(w, NamedNode) and w not in found]
        return found

    def classes(self) -> list[NamedNode]:
        """All named classes that are declared."""
        found = self.subjects(TYPE, _CLASS)
        return [each for each in found if isinstance(each, NamedNode)]
