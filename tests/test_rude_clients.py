"""Clients that are slow, vanish or flood: others are served all the same."""

import json
import resource
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

from attack import message
from serving import served
from target import targets

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
#: Over and over: a row of it is written before the last is known.
FLOWING = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 15000"
HEAD = "POST /sparql HTTP/1.1\r\nHost: {}\r\nContent-Type: application/sparql-query\r\n"


@pytest.fixture(scope="module")
def server():
    with targets() as found:
        yield found["guarded"]


@pytest.fixture(autouse=True)
def _calm_before_and_after(server):
    server.wait_until_idle()
    yield
    server.wait_until_idle()
    assert server.running() == []
    assert server.canary() < 5


@contextmanager
def connected(server, count=1):
    """So many connections, which are closed at the end."""
    url = urlsplit(server.address)
    with ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection((url.hostname, url.port), 30))
            for _ in range(count)
        ]


def begun(server, connection, query):
    """Send *query* on *connection* and leave it there."""
    connection.sendall(message({"query": query}, server.values))


def wait_until_none_runs(server, seconds=30):
    end = time.monotonic() + seconds
    while (running := server.running()) and time.monotonic() < end:
        time.sleep(0.02)
    assert running == []


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    assert what()


def drip(server, connections, text, *, seconds):
    """Send *text* on each connection, a byte at a time; ask others' questions."""
    slowest = 0
    end = time.monotonic() + seconds
    for byte in text.encode():
        for connection in connections:
            connection.sendall(bytes([byte]))
        slowest = max(slowest, server.canary())
        if time.monotonic() > end:
            break
    return slowest


def test_headers_that_come_byte_by_byte_hold_up_nobody(server):
    with connected(server, 40) as connections:
        assert drip(server, connections, "GET / HTTP/1.1\r\n" * 20, seconds=2) < 2


def test_bodies_that_come_byte_by_byte_hold_up_nobody(server):
    head = HEAD.format(server.values["host"]) + "Content-Length: 60000\r\n\r\n"
    with connected(server, 40) as connections:
        for connection in connections:
            connection.sendall(head.encode())

        assert drip(server, connections, "ASK {} # " * 100, seconds=2) < 2


def test_connections_on_which_nothing_comes_hold_up_nobody(server):
    with connected(server, 400):
        assert server.canary() < 2


#: Starts a server whose sockets have high numbers, as after long use.
MANY_FILES = """
import os, resource, sys
_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
for _ in range(100):
    os.set_inheritable(os.open(os.devnull, os.O_RDONLY), True)
os.execv(sys.executable, [sys.executable, "-m", "claimgraph", *sys.argv[1:]])
"""


@pytest.fixture
def _many_files_for_us():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_files_for_us")
def test_more_sockets_than_select_can_watch_do_not_end_the_server():
    command = (sys.executable, "-c", MANY_FILES)
    with served("--empty", command=command) as address, ExitStack() as stack:
        url = urlsplit(address)
        place = (url.hostname, url.port)
        sockets = [
            stack.enter_context(socket.create_connection(place, 30)) for _ in range(960)
        ]
        sockets[-1].sendall(
            f"GET /health HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode()
        )

        assert sockets[-1].recv(100).startswith(b"HTTP/1.1 200")


def test_an_answer_that_is_not_read_holds_up_nobody(server):
    with connected(server, 6) as connections:
        for connection in connections:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            begun(server, connection, FLOWING)

        assert server.canary() < 5
        wait_until_none_runs(server)


def test_a_client_that_leaves_ends_its_query(server):
    with connected(server) as (connection,):
        begun(server, connection, ENDLESS)
        wait_for(server.running)
    left = time.monotonic()
    wait_until_none_runs(server)

    assert time.monotonic() - left < 5  # not at its deadline


def test_clients_that_leave_while_they_wait_are_forgotten(server):
    with connected(server, 14) as connections:
        for connection in connections:
            begun(server, connection, ENDLESS)
        wait_for(server.running)
    wait_until_none_runs(server)

    assert len(server.processes()) <= server.most_processes


def test_a_client_that_leaves_amid_its_answer_ends_its_query(server):
    with connected(server) as (connection,):
        begun(server, connection, FLOWING)
        assert connection.recv(100)
    wait_until_none_runs(server)


def test_long_queries_do_not_hold_up_short_ones(server):
    with connected(server, 3) as connections:
        for connection in connections:
            begun(server, connection, ENDLESS)
        wait_for(lambda: len(server.running()) == 3)

        assert max(server.canary() for _ in range(10)) < 2


def test_too_many_long_queries_are_refused_or_ended_and_told_so(server):
    with ThreadPoolExecutor(24) as pool:
        replies = list(pool.map(lambda _: server.send({"query": ENDLESS}), range(24)))

    assert {reply.status for reply in replies} <= {503, 504}
    assert {reply.problem for reply in replies} <= {"busy", "over-time"}
    assert all(reply.headers["Retry-After"] for reply in replies if reply.status == 503)


def test_a_flood_of_short_queries_lets_others_through(server):
    stop, statuses = threading.Event(), []

    def flood(number):
        while not stop.is_set():
            # A text of its own each time, so that no answer is at hand.
            query = f"ASK {{}} # {number} {len(statuses)}"
            statuses.append(server.send({"query": query}).status)

    with ThreadPoolExecutor(16) as pool:
        floods = [pool.submit(flood, number) for number in range(16)]
        times = [server.canary() for _ in range(100)]
        stop.set()
        for each in floods:
            each.result()

    assert max(times) < 5
    assert len(statuses) > 100
    assert set(statuses) <= {200, 503}


def test_broken_connections_leave_nothing_behind(server):
    with connected(server, 200) as connections:
        for connection in connections:
            # Closing then sends a reset instead of an orderly end.
            linger = (1).to_bytes(4, "little") + bytes(4)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            begun(server, connection, "ASK {}")

    assert server.canary() < 5


@pytest.mark.parametrize(
    "text",
    [
        'ASK {} #\r\n{"status": 200, "path": "/forged"}\r\n',
        "ASK {} #\x1b[2J\x1b[31m\x07\x00\x08",
        "ASK {} #\u2028\u2029\u0085\u202e",
        'ASK {} #", "status": 500, "x": "',
        "ASK {} #" + "x" * 50_000,
    ],
    ids=["lines", "controls", "separators", "quotation marks", "length"],
)
def test_a_query_is_one_line_of_the_log_whatever_it_holds(server, text):
    server.send({"query": text})
    wait_for(lambda: told_of(server, text))
    (about,) = told_of(server, text)

    assert about["path"] == "/sparql"
    assert len(about["query"]) <= 500
    assert "/forged" not in {json.loads(line)["path"] for line in lines(server)}


def told_of(server, query):
    """What the lines of the log tell of *query*."""
    told = map(json.loads, lines(server))
    return [about for about in told if about.get("query") == query[:500]]


def lines(server):
    """The lines of the log, as a program reads them that knows only line feeds."""
    return [
        line
        for line in server.log.read_bytes().decode().split("\n")
        if line.startswith("{")
    ]


def test_the_token_is_never_in_the_log(server):
    token = server.values["token"]
    for request in (
        {"update": "ASK {}"},
        {"path": "/running", "headers": {"Authorization": f"Bearer {token} x"}},
        {"query": "ASK {} # me", "headers": {"Authorization": f"Bearer {token}"}},
    ):
        server.send(request)
    wait_for(lambda: told_of(server, "ASK {} # me"))

    assert token not in server.log.read_text(encoding="utf-8")
