"""Virtuoso, the column store."""

import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.corpus import Corpus
from harness.process import free_port
from harness.systems.base import Missing, Server, or_missing, run
from harness.wire import Endpoint

_PACKAGES = [
    "virtuoso-opensource-7-bin",
    "virtuoso-opensource-7-common",
    "libminizip1",
    "libpcre3",
]
#: Triples in no graph go to the graph that repeats our default graph.
_DEFAULT = "https://w3id.org/claimgraph/graph/current"
_VIEWS = ["https://w3id.org/claimgraph/view/author-strict"]
_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
DirsAllowed = {dumps}
ServerThreads = 40
ThreadsPerQuery = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
KeepAliveTimeout = 60
MaxKeepAlives = 20
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = {limit}
"""


class Virtuoso(Server):
    """Debian's Virtuoso with the buffers that its manual advises for 4 GB."""

    name = "Virtuoso"
    setup = (
        "Debian's package with 340 000 buffers and two threads a query; ld_dir and "
        "rdf_loader_run."
    )

    def install(self, cache: Path) -> str:
        """Debian's packages, unpacked and not installed."""
        folder = cache / "virtuoso"
        self._program = folder / "usr" / "bin" / "virtuoso-t"
        with or_missing():
            if not self._program.exists():
                folder.mkdir(parents=True, exist_ok=True)
                run(["apt-get", "download", *_PACKAGES], cwd=folder)
                for package in folder.glob("*.deb"):
                    run(["dpkg-deb", "-x", package, folder])
            return self._version()

    def _version(self) -> str:
        done = subprocess.run(  # it prints its version and fails
            [self._program, "-?"],
            env={**os.environ, **self.environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"Version ([\d.]+)", done.stdout + done.stderr)
        if not found:
            raise Missing(f"It does not run: {done.stderr.strip()[-200:]}")
        return found[1]

    def environment(self) -> Mapping[str, str]:
        """Its libraries are not where the system looks for them."""
        files = self._program.parents[2].glob("**/lib*.so.*")
        folders = dict.fromkeys(str(path.parent) for path in files)
        return {"LD_LIBRARY_PATH": ":".join(folders)}

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Start it, load, write a checkpoint, and stop it."""
        dump = corpus.dump
        self.start(corpus, folder)
        try:
            self._sql(f"ld_dir('{dump.parent}', '{dump.name}', '{_DEFAULT}')")
            self._sql("rdf_loader_run()")
            self._sql("checkpoint")
        finally:
            self.stop()

    def _sql(self, statement: str) -> None:
        program = self._program.with_name("isql-vt")
        address = [f"127.0.0.1:{self._sql_port}", "dba", "dba"]
        environment = {**os.environ, **self.environment()}
        run([program, *address, f"exec={statement};"], env=environment)

    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """The server in the foreground, with its settings in *folder*."""
        self._sql_port = free_port()
        settings = _SETTINGS.format(
            sql=self._sql_port,
            http=port,
            dumps=corpus.dump.parent,
            limit=round(self.limit),
        )
        (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
        return [self._program, "+foreground", "+configfile", folder / "virtuoso.ini"]

    def at(self, port: int) -> Endpoint:
        """The query address; it must be told which graph is the default graph."""
        named = [("named-graph-uri", view) for view in _VIEWS]
        graphs = (("default-graph-uri", _DEFAULT), *named)
        return Endpoint(f"http://127.0.0.1:{port}/sparql", graphs)
