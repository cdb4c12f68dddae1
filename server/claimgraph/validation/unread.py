"""What is told where nothing can be checked: each document's fault, and no pass."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.files import MalformedFile, MissingFile
from claimgraph.findings import UNCHECKED, Failure, Input, Place, Report
from claimgraph.positions import Lines
from claimgraph.validation.documents import Document
from claimgraph.validation.programs import versions
from claimgraph.validation.reading import Given

#: Why a document, if it is one, cannot be read.
Unread = tuple[Document | None, ClaimgraphError]


def unread(given: Given) -> Iterator[Unread]:
    """The documents of *given* that cannot be read, each with its error."""
    for document in (*given.data, *given.shapes):
        try:
            deque(document.quads(), maxlen=0)
        except (MalformedFile, MissingFile) as error:
            yield document, error


def report(
    given: Given, faults: Sequence[Unread], settings: Mapping[str, str]
) -> Report:
    """Say of *faults*, for which nothing of *given* was checked, that it fails."""
    started = datetime.now(UTC).isoformat(timespec="milliseconds")
    return Report(
        findings=(),
        coverage=(),
        nodes=None,
        unseen=(),
        failures=tuple(_failure(*fault) for fault in faults),
        notes=(),
        data=tuple(_inputs(given.data)),
        shapes=tuple(_inputs(given.shapes)),
        versions=versions(),
        settings=settings,
        started=started,
        seconds=0.0,
    )


def _inputs(documents: Sequence[Document]) -> Iterator[Input]:
    """The names of *documents*, but for those that have no bytes to be known by."""
    for document in documents:
        try:
            yield Input(document.name, document.digest)
        except MissingFile:
            continue


def _failure(document: Document | None, error: ClaimgraphError) -> Failure:
    code = error.kind if error.kind in UNCHECKED else "nothing-checked"
    sentence = str(error)
    if isinstance(error, MalformedFile):
        sentence = f"This does not parse: {error.reason}."
    place = _place(document, error) if document else None
    return Failure(code, sentence, place)


def _place(document: Document, error: ClaimgraphError) -> Place:
    at = error.position
    if at is None:
        return Place(document.name)
    source = _source(document, at.line)
    return Place(document.name, at.line, at.column, at.line, at.column + 1, source)


def _source(document: Document, line: int) -> str:
    try:
        return Lines(document.text()).source(line)
    except MalformedFile:  # its text is none
        return ""
