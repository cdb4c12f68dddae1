"""A real server in a process of its own, on a free port of the loopback."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from tempfile import TemporaryFile


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def served(
    *arguments,
    command=(sys.executable, "-m", "claimgraph"),
    cwd=None,
    env=None,
    log=None,
    stderr=None,
):
    """
    Serve, yield the address once it answers, and stop by process id.

    What the server says goes to the file *log*, or to one that is thrown away, or to
    the file descriptor *stderr*.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    # A pipe would fill up and stop the server.
    with log.open("w+") if log else TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port), *arguments],
            cwd=cwd, env=env, stderr=stderr or said, text=True,
        )  # fmt: skip
        try:
            wait_for(address, process, said)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address, process, said, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read())
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer within {seconds} s")


def ask(address, query, **parameters):
    """The parsed JSON answer of the server's query address."""
    fields = urllib.parse.urlencode({"query": query, **parameters}, doseq=True)
    request = urllib.request.Request(
        f"{address}/sparql?{fields}",
        headers={"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)
