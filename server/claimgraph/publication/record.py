"""What a change did to the loaded graphs, and what was and is said around it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import TypeGuard

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from claimgraph import rules
from claimgraph.journal import Difference
from claimgraph.publication import terms
from claimgraph.publication.terms import DEFAULT, STRUCTURE, SUBCLASS, TYPE

#: What something can be said of; and what can be said to be its object.
Node = NamedNode | BlankNode | Triple
Term = Node | Literal
Graph = NamedNode | BlankNode | DefaultGraph
Pattern = tuple[Node | None, NamedNode | None, Term | None]

#: The rules on which the keys of contents depend.
_KEYED = ("05-times", "40-content-key")


class Change(Difference):
    """What loaded graphs have lost and gained."""

    @classmethod
    def since(cls, store: Store, before: Mapping[str, Iterable[Quad]]) -> "Change":
        """What has become in *store* of graphs that were as *before* has them."""
        was = frozenset(quad for quads in before.values() for quad in quads)
        graphs = [NamedNode(name) for name in before]
        found = (store.quads_for_pattern(None, None, None, graph) for graph in graphs)
        now = frozenset(quad for quads in found for quad in quads)
        return cls(was - now, now - was)

    @cached_property
    def triples(self) -> frozenset[Quad]:
        """All that changed, whatever graph it is in."""
        return frozenset(map(default, self.quads))

    @property
    def reaches_far(self) -> bool:
        """Whether the vocabulary, the gazetteer or a policy is among what changed."""
        return any(
            quad.predicate in terms.FAR_REACHING
            or (quad.predicate == TYPE and quad.object in terms.FAR_REACHING_KINDS)
            for quad in self.quads
        )


def is_node(term: object) -> TypeGuard[Node]:
    """Tell whether anything can be said of *term*."""
    return isinstance(term, NamedNode | BlankNode)


def default(quad: Quad) -> Quad:
    """The triple of *quad* in the default graph."""
    return Quad(quad.subject, quad.predicate, quad.object)


class Record:
    """
    A store after a change of its loaded graphs, and before anything follows from it.

    So what is derived in it is what followed before the change.
    """

    def __init__(self, store: Store, change: Change) -> None:
        self.store = store
        self.change = change
        self._gone = Store()
        self._gone.extend(change.removed)
        self._apart = rules.derived_graphs(store) | {*map(NamedNode, rules.APART)}
        self.told = cache(self._told)
        self.is_entity = cache(self._is_entity)
        self.is_eventuality = cache(self._is_eventuality)

    def _both(self, *pattern: *Pattern) -> Iterator[Quad]:
        """What matches in the store or is gone."""
        yield from self.store.quads_for_pattern(*pattern, None)
        if self.change.removed:
            yield from self._gone.quads_for_pattern(*pattern, None)

    def into(self, nodes: Iterable[Term], *predicates: NamedNode) -> set[Node]:
        """What has one of *nodes* for one of *predicates*, or had."""
        return {
            quad.subject
            for node in nodes
            for predicate in predicates
            for quad in self._both(None, predicate, node)
        }

    def out(self, nodes: Iterable[Node], *predicates: NamedNode) -> set[Node]:
        """What one of *nodes* has for one of *predicates*, or had."""
        return {
            quad.object
            for node in nodes
            for predicate in predicates
            for quad in self._both(node, predicate, None)
            if is_node(quad.object)
        }

    def having(
        self, nodes: Iterable[Node], predicate: NamedNode, value: Term
    ) -> set[Node]:
        """Those of *nodes* that have *value* for *predicate*, or had."""
        return {node for node in nodes if any(self._both(node, predicate, value))}

    def pointing_at(self, nodes: Iterable[Node]) -> set[Node]:
        """What has one of *nodes* for anything, or had."""
        return {
            quad.subject
            for node in nodes
            for quad in self._both(None, None, node)
            if self.is_loaded(quad)
        }

    def pointed_at(self, nodes: Iterable[Node]) -> set[Node]:
        """What loaded graphs say, or said, that one of *nodes* has for anything."""
        told = (self.told(node, None, None) for node in nodes)
        return {q.object for then, now in told for q in then | now if is_node(q.object)}

    def is_withdrawn(self, claim: Node) -> bool:
        """Tell whether *claim* was withdrawn before the change."""
        withdrawn = (claim, terms.WITHDRAWN_WITH, None, terms.WITHDRAWN)
        return any(self.store.quads_for_pattern(*withdrawn))

    def is_loaded(self, quad: Quad) -> bool:
        """Tell whether *quad* is in a loaded graph that makes up the default graph."""
        graph = quad.graph_name
        return not (isinstance(graph, DefaultGraph) or graph in self._apart)

    def followed(self, *pattern: *Pattern) -> Iterator[Quad]:
        """What matches in the default graph, as it was before the change."""
        return self.store.quads_for_pattern(*pattern, DEFAULT)

    def _told(self, *pattern: *Pattern) -> tuple[frozenset[Quad], frozenset[Quad]]:
        """What loaded graphs said and say that matches *pattern*."""
        found = self.store.quads_for_pattern(*pattern, None)
        now = frozenset(filter(self.is_loaded, found))
        gone = self._gone.quads_for_pattern(*pattern, None)
        return (now - self.change.added) | {*gone}, now

    @cached_property
    def other(self) -> set[Quad]:
        """The triples that the change made true or false."""
        return {quad for quad in self.change.quads if self._is_other(quad)}

    @cached_property
    def turned(self) -> set[Quad]:
        """What the change says, or does not say any more, to be of a kind."""
        return {quad for quad in self.other if quad.predicate == TYPE}

    def _is_other(self, quad: Quad) -> bool:
        """Tell whether the change made the triple of *quad* true or false."""
        was, now = self.told(quad.subject, quad.predicate, quad.object)
        return bool(was) != bool(now)

    def _is_entity(self, node: Node) -> bool:
        """Tell whether *node* belongs to the world, so far as is said of it."""
        said = {quad.predicate for quad in self.followed(node, None, None)}
        new = {q.predicate for q in self._changed.get(node, ())}
        return bool(said) and not (said | new) & STRUCTURE

    @cached_property
    def _changed(self) -> dict[Node, list[Quad]]:
        found: dict[Node, list[Quad]] = {}
        for quad in self.change.quads:
            found.setdefault(quad.subject, []).append(quad)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[Quad]:
        """What rules read of the vocabulary, the gazetteer and loaded policies."""
        found = [self.followed(None, said, None) for said in terms.VOCABULARY]
        typed = self.store.quads_for_pattern(None, TYPE, terms.POLICY, None)
        for policy in {quad.subject for quad in typed if self.is_loaded(quad)}:
            found += [self.followed(policy, said, None) for said in terms.POLICIES]
            found.append(iter([Quad(policy, TYPE, terms.POLICY)]))
        return frozenset(default(quad) for quads in found for quad in quads)

    def keys_now(self, nodes: Iterable[Node]) -> Iterator[tuple[Node, str]]:
        """The keys of the contents among *nodes*, by what loaded graphs say now."""
        scratch = Store()
        told = (self.told(node, None, None) for node in nodes)
        scratch.extend([default(quad) for _, now in told for quad in now])
        scratch.extend(self.vocabulary)
        rules.derive(scratch, _KEYED.__contains__)
        for quad in scratch.quads_for_pattern(None, terms.KEY, None, DEFAULT):
            if isinstance(quad.object, Literal):
                yield quad.subject, quad.object.value

    def _is_eventuality(self, node: Node) -> bool:
        kinds = {quad.object for quad in self.followed(node, TYPE, None)}
        new = {q.object for q in self._changed.get(node, ()) if q.predicate == TYPE}
        return bool((kinds | new) & self.eventualities)

    @cached_property
    def eventualities(self) -> set[object]:
        """The kinds of what may happen or not."""
        narrower: dict[object, list[object]] = {}
        for quad in self.followed(None, SUBCLASS, None):
            narrower.setdefault(quad.object, []).append(quad.subject)
        found: set[object] = set()
        beneath: list[object] = [terms.EVENTUALITY]
        while beneath:
            kind = beneath.pop()
            if kind not in found:
                found.add(kind)
                beneath += narrower.get(kind, [])
        return found
