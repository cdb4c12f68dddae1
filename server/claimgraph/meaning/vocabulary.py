"""The terms of SHACL and of other well-known vocabularies, from tables beside this."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claimgraph.graphs import RDF, SH

#: What SHACL calls the members of a container: rdf:_1, rdf:_2, ...
_MEMBER = f"{RDF}_"


@dataclass(frozen=True)
class Term:
    """
    A term of SHACL.

    *kind* says what it is used as; of a property, *on* what has it, *values* the kind
    of its values, *most* the rule by which there is one, and *needs* the properties of
    which one must stand beside it. What is not *heeded* would ask something that is not
    done here.
    """

    name: str
    specification: str
    section: str
    kind: str
    on: str
    values: str
    most: str
    needs: tuple[str, ...]
    heeded: bool

    @property
    def iri(self) -> str:
        """The whole IRI."""
        return SH + self.name


@cache
def terms() -> Mapping[str, Term]:
    """Every term of SHACL 1.0, SHACL-AF, SHACL-JS and the drafts of 1.2, by name."""
    rows = (
        Term(
            name=row["term"],
            specification=row["specification"],
            section=row["section"],
            kind=row["kind"],
            on=row["on"],
            values=row["values"],
            most=row["most"],
            needs=tuple(row["needs"].split()),
            heeded=row["heeded"] == "yes",
        )
        for row in _table("terms.tsv")
    )
    return {term.name: term for term in rows}


@dataclass(frozen=True)
class Vocabulary:
    """
    A namespace that needs no declaring, with its *terms*; without, any will do.

    One that *grows* may have got others since they were listed.
    """

    prefix: str
    namespace: str
    grows: bool
    terms: frozenset[str]


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """The vocabularies that shapes may name without declaring them."""
    return tuple(
        Vocabulary(
            row["prefix"],
            row["namespace"],
            row["grows"] == "yes",
            frozenset(row["terms"].split()),
        )
        for row in _table("vocabularies.tsv")
    )


def home(iri: str) -> Vocabulary | None:
    """Find the vocabulary whose namespace *iri* has."""
    found = (each for each in vocabularies() if iri.startswith(each.namespace))
    return next(found, None)


def has_terms(iri: str) -> bool:
    """Whether terms are known of the vocabulary whose namespace *iri* has."""
    found = home(iri)
    return found is not None and bool(found.terms)


def closed(iri: str) -> bool:
    """Whether all terms that the namespace of *iri* will ever have are known."""
    found = home(iri)
    return found is not None and bool(found.terms) and not found.grows


def is_listed(iri: str) -> bool:
    """Whether *iri* is known to be a term of its vocabulary."""
    found = home(iri)
    listed = found is not None and iri.removeprefix(found.namespace) in found.terms
    return listed or iri.startswith((SH, _MEMBER))


def is_well_known(iri: str) -> bool:
    """
    Whether *iri* is a term of a well-known vocabulary, or may be.

    >>> is_well_known("http://www.w3.org/2004/02/skos/core#prefLabel")
    True
    >>> is_well_known("http://www.w3.org/2004/02/skos/core#prefLable")
    False
    """
    return is_listed(iri) or (home(iri) is not None and not closed(iri))


def twins(iri: str) -> Iterator[str]:
    """
    The same term where a vocabulary has two namespaces that differ in their scheme.

    >>> list(twins("http://schema.org/name"))
    ['https://schema.org/name']
    """
    rest = iri.partition("://")[2]
    for scheme in ("http", "https"):
        twin = f"{scheme}://{rest}"
        if twin != iri and home(twin):
            yield twin


def is_vocabulary(iri: str) -> bool:
    """
    Whether *iri* names SHACL or a well-known vocabulary as a whole.

    >>> is_vocabulary("http://www.w3.org/ns/shacl")
    True
    """
    namespaces = {SH, *(each.namespace for each in vocabularies())}
    return iri.rstrip("#/") in {each.rstrip("#/") for each in namespaces}


def _table(name: str) -> Iterator[dict[str, str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
