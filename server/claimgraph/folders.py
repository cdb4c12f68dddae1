"""The files in folders and at patterns: none that may not be read is passed over."""

import glob
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path

from claimgraph.errors.files import MissingFile

Wanted = Callable[[Path], bool]


def below(folder: Path, wanted: Wanted) -> list[Path]:
    """
    The files that are *wanted*, at any depth in *folder*, sorted.

    Names that begin with a dot are passed over, and links to folders are not followed.
    Raises MissingFile for a folder that may not be read.
    """
    with _refusing():
        return sorted(file for file in _files(folder) if wanted(file))


def matching(pattern: str, wanted: Wanted) -> list[Path]:
    """
    The files at *pattern*, where ``**`` stands for any folders, sorted.

    Where it says no extension, only those that are *wanted*; so it is in the folders
    that it names. Names that begin with a dot need one in the pattern. Raises
    MissingFile if there is no file, and for a folder that may not be read.
    """
    with _refusing():
        found = list(_matching(pattern))
        files = set(_chosen(found, wanted, _says_extension(pattern)))
    if not files:
        no_rdf = "Nothing that matches the pattern has an extension of RDF."
        raise MissingFile(pattern, no_rdf if found else "No file matches the pattern.")
    return sorted(files)


def is_folder(path: Path) -> bool:
    """Whether *path* is a folder; raises MissingFile where that may not be known."""
    with _refusing():
        return path.is_dir()


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MissingFile(error.filename, f"{error.strerror}.") from error


def _files(folder: Path) -> Iterator[Path]:
    for above, names in _walked(folder):
        yield from (above / name for name in names if _shows(name))


def _walked(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """The *folder* and those below it, each with the names of its files."""
    for above, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = sorted(filter(_shows, folders))
        yield Path(above), names


def _raise(error: OSError) -> None:
    raise error


def _shows(name: str) -> bool:
    return not name.startswith(".")


def _says_extension(pattern: str) -> bool:
    suffix = Path(pattern).suffix
    return bool(suffix) and not glob.has_magic(suffix)


def _chosen(found: list[Path], wanted: Wanted, every: bool) -> Iterator[Path]:
    for path in found:
        if path.is_dir():
            yield from filter(wanted, _files(path))
        elif every or wanted(path):
            yield path


def _matching(pattern: str) -> Iterator[Path]:
    """What is at the *pattern*, taken part by part."""
    found = [Path()]
    for part in Path(pattern).parts:
        inner = [folder for folder in found if folder.is_dir()]
        found = [each for folder in inner for each in _matched(folder, part)]
    yield from found


def _matched(folder: Path, part: str) -> Iterator[Path]:
    if part == "**":
        yield from (above for above, _ in _walked(folder))
    elif glob.has_magic(part):
        shown = _shows if _shows(part) else bool
        names = filter(shown, os.listdir(folder))  # noqa: PTH208 - Path has no names
        yield from (folder / name for name in names if fnmatch(name, part))
    elif (folder / part).is_symlink() or (folder / part).exists():
        yield folder / part
