"""Claims in words: who says so on whose word, how surely, and what is said.

The words stand in ``words.toml`` and in the labels of the data; here they are only put
in order.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode

from claimgraph import resources
from claimgraph.answers import Term
from claimgraph.namespaces import CG, shorten

Row = Mapping[str, Term | None]


@dataclass(frozen=True)
class Part:
    """Some words of a sentence, and the IRI of what they name, if they name one."""

    text: str
    iri: str = ""


Phrase = tuple[Part, ...]


@dataclass(frozen=True)
class Clause:
    """What is said of one *subject*: whether it took place, and all else."""

    subject: Part
    verb: str
    details: Sequence[Phrase]

    @property
    def parts(self) -> Phrase:
        """The clause as one phrase: "X took place, at Y, during Z"."""
        verb = Part(f" {self.verb}" if self.verb else " –")
        return (self.subject, verb, *self.predicate)

    @property
    def predicate(self) -> Phrase:
        """The clause's details, after the verb."""
        comma = Part(", ") if self.verb else Part(" ")
        first = [(comma, *detail) for detail in self.details[:1]]
        others = [(Part(", "), *detail) for detail in self.details[1:]]
        return tuple(part for detail in [*first, *others] for part in detail)


@cache
def words() -> Mapping[str, Mapping[str, str | list[str]]]:
    """The table of words, by what they are words for."""
    path = resources.code("web/linked_data") / "words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _word(table: str, term: Term | None, otherwise: str) -> str:
    return str(words()[table].get(local(term), otherwise))


class Names:
    """What things are called; what has no label goes by the end of its IRI."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self._found = found

    def __call__(self, term: Term | None) -> Part:
        """Name *term*: a thing by its label, a literal by its text."""
        if isinstance(term, NamedNode):
            own = shorten(term.value).rpartition(":")[2].rpartition("/")[2]
            return Part(self._found.get(term.value) or own or term.value, term.value)
        return Part(value(term))


def value(term: Term | None) -> str:
    """The text of *term*."""
    return "" if term is None else str(getattr(term, "value", term))


def local(term: Term | None) -> str:
    """The name of a term of our vocabulary, such as ``certain`` of ``cg:certain``."""
    return value(term).removeprefix(CG)


def text(phrase: Iterable[Part]) -> str:
    """
    The words of *phrase*.

    >>> text((Part("JNIM", "https://example.org/jnim"), Part(" took part")))
    'JNIM took part'
    """
    return "".join(part.text for part in phrase)


def speaks(row: Row, names: Names) -> Phrase:
    """Say how the holder of a direct claim holds its content: "X states"."""
    return _speaks(row, names, "holds")


def denies(row: Row, names: Names) -> Phrase:
    """Say how the holder of a direct claim denies its content: "X denies"."""
    return _speaks(row, names, "rejects")


def _speaks(row: Row, names: Names, table: str) -> Phrase:
    verb = _word(table, row["modality"], "claims")
    manner = _word("commitment", row["certainty"], "")
    return (names(row["holder"]), Part(f" {verb}{manner}"))


def passes_on(row: Row, names: Names) -> Phrase:
    """Say how the holder of a conveying claim passes it on: "X reports that"."""
    verb = _word("passes-on", row["stance"], "reports that")
    return (names(row["holder"]), Part(f" {verb} "))


def reporter(row: Row, names: Names) -> Phrase:
    """Name the holder of a conveying claim: "reported by X, keeping distance"."""
    manner = _word("reporter", row["stance"], "")
    return (Part("reported by "), names(row["holder"]), Part(manner))


def clauses(
    rows: Iterable[Row], modality: Term | None, names: Names
) -> Iterator[Clause]:
    """Tell propositions, a clause a subject, as a claim of that *modality* has them."""
    subjects: dict[Term | None, list[Row]] = {}
    for row in sorted(rows, key=order):
        subjects.setdefault(row["subject"], []).append(row)
    for subject, said in subjects.items():
        verbs = [verb for row in said if (verb := _verb(row, modality))]
        others = [row for row in said if not _verb(row, modality)]
        yield Clause(names(subject), " and ".join(verbs), _details(others, names))


def order(row: Row) -> int:
    """The place of a row's predicate in the order of telling."""
    known = ["realisation", *words()["predicate"]]
    name = local(row["predicate"])
    return known.index(name) if name in known else len(known)


def _verb(row: Row, modality: Term | None) -> str:
    """The verb that tells whether something took place, if *row* says so."""
    if local(row["predicate"]) != "realisation" or local(row["object"]) not in words():
        return ""
    return _word(local(row["object"]), modality, "took place")


def _details(rows: Sequence[Row], names: Names) -> list[Phrase]:
    """Tell predicates and objects, those of one predicate together: "at X and Y"."""
    predicates: dict[Term | None, list[Row]] = {}
    for row in rows:
        predicates.setdefault(row["predicate"], []).append(row)
    return [_detail(each, said, names) for each, said in predicates.items()]


def _detail(predicate: Term | None, rows: Sequence[Row], names: Names) -> Phrase:
    word = _word("predicate", predicate, names(predicate).text)
    before, braces, after = word.partition("{}")
    objects = _listed([_object(row, names) for row in rows])
    return (Part(before if braces else f"{word} "), *objects, Part(after))


def _listed(parts: Sequence[Part]) -> Iterator[Part]:
    for place, part in enumerate(parts):
        if place:
            yield Part(" and " if place == len(parts) - 1 else ", ")
        yield part


def _object(row: Row, names: Names) -> Part:
    if row["unit"] is None:
        return names(row["object"])
    return Part(_quantity(row, names), value(row["object"]))


def _quantity(row: Row, names: Names) -> str:
    """Tell a quantity by its bounds: "at least 49 civilians"."""
    unit = names(row["unit"]).text.partition(" (")[0]
    bounds = " and ".join(filter(None, [_lower(row), _upper(row)]))
    if row["lower"] is not None and row["lower"] == row["upper"]:
        bounds = _number(row["lower"])
    hint = " (by convention)" if local(row["basis"]) == "conventional" else ""
    return f"{bounds or 'an unstated number of'} {unit}{hint}"


def _lower(row: Row) -> str:
    word = "at least" if value(row["lowerInclusive"]) == "true" else "more than"
    return f"{word} {_number(row['lower'])}" if row["lower"] is not None else ""


def _upper(row: Row) -> str:
    word = "at most" if value(row["upperInclusive"]) == "true" else "less than"
    return f"{word} {_number(row['upper'])}" if row["upper"] is not None else ""


def _number(term: Term | None) -> str:
    number = value(term)
    whole = number.removesuffix(".0")
    return f"{int(whole):,}" if whole.isdecimal() else number
