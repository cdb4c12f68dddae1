"""Whose claims cannot all be true, and which of their statements clash."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, combinations_with_replacement
from pathlib import Path
from time import perf_counter

from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph import namespaces, reasoning
from claimgraph.errors.reasoners import ReasonerFailed
from claimgraph.worlds.statements import CG, Statement, World, scaffold, worlds

_NAMES = f"{namespaces.BASE}name#"

#: Holders who cannot all be right.
Group = frozenset[Node]


@dataclass(frozen=True)
class Source:
    """A claim that says a statement: where, and how sure its holder is of it."""

    claim: str
    position: str
    certainty: str

    def __str__(self) -> str:
        return f"<{self.claim}> at {self.position}, certainty: {self.certainty}"


@dataclass(frozen=True)
class Said:
    """A statement in words, whether it is denied, who says so and by which claims."""

    holder: str
    denied: bool
    words: str
    sources: tuple[Source, ...]

    def __str__(self) -> str:
        polarity = "it is not so that " if self.denied else ""
        where = "; ".join(map(str, self.sources))
        return f"according to {self.holder}, {polarity}{self.words} ({where})"


@dataclass(frozen=True)
class Contradiction:
    """
    Holders whose worlds cannot be one: two, or one who contradicts itself.

    *holders* are IRIs and *names* what people call them; *said* are the statements
    that clash, and *because* the axioms by which they do, as far as it takes any.
    """

    holders: tuple[str, ...]
    names: tuple[str, ...]
    said: tuple[Said, ...]
    because: tuple[str, ...]

    def __str__(self) -> str:
        told = "; ".join(map(str, self.said)) or "the reasoner named no statements"
        if len(self.names) == 1:
            return f"{self.names[0]} contradicts itself: {told}."
        return f"{' and '.join(self.names)} cannot both be right: {told}."


@dataclass(frozen=True)
class Comparison:
    """All contradictions between *holders* worlds, found by *runs* of a reasoner."""

    holders: int
    contradictions: tuple[Contradiction, ...]
    runs: int
    seconds: float


def compare(files: Iterable[Path]) -> Comparison:
    """
    Compare what the holders in *files*, ontology and data, say of the world.

    Raises NoJava, and ReasonerFailed if what all worlds share contradicts itself.
    """
    return compare_in(reasoning.read(files))


def compare_in(graph: Graph) -> Comparison:
    """Compare what the holders in *graph* say of the world."""
    started = perf_counter()
    judge = Judge(graph, scaffold(graph), worlds(graph))
    clashes = contradicting(list(judge.worlds), judge.clash)
    told = tuple(judge.told(clash) for clash in clashes)
    return Comparison(len(judge.worlds), told, judge.runs, perf_counter() - started)


def contradicting(
    holders: list[Node], clash: Callable[[list[Node]], Group | None]
) -> list[Group]:
    """
    Find all groups of *holders* that clash and of which no part is found to clash.

    *clash* tests a group: it answers with a part that clashes, or None. What fits
    together does so in pairs, so few tests clear many pairs; a pair is open until a
    test clears it or it is known to clash.
    """
    pairs = combinations_with_replacement(holders, 2)
    open_pairs = dict.fromkeys(frozenset(pair) for pair in pairs)
    known: list[Group] = []
    while open_pairs:
        group = _group(open_pairs, holders, known)
        found = clash(group)
        if found is not None:
            known.append(found)
        for pair in list(open_pairs):
            if pair.issubset(group) if found is None else found <= pair:
                del open_pairs[pair]
    return known


def _group(
    open_pairs: Collection[Group], holders: list[Node], known: list[Group]
) -> list[Node]:
    """An open pair, and all who may fit in with it, those with most pairs first."""
    counts = Counter(holder for pair in open_pairs for holder in pair)
    group = set(next(iter(open_pairs)))
    for holder in sorted(holders, key=lambda holder: -counts[holder]):
        if not any(clash <= group | {holder} for clash in known):
            group.add(holder)
    return [holder for holder in holders if holder in group]


@dataclass
class Judge:
    """Tests groups of worlds against what they share, and remembers the reasons."""

    graph: Graph
    shared: Graph
    worlds: Mapping[Node, World]
    runs: int = 0
    _reasons: dict[Group, tuple[str, ...]] = field(default_factory=dict)

    def clash(self, group: list[Node]) -> Group | None:
        """Find holders in *group* whose worlds cannot be one; None if all can."""
        if self._fit(group):
            return None
        lines = self._explain(group)
        culprits = self._speakers(group, lines)
        if not culprits or self._fit(culprits):
            culprits = self._fewest(group)
        if not culprits:
            raise ReasonerFailed(
                "what all worlds share, ontology and reference data, contradicts "
                "itself; `claimgraph reason` says why."
            )
        self._reasons[culprits] = lines
        return culprits

    def _fit(self, group: Iterable[Node]) -> bool:
        self.runs += 1
        return reasoning.consistent(self._union(group))

    def _explain(self, group: Iterable[Node]) -> tuple[str, ...]:
        self.runs += 1
        return reasoning.explain(_renamed(self._union(group), self._names))

    def _union(self, group: Iterable[Node]) -> Graph:
        union = Graph(bind_namespaces="none")
        union += self.shared
        for holder in group:
            for statement in self.worlds[holder]:
                union += statement.triples()
        return union

    def _fewest(self, group: list[Node]) -> Group:
        """Leave out holders while the rest clashes: where no explanation tells who."""
        left = list(group)
        for holder in group:
            others = [other for other in left if other != holder]
            left = left if self._fit(others) else others
        return frozenset(left)

    def _speakers(self, group: list[Node], lines: Iterable[str]) -> Group:
        """The fewest of *group* who between them say all statements among *lines*."""
        said = [statement for line in lines if (statement := self._lines.get(line))]
        speakers = [one for one in group if any(self._by(s, [one]) for s in said)]
        sizes = range(len(speakers) + 1)
        parts = (part for size in sizes for part in combinations(speakers, size))
        return frozenset(
            next(part for part in parts if all(self._by(s, part) for s in said))
        )

    def _by(self, statement: Statement, part: Iterable[Node]) -> list[Node]:
        return [holder for holder in part if statement in self.worlds[holder]]

    def told(self, clash: Group) -> Contradiction:
        """Say in words why the worlds of *clash* cannot be one."""
        holders = [holder for holder in self.worlds if holder in clash]
        lines = self._reasons[clash]
        statements = [self._lines[line] for line in lines if line in self._lines]
        return Contradiction(
            tuple(map(str, holders)),
            tuple(_label(self.graph, holder) for holder in holders),
            tuple(
                _said(self.graph, holder, statement, self.worlds[holder][statement])
                for statement in statements
                for holder in self._by(statement, holders)
            ),
            tuple(self._in_words(line) for line in lines if line not in self._lines),
        )

    def _in_words(self, line: str) -> str:
        labels = {_short(t, self._names): _label(self.graph, t) for t in self._names}
        return re.sub(r"\bn\d+\b", lambda found: f"“{labels[found[0]]}”", line)

    @cached_property
    def _names(self) -> Mapping[Node, Node]:
        """Number the individuals: the reasoner shortens their names past telling."""
        said = [statement for world in self.worlds.values() for statement in world]
        found = {*reasoning.individuals(self.shared), *(one.subject for one in said)}
        found.update(one.object for one in said if not one.is_kind)
        terms = sorted(term for term in found if isinstance(term, URIRef))
        return {term: URIRef(f"{_NAMES}n{i}") for i, term in enumerate(terms)}

    @cached_property
    def _lines(self) -> Mapping[str, Statement]:
        """Each statement by the line in which the reasoner writes it."""
        said = (statement for world in self.worlds.values() for statement in world)
        return {_line(statement, self._names): statement for statement in said}


def _renamed(graph: Graph, names: Mapping[Node, Node]) -> Graph:
    renamed = Graph(bind_namespaces="none")
    for subject, predicate, object_ in graph:
        renamed.add(
            (names.get(subject, subject), predicate, names.get(object_, object_))
        )
    return renamed


def _line(statement: Statement, names: Mapping[Node, Node]) -> str:
    """Write *statement* as the reasoner does."""
    subject = _short(statement.subject, names)
    object_ = _short(statement.object, names)
    if statement.is_kind:
        return f"{subject} type {'not ' * statement.denied}{object_}"
    line = f"{subject} {_short(statement.predicate, names)} {object_}"
    return f"NOT ({line})" if statement.denied else line


def _short(term: Node, names: Mapping[Node, Node]) -> str:
    return str(names.get(term, term)).rpartition("#")[2]


def _said(graph: Graph, holder: Node, statement: Statement, claims: list[Node]) -> Said:
    return Said(
        _label(graph, holder),
        statement.denied,
        _words(graph, statement),
        tuple(_source(graph, claim) for claim in claims),
    )


def _words(graph: Graph, statement: Statement) -> str:
    """Say *statement* by labels; that something came about, in plain words."""
    subject = f"“{_label(graph, statement.subject)}”"
    if (statement.predicate, statement.object) == (CG.realisation, CG.occurred):
        return f"{subject} came about"
    predicate = _label(graph, statement.predicate)
    return f"{subject} {predicate} “{_label(graph, statement.object)}”"


def _source(graph: Graph, claim: Node) -> Source:
    certainties = (_label(graph, c) for c in graph.objects(claim, CG.certainty))
    return Source(str(claim), _position(graph, claim), ", ".join(certainties))


def _label(graph: Graph, term: Node) -> str:
    """What people call *term*: in English if it can be."""
    labels = list(graph.objects(term, RDFS.label))
    labels.sort(key=lambda label: (getattr(label, "language", None) != "en", label))
    if labels or isinstance(term, Literal):
        return str(labels[0] if labels else term)
    return re.split(r"[/#]", str(term))[-1]


def _position(graph: Graph, claim: Node) -> str:
    """Where *claim* is made: block and sentence, or the record's key."""
    anchor = graph.value(claim, CG.anchor)
    block = graph.value(anchor, CG.blockNumber)
    if block is None:
        return str(graph.value(anchor, CG.recordKey) or anchor)
    return f"{block}.{graph.value(anchor, CG.sentenceNumber)}"
