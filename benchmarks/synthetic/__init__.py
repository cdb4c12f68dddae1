"""Made-up reporting in our own ontology, as large as one likes and always the same."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random

from synthetic.article import BASE, Article
from synthetic.chance import tail
from synthetic.events import Chronicle
from synthetic.reporting import Reporter
from synthetic.vocabulary import PREFIXES
from synthetic.world import World, made_up, reference

SEED = 2023
#: Numbers of triples, by the names that commands take.
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000, "10m": 10_000_000}

_FIRST_DAY = date(2012, 1, 1)
_DAYS = 4_000
_SAMPLE = 500
_CORRECTIONS = 0.005


def size(text: str) -> int:
    """
    The number of triples that *text* names or is.

    >>> size("1m"), size("4000")
    (1000000, 4000)
    """
    return SIZES.get(text) or int(text)


def name(triples: int) -> str:
    """
    The name of a size, or the number itself.

    >>> name(1000000), name(4000)
    ('1m', '4000')
    """
    return {number: name for name, number in SIZES.items()}.get(triples, str(triples))


@dataclass
class Manifest:
    """What was written, and a sample of names to ask for."""

    seed: int
    triples: int = 0
    articles: int = 0
    files: int = 0
    #: Changes with any byte of any file.
    digest: str = ""
    samples: dict[str, list[str]] = field(default_factory=dict)


def write(folder: Path, triples: int, seed: int = SEED) -> Manifest:
    """
    Write articles of about *triples* triples below *folder*, and their manifest.

    The data are in ``folder/data``, to be loaded in place of the shipped data, the
    names of some of its entities in ``folder/manifest.json``. Equal arguments write
    equal bytes.
    """
    rng = Random(f"{seed} world")
    world = made_up(triples, rng)
    manifest = Manifest(seed)
    for title, sheet in reference(world, rng).items():
        manifest.triples += sheet.triples
        path = folder / "data" / "reference" / f"{title}.ttl"
        _save(path, sheet.text(PREFIXES), manifest)
    sample = _Sample(seed)
    for article in _articles(world, triples, manifest, sample):
        for part, text in article.files().items():
            path = folder / "data" / "articles" / article.slug / f"{part}.ttl"
            _save(path, text, manifest)
    manifest.samples = sample.found(world)
    text = json.dumps(asdict(manifest), indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _save(path: Path, text: str, manifest: Manifest) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    manifest.files += 1
    manifest.digest = sha256(manifest.digest.encode() + text.encode()).hexdigest()


def _articles(
    world: World, triples: int, manifest: Manifest, sample: "_Sample"
) -> Iterator[Article]:
    """Articles until there are so many triples; each is held until the next is made."""
    chronicle = Chronicle(world, Random(f"{manifest.seed} events"))
    held: Article | None = None
    while manifest.triples < triples:
        manifest.articles += 1
        rng = Random(f"{manifest.seed} article {manifest.articles}")
        article = _begun(world, manifest.articles, manifest.triples / triples, rng)
        reporter = Reporter(article, world, chronicle)
        _fill(reporter, triples - manifest.triples)
        sample.add(reporter)
        manifest.triples += article.triples
        if held:
            manifest.triples += _corrected(held, article, rng)
            yield held
        held = article
    if held:
        yield held


def _corrected(earlier: Article, article: Article, rng: Random) -> int:
    """Withdraw the *earlier* article now and then; return how many triples say so."""
    before = earlier.triples
    if rng.random() < _CORRECTIONS:
        earlier.correct(article.slug)
    return earlier.triples - before


def _begun(world: World, number: int, share: float, rng: Random) -> Article:
    outlet = world.outlets.draw(rng)
    return Article(
        slug=f"report-{number:05}",
        published=_FIRST_DAY + timedelta(days=round(share * _DAYS)),
        author=rng.choice(outlet.speakers),
        outlet=outlet,
        place=world.towns.draw(rng),
        language=rng.choice(["en", "en", "fr"]),
        rng=rng,
    )


def _fill(reporter: Reporter, most: int) -> None:
    """Write sentences, but not beyond *most* triples; then the document's record."""
    for _ in range(4 + tail(reporter.rng, 12, 90)):
        if reporter.article.triples + 12 >= most and reporter.told:
            break
        reporter.sentence()
    reporter.article.close()


class _Sample:
    """A few of each sort of name, spread over all articles."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"{seed} sample")
        self._seen = 0
        self._found: list[dict[str, str]] = []

    def add(self, reporter: Reporter) -> None:
        """Take the names of an article in, with the same chance as any other's."""
        self._seen += 1
        if len(self._found) < _SAMPLE:
            self._found.append(_names(reporter, self._rng))
        elif (place := self._rng.randrange(self._seen)) < _SAMPLE:
            self._found[place] = _names(reporter, self._rng)

    def found(self, world: World) -> dict[str, list[str]]:
        """The names as IRIs, by sort."""
        names = {
            "actor": [iri(actor.iri) for actor in world.fighters.things],
            "place": [iri(place.iri) for place in world.towns.things],
            "region": [iri(place.iri) for place in world.regions],
        }
        for sort in self._found[0]:
            names[sort] = sorted({one[sort] for one in self._found})
        return {sort: found[:_SAMPLE] for sort, found in names.items()}


def _names(reporter: Reporter, rng: Random) -> dict[str, str]:
    article = reporter.article
    event, told = rng.choice(reporter.told)
    claim = told.claim.removeprefix("claim:")
    return {
        "article": BASE + article.slug,
        "claim": f"{BASE}{article.slug}/claim/{claim}",
        "event": iri(event.iri),
        "sentence": f"{BASE}{article.slug}/sentence/{claim.split('-')[0]}",
    }


def iri(name: str) -> str:
    """The IRI that the prefixed *name* stands for."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
