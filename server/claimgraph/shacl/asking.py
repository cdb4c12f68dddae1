"""Questions to a store, in SPARQL."""

from collections.abc import Iterator

from pyoxigraph import QuerySolutions, Store

from claimgraph.graphs import Term


def rows(store: Store, query: str) -> Iterator[dict[str, Term]]:
    """
    The solutions of a SELECT, without what is unbound.

    Raises SyntaxError for what is none.
    """
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise SyntaxError("it is no SELECT")
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = dict(zip(names, solution, strict=True))
        yield {name: term for name, term in row.items() if term is not None}


def nodes(store: Store, pattern: str) -> Iterator[Term]:
    """Each ?this of *pattern*, once."""
    found = _tuples(store, f"SELECT DISTINCT ?this {{ {pattern} }}")
    return (this for (this,) in found)


def pairs(store: Store, pattern: str) -> Iterator[tuple[Term, Term]]:
    """Each pair of ?this and ?value of *pattern*, once."""
    query = f"SELECT DISTINCT ?this ?value {{ {pattern} }}"
    return ((this, value) for this, value in _tuples(store, query))


def _tuples(store: Store, query: str) -> Iterator[tuple[Term, ...]]:
    solutions = store.query(query)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(query)
    return map(tuple, solutions)


def is_any(store: Store, pattern: str) -> bool:
    """Whether *pattern* has a solution."""
    return bool(store.query(f"ASK {{ {pattern} }}"))
