"""Whose word a sentence passes on: the author's own, or somebody's the author heard."""

from synthetic.article import Article
from synthetic.chance import weighted
from synthetic.claims import Voice
from synthetic.events import Event
from synthetic.vocabulary import VOICES
from synthetic.world import Actor, World


class Voices:
    """Finds those who speak in one article."""

    def __init__(self, article: Article, world: World) -> None:
        self._article = article
        self._world = world
        self._rng = article.rng

    def voice(self, event: Event | None = None) -> Voice:
        """The author, or somebody whom the author conveys, by one or two others."""
        chain = [self._article.author.iri]
        if self._rng.random() < 0.55:
            return Voice(chain)
        if self._rng.random() < 0.2:
            chain.append(self._speaker("outlet", event))
        speaker = self._speaker(weighted(self._rng, VOICES), event)
        if self._rng.random() < 0.12 and speaker.startswith("actor:"):
            chain.append(self._unnamed())
        if speaker not in chain:
            chain.append(speaker)
        return Voice(chain)

    def _speaker(self, sort: str, event: Event | None) -> str:
        if sort == "unnamed":
            return self._unnamed()
        if sort == "outlet":
            return self._world.outlets.other(self._rng, self._article.outlet).iri
        body = self._body(sort, event)
        speaks = body.speakers and self._rng.random() < 0.5
        return self._rng.choice(body.speakers).iri if speaks else body.iri

    def _body(self, sort: str, event: Event | None) -> Actor:
        """Who did it, to whom it was done, or an institution."""
        if event and sort == "doer":
            return event.doer
        if event and event.other and sort == "other":
            return event.other
        return self._world.institutions.draw(self._rng)

    def _unnamed(self) -> str:
        position = self._article.claims.position
        return self._article.declare(
            f"source:{position}",
            "UnnamedSource",
            f"officials heard in {position}",
            f"responsables entendus en {position}",
        )
