"""The guard: sees to it that what is published is as the shapes ask.

It holds what was loaded as one graph, beside the dataset, with what is found in it. A
change is made there as well; only what it can affect is looked at again. In a fork that
makes a change, all of this is the fork's own until its generation is published.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from io import StringIO

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from claimgraph import formats, loading, reports, validation
from claimgraph.dataset.facts import Held
from claimgraph.engine import differences
from claimgraph.engine.messages import Change as Asked
from claimgraph.errors.updates import Invalid
from claimgraph.findings import Finding, Input, Place, Report, gravity, telling
from claimgraph.loading import Source
from claimgraph.namespaces import BASE, VALIDATION, shorten
from claimgraph.shacl import Data, Shapes
from claimgraph.shacl.incremental import Incremental, Rooted
from claimgraph.shacl.results import Result
from claimgraph.shacl.touched import Change
from claimgraph.validation.documents import Document, Update, Written, shipped
from claimgraph.validation.programs import versions

_GRAPH = NamedNode(VALIDATION)
#: The least grave severity that keeps a change from being published.
_GRAVE = "violation"


class Guard:
    """What the shapes in *sources* find in all that a dataset was loaded with."""

    def __init__(self, sources: Sequence[Source], *, refuses: bool) -> None:
        self._refuses = refuses
        self._shapes = _shapes(sources)
        self._read = tuple(_inputs(sources))
        self._kept: Incremental | None = None

    def begin(self, store: Store) -> set[Quad]:
        """Look at all that was loaded into *store*; give the report as quads."""
        data = Data(as_kept=True)
        data.store.bulk_extend(differences.loaded(store))
        self._kept = Incremental(data, self._shapes)
        return self.report(())

    def tidy(self) -> None:
        """Get rid of what is not needed any more."""
        self._following.tidy()

    def after(
        self, before: Held, asked: Asked, body: bytes
    ) -> Callable[[Store], set[Quad] | None]:
        """What to do after a change that was *asked* with *body*: see `_follow`."""
        return partial(self._follow, before, asked, body)

    def _follow(
        self, before: Held, asked: Asked, body: bytes, store: Store
    ) -> set[Quad] | None:
        """
        Look at *store* after a change; *before* has what its graphs held.

        Give the report as quads, if it is another one. Raises Invalid if the change
        brought what is not as the shapes ask, and such changes are refused.
        """
        kept = self._following
        found, began = kept.results, validation.Began()
        made = differences.of_graphs(store, before)
        kept.follow(made)
        grave = [
            each for each in differences.new(kept.results, found) if _is_grave(each)
        ]
        if self._refuses and grave:
            roots = {result: root for root, result in kept.rooted}
            rooted = [(roots[each], each) for each in grave]
            report = self._told(rooted, _documents(asked, body, made))
            raise Invalid(*_refusal(began.timed(report), store, before))
        return None if differences.are_same(kept.results, found) else self.report(())

    @property
    def _following(self) -> Incremental:
        assert self._kept is not None  # noqa: S101 - it has begun
        return self._kept

    def report(self, documents: Sequence[Document]) -> set[Quad]:
        """The report on all that there is, as the graph that one may ask for."""
        out = StringIO()
        report = self._told(self._following.rooted, documents)
        reports.write(report, out, "turtle")
        text = out.getvalue().encode()
        found = parse(text, format=RdfFormat.TURTLE)
        labelled = loading.labelled(found, lambda: sha256(text).hexdigest())
        return {Quad(q.subject, q.predicate, q.object, _GRAPH) for q in labelled}

    def _told(self, found: Sequence[Rooted], documents: Sequence[Document]) -> Report:
        findings, labels = validation.findings(found, self._shapes, documents)
        return Report(
            findings=findings,
            labels=labels,
            coverage=(),
            nodes=None,
            unseen=(),
            failures=(),
            notes=(),
            data=tuple(Input(each.name, each.digest) for each in documents),
            shapes=self._read,
            versions=versions(),
            settings={"fail-on": _GRAVE},
        )


def _refusal(
    report: Report, store: Store, written: Iterable[str]
) -> tuple[int, str, Mapping[str, object]]:
    placed = (_in_graph(each, store, written) for each in report.findings)
    report = replace(report, findings=tuple(sorted(placed)))
    first = _said(report.findings[0])
    return len(report.findings), first, telling.told(report)


def _said(finding: Finding) -> str:
    """What is wrong, and with what."""
    node = shorten(finding.node.removeprefix("<").removesuffix(">"))
    message = finding.message()
    return message if node in message else f"{node}: {message}"


def _is_grave(result: Result) -> bool:
    name = result.severity.value.rpartition("#")[2].lower()
    return gravity(name) <= gravity(_GRAVE)


def _shapes(sources: Sequence[Source]) -> Shapes:
    graph = Data()
    for source in sources:
        if source.kind == "shapes":
            graph.add(loading.plain(source))
    return Shapes(graph.store)


def _inputs(sources: Sequence[Source]) -> Iterator[Input]:
    """The files with shapes, which are all shipped."""
    for each in shipped([s for s in sources if s.kind == "shapes"]):
        yield Input(each.name, each.digest)


def _in_graph(finding: Finding, store: Store, written: Iterable[str]) -> Finding:
    """Place *finding* in a graph that speaks of its node: best in one *written*."""
    if finding.place or not finding.node.startswith(("<", "_")):
        return finding
    node = _node(finding.node)
    found = (q.graph_name for q in store.quads_for_pattern(node, None, None, None))
    names = {name.value for name in found if isinstance(name, NamedNode)}
    loaded = sorted(filter(loading.is_loaded, names))
    if not loaded:
        return finding
    graph = min({*written} & {*loaded} or loaded)
    return replace(finding, place=Place(graph))


def _node(text: str) -> NamedNode | BlankNode:
    return BlankNode(text[2:]) if text.startswith("_:") else NamedNode(text[1:-1])


def _documents(asked: Asked, body: bytes, made: Change) -> list[Document]:
    """What was sent with a change, in which places are found."""
    if asked.text:
        return [Update(asked.text, made.added)]
    found: list[Document] = []
    for number, (media_type, length) in enumerate(asked.documents, 1):
        form = formats.named(media_type, formats.GRAPHS)
        name = "body" if len(asked.documents) == 1 else f"body {number}"
        base, gained = asked.graph or BASE, made.added
        found.append(Written(name, body[:length], form, base, gained=gained))
        body = body[length:]
    return found
