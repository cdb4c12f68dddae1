"""Queries that are wrong, or that are not answered here."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError, Position

#: The graph of those that are shipped.
_POLICIES = "https://w3id.org/claimgraph/graph/policies"


class MalformedQuery(ClaimgraphError):
    """A query that does not parse."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(
        self, position: Position, reason: str, excerpt: str, what: str = "query"
    ) -> None:
        super().__init__(f"The {what} does not parse at {position}: {reason}")
        self.position = position
        self.excerpt = excerpt


class MissingQuery(ClaimgraphError):
    """A request to the query address that holds no query."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class EvaluationFailed(ClaimgraphError):
    """A query that parses but that the engine could not answer."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(f"The query could not be answered: {reason}")


class Unorderable(ClaimgraphError):
    """A query that orders values which the engine cannot bring into an order."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The query orders values that stand in no order, such as numbers among "
            "texts: order by STR(...) of them, or by isNumeric(...) of them first."
        )


class ForbiddenOperation(ClaimgraphError):
    """A query that would have the server fetch from another address."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, operation: str, position: Position) -> None:
        super().__init__(
            f"{operation} at {position} is not allowed: this endpoint never fetches "
            "from other addresses. Ask them yourself and put the rows in VALUES."
        )
        self.position = position


class ReadOnly(ClaimgraphError):
    """An update sent where only queries are answered."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, operation: str, position: Position) -> None:
        super().__init__(
            f"{operation} at {position} would change the graph, and here it is only "
            "read: put new data into files and load them with --data."
        )
        self.position = position


class TooDeep(ClaimgraphError):
    """A query nested deeper than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, deepest: int, position: Position) -> None:
        super().__init__(
            f"The query is nested more than {deepest} levels deep at {position}: "
            "write it flatter."
        )
        self.position = position


class TooLong(ClaimgraphError):
    """A query that chains an operator more often than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, operator: str, longest: int) -> None:
        super().__init__(
            f"The query uses {operator} more than {longest} times: split it, or put "
            "its values in VALUES."
        )


class UnknownPolicy(ClaimgraphError):
    """Nobody can be trusted under that name."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = list(known)
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"There is no policy {name!r} to trust.{hint} {_choice(names)}"
        )


def _choice(policies: Sequence[str]) -> str:
    """Those of the *policies* to choose from, or how there come to be some."""
    main = ", ".join(name for name in policies if not name.startswith("holder/"))
    has_holders = any(name.startswith("holder/") for name in policies)
    alone = "holder/<name> for one holder alone" if has_holders else ""
    if main:
        return f"Choose from {', or '.join(filter(None, (main, alone)))}."
    but = f" but {alone}" if alone else ""
    written = f"as claimgraph dump --graph {_POLICIES} writes them"
    return f"None is loaded{but}: load some, {written}."


class AmbiguousDataset(ClaimgraphError):
    """A request that both names its graphs and asks to trust a policy."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request names its own graphs and also whom to trust: leave out one; "
            "a view is a graph too and may be named like any other."
        )


class UnknownThing(ClaimgraphError):
    """An IRI of ours that occurs nowhere in the data."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, iri: str) -> None:
        super().__init__(
            f"Nothing here is named {iri}. Look for what you want by its name: the "
            "question actors/find lists actors and places by any of theirs."
        )
