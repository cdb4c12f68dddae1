"""Whether a request is let in: for which host, how long, and in which bytes."""

import re
from urllib.parse import unquote_to_bytes

from flask import Flask, current_app, request

from claimgraph.errors.limits import BodyTooLong, FormTooLong, QueryTooLong
from claimgraph.errors.requests import (
    ForeignHost,
    HeaderTooLong,
    NotUtf8,
    TooManyParameters,
    UnsupportedEncoding,
)
from claimgraph.web.access import shows_token

FORM = "application/x-www-form-urlencoded"
#: A name or address, and a port (RFC 9110, section 7.2).
_HOST = re.compile(r"\[?([0-9A-Za-z._-]+|[0-9A-Fa-f:.]+)\]?(?::[0-9]{1,5})?")
#: Characters that a header may have.
LONGEST_HEADER = 2**14
_MOST_PARAMETERS = 1000
#: Bytes of a form that stand for one byte of a query, at most: %41.
_ESCAPED = 3


def init_app(app: Flask) -> None:
    """Have *app* refuse what is not let in, the cheapest to tell first."""
    for check in (
        _refuse_foreign_host,
        _refuse_long_headers,
        _refuse_compressed,
        _refuse_long_forms,
        _refuse_long_bodies,
        _refuse_many_parameters,
        _refuse_other_bytes,
    ):
        app.before_request(check)


def _refuse_foreign_host() -> None:
    """
    Raise ForeignHost for a name that is none of ours, where ``HOSTS`` lists ours.

    A page of another site may have bent its own name to this machine.
    """
    ours = current_app.config.get("HOSTS")
    given = request.environ.get("HTTP_HOST")
    if not ours or given is None:
        return
    found = _HOST.fullmatch(given)
    if found is None or found[1].lower() not in ours:
        raise ForeignHost(given)


def _refuse_long_headers() -> None:
    """Raise HeaderTooLong: what a client likes in so many words takes long to read."""
    for name, value in request.headers.items():
        if len(value) > LONGEST_HEADER:
            request.environ.pop("HTTP_ACCEPT", None)  # it is not read for the answer
            raise HeaderTooLong(name, len(value), LONGEST_HEADER)


def _refuse_compressed() -> None:
    """Raise UnsupportedEncoding for a body that would have to be unpacked."""
    given = request.headers.get("Content-Encoding", "")
    if given.strip().lower() not in ("", "identity"):
        raise UnsupportedEncoding(given)


def _refuse_long_forms() -> None:
    """Refuse a form that holds more than a query, unless it may."""
    length, limit = request.content_length or 0, current_app.config["QUERY_BYTES"]
    if request.mimetype == FORM and length > _ESCAPED * limit and not shows_token():
        what = FormTooLong if request.path == "/validate" else QueryTooLong
        raise what(length, limit)


def _refuse_long_bodies() -> None:
    """Raise BodyTooLong for more bytes than a body may have."""
    length, limit = request.content_length or 0, request.max_content_length
    if limit is not None and length > limit:
        raise BodyTooLong(length, limit)


def _refuse_many_parameters() -> None:
    """Raise TooManyParameters: each one is read and compared with those we know."""
    form = request.get_data() if request.mimetype == FORM else b""
    count = request.query_string.count(b"&") + form.count(b"&")
    if count > _MOST_PARAMETERS and not shows_token():
        raise TooManyParameters(count, _MOST_PARAMETERS)


def _refuse_other_bytes() -> None:
    """Raise NotUtf8 for an address or a form whose bytes, once decoded, are no text."""
    form = request.get_data() if request.mimetype == FORM else b""
    path = request.environ["PATH_INFO"].encode("latin-1")
    for given in (path, request.query_string, form):
        try:
            unquote_to_bytes(given).decode()
        except UnicodeDecodeError:
            raise NotUtf8 from None
