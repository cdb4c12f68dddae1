"""Where a finding stands: file, line and column of the triple that is at fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from claimgraph.findings import Place
from claimgraph.positions import Lines, Span, places
from claimgraph.shacl import Result
from claimgraph.shacl.graph import Term
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step
from claimgraph.validation.documents import Document

#: The formats whose texts tell where a triple stands.
_WITH_LINES = (
    RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS,
)  # fmt: skip
#: A line of a source is not longer in a report.
_LONGEST = 2_000


@dataclass(frozen=True)
class Wanted:
    """
    A triple to be found, or as much of it as is known.

    Where several match, the *last* is meant, or the first; where no *value* is wanted,
    the place is that of the subject.
    """

    subject: Term
    predicates: frozenset[NamedNode] = frozenset()
    value: Term | None = None
    language: str | None = None
    last: bool = False
    points_at_subject: bool = False

    def matches(self, quad: Quad) -> bool:
        """Whether *quad* is such a triple."""
        return (
            quad.subject == self.subject
            and (not self.predicates or quad.predicate in self.predicates)
            and (self.value is None or _same(quad.object, self.value))
            and (self.language is None or _language(quad.object) == self.language)
        )


def _language(term: object) -> str:
    return (term.language or "").lower() if isinstance(term, Literal) else ""


def _same(found: object, wanted: Term) -> bool:
    """Whether they are the same, or the engine keeps them the same."""
    if found == wanted:
        return True
    if not isinstance(found, Literal) or not isinstance(wanted, Literal):
        return False
    return _kept(found) == _kept(wanted)


def _kept(term: Literal) -> object:
    store, name = Store(), NamedNode("urn:x")
    store.add(Quad(name, name, term))
    return next(iter(store)).object


def wanted(result: Result, node: Term, path: Path | None) -> list[Wanted]:
    """What may be at fault, the best first; *node* is what the finding is about."""
    found = list(_triples(result, node, path))
    return [*found, Wanted(node, points_at_subject=True)]


def _triples(result: Result, node: Term, path: Path | None) -> Iterator[Wanted]:
    said = result.bindings.get("path")
    value = result.value if result.value != node else None
    if isinstance(said, NamedNode):
        found = result.bindings.get("object", value)
        yield Wanted(node, frozenset({said}), found, last=found is None)
    if result.constraint is not None and isinstance(node, NamedNode) and value is None:
        return
    named = _named(result, path)
    if value is not None:
        yield from _leading(node, named, value)
    elif _is_too_many(result) and path is not None:
        language = result.bindings.get("language")
        tag = language.value if isinstance(language, Literal) else None
        yield Wanted(node, first_steps(path), None, tag, last=True)


def _named(result: Result, path: Path | None) -> Path | None:
    """The path of the result, which may be another than the shape's."""
    if path is None and result.path.startswith("<") and result.path.count("<") == 1:
        return Step(NamedNode(result.path[1:-1]))
    return path


def _leading(node: Term, path: Path | None, value: Term) -> Iterator[Wanted]:
    """The triple of *path* with *value*, one that ends there, any with it."""
    if path is not None:
        yield Wanted(node, path.predicates, value)
    if path is not None and not isinstance(value, Literal):
        yield Wanted(value, path.predicates, node)
    yield Wanted(node, frozenset(), value)
    if path is not None:
        yield Wanted(node, first_steps(path), None)


def _is_too_many(result: Result) -> bool:
    name = result.component.value
    return name.endswith(
        ("MaxCountConstraintComponent", "UniqueLangConstraintComponent")
    )


def first_steps(path: Path) -> frozenset[NamedNode]:
    """The predicates with which *path* may leave a node."""
    if isinstance(path, Step):
        return frozenset({path.predicate})
    if isinstance(path, Repeated):
        return first_steps(path.part)
    if isinstance(path, Joined):
        parts = path.parts if path.sign == "|" else path.parts[:1]
        return frozenset().union(*map(first_steps, parts))
    return frozenset() if isinstance(path, Inverse) else path.predicates


class Finder:
    """Finds triples in documents, each read once for all that is wanted."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def places(self, every: Sequence[Sequence[Wanted]]) -> list[Place | None]:
        """For each the place of the best that is found, or None."""
        by_subject: dict[Term, set[int]] = {}
        for number, choices in enumerate(every):
            for choice in choices:
                by_subject.setdefault(choice.subject, set()).add(number)
        best: list[tuple[int, Place] | None] = [None] * len(every)
        for document in self._documents if every else ():
            self._look(document, every, by_subject, best)
        return [found[1] if found else None for found in best]

    def _look(
        self,
        document: Document,
        every: Sequence[Sequence[Wanted]],
        by_subject: Mapping[Term, set[int]],
        best: list[tuple[int, Place] | None],
    ) -> None:
        """Note in *best* what is found in *document* and is better than before."""
        hits: dict[int, tuple[int, int]] = {}
        quads: dict[int, Quad] = {}
        for index, quad in enumerate(document.quads()):
            if isinstance(quad.subject, Triple):
                continue
            for number in by_subject.get(quad.subject, ()):
                for rank, choice in enumerate(every[number]):
                    if choice.matches(quad):
                        _note(hits, number, rank, index, last=choice.last)
                        quads[index] = quad
                        break
        spans = dict(_spans(document, {index for _, index in hits.values()}))
        for number, (rank, index) in hits.items():
            before = best[number]
            if before is None or rank < before[0]:
                at_subject = every[number][rank].points_at_subject
                place = _place(document, spans.get(index), at_subject)
                best[number] = (rank, place)


def _note(
    hits: dict[int, tuple[int, int]], number: int, rank: int, index: int, *, last: bool
) -> None:
    before = hits.get(number)
    if before is None or rank < before[0] or (rank == before[0] and last):
        hits[number] = (rank, index)


@dataclass(frozen=True)
class _Both:
    """Where subject and object of a triple stand, and the lines of the text."""

    subject: Span
    object: Span
    lines: Lines


def _spans(document: Document, indexes: set[int]) -> Iterator[tuple[int, _Both]]:
    if not indexes or document.form not in _WITH_LINES:
        return
    text = document.text()
    lines, last = Lines(text), max(indexes)
    for index, found in enumerate(places(text, document.form)):
        if index in indexes:
            yield index, _Both(found.subject, found.object, lines)
        if index == last:
            return


def _place(document: Document, both: _Both | None, at_subject: bool) -> Place:
    if both is None:
        return Place(document.name, None, None, None, None, "")
    span = both.subject if at_subject else both.object
    return Place(
        document.name, span.begin.line, span.begin.column, span.end.line,
        span.end.column, both.lines.source(span.begin.line)[:_LONGEST],
    )  # fmt: skip


def of_triples(
    documents: Sequence[Document], triples: Iterable[Sequence[Wanted]]
) -> list[Place | None]:
    """The places of the best of each, as `Finder.places` gives them."""
    return Finder(documents).places(list(triples))
