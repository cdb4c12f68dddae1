"""Counts in ``graph:void`` after a change: those that it changed, by the same rules."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from claimgraph import resources, rules
from claimgraph.description.surroundings import Surroundings
from claimgraph.journal import Journal
from claimgraph.namespaces import PREFIXES, graph_iri

#: What the rules of this folder share while they are applied.
_WORK = [NamedNode(f"urn:claimgraph:work#{name}") for name in ("kinds", "worlds")]
VOID = NamedNode(graph_iri("void"))
DATASET = NamedNode(f"{VOID.value}#dataset")
#: Has its counts even where they are nought.
_WORLDS = NamedNode(f"{VOID.value}#worlds")
_COUNTS = {
    NamedNode(PREFIXES["void"] + name)
    for name in ("triples", "entities", "distinctSubjects", "distinctObjects",
                 "properties", "classes")
}  # fmt: skip
_TERMS = [NamedNode(PREFIXES["void"] + name) for name in ("class", "property")]
_VOCABULARY = NamedNode(PREFIXES["void"] + "vocabulary")
_LICENSE = NamedNode(PREFIXES["dcterms"] + "license")

_Node = NamedNode | BlankNode | Triple
_Counts = Counter[tuple[_Node, NamedNode]]


def files() -> list[Path]:
    """The rule files that count, in the order in which they are applied."""
    return sorted((resources.ontology() / "description").glob("*.ru"))


def count(store: Store) -> None:
    """Write the counts of all that is in *store*, which has none yet."""
    for path in files():
        rules.apply(store, path.read_text(encoding="utf-8"))
    for graph in _WORK:
        store.remove_graph(graph)


def recount(journal: Journal) -> None:
    """Bring what `count` wrote up to date after the changes that *journal* has."""
    was, now = Surroundings(journal.store, journal.difference).before_and_after()
    was, now = _counted(was), _counted(now)
    differing = _numbers(now)
    differing.subtract(_numbers(was))
    for (part, what), number in differing.items():
        if number:
            _add(journal, part, what, number)
    _bury(journal, {quad.subject for quad in was})
    told = [quad for quad in now if quad.predicate not in _COUNTS]
    journal.write([q for q in was - now if q.predicate == _LICENSE], told)
    _forget_vocabularies(journal)


def _counted(quads: Iterable[Quad]) -> set[Quad]:
    scratch = Store()
    scratch.extend(quads)
    count(scratch)
    return {*scratch.quads_for_pattern(None, None, None, VOID)}


def _numbers(quads: Iterable[Quad]) -> _Counts:
    found = (quad for quad in quads if quad.predicate in _COUNTS)
    return Counter({(q.subject, q.predicate): _number(q) for q in found})


def _number(quad: Quad) -> int:
    return int(_value(quad))


def _value(quad: Quad) -> str:
    """The IRI or the text that *quad* ends in."""
    return str(getattr(quad.object, "value", quad.object))


def _add(journal: Journal, part: _Node, what: NamedNode, number: int) -> None:
    was = [*journal.store.quads_for_pattern(part, what, None, VOID)]
    number += sum(map(_number, was))
    there = number or part == _WORLDS
    journal.write(was, [Quad(part, what, Literal(number), VOID)] if there else [])


def _bury(journal: Journal, parts: Iterable[_Node]) -> None:
    """Remove what is said of *parts* in which there is nothing any more."""
    for part in parts:
        said = [*journal.store.quads_for_pattern(part, None, None, VOID)]
        if not any(quad.predicate in _COUNTS for quad in said):
            into = journal.store.quads_for_pattern(None, None, part, VOID)
            journal.write([*said, *into], [])


def _forget_vocabularies(journal: Journal) -> None:
    """Remove the vocabularies of which no term is counted any more."""
    used = {re.sub("[^/#]*$", "", term) for term in _terms(journal.store)}
    told = journal.store.quads_for_pattern(DATASET, _VOCABULARY, None, VOID)
    journal.write([quad for quad in told if _value(quad) not in used], [])


def _terms(store: Store) -> Iterator[str]:
    for said in _TERMS:
        for quad in store.quads_for_pattern(None, said, None, VOID):
            yield _value(quad)
