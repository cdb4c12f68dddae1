"""On what each triple rests: claims, other triples, or the record itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Triple

from claimgraph.answers import Term
from claimgraph.dataset import Dataset, Request
from claimgraph.explaining.asking import written
from claimgraph.explaining.claims import asked_of
from claimgraph.explaining.homes import view_of, views
from claimgraph.explaining.inference import Ends, Inference
from claimgraph.namespaces import CG, CURRENT, PREFIXES, shorten

Graph = NamedNode | DefaultGraph

_REIFIES = NamedNode(f"{PREFIXES['rdf']}reifies")
_HOLDER = NamedNode(f"{CG}holder")
_AFFIRMS, _DENIES = NamedNode(f"{CG}affirms"), NamedNode(f"{CG}denies")
_DEFAULT = DefaultGraph()


@dataclass(frozen=True)
class Fact:
    """A triple that a row was matched with, and the graph that GRAPH said, if any."""

    subject: NamedNode | BlankNode
    predicate: NamedNode
    object: Term
    graph: NamedNode | None = None

    @property
    def ends(self) -> Ends:
        """The triple."""
        return self.subject, self.predicate, self.object


@dataclass
class Entry:
    """What is known of a fact while it is being looked up."""

    fact: Fact
    origin: str
    graphs: list[str] = field(default_factory=list)
    claims: set[str] = field(default_factory=set)
    disputed_by: set[str] = field(default_factory=set)
    rests_on: list[int] = field(default_factory=list)


class Ledger:
    """Looks facts up in the dataset of a request, each once."""

    def __init__(self, dataset: Dataset, graphs: Iterable[Graph]) -> None:
        self._dataset = dataset
        self._quads = dataset.store.quads_for_pattern
        self._graphs = [*graphs]
        self._views = views(dataset)
        self._inference = Inference(dataset)
        self._places: dict[Fact, int] = {}
        self.entries: list[Entry] = []

    def enter(self, fact: Fact) -> int:
        """The place of *fact* among the entries, where it is entered if it is new."""
        if fact not in self._places:
            self._places[fact] = len(self.entries)
            entry = Entry(fact, "nowhere")
            self.entries.append(entry)
            self._look_up(entry)
        return self._places[fact]

    def _look_up(self, entry: Entry) -> None:
        fact = entry.fact
        for graph in [fact.graph] if fact.graph else self._graphs:
            if next(self._quads(*fact.ends, graph), None):
                self._found(entry, graph)

    def _found(self, entry: Entry, graph: Graph) -> None:
        """Take down that the triple of *entry* stands in *graph*."""
        iri = "" if isinstance(graph, DefaultGraph) else graph.value
        view = view_of(iri)
        if view not in self._views or iri == f"{view}/sources":
            self._recorded(entry, graph)
        elif iri == view:
            entry.origin = "claimed"
            entry.graphs.append(shorten(iri))
            entry.claims |= self._reifying(entry.fact, view)
        else:
            entry.graphs.append(shorten(iri))
            self._inferred(entry, NamedNode(view))

    def _reifying(self, fact: Fact, view: str) -> set[str]:
        """The claims from which a triple of *view* was made."""
        sources = NamedNode(f"{view}/sources")
        quads = self._quads(None, _REIFIES, Triple(*fact.ends), sources)
        return {written(quad.subject) for quad in quads}

    def _inferred(self, entry: Entry, view: NamedNode) -> None:
        if entry.origin == "nowhere":
            entry.origin = "inferred"
        for ends in self._inference.basis(entry.fact.ends, view):
            place = self.enter(Fact(*ends, view))
            if place not in entry.rests_on:
                entry.rests_on.append(place)
            entry.claims |= self.entries[place].claims

    def _recorded(self, entry: Entry, graph: Graph) -> None:
        """Take down a triple of the record: of a claim, of content, or of neither."""
        if isinstance(graph, NamedNode):
            entry.graphs.append(shorten(graph.value))
        else:
            entry.graphs += self._homes(entry.fact)
        entry.origin = "recorded"
        subject, _, object_ = entry.fact.ends
        for end in (subject, object_):
            if self._is_claim(end):
                entry.origin = "claim"
                entry.claims.add(written(end))
                return
        affirming = {*self._holding(_AFFIRMS, subject)}
        denying = {*self._holding(_DENIES, subject)}
        if affirming or denying:
            entry.origin = "content"
            entry.claims |= affirming
            entry.disputed_by |= denying

    def _is_claim(self, term: Term) -> bool:
        if not isinstance(term, NamedNode | BlankNode):
            return False
        return any(True for _ in self._quads(term, _HOLDER, None, _DEFAULT))

    def _holding(self, relation: NamedNode, content: Term) -> Iterator[str]:
        for quad in self._quads(None, relation, content, _DEFAULT):
            yield written(quad.subject)

    def _homes(self, fact: Fact) -> list[str]:
        """The files' graphs that a triple of the default graph comes from."""
        quads = self._quads(*fact.ends)
        graphs = {
            q.graph_name.value for q in quads if isinstance(q.graph_name, NamedNode)
        }
        ours = {iri for iri in graphs if view_of(iri) not in self._views}
        return sorted(shorten(iri) for iri in ours - {CURRENT})

    def dispute(self) -> None:
        """Take down which claims deny, or dispute, the claims behind the entries."""
        behind = defaultdict(list)
        for entry in self.entries:
            for iri in entry.claims:
                behind[iri].append(entry)
        for claim, against, *ends in asked_of(
            self._dataset, "disputes", sorted(behind)
        ):
            for entry in behind[written(claim)]:
                if _is_meant(entry.fact, ends):
                    entry.disputed_by.add(written(against))
        for entry in self.entries:
            for place in entry.rests_on:
                entry.disputed_by |= self.entries[place].disputed_by


def default_graphs(dataset: Dataset, request: Request, named: list[str]) -> list[Graph]:
    """The graphs that make up the default graph of *request*, which FROM may name."""
    if request.names_its_graphs:
        return [NamedNode(iri) for iri in named or request.default_graphs]
    made = {policy: view for view, policy in views(dataset).items()}
    trusted = [made[name] for name in request.trust if name in made]
    beside = [view + part for view in trusted for part in ("", "/inferred", "/sources")]
    return [_DEFAULT, *map(NamedNode, beside)]


def _is_meant(fact: Fact, ends: list[Term | None]) -> bool:
    """Whether what is denied is *fact*; a claim that is disputed is so for all."""
    subject, property_, object_ = ends
    if subject is None:
        return True
    return (
        subject == fact.subject
        and property_ == fact.predicate
        and object_ in (None, fact.object)
    )
