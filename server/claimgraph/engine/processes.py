"""The server's ends of the sockets to its keeper and workers."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, Self

from claimgraph.engine import frames
from claimgraph.engine.messages import Plan
from claimgraph.errors.base import Relayed
from claimgraph.errors.limits import EngineFailed


class Process:
    """A process that is spoken to over *sock*; killing it twice does no harm."""

    def __init__(self, pid: int, sock: socket.socket) -> None:
        self.pid = pid
        self.sock = sock

    def kill(self) -> None:
        """End the process at once."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Hang up, which ends a process that has nothing to do."""
        self.sock.close()


class Worker(Process):
    """A worker of the generation that *keeper* holds."""

    def __init__(self, pid: int, sock: socket.socket, keeper: "Keeper") -> None:
        super().__init__(pid, sock)
        self.inbox = frames.Inbox(sock)
        self.keeper = keeper
        self.answered = 0
        #: The bytes of memory of its own that it had when they were last counted.
        self.own = 0

    def step_back(self, nicer: int) -> None:
        """
        Have the threads that work get less of the processors, for as long as they live.

        On Linux each thread has a priority of its own, which only root can raise again.
        """
        for thread in _threads(self.pid):
            with suppress(ProcessLookupError):
                os.setpriority(os.PRIO_PROCESS, thread, nicer)

    @property
    def own_memory(self) -> int:
        """How many bytes it does not share with its keeper any more."""
        return _private(self.pid)

    def fate(self) -> tuple[int, str]:
        """How the dead worker ended, as an exit code, and what it said."""
        ended = self.keeper.order("fate", pid=self.pid)
        return ended["code"], ended["said"]


def _threads(pid: int) -> list[int]:
    """The threads of a process that work, none where one cannot tell."""
    try:
        found = [int(task.name) for task in Path(f"/proc/{pid}/task").iterdir()]
    except OSError:
        return []
    return [thread for thread in found if thread != pid]


def _private(pid: int) -> int:
    """The bytes that no other process shares with this one; 0 where one cannot tell."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Priv")) << 10


class Keeper(Process):
    """A keeper, which obeys one order after the other."""

    def __init__(self, pid: int, sock: socket.socket) -> None:
        super().__init__(pid, sock)
        self._lock = Lock()
        #: How many workers of this generation are not at their end yet.
        self.workers = 0

    @classmethod
    def started(cls, plan: Plan) -> Self:
        """Start a keeper in a process of its own, and tell it the *plan*."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "claimgraph.engine"]
        with theirs:
            process = subprocess.Popen(  # its end is waited for by its pid
                [*command, str(theirs.fileno()), str(os.getpid())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        process.returncode = 0  # so that nobody else waits for it
        frames.say(ours, frames.ASK, plan.told())
        return cls(process.pid, ours)

    def order(
        self, do: str, body: bytes | None = None, **details: object
    ) -> dict[str, Any]:
        """
        Have the keeper *do* something and return its reply.

        Raises Relayed where it met an error of ours, EngineFailed where it broke down.
        """
        with self._lock, _speaking():
            frames.say(self.sock, frames.ASK, {"do": do, **details})
            if body is not None:
                frames.send(self.sock, frames.BODY, body)
            return self._replied()

    def _replied(self) -> dict[str, Any]:
        letter, payload = frames.receive(self.sock)
        reply: dict[str, Any] = json.loads(payload)
        if letter == frames.ERROR:
            raise Relayed(reply)
        return reply

    def worker(self) -> Worker:
        """Fork a worker."""
        return Worker(*self._forked("worker"), self)

    def successor(self) -> "Keeper":
        """Fork a keeper that can be changed, and killed, without harm to this one."""
        return Keeper(*self._forked("successor"))

    def _forked(self, do: str) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        try:
            with theirs, self._lock, _speaking():
                frames.pass_on(self.sock, {"do": do}, theirs)
                reply = self._replied()
        except BaseException:
            ours.close()
            raise
        return reply["pid"], ours

    def end(self) -> int:
        """Hang up, and wait for the end of the process; its exit code."""
        self.close()
        try:
            _, status = os.waitpid(self.pid, 0)
        except ChildProcessError:
            return 0
        return os.waitstatus_to_exitcode(status)


@contextmanager
def _speaking() -> Iterator[None]:
    """Raise EngineFailed where the other side is gone."""
    try:
        yield
    except ConnectionError as error:
        raise EngineFailed from error
