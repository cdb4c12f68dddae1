"""Our own server."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import claimgraph
from harness.corpus import Corpus
from harness.systems.base import Server
from harness.wire import Endpoint


class Claimgraph(Server):
    """``claimgraph serve`` on the files of the reports, with its own rules."""

    name = "claimgraph"
    setup = (
        "claimgraph serve --replace --data DIR: it parses the reports and applies the "
        "rules itself, while the others are given what follows from them."
    )

    def __init__(self, options: Sequence[str] = ()) -> None:
        #: More options for ``claimgraph serve``.
        self.options = options

    def install(self, cache: Path) -> str:
        """Nothing to install."""
        return claimgraph.__version__

    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """``claimgraph serve``."""
        data = ["--replace", "--data", corpus.data]
        serve = [sys.executable, "-m", "claimgraph", "serve", "--port", port]
        limit = ["--setting", f"TIMEOUT={round(self.limit)}"]
        return [*serve, *data, *limit, *self.options]

    def environment(self) -> Mapping[str, str]:
        """The code that the harness itself imports, whatever else is installed."""
        return {"PYTHONPATH": str(Path(claimgraph.__file__).parents[1])}

    def at(self, port: int) -> Endpoint:
        """The query address."""
        return Endpoint(f"http://127.0.0.1:{port}/sparql")
