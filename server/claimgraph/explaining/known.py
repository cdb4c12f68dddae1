"""The terms that the data knows, and those nearest to one that it does not."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from weakref import WeakKeyDictionary, ref

from pyoxigraph import Literal, NamedNode

from claimgraph import syntax
from claimgraph.dataset import Dataset, Request
from claimgraph.explaining.results import Near, UnknownTerm
from claimgraph.namespaces import BASE, PREFIXES, shorten
from claimgraph.syntax import Token

#: How many near terms are named.
_MOST_NEAR = 3
#: How alike two spellings are at least, from 0 to 1.
_ALIKE = 0.65
_ALIKE_LABEL = 0.8
#: A word shorter than this, such as "of", says nothing.
_SHORTEST = 3

_IRIS = """
SELECT DISTINCT ?iri {
  { ?iri ?p ?o } UNION { ?s ?iri ?o } UNION { ?s ?p ?iri }
  UNION { GRAPH ?iri { ?s ?p ?o } }
  UNION { GRAPH ?g { { ?iri ?p ?o } UNION { ?s ?iri ?o } UNION { ?s ?p ?iri } } }
  FILTER (ISIRI(?iri))
}
LIMIT 100000
"""
_NAMES = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?iri ?name ?rank {
  { ?iri rdfs:label ?name BIND (0 AS ?rank) }
  UNION
  { ?iri skos:prefLabel ?name BIND (1 AS ?rank) }
  UNION
  { ?iri skos:altLabel|skos:notation ?name BIND (2 AS ?rank) }
  UNION
  { ?iri cg:hasAppellation/cg:appellationForm ?name BIND (2 AS ?rank) }
}
LIMIT 100000
"""


class Known:
    """What the data of one dataset knows; make it with `known`."""

    def __init__(self, dataset: Dataset) -> None:
        self._held = ref(dataset)  # else what is known of it would keep it alive

    @property
    def _dataset(self) -> Dataset:
        dataset = self._held()
        assert dataset is not None  # noqa: S101 - whoever asks holds it
        return dataset

    def __contains__(self, iri: str) -> bool:
        if iri in self._dataset.graphs():
            return True
        node, quads = NamedNode(iri), self._dataset.store.quads_for_pattern
        positions = ((node, None, None), (None, node, None), (None, None, node))
        return any(True for position in positions for _ in quads(*position))

    @cached_property
    def iris(self) -> list[str]:
        """All IRIs in the data, those of graphs included."""
        rows = self._dataset.query(Request(_IRIS)).rows()
        found = {term.value for (term,) in rows if isinstance(term, NamedNode)}
        return sorted(found.union(self._dataset.graphs()))

    @cached_property
    def names(self) -> dict[str, list[Literal]]:
        """What each IRI is called: labels, English ones first, and appellations."""
        found: dict[str, list[tuple[str, Literal]]] = {}
        for iri, name, rank in self._dataset.query(Request(_NAMES)).rows():
            if isinstance(iri, NamedNode) and isinstance(name, Literal):
                found.setdefault(iri.value, []).append((str(rank), name))
        return {iri: _in_order(named) for iri, named in found.items()}

    def label(self, iri: str) -> str:
        """What *iri* is called first, in English if it can be; else nothing."""
        return next((name.value for name in self.names.get(iri, [])), "")

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        """The IRIs by their last part, in lower case."""
        found: dict[str, list[str]] = {}
        for iri in self.iris:
            found.setdefault(_split(iri)[1].lower(), []).append(iri)
        return found

    @cached_property
    def _called(self) -> dict[str, list[str]]:
        """The IRIs by what they are called, in lower case."""
        found: dict[str, list[str]] = {}
        for iri, labels in self.names.items():
            for label in labels:
                found.setdefault(label.value.lower(), []).append(iri)
        return found

    def nearest(self, iri: str) -> tuple[Near, ...]:
        """The known terms nearest to *iri*, the best first: by spelling and labels."""
        space, local = _split(iri)
        for look in (self._same, self._similar, self._sharing, self._elsewhere):
            near: dict[str, str] = {}
            for found, because in look(space, local):
                near.setdefault(found, because)
            if near:
                first = [*near.items()][:_MOST_NEAR]
                return tuple(self._near(found, because) for found, because in first)
        return ()

    def _near(self, iri: str, because: str) -> Near:
        return Near(iri, shorten(iri), self.label(iri), because)

    def _same(self, space: str, local: str) -> Iterator[tuple[str, str]]:
        """What is named so but for case, or named so in another of our namespaces."""
        same = self._named.get(local.lower(), [])
        if here := [iri for iri in same if _split(iri)[0] == space]:
            yield from ((iri, "differs in case") for iri in here)
        else:
            ours = [iri for iri in same if shorten(iri) != iri]
            alike_first = sorted(ours, key=lambda iri: -alike(_split(iri)[0], space))
            yield from ((iri, "has this name elsewhere") for iri in alike_first)

    def _elsewhere(self, space: str, local: str) -> Iterator[tuple[str, str]]:
        for iri in self._named.get(local.lower(), []):
            yield iri, "has this name elsewhere"

    def _similar(self, space: str, local: str) -> Iterator[tuple[str, str]]:
        """What is spelt alike in the same namespace, and then what is called so."""
        here = {_split(iri)[1].lower(): iri for iri in self._in(space)}
        for name in get_close_matches(local.lower(), here, _MOST_NEAR, _ALIKE):
            yield here[name], "is spelt alike"
        found = self.called(" ".join(_words(local)))
        for iri in sorted(found, key=lambda iri: _split(iri)[0] != space):
            yield iri, "is called so"

    def going_by(self, words: str) -> list[str]:
        """The IRIs that are called, or named, *words*, or nearly so."""
        name = "-".join(_words(words))
        return [*self._named.get(name, []), *self.called(words)]

    def called(self, words: str) -> list[str]:
        """The IRIs that are called *words*, or nearly so, in any case."""
        alike = _ALIKE_LABEL if len(words) > _SHORTEST else 1
        names = get_close_matches(words.lower(), self._called, 2 * _MOST_NEAR, alike)
        return [iri for name in names for iri in self._called[name]]

    def _sharing(self, space: str, local: str) -> Iterator[tuple[str, str]]:
        """What shares words with *local* in the same namespace, rare words first."""
        here = {iri: set(_words(_split(iri)[1])) for iri in self._in(space)}
        often = Counter(word for words in here.values() for word in words)
        asked = {word for word in _words(local) if len(word) >= _SHORTEST}
        weight = {
            iri: sum(1 / often[word] for word in words & asked)
            for iri, words in here.items()
        }
        best = sorted((iri for iri in here if weight[iri]), key=lambda i: -weight[i])
        yield from ((iri, "shares a word") for iri in best)

    def _in(self, space: str) -> list[str]:
        return [iri for iri in self.iris if _split(iri)[0] == space]


_KNOWN: WeakKeyDictionary[Dataset, Known] = WeakKeyDictionary()


def known(dataset: Dataset) -> Known:
    """What the data of *dataset* knows; looked up once and kept as long as it lives."""
    return _KNOWN.setdefault(dataset, Known(dataset))


def prepare(dataset: Dataset) -> None:
    """Look up what explanations need, so that forks of this process have it already."""
    here = known(dataset)
    here.nearest(f"{BASE}ns#")


def unknown_terms(
    dataset: Dataset, text: str, *, everywhere: bool = False, after: int = 0
) -> list[UnknownTerm]:
    """
    Find the terms in a query's *text* that neither the ontology nor the data knows.

    Only terms of our own namespaces are looked at, or, *everywhere*, of all but those
    of XML Schema, and only those that stand *after* so many characters. The text need
    not parse. Each is told once, with its place, and with the nearest known terms, the
    best first::

        [{"text": "cg:Cliam", "iri": "https://…/ns#Cliam", "line": 1, "column": 16,
          "nearest": [{"iri": …, "short": "cg:Claim", "label": "claim",
                       "because": "is spelt alike"}],
          "sentence": "cg:Cliam is unknown here: did you mean cg:Claim?"}]
    """
    here = known(dataset)
    found: dict[str, UnknownTerm] = {}
    for token, iri in terms_of(text):
        ours = iri.startswith(BASE) or _prefix(token) in PREFIXES
        asked = (ours or everywhere) and token.start >= after
        if asked and not iri.startswith(PREFIXES["xsd"]) and iri not in here:
            found.setdefault(iri, _unknown(here, text, token, iri))
    return list(found.values())


def _unknown(here: Known, text: str, token: Token, iri: str) -> UnknownTerm:
    place = syntax.position(text, token.start)
    nearest = here.nearest(iri)
    sentence = f"{token.text} is unknown here"
    space = PREFIXES.get(_prefix(token), "")
    if space and not iri.startswith(space):
        sentence += f": here the prefix {_prefix(token)}: stands for <{space}>."
    elif nearest:
        sentence += f": did you mean {either(near.short for near in nearest)}?"
    else:
        sentence += ", and nothing is named like it."
    return UnknownTerm(token.text, iri, place.line, place.column, nearest, sentence)


def terms_of(text: str) -> Iterator[tuple[Token, str]]:
    """The IRIs and prefixed names in a query's *text*, its declarations left out."""
    prefixes = dict(PREFIXES)
    found = [*syntax.tokens(text)]
    declared = -1
    for place, token in enumerate(found):
        if token.word == "prefix" and place + 2 < len(found):
            prefixes[found[place + 1].text[:-1]] = found[place + 2].text[1:-1]
            declared = place + 2
        elif token.word == "base":
            declared = place + 1
        elif token.kind in ("iri", "name") and place > declared:
            iri = _expanded(token, prefixes)
            if iri:
                yield token, iri


def _expanded(token: Token, prefixes: dict[str, str]) -> str:
    """The IRI that *token* stands for; nothing if that cannot be told from it alone."""
    if token.kind == "iri":
        iri = token.text[1:-1]
        return iri if re.match(r"[A-Za-z][\w+.-]*:", iri) and "\\" not in iri else ""
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes:
        return ""
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _prefix(token: Token) -> str:
    return token.text.partition(":")[0] if token.kind == "name" else ""


def _in_order(named: list[tuple[str, Literal]]) -> list[Literal]:
    """Names by their rank, then English ones first, then by language and text."""

    def place(ranked: tuple[str, Literal]) -> tuple[str, bool, str, str]:
        rank, name = ranked
        return rank, name.language != "en", name.language or "", name.value

    return [name for _, name in sorted(named, key=place)]


def _words(local: str) -> list[str]:
    """The words that a name in camel or kebab case is made of, in lower case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[-_./]", " ", local).lower().split()


def _split(iri: str) -> tuple[str, str]:
    """The namespace of *iri* and what follows it."""
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]


def alike(one: str, other: str) -> float:
    """How alike two spellings are, from 0 to 1, whatever their case."""
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()


def either(names: Iterable[str]) -> str:
    """Say a choice: a, b or c."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
