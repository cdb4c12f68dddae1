"""The neighbourhood of a change: all that rules look at to derive what it can alter.

Rules that are applied to it, as it was and as it is, differ in just what they would
differ in if they were applied to everything. What follows from elsewhere, and the
change cannot alter, is not derived again but taken as given.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.publication import terms
from claimgraph.publication.reach import Reach
from claimgraph.publication.record import Graph, Node, Pattern, Record, default, is_node
from claimgraph.publication.terms import (
    ACCEPTANCE,
    ACCEPTS,
    AFFIRMS,
    ANCHOR,
    AUTHOR,
    CONTENT,
    HOLDER,
    HOLDS,
    IN_DOCUMENT,
    KEY,
    LABEL,
    MAKES_VIEW,
    OBJECT,
    PREDICATE,
    SUBJECT,
    TYPE,
)
from claimgraph.rules import WORK

#: What rules share about whom one believes that something occurred.
GRANTED_BY = NamedNode("urn:claimgraph:work#grantedBy")
_HAS_PART = NamedNode("urn:claimgraph:work#hasPart")
_TRUE = Literal(True)


class Neighbourhood:
    """The quads around a change, of which *record* and *reach* tell."""

    def __init__(self, record: Record, reach: Reach) -> None:
        self._record = record
        self._reach = reach

    def before_and_after(self) -> tuple[set[Quad], set[Quad]]:
        """What to apply rules to: as it was, and as it is."""
        given = {*self._record.vocabulary, *self._given()}
        told = [self._record.told(*pattern) for pattern in self._patterns()]
        return (
            given.union(*(then for then, _ in told)),
            given.union(*(now for _, now in told)),
        )

    def _patterns(self) -> Iterator[Pattern]:
        for node in self._whole:
            yield node, None, None
        for quad in self._record.change.quads:
            if quad.subject not in self._whole:
                yield quad.subject, quad.predicate, quad.object
        for graph in self._articles():
            authors = self._record.store.quads_for_pattern(None, AUTHOR, None, graph)
            yield from ((quad.subject, AUTHOR, None) for quad in authors)

    @cached_property
    def _whole(self) -> set[Node]:
        """What is seen with all that loaded graphs say of it."""
        record, reach = self._record, self._reach
        anchors = record.out(reach.claims, ANCHOR)
        documents = record.out(anchors, IN_DOCUMENT)
        contents = reach.described(reach.contents | reach.beside)
        return reach.claims | anchors | documents | contents

    def _given(self) -> Iterator[Quad]:
        yield from self._named()
        yield from self._keys()
        yield from self._uses
        yield from self._grants()
        yield from self._parts()
        yield from self._repeated()
        yield from self._witnesses
        yield from self._stances
        yield from self._views()

    @cached_property
    def _stances(self) -> set[Quad]:
        """Who accepts other claims that have the contents, and holds equal contents."""
        used = {quad.subject for quad in self._uses}
        accepted = (self._accepted(None, ACCEPTS, claim) for claim in used)
        held = (self._accepted(None, HOLDS, c) for c in self._reach.beside)
        return {quad for quads in (*accepted, *held) for quad in quads}

    def _accepted(self, *pattern: *Pattern) -> Iterator[Quad]:
        return self._record.store.quads_for_pattern(*pattern, ACCEPTANCE)

    def _views(self) -> Iterator[Quad]:
        """The views of policies that trust nobody who speaks here."""
        record = self._record
        for policy in {quad.subject for quad in self._stances}:
            trusted = record.followed(policy, terms.TRUSTS_HOLDER, None)
            if not {quad.object for quad in trusted} & self._speakers:
                yield from map(default, record.followed(policy, MAKES_VIEW, None))

    @cached_property
    def _contents(self) -> set[Node]:
        return self._reach.contents | self._reach.beside

    def _named(self) -> Iterator[Quad]:
        """Kinds and names of whom and what the claims and contents are by and about."""
        record = self._record
        entities = (
            record.out(self._contents, SUBJECT, OBJECT)
            | record.out(self._reach.claims, HOLDER)
            | {quad.subject for quad in record.change.quads}
            | {q.object for q in self._witnesses if is_node(q.object)}
        )
        for entity in entities - self._whole:
            yield from self._untouched(record.followed(entity, TYPE, None))
            yield from self._untouched(record.followed(entity, LABEL, None))

    def _untouched(self, found: Iterable[Quad]) -> Iterator[Quad]:
        """Triples of the default graph, but those that the change is about."""
        changed = self._record.change.triples
        return (quad for quad in map(default, found) if quad not in changed)

    def _keys(self) -> Iterator[Quad]:
        """The keys of contents that are seen for their denial alone."""
        affirmed = self._record.out(self._reach.weighed, AFFIRMS)
        for content in (affirmed | self._reach.denied) - self._contents:
            yield from map(default, self._record.followed(content, KEY, None))

    @cached_property
    def _uses(self) -> set[Quad]:
        """Which other current claims have the contents."""
        found = (
            self._record.followed(None, predicate, content)
            for content in self._contents
            for predicate in CONTENT
        )
        quads = {default(quad) for quads in found for quad in quads}
        return {quad for quad in quads if quad.subject not in self._reach.claims}

    def _grants(self) -> Iterator[Quad]:
        """Who grants by other contents that something occurred."""
        reach = self._reach
        for eventuality in reach.eventualities(self._contents):
            for content in reach.realising(eventuality) - reach.contents:
                for quad in self._accepted(None, HOLDS, content):
                    yield Quad(eventuality, GRANTED_BY, quad.subject, WORK)

    def _parts(self) -> Iterator[Quad]:
        """What has parts by other contents."""
        record = self._record
        for eventuality in self._reach.measured(self._contents):
            about = record.into([eventuality], OBJECT) - self._reach.contents
            for content in about:
                if any(record.followed(content, PREDICATE, terms.PART)):
                    yield Quad(eventuality, _HAS_PART, _TRUE, WORK)

    def _repeated(self) -> Iterator[Quad]:
        """Triples of the default graph that contents state too, other than kinds."""
        record = self._record
        for content in self._contents:
            for subject in record.out([content], SUBJECT):
                for predicate in record.out([content], PREDICATE):
                    if isinstance(predicate, NamedNode):
                        yield from self._untouched(
                            record.followed(subject, predicate, None)
                        )

    @cached_property
    def _speakers(self) -> set[Node]:
        """Whom the change may make speak or fall silent."""
        speakers = self._record.out(self._reach.altered, HOLDER)
        return speakers | {quad.subject for quad in self._record.change.quads}

    @cached_property
    def _witnesses(self) -> set[Quad]:
        """That those who speak here speak elsewhere too, and in the same articles."""
        record = self._record
        elsewhere = (
            self._first(record.followed(None, HOLDER, speaker))
            for speaker in self._speakers
        )
        found = {default(quad) for quads in elsewhere for quad in quads}
        for graph in self._articles():
            beside = record.store.quads_for_pattern(None, HOLDER, None, graph)
            found |= {*self._first(beside)}
        return found

    def _articles(self) -> set[Graph]:
        """The loaded graphs in which altered claims are."""
        told = (self._record.told(c, HOLDER, None) for c in self._reach.altered)
        claimed = {q.graph_name for then, now in told for q in then | now}
        change = self._record.change
        return claimed | {q.graph_name for q in change.quads if q.predicate == AUTHOR}

    def _first(self, found: Iterable[Quad]) -> Iterator[Quad]:
        """Of each holder, the first current claim that rules do not see whole."""
        known = set[object]()
        for quad in found:
            if quad.subject in self._reach.claims or quad.object in known:
                continue
            if default(quad) in self._record.store:
                known.add(quad.object)
                yield quad
