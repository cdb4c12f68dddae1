"""What a SPARQL update would write, and the dataset that its request names for it."""

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import NamedNode, QuerySolutions, Store

from claimgraph.errors.updates import DatasetNamedTwice, OtherGraph, VariableGraph
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.syntax import position
from claimgraph.updates.edits import Edit, edited
from claimgraph.updates.operations import KINDS, Operation, operations
from claimgraph.updates.parts import separated
from claimgraph.updates.templates import inserted

__all__ = [
    "DEFAULT",
    "inserted",
    "operations",
    "resolved",
    "separated",
    "with_dataset",
    "within",
    "written_graphs",
]

#: Stands for the default graph among those that are written.
DEFAULT = ""


def written_graphs(text: str, named: Sequence[str]) -> set[str]:
    """
    The IRIs of the graphs that *text* may write, and `DEFAULT` for the default graph.

    *named* are the graphs that there are. Raises VariableGraph where a template leaves
    its graph to a variable.
    """
    found = {
        (operation.prologue, reference): operation.start
        for operation in operations(text)
        for reference in operation.written
    }
    for (_, reference), start in found.items():
        if reference.startswith(("?", "$")):
            raise VariableGraph(reference, position(text, start))
    return set().union(*(_referred(*each, named) for each in found))


def _referred(prologue: str, reference: str, named: Sequence[str]) -> set[str]:
    kinds = {"default": {DEFAULT}, "named": {*named}, "all": {DEFAULT, *named}}
    if reference in kinds:
        return kinds[reference]
    return {resolved(prologue, reference)}


def resolved(prologue: str, reference: str) -> str:
    """The IRI that the engine takes *reference* for, after the *prologue*."""
    text = f"{prologue} SELECT ({reference} AS ?graph) {{}}"
    found = Store().query(text, base_iri=BASE, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - it is a SELECT
    graph = next(found)["graph"]
    return graph.value if isinstance(graph, NamedNode) else ""


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """
    Say in *text* which graphs its patterns are matched against.

    That is what ``using-graph-uri`` and ``using-named-graph-uri`` ask for (SPARQL 1.1
    Protocol, section 2.2.3). Raises DatasetNamedTwice if the text says so itself.
    """
    clause = " ".join(
        [f"USING <{NamedNode(iri).value}>" for iri in default]
        + [f"USING NAMED <{NamedNode(iri).value}>" for iri in named]
    )
    if not clause:
        return text
    edits = list[Edit]()
    for operation in operations(text):
        if operation.names_its_dataset:
            raise DatasetNamedTwice(position(text, operation.start))
        if operation.where is not None:
            edits.append(_inserted(text, operation, operation.where, clause))
    return edited(text, edits)


def within(text: str, graph: str) -> str:
    """
    Have the update *text* write *graph* alone: by its name, or as the default graph.

    That is what a PATCH asks for (SPARQL 1.1 Graph Store HTTP Protocol, section 5.7).
    Raises OtherGraph where the text may write another.
    """
    edits = list[Edit]()
    for operation in operations(text):
        if not all(_is_own(operation, each, graph) for each in operation.written):
            raise OtherGraph(graph, position(text, operation.start))
        if graph and "default" in operation.written:
            edits += _confined(text, operation, f"<{NamedNode(graph).value}>")
    return edited(text, edits)


def _is_own(operation: Operation, reference: str, graph: str) -> bool:
    if reference in KINDS or reference.startswith(("?", "$")):
        return reference == "default"
    return bool(graph) and resolved(operation.prologue, reference) == graph


def _confined(text: str, operation: Operation, name: str) -> Iterator[Edit]:
    start, (begin, end) = operation.start, operation.block
    if end:
        yield begin, begin, f" GRAPH {name} {{"
        yield end, end, "} "
    elif operation.name in ("clear", "drop"):
        stop = text.find(";", start)
        yield start, stop if stop >= 0 else len(text), f"CLEAR GRAPH {name} "
    else:
        yield start, start, f"WITH {name} "


def _inserted(text: str, operation: Operation, where: int, clause: str) -> Edit:
    """Put *clause* before WHERE; the short form of DELETE is written out for that."""
    if operation.pattern is None:
        return where, where, f"{clause} "
    pattern = re.sub(r"(?i)^where", "", text[where : operation.pattern])
    return where, where, f"{pattern} {clause} "
