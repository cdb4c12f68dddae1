"""Building a dataset, and changing one: all of it, or nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from claimgraph import bodies, digests, formats, loading, storage, syntax, updates
from claimgraph.dataset import Dataset
from claimgraph.engine.guard import Guard
from claimgraph.engine.messages import Change, Plan
from claimgraph.errors.queries import EvaluationFailed
from claimgraph.errors.updates import (
    DerivedGraph,
    MalformedBody,
    PreconditionFailed,
    Unguarded,
    UnknownGraph,
    VariableGraph,
)
from claimgraph.formats import Format
from claimgraph.namespaces import BASE, PREFIXES
from claimgraph.updates import DEFAULT
from claimgraph.updates.parts import Part


def built(plan: Plan, store: Store, guard: Guard | None = None) -> Dataset:
    """
    Build the dataset of *plan* in *store*, with what writers changed before.

    The *guard*, if there is one, begins with it. Raises what `Dataset.build` and the
    folder's reading raise.
    """
    kept = storage.Folder(plan.folder) if plan.folder else None
    if not plan.plain:
        checked = guard.begin if guard else None
        return Dataset.build(plan.sources, kept, plan.about, store, checked)
    for source in plan.sources:
        store.bulk_extend(loading.plain(source))
    manifest = kept.restore(store) if kept else storage.Manifest()
    digest = manifest.digest or digests.whole(store)
    return Dataset(store, digest, plan.about)


def made(
    dataset: Dataset,
    plan: Plan,
    change: Change,
    body: bytes,
    guard: Guard | None = None,
) -> tuple[Dataset, dict[str, Any]]:
    """
    Make *change* to *dataset* in place; tell the dataset to publish and what was done.

    Whatever is raised, *dataset* and *guard* are then to be thrown away.
    """
    graphs = _written(dataset, change, plain=plan.plain)
    _refuse_unmet(dataset.store, change)
    if plan.plain:
        outcome = _MAKE[change.kind](dataset.store, change, body)
        changed = dataset.marked(_mark(change, body))
    else:
        _refuse_derived(graphs or ())
        before = dataset.held(graphs or ())
        claims = graphs or () if plan.guarded and guard is None else ()
        outcome = _guarded(dataset.store, change, body, claims)
        checked = guard.after(before, change, body) if guard else None
        changed = dataset.changed(before, checked)
    if plan.folder:
        _keep(changed, plan.folder, graphs)
    return changed, outcome


def _keep(dataset: Dataset, folder: Path, graphs: set[str] | None) -> None:
    """Keep what was written; if that may be anything, keep everything."""
    written = {DEFAULT, *dataset.graphs()} if graphs is None else graphs
    storage.Folder(folder).keep(dataset.store, written, dataset.digest)


def _guarded(
    store: Store, change: Change, body: bytes, graphs: Iterable[str]
) -> dict[str, Any]:
    """Make *change* if it keeps off claims in *graphs*."""
    _refuse_claims(store, graphs)
    outcome = _MAKE[change.kind](store, change, body)
    _refuse_claims(store, graphs)
    return outcome


def _mark(change: Change, body: bytes) -> bytes:
    """What tells this change from any other."""
    chance = uuid4().hex if syntax.is_volatile(change.text) else ""
    return json.dumps([change.told(), chance]).encode() + body


def _written(dataset: Dataset, change: Change, *, plain: bool) -> set[str] | None:
    """The graphs that *change* may write; None stands for any."""
    if change.kind == "update":
        return _named_in(change.text, dataset.graphs(), plain=plain)
    return {change.graph}


def _named_in(text: str, named: Sequence[str], *, plain: bool) -> set[str] | None:
    syntax.refuse_size(text)
    syntax.refuse_fetching(text, "update")
    try:
        with _parsing(text):
            return updates.written_graphs(text, named)
    except VariableGraph:
        if not plain:
            raise
        return None


@contextmanager
def _parsing(text: str) -> Iterator[None]:
    try:
        with syntax.parsing(text, "update"):
            yield
    except (RuntimeError, ValueError, OSError) as error:
        raise EvaluationFailed(f"{error}.") from error


def _refuse_derived(graphs: Iterable[str]) -> None:
    for graph in sorted(graphs):
        if graph == DEFAULT or loading.is_reserved(graph):
            raise DerivedGraph(graph)


def _refuse_claims(store: Store, graphs: Iterable[str]) -> None:
    """Raise Unguarded if one of *graphs* holds a claim."""
    for graph in sorted(graphs):
        pattern = f"GRAPH {NamedNode(graph)} {{ ?claim cg:holder ?holder }}"
        if store.query(f"ASK {{ {pattern} }}", prefixes=PREFIXES):
            raise Unguarded(graph)


def _update(store: Store, change: Change, body: bytes) -> dict[str, Any]:
    text = updates.with_dataset(change.text, change.default_graphs, change.named_graphs)
    _run(store, text, change.text)
    return {}


def _run(store: Store, text: str, sent: str) -> None:
    """Do the update *text*, which was *sent* in other words."""
    parts = updates.separated(text)
    with _parsing(sent):
        if len(parts) < 2:
            store.update(text, base_iri=BASE, prefixes=PREFIXES)
        else:
            for part in parts:
                _make_part(store, part, text)


def _make_part(store: Store, part: Part, text: str) -> None:
    try:
        store.update(part.written(text), base_iri=BASE, prefixes=PREFIXES)
    except SyntaxError:  # which does not know the place in the whole
        store.update(part.in_place(text), base_iri=BASE, prefixes=PREFIXES)


def _name(graph: str) -> NamedNode | DefaultGraph:
    return NamedNode(graph) if graph else DefaultGraph()


def _is_there(store: Store, graph: NamedNode | DefaultGraph) -> bool:
    return isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)


def _refuse_unmet(store: Store, change: Change) -> None:
    wanted = {"there": True, "new": False}.get(change.only_if)
    if wanted not in (None, _is_there(store, _name(change.graph))):
        raise PreconditionFailed(change.graph)


def _put(store: Store, change: Change, body: bytes) -> dict[str, Any]:
    """Replace the graph by what the body holds (section 5.3)."""
    created = not _is_there(store, _name(change.graph))
    store.clear_graph(_name(change.graph))
    _post(store, change, body)
    return {"created": created}


def _post(store: Store, change: Change, body: bytes) -> dict[str, Any]:
    """Merge what the body's documents hold into the graph (section 5.5)."""
    graph = _name(change.graph)
    created = not _is_there(store, graph)
    for media_type, length in change.documents:
        form = formats.named(media_type, formats.GRAPHS)
        found = bodies.quads(body[:length], form, change.graph or BASE)
        store.bulk_extend(_into(graph, quad, form) for quad in found)
        body = body[length:]
    if isinstance(graph, NamedNode):
        store.add_graph(graph)  # one without a triple is there all the same
    return {"created": created}


def _into(graph: NamedNode | DefaultGraph, quad: Quad, form: Format) -> Quad:
    if not isinstance(quad.graph_name, DefaultGraph):
        reason = f"it holds the graph {quad.graph_name}, where one graph is written"
        raise MalformedBody(form.media_type, None, reason)
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _delete(store: Store, change: Change, body: bytes) -> dict[str, Any]:
    """Remove the graph (section 5.4); raises UnknownGraph if there is none."""
    graph = _name(change.graph)
    if not _is_there(store, graph):
        raise UnknownGraph(change.graph)
    if isinstance(graph, DefaultGraph):
        store.clear_graph(graph)
    else:
        store.remove_graph(graph)
    return {}


def _patch(store: Store, change: Change, body: bytes) -> dict[str, Any]:
    """Make an update of the one graph (section 5.7); raises UnknownGraph."""
    if not _is_there(store, _name(change.graph)):
        raise UnknownGraph(change.graph)
    syntax.refuse_size(change.text)
    syntax.refuse_fetching(change.text, "update")
    _run(store, updates.within(change.text, change.graph), change.text)
    return {}


_MAKE = {
    "update": _update,
    "patch": _patch,
    "put": _put,
    "post": _post,
    "delete": _delete,
}
