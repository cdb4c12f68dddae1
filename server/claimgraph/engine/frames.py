"""Frames: how the processes of one server talk over a pair of sockets.

A frame is one letter, a length of four bytes, and as many bytes.
"""

import json
import socket
import struct

#: A request to a worker or keeper, as JSON.
ASK = b"A"
#: Bytes that belong to the frame before: what a change brings.
BODY = b"B"
#: What an answer is, before its first bytes, as JSON.
HEAD = b"H"
#: Some bytes of an answer.
DATA = b"D"
#: The answer is whole; what is known of it, as JSON.
END = b"E"
#: What a worker wants to know of another endpoint, as JSON.
FETCH = b"F"
#: There is no answer: the error, as JSON.
ERROR = b"X"

_HEADER = struct.Struct("!cI")
_CHUNK = 1 << 16


class Closed(ConnectionError):
    """The other side is gone."""


def send(sock: socket.socket, letter: bytes, payload: bytes) -> None:
    """Send one frame; raises OSError where nobody listens any more."""
    sock.sendall(_HEADER.pack(letter, len(payload)) + payload)


def say(sock: socket.socket, letter: bytes, value: object) -> None:
    """Send *value* as JSON in one frame."""
    send(sock, letter, json.dumps(value).encode())


class Outbox:
    """Frames that go out over *sock*, small ones together."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._waiting = bytearray()

    def send(self, letter: bytes, payload: bytes) -> None:
        """Send one frame, or have it wait; raises OSError where nobody listens."""
        self._waiting += _HEADER.pack(letter, len(payload)) + payload
        if len(self._waiting) >= _CHUNK:
            self.flush()

    def say(self, letter: bytes, value: object) -> None:
        """Send *value* as JSON in one frame, or have it wait."""
        self.send(letter, json.dumps(value).encode())

    def flush(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, bytearray()
        self.sock.sendall(waiting)


class Inbox:
    """
    Frames that come in over *sock*, of which some bytes *ahead* may be taken.

    *got* has what was received already.
    """

    def __init__(
        self, sock: socket.socket, ahead: int = _CHUNK, got: bytes = b""
    ) -> None:
        self._sock = sock
        self._ahead = ahead
        self._got = bytearray(got)

    def receive(self) -> tuple[bytes, bytes]:
        """
        Receive one frame: its letter and its bytes.

        Raises Closed, and TimeoutError by the socket's own time limit if nothing came
        yet. A frame that has begun is waited for to its end.
        """
        letter, length = _HEADER.unpack(self._taken(_HEADER.size, begun=False))
        return letter, self._taken(length, begun=True)

    def _taken(self, count: int, *, begun: bool) -> bytes:
        while (lacking := count - len(self._got)) > 0:
            try:
                piece = self._sock.recv(min(lacking + self._ahead, _CHUNK))
            except TimeoutError:
                if not (begun or self._got):
                    raise
                continue
            if not piece:
                raise Closed
            self._got += piece
        taken = bytes(self._got[:count])
        del self._got[:count]
        return taken


def receive(sock: socket.socket) -> tuple[bytes, bytes]:
    """Receive one frame as `Inbox.receive` does, and not a byte more."""
    return Inbox(sock, ahead=0).receive()


def pass_on(sock: socket.socket, value: object, passed: socket.socket) -> None:
    """Send *value* as JSON in one frame, and with it the socket *passed*."""
    payload = json.dumps(value).encode()
    frame = _HEADER.pack(ASK, len(payload)) + payload
    sent = socket.send_fds(sock, [frame], [passed.fileno()])
    sock.sendall(frame[sent:])


def receive_passed(sock: socket.socket) -> tuple[bytes, bytes, int | None]:
    """Receive one frame and the file descriptor that came with it, if one did."""
    first, passed, _, _ = socket.recv_fds(sock, 1, 1)
    if not first:
        raise Closed
    letter, payload = Inbox(sock, ahead=0, got=first).receive()
    return letter, payload, passed[0] if passed else None
