"""What can be wrong with shapes."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class MalformedShapes(ClaimgraphError):
    """Shapes that SHACL gives no meaning."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class RecursiveShapes(ClaimgraphError):
    """Shapes that refer to themselves (SHACL, section 3.4.3)."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, shapes: list[str]) -> None:
        chain = ", ".join(shapes)
        super().__init__(
            f"Shapes that refer to themselves have no meaning in SHACL: {chain}. "
            "Break the circle."
        )


class DeepShapes(ClaimgraphError):
    """Shapes that refer to each other over more levels than can be followed."""

    status = HTTPStatus.BAD_REQUEST

    def __init__(self) -> None:
        super().__init__(
            "The shapes refer to each other over too many levels to be followed: nest "
            "them less deeply."
        )


class ShapeFailure(ClaimgraphError):
    """Validation that could not be carried out (SHACL, section 3.4.1)."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, shape: str, reason: str) -> None:
        super().__init__(f"The shape {shape} could not be applied: {reason}.")
