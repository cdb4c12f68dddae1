"""Constraints in SPARQL (SHACL, sections 5 and 6): what of their texts may not be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store, Variable

from claimgraph import syntax
from claimgraph.errors.base import ClaimgraphError, Position
from claimgraph.errors.queries import MalformedQuery
from claimgraph.graphs import sh
from claimgraph.meaning import texts
from claimgraph.meaning.fault import Fault, fault
from claimgraph.meaning.graphs import Graph, Statement, Term
from claimgraph.meaning.names import Names, cut, local
from claimgraph.meaning.prefixes import Prefixes

_USES = ("sparql", "validator", "nodeValidator", "propertyValidator")
#: What may be bound before as well, though no query need select it.
_OPTIONAL = ("shapesGraph", "currentShape")
#: A variable that no query has: asked for, the engine parses and evaluates nothing.
_NOWHERE: dict[Variable, Term] = {
    Variable("claimgraph_nowhere"): NamedNode("urn:claimgraph:nowhere")
}


@dataclass(frozen=True)
class Query:
    """A query in a shapes graph, *at* its triple, with the *uses* that it is put to."""

    at: Statement
    text: str
    form: str
    uses: tuple[Statement, ...]
    bound: frozenset[str]
    prefixes: Mapping[str, str]


def faults(shapes: Graph, names: Names) -> Iterator[Fault]:
    """Find what is wrong with the queries of constraints and validators."""
    prefixes = Prefixes(shapes)
    for form in ("select", "ask"):
        # of several at one node, which is a fault by itself, the last
        found = {at.subject: at for at in shapes.triples(None, sh(form))}
        for node, at in found.items():
            if isinstance(at.object, Literal):
                known = prefixes.of(node)
                query = _query(shapes, at, form, known.known)
                yield from _clashes(known.clashes, at, names)
                yield from _faults(shapes, query, names)


def _clashes(
    clashes: Mapping[str, tuple[str, str]], at: Statement, names: Names
) -> Iterator[Fault]:
    for prefix, (one, other) in clashes.items():
        told = {"prefix": f"{prefix}:", "one": f"<{one}>", "other": f"<{other}>"}
        cut_ones = {key: cut(value) for key, value in told.items()}
        yield fault("prefixes-duplicates", names, at, cut_ones)


def _query(
    shapes: Graph, at: Statement, form: str, prefixes: Mapping[str, str]
) -> Query:
    uses = tuple(
        use for name in _USES for use in shapes.triples(None, sh(name), at.subject)
    )
    bound = {"this", *_parameters(shapes, uses), *(["value"] if form == "ask" else [])}
    text = at.object.value if isinstance(at.object, Literal) else ""
    return Query(at, text, form, uses, frozenset(bound), prefixes)


def _parameters(shapes: Graph, uses: tuple[Statement, ...]) -> set[str]:
    """The names of the parameters of the components that a validator is of."""
    return {
        local(path.value)
        for use in uses
        for parameter in shapes.values(use.subject, sh("parameter"))
        for path in shapes.values(parameter, sh("path"))
        if isinstance(path, NamedNode)
    }


def _faults(shapes: Graph, query: Query, names: Names) -> Iterator[Fault]:
    try:
        syntax.refuse_size(query.text)
    except ClaimgraphError as error:
        yield fault("query-syntax", names, query.at, {"reason": str(error)})
        return
    found = texts.Text(query.text)
    yield from _limits(query, found, names)
    yield from _path(shapes, query, found, names)
    undeclared = sorted(found.prefixes() - query.prefixes.keys())
    for prefix in undeclared:
        yield fault(
            "prefixes-undeclared", names, query.at, {"prefix": cut(f"{prefix}:")}
        )
    if not undeclared and not found.fetches():
        yield from _parsed(query, found, names)


def _limits(query: Query, found: texts.Text, names: Names) -> Iterator[Fault]:
    """What pre-binding forbids (section 5.2.1 and appendix A)."""
    rule = "pre-binding-limitations"
    for word in sorted(found.forbidden()):
        yield fault(rule, names, query.at, {"word": word.upper()}, key="forbidden-word")
    for name in sorted(found.assigned() & {*query.bound, *_OPTIONAL}):
        yield fault(rule, names, query.at, {"name": name}, key="forbidden-as")
    if found.form != query.form:
        yield fault("query-form", names, query.at, {"form": query.form.upper()})
        return
    nested = found.projections()
    if query.form == "select" and nested.pop(0).isdisjoint({"*", "this"}):
        yield fault("select-this", names, query.at)
    for name in sorted(query.bound):
        if any(inner.isdisjoint({"*", name}) for inner in nested):
            yield fault(rule, names, query.at, {"name": name}, key="nested-select")
    if "shapesGraph" in found.variables():
        yield fault("shapesGraph", names, query.at)


def _path(
    shapes: Graph, query: Query, found: texts.Text, names: Names
) -> Iterator[Fault]:
    """$PATH stands for the path of a property shape, so there must be one."""
    if "PATH" in found.variables() and any(
        use.predicate in (sh("nodeValidator"), sh("validator"))
        or (use.predicate == sh("sparql") and not shapes.has(use.subject, sh("path")))
        for use in query.uses
    ):
        yield fault("PATH-scope", names, query.at)


def _parsed(query: Query, found: texts.Text, names: Names) -> Iterator[Fault]:
    used = sorted(found.prefixes())
    header = "".join(f"PREFIX {name}: <{query.prefixes[name]}> " for name in used)
    error = _error(header + found.with_path(texts.PROPERTY))
    if error:
        told = _where(error, len(header)) | {"reason": cut(_reason(error), 300)}
        yield fault("query-parse", names, query.at, told)
    elif "PATH" in found.variables() and _error(header + found.with_path(texts.PATH)):
        yield fault("PATH-position", names, query.at)


def _error(text: str) -> MalformedQuery | None:
    """What the engine finds wrong with *text*, of which it evaluates nothing."""
    try:
        with syntax.parsing(text):
            Store().query(text, substitutions=_NOWHERE)
    except MalformedQuery as error:
        return error
    except (RuntimeError, ValueError):
        pass  # it parses, and what would be evaluated is refused as meant
    return None


def _where(error: MalformedQuery, before: int) -> dict[str, str]:
    """The line and column in the query itself, where *before* it stand prefixes."""
    place = error.position or Position(1, before + 1)
    column = place.column - (before if place.line == 1 else 0)
    return {"line": str(place.line), "column": str(column)}


def _reason(error: MalformedQuery) -> str:
    return str(error).partition(": ")[2]
