"""What every system compared must be able to do."""

import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from harness.corpus import Corpus
from harness.process import Process
from harness.wire import ACCEPT, Connection, Dropped, Endpoint, Reply, TooSlow

_ANYTHING = "ASK { ?anything a ?kind }"
_PROBE_LIMIT = 120.0
_LEEWAY = 2.0


class Missing(Exception):
    """The system cannot be had on this machine; the message says why."""


class Unloadable(Exception):
    """The system did not take the data; the message says why."""


class System(ABC):
    """
    A system under test.

    `install`, then `load`, then `start` and `ask` as often as one likes, then `stop`.
    """

    #: What tables call it.
    name: str
    #: A sentence on how it is set up.
    setup: str
    #: Beyond so many triples of claims it is not tried; None: no such bound.
    most_triples: int | None = None
    #: Whether several clients may ask at once.
    concurrent = True
    #: Whether it ends by itself a query that takes longer than `limit`.
    cancels = True
    #: Seconds that a query may take.
    limit = 30.0
    _started: tuple[Corpus, Path] | None = None

    @abstractmethod
    def install(self, cache: Path) -> str:
        """
        See that it is in *cache*, and return its version.

        Raises Missing.
        """

    def load(self, corpus: Corpus, folder: Path) -> None:  # noqa: B027
        """
        Make what it serves from, of *corpus*, in *folder*; most have to, not all.

        Raises Unloadable.
        """

    def start(self, corpus: Corpus, folder: Path) -> None:
        """
        Start it and wait until it answers.

        Raises Unloadable, Died.
        """
        self._started = corpus, folder
        self.begin(corpus, folder)

    def recover(self) -> None:
        """Be ready for the next query after one that took too long."""
        if not self.cancels and self._started:
            self.stop()
            self.begin(*self._started)

    @abstractmethod
    def begin(self, corpus: Corpus, folder: Path) -> None:
        """Start it and wait until it answers, no matter whether it ran before."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it, if it runs."""

    @abstractmethod
    def ask(self, query: str, accept: str) -> Reply:
        """
        Ask it.

        Raises TooSlow, Dropped.
        """

    @abstractmethod
    def see_that_it_lives(self) -> None:
        """Raise Died if it has ended by itself."""

    @property
    @abstractmethod
    def pid(self) -> int:
        """The process at the root of its tree."""


class Server(System):
    """A system that is asked over HTTP."""

    _process: Process | None = None
    _connection: Connection | None = None
    endpoint: Endpoint
    #: How many processes it left behind when it was stopped.
    orphans = 0
    #: It must answer for the first time within so many seconds.
    patience = 3600.0

    @abstractmethod
    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """What to run, in *folder*, to serve on *port*."""

    @abstractmethod
    def at(self, port: int) -> Endpoint:
        """Where it answers."""

    def environment(self) -> Mapping[str, str]:
        """Variables to set for it."""
        return {}

    def begin(self, corpus: Corpus, folder: Path) -> None:
        """Start it and wait until it answers, no matter whether it ran before."""
        self._process = Process(
            lambda port: self.command(corpus, folder, port), folder, self.environment()
        )
        self.endpoint = self.at(self._process.port)
        self._connection = Connection(self.endpoint.url)
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    def _wait(self) -> None:
        request = self.endpoint.request(_ANYTHING, ACCEPT["rows"])
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            self.see_that_it_lives()
            if self._answers(request):
                return
            time.sleep(0.05)
        raise Unloadable(f"It did not answer within {self.patience:.0f} s.")

    def _answers(self, request: bytes) -> bool:
        try:
            return self.connection.ask(request, _PROBE_LIMIT).status == 200
        except (Dropped, TooSlow):
            return False

    def stop(self) -> None:
        """Stop it and all processes that it started."""
        if self._connection:
            self._connection.close()
        if self._process:
            self.orphans = len(self._process.stop())
        self._process = self._connection = None

    def ask(self, query: str, accept: str) -> Reply:
        """Ask it over the one connection, and wait a little longer than it may take."""
        request = self.endpoint.request(query, accept)
        return self.connection.ask(request, self.limit + _LEEWAY)

    def see_that_it_lives(self) -> None:
        """Raise Died if it has ended by itself."""
        self.process.see_that_it_lives()

    @property
    def process(self) -> Process:
        """The running server."""
        if self._process is None:
            raise RuntimeError("start it first")
        return self._process

    @property
    def connection(self) -> Connection:
        """The one connection for questions asked in turn."""
        if self._connection is None:
            raise RuntimeError("start it first")
        return self._connection

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self.process.pid


def run(
    command: Sequence[object],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> str:
    """
    Run *command* to its end and return what it printed.

    Raises Unloadable with the end of what it said where it fails.
    """
    parts = [str(part) for part in command]
    done = subprocess.run(
        parts, capture_output=True, text=True, check=False, cwd=cwd, env=env
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-400:]
        raise Unloadable(f"{Path(parts[0]).name} failed: {said}")
    return done.stdout


def venv(cache: Path, name: str, *packages: str) -> Path:
    """
    A virtual environment in *cache* with *packages*; return its folder of programs.

    Raises Missing where they cannot be installed.
    """
    folder = cache / name
    programs = folder / "bin"
    if not (folder / "complete").exists():
        with or_missing():
            run([sys.executable, "-m", "venv", folder])
            run([programs / "python", "-m", "pip", "install", "--quiet", *packages])
        (folder / "complete").touch()
    return programs


@contextmanager
def or_missing() -> Iterator[None]:
    """Turn the failure of an installation into Missing."""
    try:
        yield
    except (Unloadable, OSError) as error:
        raise Missing(str(error)) from error
