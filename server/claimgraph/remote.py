"""A running server, spoken to from the command line."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from claimgraph import bodies, loading
from claimgraph.errors.reports import NotAReport
from claimgraph.errors.servers import Refused, Unreachable
from claimgraph.errors.updates import MalformedBody
from claimgraph.findings import telling
from claimgraph.formats import NTRIPLES
from claimgraph.namespaces import PREFIXES

_NTRIPLES = NTRIPLES.media_type
#: By what a Service Description says which graphs there are.
_NAME = f"{PREFIXES['sd']}name"


@dataclass(frozen=True)
class Remote:
    """The server at *address*, and the token that lets one write there."""

    address: str
    token: str = ""

    def update(self, text: str) -> None:
        """Have the server make the SPARQL update *text*; raises Refused."""
        self._send("POST", "/update", text.encode(), "application/sparql-update")

    def add(
        self, graph: str, content: bytes, media_type: str, *, replace: bool
    ) -> None:
        """Have *content* added to *graph*, or put in its place; raises Refused."""
        query = urlencode({"graph": graph}) if graph else "default"
        self._send(
            "PUT" if replace else "POST", f"/graphs?{query}", content, media_type
        )

    def running(self) -> list[dict[str, Any]]:
        """The queries that the server is answering; raises Refused."""
        found: list[dict[str, Any]] = json.loads(self._send("GET", "/running"))
        return found

    def stop(self, id_: str) -> None:
        """End one of them; raises Refused."""
        self._send("DELETE", f"/running/{id_}")

    def _send(
        self, method: str, path: str, body: bytes | None = None, media_type: str = ""
    ) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if media_type:
            headers["Content-Type"] = media_type
        url = self.address.rstrip("/") + path
        if not url.startswith(("http://", "https://")):
            raise Unreachable(self.address, "give an address that starts with http://")
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310
        return _answered(request, self.address)


def fetched(endpoint: str, graph: str) -> bytes:
    """
    The triples of *graph*, or of the default graph, of any SPARQL endpoint.

    They are N-Triples. Raises Refused and Unreachable.
    """
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    body = urlencode({"query": query}).encode()
    request = urllib.request.Request(endpoint, body, {"Accept": _NTRIPLES})  # noqa: S310
    return _answered(request, endpoint)


def loaded(endpoint: str) -> list[str]:
    """
    The graphs that a server of ours was loaded with, by what it says of itself.

    Its default graph has what rules derive from them as well. Of any other endpoint
    there are none, nor of one that does not describe itself (SPARQL 1.1 Service
    Description).
    """
    request = urllib.request.Request(endpoint, headers={"Accept": _NTRIPLES})  # noqa: S310
    try:
        found = bodies.quads(_answered(request, endpoint), NTRIPLES, endpoint)
        names = {str(q.object)[1:-1] for q in found if q.predicate.value == _NAME}
    except (Refused, MalformedBody):
        return []
    derives = any(map(loading.is_reserved, names))
    return sorted(filter(loading.is_loaded, names)) if derives else []


def _answered(request: urllib.request.Request, address: str) -> bytes:
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - http only
            answer: bytes = response.read()
    except urllib.error.HTTPError as error:
        raise Refused(*_said(error)) from error
    except OSError as error:
        raise Unreachable(address, str(getattr(error, "reason", error))) from error
    return answer


def _said(error: urllib.error.HTTPError) -> tuple[str, dict[str, Any] | None]:
    """The sentence of the problem that the server answered with, and its report."""
    with error:
        body = error.read()
    try:
        problem = json.loads(body)
        sentence, report = str(problem["detail"]), problem.get("report")
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{error.code} {HTTPStatus(error.code).phrase}", None
    return sentence, report if _is_report(report) else None


def _is_report(said: object) -> bool:
    try:
        telling.heard(said, "the report")
    except NotAReport:
        return False
    return True
