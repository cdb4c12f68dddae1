"""Updates and writes of graphs."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from claimgraph.errors.base import ClaimgraphError, Position


class UpdatesOff(ClaimgraphError):
    """A write to a server that takes none."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "This server takes no updates: start it with --update-token to allow them."
        )


class Unauthorized(ClaimgraphError):
    """A write without the token, or with another one."""

    status = HTTPStatus.UNAUTHORIZED

    def __init__(self) -> None:
        super().__init__(
            "Writing takes the update token, in the header Authorization: Bearer ..."
        )


class ForeignOrigin(ClaimgraphError):
    """A write that a page of another site had a browser send."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, origin: str) -> None:
        super().__init__(f"A page of {origin} may not write here.")


class MalformedBody(ClaimgraphError):
    """A body of a request that does not parse as what it says to be."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, media_type: str, position: Position | None, reason: str) -> None:
        where = f" at {position}" if position else ""
        super().__init__(
            f"The body is no {media_type}{where}: {reason}. Nothing was changed."
        )
        self.position = position
        self.reason = reason


class VariableGraph(ClaimgraphError):
    """An update whose template leaves to a variable which graph is written."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, variable: str, position: Position) -> None:
        super().__init__(
            f"The operation at {position} writes GRAPH {variable}: here a template "
            "names each graph that it writes, so that no derived graph is changed."
        )
        self.position = position


class DatasetNamedTwice(ClaimgraphError):
    """An update that names its dataset in its text and in its request."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, position: Position) -> None:
        super().__init__(
            f"The operation at {position} has WITH or USING, and the request has "
            "using-graph-uri or using-named-graph-uri as well: leave out one."
        )
        self.position = position


class OtherGraph(ClaimgraphError):
    """An update sent to one graph that would write others."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, graph: str, position: Position) -> None:
        super().__init__(
            f"The operation at {position} may write another graph than "
            f"{graph or 'the default graph'}, which it was sent to: send it to /update."
        )
        self.position = position


class DerivedGraph(ClaimgraphError):
    """A write to a graph that is derived or shipped."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, graph: str) -> None:
        name = f"The graph {graph}" if graph else "The default graph"
        super().__init__(
            f"{name} is derived or shipped and cannot be written: write to a named "
            "graph of your own, and what follows from it is derived anew."
        )


class Invalid(ClaimgraphError):
    """A change after which the data would not be as the shapes ask."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    exit_status = 1

    def __init__(self, count: int, first: str, report: Mapping[str, Any]) -> None:
        what = "one violation" if count == 1 else f"{count} violations"
        super().__init__(
            f"The change would bring {what} of the shapes, so nothing was changed: "
            f"{first}"
        )
        self.report = report


class Unguarded(ClaimgraphError):
    """A write of claims that nothing would check."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, graph: str) -> None:
        super().__init__(
            f"The graph {graph} holds claims, and nothing checks claims that are "
            "written to a store on the disk: put them into files that claimgraph "
            "validate has passed, or start the server with --no-guard."
        )


class UnknownGraph(ClaimgraphError):
    """A graph that is not there."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, graph: str, near: Sequence[str] = ()) -> None:
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"There is no graph {graph}.{hint}")


class NotOneGraph(ClaimgraphError):
    """A request to the graph store that names no graph, or two."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request names not one graph: give either ?default or ?graph=IRI."
        )


class PreconditionFailed(ClaimgraphError):
    """A write that was wanted only of a graph in another state."""

    status = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, graph: str) -> None:
        super().__init__(
            f"The graph {graph or 'without a name'} is not as the request's If-Match "
            "or If-None-Match wants it: read it again. Nothing was changed."
        )
