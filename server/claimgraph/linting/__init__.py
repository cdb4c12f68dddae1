"""Linting: what of an ontology's form makes it hard to use, and what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from claimgraph import __version__, resources
from claimgraph.findings import Failure, Report
from claimgraph.linting import pitfalls, reading, style
from claimgraph.linting.places import Placer, Placing
from claimgraph.linting.reading import Ontology, prefixes
from claimgraph.linting.rules import shipped

__all__ = ["Settings", "codes", "lint", "prefixes"]


@dataclass(frozen=True)
class Settings:
    """
    How to check: *allow* has the names of rules that are not asked.

    *fail_on* is the least grave severity with which the report does not pass.
    *languages* are those that labels, definitions and titles are wanted in; without
    any, those in which most of the terms have their labels.
    """

    fail_on: str = "warning"
    allow: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()

    def told(self, ontology: Ontology) -> dict[str, str]:
        """As a report tells them; *ontology* knows which languages are wanted."""
        return {
            "fail-on": self.fail_on,
            "allow": ",".join(sorted(self.allow)),
            "languages": ",".join(ontology.languages),
        }


def codes() -> tuple[str, ...]:
    """What may be allowed: the names of all rules."""
    return tuple(rule.name for rule in shipped())


def lint(
    paths: Sequence[Path] = (),
    settings: Settings | None = None,
    placing: Callable[[Ontology], Placing] = Placer,
) -> Report:
    """
    Check the ontology in the files at and below *paths*, or ours, against all rules.

    What is ours has to fit the shapes of our style, too. *placing* makes what tells
    where a triple stands. Raises MissingFile, UnknownFormat, and MalformedFile with
    line and column.
    """
    started, begun = datetime.now(UTC), perf_counter()
    settings = settings or Settings()
    ontology = reading.read(paths or [_shipped()], settings.languages)
    place = placing(ontology)
    rules = [rule for rule in shipped() if rule.name not in settings.allow]
    checked = [pitfalls.check(ontology, rules, place), style.check(ontology, place)]
    return Report(
        findings=tuple(sorted(found for each in checked for found in each.findings)),
        coverage=tuple(met for each in checked for met in each.coverage),
        nodes=ontology.terms,
        unseen=(),
        failures=_failures(ontology),
        notes=(),
        data=ontology.inputs,
        shapes=tuple(map(reading.digested, style.files())) if ontology.is_ours else (),
        versions={"claimgraph": __version__, "pyoxigraph": version("pyoxigraph")},
        settings=settings.told(ontology),
        started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
        seconds=perf_counter() - begun,
    )


def _shipped() -> Path:
    """Our own ontology's folder, as one writes it from here."""
    folder, here = resources.ontology(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _failures(ontology: Ontology) -> tuple[Failure, ...]:
    """A pass over files that declare nothing would mean nothing."""
    if ontology.terms:
        return ()
    names = ", ".join(str(file.path) for file in ontology.files)
    told = f"{names}: no class, property, individual or concept of its own is declared "
    return (Failure("no-terms", f"{told}here: name an ontology with its header."),)
