"""One made-up report: its sentences, and what each claims."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from synthetic.claims import Claims
from synthetic.quantities import Quantities
from synthetic.times import Times
from synthetic.turtle import Fact, Sheet, both, moment
from synthetic.vocabulary import PREFIXES
from synthetic.world import Actor, Place

BASE = "https://w3id.org/claimgraph/article/"
_OWN = {
    "claim": "claim",
    "prop": "proposition",
    "qty": "quantity",
    "sent": "sentence",
    "source": "source",
    "time": "time",
}
_TITLE_SAYS_NOTHING = both(
    "The title only names the place.", "Le titre ne fait que nommer le lieu."
)
_SAYS_NOTHING = both(
    "The sentence leads over to the next.", "La phrase mène à la suivante."
)
_SENTENCES_IN_BLOCK = 3
FILES = ("document", "sentences", "times", "entities", "claims")


@dataclass
class Article:
    """A report in the making: five sheets and what is on them so far."""

    slug: str
    published: date
    author: Actor
    outlet: Actor
    place: Place
    language: str
    rng: Random
    sheets: dict[str, Sheet] = field(
        default_factory=lambda: {name: Sheet() for name in FILES}
    )

    def __post_init__(self) -> None:
        self.times = Times(self.sheets["times"], self.published)
        self.quantities = Quantities(self.sheets["claims"], self.rng)
        self.claims = Claims(self.sheets["claims"], self.rng)
        self._contents: dict[Fact, str] = {}
        self._declared: set[str] = set()
        self._offset = 0
        self._block = 1
        self._number = 0
        self._sentence("title", ("cg:assertsNothingReason", *_TITLE_SAYS_NOTHING))
        self._block, self._number = 2, 0

    @property
    def iri(self) -> str:
        """The report's IRI as Turtle writes it."""
        return f"<{BASE}{self.slug}>"

    @property
    def triples(self) -> int:
        """How many triples all sheets hold."""
        return sum(sheet.triples for sheet in self.sheets.values())

    def turn(self, *, silent: bool = False) -> None:
        """Begin the next sentence of the body."""
        if self._number == _SENTENCES_IN_BLOCK:
            self._block, self._number = self._block + 1, 0
        why = [("cg:assertsNothingReason", *_SAYS_NOTHING)] if silent else []
        self._sentence("body", *why)

    def _sentence(self, part: str, *why: Fact) -> None:
        self._number += 1
        position = f"b{self._block:02}s{self._number:02}"
        start, self._offset = self._offset, self._offset + self.rng.randint(60, 220)
        self.sheets["sentences"].node(
            f"sent:{position}",
            ("a", "cg:Sentence"),
            *([("cg:assertsNothing", "true")] if why else []),
            *why,
            ("cg:blockNumber", str(self._block)),
            ("cg:endOffset", str(self._offset)),
            ("cg:inDocument", self.iri),
            ("cg:sentenceNumber", str(self._number)),
            ("cg:sha256", self._digest()),
            ("cg:startOffset", str(start)),
            ("cg:textPart", f"part:{part}"),
        )
        self._offset += 1
        self.claims.turn_to(position)

    def _digest(self) -> str:
        return f'"{self.rng.getrandbits(256):064x}"'

    def content(self, subject: str, predicate: str, filler: str) -> str:
        """The proposition that says this: an old one if the report has it already."""
        key = (subject, predicate, filler)
        if key not in self._contents:
            name = f"{subject.split(':')[1]}-{predicate}-{len(self._contents) + 1}"
            self._contents[key] = f"prop:{name}"
            self.sheets["claims"].node(
                f"prop:{name}",
                ("a", "cg:Proposition"),
                ("cg:object", filler),
                ("cg:predicate", f"cg:{predicate}"),
                ("cg:subject", subject),
            )
        return self._contents[key]

    def declare(
        self, iri: str, kind: str, english: str, french: str, *more: Fact
    ) -> str:
        """See that the entity at *iri* is declared, and return *iri*."""
        if iri not in self._declared:
            self._declared.add(iri)
            labels = ("rdfs:label", *both(english, french))
            self.sheets["entities"].node(iri, ("a", f"cg:{kind}"), labels, *more)
        return iri

    def close(self) -> None:
        """Write the record of the document itself."""
        name = self.place.name
        self.sheets["document"].node(
            self.iri,
            ("a", "cg:Document"),
            ("rdfs:label", *both(f"report on {name}", f"reportage sur {name}")),
            ("dcterms:language", f'"{self.language}"'),
            ("dcterms:title", f'"{name}, {self.published}"@{self.language}'),
            ("cg:author", self.author.iri),
            ("cg:codePoints", str(self._offset)),
            ("cg:issuedBounds", "time:publication"),
            ("cg:publisher", self.outlet.iri),
            ("cg:sha256", self._digest()),
        )

    def correct(self, successor: str) -> None:
        """Withdraw the report in favour of *successor*."""
        reason = both("Its author corrected it.", "Son auteur l’a corrigé.")
        self.sheets["document"].node(
            self.iri,
            ("cg:retracted", moment(f"{self.published}T12:00:00Z")),
            ("cg:retractionReason", *reason),
            ("cg:supersededBy", f"<{BASE}{successor}>"),
        )

    def files(self) -> dict[str, str]:
        """The texts of the files, by name."""
        prefixes = PREFIXES | {
            name: f"{BASE}{self.slug}/{part}/" for name, part in _OWN.items()
        }
        return {name: sheet.text(prefixes) for name, sheet in self.sheets.items()}
