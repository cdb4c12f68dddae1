"""Whether the data say anything that shapes can see."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import NamedNode, QuerySolution, QuerySolutions, Triple

from claimgraph.graphs import TYPE
from claimgraph.meaning import vocabulary
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement
from claimgraph.meaning.names import Names, local, namespace, some
from claimgraph.meaning.targets import Targets

_CLASSES = "SELECT DISTINCT ?kind WHERE { ?node a ?kind }"
_TRIPLE_TERMS = """
SELECT ?subject ?predicate ?object
WHERE { ?subject ?predicate ?object FILTER (ISTRIPLE(?object)) }
LIMIT 1
"""


class Described:
    """The user's *own* graph in the light of all *data* and the shapes' *targets*."""

    def __init__(self, targets: Targets, data: Graph, own: Graph, names: Names) -> None:
        self._targets = targets
        self._data = data
        self._own = own
        self._names = names

    def faults(self) -> Iterator[Fault]:
        """Say what was read in vain."""
        yield from self._triple_terms()
        if not self._own.has():
            yield fault("no-triples", self._names, in_data=True)
        elif self._targets.active and not self._targets.met(self._data, self._own):
            yield from self._unmet()

    def _unmet(self) -> Iterator[Fault]:
        kinds = self._kinds()
        at = next(self._own.triples())
        if not kinds:
            found = fault("no-types", self._names, at, in_data=True)
            yield replace(found, predicate=None, object=None)
        elif not any(map(self._is_known, kinds)):
            yield self._foreign(kinds)
        yield fault("no-target", self._names, told={"wanted": self._wanted()})

    def _kinds(self) -> list[NamedNode]:
        """The classes of the own nodes."""
        found = self._rows(_CLASSES)
        kinds = (row["kind"] for row in found)
        return sorted((k for k in kinds if isinstance(k, NamedNode)), key=str)

    def _rows(self, text: str) -> Iterable[QuerySolution]:
        store, graph = self._own.store, self._own.name
        answer = store.query(text, default_graph=graph)
        return answer if isinstance(answer, QuerySolutions) else ()

    def _is_known(self, kind: NamedNode) -> bool:
        """Whether a class is declared, well-known, or of a namespace of the shapes."""
        declared = self._data.has(kind) or vocabulary.is_well_known(kind.value)
        spaces = {namespace(each.value) for each in self._targeted()}
        return declared or not spaces or namespace(kind.value) in spaces

    def _targeted(self) -> set[NamedNode]:
        """The classes, properties and nodes that shapes are about."""
        found = (at for each in self._targets.active.values() for at in each)
        named = {self._targets.kind(at) or at.object for at in found}
        return {each for each in named if isinstance(each, NamedNode)}

    def _foreign(self, kinds: list[NamedNode]) -> Fault:
        """The data speak of classes in other namespaces than the shapes."""
        at = next(self._own.triples(None, TYPE, kinds[0]))
        known = {local(each.value): each for each in self._targeted()}
        found = some(sorted({f"<{namespace(k.value)}>" for k in kinds}))
        same = [known[local(k.value)] for k in kinds if local(k.value) in known]
        return fault(
            "foreign-types",
            self._names,
            at,
            in_data=True,
            near=self._names.of(same[0]) if same else None,
            told={"found": found, "wanted": self._wanted()},
        )

    def _wanted(self) -> str:
        """What the targets of the shapes name."""
        names = {self._names.of(each) for each in self._targeted()}
        return some(sorted(names)) or "[ ... ]"

    def _triple_terms(self) -> Iterator[Fault]:
        for row in self._rows(_TRIPLE_TERMS):
            subject, predicate, value = row
            if isinstance(predicate, NamedNode) and isinstance(value, Triple):
                at = Statement(subject, predicate, value)
                yield fault("triple-terms", self._names, at, in_data=True)
