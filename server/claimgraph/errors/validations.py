"""Validations that cannot begin."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError

#: So many names that strangers made up are repeated, and so many characters of each.
_MOST, _LONGEST = 5, 60


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


class EmptyDefaultGraph(ClaimgraphError):
    """A validation of an endpoint's default graph, which has no triple."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(
            f"The default graph of {endpoint} is empty: name a graph of it by --graph."
        )


class NothingFetched(ClaimgraphError):
    """A validation of something that the server would have to fetch from elsewhere."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self, name: str, value: str = "") -> None:
        given = repr(value) if value else "given"
        super().__init__(
            f"The server fetches nothing, so {name} cannot be {given}: send what is "
            "there."
        )


class MalformedRequest(ClaimgraphError):
    """A request for a validation, in JSON, that is not as it should be."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, reason: str) -> None:
        super().__init__(f"The request in JSON cannot be understood: {reason}.")


class UnknownMember(ClaimgraphError):
    """A request for a validation, in JSON, with members that mean nothing."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, names: Sequence[str], known: Collection[str]) -> None:
        said = ", ".join(_suggested(name[:_LONGEST], known) for name in names[:_MOST])
        super().__init__(
            f"The request in JSON has members that mean nothing here: {said}. Known "
            f"are {', '.join(known)}."
        )


def _suggested(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"{name!r} (did you mean {near[0]!r}?)" if near else repr(name)


class RdfAsForm(ClaimgraphError):
    """RDF that was sent as if it were a form, as curl does unless told otherwise."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, media_type: str) -> None:
        super().__init__(
            f"The body says that it is a form ({media_type}, as curl says of itself), "
            "and is none: say what it is, as by -H 'Content-Type: text/turtle'."
        )


class UnknownShape(ClaimgraphError):
    """No shipped shape has that name."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, name: str, known: Sequence[str]) -> None:
        near = get_close_matches(name, known, n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "/validate lists them."
        super().__init__(f"There is no shipped shape {name!r}: {hint}")
