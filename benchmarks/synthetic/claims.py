"""Who says it to whom: claims, and the chains by which a report conveys them."""

from dataclasses import dataclass, field
from random import Random

from synthetic.chance import weighted
from synthetic.turtle import Fact, Sheet
from synthetic.vocabulary import CERTAINTIES, CUES, STANCES


@dataclass
class Voice:
    """Whose words a claim is in: the last of *chain*, conveyed by those before."""

    chain: list[str]

    @property
    def holder(self) -> str:
        """The one who is more or less sure."""
        return self.chain[-1]


@dataclass
class Told:
    """A direct claim that was made, for others to dispute or support."""

    claim: str
    holder: str
    contents: list[str]


@dataclass
class Claims:
    """Writes the claims of one report on a sheet."""

    sheet: Sheet
    rng: Random
    position: str = ""
    count: int = 0
    told: list[Told] = field(default_factory=list)
    #: Holder and content of each denial.
    denials: set[tuple[str, str]] = field(default_factory=set)

    def turn_to(self, position: str) -> None:
        """Anchor what follows in the sentence at *position*."""
        self.position, self.count = position, 0

    def affirm(
        self,
        voice: Voice,
        contents: list[str],
        modality: str = "actual",
        certainty: str = "",
        *more: Fact,
    ) -> Told:
        """Let the holder of *voice* affirm *contents*, and all before convey it."""
        certainty = certainty or weighted(self.rng, CERTAINTIES)
        facts = [("cg:affirms", *contents), *self._cue(certainty, 0.9), *more]
        told = Told(
            self._direct(voice, modality, certainty, facts), voice.holder, contents
        )
        if modality == "actual":
            self.told.append(told)
        return told

    def deny(self, voice: Voice, content: str, *more: Fact) -> None:
        """Let the holder of *voice* deny *content*."""
        self.denials.add((voice.holder, content))
        self._direct(voice, "actual", "certain", [("cg:denies", content), *more])

    def _direct(
        self, voice: Voice, modality: str, certainty: str, facts: list[Fact]
    ) -> str:
        for reporter in voice.chain[:-1]:
            self._convey(reporter)
        return self._write(
            "cg:DirectClaim",
            voice.holder,
            ("cg:certainty", f"cg:{certainty}"),
            ("cg:modality", f"cg:{modality}"),
            *facts,
            *self._marks(len(voice.chain)),
        )

    def _convey(self, reporter: str) -> None:
        stance = weighted(self.rng, STANCES)
        conveyed = f"claim:{self.position}-{self.count + 2}"
        facts = [("cg:conveys", conveyed), ("cg:stance", f"cg:{stance}")]
        self._write("cg:ConveyingClaim", reporter, *facts, *self._cue(stance, 0.6))

    def _write(self, kind: str, holder: str, *facts: Fact) -> str:
        self.count += 1
        claim = f"claim:{self.position}-{self.count}"
        anchor = ("cg:anchor", f"sent:{self.position}")
        self.sheet.node(claim, ("a", kind), anchor, ("cg:holder", holder), *facts)
        return claim

    def _cue(self, degree: str, often: float) -> list[Fact]:
        cues = CUES.get(degree)
        if not cues or self.rng.random() > often:
            return []
        return [("cg:hedge", f"hedge:{self.rng.choice(cues)}")]

    def _marks(self, depth: int) -> list[Fact]:
        """A claim may be quoted, or a note may say how it was read."""
        marks: list[Fact] = []
        if depth > 1 and self.rng.random() < 0.15:
            marks.append(("cg:quoted", "true"))
        if self.rng.random() < 0.08:
            marks.append(("cg:reading", '"The wording leaves open who is meant."@en'))
        return marks
