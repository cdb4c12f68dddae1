"""Articles, and copies of their texts."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class UnknownArticle(ClaimgraphError):
    """No article of that slug is in the data."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, slug: str, known: str) -> None:
        super().__init__(
            f"There is no article {slug!r} in the data: known are {known}."
        )


class UnreadableText(ClaimgraphError):
    """A copy of an article that is not UTF-8."""

    def __init__(self, path: object, byte: int) -> None:
        super().__init__(
            f"{path} is not UTF-8 (byte {byte}): save the article as UTF-8 plain text."
        )


class OtherText(ClaimgraphError):
    """A copy that is not the text that was encoded."""

    exit_status = 1

    def __init__(self, slug: str, path: object, count: int) -> None:
        super().__init__(
            f"{path} is not the text that {slug} encodes ({count} differences): "
            f"claimgraph verify-anchors {slug} {path} names them."
        )


class ArticleExists(ClaimgraphError):
    """A new article was to be made where one is."""

    def __init__(self, path: object) -> None:
        super().__init__(f"{path} exists already: choose another slug, or remove it.")


class BadSlug(ClaimgraphError):
    """A slug with other characters than an IRI's last segment should have."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            f"{slug!r} is no slug: use lower-case letters, digits and hyphens."
        )
