"""Why a pattern matches nothing, or two match nothing together."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pyoxigraph import Literal, NamedNode

from claimgraph.answers import Row
from claimgraph.answers import Term as Value
from claimgraph.explaining import tree
from claimgraph.explaining.asking import Asker
from claimgraph.explaining.constants import difference, examples, say
from claimgraph.explaining.emptying import Finding, Wrap
from claimgraph.explaining.homes import enumerated, homes, in_words
from claimgraph.explaining.known import Known, either
from claimgraph.explaining.results import Hint
from claimgraph.explaining.terms import HIDDEN, Path, Pattern, Term
from claimgraph.namespaces import PREFIXES

_TYPES = (f"<{PREFIXES['rdf']}type>", "rdf:type")
_SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
_SUBPROPERTY = f"<{PREFIXES['rdfs']}subPropertyOf>"
_INVERSE = f"<{PREFIXES['owl']}inverseOf>"
_ANY = f"?{HIDDEN}any"
_TWO = 2
#: Values of a pattern that are compared with the constant in it.
_MOST_VALUES = 5_000


class Hinter:
    """Finds hints for the patterns of one query."""

    def __init__(self, asker: Asker, known: Known) -> None:
        self._asker = asker
        self._known = known

    def of_pattern(self, pattern: Pattern, wrap: Wrap) -> Iterator[Hint]:
        """Say why *pattern* has no match by itself."""
        if self._has_unknown(pattern):
            return
        found = homes(self._asker, pattern.text)
        if found.default or found.policies or found.graphs:
            chooses = not self._asker.request.names_its_graphs
            kind = "trust" if chooses and found.in_views_alone else "graph"
            yield Hint(kind, in_words(found, chooses=chooses))
            return
        looks = (self._of_step, self._of_role, self._of_order, self._of_constants)
        for look in looks:
            hints = [*look(pattern, wrap)]
            yield from hints
            if hints:
                return

    def _has_unknown(self, pattern: Pattern) -> bool:
        terms = [term.text for term in pattern.constants() if term.kind == "iri"]
        values = self._asker.resolve(terms).values()
        iris = [each.value for each in values if isinstance(each, NamedNode)]
        return any(iri not in self._known for iri in iris)

    def _of_step(self, pattern: Pattern, wrap: Wrap) -> Iterator[Hint]:
        """Name the first step of a path that nothing gets past."""
        path = pattern.predicate
        if not isinstance(path, Path) or path.operator != "/":
            return
        for place, step in enumerate(path.parts):
            text = "/".join(f"({part.text})" for part in path.parts[: place + 1])
            if not self._asker.some(wrap(f"{pattern.subject.text} {text} {_ANY}")):
                where = self._asker.place(step.start, step.shown)
                yield Hint("path-step", f"Nothing gets past this step: {where}.")
                return

    def _of_role(self, pattern: Pattern, wrap: Wrap) -> Iterator[Hint]:
        """Say where a known IRI never stands as it does here, and what does."""
        for term, role in _roles(pattern):
            value = self._asker.resolve([term.text]).get(term.text)
            if isinstance(value, NamedNode) and not self._is_used(str(value), role):
                instead = [*self._narrower(value, role), *self._inverse(value, role)]
                yield from instead or [self._role_of(value, role)]

    def _is_used(self, text: str, role: str) -> bool:
        return self._asker.everywhere.some(_anywhere(_use(text, role)))

    def _narrower(self, term: NamedNode, role: str) -> Iterator[Hint]:
        relation = _SUBPROPERTY if role == "predicate" else _SUBCLASS
        body = f"?narrower {relation}+ {term} FILTER (?narrower != {term})"
        used = f"FILTER EXISTS {{ {_anywhere(_use('?narrower', role))} }}"
        rows = self._asker.everywhere.rows("DISTINCT ?narrower", f"{body} {used}")
        names = [say(term) for term in _sorted(rows)]
        if names:
            yield Hint(
                "narrower",
                f"Nothing is stated with {say(term)} itself, but with what is "
                f"narrower: {enumerated(names)}.",
            )

    def _inverse(self, term: NamedNode, role: str) -> Iterator[Hint]:
        body = f"{{ ?other {_INVERSE} {term} }} UNION {{ {term} {_INVERSE} ?other }}"
        for row in self._asker.everywhere.rows("DISTINCT ?other", body):
            yield Hint(
                "inverse",
                f"Nothing is stated with {say(term)}, but with its inverse: "
                f"write ^{say(row[0])}.",
            )

    def _role_of(self, term: NamedNode, role: str) -> Hint:
        rows = self._asker.everywhere.rows("?kind", f"{term} a ?kind")
        kinds = examples(_sorted(rows))
        what = f"; it is of the kind {kinds}" if kinds else ""
        return Hint("role", f"{say(term)} never stands as a {role}{what}.")

    def _of_order(self, pattern: Pattern, wrap: Wrap) -> Iterator[Hint]:
        """Say if the pattern matches the other way round."""
        turned = replace(pattern, subject=pattern.object, object=pattern.subject)
        kinds = {pattern.subject.kind, pattern.object.kind}
        if kinds & {"literal", "triple"} or "iri" not in kinds or _is_type(pattern):
            return
        if self._asker.some(wrap(turned.text)):
            count = self._asker.count(wrap(turned.text))
            yield Hint(
                "reversed", f"The other way round it matches: {turned.shown} ({count})."
            )

    def _of_constants(self, pattern: Pattern, wrap: Wrap) -> Iterator[Hint]:
        """Say what stands in the data where the pattern has a constant."""
        anything = Term("variable", _ANY, 0, _ANY)
        for name, term, loose in (
            ("object", pattern.object, replace(pattern, object=anything)),
            ("subject", pattern.subject, replace(pattern, subject=anything)),
        ):
            asked = self._asker.resolve([term.text] if _is_constant(term) else [])
            tail = f"LIMIT {_MOST_VALUES}"
            rows = self._asker.rows(f"DISTINCT {_ANY}", wrap(loose.text), tail)
            found = _sorted(rows) if asked else []
            if found:
                yield self._other(asked[term.text], found, name)
                return

    def _other(self, asked: Value, found: list[Value | None], position: str) -> Hint:
        near = difference(asked, found) or self.named(asked, found)
        if near:
            return Hint("literal", f"{say(asked)} is not there: {near}")
        sentence = f"With another {position} it matches: {examples(found)}."
        return Hint("other-values", sentence)

    def named(self, asked: Value, found: list[Value | None]) -> str:
        """Say which IRI of those *found* goes by the text that is *asked* for."""
        if not isinstance(asked, Literal):
            return ""
        iris = [each.value for each in found if isinstance(each, NamedNode)]
        near = [iri for iri in self._known.going_by(asked.value) if iri in iris]
        names = [say(NamedNode(iri)) for iri in list(dict.fromkeys(near))[:2]]
        return f"here stand IRIs, did you mean {either(names)}?" if names else ""

    def of_pair(self, finding: Finding) -> Iterator[Hint]:
        """Say what two pieces that never match together have by themselves."""
        if finding.wrap(""):
            yield Hint("graph", "GRAPH wants all of it in one and the same graph.")
        steps = [piece for piece in finding.pieces if isinstance(piece, _JOINED)]
        for one, other in [steps] if len(steps) == _TWO else []:
            for name in sorted(tree.in_scope(one) & tree.in_scope(other)):
                yield from self._of_shared(name, one, other, finding.wrap)

    def _of_shared(
        self, name: str, one: tree.Element, other: tree.Element, wrap: Wrap
    ) -> Iterator[Hint]:
        spelt = "The blank node" if name.startswith(HIDDEN) else f"?{name}"
        here, there = (self._kinds(name, each, wrap) for each in (one, other))
        kind = "of the kind "
        if not here or not there or set(here) & set(there):
            here, there = (self._sample(name, each, wrap) for each in (one, other))
            kind = ""
        near = next(
            filter(None, (difference(term, there) for term in here if term)), ""
        )
        if near:
            yield Hint("literal", f"{spelt} is {examples(here)} in the first: {near}")
        elif here and there:
            yield Hint(
                "kinds" if kind else "values",
                f"{spelt} is {kind}{examples(here)} in the first, and "
                f"{kind}{examples(there)} in the second.",
            )

    def _sample(
        self, name: str, element: tree.Element, wrap: Wrap
    ) -> list[Value | None]:
        body = wrap(self._asker.fit(element))
        tail = f"LIMIT {_MOST_VALUES}"
        rows = self._asker.rows(f"DISTINCT ?{name}", body, tail)
        return _sorted(rows)

    def _kinds(
        self, name: str, element: tree.Element, wrap: Wrap
    ) -> list[Value | None]:
        body = f"{wrap(self._asker.fit(element))} ?{name} a {_ANY}"
        return _sorted(self._asker.rows(f"DISTINCT {_ANY}", body, "LIMIT 20"))


_JOINED = (Pattern, tree.Clause, tree.Select, tree.Values, tree.Bind)


def _sorted(rows: Iterable[Row]) -> list[Value | None]:
    """The first column of *rows*, in an order that is always the same."""
    return sorted((row[0] for row in rows if row[0] is not None), key=str)


def _is_constant(term: Term) -> bool:
    return term.kind in ("iri", "literal")


def _is_type(pattern: Pattern) -> bool:
    return isinstance(pattern.predicate, Term) and pattern.predicate.text in _TYPES


def _roles(pattern: Pattern) -> Iterator[tuple[Term, str]]:
    """The IRIs that stand as predicate or class, and as which."""
    if _is_type(pattern):
        if pattern.object.kind == "iri":
            yield pattern.object, "class"
        return
    for term in pattern.predicate.constants():
        yield term, "predicate"


def _use(text: str, role: str) -> str:
    return f"?s {text} ?o" if role == "predicate" else f"?s a {text}"


def _anywhere(body: str) -> str:
    return f"{{ {body} }} UNION {{ GRAPH ?{HIDDEN}g {{ {body} }} }}"
