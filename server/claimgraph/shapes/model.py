"""What shapes ask, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Texts by their language.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Value:
    """A term that a shape names: an IRI, or a literal with its *datatype*."""

    value: str
    datatype: str
    label: Texts


@dataclass(frozen=True)
class Path:
    """
    A property path (SHACL 1.0, 2.3.1): *written* as SPARQL does, with whole IRIs.

    *predicate* is its IRI, if it is nothing but one property.
    """

    written: str
    predicate: str
    label: Texts
    definition: Texts


#: What a constraint asks, by the name of its parameter: one term, or several.
Asked = Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Property:
    """What the *shape* of that IRI asks of the values at a *path*."""

    shape: str
    path: Path
    least: int
    most: int | None
    asked: Asked
    severity: str
    message: Texts

    @property
    def mandatory(self) -> bool:
        """Whether there must be a value."""
        return self.least > 0


@dataclass(frozen=True)
class Rule:
    """A constraint in SPARQL: its IRI, how grave it is, and what it says."""

    constraint: str
    severity: str
    message: Texts


@dataclass(frozen=True)
class Choice:
    """Shapes that are joined by *operator*: and, or, xone, not or node."""

    operator: str
    shapes: "tuple[Shape, ...]"


@dataclass(frozen=True)
class Shape:
    """What one shape asks of a node: of its properties, of itself, and by rules."""

    iri: str
    severity: str
    message: Texts
    properties: tuple[Property, ...]
    asked: Asked
    rules: tuple[Rule, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Class:
    """
    A class, or a thing that stands for a set, and the shapes that are about it.

    *shapes* pairs each shape with the class that it names: this one, or one above it;
    the narrowest comes first.
    """

    iri: str
    label: Texts
    definition: Texts
    module: str
    above: tuple[str, ...]
    shapes: tuple[tuple[str, Shape], ...]
