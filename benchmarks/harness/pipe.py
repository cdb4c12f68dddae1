"""A child process that answers queries from memory, and how to talk to it."""

import sys
from typing import IO

import pyoxigraph as ox

READY = b"!"
_LENGTH = 8


class Ended(Exception):
    """The other side is gone."""


def put(stream: IO[bytes], message: bytes) -> None:
    """Send *message*, its length first."""
    stream.write(len(message).to_bytes(_LENGTH) + message)
    stream.flush()


def get(stream: IO[bytes]) -> bytes:
    """
    Receive a message.

    Raises Ended.
    """
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        raise Ended
    return stream.read(int.from_bytes(head))


def serve(dump: str) -> None:
    """Load *dump*, then answer whatever comes on standard input."""
    store = ox.Store()
    store.bulk_load(path=dump, format=ox.RdfFormat.N_QUADS, lenient=True)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    while True:
        try:
            query = get(sys.stdin.buffer).decode()
        except Ended:
            return
        put(sys.stdout.buffer, _answer(store, query))


def _answer(store: ox.Store, query: str) -> bytes:
    answer = store.query(query)
    if isinstance(answer, ox.QueryTriples):
        return answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
    return answer.serialize(format=ox.QueryResultsFormat.JSON) or b""


if __name__ == "__main__":
    serve(sys.argv[1])
