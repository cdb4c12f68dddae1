"""The rules are asked, and what they find becomes findings."""

from collections.abc import Iterable

from claimgraph.findings import Coverage, Finding
from claimgraph.graphs import sh
from claimgraph.linting.places import Placing
from claimgraph.linting.reading import Checked, Ontology
from claimgraph.linting.rules import Hit, Rule

_COMPONENT = sh("SPARQLConstraintComponent").value


def check(ontology: Ontology, rules: Iterable[Rule], place: Placing) -> Checked:
    """Ask the *rules* about *ontology*; *place* tells where a triple stands."""
    store, names = ontology.store, ontology.names
    found = [(rule, set(rule.hits(store, names))) for rule in rules]
    terms = ontology.terms
    return Checked(
        tuple(_finding(rule, hit, place) for rule, hits in found for hit in hits),
        tuple(Coverage(rule.iri, terms, 1, "claimgraph") for rule, _ in found),
    )


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
