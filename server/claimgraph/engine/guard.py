"""The guard: sees to it that what is published is as the shapes ask.

It holds what was loaded as one graph, beside the dataset, with what is found in it. A
change is made there as well; only what it can affect is looked at again. In a fork that
makes a change, all of this is the fork's own until its generation is published.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from io import StringIO

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from claimgraph import __version__, formats, loading, reports, validation
from claimgraph.dataset.facts import Held
from claimgraph.engine.messages import Change as Asked
from claimgraph.errors.updates import Invalid
from claimgraph.findings import Finding, Input, Report, gravity, telling
from claimgraph.loading import Source
from claimgraph.namespaces import BASE, VALIDATION, graph_iri, shorten
from claimgraph.shacl import Data, Shapes
from claimgraph.shacl.incremental import Change, Incremental
from claimgraph.shacl.results import Result
from claimgraph.validation.documents import Body, Document

_GRAPH = NamedNode(VALIDATION)
#: The least grave severity that keeps a change from being published.
_GRAVE = "violation"


class Guard:
    """What the shapes in *sources* find in all that a dataset was loaded with."""

    def __init__(self, sources: Sequence[Source], *, refuses: bool) -> None:
        self._refuses = refuses
        self._shapes = _shapes(sources)
        self._kept: Incremental | None = None

    def begin(self, store: Store) -> set[Quad]:
        """Look at all that was loaded into *store*; give the report as quads."""
        data = Data(as_kept=True)
        data.store.bulk_extend(_loaded(store))
        self._kept = Incremental(data, self._shapes)
        return self.report(())

    def follow(
        self, store: Store, before: Held, asked: Asked, body: bytes
    ) -> set[Quad]:
        """
        Look at *store* after a change; *before* has what its graphs held.

        Give the report as quads. Raises Invalid if the change, which was *asked* with
        *body*, brought what is not as the shapes ask, and such changes are refused.
        """
        assert self._kept is not None  # noqa: S101 - it has begun
        found = Counter(self._kept.results)
        self._kept.follow(_change(store, before))
        new = list((Counter(self._kept.results) - found).elements())
        if self._refuses and (grave := [each for each in new if _is_grave(each)]):
            raise Invalid(*self._refusal(grave, _documents(asked, body)))
        return self.report(())

    def _refusal(
        self, found: list[Result], documents: Sequence[Document]
    ) -> tuple[int, str, Mapping[str, object]]:
        report = self._told(found, documents)
        first = _said(report.findings[0])
        return len(report.findings), first, telling.told(report)

    def report(self, documents: Sequence[Document]) -> set[Quad]:
        """The report on all that there is, as the graph that one may ask for."""
        assert self._kept is not None  # noqa: S101 - it has begun
        out = StringIO()
        report = self._told(self._kept.results, documents)
        reports.write(report, out, "turtle")
        text = out.getvalue().encode()
        found = parse(text, format=RdfFormat.TURTLE)
        labelled = loading.labelled(found, lambda: sha256(text).hexdigest())
        return {Quad(q.subject, q.predicate, q.object, _GRAPH) for q in labelled}

    def _told(self, found: Sequence[Result], documents: Sequence[Document]) -> Report:
        findings: list[Finding] = validation.findings(found, self._shapes, documents)
        return Report(
            findings=tuple(sorted(findings)),
            coverage=(),
            nodes=0,
            unseen=(),
            failures=(),
            notes=(),
            data=tuple(Input(each.name, each.digest) for each in documents),
            shapes=(),
            versions={
                "claimgraph": __version__, "pyoxigraph": pyoxigraph.__version__
            },
            settings={"fail-on": _GRAVE},
            started="",
            seconds=0.0,
        )  # fmt: skip


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


def is_loaded(graph: str) -> bool:
    """Whether the *graph* is one that files or writers fill, and shapes are about."""
    return graph == graph_iri("ontology") or not loading.is_reserved(graph)


def _loaded(store: Store) -> Iterator[Quad]:
    """The triples of all loaded graphs."""
    for name in store.named_graphs():
        if isinstance(name, NamedNode) and is_loaded(name.value):
            for quad in store.quads_for_pattern(None, None, None, name):
                yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _change(store: Store, before: Held) -> Change:
    """What all loaded graphs together have lost and gained."""
    removed, added = set[Triple](), set[Triple]()
    for graph, quads in before.items():
        now = set(store.quads_for_pattern(None, None, None, NamedNode(graph)))
        removed |= {quad.triple for quad in quads - now}
        added |= {quad.triple for quad in now - quads}
    lost = {t for t in removed - added if not _stands(store, t, {})}
    gained = {t for t in added - removed if not _stood(store, t, before)}
    return Change(frozenset(lost), frozenset(gained))


def _stands(store: Store, triple: Triple, apart_from: Mapping[str, object]) -> bool:
    """Whether a loaded graph has *triple*."""
    found = store.quads_for_pattern(
        triple.subject, triple.predicate, triple.object, None
    )
    names = (q.graph_name.value for q in found if isinstance(q.graph_name, NamedNode))
    return any(is_loaded(name) and name not in apart_from for name in names)


def _stood(store: Store, triple: Triple, before: Held) -> bool:
    """Whether a loaded graph had *triple* before."""
    written = (quad.triple == triple for quads in before.values() for quad in quads)
    return _stands(store, triple, before) or any(written)


def _documents(asked: Asked, body: bytes) -> list[Document]:
    """What was sent with a change, in which places are found."""
    found: list[Document] = []
    for number, (media_type, length) in enumerate(asked.documents, 1):
        form = formats.named(media_type, formats.GRAPHS)
        name = "body" if len(asked.documents) == 1 else f"body {number}"
        found.append(Body(name, body[:length], form, asked.graph or BASE))
        body = body[length:]
    return found
