"""A worker: answers one question after the other, and may be killed at any moment."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

from claimgraph import explaining, syntax
from claimgraph.answers import Answer, Row, write_term
from claimgraph.dataset import Dataset, Request
from claimgraph.engine import confinement, frames, validating
from claimgraph.engine.frames import Outbox
from claimgraph.engine.messages import Limits, Question
from claimgraph.engine.tally import Tally
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.limits import OutOfMemory, ResultTooLarge, TooManyRows
from claimgraph.errors.queries import EvaluationFailed
from claimgraph.errors.services import NotExplained
from claimgraph.federation import Federation, Results
from claimgraph.formats import EXPLANATION, Format

#: The engine's parser and evaluator are recursive: their thread needs room.
_STACK = 256 << 20
_EXPLAIN: dict[str, Callable[[Dataset, Request], Any]] = {
    "empty": explaining.why_empty,
    "sources": explaining.sources,
    "plan": explaining.plan,
}
#: So many bytes of an answer are sent at once.
_PIECE = 1 << 16


def work(dataset: Dataset, sock: socket.socket, limits: Limits) -> None:
    """
    Answer what comes over *sock* until it closes, confined by *limits*.

    The first thread never works, so that it never has to step back: when another that
    had to is done, it gives its place to one that has not.
    """
    confinement.die_first()
    confinement.forbid_network()
    threading.stack_size(_STACK)
    threading.excepthook = _give_up
    closed = threading.Event()
    first = True
    while not closed.is_set():
        args = (dataset, sock, limits, closed, first)
        thread = threading.Thread(target=_loop, args=args)
        thread.start()
        thread.join()
        _wait_for_end(thread)
        first = False


def _give_up(why: threading.ExceptHookArgs) -> None:
    """End the worker over what nobody foresaw, so that its asker need not wait."""
    threading.__excepthook__(why)
    os._exit(1)


def _wait_for_end(thread: threading.Thread) -> None:
    """Wait until the system has ended *thread*: the next one then gets its stack."""
    while Path(f"/proc/self/task/{thread.native_id}").exists():
        time.sleep(0.0005)


def _loop(
    dataset: Dataset,
    sock: socket.socket,
    limits: Limits,
    closed: threading.Event,
    first: bool,
) -> None:
    """Answer until the asker is gone, or this thread has had to step back."""
    if first:  # beside its own stack; the limit then holds for all threads
        confinement.limit_memory(limits.memory)
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    while os.getpriority(os.PRIO_PROCESS, 0) == usual:
        try:
            _, payload = frames.receive(sock)
            _answer(dataset, sock, json.loads(payload), limits)
        except OSError:  # the asker is gone, and so is our reason to be
            closed.set()
            return


def _answer(
    dataset: Dataset, sock: socket.socket, asked: dict[str, Any], limits: Limits
) -> None:
    out = Outbox(sock)
    try:
        out.say(frames.END, _done(dataset, out, asked, limits))
    except ClaimgraphError as error:
        out.say(frames.ERROR, error.told())
    except MemoryError:
        what = "validation" if "validation" in asked else "query"
        out.say(frames.ERROR, OutOfMemory(limits.memory, what).told())
    except OSError as error:  # of the engine, or of a socket that is gone
        out.say(frames.ERROR, EvaluationFailed(f"{error}.").told())
    out.flush()


def _done(
    dataset: Dataset, out: Outbox, asked: dict[str, Any], limits: Limits
) -> dict[str, Any]:
    """Do what is *asked*; tell what is known once the answer is whole."""
    if "prove" in asked:
        return confinement.prove(limits.memory)
    if "validation" in asked:
        return validating.validated(dataset, out, asked["validation"], limits)
    question = Question(**asked)
    request = question.request()
    if question.explain:
        if limits.services and syntax.names_services(request.text):
            raise NotExplained
        return _explanation(dataset, request, question.explain, out)
    answer = dataset.query(request, _federation(out, limits))
    form = question.form(answer)
    head = {"kind": answer.kind, "format": form and form.name}
    out.say(frames.HEAD, head | _origin(dataset, request))
    if form is None:
        told = _page(answer, out, question.rows)
        return told | {"unknown": _unknown(dataset, request, answer)}
    return _document(answer, form, out, limits)


def _origin(dataset: Dataset, request: Request) -> dict[str, Any]:
    """What data an answer is from, and whether they will give the same again."""
    return {"digest": dataset.digest, "volatile": request.is_volatile}


def _federation(out: Outbox, limits: Limits) -> Federation | None:
    """The endpoints that may be asked, by whoever is at the other end."""

    def ask(endpoint: str, query: str) -> Results:
        out.say(frames.FETCH, {"endpoint": endpoint, "query": query})
        out.flush()
        told = json.loads(frames.receive(out.sock)[1])
        return Results(frames.receive(out.sock)[1], **told)

    return Federation(limits.services, ask) if limits.services else None


def _explanation(
    dataset: Dataset, request: Request, what: str, out: Outbox
) -> dict[str, Any]:
    told = asdict(_EXPLAIN[what](dataset, request))
    head = {"kind": "explanation", "format": EXPLANATION.name}
    out.say(frames.HEAD, head | _origin(dataset, request))
    out.send(frames.DATA, json.dumps(told, ensure_ascii=False).encode())
    return {"rows": None}


def _document(
    answer: Answer, form: Format, out: Outbox, limits: Limits
) -> dict[str, Any]:
    file = _Output(answer, form, out, limits)
    answer.write_to(form, file)
    file.flush()
    return {"rows": file.rows}


def _page(answer: Answer, out: Outbox, most: int) -> dict[str, Any]:
    """Send the first *most* rows, each term as N-Triples writes it, and count all."""
    if answer.kind == "boolean":
        return {"truth": bool(answer), "rows": 1}
    columns, rows = answer.table()
    first = [_written(row) for row in islice(rows, most)]
    out.say(frames.DATA, {"columns": columns, "rows": first})
    return {"rows": len(first) + sum(1 for _ in rows)}


def _unknown(dataset: Dataset, request: Request, answer: Answer) -> list[str]:
    """What is to be said of unknown terms: those of a template may well be new."""
    if answer.kind == "graph" or syntax.names_services(request.text):
        return []
    found = explaining.unknown_terms(dataset, request.text)
    return [term.sentence for term in found]


def _written(row: Row) -> list[str | None]:
    return [None if term is None else write_term(term) for term in row]


class _Output:
    """A file whose bytes become frames, up to the limits of an answer."""

    def __init__(
        self, answer: Answer, form: Format, out: Outbox, limits: Limits
    ) -> None:
        self._answer = answer
        self._out = out
        self._limits = limits
        self._tally = Tally(form)
        self._buffer = bytearray()
        self._sent = 0

    @property
    def rows(self) -> int:
        """How many rows or triples were written."""
        return self._answer.count or self._tally.rows

    def write(self, data: bytes) -> int:
        """Take *data*; raises ResultTooLarge or TooManyRows."""
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what was not sent yet."""
        if not self._buffer:
            return
        data = bytes(self._buffer)
        self._buffer.clear()
        self._sent += len(data)
        self._tally.add(data)
        self._refuse_more()
        self._out.send(frames.DATA, data)

    def _refuse_more(self) -> None:
        if self._sent > self._limits.result_bytes:
            raise ResultTooLarge(self._limits.result_bytes)
        if self.rows > self._limits.result_rows:
            raise TooManyRows(self._limits.result_rows)
