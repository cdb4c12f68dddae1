"""Stores of data, and their backups."""

from http import HTTPStatus

from claimgraph.errors.base import ClaimgraphError


class NotAStore(ClaimgraphError):
    """A folder given as a store that holds something else."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"{path} holds files that are no store of ours: give an empty folder, or "
            "one that does not exist yet."
        )


class StoreInUse(ClaimgraphError):
    """A store that another server has open."""

    def __init__(self, path: object) -> None:
        super().__init__(
            f"Another server has {path} open: stop it, or give another folder."
        )


class DamagedStore(ClaimgraphError):
    """A file of a store that is missing or not as it was written."""

    def __init__(self, path: object, what: str) -> None:
        super().__init__(
            f"The store is damaged: {path} {what}. Nothing was changed. Restore the "
            "last backup into an empty folder: claimgraph restore."
        )


class BadBackup(ClaimgraphError):
    """A file that is no backup of a store."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path} is no backup of a store: {reason}.")


class NotStored(ClaimgraphError):
    """A change that could not be written to the disk."""

    status = HTTPStatus.INSUFFICIENT_STORAGE

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            f"The change could not be kept in {path}: {reason}. Nothing was changed."
        )
