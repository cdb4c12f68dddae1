"""Which triples may be at fault for a result, the likeliest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple, Variable

from claimgraph.shacl import Result
from claimgraph.shacl.exact import meant, written
from claimgraph.shacl.graph import Term
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step
from claimgraph.shacl.vocabulary import sh

#: The components that find too many values, of which the last is shown.
_TOO_MANY = {
    sh(f"{name}ConstraintComponent")
    for name in ("MaxCount", "QualifiedMaxCount", "UniqueLang")
}
_CLOSED = sh("ClosedConstraintComponent")
#: What a query's variables are for (SHACL, section 5.3.2), and ours for a triple.
_KNOWN = ("this", "value", "path", "object", "message", "failure")


@dataclass(frozen=True)
class Wanted:
    """
    A triple to be found, or as much of it as is known.

    Where several match, the *last* is meant, or the first; the place is that of its
    object, or of its subject.
    """

    subject: Term | None
    predicates: frozenset[NamedNode] = frozenset()
    value: Term | None = None
    language: str | None = None
    last: bool = False
    points_at_subject: bool = False

    @property
    def key(self) -> Term | None:
        """The term by which to look for it: its subject, or else its object."""
        return self.value if self.subject is None else self.subject

    def matches(self, quad: Quad) -> bool:
        """Whether *quad* is such a triple."""
        return (
            self.subject in (None, quad.subject)
            and (not self.predicates or quad.predicate in self.predicates)
            and (self.value is None or _same(quad.object, self.value))
            and (self.language is None or _language(quad.object) == self.language)
        )


def wanted(
    result: Result, node: Term, path: Path | None, data: Store | None
) -> list[Wanted]:
    """
    What may be at fault, the best first; *node* is what the finding is about.

    *path* is that of the shape; *data*, if there are any, tell which triple ends a path
    of many steps.
    """
    return [
        *_triples(result, node, path, data),
        Wanted(node, points_at_subject=True),
        Wanted(None, value=node),
    ]


def _triples(
    result: Result, node: Term, path: Path | None, data: Store | None
) -> Iterator[Wanted]:
    value = result.value if result.value != node else None
    yield from _said(result, node, value)
    if value is not None:
        yield from _ending(node, _followed(result, path), value, data)
        yield from _leading(node, path, value)
    elif result.component in _TOO_MANY and path is not None and first_steps(path):
        language = result.bindings.get("language")
        tag = language.value if isinstance(language, Literal) else None
        yield Wanted(node, first_steps(path), None, tag, last=True)


def _said(result: Result, node: Term, value: Term | None) -> Iterator[Wanted]:
    """What a query tells: a path and an object, or else an object of the node's."""
    path, object_ = result.bindings.get("path"), result.bindings.get("object", value)
    if isinstance(path, NamedNode):
        yield Wanted(node, frozenset({path}), object_, last=object_ is None)
    named = isinstance(node, NamedNode)  # others are found where they stand
    if named and result.constraint is not None and value is None:
        others = {k: v for k, v in result.bindings.items() if k not in _KNOWN}
        for other in reversed(others.values()):
            yield Wanted(node, frozenset(), meant(other))


def _followed(result: Result, path: Path | None) -> Path | None:
    """The path from the focus node to the value: a closed shape adds a step."""
    said = result.path
    if not said.startswith("<") or said.count("<") > 1 or said == str(path):
        return path
    step = Step(NamedNode(said[1:-1]))
    if path is not None and result.component == _CLOSED:
        return Joined((path, step), "/")
    return step if path is None else path


def _ending(
    node: Term, path: Path | None, value: Term, data: Store | None
) -> Iterator[Wanted]:
    """The triple with which *path* comes to *value*."""
    if path is None:
        return
    if not isinstance(path, Joined) or path.sign != "/":
        yield from _step(node, path, value)
        return
    if data is None:
        return
    before = "/".join(map(str, path.parts[:-1]))
    group = f"?this {before} ?from . ?from {path.parts[-1]} ?value"
    query = f"SELECT ?this ?value ?from {{ {group} }}"
    known: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
        Variable("this"): written(node),
        Variable("value"): written(value),
    }
    for row in data.query(query, substitutions=known):  # type: ignore[union-attr]
        yield from _step(row["from"], path.parts[-1], value)


def _step(node: Term, path: Path, value: Term) -> Iterator[Wanted]:
    """A triple of *path* between the two, in either direction."""
    yield Wanted(node, path.predicates, value)
    if not isinstance(value, Literal):
        yield Wanted(value, path.predicates, node)


def _leading(node: Term, path: Path | None, value: Term) -> Iterator[Wanted]:
    """Any triple with *value*, one that ends there, or the path's first step."""
    yield Wanted(node, frozenset(), value)
    if path is not None and (predicates := path.predicates):
        yield Wanted(None, predicates, value)
        yield Wanted(node, first_steps(path) or predicates, None)


def first_steps(path: Path) -> frozenset[NamedNode]:
    """The predicates with which *path* may leave a node."""
    if isinstance(path, Step):
        return frozenset({path.predicate})
    if isinstance(path, Repeated):
        return first_steps(path.part)
    if isinstance(path, Joined):
        parts = path.parts if path.sign == "|" else path.parts[:1]
        return frozenset().union(*map(first_steps, parts))
    return frozenset() if isinstance(path, Inverse) else path.predicates


def _language(term: object) -> str:
    return (term.language or "").lower() if isinstance(term, Literal) else ""


def _same(found: object, wanted: Term) -> bool:
    """Whether they are the same, or the engine keeps them the same."""
    if found == wanted:
        return True
    if not isinstance(found, Literal) or not isinstance(wanted, Literal):
        return False
    return _kept(found) == _kept(wanted)


@cache
def _kept(term: Literal) -> object:
    store, name = Store(), NamedNode("urn:x")
    store.add(Quad(name, name, term))
    return next(iter(store)).object
