"""Delivering an answer: whole and with its length, or streamed and then broken off.

No answer that is cut short looks whole. What fits in memory is sent with its length,
once all of it is there. More is streamed, and a failure breaks the connection; a client
of HTTP/1.0, who could not tell, gets it from a file.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Any, cast

from flask import Response, current_app, g, request

from claimgraph.engine import Engine, Question, Reply, Validation
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.library import BadParameter
from claimgraph.formats import EXPLANATION, GRAPHS, RESULTS
from claimgraph.web.caching import Cache, Kept
from claimgraph.web.forms import FORMS

_FORMATS = {form.name: form for form in (*RESULTS, *GRAPHS, EXPLANATION)} | {
    f"report/{form.name}": form for form in FORMS
}
_PIECE = 1 << 16


Asked = Question | Validation


class BrokenOff(Exception):
    """The rest of an answer cannot be sent: the connection must be broken."""


def engine() -> Engine:
    """The engine behind the application."""
    return cast("Engine", current_app.extensions["engine"])


def begun(asked: Asked, body: bytes = b"") -> Reply:
    """
    Have *asked* answered, for as long as the client is there and may wait.

    *body* has the documents of a validation.
    """
    gone = request.environ.get("waitress.client_disconnected", lambda: False)
    if isinstance(asked, Validation):
        reply = engine().validate(asked, body, _timeout(), gone)
    else:
        reply = engine().ask(asked, _timeout(), gone)
    g.asked = reply
    return reply


def _timeout() -> float | None:
    """The seconds that the request gives, which can only lower our own limit."""
    given = request.values.get("timeout")
    if not given:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise BadParameter("timeout", given, "a number of seconds, such as 2.5")
    return seconds


def _entity_tag(question: Asked, digest: str) -> str:
    """
    What tells the answer to *question* from any other: the data and the question.

    It is *digest* that tells the data. The request's answer is said to be from them.
    """
    g.digest = digest
    said = [digest, engine().catalogue.release, question.told()]
    return sha256(json.dumps(said).encode()).hexdigest()[:40]


def kept(question: Asked) -> Response | None:
    """
    The answer to *question*, if the client or we have it already.

    Raises BadParameter for a ``timeout`` that is none, as if we had to compute it.
    """
    _timeout()
    tag = _entity_tag(question, engine().catalogue.digest)
    response = _known(tag)
    g.repeats = response is not None
    return response


def _known(tag: str) -> Response | None:
    if request.if_none_match.contains_weak(tag) and request.method in ("GET", "HEAD"):
        response = Response(status=304)
        response.set_etag(tag, weak=True)
        return response
    found = _cache().get(tag, Kept)
    return None if found is None else _whole(found, tag)


def _cache() -> Cache:
    return cast("Cache", current_app.extensions["cache"])


def document(reply: Reply, question: Asked) -> Response:
    """
    Deliver the document that *reply* to *question* brings, tagged unless volatile.

    The data may have changed since the question came: the reply says what it is from.
    Raises what the reply raises as long as nothing was sent.
    """
    tag = _entity_tag(question, reply.head["digest"])
    try:
        first, rest = _spooled(reply, current_app.config["SPOOL_BYTES"])
    except BaseException:
        reply.close()
        raise
    if rest is None:
        return _remembered(reply, first, "" if reply.head["volatile"] else tag)
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        return _from_file(reply, first, rest)
    return _streamed(reply, first, rest)


def _spooled(reply: Reply, most: int) -> tuple[bytes, Iterator[bytes] | None]:
    """The whole answer, or its first bytes and an iterator over the others."""
    taken = bytearray()
    pieces = iter(reply)
    for piece in pieces:
        taken += piece
        if len(taken) > most:
            return bytes(taken), pieces
    return bytes(taken), None


def _remembered(reply: Reply, body: bytes, tag: str) -> Response:
    headers = reply.head.get("headers", {})
    answer = Kept(body, reply.head["format"], reply.end.get("rows"), headers)
    if tag:
        _cache().keep(tag, answer)
    return _whole(answer, tag)


def _whole(answer: Kept, tag: str) -> Response:
    g.rows = answer.rows
    response = _typed(Response(answer.body), answer.format, answer.headers)
    if tag:
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"  # ask again with the tag
    return response


def _headed(response: Response, reply: Reply) -> Response:
    return _typed(response, reply.head["format"], reply.head.get("headers", {}))


def _typed(response: Response, name: str, headers: Mapping[str, str]) -> Response:
    form = _FORMATS[name]
    response.headers.update(headers)
    response.headers["Content-Type"] = form.content_type
    name = f"answer.{form.extension}"
    response.headers.set("Content-Disposition", "inline", filename=name)
    return response


def _streamed(reply: Reply, first: bytes, rest: Iterator[bytes]) -> Response:
    # The stream outlives the request, so it is given what it needs of it.
    pieces = _pieces(reply, first, rest, g._get_current_object())
    response = Response(pieces)
    response.call_on_close(reply.close)
    return _headed(response, reply)


def _pieces(
    reply: Reply, first: bytes, rest: Iterator[bytes], said: Any
) -> Iterator[bytes]:
    yield first
    try:
        yield from rest
    except ClaimgraphError as error:
        said.failed = error.kind
        raise BrokenOff(str(error)) from error
    said.rows = reply.end.get("rows")


def _from_file(reply: Reply, first: bytes, rest: Iterator[bytes]) -> Response:
    file = TemporaryFile()  # noqa: SIM115 - closed with the response
    try:
        file.write(first)
        file.writelines(rest)
    except BaseException:
        file.close()
        raise
    finally:
        reply.close()
    response = Response(_read(file))
    response.headers["Content-Length"] = str(file.tell())
    file.seek(0)
    response.call_on_close(file.close)
    return _headed(response, reply)


def _read(file: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: file.read(_PIECE), b"")
