"""The graphs that SHACL engines are given, as N-Triples that all of them read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from claimgraph import validation
from claimgraph.graphs import sh
from claimgraph.validation.documents import Document
from synthetic.faults import spoiled

#: What stands for a property shape, so that engines call it the same.
_SHAPE = "urn:claimgraph:shape:"


@dataclass(frozen=True)
class Graphs:
    """
    Files: the *data* with all that they rest on, and the *shapes*.

    *spoiled* has faults in its data; *core* are the shapes without queries.
    """

    data: Path
    spoiled: Path
    shapes: Path
    core: Path
    triples: int


def written(data: Path, folder: Path, percent: float) -> Graphs:
    """Write the graphs of the data there, with faults in so many percent."""
    given = validation.given([data], None)
    context, own = _triples(given.context), _triples(given.data)
    shapes = _named(_triples(given.shapes))
    core = [triple for triple in shapes if triple.predicate != sh("sparql")]
    parts = {
        "data": [*context, *own],
        "spoiled": [*context, *spoiled(own, percent)],
        "shapes": shapes,
        "core": core,
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}.nt" for name in parts}
    for name, triples in parts.items():
        unique = dict.fromkeys(triples)
        serialize(unique, str(paths[name]), RdfFormat.N_TRIPLES)
    return Graphs(**paths, triples=len(set(parts["data"])))


def _triples(documents: Iterable[Document]) -> list[Triple]:
    return [quad.triple for document in documents for quad in document.quads()]


def _named(triples: Sequence[Triple]) -> list[Triple]:
    """A property shape that is a blank node has a name instead."""
    found = {t.object for t in triples if t.predicate == sh("property")}
    names = {
        node: NamedNode(_SHAPE + node.value)
        for node in found
        if isinstance(node, BlankNode)
    }
    return [Triple(*(names.get(term, term) for term in each)) for each in triples]
