"""What happens in the made-up world: most of it is reported once, some often."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from synthetic.chance import tail
from synthetic.names import in_english, in_french, slug
from synthetic.vocabulary import KINDS, Kind
from synthetic.world import Actor, Place, World

_OFTEN = 60
_FORGOTTEN = timedelta(days=150)
_OPEN = 400


@dataclass
class Event:
    """An event as it was; reports may say otherwise."""

    iri: str
    english: str
    french: str
    kind: Kind
    day: date
    place: Place
    doer: Actor
    other: Actor | None
    deaths: int
    #: How many more reports will speak of it.
    coverage: int
    shared: bool


class Chronicle:
    """Events as they come about, and those still being reported."""

    def __init__(self, world: World, rng: Random) -> None:
        self._world = world
        self._rng = rng
        self._open: list[Event] = []
        self._count = 0
        self._weights = [kind.weight for kind in KINDS]

    def next(self, until: date) -> Event:
        """An event to report on the day *until*: one in the news, or a new one."""
        if self._open and self._rng.random() < 0.35:
            return self._again(until)
        return self._new(until)

    def _again(self, until: date) -> Event:
        place = self._rng.randrange(len(self._open))
        event = self._open[place]
        if until - event.day > _FORGOTTEN or event.coverage <= 1:
            self._open[place] = self._open[-1]
            self._open.pop()
        if until - event.day > _FORGOTTEN:
            return self._new(until)
        event.coverage -= 1
        return event

    def _new(self, until: date) -> Event:
        event = self.made_up(until - timedelta(days=self._rng.randint(0, 9)))
        event.coverage = tail(self._rng, 2.2, _OFTEN) - 1
        event.shared = event.coverage > 0
        if event.shared and len(self._open) < _OPEN:
            self._open.append(event)
        return event

    def made_up(self, day: date, kind: Kind | None = None) -> Event:
        """An event that nobody has reported, on *day*."""
        rng, world = self._rng, self._world
        kind = kind or rng.choices(KINDS, weights=self._weights)[0]
        place, doer = world.towns.draw(rng), world.fighters.draw(rng)
        self._count += 1
        return Event(
            f"event:{slug(place.name)}-{day}-{self._count}",
            f"incident at {place.name}, {in_english(day)} ({self._count})",
            f"incident à {place.name}, {in_french(day)} ({self._count})",
            kind,
            day,
            place,
            doer,
            self._opposite(kind, doer),
            tail(rng, kind.deaths, 400) if kind.deaths else 0,
            0,
            shared=False,
        )

    def _opposite(self, kind: Kind, doer: Actor) -> Actor | None:
        if not kind.other:
            return None
        if kind.other == "victim":
            return self._world.peoples.draw(self._rng)
        return self._world.fighters.other(self._rng, doer)
