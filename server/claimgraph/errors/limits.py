"""Queries that were ended, and answers that are too large."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError

_LESS_TIME = {
    "query": "ask for less, or start from something rare, such as one actor or one "
    "article",
    "validation": "check less data at a time, or by fewer shapes",
}
_LESS_MEMORY = {
    "query": "sort, group or join less",
    "update": "sort, group or join less",
    "validation": "check less data at a time, or by fewer shapes",
}


class OverTime(ClaimgraphError):
    """A query, or a validation, that was ended at its deadline."""

    status = HTTPStatus.GATEWAY_TIMEOUT

    def __init__(self, limit: float, what: str = "query") -> None:
        super().__init__(
            f"The {what} took longer than {limit:g} seconds and was ended: "
            f"{_LESS_TIME[what]}."
        )


class Busy(ClaimgraphError):
    """More queries at once than the server takes."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    #: Seconds.
    retry_after = 2

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"The server is busy, {waiting} queries wait already: ask again in "
            f"{self.retry_after} seconds."
        )


class OutOfMemory(ClaimgraphError):
    """A query, an update or a validation that took more memory than one may."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self, limit: int, what: str = "query") -> None:
        super().__init__(
            f"The {what} took more than the {limit >> 20} MB of memory that one {what} "
            f"may take and was ended: {_LESS_MEMORY[what]}."
        )


class ResultTooLarge(ClaimgraphError):
    """An answer of more bytes than an answer may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer has more than {limit:,} bytes, the most that is sent: ask for "
            "it in parts by LIMIT and OFFSET over an ORDER BY, or have the setting "
            "RESULT_BYTES raised."
        )


class TooManyRows(ClaimgraphError):
    """An answer of more rows or triples than an answer may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The answer has more than {limit:,} rows, the most that are sent: ask for "
            "it in parts by LIMIT and OFFSET over an ORDER BY, or have the setting "
            "RESULT_ROWS raised."
        )


class QueryTooLong(ClaimgraphError):
    """A query or update of more bytes than one may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The query has {length:,} bytes, and at most {limit:,} are taken: put its "
            "values in fewer VALUES, ask in parts, or have the setting QUERY_BYTES "
            "raised."
        )


class FormTooLong(ClaimgraphError):
    """A form whose fields, escaped as they are, hold more than a form should."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The form has {length:,} bytes, and at most {limit:,} are taken: send the "
            "data as the body itself, as by -H 'Content-Type: text/turtle', the form "
            "as multipart/form-data, or have the setting QUERY_BYTES raised."
        )


class BodyTooLong(ClaimgraphError):
    """A body of a request of more bytes than one may have."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The body has {length:,} bytes, and at most {limit:,} are taken: send it "
            "in parts, or have the setting MAX_CONTENT_LENGTH raised."
        )


class EngineFailed(ClaimgraphError):
    """The process that answered a query ended without a word."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR

    def __init__(self) -> None:
        super().__init__(
            "The engine broke down over this query, and only over this one: write it "
            "differently, and please report it."
        )


class ClientGone(ClaimgraphError):
    """A query whose client left before the answer came; nobody is told."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The client left before the answer came.")


class Stopped(ClaimgraphError):
    """A query that the operator ended."""

    status = HTTPStatus.SERVICE_UNAVAILABLE

    def __init__(self) -> None:
        super().__init__("The query was ended by whoever runs this server.")


class UnknownRunning(ClaimgraphError):
    """A running query that is not, or not any more."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, id_: str) -> None:
        super().__init__(f"No query {id_!r} is running: it may just have ended.")
