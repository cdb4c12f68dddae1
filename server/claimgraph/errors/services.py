"""Other endpoints, which a query leaves something to."""

from collections.abc import Iterable
from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError, Position


class UnlistedService(ClaimgraphError):
    """A query that would ask an endpoint other than those that the operator listed."""

    status = HTTPStatus.FORBIDDEN

    def __init__(
        self, endpoint: str, position: Position, listed: Iterable[str]
    ) -> None:
        known = ", ".join(f"<{iri}>" for iri in listed)
        super().__init__(
            f"SERVICE {endpoint} at {position} is not allowed: the endpoints that "
            f"this server may ask are listed by its option --service ({known}). Ask "
            "it yourself and put the rows in VALUES."
        )
        self.position = position


class NotExplained(ClaimgraphError):
    """An explanation of a query that leaves something to other endpoints."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "A query with SERVICE is not explained: its parts would be asked of others "
            "again and again. Put the rows in VALUES and explain that."
        )


class ServiceFailed(ClaimgraphError):
    """An endpoint that a query leaves something to, and that does not answer it."""

    status = HTTPStatus.BAD_GATEWAY

    def __init__(self, endpoint: str, position: Position, fault: str) -> None:
        super().__init__(
            f"The endpoint <{endpoint}> of SERVICE at {position} {fault}. With "
            "SERVICE SILENT the query goes on without it."
        )
        self.position = position
