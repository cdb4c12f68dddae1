"""Asking the endpoints that queries may name, from the server's own process.

Workers have no network. One that needs rows from elsewhere says so in the middle of its
answer, and is handed what the endpoint sent.
"""

import http.client
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from threading import Thread
from urllib.parse import urlencode, urlsplit

from claimgraph import __version__
from claimgraph.engine.messages import Limits
from claimgraph.federation import Results

_HEADERS = {
    "Accept": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
    "Content-Type": "application/x-www-form-urlencoded",
    "User-Agent": f"claimgraph/{__version__}",
}
#: Seconds between two looks at whether the answer is still wanted.
_LOOK = 0.1
_CONNECTIONS = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


def results(
    endpoint: str, query: str, limits: Limits, wanted: Callable[[], bool]
) -> Results:
    """
    What *endpoint* answers to *query* within the *limits*, while that is *wanted*.

    It is sent to this very address and to no other: redirections are not followed.
    """
    if endpoint not in limits.services:
        return Results(fault="is not listed")
    visit = _Visit(endpoint, query, limits)
    end = time.monotonic() + limits.service_seconds
    while visit.is_alive() and wanted():
        if time.monotonic() > end:
            visit.abandon()
            return _late(limits)
        visit.join(_LOOK)
    visit.abandon()
    return visit.results


class _Visit(Thread):
    """One request, in a thread that may be left to itself."""

    def __init__(self, endpoint: str, query: str, limits: Limits) -> None:
        super().__init__(name="service", daemon=True)
        parts = urlsplit(endpoint)
        self._path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        self._body = urlencode({"query": query})
        self._limits = limits
        self._connection = _CONNECTIONS[parts.scheme](
            parts.netloc, timeout=limits.service_seconds
        )
        self._socket: socket.socket | None = None
        self.results = Results(fault="was not waited for")
        self.start()

    def run(self) -> None:
        """Ask, and note what was answered."""
        try:
            self.results = self._asked()
        except TimeoutError:
            self.results = _late(self._limits)
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error) or "it hung up"
            self.results = Results(fault=f"cannot be asked: {reason}".rstrip("."))

    def _asked(self) -> Results:
        self._connection.connect()
        self._socket = self._connection.sock
        self._connection.request("POST", self._path, self._body, _HEADERS)
        response = self._connection.getresponse()
        if response.status != HTTPStatus.OK:
            return Results(fault=_refusal(response))
        most = self._limits.service_bytes
        body = response.read(most + 1)
        if len(body) > most:
            return Results(fault=f"sent more than {most:,} bytes")
        if response.length:  # bytes that were promised and never came
            return Results(fault="broke off in the middle of its answer")
        return Results(body, response.headers.get_content_type())

    def abandon(self) -> None:
        """Close the connection, which ends the thread if it is waiting there."""
        if self._socket:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


def _late(limits: Limits) -> Results:
    return Results(fault=f"did not answer within {limits.service_seconds} seconds")


def _refusal(response: http.client.HTTPResponse) -> str:
    said = f"answered {response.status} {response.reason}".rstrip()
    moved = 300 <= response.status < 400
    return f"{said}, and redirections are not followed" if moved else said
