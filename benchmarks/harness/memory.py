"""How much memory a process and its descendants take, by the kernel's own count."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

_PROC = Path("/proc")


@dataclass(frozen=True)
class Use:
    """
    Megabytes of a tree of processes.

    *resident* counts a page as often as processes share it, *proportional* once.
    """

    resident: float
    proportional: float
    processes: int


def tree(root: int) -> list[int]:
    """The ids of *root* and of all its living descendants."""
    parents: dict[int, list[int]] = {}
    for pid, parent in _parents():
        parents.setdefault(parent, []).append(pid)
    found, new = [], [root]
    while new:
        pid = new.pop()
        found.append(pid)
        new += parents.get(pid, [])
    return found


def use(root: int) -> Use:
    """The memory of *root* and its descendants."""
    sizes = [size for pid in tree(root) if (size := _sizes(pid))]
    resident = sum(size["Rss"] for size in sizes)
    proportional = sum(size["Pss"] for size in sizes)
    return Use(resident / 1024, proportional / 1024, len(sizes))


def _parents() -> Iterator[tuple[int, int]]:
    for folder in _PROC.iterdir():
        if folder.name.isdigit():
            try:
                text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            yield int(folder.name), int(text.rpartition(")")[2].split()[1])


def _sizes(pid: int) -> dict[str, int]:
    """Kilobytes by name; empty when the process is gone."""
    try:
        text = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return {}
    lines = [line.split() for line in text.splitlines()[1:]]
    return {line[0].rstrip(":"): int(line[1]) for line in lines}


@contextmanager
def sampled(pid: int, every_seconds: float = 1.0) -> Iterator[list[list[float]]]:
    """
    Sample the memory of the tree below *pid* until the block ends.

    Each sample is seconds, resident and proportional megabytes, and processes.
    """
    samples: list[list[float]] = []
    over, start = Event(), time.monotonic()

    def sample() -> None:
        while not over.wait(every_seconds):
            used = use(pid)
            now = round(time.monotonic() - start, 1)
            sizes = [round(used.resident, 1), round(used.proportional, 1)]
            samples.append([now, *sizes, used.processes])

    thread = Thread(target=sample)
    thread.start()
    try:
        yield samples
    finally:
        over.set()
        thread.join()
