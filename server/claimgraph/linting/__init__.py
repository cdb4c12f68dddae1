"""Linting: what of an ontology's form makes it hard to use, and what to do."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from claimgraph import __version__, resources
from claimgraph.findings import Failure, Report
from claimgraph.linting import pitfalls, reading, style
from claimgraph.linting.places import Placer, Placing
from claimgraph.linting.reading import Ontology

__all__ = ["lint"]


def lint(
    paths: Sequence[Path] = (),
    fail_on: str = "warning",
    placing: Callable[[Ontology], Placing] = Placer,
) -> Report:
    """
    Check the ontology in the files at and below *paths*, or ours, against all rules.

    What is ours has to fit the shapes of our style, too. *fail_on* is the least grave
    severity with which the report does not pass; *placing* makes what tells where a
    triple stands. Raises MissingFile, UnknownFormat, and MalformedFile with line and
    column.
    """
    started, begun = datetime.now(UTC), perf_counter()
    ontology = reading.read(paths or [_shipped()])
    place = placing(ontology)
    checked = [pitfalls.check(ontology, place), style.check(ontology, place)]
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
        settings={"fail-on": fail_on},
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
    told = f"{names}: no class, property, individual or concept is declared here, so "
    return (Failure("no-terms", f"{told}nothing was checked: name an ontology."),)
