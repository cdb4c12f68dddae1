"""Ask several systems in turn and keep what each took and answered."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from statistics import mean, median, quantiles

from harness.answers import Summary, Unreadable, summary
from harness.questions import Question
from harness.systems import System
from harness.wire import Dropped, TooSlow

#: So many draws of a point look-up are asked of each system in a round.
_DRAWS = 20
#: ... and so many answers to it are compared before.
_COMPARED = 3


@dataclass
class Timing:
    """What one system did with one question."""

    seconds: list[float] = field(default_factory=list)
    #: In an answer, on average over those compared.
    rows: int | None = None
    #: Whether its answers are those of the first system; None if not compared.
    agrees: bool | None = None
    #: Why there is no figure, or what was wrong.
    fault: str = ""

    def as_json(self) -> dict[str, object]:
        """Milliseconds, and all the rest."""
        taken = [second * 1e3 for second in self.seconds]
        figures: dict[str, object] = {"rows": self.rows, "agrees": self.agrees}
        if self.fault:
            figures["fault"] = self.fault
        if taken:
            figures |= {"median": _round(median(taken)), "best": _round(min(taken))}
        if len(taken) >= 10:
            figures["p90"] = _round(quantiles(taken, n=10)[-1])
        return figures


Timings = dict[str, dict[str, Timing]]


@dataclass
class Rounds:
    """Questions asked in *rounds* of all systems, one system after the other."""

    questions: Sequence[Question]
    samples: Mapping[str, Sequence[str]]
    rounds: int
    seed: int

    def measured(self, systems: Sequence[System]) -> Timings:
        """First compare the answers, then take the time."""
        timings: Timings = {}
        for question in self.questions:
            timings[question.name] = {system.name: Timing() for system in systems}
            self._compare(question, systems, timings[question.name])
        for number in range(self.rounds):
            for question in self.questions:
                row = timings[question.name]
                self._time(question, _turned(systems, number), row, number)
        return timings

    def _compare(
        self, question: Question, systems: Sequence[System], row: dict[str, Timing]
    ) -> None:
        """See that all give the answer that the first one gives."""
        count = _COMPARED if question.drawn else 1
        texts = question.texts(self.samples, count, self._random(question, -1))
        expected: list[Summary] | None = None
        for system in systems:
            timing = row[system.name]
            found = self._answers(system, question, texts, timing)
            if found is None:
                continue
            timing.rows = round(mean(one.rows for one in found))
            if question.compare != "nothing":
                expected = expected or found
                timing.agrees = _agree(found, expected, question.compare)
        _say(question, row)

    def _answers(
        self, system: System, question: Question, texts: list[str], timing: Timing
    ) -> list[Summary] | None:
        try:
            return [summary(system.ask(text, question.accept)) for text in texts]
        except TooSlow:
            _too_slow(system, timing)
        except (Dropped, Unreadable) as error:
            timing.fault = str(error)
        return None

    def _time(
        self,
        question: Question,
        systems: Sequence[System],
        row: dict[str, Timing],
        number: int,
    ) -> None:
        count = _DRAWS if question.drawn else 1
        texts = question.texts(self.samples, count, self._random(question, number))
        for system in systems:
            timing = row[system.name]
            if not timing.fault:
                self._ask(system, question, texts, timing)

    def _ask(
        self, system: System, question: Question, texts: list[str], timing: Timing
    ) -> None:
        try:
            for text in texts:
                reply = system.ask(text, question.accept)
                timing.seconds.append(reply.seconds)
        except TooSlow:
            _too_slow(system, timing)
        except Dropped as error:
            timing.fault = str(error)

    def _random(self, question: Question, number: int) -> Random:
        return Random(f"{self.seed} {question.name} {number}")


def _too_slow(system: System, timing: Timing) -> None:
    timing.fault = f"more than {system.limit:.0f} s"
    system.recover()


def _turned(systems: Sequence[System], by: int) -> list[System]:
    """The systems, another one first in each round."""
    start = by % len(systems)
    return [*systems[start:], *systems[:start]]


def _agree(found: list[Summary], expected: list[Summary], how: str) -> bool:
    if how == "number":
        return [one.rows for one in found] == [one.rows for one in expected]
    return found == expected


def _say(question: Question, row: dict[str, Timing]) -> None:
    """Tell whoever waits how far it is."""
    faults = [f"{name}: {timing.fault}" for name, timing in row.items() if timing.fault]
    others = [name for name, timing in row.items() if timing.agrees is False]
    faults += [f"{name} answers otherwise" for name in others]
    print(f"  {question.name}", *faults, sep="; ", file=sys.stderr, flush=True)


def _round(number: float) -> float:
    return float(f"{number:.4g}")
