"""The shapes graph, read triple by triple."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from claimgraph.errors.shapes import MalformedShapes
from claimgraph.shacl.vocabulary import FIRST, NIL, REST, SUBCLASS_OF, TYPE

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal
_DEFAULT = DefaultGraph()


class Graph:
    """The default graph of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def values(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """The objects of *predicate* at *subject*, sorted."""
        found = self.store.quads_for_pattern(subject, predicate, None, _DEFAULT)
        terms = (q.object for q in found)
        return sorted(
            (t for t in terms if isinstance(t, NamedNode | BlankNode | Literal)),
            key=str,
        )

    def nodes(self, subject: Node, predicate: NamedNode) -> list[Node]:
        """The objects that are no literals."""
        found = self.values(subject, predicate)
        return [t for t in found if not isinstance(t, Literal)]

    def literals(self, subject: Node, predicate: NamedNode) -> list[Literal]:
        """The objects that are literals."""
        return [t for t in self.values(subject, predicate) if isinstance(t, Literal)]

    def subjects(self, predicate: NamedNode, value: Term | None = None) -> list[Node]:
        """What has *predicate* (with *value*), each once, sorted."""
        found = self.store.quads_for_pattern(None, predicate, value, _DEFAULT)
        subjects = {q.subject for q in found}
        return sorted(
            (s for s in subjects if isinstance(s, NamedNode | BlankNode)), key=str
        )

    def has(self, subject: Node, predicate: NamedNode) -> bool:
        """Whether *subject* has *predicate*."""
        found = self.store.quads_for_pattern(subject, predicate, None, _DEFAULT)
        return next(iter(found), None) is not None

    def kinds(self, node: Node) -> set[Node]:
        """The types of *node* with all that they are below of."""
        found, waiting = set[Node](), self.nodes(node, TYPE)
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                waiting += self.nodes(kind, SUBCLASS_OF)
        return found

    def members(self, head: Term) -> list[Term]:
        """The members of the list *head*; raises MalformedShapes if it is none."""
        return list(self._members(head))

    def _members(self, head: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self._cell(head)
            if head in seen:
                raise MalformedShapes(f"The list at {head} runs in a circle.")
            seen.add(head)
            yield first
            head = rest

    def _cell(self, head: Term) -> tuple[Term, Term]:
        cell = None if isinstance(head, Literal) else head
        first = self.values(cell, FIRST) if cell else []
        rest = self.values(cell, REST) if cell else []
        if len(first) != 1 or len(rest) != 1:
            raise MalformedShapes(f"{head} stands where a list is wanted.")
        return first[0], rest[0]
