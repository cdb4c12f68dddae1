"""Apache Jena Fuseki."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from harness.corpus import Corpus
from harness.systems.base import Missing, Server, or_missing, run
from harness.wire import Endpoint

_VERSION = "5.6.0"
_JAR = f"jena-fuseki-server-{_VERSION}.jar"
_HEAP = "-Xmx4g"


class Fuseki(Server):
    """Fuseki on a TDB2 store on disk, with a heap of four gigabytes."""

    name = "Fuseki"
    setup = f"tdb2.tdbloader into a folder on disk, then fuseki with {_HEAP}."

    def install(self, cache: Path) -> str:
        """The server's jar, by Maven."""
        if not shutil.which("java"):
            raise Missing("There is no Java runtime.")
        folder = cache / "fuseki"
        self._jar = folder / _JAR
        if not self._jar.exists():
            artifact = f"org.apache.jena:jena-fuseki-server:{_VERSION}"
            copy = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={artifact}"]
            with or_missing():
                run([*copy, f"-DoutputDirectory={folder}"])
        return _VERSION

    def load(self, corpus: Corpus, folder: Path) -> None:
        """Load."""
        loader = ["java", _HEAP, "-cp", self._jar, "tdb2.tdbloader"]
        run([*loader, "--loc", folder / "store", corpus.dump])

    def command(self, corpus: Corpus, folder: Path, port: int) -> Sequence[object]:
        """The server, read-only."""
        server = ["java", _HEAP, "-jar", self._jar, "--localhost", "--port", str(port)]
        timeout = f"--timeout={round(self.limit * 1000)}"
        return [*server, timeout, "--tdb2", f"--loc={folder / 'store'}", "/claims"]

    def at(self, port: int) -> Endpoint:
        """The query address."""
        return Endpoint(f"http://127.0.0.1:{port}/claims/sparql")
