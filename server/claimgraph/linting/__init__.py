"""Linting: what of an ontology's form makes it hard to use, and what to do."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from claimgraph import __version__, resources
from claimgraph.findings import Coverage, Failure, Finding, Report
from claimgraph.linting import reading
from claimgraph.linting.places import Placer, Placing
from claimgraph.linting.reading import Ontology
from claimgraph.linting.rules import Hit, Rule, shipped
from claimgraph.namespaces import PREFIXES

__all__ = ["lint"]

_COMPONENT = f"{PREFIXES['sh']}SPARQLConstraintComponent"


def lint(
    paths: Sequence[Path] = (),
    fail_on: str = "warning",
    placing: Callable[[Ontology], Placing] = Placer,
) -> Report:
    """
    Check the ontology in the files at and below *paths*, or ours, against all rules.

    *fail_on* is the least grave severity with which the report does not pass;
    *placing* makes what tells where a triple stands. Raises MissingFile, UnknownFormat,
    and MalformedFile with line and column.
    """
    started, begun = datetime.now(UTC), perf_counter()
    ontology = reading.read(paths or [resources.ontology()])
    found = [(rule, set(rule.hits(ontology.store))) for rule in shipped()]
    findings = tuple(sorted(_findings(found, placing(ontology))))
    terms = ontology.terms
    return Report(
        findings=findings,
        coverage=tuple(
            Coverage(rule.iri, terms, 1, "claimgraph") for rule in shipped()
        ),
        nodes=terms,
        unseen=(),
        failures=_failures(ontology),
        notes=(),
        data=ontology.inputs,
        shapes=(),
        versions={"claimgraph": __version__, "pyoxigraph": version("pyoxigraph")},
        settings={"fail-on": fail_on},
        started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
        seconds=perf_counter() - begun,
    )


def _findings(found: list[tuple[Rule, set[Hit]]], place: Placing) -> Iterator[Finding]:
    for rule, hits in found:
        yield from (_finding(rule, hit, place) for hit in hits)


def _finding(rule: Rule, hit: Hit, place: Placing) -> Finding:
    return Finding(
        severity=rule.severity,
        constraint=rule.iri,
        shape=rule.iri,
        component=_COMPONENT,
        focus=str(hit.node),
        node=str(hit.node),
        path=str(hit.path or ""),
        value=str(hit.value or ""),
        messages=hit.messages,
        place=place(hit.node, hit.path, hit.value),
    )


def _failures(ontology: Ontology) -> tuple[Failure, ...]:
    """A pass over files that declare nothing would mean nothing."""
    if ontology.terms:
        return ()
    names = ", ".join(str(file.path) for file in ontology.files)
    told = f"{names}: no class, property, individual or concept is declared here, so "
    return (Failure("no-terms", f"{told}nothing was checked: name an ontology."),)
