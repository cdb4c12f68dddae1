"""A server as a process group of its own, with its output in a file."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import SystemRandom

from harness import memory

_GRACE = 10
_PORTS = (15_000, 32_000)


class Died(Exception):
    """The server ended by itself; the message is the end of what it said."""


class Process:
    """
    A server on a free port of the loopback, started from *folder*.

    *command* makes the command line from the port.
    """

    def __init__(
        self,
        command: Callable[[int], Sequence[object]],
        folder: Path,
        environment: Mapping[str, str],
    ) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command(self.port)],
                cwd=folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._process.pid

    def see_that_it_lives(self) -> None:
        """Raise Died if it does not."""
        if self._process.poll() is not None:
            said = self.log.read_text(encoding="utf-8", errors="replace")
            raise Died(f"status {self._process.returncode}: {said.strip()[-400:]}")

    def stop(self) -> list[int]:
        """Stop it gently, then firmly; return descendants that had to be killed."""
        family = [pid for pid in memory.tree(self.pid) if pid != self.pid]
        self._process.terminate()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_GRACE)
        left = _outliving(family, _GRACE)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        return left


def _outliving(family: Sequence[int], seconds: float) -> list[int]:
    """Those of *family* that still live after so many seconds."""
    deadline = time.monotonic() + seconds
    while (left := list(filter(alive, family))) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def alive(pid: int) -> bool:
    """Whether a process of that id runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def free_port() -> int:
    """
    A port of the loopback that nothing listens on.

    It is below those that outgoing connections are given, or one of these might take
    it before a slow server does.
    """
    rng = SystemRandom()
    while True:
        port = rng.randrange(*_PORTS)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
