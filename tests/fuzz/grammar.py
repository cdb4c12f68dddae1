"""Queries made by chance from the grammar of SPARQL and the terms of some data.

A pattern is a triple of the data in which some terms became variables, and shares one
with the patterns before it: so most queries find something, and few find everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from pyoxigraph import BlankNode, Triple

#: How deep groups may stand in groups.
_DEEPEST = 2
_VARIABLES = [f"?{letter}" for letter in "abcdefg"]


@dataclass(frozen=True)
class Group:
    """What stands between braces: triple patterns first, then other elements."""

    triples: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    variables: frozenset[str] = frozenset()

    def __str__(self):
        return " ".join(
            ["{", *(f"{each} ." for each in self.triples), *self.others, "}"]
        )

    def having(self, *others):
        """The same group with further elements at its end."""
        return replace(self, others=(*self.others, *others))


@dataclass
class Maker:
    """
    Makes queries by the *chance* given, from *triples*.

    A *safe* one leaves out what our engine and rdflib read differently:

    - Paths of alternatives, where a pair of nodes that both connect counts twice (SPARQL
      1.1, section 18.4): our engine counts it once, rdflib once or twice.
    - Paths of any length, and negated ones with an inverse: rdflib finds pairs more than
      once, or stops.
    - Queries within that do not select a variable of theirs: rdflib lets one of the same
      name outside it in.
    - UNDEF in such a query: rdflib joins it with what stands outside.
    - Comparisons by size: what has an order beyond the standard's is each engine's own.
    """

    triples: list[Triple]
    chance: Random
    safe: bool = False
    known: list[str] = field(default_factory=list)

    def group(self, depth=0, variables=()):
        """A group that shares one of the *variables*, if there are any."""
        self.known = [*variables]
        count = self.chance.choice((1, 1, 2, 2, 3))
        triples = [self._triple() for _ in range(count)]
        found = Group(tuple(triples), (), frozenset(self.known))
        if depth < _DEEPEST:
            for _ in range(self.chance.choice((0, 0, 1, 1, 2))):
                found = self._extended(found, depth + 1)
        self.known = sorted(found.variables)
        return found

    def _triple(self):
        """A triple pattern; it shares a variable with those before, where there are."""
        triple = self.chance.choice(self.triples)
        subject, predicate, object_ = map(self._term, triple)
        shared = self.chance.choice(self.known or _VARIABLES)
        own, other = self.chance.sample(_VARIABLES, 2)
        shapes = {
            (shared, predicate, own): 6,
            (own, predicate, shared): 4,
            (shared, predicate, object_): 3,
            (subject, predicate, shared): 2,
            (shared, other, object_): 2,
            (shared, predicate, shared): 1,
            (shared, self.path(), own): 2,
        }
        (made,) = self.chance.choices([*shapes], [*shapes.values()])
        found = [part for part in made if part in _VARIABLES]
        self.known += [each for each in found if each not in self.known]
        return " ".join(made)

    def _term(self, term):
        """*term* as a query writes it; a variable for what it cannot write."""
        if isinstance(term, BlankNode | Triple):
            return self.chance.choice(_VARIABLES)
        return str(term)

    def _predicate(self):
        return str(self.chance.choice(self.triples).predicate)

    def path(self, depth=0):
        """A property path."""
        kinds = "p^/" if self.safe else "p^/|?*+!"
        kind = self.chance.choice(kinds if depth < 2 else "p^")
        if kind in "p^":
            return self._predicate() if kind == "p" else f"^{self._predicate()}"
        if kind == "!":
            return f"!({self._predicate()}|^{self._predicate()})"
        first = f"({self.path(depth + 1)})"
        return first + (kind if kind in "?*+" else f"{kind}({self.path(depth + 1)})")

    def _extended(self, group, depth):
        """*group* with one more element."""
        makers: list[Callable[[Group, int], Group]] = [
            self._optional, self._union, self._minus, self._filtered, self._bound,
            self._values, self._sub_select, self._existing,
        ]  # fmt: skip
        return self.chance.choice(makers)(group, depth)

    def _inner(self, group, depth):
        return self.group(depth, sorted(group.variables))

    def _optional(self, group, depth):
        inner = self._inner(group, depth)
        joined = group.variables | inner.variables
        return replace(group.having(f"OPTIONAL {inner}"), variables=joined)

    def _union(self, group, depth):
        one, other = self._inner(group, depth), self._inner(group, depth)
        joined = group.variables | one.variables | other.variables
        return replace(group.having(f"{one} UNION {other}"), variables=joined)

    def _minus(self, group, depth):
        return group.having(f"MINUS {self._inner(group, depth)}")

    def _existing(self, group, depth):
        word = self.chance.choice(("EXISTS", "NOT EXISTS"))
        return group.having(f"FILTER {word} {self._inner(group, depth)}")

    def _filtered(self, group, depth):
        return group.having(f"FILTER ({self.condition(group)})")

    def _bound(self, group, depth):
        free = [each for each in ("?x", "?y", "?z") if each not in group.variables]
        if not free:
            return group
        binding = f"BIND ({self._value(group)} AS {free[0]})"
        return replace(group.having(binding), variables=group.variables | {free[0]})

    def _values(self, group, depth):
        variable = self._own(group)
        terms = [self._constant() for _ in range(self.chance.randint(1, 4))]
        if not self.safe and self.chance.random() < 0.2:
            terms.append("UNDEF")
        return group.having(f"VALUES {variable} {{ {' '.join(terms)} }}")

    def _sub_select(self, group, depth):
        inner = self._inner(group, depth)
        most = None if self.safe else self.chance.randint(1, 3)
        kept = sorted(inner.variables)[:most]
        word = self.chance.choice(("", "DISTINCT "))
        text = f"{{ SELECT {word}{' '.join(kept)} {inner} }}"
        return replace(group.having(text), variables=group.variables | {*kept})

    def _own(self, group):
        return self.chance.choice(sorted(group.variables))

    def _constant(self):
        triple = self.chance.choice(self.triples)
        terms = [t for t in triple if not isinstance(t, BlankNode | Triple)]
        return str(self.chance.choice(terms))

    def condition(self, group, depth=0):
        """A condition on the variables of *group*."""
        one, other = self._own(group), self._own(group)
        simple = [
            f"{one} = {other}", f"{one} != {other}", f"{one} = {self._constant()}",
            f"BOUND({one})", f"isIRI({one})", f"isLiteral({one})", f"isBlank({one})",
            f"CONTAINS(STR({one}), 'a')", f"STRLEN(STR({one})) > 30",
            f"REGEX(STR({one}), '^h.*[aeiou]$', 'i')", f"LANG({one}) = 'en'",
            f"{one} IN ({self._constant()}, {self._constant()})",
            f"sameTerm({one}, {other})", f"COALESCE({one} = {other}, true)",
            f"IF(BOUND({one}), isIRI({one}), false)", f"LANGMATCHES(LANG({one}), '*')",
        ]  # fmt: skip
        if not self.safe:
            simple += [
                f"{one} < {other}",
                f"{one} >= {self._constant()}",
                f"{one} + 1 > 2",
            ]
        if depth < 2 and self.chance.random() < 0.4:
            left, right = self.condition(group, depth + 1), self.condition(group, 2)
            return self.chance.choice(
                (f"({left}) && ({right})", f"({left}) || ({right})", f"!({left})")
            )
        return self.chance.choice(simple)

    def _value(self, group):
        own = self._own(group)
        return self.chance.choice(
            (own, f"STR({own})", f"STRLEN(STR({own}))", f"LCASE(STR({own}))",
             f"CONCAT(STR({own}), '!')", f"COALESCE({own}, 'none')", f"isIRI({own})",
             "1 + 2", "'text'", f"IF(isIRI({own}), 'iri', 'other')")
        )  # fmt: skip

    def select(self):
        """A whole query, of any form."""
        group = self.group()
        own = self._own(group)
        chosen = " ".join(sorted(group.variables)[: self.chance.randint(1, 4)])
        return self.chance.choice(
            (
                f"SELECT * {group}",
                f"SELECT DISTINCT {chosen} {group}",
                f"SELECT REDUCED {chosen} {group} LIMIT 20",
                f"SELECT {own} (COUNT(*) AS ?n) {group} GROUP BY {own}",
                f"SELECT (COUNT(DISTINCT {own}) AS ?n) (MIN({own}) AS ?m) {group}",
                f"SELECT * {group} ORDER BY DESC({own}) LIMIT 10 OFFSET 3",
                f"SELECT {own} {group} GROUP BY {own} HAVING (COUNT(*) > 1)",
                f"ASK {group}",
                f"CONSTRUCT {{ {own} a {own} . [] <a:b> ( {own} ) }} WHERE {group}",
                f"DESCRIBE {own} {group} LIMIT 5",
            )
        )
