"""A client that sends what an exchange says as it says it, and follows nothing."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

from claimgraph.namespaces import BASE
from exchanges import Request, fill

_PARAMETER = re.compile(r"^([?&]) (\S+) = (.*(?:\n[ \t].*)*)\n?", re.MULTILINE)
#: Methods whose request says its length even if there is no body.
_WITH_BODY = ("POST", "PUT", "PATCH", "QUERY")


@dataclass(frozen=True)
class Response:
    """A response as it came from an address."""

    address: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name):
        """The values of a header, joined as HTTP joins them; None if it is absent."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None

    @property
    def text(self):
        """The body, which all formats here write in UTF-8."""
        return self.body.decode()

    @property
    def media_type(self):
        """The content type without its parameters."""
        return (self.header("Content-Type") or "").partition(";")[0]


@dataclass
class Client:
    """A client with one connection; *known* grows by the headers that it is told."""

    address: str
    token: str
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.known |= {"address": self.address, "token": self.token}
        self._connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)

    def close(self):
        self._connection.close()

    def send(self, request):
        """Send *request*, its names filled in, and return the response."""
        target, headers, body = _written(request, self.known)
        connection, path = self._connection, self.path(target)
        connection.putrequest(request.method, path, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body or request.method in _WITH_BODY:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        return self._received(path)

    def update(self, text):
        """Change the store to prepare a case; raises AssertionError if refused."""
        sent = "Content-Type: application/sparql-update\nAuthorization: Bearer {token}"
        response = self.send(Request("POST", "/update", "", sent, text))
        if response.status >= 300:
            raise AssertionError(response)

    def path(self, target):
        """The path of a *target*, which a Location may have named in full."""
        for start in (self.address, BASE.rstrip("/")):
            target = target.removeprefix(start)
        return target

    def _received(self, path):
        got = self._connection.getresponse()
        response = Response(
            self.address + path, got.status, got.getheaders(), got.read()
        )
        self.known |= {name.lower(): value for name, value in response.headers}
        return response


def _written(request, known):
    """The target, the headers and the body that *request* stands for."""
    head, body = fill(f"{request.head}\n", known), fill(request.body, known)
    parameters = _PARAMETER.findall(head)
    lines = [line for line in _PARAMETER.sub("", head).splitlines() if line]
    headers = [
        (name, value.strip()) for name, _, value in (x.partition(":") for x in lines)
    ]
    address, form = _encoded(parameters, "?"), _encoded(parameters, "&")
    target = fill(request.target, known) + (f"?{address}" if address else "")
    return target, headers, _bytes(form or body, request.option)


def _encoded(parameters, mark):
    """The parameters that bear *mark*, percent-encoded (RFC 3986, section 2.1)."""
    chosen = [(name, value) for by, name, value in parameters if by == mark]
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in chosen)


def _bytes(body, option):
    """The *body* in UTF-8, or in the encoding or with the line ends of the *option*."""
    if option == "crlf":
        return body.replace("\n", "\r\n").encode() + b"\r\n"
    return body.encode(option or "utf-8")
