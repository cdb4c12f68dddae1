"""A worker validates: what was sent to it, or a graph of the dataset that it has."""

import io
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO, cast

from pyoxigraph import DefaultGraph, NamedNode

from claimgraph import digests, formats, loading, reports, validation
from claimgraph.dataset import Dataset
from claimgraph.engine import frames
from claimgraph.engine.frames import Outbox
from claimgraph.engine.messages import Limits, Validation
from claimgraph.errors.limits import ResultTooLarge
from claimgraph.findings import SEVERITIES, Report
from claimgraph.formats import GRAPHS
from claimgraph.reports import Manner, rdf
from claimgraph.validation import Given, Settings, choosing, documents, reading
from claimgraph.validation.documents import Body, Document, Held

#: So many characters of a report are sent at once.
_PIECE = 1 << 16


def validated(
    dataset: Dataset, out: Outbox, told: Mapping[str, Any], limits: Limits
) -> dict[str, Any]:
    """Receive the documents, validate as *told*, and send the report over *out*."""
    body = _received(out.sock)
    asked = Validation(**told)
    given = _given(dataset, asked, body)
    report = validation.examine(given, _settings(asked))
    head = {
        "kind": "report",
        "format": f"report/{asked.form}",
        "headers": _headers(report),
    }
    origin = {"digest": dataset.digest, "volatile": bool(asked.documents)}
    out.say(frames.HEAD, head | origin)
    file = _Output(out, limits.result_bytes)
    _write(report, cast("TextIO", file), _manner(asked, given.prefixes), asked.form)
    file.finish()
    return {"rows": len(report.findings)}


def _received(sock: socket.socket) -> bytes:
    """
    The documents, one after the other.

    A worker that has no room for them ends, or what it left would be its next order.
    """
    try:
        return frames.receive(sock)[1]
    except MemoryError:
        os.write(2, b"memory allocation failed")
        os._exit(1)


def _manner(asked: Validation, prefixes: Mapping[str, str]) -> Manner:
    return Manner(
        asked.language, asked.sample, asked.verbose, prefixes=prefixes, back=asked.back
    )


def _write(report: Report, file: TextIO, manner: Manner, form: str) -> None:
    if form in reports.FORMATS:
        reports.write(report, file, form, manner)
    else:
        rdf.write(report, file, manner, formats.named(form, GRAPHS))


def _settings(asked: Validation) -> Settings:
    """The worker's one thread does all: others would each need as large a stack."""
    return Settings(asked.fail_on, frozenset(asked.allow), asked.language, cores=1)


def _headers(report: Report) -> dict[str, str]:
    """What a client may want to know of *report* without reading it."""
    counts = {f"{each.capitalize()}s": report.count(each) for each in SEVERITIES}
    told = {
        "Conforms": str(report.conforms).lower(),
        "Passes": str(report.passes()).lower(),
        "Findings": len(report.findings),
        **counts,
        "Failures": len(report.failures),
        "Focus-Nodes": report.nodes,
    }
    return {f"X-Claimgraph-{name}": str(value) for name, value in told.items()}


def _given(dataset: Dataset, asked: Validation, body: bytes) -> Given:
    data, shapes = _sent(asked, body)
    data += [_held(dataset, graph) for graph in asked.graphs]
    if asked.shapes:
        shapes.append(choosing.chosen(_shipped_shapes(), asked.shapes))
    rests_on = list(_context(dataset, asked))
    return Given(data, shapes or _shipped_shapes(), rests_on)


def _sent(asked: Validation, body: bytes) -> tuple[list[Document], list[Document]]:
    """The documents in *body*: the data, and the shapes."""
    found: dict[str, list[Document]] = {"data": [], "shapes": []}
    start = 0
    for role, name, form, length in asked.documents:
        content, start = body[start : start + length], start + length
        media = formats.named(form, GRAPHS)
        found[role].append(Body(name, content, media, asked.base))
    return found["data"], found["shapes"]


def _held(dataset: Dataset, graph: str) -> Held:
    node = NamedNode(graph) if graph else DefaultGraph()
    quads = tuple(dataset.store.quads_for_pattern(None, None, None, node))
    return Held(graph or "default", digests.graph_digest(dataset.store, node), quads)


def _shipped_shapes() -> Sequence[Document]:
    return documents.shipped(reading.shape_sources(None))


def _context(dataset: Dataset, asked: Validation) -> Iterator[Document]:
    if asked.context == "reference":
        yield from documents.shipped(reading.reference())
    if asked.context == "server":
        for graph in dataset.graphs():
            if loading.is_loaded(graph):
                found = dataset.store.quads_for_pattern(
                    None, None, None, NamedNode(graph)
                )
                yield Held(graph, "", tuple(found))


class _Output(io.TextIOBase):
    """A file whose text becomes frames, up to so many bytes."""

    def __init__(self, out: Outbox, most: int) -> None:
        self._out = out
        self._most = most
        self._waiting: list[str] = []
        self._length = 0
        self._sent = 0

    def write(self, text: str) -> int:
        """Take *text*; raises ResultTooLarge."""
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _PIECE:
            self.finish()
        return len(text)

    def finish(self) -> None:
        """Send what was not sent yet."""
        data = "".join(self._waiting).encode()
        self._waiting.clear()
        self._length = 0
        self._sent += len(data)
        if self._sent > self._most:
            raise ResultTooLarge(self._most)
        if data:
            self._out.send(frames.DATA, data)
