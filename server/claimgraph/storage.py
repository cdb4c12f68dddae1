"""The store's folder: what writers changed, kept so that a crash loses nothing.

Each graph is a file of sorted N-Triples named by its digest, and never changes. A
manifest lists the graphs, and the file ``current`` names the manifest that counts:
replacing it is the one moment at which a change becomes true. Files that the graphs
were loaded from in the first place are not touched.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from claimgraph.digests import sorted_triples
from claimgraph.errors.stores import DamagedStore, NotAStore, NotStored

#: How many manifests are kept beside the current one.
_OLDER = 3
_FORMAT = 1
#: What stands in a store's folder; ``published`` only while a server runs.
_OURS = {"current", "graphs", "lock", "manifests", "published"}


@dataclass(frozen=True)
class Kept:
    """A graph that is kept: the digest of its file, and how many triples it has."""

    digest: str
    triples: int


@dataclass(frozen=True)
class Manifest:
    """The graphs that were written, by IRI; one that was removed is None."""

    number: int = 0
    digest: str = ""
    graphs: Mapping[str, Kept | None] = field(default_factory=dict)

    @classmethod
    def read(cls, text: bytes) -> Self:
        """Read what `written` wrote."""
        told = json.loads(text)
        graphs = {
            name: Kept(**kept) if kept else None
            for name, kept in told["graphs"].items()
        }
        return cls(told["number"], told["dataset"], graphs)

    def written(self) -> bytes:
        """The manifest as its file has it."""
        graphs = {name: kept and vars(kept) for name, kept in self.graphs.items()}
        told = {
            "format": _FORMAT,
            "number": self.number,
            "dataset": self.digest,
            "graphs": graphs,
        }
        return json.dumps(told, indent=1, sort_keys=True).encode() + b"\n"


class Folder:
    """A store's folder, at *path*."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._graphs = path / "graphs"
        self._manifests = path / "manifests"
        self._current = path / "current"

    def prepare(self, *, empty: bool = False) -> None:
        """
        Make the folder if there is none; one that is there may have to be *empty*.

        Raises NotAStore for a folder that holds something else, and NotStored where it
        cannot be made.
        """
        with stored(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            self._clear()
            names = {child.name for child in self.path.iterdir()}
            if names - _OURS or (empty and names):
                raise NotAStore(self.path)
            self._graphs.mkdir(exist_ok=True)
            self._manifests.mkdir(exist_ok=True)

    def _clear(self) -> None:
        """Remove what a server left half written when it was killed."""
        for part in (".current.*", "graphs/.*", "manifests/.*"):
            for path in self.path.glob(part):
                path.unlink()

    def manifest(self) -> Manifest:
        """The manifest that counts; raises DamagedStore if it is not whole."""
        if not (self._current.exists() or any(self._manifests.iterdir())):
            return Manifest()
        path = self._pointed()
        return Manifest.read(_whole(path, path.stem.rpartition("-")[2]))

    def _pointed(self) -> Path:
        if not self._current.exists():
            raise DamagedStore(self._current, "is missing")
        name = self._current.read_text(errors="replace").strip()
        path = self._manifests / name
        if not name.endswith(".json") or path.parent != self._manifests:
            raise DamagedStore(self._current, "names no manifest")
        return path

    def state(self) -> tuple[Manifest, Iterator[tuple[str, bytes]]]:
        """The current manifest, and the names and bytes of all files that make it."""
        path = self._pointed()
        content = _whole(path, path.stem.rpartition("-")[2])
        manifest = Manifest.read(content)
        return manifest, self._files(manifest, path.name, content)

    def _files(
        self, manifest: Manifest, name: str, content: bytes
    ) -> Iterator[tuple[str, bytes]]:
        for kept in filter(None, manifest.graphs.values()):
            yield f"graphs/{kept.digest}.nt", _whole(self.file(kept), kept.digest)
        yield f"manifests/{name}", content
        yield "current", f"{name}\n".encode()

    def put(self, name: str, content: bytes) -> None:
        """Write a file of the store's as it is; raises NotStored."""
        with stored(self.path):
            _write(self.path / name, content)

    def adopt(self) -> Manifest:
        """Check all files that the current manifest names; raises DamagedStore."""
        manifest, files = self.state()
        for _ in files:  # reading them is the check
            pass
        return manifest

    def restore(self, store: Store) -> Manifest:
        """
        Put the graphs that are kept into *store*, in the place of those of their names.

        Raises DamagedStore, naming the file, where one is missing or not as it was.
        """
        manifest = self.manifest()
        for name, kept in manifest.graphs.items():
            graph = graph_name(name)
            _remove(store, graph)
            if kept is not None:
                self._load(store, graph, kept)
        return manifest

    def _load(self, store: Store, graph: NamedNode | DefaultGraph, kept: Kept) -> None:
        content = _whole(self.file(kept), kept.digest)
        if isinstance(graph, NamedNode):
            store.add_graph(graph)
        if b"_:" in content:  # loading would label blank nodes anew
            found = parse(content, RdfFormat.N_TRIPLES)
            store.bulk_extend(
                Quad(q.subject, q.predicate, q.object, graph) for q in found
            )
        else:
            store.bulk_load(content, RdfFormat.N_TRIPLES, to_graph=graph)

    def file(self, kept: Kept) -> Path:
        """Where the triples of a graph that is kept are."""
        return self._graphs / f"{kept.digest}.nt"

    def keep(self, store: Store, graphs: Iterable[str], digest: str) -> None:
        """
        Keep *graphs* as they are in *store*, of the dataset with that *digest*.

        On return they are on the disk. Raises NotStored, and then all is as before.
        """
        with stored(self.path):
            before = self.manifest()
            changed = {name: self._kept(store, name) for name in graphs}
            after = {**before.graphs, **changed}
            self._point(Manifest(before.number + 1, digest, after))

    def _kept(self, store: Store, name: str) -> Kept | None:
        graph = graph_name(name)
        if isinstance(graph, NamedNode) and not store.contains_named_graph(graph):
            return None
        lines = sorted_triples(store, graph)
        content = b"".join(lines)
        kept = Kept(sha256(content).hexdigest(), len(lines))
        if not self.file(kept).exists():
            _write(self.file(kept), content)
        return kept

    def _point(self, manifest: Manifest) -> None:
        content = manifest.written()
        name = f"{manifest.number:012}-{sha256(content).hexdigest()}.json"
        _write(self._manifests / name, content)
        _write(self._current, f"{name}\n".encode())
        self._tidy()

    def _tidy(self) -> None:
        """Remove the oldest manifests, and graphs that only they named."""
        *old, _ = sorted(self._manifests.glob("*.json"))
        for path in old[:-_OLDER]:
            path.unlink()
        used = {
            kept.digest
            for path in self._manifests.glob("*.json")
            for kept in Manifest.read(path.read_bytes()).graphs.values()
            if kept
        }
        for path in self._graphs.iterdir():
            if path.stem not in used:
                path.unlink()


def graph_name(name: str) -> NamedNode | DefaultGraph:
    """The graph of that IRI; nothing stands for the default graph."""
    return NamedNode(name) if name else DefaultGraph()


def _remove(store: Store, graph: NamedNode | DefaultGraph) -> None:
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    else:
        store.remove_graph(graph)


def _whole(path: Path, digest: str) -> bytes:
    """The bytes at *path*, which have that *digest*; raises DamagedStore."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DamagedStore(path, (error.strerror or "is unreadable").lower()) from error
    if sha256(content).hexdigest() != digest:
        raise DamagedStore(path, "is not as it was written")
    return content


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole, or not at all, even after a power cut."""
    fresh = path.parent / f".{path.name}.{os.getpid()}"
    try:
        with fresh.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Have the disk keep the names in *folder*."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def stored(path: Path) -> Iterator[None]:
    """Raise NotStored where what is at *path* cannot be written."""
    try:
        yield
    except OSError as error:
        raise NotStored(path, error.strerror or str(error)) from error
