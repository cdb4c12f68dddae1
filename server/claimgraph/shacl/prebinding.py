"""Constraints in SPARQL, with $this bound for all focus nodes at once (appendix A).

A query with pre-bound variables means: as if each stood there as its value. So the
focus nodes are put at the start of every group that speaks of them, save in EXISTS,
whose variables have their values from outside.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pyoxigraph import BlankNode

from claimgraph.errors.shapes import ShapeFailure
from claimgraph.graphs import Term
from claimgraph.shacl.checks import AskCheck, QueryCheck, Shape
from claimgraph.shacl.exact import meant
from claimgraph.shacl.selects import Select, outermost, pairs, selects
from claimgraph.syntax.tokens import Token, tokens

_FORBIDDEN = ("minus", "values", "service")
_THIS = ("?this", "$this")
#: What may stand for a graph, or a term that only the shapes graph has.
_ELSEWHERE = {"shapesGraph"}
Edit = tuple[int, int, str]


def is_set_based(check: QueryCheck | AskCheck, shape: Shape) -> bool:
    """
    Whether the query of *check* may be asked for all focus nodes of *shape* at once.

    It may not if it counts over all solutions, takes some of them only, or speaks of
    other graphs, or of a node without a name that only the shapes graph has.
    """
    found = tokens(check.query)
    names = {token.text[1:] for token in found if token.kind == "variable"}
    nameless = {n for n, term in _terms(check, shape) if isinstance(term, BlankNode)}
    if names & (_ELSEWHERE | nameless) or any(each.word == "graph" for each in found):
        return False
    ends_with_group = isinstance(check, QueryCheck) or _end(found) == len(found) - 1
    return ends_with_group and all(select.is_whole for select in selects(found))


def bound(
    check: QueryCheck, shape: Shape, focus: str, among: Sequence[tuple[str, str]] = ()
) -> str:
    """
    The query of *check*, a constraint of *shape*, for all nodes of *focus*.

    *among* has variables with patterns that their values are to match as well; those
    after the first only in groups that do not speak of it. Raises ShapeFailure for what
    may not stand in such a query.
    """
    query, found = check.query, tokens(check.query)
    _refuse(found, shape, _names(check))
    _refuse_unprojected(selects(found), shape, check)
    nodes = f" {{ SELECT DISTINCT ?this {{ {focus} }} }} "
    edits = [
        *((start, start, nodes) for start in _groups(found, "this")),
        *_among(found, among),
        *_grouped(found),
        *_named(found, shape, check),
    ]
    return _edited(query, edits)


def named(check: QueryCheck, shape: Shape) -> str:
    """The query of *check*, with terms for all variables that stand for one."""
    return _edited(check.query, _named(tokens(check.query), shape, check))


def denied(check: AskCheck, shape: Shape, values: str) -> str:
    """
    A query for the value nodes, bound by *values*, of which the ASK is not true.

    Raises ShapeFailure for what may not stand in such a query.
    """
    query, found = check.query, tokens(check.query)
    _refuse(found, shape, {*_names(check), "value"})
    begin, end = _begin(found), _end(found)
    if not end or not any(token.word == "ask" for token in found[:begin]):
        raise ShapeFailure(str(shape.node), "its validator's query is no ASK")
    head = query[: next(token.start for token in found if token.word == "ask")]
    start = found[begin].start
    body = _edited(query[: found[end].end], _named(found, shape, check))[start:]
    return (
        f"{head} SELECT DISTINCT ?this ?value {{ {values} FILTER NOT EXISTS {body} }}"
    )


def _begin(found: Sequence[Token]) -> int:
    return next((n for n, token in enumerate(found) if token.text == "{"), 0)


def _end(found: Sequence[Token]) -> int:
    """The number of the token that ends the first group, or 0."""
    return pairs(found).get(_begin(found), 0)


def _edited(query: str, edits: Iterable[Edit]) -> str:
    pieces, last = list[str](), 0
    for start, end, text in sorted(edits):
        pieces += [query[last:start], text]
        last = end
    return "".join([*pieces, query[last:]])


def _terms(check: QueryCheck | AskCheck, shape: Shape) -> list[tuple[str, Term]]:
    """The variables that stand for the same in all solutions."""
    return [*check.parameters, ("currentShape", shape.node)]


def _names(check: QueryCheck | AskCheck) -> set[str]:
    """The variables that are bound from outside."""
    given = {name for name, _ in check.parameters}
    return {"this", "currentShape", "shapesGraph", *given}


def _refuse(found: Sequence[Token], shape: Shape, bound_: set[str]) -> None:
    """Raise ShapeFailure for what appendix A forbids."""
    for before, token in pairwise(found):
        given = before.word == "as" and token.kind == "variable"
        reason = ""
        if token.word in _FORBIDDEN:
            reason = f"its query has {token.text}, which SHACL forbids"
        elif given and token.text[1:] in bound_:
            reason = f"its query gives {token.text} a value, but it has one"
        if reason:
            raise ShapeFailure(str(shape.node), reason)


def _refuse_unprojected(
    found: Sequence[Select], shape: Shape, check: QueryCheck
) -> None:
    """Raise ShapeFailure for a SELECT that loses the focus node or a parameter."""
    for number, select in enumerate(found):
        texts = {token.text.replace("?", "$") for token in outermost(select.head)}
        wanted = {"this"} | {name for name, _ in check.parameters if number}
        for name in sorted(wanted):
            if not texts & {f"${name}", "*"}:
                reason = f"its query has a SELECT without ${name}"
                raise ShapeFailure(str(shape.node), reason)


def _grouped(found: Sequence[Token]) -> Iterator[Edit]:
    """Whatever is grouped is grouped by focus node."""
    for select in selects(found):
        grouping = select.grouping
        if grouping and not any(each.text in _THIS for each in outermost(grouping)):
            yield grouping[0].end, grouping[0].end, " ?this "


def _named(
    found: Sequence[Token], shape: Shape, check: QueryCheck | AskCheck
) -> Iterator[Edit]:
    """Put terms for the variables that stand for the same in all solutions."""
    terms = {name: str(meant(term)) for name, term in _terms(check, shape)}
    places = _places(found)
    for number, token in enumerate(found):
        name = token.text[1:] if token.kind == "variable" else ""
        if name == "PATH":  # turned twice it stands as a predicate, and nowhere else
            yield token.start, token.end, f"^(^({shape.path}))"
        elif name in terms and found[number - 2].word == "bound":
            yield found[number - 2].start, found[number + 1].end, "true"
        elif name in terms:
            pattern = places.get(token.start, "{}")
            yield token.start, token.end, pattern.format(terms[name])


def _places(found: Sequence[Token]) -> dict[int, str]:
    """Where a term cannot stand as it is: in a head, and in what follows a group."""
    heads, tails = dict[int, str](), dict[int, str]()
    for select in selects(found):
        heads |= {token.start: "" for token in outermost(select.head)}
        tails |= {token.start: "({})" for token in outermost(select.after)}
    return heads | tails


def _among(found: Sequence[Token], among: Sequence[tuple[str, str]]) -> Iterator[Edit]:
    taken = set[int]()
    for number, (variable, pattern) in enumerate(among):
        starts = [start for start in _groups(found, variable) if start not in taken]
        yield from ((start, start, pattern) for start in starts)
        taken |= set() if number else set(starts)


def _speaks(found: Sequence[Token], variable: str) -> bool:
    return any(token.text in (f"?{variable}", f"${variable}") for token in found)


def _groups(found: Sequence[Token], variable: str) -> Iterator[int]:
    """Where the groups begin that are to hold the values of *variable*."""
    selected = {select.group.start for select in selects(found)}
    hidden, first = -1, True
    for begin, end in sorted(pairs(found).items()):
        if begin and found[begin - 1].word == "exists":
            hidden = max(hidden, end)
        is_group = found[begin + 1].word != "select" and found[begin + 1].text != "|"
        if begin < hidden or not is_group:
            continue
        own = variable == "this" and found[begin].start in selected
        if first or own or _speaks(found[begin:end], variable):
            yield found[begin].end
        first = False
