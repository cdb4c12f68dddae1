"""Validations that cannot begin."""

from collections.abc import Sequence
from difflib import get_close_matches
from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class MissingData(ClaimgraphError):
    """A request for a validation that holds nothing to validate."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to validate: send RDF as the body, as the field or file "
            "'data' of a form, or name a graph of this server by 'graph'."
        )


class NothingChecked(ClaimgraphError):
    """Documents that cannot be read, a sentence each."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))


class DataAndGraph(ClaimgraphError):
    """A request for a validation that both sends data and names a graph."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The request sends {name!r} and names a graph as well: validate one of "
            "them at a time."
        )


class NothingFetched(ClaimgraphError):
    """A validation of something that the server would have to fetch from elsewhere."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, name: str, url: str) -> None:
        super().__init__(
            f"The server fetches nothing, so {name} cannot be {url!r}: send what is "
            "there."
        )


class MalformedRequest(ClaimgraphError):
    """A request for a validation, in JSON, that is not as it should be."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(f"The request in JSON cannot be understood: {reason}.")


class UnknownShape(ClaimgraphError):
    """No shipped shape has that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(name, known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "/validate lists them."
        super().__init__(f"There is no shipped shape {name!r}: {hint}")
