"""Our engine without any server: what a Python program has that uses it directly."""

import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import IO

from harness import pipe
from harness.corpus import Corpus
from harness.process import Died
from harness.systems.base import System, Unloadable
from harness.wire import Reply, TooSlow

_BENCHMARKS = Path(__file__).parents[2]


class InProcess(System):
    """pyoxigraph in memory, in a process that is asked over a pipe."""

    name = "pyoxigraph"
    setup = (
        "A Store in memory in a Python process, filled by bulk_load and asked over a "
        "pipe by one client."
    )
    concurrent = False
    cancels = False
    _child: subprocess.Popen[bytes] | None = None

    def install(self, cache: Path) -> str:
        """It is what we are built on."""
        return version("pyoxigraph")

    def begin(self, corpus: Corpus, folder: Path) -> None:
        """Load in a new process and wait until it is ready."""
        self._child = subprocess.Popen(
            [sys.executable, "-m", "harness.pipe", corpus.dump],
            cwd=_BENCHMARKS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self._ends[1].read(1) != pipe.READY:
            raise Unloadable("The process ended while it loaded.")

    def stop(self) -> None:
        """End the process."""
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def ask(self, query: str, accept: str) -> Reply:
        """Ask it, and end it if it takes too long."""
        late = Timer(self.limit, self._running.kill)
        late.start()
        start = time.perf_counter()
        try:
            pipe.put(self._ends[0], query.encode())
            body = pipe.get(self._ends[1])
        except (OSError, pipe.Ended) as error:
            raise TooSlow from error
        finally:
            late.cancel()
        return Reply(200, accept.split(",")[0], body, time.perf_counter() - start)

    def see_that_it_lives(self) -> None:
        """Raise Died if it has ended by itself."""
        if self._running.poll() is not None:
            raise Died(f"status {self._running.returncode}")

    @property
    def pid(self) -> int:
        """The process."""
        return self._running.pid

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            raise RuntimeError("start it first")
        return self._child

    @property
    def _ends(self) -> tuple[IO[bytes], IO[bytes]]:
        child = self._running
        if child.stdin is None or child.stdout is None:
            raise RuntimeError("it has no pipes")
        return child.stdin, child.stdout
