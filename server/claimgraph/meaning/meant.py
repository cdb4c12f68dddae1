"""What was meant by a name in the shapes that nobody declares or uses."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from pyoxigraph import NamedNode, QuerySolutions

from claimgraph.meaning import vocabulary
from claimgraph.meaning.graphs import Graph, Statement, sh
from claimgraph.meaning.names import Names, local
from claimgraph.meaning.slips import slips
from claimgraph.meaning.targets import CLASS, NODE

_PATH, _PROPERTY = sh("path"), sh("property")
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
    """What was meant by the *unused* names of the *shapes*, in the *data* or there."""

    def __init__(
        self, shapes: Graph, data: Graph, names: Names, unused: Sequence[Statement]
    ) -> None:
        self._shapes = shapes
        self._data = data
        self._names = names
        self._unused = unused

    def near(self, at: Statement, named: set[str]) -> str | None:
        """
        The name that the object of *at* is likely a slip of.

        There is none if the shapes mean both, as they do that have *named* it too.
        """
        term = iri(at)
        near = self._slips[_kind(at)].get(term)
        return near if near and not self._are_two(at, near, named) else None

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

    def _are_two(self, at: Statement, near: str, named: set[str]) -> bool:
        """
        Whether neither is a slip of the other, since the shapes name both.

        They are of one shape, and not as like as letters that changed places; or they
        are the same name in two namespaces.
        """
        one, other = local(iri(at)), local(near)
        if one == other:
            return near in named
        swapped = sorted(one.lower()) == sorted(other.lower())
        return at.predicate == _PATH and not swapped and self._beside(at, near)

    def _beside(self, at: Statement, near: str) -> bool:
        """Whether a shape has properties by the path *at* and by the path *near*."""
        above = set(self._shapes.subjects(_PROPERTY, at.subject))
        return any(
            above.intersection(self._shapes.subjects(_PROPERTY, other))
            for other in self._shapes.subjects(_PATH, NamedNode(near))
        )

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
