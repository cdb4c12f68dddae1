"""The made-up world that all reports share: places, actors, agreements."""

from dataclasses import dataclass, field
from random import Random

from synthetic.chance import Zipf
from synthetic.names import Names, initials, slug
from synthetic.turtle import Sheet, both
from synthetic.vocabulary import AGREEMENTS, TIES

IDENTITY = '"It bears the same name and date in all reports."@en'


@dataclass(frozen=True)
class Place:
    """A place and the next larger one."""

    iri: str
    name: str
    kind: str
    within: "Place | None" = None


@dataclass(frozen=True)
class Actor:
    """Somebody who acts or speaks, named in English and in French."""

    iri: str
    english: str
    french: str
    kinds: tuple[str, ...]
    speakers: tuple["Actor", ...] = ()


@dataclass(frozen=True)
class Agreement:
    """An agreement and who is said to be a party to it."""

    iri: str
    place: Place
    kind: str
    parties: tuple[Actor, ...]


@dataclass
class Crowd:
    """How many of each there are in a world for so many triples."""

    triples: int

    def count(self, at_ten_thousand: int, growth: float) -> int:
        """A number that grows with the size, ever more slowly."""
        factor: float = (self.triples / 10_000) ** growth
        return max(2, round(at_ten_thousand * factor))


@dataclass
class World:
    """Everything that reports draw from, by how often it is spoken of."""

    countries: list[Place] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)
    towns: Zipf[Place] = field(default_factory=lambda: Zipf([]))
    fighters: Zipf[Actor] = field(default_factory=lambda: Zipf([]))
    institutions: Zipf[Actor] = field(default_factory=lambda: Zipf([]))
    outlets: Zipf[Actor] = field(default_factory=lambda: Zipf([]))
    peoples: Zipf[Actor] = field(default_factory=lambda: Zipf([]))
    agreements: Zipf[Agreement] = field(default_factory=lambda: Zipf([]))
    #: Subject, predicate and object of what is told of actors again and again.
    ties: Zipf[tuple[str, str, str]] = field(default_factory=lambda: Zipf([]))


def made_up(triples: int, rng: Random) -> World:
    """Make up a world for reports of *triples* triples."""
    crowd, names, world = Crowd(triples), Names(rng), World()
    world.countries = [_place(names, "Country") for _ in range(crowd.count(2, 0.15))]
    world.regions = [
        _place(names, "Region", rng.choice(world.countries))
        for _ in range(crowd.count(6, 0.3))
    ]
    world.towns = Zipf(
        [
            _place(names, "Settlement", rng.choice(world.regions))
            for _ in range(crowd.count(26, 0.5))
        ]
    )
    _people(world, crowd, names, rng)
    world.agreements = Zipf(
        [_agreement(world, names, rng) for _ in range(crowd.count(2, 0.3))]
    )
    world.ties = Zipf([_tie(world, rng) for _ in range(crowd.count(20, 0.5))])
    return world


def _place(names: Names, kind: str, within: Place | None = None) -> Place:
    name = names.new()
    return Place(f"place:{slug(name)}", name, kind, within)


def _people(world: World, crowd: Crowd, names: Names, rng: Random) -> None:
    world.fighters = Zipf(
        [_fighter(names, rng, rank) for rank in range(crowd.count(11, 0.4))], 1.1
    )
    world.institutions = Zipf(
        [_institution(names, rng) for _ in range(crowd.count(3, 0.35))]
    )
    world.outlets = Zipf([_outlet(names, rng) for _ in range(crowd.count(3, 0.4))])
    world.peoples = Zipf(
        [
            _actor(
                f"people of {place.name}", f"habitants de {place.name}", "Population"
            )
            for place in world.regions
        ]
    )


def _actor(
    english: str, french: str, *kinds: str, speakers: tuple[Actor, ...] = ()
) -> Actor:
    classes = tuple(f"cg:{kind}" for kind in kinds)
    return Actor(f"actor:{slug(english)}", english, french, classes, speakers)


def _fighter(names: Names, rng: Random, rank: int) -> Actor:
    name, speakers = names.new(), tuple(_persons(names, rng.randint(1, 2)))
    if rank % 4 == 1:
        kinds = ("StateForce", "ConflictParty")
        return _actor(f"{name} Army", f"Armée {name}", *kinds, speakers=speakers)
    kinds = ("NonStateArmedGroup", "ConflictParty")
    return _actor(f"{name} Front", f"Front {name}", *kinds, speakers=speakers)


def _people_of(place: str) -> Actor:
    return _actor(f"people of {place}", f"habitants de {place}", "Population")


def _institution(names: Names, rng: Random) -> Actor:
    name, speakers = names.new(), tuple(_persons(names, rng.randint(1, 3)))
    kind = rng.choice(["IntergovernmentalBody", "ResearchBody", "StateBody"])
    return _actor(f"{name} Council", f"Conseil {name}", kind, speakers=speakers)


def _outlet(names: Names, rng: Random) -> Actor:
    name, authors = names.new(), tuple(_persons(names, rng.randint(2, 6)))
    return _actor(
        f"{name} Courier", f"Courrier {name}", "MediaOutlet", speakers=authors
    )


def _persons(names: Names, count: int) -> list[Actor]:
    full = [f"{names.new()} {names.new()}" for _ in range(count)]
    return [_actor(name, name, "Person") for name in full]


def _agreement(world: World, names: Names, rng: Random) -> Agreement:
    place, one = world.towns.draw(rng), world.fighters.draw(rng)
    parties = (one, world.fighters.other(rng, one))
    iri = f"agreement:{slug(names.new())}"
    return Agreement(iri, place, rng.choice(AGREEMENTS), parties)


def _tie(world: World, rng: Random) -> tuple[str, str, str]:
    actor = world.fighters.draw(rng)
    drawn = rng.random()
    if drawn < 0.3:
        return actor.iri, "basedIn", world.towns.draw(rng).iri
    if drawn < 0.5:
        return rng.choice(actor.speakers).iri, "leads", actor.iri
    return actor.iri, rng.choice(TIES), world.fighters.other(rng, actor).iri


def reference(world: World, rng: Random) -> dict[str, Sheet]:
    """The reference files that describe the *world*, by name."""
    sheets = {name: Sheet() for name in ("actors", "agreements", "names", "places")}
    for place in [*world.countries, *world.regions, *world.towns.things]:
        _write_place(sheets["places"], place, rng)
    for group in (world.fighters, world.institutions, world.outlets, world.peoples):
        for actor in group.things:
            _write_actor(sheets, actor)
    for agreement in world.agreements.things:
        _write_agreement(sheets["agreements"], agreement)
    return sheets


def _write_place(sheet: Sheet, place: Place, rng: Random) -> None:
    facts = [("a", f"cg:{place.kind}"), ("rdfs:label", *both(place.name, place.name))]
    if place.within:
        facts.append(("cg:directlyWithin", place.within.iri))
    if place.kind == "Settlement":
        facts += [
            ("cg:latitude", f"{rng.uniform(10, 24):.4f}"),
            ("cg:longitude", f"{rng.uniform(-12, 4):.4f}"),
            ("cg:pointPrecision", "point:town"),
        ]
    sheet.node(place.iri, *facts)


def _write_actor(sheets: dict[str, Sheet], actor: Actor) -> None:
    facts = [("a", *actor.kinds), ("rdfs:label", *both(actor.english, actor.french))]
    if " " in actor.english and actor.kinds[0] not in ("cg:Person", "cg:Population"):
        name = f"{actor.iri.replace('actor:', 'name:')}-short"
        facts.append(("cg:hasAppellation", name))
        _write_appellation(sheets["names"], name, initials(actor.english))
    sheets["actors"].node(actor.iri, *facts)
    for speaker in actor.speakers:
        _write_actor(sheets, speaker)


def _write_appellation(sheet: Sheet, iri: str, form: str) -> None:
    sheet.node(
        iri,
        ("a", "cg:Appellation"),
        ("cg:appellationForm", f'"{form}"'),
        ("cg:appellationKind", "appellation:acronym"),
    )


def _write_agreement(sheet: Sheet, agreement: Agreement) -> None:
    name = agreement.place.name
    sheet.node(
        agreement.iri,
        ("a", "cg:Agreement"),
        ("rdfs:label", *both(f"accord of {name}", f"accord de {name}")),
        ("cg:identityNote", IDENTITY),
    )
