"""rdflib-endpoint: the Python server on rdflib's own engine."""

from collections.abc import Sequence
from pathlib import Path

from harness.corpus import Corpus
from harness.systems.base import Server, run, venv
from harness.wire import Endpoint

_PROGRAM = """\
import sys

import rdflib.plugins.sparql
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False  # FROM names graphs that are here
graphs = Dataset(default_union=False)
graphs.parse(sys.argv[1], format="nquads")
app = SparqlEndpoint(graph=graphs)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning")
"""
_VERSION = "import importlib.metadata as m; print(m.version('rdflib-endpoint'))"


class RdflibEndpoint(Server):
    """rdflib-endpoint with the data in memory."""

    name = "rdflib-endpoint"
    setup = (
        "Its Python class on an rdflib Dataset in memory, with the default graph kept "
        "apart from the named graphs."
    )
    cancels = False
    #: Loading takes a minute for each hundred thousand, and each question as long.
    most_triples = 50_000

    def install(self, cache: Path) -> str:
        """The package and its server."""
        packages = ["rdflib-endpoint[cli]"]
        self._python = venv(cache, "rdflib-endpoint", *packages) / "python"
        return run([self._python, "-c", _VERSION]).strip()

    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """A program of a few lines, since its own command merges all graphs."""
        program = folder / "serve.py"
        program.write_text(_PROGRAM, encoding="utf-8")
        return [self._python, program, corpus.dump, str(port)]

    def at(self, port: int) -> Endpoint:
        """The query address."""
        return Endpoint(f"http://127.0.0.1:{port}/")
