"""Questions of the library, and their parameters."""

from collections.abc import Sequence
from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class UnknownQuery(ClaimgraphError):
    """The library has no query of that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, near: str = "") -> None:
        hint = f" Did you mean {near!r}?" if near else ""
        super().__init__(f"There is no query named {name!r} in the library.{hint}")


class UnknownParameter(ClaimgraphError):
    """A library query, or an address, does not take that parameter."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, query: str, name: str, known: str) -> None:
        what = "The address" if query.startswith("/") else "The query"
        super().__init__(
            f"{what} {query!r} takes no parameter {name!r}: it takes {known}."
        )


class BadParameter(ClaimgraphError):
    """A parameter's value cannot be read as a term."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{value!r} is no value for {name!r}: give {expected}.")


class UnknownClass(ClaimgraphError):
    """No shape is about a class of that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        known = " or ".join(map(repr, near))
        hint = f"did you mean {known}?" if near else "/shapes lists those there are."
        super().__init__(f"No shape is about a class {name!r}: {hint}")
