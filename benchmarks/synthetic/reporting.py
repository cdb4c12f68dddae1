"""What the sentences of a report say, one function a sort of sentence."""

from collections.abc import Callable
from random import Random

from synthetic.article import Article
from synthetic.chance import weighted
from synthetic.claims import Told, Voice
from synthetic.events import Chronicle, Event
from synthetic.turtle import Fact, both, moment
from synthetic.vocabulary import (
    AGREEMENT_EVENTS,
    ASSESSMENTS,
    CONTENTS,
    INSTRUMENTS,
    INTENSITIES,
    STATES,
    UNITS,
)
from synthetic.voices import Voices
from synthetic.world import World

_SAME = '"All reports give the same day, place and kind of incident."@en'
_CORRECTED = both("The figure was corrected.", "Le chiffre a été corrigé.")


class Reporter:
    """Fills an article with sentences about the world."""

    def __init__(self, article: Article, world: World, chronicle: Chronicle) -> None:
        self.article = article
        self.world = world
        self.chronicle = chronicle
        self.rng: Random = article.rng
        self.told: list[tuple[Event, Told]] = []
        self._voice = Voices(article, world).voice
        self._steps = 0

    def sentence(self) -> None:
        """Write the next sentence of the article."""
        sort = weighted(self.rng, CONTENTS) if self.told else "report"
        self.article.turn(silent=sort == "silence")
        if sort != "silence":
            _SORTS[sort](self)

    # sorts of sentences

    def report(self) -> None:
        """Say what happened, where, when and by whom."""
        event = self.chronicle.next(self.article.published)
        self._declare(event)
        contents = [*self._core(event), *self._roles(event), *self._details(event)]
        self._say(event, contents)

    def figure(self) -> None:
        """Give a number about something told before; now and then correct it."""
        event, _ = self.rng.choice(self.told)
        voice = self._voice(event)
        contents = [self._occurred(event.iri), self._number(event)]
        if self.rng.random() < 0.02:
            self._corrected(event, voice, contents)
            contents = [contents[0], self._number(event)]
        self._say(event, contents, voice, *self._towards())

    def _corrected(self, event: Event, voice: Voice, contents: list[str]) -> None:
        """The same claim with another figure, withdrawn by the one that follows."""
        later = f"claim:{self.article.claims.position}-{2 * len(voice.chain)}"
        retracted = (
            ("cg:retracted", moment(f"{self.article.published}T18:00:00Z")),
            ("cg:retractionReason", *_CORRECTED),
            ("cg:supersededBy", later),
        )
        self.article.claims.affirm(voice, contents, "actual", "certain", *retracted)

    def state(self) -> None:
        """Say who holds, besieges or threatens a place."""
        rng, kind = self.rng, self.rng.choice(STATES)
        place, actor = self.world.towns.draw(rng), self.world.fighters.draw(rng)
        self._steps += 1
        state = self.article.declare(
            f"state:{self.article.slug}-{self._steps}",
            "State",
            f"situation of {place.name} ({self._steps})",
            f"situation de {place.name} ({self._steps})",
        )
        contents = [
            self._occurred(state),
            self.article.content(state, "hasKind", f"cg:{kind}"),
            self.article.content(state, "stateSubject", actor.iri),
            self.article.content(state, "overPlace", place.iri),
        ]
        if rng.random() < 0.5:
            time = self.article.times.of(self.article.published, rng)
            contents.append(self.article.content(state, "during", time))
        self.article.claims.affirm(self._free(contents), contents)

    def judgement(self) -> None:
        """Judge something told before."""
        event, _ = self.rng.choice(self.told)
        concept = f"assessment:{self.rng.choice(ASSESSMENTS)}"
        contents = [self.article.content(event.iri, "assessedAs", concept)]
        self.article.claims.affirm(self._free(contents), contents, "evaluative")

    def tie(self) -> None:
        """Say how an actor stands to another, or where it is based."""
        contents = [self.article.content(*self.world.ties.draw(self.rng))]
        self.article.claims.affirm(self._free(contents), contents)

    def denial(self) -> None:
        """Let the one who is said to have done it deny it."""
        event, told = self.rng.choice(self.told)
        denier = self.rng.choice([event.doer, *event.doer.speakers]).iri
        content = self.rng.choice(told.contents[:3])
        affirmed = {t.holder for t in self.article.claims.told if content in t.contents}
        if denier in affirmed:
            self.judgement()
            return
        disputes = [("cg:disputes", told.claim)] if self.rng.random() < 0.5 else []
        voice = Voice([self.article.author.iri, denier])
        self.article.claims.deny(voice, content, *disputes)

    def forecast(self) -> None:
        """Say what will come, now and then on a condition."""
        step, actor = self._possible("possible step")
        contents = [
            self._occurred(step),
            self.article.content(step, "carriedOutBy", actor),
        ]
        if self.rng.random() < 0.3:
            time = self.article.times.ahead()
            contents.append(self.article.content(step, "during", time))
        more: list[Fact] = []
        if self.rng.random() < 0.3:
            premise, _ = self._possible("supposed step")
            more.append(("cg:onCondition", self._occurred(premise)))
        degree = self.rng.choice(["probable", "probable", "possible"])
        voice = self._free(contents)
        self.article.claims.affirm(voice, contents, "forecast", degree, *more)

    def demand(self) -> None:
        """Say what somebody ought to do."""
        step, actor = self._possible("step called for")
        contents = [
            self._occurred(step),
            self.article.content(step, "oughtBy", actor),
        ]
        voice = self._free(contents)
        self.article.claims.affirm(voice, contents, "normative", "certain")

    def agreement(self) -> None:
        """Tell of an agreement and its parties."""
        agreement = self.world.agreements.draw(self.rng)
        event = self.chronicle.made_up(self.article.published)
        self._declare(event)
        kind = self.rng.choice(AGREEMENT_EVENTS)
        contents = [
            self._occurred(event.iri),
            self._occurred(agreement.iri),
            self.article.content(agreement.iri, "hasKind", f"cg:{agreement.kind}"),
            self.article.content(event.iri, "hasKind", f"cg:{kind}"),
            self.article.content(event.iri, "agreementEventOf", agreement.iri),
        ]
        for party in agreement.parties:
            role = self.article.content(event.iri, "participant", party.iri)
            tie = self.article.content(party.iri, "partyTo", agreement.iri)
            contents += [role, tie]
        self.article.claims.affirm(self._free(contents), contents)

    # contents

    def _say(
        self, event: Event, contents: list[str], voice: Voice | None = None, *more: Fact
    ) -> None:
        voice = self._unless_denied(voice or self._voice(event), contents)
        told = self.article.claims.affirm(voice, contents, "actual", "", *more)
        self.told.append((event, told))

    def _free(self, contents: list[str]) -> Voice:
        """A voice that has denied none of *contents*."""
        return self._unless_denied(self._voice(), contents)

    def _unless_denied(self, voice: Voice, contents: list[str]) -> Voice:
        """The *voice*, or the author's if its holder has denied one of *contents*."""
        denials = self.article.claims.denials
        denied = any((voice.holder, content) in denials for content in contents)
        return Voice([self.article.author.iri]) if denied else voice

    def _declare(self, event: Event) -> None:
        note: list[Fact] = [("cg:identityNote", _SAME)] if event.shared else []
        names = (event.english, event.french)
        self.article.declare(event.iri, "Event", *names, *note)

    def _occurred(self, iri: str) -> str:
        return self.article.content(iri, "realisation", "cg:occurred")

    def _core(self, event: Event) -> list[str]:
        content, rng = self.article.content, self.rng
        core = [
            self._occurred(event.iri),
            content(event.iri, "hasKind", f"cg:{event.kind.name}"),
            content(event.iri, event.kind.doer, self._accused(event)),
        ]
        if rng.random() < 0.85:
            core.append(content(event.iri, "atPlace", event.place.iri))
        if rng.random() < 0.8:
            time = self.article.times.of(event.day, rng)
            core.append(content(event.iri, "during", time))
        return core

    def _accused(self, event: Event) -> str:
        """The doer; one report in twelve names another."""
        if self.rng.random() < 0.08:
            return self.world.fighters.other(self.rng, event.doer).iri
        return event.doer.iri

    def _roles(self, event: Event) -> list[str]:
        if event.other is None or self.rng.random() < 0.25:
            return []
        return [self.article.content(event.iri, event.kind.other, event.other.iri)]

    def _details(self, event: Event) -> list[str]:
        found, content = [], self.article.content
        if event.deaths and self.rng.random() < 0.7:
            found.append(self._number(event))
        if self.rng.random() < 0.1:
            degree = f"intensity:{self.rng.choice(INTENSITIES)}"
            found.append(content(event.iri, "intensity", degree))
        if event.deaths and self.rng.random() < 0.06:
            means = f"equipment:{self.rng.choice(INSTRUMENTS)}"
            found.append(content(event.iri, "instrument", means))
        if self.told and self.rng.random() < 0.15:
            earlier, _ = self.rng.choice(self.told)
            if earlier.iri != event.iri and earlier.day <= event.day:
                found.append(content(event.iri, "follows", earlier.iri))
        return found

    def _number(self, event: Event) -> str:
        measure, number, unit = _measured(event, self.rng)
        quantity = self.article.quantities.about(number, unit)
        return self.article.content(event.iri, measure, quantity)

    def _possible(self, noun: str) -> tuple[str, str]:
        """An event that has not come about, and its doer."""
        actor = self.world.fighters.draw(self.rng)
        self._steps += 1
        label = f"{noun} of {actor.english} ({self._steps})"
        french = f"acte envisagé : {actor.french} ({self._steps})"
        iri = f"event:{self.article.slug}-step-{self._steps}"
        return self.article.declare(iri, "Event", label, french), actor.iri

    def _towards(self) -> list[Fact]:
        """A claim may support, qualify or exemplify an earlier one."""
        if self.rng.random() > 0.15:
            return []
        earlier = self.rng.choice(self.told)[1].claim
        relation = self.rng.choice(["supports", "qualifies", "exemplifies"])
        return [(f"cg:{relation}", earlier)]


def _measured(event: Event, rng: Random) -> tuple[str, int, str]:
    if event.deaths:
        return "killed", event.deaths, rng.choice(UNITS)
    if event.kind.name == "Displacement":
        return "displaced", rng.randint(2, 90) * 100, "people"
    return "eventCount", rng.randint(2, 40), "acts"


_SORTS: dict[str, Callable[[Reporter], None]] = {
    "report": Reporter.report,
    "figure": Reporter.figure,
    "state": Reporter.state,
    "judgement": Reporter.judgement,
    "tie": Reporter.tie,
    "denial": Reporter.denial,
    "forecast": Reporter.forecast,
    "agreement": Reporter.agreement,
    "demand": Reporter.demand,
}
