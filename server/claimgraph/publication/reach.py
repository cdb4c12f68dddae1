"""How far a change reaches: what it can alter, and what rules must see for that.

Claims and contents (propositions) are found by what is said of them before or after the
change; docs/architecture.md says why none is missed.
"""

from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import Literal

from claimgraph.namespaces import CG
from claimgraph.publication import terms
from claimgraph.publication.record import Node, Record, Term, is_node
from claimgraph.publication.terms import (
    AFFIRMS,
    ANCHOR,
    ANCHORED_TO,
    CONTENT,
    CONVEYS,
    DENIES,
    DISPUTES,
    HOLDER,
    IN_DOCUMENT,
    KEY,
    LABEL,
    OBJECT,
    PREDICATE,
    SUBJECT,
    VALUE,
)

#: So many claims or contents are few in any store; in all the quads of a store, so
#: many quads stand for one that can be done while everything is made anew.
_FEW = 300


class Reach:
    """
    The reach of the change that *record* is of.

    *granted* are eventualities of which the change alters who grants that they
    occurred; one knows them when rules have been applied without them.
    """

    def __init__(self, record: Record, granted: Iterable[Node] = ()) -> None:
        self._record = record
        self._change = record.change
        self._granted = granted

    @property
    def is_wide(self) -> bool:
        """Whether so much is reached that making everything anew takes less time."""
        found = (self.altered, self.contents, self.claims)
        return any(self._is_much(len(nodes)) for nodes in found)

    def _is_much(self, nodes: int) -> bool:
        return nodes > _FEW and nodes * _FEW > len(self._record.store)

    @cached_property
    def seeds(self) -> set[Node]:
        """What the change is about, but for things of the world."""
        subjects = {quad.subject for quad in self._change.quads}
        return {node for node in subjects if not self._record.is_entity(node)}

    def _changed(self, predicates: Iterable[object]) -> set[Node]:
        """What the change is about that says one of *predicates* of it."""
        wanted = {*predicates}
        return {q.subject for q in self._change.quads if q.predicate in wanted}

    @cached_property
    def altered(self) -> set[Node]:
        """Claims whose withdrawal, voice or acceptance may be another."""
        documents = self._changed(terms.OF_DOCUMENTS)
        anchors = self._changed([IN_DOCUMENT])
        anchors |= self._record.into(documents, IN_DOCUMENT)
        spoken = self._record.into(anchors, ANCHOR)
        speakers = {quad.subject for quad in self._record.turned} | self._named
        return self.closed(self.seeds | spoken | self._record.into(speakers, HOLDER))

    @property
    def _named(self) -> set[Node]:
        """Who has a name now and had none, or the other way round: or a policy."""
        told = {n: self._record.told(n, LABEL, None) for n in self._changed([LABEL])}
        return {node for node, (was, now) in told.items() if bool(was) != bool(now)}

    def closed(self, claims: set[Node]) -> set[Node]:
        """With *claims*, all that they convey and that convey them."""
        found, fresh = set[Node](), claims
        while fresh:
            found |= fresh
            near = self._record.out(fresh, CONVEYS) | self._record.into(fresh, CONVEYS)
            fresh = near - found
        return found

    @cached_property
    def _touched(self) -> set[Node]:
        """Contents whose key, currency or statements may be others."""
        measured = self._changed(terms.BOUNDS)
        measured |= {
            q.subject for q in self._record.turned if q.object in terms.MEASURED
        }
        measured |= self._record.into(measured, ANCHORED_TO)
        contents = self.seeds | self._record.out(self.altered, *CONTENT)
        contents |= self._record.into(measured, OBJECT)
        contents |= self._of_other_kinds() | self._repeated()
        parts = self._record.having(contents, PREDICATE, terms.PART)
        return contents | self._record.into(self._record.out(parts, OBJECT), SUBJECT)

    def _of_other_kinds(self) -> set[Node]:
        """Contents about what may happen or not, and was or is of no such kind."""
        turned = {
            quad.subject
            for quad in self._record.turned
            if quad.object in self._record.eventualities
        }
        return self._record.into(turned, SUBJECT, OBJECT)

    def _repeated(self) -> set[Node]:
        """Contents that state what is now said without a claim, or is not any more."""
        record, found = self._record, set[Node]()
        for quad in record.other:
            about = record.into([quad.subject], SUBJECT)
            found |= record.having(about, OBJECT, quad.object)
            found |= record.having(about, VALUE, quad.object)
        return found

    @cached_property
    def _keys(self) -> dict[Node, set[str]]:
        """The keys that touched contents had and have."""
        found = {content: self._followed_key(content) for content in self._touched}
        for content, key in self._record.keys_now(self.described(self._touched)):
            found.setdefault(content, set()).add(key)
        return found

    def _followed_key(self, content: Node) -> set[str]:
        quads = self._record.followed(content, KEY, None)
        return {quad.object.value for quad in quads if isinstance(quad.object, Literal)}

    def _keys_of(self, contents: Iterable[Node]) -> set[str]:
        return {
            key
            for content in contents
            for key in self._keys.get(content) or self._followed_key(content)
        }

    def _bearing(self, keys: Iterable[str]) -> set[Node]:
        """All contents that have or had one of *keys*."""
        wanted = {*keys}
        touched = {content for content, own in self._keys.items() if own & wanted}
        found = (self._record.followed(None, KEY, Literal(key)) for key in wanted)
        return touched | {quad.subject for quads in found for quad in quads}

    @cached_property
    def doubted(self) -> set[Node]:
        """Contents equal to touched ones of which one is denied."""
        keys = self._keys_of(self._touched)
        return self._bearing(key for key in keys if self._is_denied(key))

    def _is_denied(self, key: str) -> bool:
        return bool(self._record.into(self._bearing([key]), DENIES))

    @cached_property
    def contents(self) -> set[Node]:
        """Contents that may hold under other policies, or state something else."""
        about = self._record.into(self._granted, SUBJECT, OBJECT)
        found, fresh = set[Node](), self._touched | self.doubted | about
        while fresh:
            found |= fresh
            fresh = self._hanging_on_more(self.eventualities(fresh)) - found
        return found

    def eventualities(self, contents: Iterable[Node]) -> set[Node]:
        """What *contents* are about that may happen or not."""
        about = self._record.out(contents, SUBJECT, OBJECT)
        return {node for node in about if self._record.is_eventuality(node)}

    def realising(self, eventuality: Node) -> set[Node]:
        """Contents by which *eventuality* occurred."""
        about = self._record.into([eventuality], SUBJECT)
        said = self._record.having(about, PREDICATE, terms.REALISATION)
        return self._record.having(said, OBJECT, terms.OCCURRED)

    def _hanging_on_more(self, eventualities: Iterable[Node]) -> set[Node]:
        """Contents by which these occurred, if they hang on others that must, too."""
        return {
            content
            for eventuality in eventualities
            for content in self.realising(eventuality)
            if self.eventualities([content]) != {eventuality}
        }

    @cached_property
    def beside(self) -> set[Node]:
        """Other contents that may state the same triples as these."""
        equal = self._bearing(self._keys_of(self.contents))
        return (equal | self._measuring()) - self.contents

    @cached_property
    def _measures(self) -> set[Node]:
        found = (self._record.followed(None, said, None) for said in terms.SHORTCUTS)
        return {terms.DURING} | {quad.subject for quads in found for quad in quads}

    def _measuring(self) -> set[Node]:
        """Contents that measure what one of ours measures."""
        about = self._record.into(self.measured(self.contents), SUBJECT)
        return self._saying(about, self._measures)

    def measured(self, contents: set[Node]) -> set[Node]:
        """What *contents* give a number or a time of."""
        return self._record.out(self._saying(contents, self._measures), SUBJECT)

    def _saying(self, contents: set[Node], predicates: Iterable[Term]) -> set[Node]:
        return {
            content
            for predicate in predicates
            for content in self._record.having(contents, PREDICATE, predicate)
        }

    @cached_property
    def weighed(self) -> set[Node]:
        """Claims whose confidence may be another."""
        disputed = self._record.out(self.altered, DISPUTES)
        return self.altered | disputed | self._record.into(self.doubted, AFFIRMS)

    @cached_property
    def denied(self) -> set[Node]:
        """Contents whose denial counts against one that matters here."""
        affirmed = self._record.out(self.weighed, AFFIRMS)
        keys = self._keys_of(self.contents | self.beside | affirmed)
        return {c for c in self._bearing(keys) if self._record.into([c], DENIES)}

    @cached_property
    def claims(self) -> set[Node]:
        """Claims that rules must see whole."""
        record = self._record
        return self.closed(
            self.weighed
            | record.into(self.denied, DENIES)
            | record.into(self.weighed, DISPUTES)
            | record.pointing_at(self.altered)
            | self._withdrawn()
        )

    def _withdrawn(self) -> set[Node]:
        """Withdrawn claims that have the contents, or that altered claims point at."""
        record = self._record
        claims = record.into(self.contents | self.beside, *CONTENT)
        claims |= record.pointed_at(self.altered)
        claims |= {q.object for q in self._change.quads if is_node(q.object)}
        return {claim for claim in claims if record.is_withdrawn(claim)}

    def described(self, contents: Iterable[Node]) -> set[Node]:
        """The *contents*, with the quantities and times that they have."""
        measured = {
            node
            for node in self._record.out(contents, OBJECT)
            if not (str(node).startswith(f"<{CG}") or self._record.is_entity(node))
        }
        return {*contents} | measured | self._record.out(measured, ANCHORED_TO)
