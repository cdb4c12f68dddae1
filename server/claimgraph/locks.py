"""A store's folder is one server's at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimgraph.errors.stores import StoreInUse
from claimgraph.storage import Folder


@contextmanager
def held(path: Path | None) -> Iterator[None]:
    """
    Make the store's folder at *path*, if there is to be one, and hold it for oneself.

    The kernel lets go of it when the process ends, however it does. Raises StoreInUse,
    and what `Folder.prepare` raises.
    """
    if path is None:
        yield
        return
    Folder(path).prepare()
    with (path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreInUse(path) from error
        yield
