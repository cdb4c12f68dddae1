"""Backups: one consistent state of a store's folder in one file."""

import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from claimgraph.errors.files import MissingFile
from claimgraph.errors.stores import BadBackup, DamagedStore
from claimgraph.storage import Folder, Manifest, stored

#: How often a backup starts anew because what it reads was tidied away meanwhile.
_TRIES = 10
_MEMBERS = re.compile(
    r"current|manifests/\d{12}-[0-9a-f]{64}\.json|graphs/[0-9a-f]{64}\.nt"
)


def backup(path: Path, target: Path) -> Manifest:
    """
    Write the state of the store at *path* to the file *target*; tell which it is.

    Raises DamagedStore, NotStored, and MissingFile where there is no store.
    """
    if not (path / "current").exists():
        raise MissingFile(path, "It is no store to which anything was written.")
    folder = Folder(path)
    for attempt in range(_TRIES):
        try:
            return _written(folder, target)
        except DamagedStore:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def _written(folder: Folder, target: Path) -> Manifest:
    manifest, files = folder.state()
    fresh = target.with_name(f".{target.name}.part")
    with stored(target):
        with tarfile.open(fresh, "w") as archive:
            for name, content in files:
                _add(archive, name, content)
        fresh.replace(target)
    return manifest


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def restore(source: Path, path: Path) -> Manifest:
    """
    Make a store at *path*, which must not be one yet, from the backup *source*.

    Raises BadBackup, NotAStore and NotStored; what was begun is then no store.
    """
    folder = Folder(path)
    folder.prepare(empty=True)
    for name, content in _read(source):
        folder.put(name, content)
    return folder.adopt()


def _read(source: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(source) as archive:
            for member in archive:
                if not (member.isfile() and _MEMBERS.fullmatch(member.name)):
                    raise BadBackup(source, f"it holds {member.name}")
                file = archive.extractfile(member)
                yield member.name, file.read() if file else b""
    except FileNotFoundError as error:
        raise MissingFile(source) from error
    except (tarfile.TarError, OSError) as error:
        raise BadBackup(source, str(error)) from error
