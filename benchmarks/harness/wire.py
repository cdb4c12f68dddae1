"""An HTTP client that costs little: requests are bytes made beforehand."""

import re
import select
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

#: All systems are asked for these: rows as JSON, graphs as N-Triples.
ACCEPT = {
    "rows": "application/sparql-results+json",
    "graph": "application/n-triples, text/turtle;q=0.5",
}
_CHUNK = 1 << 18
_FROM = re.compile(r"^FROM ", re.MULTILINE)


class TooSlow(Exception):
    """No whole answer came within the limit."""


class Dropped(Exception):
    """The connection ended before the answer did."""


@dataclass(frozen=True)
class Reply:
    """What a system answered, and after how many seconds its last byte was here."""

    status: int
    media_type: str
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Endpoint:
    """
    Where a server answers queries.

    *graphs* says which graphs to ask, to a server that has no default graph of its own.
    """

    url: str
    graphs: tuple[tuple[str, str], ...] = ()

    def request(self, query: str, accept: str) -> bytes:
        """The bytes that ask *query*, to be sent as often as one likes."""
        parts = urlsplit(self.url)
        graphs = () if _FROM.search(query) else self.graphs
        target = f"{parts.path}?{urlencode([('query', query), *graphs])}"
        head = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: {accept}\r\n"
        return f"{head}Connection: keep-alive\r\n\r\n".encode()


class Connection:
    """One connection to a server, kept alive and opened again when it is closed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._socket: socket.socket | None = None
        self._buffer = b""
        self._deadline = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close it; the next request opens it again."""
        if self._socket:
            self._socket.close()
        self._socket, self._buffer = None, b""

    def ask(self, request: bytes, limit: float) -> Reply:
        """
        Send *request* and read the whole answer.

        Raises TooSlow after *limit* seconds, Dropped where the answer breaks off.
        """
        start = time.perf_counter()
        self._deadline = start + limit
        try:
            status, headers, body = self._exchange(request)
        except TimeoutError as error:
            self.close()
            raise TooSlow from error
        except OSError as error:
            self.close()
            raise Dropped(str(error)) from error
        taken = time.perf_counter() - start
        if headers.get("connection", "").lower() == "close":
            self.close()
        return Reply(status, headers.get("content-type", ""), body, taken)

    def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._is_stale():
            self.close()
        reused = self._socket is not None
        try:
            return self._try(request)
        except (ConnectionError, Dropped):
            self.close()
            if not reused:  # a server may close an idle connection at any time
                raise
        return self._try(request)

    def _is_stale(self) -> bool:
        """Whether the server has closed it, or said something unasked before it did."""
        if self._socket is None:
            return False
        return bool(self._buffer or select.select([self._socket], [], [], 0)[0])

    def _try(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        self._open().sendall(request)
        status, headers = self._head()
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return status, headers, self._chunks()
        if "content-length" in headers:
            return status, headers, self._take(int(headers["content-length"]))
        return status, headers, self._rest(headers)

    def _open(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, timeout=10)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    def _head(self) -> tuple[int, dict[str, str]]:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            self._more()
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        self._buffer = self._buffer[end + 4 :]
        return int(first.split(" ")[1]), dict(map(_header, lines))

    def _more(self) -> None:
        self._buffer += self._receive()

    def _receive(self) -> bytes:
        left = self._deadline - time.perf_counter()
        if left <= 0:
            raise TimeoutError
        connection = self._open()
        connection.settimeout(left)
        received = connection.recv(_CHUNK)
        if not received:
            raise Dropped("The server closed the connection.")
        return received

    def _take(self, size: int) -> bytes:
        """The next *size* bytes of the answer."""
        parts, have = [self._buffer], len(self._buffer)
        while have < size:
            parts.append(self._receive())
            have += len(parts[-1])
        whole = b"".join(parts)
        self._buffer = whole[size:]
        return whole[:size]

    def _chunks(self) -> bytes:
        parts = []
        while True:
            while (end := self._buffer.find(b"\r\n")) < 0:
                self._more()
            size = int(self._buffer[:end].split(b";")[0], 16)
            self._buffer = self._buffer[end + 2 :]
            parts.append(self._take(size))
            self._take(2)
            if size == 0:
                return b"".join(parts)

    def _rest(self, headers: Mapping[str, str]) -> bytes:
        """All until the server closes the connection: it said no length."""
        parts = [self._buffer]
        try:
            while True:
                parts.append(self._receive())
        except Dropped:
            self.close()
        return b"".join(parts)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()
