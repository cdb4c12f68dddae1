"""The thread that reads gives what is known itself, and never waits for anybody."""

import http.client
import os
import socket
import time
from contextlib import ExitStack
from urllib.parse import quote, urlsplit

import pytest

from serving import ask, served

SMALL = "SELECT ?a { VALUES ?a { 1 2 3 } }"
DIGITS = " ".join(map(str, range(10)))
ROWS = " ".join(f"VALUES ?{variable} {{ {DIGITS} }}" for variable in "abcde")
#: One that the thread that reads may send, and one that is too long for it.
KNOWN = {"short": (120, 1 << 15, 1 << 16), "long": (15_000, 1 << 22, 1 << 23)}


@pytest.fixture(scope="module")
def address():
    with served("--empty") as found:
        yield found


def request(address, query, version="HTTP/1.1", end=""):
    target = f"/sparql?format=json&query={quote(query)}{end}"
    return (
        f"GET {target} {version}\r\nHost: {urlsplit(address).netloc}\r\n\r\n".encode()
    )


def connected(address):
    url = urlsplit(address)
    return socket.create_connection((url.hostname, url.port), timeout=30)


def responses(connection, count):
    """So many responses, one after the other: status, headers but the date, body."""
    with connection.makefile("rb") as file:
        for _ in range(count):
            yield _response(file)


def _response(file):
    status = file.readline()
    headers = http.client.parse_headers(file)
    del headers["Date"]
    return status, str(headers), file.read(int(headers["Content-Length"]))


def test_what_is_known_is_given_as_it_was_given_before(address):
    found = []
    with connected(address) as connection:
        for _ in range(6):
            connection.sendall(request(address, SMALL))
            found += responses(connection, 1)

    assert found == found[:1] * 6
    assert found[0][0] == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("count", range(1, 7))
def test_as_many_are_answered_as_came_in_one_packet(address, count):
    asked = request(address, SMALL)
    for together in (1, 1, 1, count):
        with connected(address) as connection:
            connection.sendall(asked * together)
            found = list(responses(connection, together))

    assert found == found[:1] * count


def test_requests_of_one_packet_are_answered_in_their_order(address):
    known, new = request(address, SMALL), request(address, "ASK {}", end="#")
    with connected(address) as connection:
        connection.sendall(known * 4)
        first, *others = responses(connection, 4)
        assert others == [first] * 3

        connection.sendall((known + new) * 15 + known)
        found = list(responses(connection, 31))

    assert found[::2] == [first] * 16
    assert b'"boolean":true' in found[1][2].replace(b" ", b"")
    assert found[1::2] == [found[1]] * 15


def test_a_client_of_http_1_0_is_left_when_it_has_its_answer(address):
    for _ in range(4):
        with connected(address) as connection:
            connection.sendall(request(address, SMALL, "HTTP/1.0"))
            with connection.makefile("rb") as file:
                told = file.read()

        assert told.startswith(b"HTTP/1.0 200 OK\r\n")
        assert told.count(b'"value"') == 3


@pytest.mark.parametrize(("rows", "least", "most"), KNOWN.values(), ids=KNOWN)
def test_known_answers_that_nobody_reads_hold_up_nobody(address, rows, least, most):
    asked = request(address, f"SELECT * {{ {ROWS} }} LIMIT {rows}")
    with connected(address) as connection:
        for _ in range(3):
            connection.sendall(asked)
            ((status, _, body),) = responses(connection, 1)
    assert status == b"HTTP/1.1 200 OK\r\n"
    assert least < len(body) < most

    with ExitStack() as stack:
        for _ in range(12):
            connection = stack.enter_context(connected(address))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            connection.sendall(asked * 8)
        begun = time.monotonic()
        for _ in range(5):
            assert ask(address, "ASK { FILTER (6 * 7 = 42) }")["boolean"] is True

        assert time.monotonic() - begun < 5


def test_no_host_and_an_empty_one_are_told_apart(address):
    def asked(host):
        return f"GET /sparql?format=json&query=ASK%20%7B%7D HTTP/1.0\r\n{host}\r\n"

    statuses = []
    for host in ("", "", "", "Host:\r\n", "Host: elsewhere.example\r\n"):
        with connected(address) as connection:
            connection.sendall(asked(host).encode())
            with connection.makefile("rb") as file:
                statuses.append(file.read().split()[1])

    assert statuses == [b"200"] * 3 + [b"421"] * 2


def test_a_log_that_nobody_reads_holds_up_nobody():
    unread, log = os.pipe()
    with served("--empty", stderr=log) as address:
        os.close(log)
        asked = request(address, SMALL)
        for _ in range(40):  # more than a pipe holds
            with connected(address) as connection:
                connection.sendall(asked * 20)
                assert len(list(responses(connection, 20))) == 20
        assert ask(address, "ASK {}")["boolean"] is True
    os.close(unread)


def test_a_change_is_seen_by_who_asks_again():
    token = "let-me-write"  # noqa: S105 - it opens this server only
    with served("--empty", "--update-token", token) as address:
        url = urlsplit(address)
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        counts = []
        for number in range(3):
            text = f"INSERT DATA {{ <urn:a> <urn:b> {number} }}"
            headers = {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/sparql-update",
            }
            connection.request("POST", "/update", text, headers)
            assert connection.getresponse().read() == b""
            for _ in range(4):
                found = ask(address, "SELECT * { <urn:a> <urn:b> ?c }")
                counts.append(len(found["results"]["bindings"]))
        connection.close()

    assert counts == [1] * 4 + [2] * 4 + [3] * 4
