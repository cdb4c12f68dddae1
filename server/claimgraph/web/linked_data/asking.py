"""What pages ask: the queries that lie beside this module, of one thing or several."""

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from claimgraph import resources
from claimgraph.dataset import Request
from claimgraph.web import representation
from claimgraph.web.linked_data.wording import Names, Row, value

#: Stands in a query for the things that it asks of; so the engine plans for them.
_FOCUS = "<urn:claimgraph:focus>"


def text(name: str) -> str:
    """The query of that *name*."""
    path = resources.code("web/linked_data") / f"{name}.rq"
    return path.read_text(encoding="utf-8")


def rows(
    name: str, thing: str, trust: Sequence[str] = (), graphs: Sequence[str] = ()
) -> list[Row]:
    """Ask the query *name* of *thing*, of what is trusted or of *graphs* alone."""
    query, bound = text(name), {}
    if _FOCUS in query:
        query = query.replace(_FOCUS, str(NamedNode(thing)))
    else:
        bound = {"thing": NamedNode(thing)}
    asked = Request(query, bound, trust=() if graphs else trust, default_graphs=graphs)
    return [*representation.rows(asked)]


def of_all(name: str, things: Iterable[str]) -> list[Row]:
    """Ask the query *name* of all *things* at once."""
    focus = " ".join(str(NamedNode(thing)) for thing in dict.fromkeys(things))
    if not focus:
        return []
    return [*representation.rows(Request(text(name).replace(_FOCUS, focus)))]


def all_rows(name: str) -> list[Row]:
    """Ask the query *name*, which takes nothing."""
    return [*representation.rows(Request(text(name)))]


def construct(name: str, thing: str) -> str:
    """The query *name* about *thing*, planned by the engine for just that."""
    return text(name).replace("?thing", str(NamedNode(thing)))


def names(*found: Iterable[Row]) -> Names:
    """What all things in the rows *found* are called."""
    terms = (term for rows in found for row in rows for term in row.values())
    things = {term.value for term in terms if isinstance(term, NamedNode)}
    called = of_all("names", sorted(things))
    return Names({value(row["thing"]): value(row["name"]) for row in called})
