"""What was meant by a name in the shapes that nobody declares or uses."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from claimgraph.graphs import sh
from claimgraph.meaning import vocabulary
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.names import Names, local
from claimgraph.meaning.slips import slips
from claimgraph.meaning.targets import CLASS, NODE, TARGETS

_PATH = sh("path")
#: Where a name does not stand beside others, but for all or against one of them.
_APART = (*TARGETS, *map(sh, ("equals", "disjoint", "lessThan", "lessThanOrEquals")))
#: How far it is looked for what stands beside a name.
_MOST = 100
#: What could have been meant, by kind: what is used as one, and ...
_USED = {
    "property": "SELECT DISTINCT ?term { ?any ?term ?value }",
    "class": "SELECT DISTINCT ?term { ?any a ?term }",
    "node": "SELECT DISTINCT ?term { { ?term ?p ?value } UNION { ?any ?p ?term } }",
}
#: ... what is declared to be one.
_DECLARED = {
    kind: f"""
SELECT DISTINCT ?term
WHERE {{ ?term a ?kind . FILTER (STRENDS(STR(?kind), "{kind.capitalize()}")) }}
"""
    for kind in ("property", "class")
}


class Meant:
    """
    What was meant by the *unused* names of the *shapes*, in the *data* or there.

    The shapes also mean what they have *named* with them.
    """

    def __init__(
        self,
        shapes: Graph,
        data: Graph,
        names: Names,
        unused: Sequence[Statement],
        named: Iterable[Statement],
    ) -> None:
        self._shapes = shapes
        self._data = data
        self._names = names
        self._unused = unused
        self._named: dict[str, list[Statement]] = {}
        for at in named:
            self._named.setdefault(iri(at), []).append(at)

    def near(self, at: Statement) -> str | None:
        """The name that *at* is likely a slip of, unless the shapes mean both."""
        near = self._slips[_kind(at)].get(iri(at))
        return near if near and not self._are_two(at, near) else None

    @cached_property
    def _slips(self) -> Mapping[str, Mapping[str, str]]:
        """By kind, each name that is not used with the one it may be a slip of."""
        wanted: dict[str, set[str]] = {}
        for at in self._unused:
            wanted.setdefault(_kind(at), set()).add(iri(at))
        return {
            kind: slips(terms, [*self._known[kind], *_listed(terms)])
            for kind, terms in wanted.items()
        }

    @cached_property
    def _known(self) -> Mapping[str, Sequence[str]]:
        """The names of each kind that are used or declared."""
        return {kind: self._used_as(kind) for kind in set(map(_kind, self._unused))}

    def _used_as(self, kind: str) -> list[str]:
        queries = [each[kind] for each in (_USED, _DECLARED) if kind in each]
        answers = [self._data.store.query(query) for query in queries]
        if kind in _DECLARED:
            answers.append(self._shapes.store.query(_DECLARED[kind]))
        return [
            row["term"].value
            for answer in answers
            if isinstance(answer, QuerySolutions)
            for row in answer
            if isinstance(row["term"], NamedNode)
        ]

    def _are_two(self, at: Statement, near: str) -> bool:
        """
        Whether neither is a slip of the other, since the shapes name both.

        They are the same name in two namespaces; or they are in one shape, differ by
        letters that were replaced or stand where either will do or one is forbidden,
        and no vocabulary lists but one of them.
        """
        one, other = local(iri(at)), local(near)
        if one == other:
            return near in self._named
        if at.predicate in _APART or vocabulary.has_terms(iri(at)):
            return False
        swapped = sorted(one.lower()) == sorted(other.lower())
        told = len(one) == len(other) or self._is_choice(at)
        return told and not swapped and self._beside(at, near)

    def _is_choice(self, at: Statement) -> bool:
        """Whether another path will do as well as this one, or it may have no value."""
        counts = self._shapes.values(at.subject, sh("maxCount"))
        forbidden = any(isinstance(n, Literal) and n.value == "0" for n in counts)
        return forbidden or not self._shapes.has(None, sh("property"), at.subject)

    def _beside(self, at: Statement, near: str) -> bool:
        """Whether a shape has both, however deep within."""
        above = self._enclosing(at.subject)
        others = self._named.get(near, ())[:_MOST]
        return any(above & self._enclosing(other.subject) for other in others)

    def _enclosing(self, node: Term) -> set[Term]:
        """The shapes with names of their own that *node* is part of, or is."""
        found, past, waiting = set[Term](), {node}, [node]
        while waiting and len(past) < _MOST:
            here = waiting.pop()
            inner = isinstance(here, BlankNode) or self._shapes.has(here, _PATH)
            above = {each.subject for each in self._above(here)} if inner else set()
            found |= set() if above else {here}
            waiting += above - past
            past |= above
        return found

    def _above(self, node: Term) -> Iterable[Statement]:
        return islice(self._shapes.triples(None, None, node), _MOST)

    def hint(self, at: Statement) -> str | None:
        """What else may have been meant, though it is less like than a slip."""
        home = vocabulary.home(iri(at))
        if home is None:
            return self._alike(at)
        name = iri(at).removeprefix(home.namespace)
        found = self._names.near(name, home.namespace, lambda: home.terms)
        return home.namespace + found if found else None

    def _alike(self, at: Statement) -> str | None:
        known = self._by_name[_kind(at)]
        found = self._names.near(local(iri(at)), _kind(at), lambda: list(known))
        return known[found] if found else None

    @cached_property
    def _by_name(self) -> Mapping[str, Mapping[str, str]]:
        """The names of each kind by their last parts."""
        return {
            kind: {local(iri): iri for iri in known}
            for kind, known in self._known.items()
        }


def _listed(terms: set[str]) -> set[str]:
    """All terms of the vocabularies that these *terms* may be of."""
    homes = {vocabulary.home(term) for term in terms}
    return {each.namespace + name for each in homes if each for name in each.terms}


def iri(at: Statement) -> str:
    """What the object of *at* names, or nothing if it is no IRI."""
    return at.object.value if isinstance(at.object, NamedNode) else ""


def _kind(at: Statement) -> str:
    """What the object is named as: a class, a property, a node or a datatype."""
    if at.predicate in (CLASS, sh("class")):
        return "class"
    others = {NODE: "node", sh("datatype"): "datatype"}
    return others.get(at.predicate, "property")
