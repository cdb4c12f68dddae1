"""Whether the shapes are about anything: targets, and what is asked of them."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from claimgraph.graphs import (
    CLASSES,
    RESOURCE,
    SHAPES,
    SUBCLASS_OF,
    TYPE,
    is_true,
    reached,
    sh,
)
from claimgraph.meaning import vocabulary
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.names import Names

CLASS, SUBJECTS, OBJECTS, NODE = TARGETS = tuple(
    map(sh, ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
)
#: What a shape says without asking anything by itself.
_UNASKING = (
    "path", "property", "node", "flags", "ignoredProperties", "qualifiedValueShape",
    "qualifiedValueShapesDisjoint",
)  # fmt: skip
#: Values with which a constraint is met whatever the data.
_MET = {
    sh("closed"): ("false", "0"),
    sh("uniqueLang"): ("false", "0"),
    sh("minCount"): ("0",),
    sh("minLength"): ("0",),
    sh("qualifiedMinCount"): ("0",),
}
_LEADING = (sh("property"), sh("node"))


class Targets:
    """The shapes that have targets, and those that ask something."""

    def __init__(self, shapes: Graph, names: Names) -> None:
        self._shapes = shapes
        self._names = names

    def faults(self) -> Iterator[Fault]:
        """Say where the shapes could find nothing wrong in any data."""
        if not self._shapes.has():
            yield fault("no-shapes", self._names, key="empty-graph")
        elif not self._exist():
            yield fault(
                "no-shapes", self._names, told={"count": str(len(self._shapes.store))}
            )
        elif not self.all:
            yield fault("no-targets", self._names)
        elif not self.active:
            at = next(self._shapes.triples(None, sh("deactivated")))
            yield fault(
                "deactivated-all", self._names, at, {"count": str(len(self.all))}
            )
        else:
            for shape, targets in self.active.items():
                if shape not in self._asking:
                    yield fault("asks-nothing", self._names, targets[0])

    @cached_property
    def all(self) -> dict[Term, list[Statement]]:
        """The triples that give targets, by shape (SHACL, section 2.1.3)."""
        found: dict[Term, list[Statement]] = {}
        for target in (*TARGETS, sh("target")):
            for at in self._shapes.triples(None, target):
                found.setdefault(at.subject, []).append(at)
        for at in self._implicit():
            found.setdefault(at.subject, []).append(at)
        return found

    @cached_property
    def active(self) -> dict[Term, list[Statement]]:
        """Those of shapes that are not deactivated."""
        return {s: at for s, at in self.all.items() if s not in self._deactivated}

    def _implicit(self) -> Iterator[Statement]:
        """Shapes that are classes too are about their instances (2.1.3.3)."""
        kinds = {kind for each in CLASSES for kind in self._shapes.below(each)}
        for kind in kinds:
            for at in self._shapes.triples(None, TYPE, kind):
                if self._is_shape(at.subject):
                    yield at

    def _is_shape(self, node: Term) -> bool:
        kinds = self._shapes.values(node, TYPE)
        return any(kind in SHAPES for kind in kinds) or any(
            at.predicate in self._parameters for at in self._shapes.triples(node)
        )

    def _exist(self) -> bool:
        typed = any(self._shapes.has(None, TYPE, kind) for kind in SHAPES)
        used = (*self._parameters, *TARGETS)
        return typed or any(self._shapes.has(None, each) for each in used)

    @cached_property
    def _parameters(self) -> frozenset[NamedNode]:
        """The properties that constrain: SHACL's, and those declared in the shapes."""
        core = {
            sh(term.name)
            for term in vocabulary.terms().values()
            if term.on in ("shape", "property-shape")
        }
        declared = {
            path
            for at in self._shapes.triples(None, sh("parameter"))
            for path in self._shapes.values(at.object, sh("path"))
            if isinstance(path, NamedNode)
        }
        return frozenset(core | declared) - frozenset(TARGETS)

    @cached_property
    def _deactivated(self) -> frozenset[Term]:
        found = self._shapes.triples(None, sh("deactivated"))
        return frozenset(at.subject for at in found if is_true(at.object))

    @cached_property
    def _asking(self) -> set[Term]:
        """
        The shapes that ask something, by themselves or by those they lead to.

        What a shape asks that nobody defined is not known.
        """
        leading = (at for way in _LEADING for at in self._shapes.triples(None, way))
        unknown = (at.subject for at in leading if not self._shapes.has(at.object))
        seeds = set[Term](unknown) | {
            at.subject
            for parameter in self._parameters - set(map(sh, _UNASKING))
            for at in self._shapes.triples(None, parameter)
            if self._asks(at)
        }
        return set(reached(seeds - self._deactivated, self._leading_to))

    def _asks(self, at: Statement) -> bool:
        """Whether data could break what a triple asks for."""
        value = at.object.value if isinstance(at.object, Literal) else None
        off = at.predicate == sh("sparql") and at.object in self._deactivated
        return not off and value not in _MET.get(at.predicate, ())

    def _leading_to(self, shape: Term) -> Iterator[Term]:
        for leading in _LEADING:
            for above in self._shapes.subjects(leading, shape):
                if above not in self._deactivated:
                    yield above

    def met(self, data: Graph, own: Graph) -> bool:
        """Whether any shape, but those about any node, is about a node of *own*."""
        found = [at for each in self.active.values() for at in each]
        return self._properties(found, own) or self._instances(found, data, own)

    def _properties(self, found: Iterable[Statement], own: Graph) -> bool:
        return any(
            isinstance(at.object, NamedNode)
            and at.predicate in (SUBJECTS, OBJECTS)
            and own.has(None, at.object)
            for at in found
        ) or any(self._node(at, own) for at in found if at.predicate == NODE)

    def _node(self, at: Statement, own: Graph) -> bool:
        """One named node may stand for a set: those of a class, users of a property."""
        if at.object == RESOURCE:
            return False
        standing = self._shapes.has(at.subject, sh("sparql")) and (
            own.has(None, TYPE, at.object)
            or (isinstance(at.object, NamedNode) and own.has(None, at.object))
        )
        return standing or own.has(at.object) or own.has(None, None, at.object)

    def _instances(self, found: Iterable[Statement], data: Graph, own: Graph) -> bool:
        """Whether there is an instance of any class; all are gone down at once."""
        kinds = {self.kind(at) for at in found} - {None}
        below: set[Term] = {kind for kind in kinds if kind is not None}
        waiting = list(below)
        while waiting:
            kind = waiting.pop()
            if own.has(None, TYPE, kind):
                return True
            new = set(data.subjects(SUBCLASS_OF, kind)) - below
            below |= new
            waiting += new
        return any(
            own.has(node) for kind in below for node in data.subjects(TYPE, kind)
        )

    @staticmethod
    def kind(at: Statement) -> Term | None:
        """The class whose instances a target is about, if it is one."""
        if at.predicate == CLASS:
            return at.object
        return at.subject if at.predicate == TYPE else None
