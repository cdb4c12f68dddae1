"""The files of an ontology become one graph, and what of it is to be checked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, parse

from claimgraph import folders, formats, loading
from claimgraph.findings import Coverage, Finding, Input
from claimgraph.linting import misspelt
from claimgraph.linting.rules import NAMES
from claimgraph.meaning.graphs import Graph
from claimgraph.meaning.names import Names
from claimgraph.namespaces import BASE, PREFIXES

_MARKS = NamedNode(f"{NAMES['lint']}marks")
_KIND = NamedNode(f"{NAMES['lint']}kind")
_LANGUAGE = NamedNode(f"{NAMES['lint']}language")
_NAMESPACE = NamedNode(f"{NAMES['lint']}namespace")
_TERMS = Path(__file__).with_name("terms.ru")


@dataclass(frozen=True)
class Ontology:
    """
    What the *files* say: all their triples in the default graph of *store*.

    The graph ``lint:marks`` tells which namespaces and terms are the ontology's own.
    """

    files: tuple[loading.Source, ...]
    store: Store

    @property
    def terms(self) -> int:
        """How many terms the ontology declares in its own namespaces."""
        found = self.store.quads_for_pattern(None, _KIND, None, _MARKS)
        return len({quad.subject for quad in found})

    @property
    def is_ours(self) -> bool:
        """Whether one of the ontology's own terms or headers has a name of ours."""
        return any(name.startswith(BASE) for name in self._marked(_NAMESPACE))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are wanted: those given, or those of most labels."""
        return tuple(sorted(self._marked(_LANGUAGE)))

    @cached_property
    def names(self) -> Names:
        """How sentences name terms: by the prefixes of the files, or by ours."""
        return Names(Graph(self.store), prefixes(file.path for file in self.files))

    @property
    def inputs(self) -> tuple[Input, ...]:
        """The files and their digests."""
        return tuple(digested(file.path) for file in self.files)

    def _marked(self, predicate: NamedNode) -> Iterator[str]:
        found = self.store.quads_for_pattern(_MARKS, predicate, None, _MARKS)
        return (str(getattr(quad.object, "value", "")) for quad in found)


@dataclass(frozen=True)
class Checked:
    """What was found in an ontology, and what each rule or shape looked at."""

    findings: tuple[Finding, ...] = ()
    coverage: tuple[Coverage, ...] = ()


def read(paths: Sequence[Path], languages: Sequence[str] = ()) -> Ontology:
    """
    Read the RDF files at and below *paths* as one ontology.

    *languages* are those that are wanted, if not those that it uses for most labels.
    Raises MissingFile and UnknownFormat, and MalformedFile with line and column.
    """
    files = tuple(dict.fromkeys(_files(paths)))
    store = Store()
    for file in files:
        store.extend(Quad(*quad.triple) for quad in loading.plain(file))
    store.extend(list(misspelt.marks(store)))
    store.extend(Quad(_MARKS, _LANGUAGE, Literal(tag), _MARKS) for tag in languages)
    text = _TERMS.read_text(encoding="utf-8")
    store.update(text, prefixes=NAMES)
    return Ontology(files, store)


def _files(paths: Sequence[Path]) -> Iterator[loading.Source]:
    for path in paths:
        for file in loading.below(path) if folders.is_folder(path) else [path]:
            yield loading.Source(file, "", "ontology")


def prefixes(paths: Iterable[Path]) -> dict[str, str]:
    """Ours, and those that files declare before all triples; the first counts."""
    found: dict[str, str] = {}
    for path in paths:
        reader = parse(path=path, format=formats.of_file(path))
        next(reader, None)
        found = reader.prefixes | found
    return PREFIXES | found


def digested(path: Path) -> Input:
    """Name a file that is read, and its digest."""
    return Input(str(path), sha256(path.read_bytes()).hexdigest())
