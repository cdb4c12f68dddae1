"""Faults put into reports by chance, the same ones each time."""

from collections.abc import Callable, Sequence
from random import Random

from pyoxigraph import Literal, NamedNode, Triple

_Maker = Callable[[Triple, Triple, Random], list[Triple]]
_DATATYPE = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def spoiled(triples: Sequence[Triple], percent: float, seed: int = 0) -> list[Triple]:
    """
    The *triples*, of which so many have something wrong.

    A triple is lost, or has another's object or predicate, besides its own or in its
    stead, or a literal of another kind.
    """
    chance = Random(seed)
    found: list[Triple] = []
    for triple in triples:
        if chance.random() * 100 < percent:
            other = chance.choice(triples)
            found += chance.choice(_FAULTS)(triple, other, chance)
        else:
            found.append(triple)
    return found


def _lost(triple: Triple, other: Triple, chance: Random) -> list[Triple]:
    return []


def _replaced(triple: Triple, other: Triple, chance: Random) -> list[Triple]:
    return [Triple(triple.subject, triple.predicate, other.object)]


def _doubled(triple: Triple, other: Triple, chance: Random) -> list[Triple]:
    return [triple, *_replaced(triple, other, chance)]


def _misnamed(triple: Triple, other: Triple, chance: Random) -> list[Triple]:
    return [Triple(triple.subject, other.predicate, triple.object)]


def _literal(triple: Triple, other: Triple, chance: Random) -> list[Triple]:
    """One that is ill-typed, in another language, or a text in place of a node."""
    value = triple.object
    text = value.value if isinstance(value, Literal | NamedNode) else "-"
    kinds = (
        Literal(text), Literal(text, language="de"), Literal(text, datatype=_DATATYPE),
    )  # fmt: skip
    return [Triple(triple.subject, triple.predicate, chance.choice(kinds))]


_FAULTS: tuple[_Maker, ...] = (_lost, _replaced, _doubled, _misnamed, _literal)
