"""The server that the authors of our engine ship."""

from collections.abc import Sequence
from pathlib import Path

from harness.corpus import Corpus
from harness.systems.base import Server, run, venv
from harness.wire import Endpoint


class Oxigraph(Server):
    """The ``oxigraph`` server on an optimised store on disk."""

    name = "oxigraph server"
    setup = (
        "oxigraph load and optimize into a folder on disk, then serve-read-only, "
        "without a time limit: with one, each query leaves a thread that sleeps for so "
        "long, until there are no more threads to be had and the server ends."
    )
    cancels = False

    def install(self, cache: Path) -> str:
        """The binary that its Python package ships."""
        self._program = venv(cache, "oxigraph", "oxigraph") / "oxigraph"
        return run([self._program, "--version"]).split()[-1]

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Load and optimise."""
        store = ["--location", folder / "store"]
        run([self._program, "load", *store, "--lenient", "--file", corpus.dump])
        run([self._program, "optimize", *store])

    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """``oxigraph serve-read-only``."""
        store = ["--location", folder / "store", "--bind", f"127.0.0.1:{port}"]
        # No --timeout-s: a thread waits for each query's limit, also when the query is
        # long over, and after some 16 000 of them the server ends.
        return [self._program, "serve-read-only", *store]

    def at(self, port: int) -> Endpoint:
        """The query address."""
        return Endpoint(f"http://127.0.0.1:{port}/query")
