"""Claims as a reader wants them told: whose, passed on by whom, how surely, where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from claimgraph import resources
from claimgraph.answers import Row, Term
from claimgraph.dataset import Dataset, Request
from claimgraph.explaining.asking import written
from claimgraph.explaining.known import known
from claimgraph.namespaces import CG, shorten

#: Claims that are looked up at once, and chains that are told of one.
_AT_ONCE, _MOST_CHAINS = 500, 10
_NEUTRAL = f"{CG}neutral"


@dataclass(frozen=True)
class Named:
    """A thing: its IRI, in short, and what it is called, in English if it can be."""

    iri: str
    short: str
    label: str

    def __str__(self) -> str:
        return self.label or self.short


@dataclass(frozen=True)
class Link:
    """A claim that conveys another: whose it is, and where that one stands on it."""

    claim: str
    holder: Named
    stance: Named | None

    def __str__(self) -> str:
        stands = self.stance and self.stance.iri != _NEUTRAL
        return f"{self.holder} ({self.stance})" if stands else str(self.holder)


@dataclass(frozen=True)
class Position:
    """A place in a document at which a claim stands."""

    anchor: str
    short: str
    document: str
    block: int | None
    sentence: int | None


@dataclass(frozen=True)
class Claim:
    """
    A claim: whose it is, who passes it on, how surely it is held, and where it stands.

    Each of the *chains* leads from a document's author to whoever heard the holder;
    *words* say them and the holder.
    """

    iri: str
    short: str
    holder: Named
    chains: tuple[tuple[Link, ...], ...]
    words: str
    confidence: Named | None
    certainty: Named | None
    positions: tuple[Position, ...]


def claims(dataset: Dataset, iris: Iterable[str]) -> dict[str, Claim]:
    """Tell of the claims that *iris* name, by IRI; a blank node names none."""
    asked = sorted(iris)
    above = _conveyers(dataset, asked)
    rows = defaultdict(list)
    for row in asked_of(dataset, "claims", asked):
        rows[written(row[0])].append(row)
    return {iri: _claim(dataset, iri, found, above) for iri, found in rows.items()}


def asked_of(dataset: Dataset, name: str, iris: Iterable[str]) -> Iterator[Row]:
    """Ask the query *name* beside this module about the claims that *iris* name."""
    path = resources.code("explaining") / f"{name}.rq"
    text = path.read_text(encoding="utf-8")
    waiting = (iri for iri in iris if not iri.startswith("_:"))
    while some := [*islice(waiting, _AT_ONCE)]:
        terms = " ".join(f"<{iri}>" for iri in some)
        asked = text.replace("VALUES ?claim { }", f"VALUES ?claim {{ {terms} }}")
        yield from dataset.query(Request(asked)).rows()


def _conveyers(dataset: Dataset, iris: list[str]) -> dict[str, list[Link]]:
    """Who conveys each claim at first hand, for *iris* and all above them."""
    found: dict[str, list[Link]] = defaultdict(list)
    for conveyed, conveyer, stance, holder in asked_of(dataset, "chain", iris):
        link = Link(written(conveyer), _named(dataset, holder), _maybe(dataset, stance))
        if link not in found[written(conveyed)]:
            found[written(conveyed)].append(link)
    return found


def _claim(
    dataset: Dataset, iri: str, rows: list[Row], above: dict[str, list[Link]]
) -> Claim:
    _, holder, confidence, certainty, *_ = rows[0]
    own = _named(dataset, holder)
    chains = tuple(islice(_chains(iri, above, ()), _MOST_CHAINS))
    words = "; ".join(" > ".join(map(str, (*chain, own))) for chain in chains)
    return Claim(
        iri,
        shorten(iri),
        own,
        tuple(chain for chain in chains if chain),
        words,
        _maybe(dataset, confidence),
        _maybe(dataset, certainty),
        tuple(dict.fromkeys(_position(row) for row in rows if row[-1])),
    )


def _chains(
    iri: str, above: dict[str, list[Link]], below: tuple[Link, ...]
) -> Iterator[tuple[Link, ...]]:
    """The chains that lead to a claim, each from its outermost link."""
    links = [link for link in above.get(iri, []) if link not in below]
    for link in links:
        yield from _chains(link.claim, above, (link, *below))
    if not links:
        yield below


def _position(row: Row) -> Position:
    *_, document, block, sentence, anchor = row
    first, second = (int(written(n)) if n else None for n in (block, sentence))
    iri = written(anchor)
    return Position(iri, shorten(iri), shorten(written(document)), first, second)


def _named(dataset: Dataset, term: Term | None) -> Named:
    iri = written(term)
    return Named(iri, shorten(iri), known(dataset).label(iri))


def _maybe(dataset: Dataset, term: Term | None) -> Named | None:
    return _named(dataset, term) if term else None
