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


def receive(sock: socket.socket) -> tuple[bytes, bytes]:
    """
    Receive one frame: its letter and its bytes.

    Raises Closed, and TimeoutError by the socket's own time limit if nothing came yet.
    """
    letter, length = _HEADER.unpack(_exactly(sock, _HEADER.size, begun=False))
    return letter, _exactly(sock, length, begun=True)


def pass_on(sock: socket.socket, value: object, passed: socket.socket) -> None:
    """Send *value* as JSON in one frame, and with it the socket *passed*."""
    payload = json.dumps(value).encode()
    frame = _HEADER.pack(ASK, len(payload)) + payload
    sent = socket.send_fds(sock, [frame], [passed.fileno()])
    sock.sendall(frame[sent:])


def receive_passed(sock: socket.socket) -> tuple[bytes, bytes, int | None]:
    """Receive one frame and the file descriptor that came with it, if one did."""
    header, passed, _, _ = socket.recv_fds(sock, _HEADER.size, 1)
    if not header:
        raise Closed
    header += _exactly(sock, _HEADER.size - len(header), begun=True)
    letter, length = _HEADER.unpack(header)
    return letter, _exactly(sock, length, begun=True), passed[0] if passed else None


def _exactly(sock: socket.socket, count: int, *, begun: bool) -> bytes:
    """Read *count* bytes; a frame that has *begun* is waited for to its end."""
    got = bytearray()
    while len(got) < count:
        try:
            piece = sock.recv(min(count - len(got), _CHUNK))
        except TimeoutError:
            if not (begun or got):
                raise
            continue
        if not piece:
            raise Closed
        got += piece
    return bytes(got)
