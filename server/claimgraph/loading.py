"""Files become the quads of named graphs: all of them or none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from claimgraph import folders, formats, resources
from claimgraph.errors.files import MissingFile, ReservedGraph, malformed
from claimgraph.namespaces import (
    DERIVED,
    DESCRIPTIONS,
    DIGESTS,
    VALIDATION,
    graph_iri,
    view_iri,
)

_RESERVED = {
    graph_iri("ontology"),
    graph_iri("shapes"),
    DIGESTS,
    VALIDATION,
    *DERIVED,
    *DESCRIPTIONS,
}


@dataclass(frozen=True)
class Source:
    """A file, the *kind* of thing it holds and the graph that it is loaded into."""

    path: Path
    graph: str
    kind: str


def shipped_ontology() -> list[Source]:
    """The ontology's modules and schemes in one graph, its shapes in another."""
    folder = resources.ontology()
    modules = [*folder.glob("*.ttl"), *folder.glob("scheme/*.ttl")]
    shapes = folder.glob("shapes/*.ttl")
    return [
        *_sources(modules, graph_iri("ontology"), "ontology"),
        *_sources(shapes, graph_iri("shapes"), "shapes"),
    ]


def shipped_data() -> list[Source]:
    """The policies, the reference data and the articles that we ship."""
    return sources([resources.data()])


def shipped_policies() -> list[Source]:
    """Whom one may choose to believe: useful with anybody's data."""
    path = resources.data() / "policies.ttl"
    return [Source(path, graph_iri("policies"), "data")]


def everything(paths: Sequence[Path] = (), *, replace: bool = False) -> list[Source]:
    """
    All that a dataset is built from: the ontology, our data and that at *paths*.

    With *replace*, of our data only the policies.
    """
    ours = shipped_policies() if replace else shipped_data()
    return [*shipped_ontology(), *ours, *sources(paths)]


def sources(paths: Iterable[Path]) -> list[Source]:
    """
    Find the data files among *paths* and below them.

    A folder with a ``document.ttl`` is an article: its files share one graph, named
    like the folder. Any other file goes to the graph that is named like the file; files
    of the same name share it.
    Below a folder, what has a hidden name is passed over unless it is named itself.
    Raises MissingFile for a path where nothing is or that may not be read, and
    UnknownFormat for a file whose extension says no RDF format.
    """
    return [source for path in paths for source in _below(path)]


def _below(path: Path) -> Iterator[Source]:
    path, is_file = _seen(path)
    if is_file:
        formats.of_file(path)
        yield Source(path, graph_iri(path.stem), "data")
        return
    if not path.is_dir():
        raise MissingFile(path)
    for file in below(path):
        yield _source(file, path)


def below(folder: Path) -> list[Path]:
    """The RDF files below *folder*; raises MissingFile for what holds or shows none."""
    files = folders.below(folder, formats.is_data_file)
    if not files:
        raise MissingFile(folder, "The folder holds no RDF file.")
    return files


def _seen(path: Path) -> tuple[Path, bool]:
    """The whole *path*, and whether it is a file; raises MissingFile."""
    try:
        return path.resolve(), path.is_file()
    except OSError as error:
        raise MissingFile(path, f"{error.strerror or error}.") from error
    except RuntimeError as error:  # of links that lead back to themselves
        raise MissingFile(path, f"{error}.") from error


def _source(file: Path, root: Path) -> Source:
    if (file.parent / "document.ttl").exists():
        return Source(file, graph_iri(file.parent.name), "article")
    below = file.relative_to(root).with_suffix("")
    return Source(file, graph_iri(below.as_posix()), "data")


def _sources(paths: Iterable[Path], graph: str, kind: str) -> list[Source]:
    return [Source(path, graph, kind) for path in sorted(paths)]


def quads(source: Source) -> Iterator[Quad]:
    """
    Parse one file; its triples go to its graph, its own named graphs stay.

    Raises MalformedFile with line and column where it does not parse, and MissingFile
    where it cannot be read.
    """
    graph = NamedNode(source.graph)
    for quad in _parsed(source.path, formats.of_file(source.path)):
        named = not isinstance(quad.graph_name, DefaultGraph)
        yield quad if named else Quad(quad.subject, quad.predicate, quad.object, graph)


def plain(source: Source, base: str | None = None) -> Iterator[Quad]:
    """
    Parse one file as it is: what it says of no graph is in the default graph.

    Without a *base*, relative IRIs are refused.
    """
    yield from _parsed(source.path, formats.of_file(source.path), base)


def contents(
    found: Iterable[Source], graph: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """
    The graphs that the files hold, each with its N-Triples; or all in the one *graph*.

    Raises what `quads` raises.
    """
    store = Store()
    for source in found:
        store.extend(quads(source))
    parts = [(each.value, _ntriples(store, each)) for each in store.named_graphs()]
    if graph is not None:
        parts = [(graph, b"".join(content for _, content in parts))]
    yield from sorted(parts)


def _ntriples(store: Store, graph: NamedNode | BlankNode) -> bytes:
    return store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""


def guarded(source: Source) -> Iterator[Quad]:
    """
    Parse one file as `quads` does, and see that it fills none of our own graphs.

    Raises ReservedGraph where it would.
    """
    _refuse_reserved(source, source.graph)
    for quad in quads(source):
        if isinstance(quad.graph_name, NamedNode):
            _refuse_reserved(source, quad.graph_name.value)
        yield quad


def is_reserved(graph: str) -> bool:
    """Tell whether the IRI *graph* is kept for what is derived or defined here."""
    derived = graph.startswith((view_iri(""), "urn:claimgraph:"))
    return derived or graph in _RESERVED


def is_loaded(graph: str) -> bool:
    """Whether the *graph* is one that files or writers fill, and shapes are about."""
    return graph == graph_iri("ontology") or not is_reserved(graph)


def _refuse_reserved(source: Source, graph: str) -> None:
    """Raise ReservedGraph if data would pass for what is derived or defined here."""
    if source.kind in ("data", "article") and is_reserved(graph):
        raise ReservedGraph(source.path, graph)


def _parsed(path: Path, form: RdfFormat, base: str | None = None) -> Iterator[Quad]:
    try:
        found = parse(path=path, format=form, base_iri=base)
        yield from labelled(found, lambda: _digest(path))
    except SyntaxError as error:
        raise malformed(error, path, path.read_bytes()) from error
    except OSError as error:
        raise MissingFile(path, f"{error.strerror or error}.") from error


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def labelled(found: Iterable[Quad], digest: Callable[[], str]) -> Iterator[Quad]:
    """
    The quads that were *found*, with blank nodes that are always labelled the same.

    Their labels depend on the *digest* of the bytes they stand in, and on their order.
    """
    labels = _Labels(digest)
    for quad in found:
        blank = _BLANK & {type(quad.subject), type(quad.object), type(quad.graph_name)}
        yield labels.given(quad) if blank else quad


#: What may be or hold a blank node.
_BLANK = {BlankNode, Triple}


class _Labels:
    """Labels of blank nodes, by the digest of what they stand in and their order."""

    def __init__(self, digest: Callable[[], str]) -> None:
        self._made = digest
        self._known: dict[BlankNode, BlankNode] = {}

    def given(self, quad: Quad) -> Quad:
        """The *quad* with its blank nodes labelled."""
        return Quad(*map(self._labelled, quad))

    def _labelled(self, term: Any) -> Any:
        if isinstance(term, Triple):
            return Triple(*map(self._labelled, term))
        if not isinstance(term, BlankNode):
            return term
        if term not in self._known:
            name = f"{self._digest} {len(self._known)}"
            digits = sha256(name.encode()).hexdigest()[:31]
            self._known[term] = BlankNode(f"b{digits}")  # a letter first, for RDF/XML
        return self._known[term]

    @cached_property
    def _digest(self) -> str:
        return self._made()
