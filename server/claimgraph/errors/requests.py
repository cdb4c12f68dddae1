"""Requests that are wrong whatever they ask for."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class RepeatedParameter(ClaimgraphError):
    """A request that gives more than once what it may give once."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, count: int) -> None:
        super().__init__(f"The request gives {name!r} {count} times: give it once.")


class NotUtf8(ClaimgraphError):
    """A query, or another part of a request, in bytes that are not UTF-8."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The request holds bytes that are not UTF-8, or the character that stands "
            "for such bytes: send it in UTF-8, and write that character as \\uFFFD."
        )


class NotAcceptable(ClaimgraphError):
    """None of the formats that the client accepts can carry the answer."""

    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, reason: str) -> None:
        super().__init__(reason)


class Unwritable(ClaimgraphError):
    """An answer of a kind that the client takes in no format."""

    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, kind: str) -> None:
        super().__init__(f"The answer is a {kind}, and no format was given for one.")


class UnsupportedMediaType(ClaimgraphError):
    """A request body in a form that the address does not take."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, media_type: str, known: str) -> None:
        super().__init__(
            f"A body of type {media_type!r} is not taken here: send {known}."
        )


class UnsupportedEncoding(ClaimgraphError):
    """A request body that is compressed: a few bytes may hold gigabytes."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, encoding: str) -> None:
        super().__init__(
            f"A body encoded as {encoding!r} is not unpacked here: send it as it is."
        )


class ForeignHost(ClaimgraphError):
    """A request for a name that is none of ours."""

    status = HTTPStatus.MISDIRECTED_REQUEST

    def __init__(self, host: str) -> None:
        super().__init__(
            f"This server is not known as {host!r}: ask it as localhost, or start it "
            "with --public-url."
        )


class HeaderTooLong(ClaimgraphError):
    """A header longer than any sensible one."""

    status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE

    def __init__(self, name: str, length: int, limit: int) -> None:
        super().__init__(
            f"The header {name} has {length:,} characters, and at most {limit:,} are "
            "read: send a shorter one."
        )


class TooManyParameters(ClaimgraphError):
    """A request with more parameters than any sensible one."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(
            f"The request has {count:,} parameters, and at most {limit:,} are read: "
            "send the query as the body, and name its graphs in it."
        )


class UnknownProblem(ClaimgraphError):
    """No kind of problem has that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no kind of problem {name!r}: /problem/ lists those there are."
        )
