"""Turtle written as text, and the count of its triples."""

from collections.abc import Mapping

#: A predicate and its objects, each written as Turtle writes it.
Fact = tuple[str, ...]


class Sheet:
    """One Turtle file in the making."""

    def __init__(self) -> None:
        self._nodes: list[str] = []
        #: How many triples there are so far.
        self.triples = 0

    def node(self, subject: str, *facts: Fact) -> None:
        """Say *facts* of *subject*."""
        lines = [subject]
        for predicate, *objects in facts:
            self.triples += len(objects)
            lines.append(_line(predicate, objects))
        self._nodes.append("\n".join(lines) + "\n.\n")

    def text(self, prefixes: Mapping[str, str]) -> str:
        """The whole file."""
        head = [f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(prefixes.items())]
        return "\n".join(["".join(head), *self._nodes])


def _line(predicate: str, objects: list[str]) -> str:
    if len(objects) == 1:
        return f"    {predicate} {objects[0]} ;"
    return f"    {predicate}\n        " + " ,\n        ".join(objects) + " ;"


def both(english: str, french: str) -> tuple[str, str]:
    """One text in two languages."""
    return f'"{english}"@en', f'"{french}"@fr'


def moment(text: str) -> str:
    """A literal of the datatype ``xsd:dateTime``."""
    return f'"{text}"^^xsd:dateTime'


def boolean(value: bool) -> str:
    """A literal of the datatype ``xsd:boolean``."""
    return "true" if value else "false"
