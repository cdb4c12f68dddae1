"""The servers that hostile requests are sent to, and what they do to the machine."""

import json
import os
import socket
import tempfile
import threading
import time
import uuid
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import attack
import made_up
from serving import served

TOKEN = "correct-horse-battery-staple"  # noqa: S105 - it opens a test's server only
#: Low, so that a request that wants everything is soon refused.
SETTINGS = {
    "TIMEOUT": 2,
    "MEMORY_BYTES": 2**28,
    "UPDATE_MEMORY_BYTES": 2**28,
    "RESULT_BYTES": 2**22,
    "RESULT_ROWS": 15_000,
    "SPOOL_BYTES": 2**18,
    "QUERY_BYTES": 2**16,
    "MAX_CONTENT_LENGTH": 2**22,
    "MAX_FORM_MEMORY_SIZE": 2**20,
    "FAST_QUERIES": 2,
    "SLOW_QUERIES": 4,
    "QUEUE": 8,
}
#: What must be answered right after whatever was sent.
CANARY = {
    "guarded": "ASK { event:ferry-incident cg:perpetrator actor:jnim }",
    "plain": "ASK { FILTER (6 * 7 = 42) }",
}


class Listener:
    """A place on the loopback that nobody may ask; it counts who does."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.connections = 0
        self._thread = threading.Thread(target=self._count)
        self._thread.start()

    def _count(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.connections += 1
            connection.close()

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@dataclass(frozen=True)
class Target:
    """A server under attack; every process of it has *mark* in its environment."""

    kind: str
    address: str
    listener: Listener
    log: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def values(self):
        return {
            "host": self.address.removeprefix("http://"),
            "listener": self.listener.address,
            "token": TOKEN,
        }

    def send(self, request, values=None):
        values = {**self.values, **(values or {})}
        data = attack.message(request, values)
        return attack.send(self.address, data, request.get("patience", 30))

    def ask(self, query, **parameters):
        """The parsed answer to *query*, from a connection of its own."""
        reply = self.send({"query": query, "parameters": parameters})
        assert reply.status == 200, f"{reply.status} {reply.text[:300]}"
        return json.loads(reply.body)

    def canary(self):
        """The seconds that a small question takes, once its answer is right."""
        trust = {"trust": "author-strict"} if self.kind == "guarded" else {}
        begun = time.monotonic()
        assert self.ask(CANARY[self.kind], **trust)["boolean"] is True
        return time.monotonic() - begun

    def state(self):
        """What must be as before: the digest of the data, and how many quads it has."""
        told = json.loads(self.send({"path": "/health"}).body)
        return told["quads"], told["dataset"] if self.kind == "guarded" else ""

    def processes(self):
        """The processes of this server, by id: the seconds of work they have done."""
        return {pid: _worked(pid) for pid in _marked(self.mark)}

    @property
    def most_processes(self):
        """The server, the keeper, and as many workers as may be idle."""
        return 2 + SETTINGS["FAST_QUERIES"]

    def wait_until_idle(self):
        """Wait until the server says that no query runs."""
        for _ in range(100):
            if not self.running():
                return
            time.sleep(0.1)

    def running(self):
        """What the server says that it is answering."""
        token = {"Authorization": f"Bearer {TOKEN}"}
        return json.loads(self.send({"path": "/running", "headers": token}).body)

    def resident(self):
        """The bytes of memory that the server's own process holds."""
        ours = self.processes()
        (server,) = (pid for pid in ours if _parent(pid) not in ours)
        pages = Path(f"/proc/{server}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def defunct(self):
        """The server's children that have ended and that nobody has waited for."""
        children = {pid: _parent(pid) for pid in _all()}
        ours = set(self.processes())
        return [c for c, parent in children.items() if parent in ours and _is_dead(c)]


def _all():
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _marked(mark):
    for pid in _all():
        try:
            if mark.encode() in Path(f"/proc/{pid}/environ").read_bytes():
                yield pid
        except OSError:  # gone, or another user's
            continue


def _fields(pid):
    """What the kernel tells of a process, from its state on (proc_pid_stat(5))."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["gone"] + ["0"] * 20


def _worked(pid):
    return sum(map(int, _fields(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def _parent(pid):
    return int(_fields(pid)[1])


def _is_dead(pid):
    return _fields(pid)[0] == "Z"


@contextmanager
def targets():
    """A server of each kind, by its kind, and the listener that none may ask."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hostile = folder / "hostile.trig"
        hostile.write_text(made_up.GRAPHS, encoding="utf-8")
        listener = Listener()
        stack.callback(listener.close)
        options = {
            "guarded": ["--data", str(hostile)],
            "plain": ["--empty", "--no-guard", "--setting=UPDATE_TIMEOUT=2"],
        }
        yield {
            kind: stack.enter_context(_target(kind, arguments, listener, folder))
            for kind, arguments in options.items()
        }


@contextmanager
def _target(kind, arguments, listener, folder):
    mark = uuid.uuid4().hex
    log = folder / f"{kind}.log"
    env = {**os.environ, "CLAIMGRAPH_MARK": mark, "CLAIMGRAPH_UPDATE_TOKEN": TOKEN}
    limits = [f"--setting={name}={value}" for name, value in SETTINGS.items()]
    with served(*arguments, *limits, env=env, log=log) as address:
        yield Target(kind, address, listener, log, mark)
