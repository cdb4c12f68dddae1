"""The dataset: files in named graphs, views made by rules, questions answered.

Only this module and its helpers know the engine.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import IO, Any, Self, cast

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    Variable,
)

from claimgraph import (
    __version__,
    copies,
    description,
    digests,
    federation,
    loading,
    publication,
    rules,
    syntax,
)
from claimgraph.answers import Answer, Result, Row, Term, evaluation, value
from claimgraph.articles import DOCUMENTS, SENTENCES, Sentence
from claimgraph.dataset import apart, facts
from claimgraph.dataset.facts import Held
from claimgraph.dataset.request import Request
from claimgraph.dataset.scopes import Graphs, Named, Scopes, names
from claimgraph.description import About
from claimgraph.errors.articles import UnknownArticle
from claimgraph.errors.files import UnknownFormat
from claimgraph.errors.updates import UnknownGraph
from claimgraph.federation import Federation
from claimgraph.formats import WITH_NAMED_GRAPHS, Format
from claimgraph.journal import Difference
from claimgraph.merging import Merges
from claimgraph.namespaces import (
    BASE,
    DIGESTS,
    PREFIXES,
    VALIDATION,
    article_iri,
)
from claimgraph.storage import Folder

__all__ = ["Dataset", "Request"]

_Bindings = dict[Variable, Term]


class Dataset:
    """
    Everything that was loaded, in memory, and the views over it.

    Make one with `build`. The default graph holds the ontology, reference data, current
    claims and what rules derive from them, and no triple about the world; each view is
    a named graph of such triples under the policy it is named after.
    """

    def __init__(self, store: Store, digest: str, about: About | None = None) -> None:
        self.digest = digest
        self._about = about or About()
        self.release = __version__
        self._merging = Lock()
        self._scopes = Scopes(Merges(store))
        self._apart: Store | None = None

    @property
    def store(self) -> Store:
        """The engine's store."""
        return self._scopes.store

    @cached_property
    def size(self) -> int:
        """How many quads there are, views included."""
        return len(self.store)

    @classmethod
    def opened(cls, path: Path, catalogue: Mapping[str, Any]) -> Self:
        """The dataset in the engine's files at *path*, known by its *catalogue*."""
        dataset = cls(Store.read_only(str(path)), catalogue["digest"])
        dataset._scopes = Scopes(Merges(dataset.store, path))
        dataset._scopes.graphs = list(catalogue["graphs"])
        return dataset

    @classmethod
    def build(
        cls,
        found: Sequence[loading.Source],
        kept: Folder | None = None,
        about: About | None = None,
        store: Store | None = None,
        checked: Callable[[Store], set[Quad]] | None = None,
    ) -> Self:
        """
        Load all of *found*, or nothing; put over it what was *kept*; make the views.

        Then describe what there is; *about* says where and how it is served. All is put
        in *store*, if one is given, which is to be thrown away if something is raised.
        *checked* looks at what was loaded and gives a report to keep.

        Raises MalformedFile for a file that does not parse and AssertedWorldTriple for
        one that states as fact what only a claim may say.
        """
        store = Store() if store is None else store
        for source in found:
            store.bulk_extend(loading.guarded(source))
        if kept:
            kept.restore(store)
        facts.refuse(store)
        digests.record(store, map(NamedNode, names(store)))
        rules.publish(store)
        if checked:
            store.extend(checked(store))
        return cls._described(store, about or About())

    @classmethod
    def _described(cls, store: Store, about: About) -> Self:
        about = replace(about, digest=_digest(store))
        description.publish(store, about)
        return cls._counted(store, about)

    @classmethod
    def _counted(cls, store: Store, about: About) -> Self:
        """The dataset in *store*, whose size need not be counted: it is described."""
        dataset = cls(store, about.digest, about)
        dataset.size = description.size(store)
        return dataset

    def set_apart(self) -> Self:
        """Answer what is asked of the default graph alone sooner, from now on."""
        self._apart = apart.copied(self.store)
        return self

    def tidied(self) -> Self:
        """The same dataset without what was removed: in memory the engine keeps it."""
        store = Store()
        store.bulk_extend(self.store)
        for graph in self.store.named_graphs():
            store.add_graph(graph)  # one without a triple is there all the same
        made = type(self)(store, self.digest, self._about)
        return made.set_apart() if self._apart is not None else made

    def marked(self, mark: bytes) -> Self:
        """The dataset after a change of which nothing follows, told by its *mark*."""
        digest = sha256(self.digest.encode() + mark).hexdigest()
        return type(self)(self.store, digest, replace(self._about, digest=digest))

    def held(self, graphs: Iterable[str]) -> Held:
        """What *graphs* hold now, to tell `changed` when they have been written."""
        return {graph: frozenset(self._triples(graph)) for graph in graphs}

    def _triples(self, graph: str) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, None, None, NamedNode(graph))

    def changed(
        self, before: Held, checked: Callable[[Store], set[Quad] | None] | None = None
    ) -> Self:
        """
        The dataset after a change of graphs: what follows from it is made anew.

        *before* has what each graph held that may have been written. *checked* looks at
        what there is now, and may give a report in the place of the one that is kept.
        Raises AssertedWorldTriple, and what *checked* raises.
        """
        facts.refuse_new(self.store, before)
        return self._published(before, checked(self.store) if checked else None)

    def _published(self, before: Held, report: set[Quad] | None = None) -> Self:
        """Make anew what follows from a change, and what describes that."""
        noted = self.held([DIGESTS, VALIDATION])
        if report is not None:
            self._report(report)
        digests.record(self.store, map(NamedNode, before))
        change = publication.republish(self.store, before)
        if change is None:
            made = self._described(self.store, self._about)
            return made.set_apart() if self._apart is not None else made
        about = replace(self._about, digest=_digest(self.store))
        also = publication.Change.since(self.store, noted)
        change = Difference(change.removed | also.removed, change.added | also.added)
        description.republish(self.store, about, change, before)
        made = self._counted(self.store, about)
        if self._apart is not None:
            made._apart = apart.followed(self._apart, change)
        return made

    def _report(self, report: set[Quad]) -> None:
        """Keep *report* in the place of the one before."""
        self.store.remove_graph(NamedNode(VALIDATION))
        self.store.extend(report)

    def catalogue(self) -> dict[str, Any]:
        """What whoever serves the dataset needs to know of it, as JSON has it."""
        return {
            "digest": self.digest,
            "release": self.release,
            "size": self.size,
            "policies": self.policies,
            "graphs": self.graphs(),
        }

    @cached_property
    def policies(self) -> dict[str, str]:
        """The policies one may trust: name to label, in the order of names."""
        return {name: label for name, (_, label) in self._scopes.views.items()}

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs that may be asked for, sorted."""
        return list(self._scopes.graphs)

    @cached_property
    def articles(self) -> dict[str, str]:
        """The articles: slug to the digest of the text that was encoded."""
        rows = self._solutions(DOCUMENTS)
        start = article_iri("")
        return {value(row[0]).removeprefix(start): value(row[1]) for row in rows}

    def sentences(self, slug: str) -> list[Sentence]:
        """
        The stored sentence table of an article, in reading order.

        Raises UnknownArticle, listing those there are.
        """
        if slug not in self.articles:
            raise UnknownArticle(slug, ", ".join(self.articles) or "none")
        document: _Bindings = {Variable("document"): NamedNode(article_iri(slug))}
        rows = self._solutions(SENTENCES, document)
        return [_sentence(*map(value, row[1:])) for row in rows]

    def query(self, request: Request, others: Federation | None = None) -> Answer:
        """
        Evaluate *request*; its relative IRIs are resolved against ours.

        What it leaves to *others* is asked of them, if there are any.

        Raises MalformedQuery, TooDeep, TooLong, ForbiddenOperation, ReadOnly,
        UnknownPolicy, AmbiguousDataset (it names both graphs and policies),
        EvaluationFailed, and what `federation.joined` raises.
        """
        syntax.refuse_size(request.text)
        syntax.refuse_effects(request.text, services=others is not None)
        text = federation.joined(request.text, others) if others else request.text
        with syntax.parsing(request.text), evaluation(), self._merging:
            # the engine takes its snapshot inside
            return Answer(self._copied(request) or self._begun(request, text))

    def dump(self, out: IO[bytes], form: Format, graph: str | None = None) -> None:
        """
        Write all quads in *form* to *out*, or the triples of *graph*.

        Raises UnknownGraph, and UnknownFormat where *form* holds no named graphs.
        """
        if graph is None and form not in WITH_NAMED_GRAPHS:
            known = ", ".join(other.name for other in WITH_NAMED_GRAPHS)
            raise UnknownFormat("a whole dataset in " + form.name, known)
        if graph is not None and graph not in self._scopes.graphs:
            raise UnknownGraph(graph)
        engine = cast("RdfFormat", form.engine)
        name = None if graph is None else NamedNode(graph)
        self.store.dump(out, engine, from_graph=name, prefixes=PREFIXES)

    def _begun(self, request: Request, text: str) -> Result:
        store, default, named = self._asked(request)
        bindings = request.bindings or {}
        return store.query(
            text,
            base_iri=BASE,
            prefixes=PREFIXES,
            default_graph=default,
            named_graphs=named,
            substitutions={Variable(k): v for k, v in bindings.items()},
        )

    def _asked(self, request: Request) -> tuple[Store, Graphs | None, Named]:
        """The store that holds what *request* asks, and which graphs of it."""
        if self._apart is not None and apart.suffices(request):
            return self._apart, None, None
        default, named = self._scopes.of(request)  # which may make a copy of the store
        return self.store, default, named

    def _copied(self, request: Request) -> Iterator[Triple] | None:
        """The triples of the graph that *request* copies, if that is what it does."""
        graph = copies.copied(request.text)
        if graph is None or request.bindings or request.names_its_graphs:
            return None
        store, default, _ = self._asked(request)
        try:
            graphs = [NamedNode(graph)] if graph else default or [DefaultGraph()]
        except ValueError:  # a relative IRI
            return None
        found = [store.quads_for_pattern(None, None, None, each) for each in graphs]
        return (quad.triple for quads in found for quad in quads)

    def _solutions(self, text: str, bindings: _Bindings | None = None) -> list[Row]:
        found = self.store.query(text, prefixes=PREFIXES, substitutions=bindings)
        return list(Answer(found).rows())


def _sentence(block: str, number: str, start: str, end: str, digest: str) -> Sentence:
    return Sentence(int(block), int(number), int(start), int(end), digest)


def _digest(store: Store) -> str:
    """The digest of what was loaded and of what is made of it."""
    made = {path.name: path for path in (*rules.files(), *description.files())}
    parts = {name: sha256(path.read_bytes()).hexdigest() for name, path in made.items()}
    parts |= {"release": __version__, **digests.recorded(store)}
    return digests.dataset_digest(parts)
