"""Where a triple stands in the files that it was read from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from claimgraph import formats, loading
from claimgraph.findings import Place
from claimgraph.graphs import TYPE, Node, Object
from claimgraph.linting.reading import Ontology
from claimgraph.positions import FORMATS, Lines, Places, Span, places

Placing = Callable[[Node, NamedNode | None, Object | None], Place | None]


@dataclass(frozen=True)
class _Found:
    """A *quad* of a *file*, and where its terms stand if that can be known."""

    file: str
    quad: Quad
    lines: Lines
    places: Places | None

    def at(self, part: str) -> Place:
        """The place of its subject, predicate or object."""
        if not self.places:
            return Place(self.file)
        span: Span = getattr(self.places, part)
        begin, end = span.begin, span.end
        source = self.lines.source(begin.line)
        return Place(self.file, begin.line, begin.column, end.line, end.column, source)


class Placer:
    """
    Tells where in the files of an *ontology* something is said.

    The place is that of the value; of the property, if it has none or another; else of
    the node where its kind is told, or where it is first spoken of. The files are read
    once more, and only if there is something to place.
    """

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    def __call__(
        self,
        node: Node,
        path: NamedNode | None = None,
        value: Object | None = None,
    ) -> Place | None:
        """Where the triple of these terms stands, or what comes nearest to it."""
        said = self._index.get(node, [])
        parts = (("object", path), ("predicate", path), ("subject", TYPE))
        for part, predicate in parts:
            for found in said:
                if found.quad.predicate == predicate and _fits(found.quad, part, value):
                    return found.at(part)
        return said[0].at("subject") if said else None

    @cached_property
    def _index(self) -> dict[Object, list[_Found]]:
        """What is said of each node, in the order of the files."""
        index: dict[Object, list[_Found]] = {}
        for file in self._ontology.files:
            for found in _read(file):
                index.setdefault(found.quad.subject, []).append(found)
        return index


def _fits(quad: Quad, part: str, value: Object | None) -> bool:
    return part != "object" or quad.object == value


def _read(file: loading.Source) -> Iterator[_Found]:
    """The quads of a *file*, each with its places."""
    form = formats.of_file(file.path)
    quads = loading.plain(file)
    name = str(file.path)
    if form not in FORMATS:
        yield from (_Found(name, quad, Lines(""), None) for quad in quads)
        return
    text = file.path.read_bytes().decode()
    lines = Lines(text)
    for quad, its in zip(quads, places(text, form), strict=True):
        yield _Found(name, quad, lines, its)
