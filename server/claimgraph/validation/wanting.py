"""Which triples may be at fault for a result, the likeliest first."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from claimgraph.graphs import Term, sh
from claimgraph.shacl import Result
from claimgraph.shacl.dependencies import inverted
from claimgraph.shacl.exact import is_changed, meant, written
from claimgraph.shacl.paths import Inverse, Joined, Path, Repeated, Step
from claimgraph.shacl.walking import back

#: The components that find too many values, of which the last is shown.
_TOO_MANY = {
    sh(f"{name}ConstraintComponent")
    for name in ("MaxCount", "QualifiedMaxCount", "UniqueLang")
}
_CLOSED = sh("ClosedConstraintComponent")
#: What a query's variables are for (SHACL, section 5.3.2), and ours for a triple.
_KNOWN = ("this", "value", "path", "object", "message", "failure")


class Wanted(NamedTuple):
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
    def key(self) -> object:
        """By which to look for it: one of the `keys` of a triple that it may be."""
        return self.subject, kept(self.value)

    def matches(self, quad: Quad) -> bool:
        """Whether *quad*, which has its key, is such a triple."""
        return (not self.predicates or quad.predicate in self.predicates) and (
            self.language is None or _language(quad.object) == self.language
        )


def keys(quad: Quad) -> tuple[object, ...]:
    """By what *quad* may be looked for."""
    subject, value = quad.subject, kept(quad.object)
    return (subject, value), (subject, None), (None, value)


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
    elif result.component in _TOO_MANY and path is not None and _first_steps(path):
        language = result.bindings.get("language")
        tag = language.value if isinstance(language, Literal) else None
        yield Wanted(node, _first_steps(path), None, tag, last=True)


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
    *before, last = path.parts
    for reached in _ahead(data, before, written(node)):
        if written(value) in back(data, inverted(last), [reached]):
            yield from _step(meant(reached), last, value)


def _ahead(data: Store, parts: Sequence[Path], start: Term) -> set[Term]:
    """The nodes to which *parts*, one after the other, lead from *start*."""
    reached = {start}
    for part in parts:
        reached = back(data, inverted(part), reached)
    return reached


def is_direct(path: Path | None) -> bool:
    """Whether *path* repeats nothing, so that its end is soon found."""
    if isinstance(path, Joined):
        return all(map(is_direct, path.parts))
    if isinstance(path, Inverse):
        return is_direct(path.part)
    return not isinstance(path, Repeated)


def _step(node: Term, path: Path, value: Term) -> Iterator[Wanted]:
    """A triple of *path* between the two, in either direction."""
    yield Wanted(node, _predicates(path), value)
    if not isinstance(value, Literal):
        yield Wanted(value, _predicates(path), node)


def _leading(node: Term, path: Path | None, value: Term) -> Iterator[Wanted]:
    """Any triple with *value*, one that ends there, or the path's first step."""
    yield Wanted(node, frozenset(), value)
    if path is not None and (predicates := _predicates(path)):
        yield Wanted(None, predicates, value)
        yield Wanted(node, _first_steps(path) or predicates, None)


@lru_cache(1_000)
def _predicates(path: Path) -> frozenset[NamedNode]:
    return path.predicates


@lru_cache(1_000)
def _first_steps(path: Path) -> frozenset[NamedNode]:
    """The predicates with which *path* may leave a node."""
    if isinstance(path, Step):
        return frozenset({path.predicate})
    if isinstance(path, Repeated):
        return _first_steps(path.part)
    if isinstance(path, Joined):
        parts = path.parts if path.sign == "|" else path.parts[:1]
        return frozenset().union(*map(_first_steps, parts))
    return frozenset() if isinstance(path, Inverse) else path.predicates


def _language(term: object) -> str:
    return (term.language or "").lower() if isinstance(term, Literal) else ""


def kept(term: object) -> object:
    """What the engine keeps of *term*: of a number, what it means."""
    changed = isinstance(term, Literal) and is_changed(term)
    return _stored(term) if changed else term


@lru_cache(10_000)
def _stored(term: Literal) -> object:
    store, name = Store(), NamedNode("urn:x")
    store.add(Quad(name, name, term))
    return next(iter(store)).object
