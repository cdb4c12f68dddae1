"""Documents become the data graph, with all that they rest on, and the shapes graph."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, RdfFormat, Store

from claimgraph import loading, resources
from claimgraph.graphs import Term, sh
from claimgraph.loading import Source
from claimgraph.shacl import Data
from claimgraph.shacl.exact import meant, written
from claimgraph.validation import documents, naming
from claimgraph.validation.documents import OWN, Document, File

#: Formats whose texts tell whether the engine may read them by itself.
_VERBATIM = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES)


@dataclass(frozen=True)
class Given:
    """
    What is to be checked, by which *shapes*, and the *context* that it rests on.

    All three are documents. *shipped* says that the data is all of ours, which every
    shape is then to find something in.
    """

    data: Sequence[Document]
    shapes: Sequence[Document]
    context: Sequence[Document] = ()
    shipped: bool = False

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """By which names are written: the shapes', the data's, and ours."""
        return naming.prefixes(self.shapes, self.data)


_DEFAULT = DefaultGraph()


@dataclass
class Graphs:
    """
    The data graph and the shapes graph; the data's own are in `OWN` once more.

    Data that stand *alone* are all of the data graph.
    """

    data: Data = field(default_factory=lambda: Data(aside=frozenset({OWN})))
    shapes: Data = field(default_factory=Data)
    alone: bool = False

    @property
    def described(self) -> Store:
        """
        The data for those who compare names with the shapes'.

        Literals are as they are kept if that matters, which is if one is a target.
        """
        targets = self.shapes.store.quads_for_pattern(None, sh("targetNode"), None)
        values = (q.object for q in targets if isinstance(q.object, Literal))
        if all(value == meant(value) for value in values):
            return self.data.store
        return replace(self.data, aside=frozenset()).kept

    def owns(self, node: Term) -> bool:
        """
        Whether a finding about *node* concerns the user's data.

        They describe it, or mention it where nothing else describes it; or nothing
        mentions it at all, and a shape names it.
        """
        if self.alone or self._describes(node, OWN):
            return True
        if self._describes(node, _DEFAULT):
            return False
        return self._mentions(node, OWN) or not self._mentions(node, _DEFAULT)

    def _describes(self, node: Term, graph: NamedNode | DefaultGraph) -> bool:
        if isinstance(node, Literal):
            return False
        found = self.data.store.quads_for_pattern(node, None, None, graph)
        return next(found, None) is not None

    def _mentions(self, node: Term, graph: NamedNode | DefaultGraph) -> bool:
        found = self.data.store.quads_for_pattern(None, None, written(node), graph)
        return next(found, None) is not None

    @property
    def own(self) -> set[NamedNode | BlankNode]:
        """All nodes that the user's own data speak of."""
        found = self.data.store.query(
            f"SELECT DISTINCT ?node {{ GRAPH {OWN} {{ ?node ?property ?value }} }}"
        )
        return {row[0] for row in found}  # type: ignore[union-attr]


def given(
    paths: Sequence[Path] | None, shapes: Sequence[Path] | None, *, alone: bool = False
) -> Given:
    """
    The files at and below *paths*, or all that is shipped, and the same of *shapes*.

    The files rest on the ontology and the reference data, unless they stand *alone*.
    """
    rules = documents.of(shape_sources(shapes))
    if paths is None:
        ours = documents.of([*_ontology(), *loading.shipped_data()])
        return Given(ours, rules, shipped=shapes is None)
    context = [] if alone else documents.of(reference())
    return Given(documents.of(loading.sources(paths)), rules, context)


def reference() -> list[Source]:
    """What is shipped for others' data to rest on: all but shapes and articles."""
    ours = (each for each in loading.shipped_data() if each.kind != "article")
    return [*_ontology(), *ours]


def _ontology() -> list[Source]:
    return [each for each in loading.shipped_ontology() if each.kind != "shapes"]


def shape_sources(paths: Sequence[Path] | None) -> list[Source]:
    """The files with shapes at and below *paths*, or those that are shipped."""
    folder = [resources.ontology() / "shapes"]
    return loading.sources(folder if paths is None else paths)


def read(what: Given, told: Callable[[str, int, int], None]) -> Graphs:
    """
    Read all documents, and tell *told* how many have been.

    Raises MalformedFile and MissingFile.
    """
    graphs = Graphs(alone=not what.context)
    both = (DefaultGraph(), OWN)
    parts = [
        *((graphs.data, each, (DefaultGraph(),)) for each in what.context),
        *((graphs.data, each, both) for each in what.data),
        *((graphs.shapes, each, (DefaultGraph(),)) for each in what.shapes),
    ]
    for number, (data, document, into) in enumerate(parts, 1):
        _add(data, document, into)
        told("read", number, len(parts))
    return graphs


def _add(
    data: Data, document: Document, graphs: Sequence[NamedNode | DefaultGraph]
) -> None:
    if not _is_loaded(data, document, graphs):
        data.add(document.quads(), *graphs)


def _is_loaded(
    data: Data, document: Document, graphs: Sequence[NamedNode | DefaultGraph]
) -> bool:
    """Let the engine read a file by itself if that comes to the same."""
    if not isinstance(document, File) or document.form not in _VERBATIM:
        return False
    return data.load(document.content(), *graphs)
