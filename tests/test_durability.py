"""Killed at any moment: what was acknowledged is there, and nothing is half there.

CLAIMGRAPH_ROUNDS sets how often; `make soak` has it done two hundred times.
"""

import csv
import http.client
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from claimgraph import backups
from claimgraph.formats import GRAPHS, RESULTS
from claimgraph.storage import Folder
from serving import free_port, wait_for

ROUNDS = int(os.environ.get("CLAIMGRAPH_ROUNDS", "4"))
TOKEN = "correct-horse"  # noqa: S105 - it opens nothing
EACH = 40
PLAIN = ("--empty", "--no-guard", "--update-token", TOKEN)


#: The servers that are not over.
STARTED = set()


class Server:
    """A server that is killed rather than stopped."""

    def __init__(self, *arguments):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.said = TemporaryFile("w+")  # noqa: SIM115 - closed with the server
        self.process = subprocess.Popen(
            [sys.executable, "-m", "claimgraph", "serve", "--port", str(self.port),
             *arguments],
            stderr=self.said, text=True,
        )  # fmt: skip
        STARTED.add(self)
        wait_for(f"{self.address}/health", self.process, self.said)

    def family(self):
        """The processes of the server: itself, its keepers and their workers."""
        listed = subprocess.run(
            ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
        ).stdout
        ours = "claimgraph.engine "
        end = f" {self.process.pid}"
        return [
            int(line.split()[0])
            for line in listed.splitlines()
            if ours in line and line.endswith(end)
        ]

    def kill(self):
        self.process.kill()
        self._over()

    def stop(self):
        self.process.terminate()
        return self._over()

    def _over(self):
        STARTED.discard(self)
        self.process.wait(timeout=30)
        with self.said:
            self.said.seek(0)
            return self.said.read()

    def update(self, text, timeout=30):
        request = urllib.request.Request(
            f"{self.address}/update", text.encode(), method="POST",
            headers={"Authorization": f"Bearer {TOKEN}",
                     "Content-Type": "application/sparql-update"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=timeout) as response:
            return response.status

    def rows(self, query):
        fields = urllib.parse.urlencode({"query": query, "format": "csv"})
        with urllib.request.urlopen(
            f"{self.address}/sparql?{fields}", timeout=30
        ) as got:
            return [*csv.reader(io.TextIOWrapper(got, "utf-8", newline=""))][1:]


@pytest.fixture(autouse=True)
def _a_test_that_fails_leaves_no_server():
    before = {*STARTED}  # those of the module
    yield
    for server in STARTED - before:
        server.kill()


def insertion(number):
    triples = " . ".join(f"<e:{number}> <e:part> {part}" for part in range(EACH))
    graph = f"<e:g{number % 3}>"
    return f"INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}"


WITNESS = "SELECT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s <e:part> ?o } } GROUP BY ?s"


def witnessed(server):
    return {int(s.removeprefix("e:")): int(n) for s, n in server.rows(WITNESS)}


class Writer(threading.Thread):
    """Writes one update after the other until the server is gone."""

    def __init__(self, server, start):
        super().__init__()
        self.server, self.acknowledged, self.number = server, [], start

    def run(self):
        try:
            while self.server.update(insertion(self.number)) == 204:
                self.acknowledged.append(self.number)
                self.number += 1
        except (OSError, http.client.HTTPException):
            return


def test_nothing_acknowledged_is_lost_and_nothing_partial_is_seen(tmp_path):
    chance = random.Random(20231)
    kept, number = set(), 0
    for _ in range(ROUNDS):
        server = Server(*PLAIN, "--store", str(tmp_path / "store"))
        assert {*witnessed(server)} >= kept
        writer = Writer(server, number)
        writer.start()
        time.sleep(chance.uniform(0.05, 0.8))
        server.kill()
        writer.join()
        kept |= {*writer.acknowledged}
        number = writer.number + 1
        assert eventually_gone(server)

    server = Server(*PLAIN, "--store", str(tmp_path / "store"))
    found = witnessed(server)
    server.stop()
    assert {*found} >= kept
    assert {*found.values()} <= {EACH}
    assert len(kept) >= ROUNDS


def eventually_gone(server):
    return eventually(lambda: not server.family())


def eventually(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def test_a_change_that_is_killed_is_refused_and_the_next_one_made(tmp_path):
    server = Server(*PLAIN, "--store", str(tmp_path / "store"))
    digits = " ".join(map(str, range(10)))
    endless = " ".join(f"VALUES ?{x} {{ {digits} }}" for x in "abcdefghi")
    before = {*server.family()}

    def attack():
        seen = set()
        for _ in range(100):
            fresh = {*server.family()} - before
            if fresh & seen:  # one that stays, and does not just go between
                os.kill(max(fresh & seen), signal.SIGKILL)
                return
            seen = fresh
            time.sleep(0.05)

    attacker = threading.Thread(target=attack)
    attacker.start()
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.update(f"INSERT {{ <e:a> <e:b> ?a }} WHERE {{ {endless} }}")
    attacker.join()
    refused.value.close()

    assert refused.value.code == 507  # so the system ends who takes all memory
    assert server.update(insertion(1)) == 204
    assert witnessed(server) == {1: EACH}
    server.stop()


def test_a_backup_under_load_is_one_state(tmp_path):
    server = Server(*PLAIN, "--store", str(tmp_path / "store"))
    writer = Writer(server, 0)
    writer.start()
    assert eventually(lambda: writer.acknowledged)
    taken = []
    for turn in range(max(ROUNDS // 2, 3)):
        time.sleep(0.3)
        before = len(writer.acknowledged)
        backups.backup(tmp_path / "store", tmp_path / f"{turn}.tar")
        taken.append((turn, before, writer.number + 1))
    server.kill()
    writer.join()

    for turn, least, most in taken:
        backups.restore(tmp_path / f"{turn}.tar", tmp_path / f"{turn}")
        found = Counter(parts(tmp_path / f"{turn}"))
        assert {*found.values()} == {EACH}
        assert least <= len(found) <= most
        assert {*found} == {*range(len(found))}


def parts(folder):
    for kept in Folder(folder).manifest().graphs.values():
        for line in Folder(folder).file(kept).read_text().splitlines():
            yield int(line.split()[0].removeprefix("<e:").removesuffix(">"))


@pytest.fixture(scope="module")
def server():
    started = Server("--empty", "--setting", "SPOOL_BYTES=100000")
    yield started
    started.stop()


DIGITS = " ".join(map(str, range(10)))
ROWS = " ".join(f"VALUES ?{letter} {{ {DIGITS} }}" for letter in "abcdef")
TABLE = f"SELECT * {{ {ROWS} }}"
GRAPH = f"CONSTRUCT {{ ?new <e:b> ?a , ?b }} WHERE {{ {ROWS} BIND (UUID() AS ?new) }}"


@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/1.0"])
@pytest.mark.parametrize("form", [*RESULTS, *GRAPHS], ids=lambda form: form.name)
def test_an_answer_that_is_broken_off_never_looks_whole(server, form, version):
    chance = random.Random(form.name)
    for _ in range(max(ROUNDS // 2, 1)):
        with pytest.raises((http.client.HTTPException, OSError)):
            received(server, form, version, chance.uniform(0, 0.2))


def received(server, form, version, wait):
    """The whole body, as a strict client takes it, if its worker is killed meanwhile."""
    query = GRAPH if form in GRAPHS else TABLE
    body = urllib.parse.urlencode({"query": query, "format": form.name}).encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as sock:
        sock.sendall(
            f"POST /sparql {version}\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode()
            + body
        )
        if version == "HTTP/1.1":
            sock.recv(1)  # the answer has begun
        end = time.monotonic() + 30
        while not any(map(busy, server.family())) and time.monotonic() < end:
            time.sleep(0.01)
        time.sleep(wait)
        for pid in server.family():
            if busy(pid):
                os.kill(pid, signal.SIGKILL)
        response = http.client.HTTPResponse(Replayed(sock, version))
        response.begin()
        content = response.read()
        if response.status >= 500:
            raise http.client.HTTPException(json.loads(content)["type"])
        return content


class Replayed:
    """A socket whose first byte was read already, if the answer had begun."""

    def __init__(self, sock, version):
        self._first = b"H" if version == "HTTP/1.1" else b""
        self._sock = sock

    def makefile(self, mode):
        file = self._sock.makefile(mode)
        return io.BufferedReader(_Joined(self._first, file))


class _Joined(io.RawIOBase):
    def __init__(self, first, file):
        self._first, self._file = first, file

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self._first or self._file.read1(len(buffer))
        self._first = b""
        buffer[: len(data)] = data
        return len(data)


def busy(pid):
    """Whether the process is a worker in the middle of its work."""
    try:
        return len([*Path(f"/proc/{pid}/task").iterdir()]) > 1
    except OSError:
        return False


def test_a_server_that_is_told_to_end_lets_queries_come_to_their_end():
    server = Server("--empty")
    outcome = []
    query = TABLE.replace("SELECT *", "SELECT (COUNT(*) AS ?n)")
    asker = threading.Thread(target=lambda: outcome.append(server.rows(query)))
    asker.start()
    time.sleep(0.2)
    errors = server.stop()
    asker.join()

    assert outcome == [[["1000000"]]]
    assert "Traceback" not in errors
    assert eventually_gone(server)
