"""The times that one report speaks of, each declared once."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random

from synthetic.names import in_english, in_french
from synthetic.turtle import Fact, Sheet, boolean, both, moment
from synthetic.vocabulary import DEICTIC


class Times:
    """Writes time spans on a sheet as they are asked for."""

    def __init__(self, sheet: Sheet, published: date) -> None:
        self._sheet = sheet
        self._published = published
        self._known: set[str] = set()
        self._write("publication", published, published, str(published))

    def of(self, day: date, rng: Random) -> str:
        """How a report writes the *day* of something past."""
        ago = (self._published - day).days
        if ago == 1 and rng.random() < 0.5:
            return self._deictic("yesterday")
        if rng.random() < 0.15 and ago <= 31:
            return self._deictic("recent-weeks")
        drawn = rng.random()
        if drawn < 0.75:
            return self._write(f"d{day}", day, day, str(day))
        if drawn < 0.92:
            return self._month(day)
        return self.year(day.year)

    def year(self, year: int) -> str:
        """A whole year."""
        return self._write(
            f"y{year}", date(year, 1, 1), date(year, 12, 31), str(year), str(year)
        )

    def ahead(self) -> str:
        """Any time after publication."""
        self._declare(
            "ahead",
            ("rdfs:label", *both("after publication", "après la publication")),
            ("cg:anchoredTo", "time:publication"),
            ("cg:deictic", "true"),
            ("cg:earliestBegin", _first(self._published)),
            ("cg:edtf", f'"{self._published}/.."'),
            ("cg:resolvedBy", "convention:after-publication"),
        )
        return "time:ahead"

    def _month(self, day: date) -> str:
        last = day.replace(day=monthrange(day.year, day.month)[1])
        text = f"{day.year}-{day.month:02}"
        return self._write(f"m{text}", day.replace(day=1), last, text, text)

    def _deictic(self, convention: str) -> str:
        most, least = DEICTIC[convention]
        first = self._published - timedelta(days=most)
        last = self._published - timedelta(days=least)
        name = convention.replace("-", " ")
        facts = (
            ("rdfs:label", f'"{name}, told on {self._published}"@en'),
            ("cg:anchoredTo", "time:publication"),
            *_bounds(first, last, f"{first}/{last}", deictic=True),
            ("cg:resolvedBy", f"convention:{convention}"),
        )
        self._declare(convention, *facts)
        return f"time:{convention}"

    def _write(
        self, name: str, first: date, last: date, edtf: str, label: str = ""
    ) -> str:
        labels = both(label or in_english(first), label or in_french(first))
        facts = _bounds(first, last, edtf, deictic=False)
        self._declare(name, ("rdfs:label", *labels), *facts)
        return f"time:{name}"

    def _declare(self, name: str, *facts: Fact) -> None:
        if name not in self._known:
            self._known.add(name)
            self._sheet.node(f"time:{name}", ("a", "cg:TimeExpression"), *facts)


def _bounds(first: date, last: date, edtf: str, *, deictic: bool) -> tuple[Fact, ...]:
    return (
        ("cg:deictic", boolean(deictic)),
        ("cg:earliestBegin", _first(first)),
        ("cg:earliestEnd", _first(first)),
        ("cg:edtf", f'"{edtf}"'),
        ("cg:latestBegin", _last(last)),
        ("cg:latestEnd", _last(last)),
    )


def _first(day: date) -> str:
    return moment(f"{day}T00:00:00Z")


def _last(day: date) -> str:
    return moment(f"{day}T23:59:59Z")
