"""Reports of validation that were to be read again."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class NotAReport(ClaimgraphError):
    """Something else than a report of ours in JSON."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: object, reason: str) -> None:
        super().__init__(
            f"{name} is no report of claimgraph ({reason}): "
            "give a file that `claimgraph validate --format json` wrote."
        )
