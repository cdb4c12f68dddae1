"""Draws that are skewed as the world is: a few names fill most reports."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Zipf(Generic[Thing]):
    """Things drawn with a weight that falls as one over the rank."""

    def __init__(self, things: Sequence[Thing], exponent: float = 1.0) -> None:
        self.things = list(things)
        ranks = range(1, len(self.things) + 1)
        self._weights = list(accumulate(rank**-exponent for rank in ranks))

    def draw(self, rng: Random) -> Thing:
        """One of the things."""
        return rng.choices(self.things, cum_weights=self._weights)[0]

    def other(self, rng: Random, than: Thing) -> Thing:
        """One of the things, but not *than*."""
        while (drawn := self.draw(rng)) == than:
            pass
        return drawn


def weighted(rng: Random, weights: Mapping[str, float]) -> str:
    """One of the names, by their *weights*."""
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def tail(rng: Random, mean: float, most: int) -> int:
    """A count from one up, seldom far above *mean* and never above *most*."""
    return min(most, max(1, round(rng.paretovariate(1.6) * mean * 0.375)))
