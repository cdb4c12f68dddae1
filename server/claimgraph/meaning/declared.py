"""What shapes name though nobody declares or uses it: mistakes, or merely unused."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from claimgraph.graphs import SH, SUBCLASS_OF, TYPE, named, sh
from claimgraph.meaning import vocabulary
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement
from claimgraph.meaning.meant import Meant, iri
from claimgraph.meaning.names import Names, some
from claimgraph.meaning.paths import Paths
from claimgraph.meaning.targets import NODE, TARGETS

_PAIRS = tuple(map(sh, ("equals", "disjoint", "lessThan", "lessThanOrEquals")))
_KIND, _DATATYPE = sh("class"), sh("datatype")
#: What makes its object a class or property.
_DECLARING = (TYPE, SUBCLASS_OF, named("rdfs:subPropertyOf"))


class Declared:
    """What is declared in the *data* and what they rest on, or in the *shapes*."""

    def __init__(
        self, shapes: Graph, data: Graph, names: Names, *, is_met: bool
    ) -> None:
        """*is_met* says that a shape found a target in the data."""
        self._shapes = shapes
        self._data = data
        self._names = names
        self._is_met = is_met

    def faults(self) -> Iterator[Fault]:
        """
        Find what is named in a target, a class, a path or a datatype only.

        What is likely no mistake is told in one note.
        """
        named = list(self._naming())
        unused = [at for at in named if not self._is_declared(at)]
        meant = Meant(self._shapes, self._data, self._names, unused, named)
        rest = dict[str, None]()
        for at in unused:
            near = meant.near(at)
            if near or self._is_mistaken(at):
                yield self._fault(at, near or meant.hint(at))
            elif not _is_of_others(iri(at)):
                rest[self._names.of(at.object)] = None
        if rest:
            yield self._note([*rest])

    def _fault(self, at: Statement, near: str | None) -> Fault:
        hint = self._names.short(near) if near else None
        return fault("undeclared-target", self._names, at, key=_key(at), near=hint)

    def _note(self, names: Sequence[str]) -> Fault:
        told = {"count": str(len(names)), "names": some(names)}
        key = "unused-one" if len(names) == 1 else "unused"
        found = fault("undeclared-target", self._names, told=told, key=key)
        return replace(found, is_note=True)

    def _naming(self) -> Iterator[Statement]:
        for predicate in (*TARGETS, _KIND, *_PAIRS, _DATATYPE):
            yield from self._shapes.triples(None, predicate)
        yield from Paths(self._shapes, self._names).steps()

    def _is_declared(self, at: Statement) -> bool:
        term = at.object
        if not isinstance(term, NamedNode):
            return True
        if vocabulary.is_listed(term.value):
            others = map(NamedNode, vocabulary.twins(term.value))
            return self._is_used(term) or not any(map(self._is_used, others))
        if at.predicate == _DATATYPE and not vocabulary.has_terms(term.value):
            return True  # whose it is, and so whether it is misspelt, is not known
        return (
            self._data.has(term)
            or self._is_used(term)
            or (at.predicate == NODE and self._data.has(None, None, term))
            or self._is_declared_by_shapes(term)
        )

    def _is_used(self, term: NamedNode) -> bool:
        return self._data.has(None, term) or any(
            self._data.has(None, each, term) for each in _DECLARING
        )

    def _is_declared_by_shapes(self, term: NamedNode) -> bool:
        kinds = self._shapes.values(term, TYPE)
        foreign = any(not str(kind).startswith(f"<{SH}") for kind in kinds)
        return foreign or self._shapes.has(term, SUBCLASS_OF)

    def _is_mistaken(self, at: Statement) -> bool:
        """Whether a name cannot exist, or is a target that keeps all from being met."""
        term, lost = iri(at), at.predicate in TARGETS and not self._is_met
        return vocabulary.closed(term) or (lost and not _is_of_others(term))


def _is_of_others(term: str) -> bool:
    """Whether *term* is of a vocabulary that need not be given to be known."""
    home = vocabulary.home(term)
    return home is not None and (vocabulary.is_listed(term) or not home.terms)


def _key(at: Statement) -> str:
    """Under which name the sentence stands: by what the term is named for."""
    if at.predicate in TARGETS:
        return "undeclared-target"
    if at.predicate in (_KIND, _DATATYPE):
        return "undeclared-class"
    return "undeclared-path"
