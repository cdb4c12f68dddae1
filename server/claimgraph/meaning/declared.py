"""Classes and properties that shapes name though nobody declares or uses them."""

from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import NamedNode, QuerySolutions

from claimgraph.graphs import SH, SUBCLASS_OF, TYPE, named, sh
from claimgraph.meaning import vocabulary
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.names import Names, local
from claimgraph.meaning.paths import Paths
from claimgraph.meaning.targets import NODE, TARGETS

_PAIRS = tuple(map(sh, ("equals", "disjoint", "lessThan", "lessThanOrEquals")))
_KIND, _DATATYPE = sh("class"), sh("datatype")
#: What makes its object a class or property.
_DECLARING = (TYPE, SUBCLASS_OF, named("rdfs:subPropertyOf"))
#: What could have been meant: what is used, and what is declared to be used.
_KNOWN = """
SELECT DISTINCT ?term
WHERE {
  { ?any ?term ?value }
  UNION { ?any a ?term }
  UNION { ?term a ?kind . FILTER (STRENDS(STR(?kind), "Class")
                               || STRENDS(STR(?kind), "Property")) }
}
"""


class Declared:
    """What is declared in the *data* and what they rest on, or in the *shapes*."""

    def __init__(self, shapes: Graph, data: Graph, names: Names) -> None:
        self._shapes = shapes
        self._data = data
        self._names = names

    def faults(self) -> Iterator[Fault]:
        """Find what is named in a target, a class, a path or a datatype only."""
        for at in self._naming():
            if isinstance(at.object, NamedNode) and not self._is_declared(at):
                key = _key(at)
                near = self._nearest(at.object.value)
                yield fault("undeclared-target", self._names, at, key=key, near=near)

    def _naming(self) -> Iterator[Statement]:
        for predicate in (*TARGETS, _KIND, *_PAIRS, _DATATYPE):
            yield from self._shapes.triples(None, predicate)
        yield from Paths(self._shapes, self._names).steps()

    def _is_declared(self, at: Statement) -> bool:
        term = at.object
        if not isinstance(term, NamedNode) or vocabulary.is_well_known(term.value):
            return True
        if at.predicate == _DATATYPE and not vocabulary.closed(term.value):
            return True  # whose it is, and so whether it is misspelt, is not known
        return (
            self._data.has(term)
            or self._data.has(None, term)
            or any(self._data.has(None, each, term) for each in _DECLARING)
            or (at.predicate == NODE and self._data.has(None, None, term))
            or self._is_declared_by_shapes(term)
        )

    def _is_declared_by_shapes(self, term: NamedNode) -> bool:
        kinds = self._shapes.values(term, TYPE)
        foreign = any(not str(kind).startswith(f"<{SH}") for kind in kinds)
        return foreign or self._shapes.has(term, SUBCLASS_OF)

    def _nearest(self, iri: str) -> str | None:
        """Of a vocabulary whose terms are known, one of those; else any name known."""
        home = vocabulary.closed(iri)
        if home:
            name = iri.removeprefix(home.namespace)
            near = self._names.near(name, home.namespace, lambda: home.terms)
            return self._names.short(home.namespace + near) if near else None
        found = self._names.near(local(iri), "known", lambda: list(self._known))
        return self._names.short(self._known[found]) if found else None

    @cached_property
    def _known(self) -> dict[str, str]:
        """The names of classes and properties by their last parts."""
        answer = self._data.store.query(_KNOWN)
        rows = answer if isinstance(answer, QuerySolutions) else ()
        terms: list[Term] = [row["term"] for row in rows]
        return {local(t.value): t.value for t in terms if isinstance(t, NamedNode)}


def _key(at: Statement) -> str:
    """Under which name the sentence stands: by what the term is named for."""
    if at.predicate in TARGETS:
        return "undeclared-target"
    if at.predicate in (_KIND, _DATATYPE):
        return "undeclared-class"
    return "undeclared-path"
