"""A query rewritten so that each solution tells which triples it was matched with."""

from dataclasses import dataclass, replace

from claimgraph.explaining.asking import Asker
from claimgraph.explaining.results import Undetermined
from claimgraph.explaining.terms import HIDDEN, Path, Pattern, Term
from claimgraph.explaining.tree import (
    Bind,
    Clause,
    Element,
    Expression,
    Filter,
    Group,
    Select,
)

_UNBOUNDED = "a path of any length, or of all but some, does not tell its steps"
_TESTED = "only that something is there, or is not, is tested, not which"
_CUT = "which of its rows are kept is not followed"
_ELSEWHERE = "a sub-query inside GRAPH is not followed"


@dataclass(frozen=True)
class Context:
    """Where a pattern stands: in the graph of a GRAPH, beneath the *marks*."""

    graph: Term | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A triple pattern that was matched if all marks of its *context* are bound."""

    subject: Term
    predicate: Term
    object: Term
    context: Context

    @property
    def variables(self) -> frozenset[str]:
        """What a solution must tell of it."""
        own = self.subject.variables | self.predicate.variables | self.object.variables
        graph = self.context.graph
        return own.union(graph.variables if graph else (), self.context.marks)


@dataclass(frozen=True)
class SubQuery:
    """A sub-query whose rows were joined if all of its *marks* are bound."""

    select: Select
    marks: tuple[str, ...]


class Rewriter:
    """
    Rewrites a group: same solutions, and each marks what it was matched with.

    Paths of fixed length become patterns; each branch of a UNION, and each OPTIONAL,
    binds a mark. What cannot be followed is kept as it is and listed as undetermined.
    """

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._fresh = 0
        self.matches: list[Match] = []
        self.queries: list[SubQuery] = []
        self.undetermined = list[Undetermined]()

    @property
    def variables(self) -> set[str]:
        """What solutions must tell besides their own columns."""
        told = {name for match in self.matches for name in match.variables}
        for query in self.queries:
            told |= {*query.marks, *query.select.variables}
        return told

    def group(self, group: Group, context: Context) -> str:
        """Rewrite what stands between the braces of *group*."""
        return " ".join(self._element(each, context) for each in group.elements)

    def _element(self, element: Element, context: Context) -> str:
        if isinstance(element, Pattern):
            ends = element.subject, element.object
            return self._step(ends[0], element.predicate, ends[1], context)
        if isinstance(element, Select):
            return self._select(element, context)
        if isinstance(element, Clause):
            return self._clause(element, context)
        if isinstance(element, Filter | Bind):
            self._note_exists(element.expression)
        return self._asker.fit(element)

    def _step(
        self, subject: Term, verb: Term | Path, object_: Term, context: Context
    ) -> str:
        if isinstance(verb, Path):
            return self._path(subject, verb, object_, context)
        self.matches.append(Match(subject, verb, object_, context))
        return f"{subject.text} {verb.text} {object_.text} ."

    def _path(self, subject: Term, path: Path, object_: Term, context: Context) -> str:
        if path.operator == "^":
            return self._step(object_, path.parts[0], subject, context)
        if path.operator == "/":
            between = [self._node(part.start) for part in path.parts[1:]]
            nodes = [subject, *between, object_]
            steps = zip(nodes, path.parts, nodes[1:], strict=False)
            return " ".join(self._step(*step, context) for step in steps)
        if path.operator == "|":
            return " UNION ".join(
                self._alternative(subject, part, object_, context)
                for part in path.parts
            )
        self._note(path.text, path.start, _UNBOUNDED)
        return f"{subject.text} {path.text} {object_.text} ."

    def _alternative(
        self, subject: Term, verb: Term | Path, object_: Term, context: Context
    ) -> str:
        inner, bind = self._marked(context)
        return f"{{ {self._step(subject, verb, object_, inner)} {bind} }}"

    def _clause(self, clause: Clause, context: Context) -> str:
        if clause.kind in ("MINUS", "SERVICE"):
            self._note(clause.kind, clause.start, _TESTED)
            return self._asker.fit(clause)
        if clause.kind == "UNION":
            return " UNION ".join(self._branch(g, context) for g in clause.groups)
        if clause.kind == "OPTIONAL":
            return f"OPTIONAL {self._branch(clause.groups[0], context)}"
        if clause.kind == "GRAPH" and clause.name:
            inside = replace(context, graph=clause.name)
            return (
                f"GRAPH {clause.name.text} {{ {self.group(clause.groups[0], inside)} }}"
            )
        word = "LATERAL " if clause.kind == "LATERAL" else ""
        return f"{word}{{ {self.group(clause.groups[0], context)} }}"

    def _branch(self, group: Group, context: Context) -> str:
        inner, bind = self._marked(context)
        return f"{{ {self.group(group, inner)} {bind} }}"

    def _marked(self, context: Context) -> tuple[Context, str]:
        """The *context* beneath a fresh mark, and what binds the mark."""
        self._fresh += 1
        mark = f"{HIDDEN}m{self._fresh}"
        inner = replace(context, marks=(*context.marks, mark))
        return inner, f"BIND (true AS ?{mark})"

    def _node(self, start: int) -> Term:
        """A variable for a node that a path passes."""
        self._fresh += 1
        name = f"?{HIDDEN}p{self._fresh}"
        return Term("variable", name, start, name)

    def _select(self, select: Select, context: Context) -> str:
        if select.slices:
            self._note(f"sub-SELECT with {select.slices[0].word}", select.start, _CUT)
        elif context.graph:
            self._note("sub-SELECT", select.start, _ELSEWHERE)
        else:
            self.queries.append(SubQuery(select, context.marks))
        return self._asker.fit(select)

    def _note_exists(self, expression: Expression) -> None:
        for group in expression.groups:
            before = [t for t in expression.tokens if t.end <= group.start]
            word = before[-1]
            negated = len(before) > 1 and before[-2].word == "not"
            start = before[-2].start if negated else word.start
            self._note("NOT EXISTS" if negated else "EXISTS", start, _TESTED)

    def _note(self, construct: str, start: int, reason: str) -> None:
        self.undetermined.append(self._asker.undetermined(construct, start, reason))
