"""The library: one question a file, its header read, its parameters bound as terms."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from claimgraph import resources
from claimgraph.errors.library import BadParameter, UnknownParameter, UnknownQuery
from claimgraph.namespaces import PREFIXES

Term = NamedNode | Literal

_XSD = PREFIXES["xsd"]
_HEADER = re.compile(r"^#\+ (?P<key>[a-z]+): *(?P<value>.*)$", re.MULTILINE)

#: Every key that a header may have, and what it says.
HEADER_KEYS = {
    "summary": "the question, as a person would ask it",
    "description": "what the rows are and what is left out",
    "parameters": "projected variables that a caller may bind, each as name=type",
    "tags": "words to find the question by",
    "trust": "the policies whose views are asked, by name",
    "sparql": "1.2 where the question needs triple terms",
}


@dataclass(frozen=True)
class Query:
    """A question of the library: *name* is ``theme/question``, as in its address."""

    name: str
    text: str
    header: Mapping[str, str]

    @property
    def summary(self) -> str:
        """The question in one sentence."""
        return self.header["summary"]

    @property
    def description(self) -> str:
        """What the rows are."""
        return self.header.get("description", "")

    @property
    def theme(self) -> str:
        """The folder that the question stands in."""
        return self.name.rpartition("/")[0]

    @property
    def tags(self) -> list[str]:
        """Words to find the question by."""
        return self.header.get("tags", "").split()

    @property
    def trust(self) -> list[str]:
        """The policies whose views the question is asked of."""
        return self.header.get("trust", "").split()

    @property
    def needs_triple_terms(self) -> bool:
        """Whether the question is written in SPARQL 1.2."""
        return self.header.get("sparql") == "1.2"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters and the types of their values."""
        declared = self.header.get("parameters", "").split()
        return dict(item.split("=", 1) for item in declared)

    def bind(self, values: Mapping[str, str]) -> dict[str, Term]:
        """
        Read the *values* of parameters as terms.

        An empty value leaves its parameter unbound. Raises UnknownParameter and
        BadParameter.
        """
        for name in values:
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise UnknownParameter(self.name, name, known)
        return {
            name: read_term(name, value, self.parameters[name])
            for name, value in values.items()
            if value
        }


def _iri(value: str) -> Term | None:
    bare = value.removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    expanded = PREFIXES[prefix] + local if colon and prefix in PREFIXES else bare
    if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", expanded):
        return None
    try:
        return NamedNode(expanded)
    except ValueError:
        return None


def _matching(pattern: str, datatype: str) -> Callable[[str], Term | None]:
    def read(value: str) -> Term | None:
        found = re.fullmatch(pattern, value)
        return Literal(value, datatype=NamedNode(_XSD + datatype)) if found else None

    return read


def _moment(value: str) -> Term | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?", value):
        return None
    full = value if "T" in value else f"{value}T00:00:00Z"
    return Literal(full, datatype=NamedNode(_XSD + "dateTime"))


#: Types of parameters: how a value is read, and what one should give.
TYPES: dict[str, tuple[Callable[[str], Term | None], str]] = {
    "iri": (_iri, "an IRI such as actor:jnim"),
    "string": (Literal, "text"),
    "integer": (_matching(r"[+-]?\d+", "integer"), "a whole number"),
    "decimal": (_matching(r"[+-]?\d+(\.\d+)?", "decimal"), "a number such as 40.0"),
    "date": (_moment, "a date such as 2023-09-07, or a moment with its time zone"),
}


def read_term(name: str, value: str, kind: str) -> Term:
    """
    Read one parameter's *value* as a term of the *kind* declared.

    >>> print(read_term("actor", "actor:jnim", "iri"))
    <https://w3id.org/claimgraph/id/actor/jnim>

    Raises BadParameter, saying what to give.
    """
    read, expected = TYPES[kind]
    term = read(value)
    if term is None:
        raise BadParameter(name, value, expected)
    return term


def parse(name: str, text: str) -> Query:
    """Read the ``#+`` header lines of a query's *text* (grlc's convention)."""
    header = {match["key"]: match["value"].strip() for match in _HEADER.finditer(text)}
    return Query(name, text, header)


@cache
def library() -> dict[str, Query]:
    """All questions that we ship, by name, in the order of names."""
    return read_folder(resources.queries())


def read_folder(folder: Path) -> dict[str, Query]:
    """Read every ``<theme>/<question>.rq`` below *folder*."""
    return {query.name: query for query in _read(folder)}


def _read(folder: Path) -> Iterable[Query]:
    for path in sorted(folder.glob("*/*.rq")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        yield parse(name, path.read_text(encoding="utf-8"))


def find(name: str) -> Query:
    """Find a question by *name*; raises UnknownQuery with the nearest name."""
    try:
        return library()[name]
    except KeyError:
        near = get_close_matches(name, library(), n=1)
        raise UnknownQuery(name, near[0] if near else "") from None
