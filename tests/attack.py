"""A hostile request as its file says it, sent byte by byte, and what is wrong with the answer.

`hostile/README.md` says what such a file may hold.
"""

import gzip
import http.client
import json
import re
import socket
import time
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode, urlsplit

FOLDER = Path(__file__).parent / "hostile"
TYPE = "https://w3id.org/claimgraph/problem/"
#: Statuses of 500 and above that a server may mean: busy, out of time, out of memory.
DECLARED = {503, 504, 507}

_REPEAT = re.compile(r'\{repeat (\w+) "(.*?)"\}', re.DOTALL)
_NAME = re.compile(r"\{(n|host|listener|token)\}")
_CASE = {"promise", "servers", "sizes", "each", "request", "answer", "then"}
_REQUEST = {
    "query", "update", "form", "body", "type", "raw", "method", "path", "parameters",
    "headers", "encoding", "gzip", "patience",
}  # fmt: skip
_ANSWER = {
    "status", "problem", "boolean", "value", "rows", "holds", "lacks", "headers",
    "within", "body", "broken",
}  # fmt: skip


@dataclass(frozen=True)
class Attack:
    """One request of a case, for one server: *values* fill its placeholders."""

    name: str
    server: str
    exchanges: list[tuple[dict, dict]]
    values: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """
    What came back; *status* is 0 where nothing did.

    It is *whole* unless the connection broke before the end that the headers promise.
    """

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    whole: bool = True
    seconds: float = 0

    @property
    def text(self):
        return self.body.decode(errors="replace")

    @property
    def problem(self):
        """The problem's kind, or the media type of what is none."""
        kind = self.headers.get_content_type()
        if kind != "application/problem+json":
            return kind
        return json.loads(self.body)["type"].removeprefix(TYPE)

    @property
    def boolean(self):
        return json.loads(self.body)["boolean"]

    @property
    def rows(self):
        """How many rows there are."""
        return len(self._bindings)

    @property
    def value(self):
        """What stands in the first cell of the first row."""
        first = next(iter(self._bindings), {})
        return next((term["value"] for term in first.values()), None)

    @property
    def _bindings(self):
        return json.loads(self.body)["results"]["bindings"]


def attacks(folder=FOLDER):
    """Every attack of every case below *folder*, in the order of names."""
    for path in sorted(folder.glob("*/*.toml")):
        yield from _attacks(path, tomllib.loads(path.read_text(encoding="utf-8")))


def _attacks(path, case):
    _refuse_unknown(path, case)
    steps = [case, *case.get("then", [])]
    for server in case.get("servers", ["guarded"]):
        for size in case.get("sizes", [""]):
            for key, text in case.get("each", {"": ""}).items():
                parts = [*path.with_suffix("").parts[-2:], key, str(size)]
                if len(case.get("servers", [])) > 1:
                    parts.append(server)
                exchanges = [_exchange(step, key, str(size)) for step in steps]
                name = "/".join(filter(None, parts))
                yield Attack(name, server, exchanges, {"n": size, "each": text})


def _refuse_unknown(path, case):
    """A misspelt key would be a promise that nobody checks."""
    variants = {*case.get("each", {}), *map(str, case.get("sizes", []))}
    for step in [case, *case.get("then", [])]:
        unknown = {
            *step.keys() - _CASE,
            *step["request"].keys() - _REQUEST,
            *step["answer"].keys() - _ANSWER - variants,
        }
        assert not unknown, f"{path}: {unknown}"
    assert case["promise"].endswith("."), path


def _exchange(step, *variants):
    answer = {k: v for k, v in step["answer"].items() if k in _ANSWER}
    for variant in variants:
        answer |= step["answer"].get(variant, {})
    return step["request"], answer


def filled(thing, values):
    """*thing*, a text or a tree of texts, with its placeholders filled."""
    if isinstance(thing, dict):
        return {filled(k, values): filled(v, values) for k, v in thing.items()}
    if isinstance(thing, list):
        return [filled(item, values) for item in thing]
    if not isinstance(thing, str):
        return thing
    whole = thing.replace("{each}", values.get("each", ""))
    named = _NAME.sub(lambda found: str(values[found[1]]), whole)
    return _REPEAT.sub(lambda found: _repeated(found, values), named)


def _repeated(found, values):
    count = int(values["n"] if found[1] == "n" else found[1])
    if "{i}" not in found[2]:
        return found[2] * count
    return "".join(found[2].replace("{i}", str(i)) for i in range(count))


def message(request, values):
    """The bytes of a *request*."""
    request = filled(request, values)
    encoding = request.get("encoding", "utf-8")
    if "raw" in request:
        return request["raw"].encode(encoding)
    path, body, headers = _shorthand(request, values)
    body = body.encode(encoding)
    for _ in range(request.get("gzip", 0)):
        body = gzip.compress(body)
    posts = body or request.keys() & {"query", "update", "form"}
    method = request.get("method", "POST" if posts else "GET")
    if posts:
        headers = {"Content-Length": len(body), **headers}
    headers = {"Host": values["host"], "Connection": "close", **headers}
    lines = [f"{name}: {value}" for name, value in _items(headers)]
    target = request.get("path", path) + _query(request.get("parameters"))
    head = "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""])
    return head.encode() + body


def _shorthand(request, values):
    """The path, the body and the headers that the case's short words stand for."""
    headers = {}
    path, body, kind = "/sparql", request.get("body", ""), request.get("type")
    if "query" in request:
        body, kind = request["query"], "application/sparql-query"
    if "update" in request:
        path, body, kind = "/update", request["update"], "application/sparql-update"
        headers["Authorization"] = f"Bearer {values['token']}"
    if "form" in request:
        body = urlencode(request["form"], doseq=True)
        kind = "application/x-www-form-urlencoded"
    if kind:
        headers["Content-Type"] = kind
    return path, body, headers | request.get("headers", {})


def _items(headers):
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            yield name, one


def _query(parameters):
    return "?" + urlencode(parameters, doseq=True) if parameters else ""


def send(address, data, seconds=30):
    """Send *data* on a connection of its own and wait for the answer."""
    begun = time.monotonic()
    url = urlsplit(address)
    with socket.create_connection((url.hostname, url.port), seconds) as connection:
        with suppress(ConnectionError):  # it may answer before it has read everything
            connection.sendall(data)
        reply = received(connection, data.partition(b" ")[0].decode("latin-1"))
    return replace(reply, seconds=time.monotonic() - begun)


def received(connection, method="GET"):
    """The answer that comes on *connection*."""
    with http.client.HTTPResponse(connection, method=method) as response:
        try:
            response.begin()
        except (OSError, http.client.HTTPException):
            return Reply(0, http.client.HTTPMessage(), b"")
        try:
            return Reply(response.status, response.msg, response.read())
        except http.client.IncompleteRead as broken:
            return Reply(response.status, response.msg, broken.partial, whole=False)


def faults(reply, expected, values):
    """What is wrong with *reply*, in sentences; nothing where all is as *expected*."""
    expected = filled(expected, values)
    seen = f"{reply.status} {reply.text[:300]!r}"
    allowed = _listed(expected.get("status", 200))
    found = []
    if not reply.whole:
        return [] if expected.get("broken") else [f"It broke off: {seen}"]
    if reply.status not in allowed:
        found.append(f"The status is none of {allowed}: {seen}")
    if reply.status >= 500 and reply.status not in {*DECLARED, *allowed}:
        found.append(f"That is a fault of ours: {seen}")
    if "Traceback" in reply.text:
        found.append(f"It shows a traceback: {seen}")
    if found or not expected:
        return found
    return [*_wrong_content(reply, expected), *_wrong_text(reply, expected)]


def _wrong_content(reply, expected):
    seen = f"{reply.status} {reply.text[:300]!r}"
    kinds = expected.get("problem")
    if kinds and reply.status >= 400 and reply.problem not in _listed(kinds):
        yield f"The problem is none of {kinds}: {seen}"
    for name in ("boolean", "rows", "value"):
        if name in expected and reply.status == 200:
            given = getattr(reply, name)
            if given != expected[name]:
                yield f"The {name} is {given!r}: {seen}"
    if reply.seconds > expected.get("within", 10):
        yield f"It took {reply.seconds:.1f} s: {seen}"


def _wrong_text(reply, expected):
    everything = f"{reply.headers}\n{reply.text}"
    if "body" in expected and reply.text != expected["body"]:
        yield f"The body is {reply.text[:300]!r}"
    for part in _listed(expected.get("holds", [])):
        if part not in everything:
            yield f"It lacks {part!r}: {everything[:1000]}"
    for part in _listed(expected.get("lacks", [])):
        if part in everything:
            yield f"It holds {part!r}: {everything[:1000]}"
    for name, value in expected.get("headers", {}).items():
        if (reply.headers[name] or "") != value:
            yield f"{name} is {reply.headers[name]!r}, not {value!r}"


def _listed(thing):
    return thing if isinstance(thing, list) else [thing]
