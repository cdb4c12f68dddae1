"""What the table of SHACL's terms says of each property, checked on every use."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from claimgraph.graphs import FIRST, SH, SHAPES, TYPE, sh
from claimgraph.meaning import vocabulary
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement
from claimgraph.meaning.graphs import Term as Node
from claimgraph.meaning.kinds import KINDS
from claimgraph.meaning.lists import Lists
from claimgraph.meaning.names import Names, local
from claimgraph.meaning.unknown import near_term
from claimgraph.meaning.vocabulary import Term

_PATHS = ("path", "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath",
          "zeroOrOnePath")  # fmt: skip
_QUERIES = ("sparql", "validator", "nodeValidator", "propertyValidator")
#: The properties through which a node becomes what a property stands *on*.
_THROUGH = {
    "path": {*map(sh, (*_PATHS, "resultPath")), FIRST},
    "query": {*map(sh, _QUERIES)},
    "declaration": {sh("declare")},
    "parameter": {sh("parameter")},
}
_NOTHING: Mapping[str, str] = MappingProxyType({})


class Values:
    """The uses of SHACL's properties in *shapes*."""

    def __init__(self, shapes: Graph, names: Names) -> None:
        self._shapes = shapes
        self._names = names
        self._lists = Lists(shapes)
        self._roles: dict[tuple[str, Node], bool] = {}

    def faults(self) -> Iterator[Fault]:
        """What breaks the rules of the table."""
        for term in vocabulary.terms().values():
            if term.kind == "property" and term.heeded:
                uses = list(self._shapes.triples(None, NamedNode(term.iri)))
                yield from self._counted(term, uses)
                yield from self._each(term, uses)

    def _counted(self, term: Term, uses: list[Statement]) -> Iterator[Fault]:
        if not term.most:
            return
        counts = Counter(at.subject for at in uses)
        last = {at.subject: at for at in uses}
        for subject, count in counts.items():
            if count > 1:
                at = last[subject]
                yield self._fault(term.most, at, "maxCount", {"count": str(count)})

    def _each(self, term: Term, uses: list[Statement]) -> Iterator[Fault]:
        past: set[Node] = set()
        for at in uses:
            yield from self._placed(term, at)
            if term.needs and not self._beside(at, term.needs):
                needed = " or ".join(f"sh:{name}" for name in term.needs)
                yield self._fault(f"{term.name}-needs", at, "needs", {"needed": needed})
            kind, listed, _ = term.values.partition("-list")
            if listed or kind == "list":
                yield from self._list(term, at, "" if kind == "list" else kind, past)
            elif kind in KINDS:
                yield from self._value(term, at, kind)

    def _beside(self, at: Statement, names: tuple[str, ...]) -> bool:
        return any(self._shapes.has(at.subject, sh(name)) for name in names)

    def _placed(self, term: Term, at: Statement) -> Iterator[Fault]:
        if term.on == "property-shape" and not self._shapes.has(at.subject, sh("path")):
            yield self._fault(f"{term.name}-scope", at, "scope")
        elif not self._is(term.on, at.subject):
            yield self._fault(f"{term.name}-scope", at, f"on-{term.on}")

    def _is(self, role: str, node: Node) -> bool:
        """Whether *node* is what a property stands on; it is found out once."""
        if (role, node) not in self._roles:
            self._roles[role, node] = self._find_out(role, node)
        return self._roles[role, node]

    def _find_out(self, role: str, node: Node) -> bool:
        """What is not supported may be anything: that is said elsewhere."""
        if role == "component":
            kinds = set(self._shapes.values(node, TYPE))
            return bool(kinds & self._components) or any(map(self._is_unheeded, kinds))
        if role not in _THROUGH:
            return True
        found = {at.predicate for at in self._shapes.triples(None, None, node)}
        return bool(found & _THROUGH[role]) or any(map(self._is_unheeded, found))

    @cached_property
    def _components(self) -> set[Node]:
        """The class of constraint components and those below it."""
        return self._shapes.below(sh("ConstraintComponent"))

    @staticmethod
    def _is_unheeded(node: Node) -> bool:
        name = node.value.removeprefix(SH) if isinstance(node, NamedNode) else ""
        term = vocabulary.terms().get(name)
        return term is not None and not term.heeded

    def _list(
        self, term: Term, at: Statement, kind: str, past: set[Node]
    ) -> Iterator[Fault]:
        if kind == "path":
            return  # it is looked at as a path
        broken = self._lists.broken(at)
        if broken:
            key = "broken-list" if self._lists.is_list(at.object) else "no-list"
            told = {"term": f"sh:{term.name}"}
            yield self._fault(f"{term.name}-node", broken, key, told)
        elif kind:
            for item in self._lists.items(at.object, past):
                yield from self._value(term, item, kind, "members-")

    def _value(
        self, term: Term, at: Statement, kind: str, member: str = ""
    ) -> Iterator[Fault]:
        ending, fits = KINDS[kind]
        if not fits(at.object):
            rule = f"{term.name}-{member}{ending}"
            told, near = {"term": f"sh:{term.name}"}, self._near(at.object)
            yield fault(rule, self._names, at, told, key=f"value-{kind}", near=near)
        elif kind == "shape" and not (
            self._shapes.has(at.object) or _unknown(at.object)
        ):
            yield self._undefined(term, at)
        elif kind == "pattern" and not self._compiles(at):
            yield fault("pattern-regex", self._names, at)

    def _near(self, node: Node) -> str | None:
        """What may have been meant by what is no term of SHACL."""
        name = _unknown(node)
        return near_term(name, self._names, is_property=False) if name else None

    def _undefined(self, term: Term, at: Statement) -> Fault:
        shapes = self._named_shapes
        wrong = local(at.object.value) if isinstance(at.object, NamedNode) else ""
        near = self._names.near(wrong, "shape", lambda: list(shapes))
        return fault(
            f"{term.name}-undefined",
            self._names,
            at,
            {"term": f"sh:{term.name}"},
            key="undefined-shape",
            near=shapes.get(near or ""),
        )

    @cached_property
    def _named_shapes(self) -> dict[str, str]:
        """The names of shapes by their last parts."""
        found = (each for kind in SHAPES for each in self._shapes.subjects(TYPE, kind))
        return {
            local(shape.value): self._names.of(shape)
            for shape in found
            if isinstance(shape, NamedNode)
        }

    def _compiles(self, at: Statement) -> bool:
        """Whether REGEX takes the pattern with its flags (section 4.4.3)."""
        flags = self._shapes.values(at.subject, sh("flags"))
        given = [at.object, *(each for each in flags[:1] if isinstance(each, Literal))]
        arguments = ", ".join(map(str, given))
        answer = Store().query(f"SELECT (REGEX('', {arguments}) AS ?fits) {{}}")
        found = next(answer, None) if isinstance(answer, QuerySolutions) else None
        return found is not None and found["fits"] is not None

    def _fault(
        self, rule: str, at: Statement, key: str, told: Mapping[str, str] = _NOTHING
    ) -> Fault:
        return fault(rule, self._names, at, told, key=key)


def _unknown(node: Node) -> str:
    """The name that *node* has in SHACL's namespace, if it is none of SHACL's."""
    iri = node.value if isinstance(node, NamedNode) else ""
    name = iri.removeprefix(SH) if iri.startswith(SH) else ""
    return "" if name in vocabulary.terms() else name
