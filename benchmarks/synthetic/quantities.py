"""Numbers as reports give them: exact, at least so many, dozens, or only many."""

from random import Random

from synthetic.turtle import Fact, Sheet, boolean


class Quantities:
    """Writes the quantities of one report on a sheet."""

    def __init__(self, sheet: Sheet, rng: Random) -> None:
        self._sheet = sheet
        self._rng = rng
        self._count = 0

    def about(self, number: int, unit: str, *, covers_parts: bool = False) -> str:
        """A quantity of *unit* as somebody may put the true *number*."""
        self._count += 1
        iri = f"qty:q{self._count}"
        facts = self._wording(max(1, round(number * self._rng.gauss(1, 0.2))))
        if covers_parts:
            facts = (*facts, ("cg:includesParts", "true"))
        kind = ("a", "cg:Quantity")
        self._sheet.node(iri, kind, ("cg:unit", f"unit:{unit}"), *facts)
        return iri

    def _wording(self, number: int) -> tuple[Fact, ...]:
        drawn = self._rng.random()
        if drawn < 0.6:
            point = ("cg:pointValue", f"{number}.0")
            return (*_stated("exact", number, number), point)
        if drawn < 0.78:
            return _stated("at-least", number)
        if drawn < 0.88:
            return _stated("more-than", number)
        if drawn < 0.95 and number > 20:
            return _dozens()
        return _many()


def _stated(precision: str, lower: int, upper: int | None = None) -> tuple[Fact, ...]:
    facts = (
        ("cg:boundBasis", "cg:stated"),
        ("cg:lowerBound", f"{lower}.0"),
        ("cg:lowerInclusive", boolean(precision != "more-than")),
        ("cg:precision", f"precision:{precision}"),
    )
    if upper is None:
        return facts
    return (*facts, ("cg:upperBound", f"{upper}.0"), ("cg:upperInclusive", "true"))


def _dozens() -> tuple[Fact, ...]:
    return (
        ("cg:boundBasis", "cg:conventional"),
        ("cg:boundConvention", "convention:dozens"),
        ("cg:lowerBound", "24.0"),
        ("cg:lowerInclusive", "true"),
        ("cg:precision", "precision:vague-count"),
    )


def _many() -> tuple[Fact, ...]:
    return (
        ("cg:boundBasis", "cg:unbounded"),
        ("cg:precision", "precision:qualitative"),
    )
