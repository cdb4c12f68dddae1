"""Where a generation of the dataset lives: in the keeper's memory, or on the disk.

In memory, workers share what the keeper holds. On the disk, the keeper itself never
opens the engine's files, which would spoil it for forking: a child of it writes them,
and each worker opens them for reading.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Store

from claimgraph.dataset import Dataset
from claimgraph.engine import changes, confinement
from claimgraph.engine.guard import Guard
from claimgraph.engine.messages import Change, Plan
from claimgraph.errors.base import ClaimgraphError, Relayed
from claimgraph.errors.limits import EngineFailed, OutOfMemory
from claimgraph.errors.queries import EvaluationFailed

Told = dict[str, Any]

#: Bytes that a generation may grow beside doubling before it is tidied.
_UNTIDY = 1 << 26


class Generation(Protocol):
    """A dataset that can be built, changed, and opened in a worker."""

    def build(self) -> Told:
        """Build the dataset; tell its catalogue."""
        ...

    def change(self, change: Change, body: bytes) -> Told:
        """Make a change; tell the new catalogue and what was done."""
        ...

    def tidy(self) -> None:
        """Get rid of what is not needed any more, if that is much."""
        ...

    def opened(self) -> Dataset:
        """The dataset, in a process that was forked to ask it."""
        ...

    def forget(self, worker: int) -> None:
        """Tidy up after a worker that has ended."""
        ...


class InMemory:
    """A generation in the memory of the keeper."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._dataset: Dataset | None = None
        self._guard: Guard | None = None
        #: The bytes of memory that there were when it was last tidy.
        self._tidy = 0

    def build(self) -> Told:
        """Build the dataset here."""
        if self._plan.checks:
            refuses = not self._plan.quarantine
            self._guard = Guard(self._plan.sources, refuses=refuses)
        self._dataset = changes.built(self._plan, Store(), self._guard)
        if not self._plan.plain:
            self._dataset.set_apart()
        self._tidy = confinement.resident_memory()
        return {"catalogue": self._dataset.catalogue()}

    def change(self, change: Change, body: bytes) -> Told:
        """Change the dataset here."""
        self._dataset, outcome = changes.made(
            self.opened(), self._plan, change, body, self._guard
        )
        return {"catalogue": self._dataset.catalogue(), **outcome}

    def tidy(self) -> None:
        """Copy the dataset, where it may be half of what the memory holds."""
        if confinement.resident_memory() > 2 * self._tidy + _UNTIDY:
            self._dataset = self.opened().tidied()
            if self._guard:
                self._guard.tidy()
            confinement.give_memory_back()
            self._tidy = confinement.resident_memory()

    def opened(self) -> Dataset:
        """The very dataset, which a fork shares until it writes."""
        assert self._dataset is not None  # noqa: S101 - it is asked after it was built
        return self._dataset

    def forget(self, worker: int) -> None:
        """Nothing is left of a worker in memory."""


class OnDisk:
    """A generation in a folder of its own, below the one that the plan names."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._number = 0
        self._told: Told = {}

    def _path(self, number: int) -> Path:
        return self._folder / str(number)

    def build(self) -> Told:
        """Build the dataset in a child."""
        return self._taken(self._built)

    def _built(self) -> Told:
        store = Store(str(self._path(1)))
        told = changes.built(self._plan, store).catalogue()
        store.optimize()
        store.flush()
        return {"catalogue": told}

    def change(self, change: Change, body: bytes) -> Told:
        """Change a copy of the dataset in a child; most of its files are shared."""
        return self._taken(lambda: self._changed(change, body))

    def _changed(self, change: Change, body: bytes) -> Told:
        path = self._path(self._number + 1)
        Store.read_only(str(self._path(self._number))).backup(str(path))
        store = Store(str(path))
        dataset = Dataset(store, self._told["digest"], self._plan.about)
        dataset, outcome = changes.made(dataset, self._plan, change, body)
        dataset.store.flush()
        return {"catalogue": dataset.catalogue(), **outcome}

    def _taken(self, work: Callable[[], Told]) -> Told:
        """Do *work* in a child, and go on from what it made."""
        shutil.rmtree(self._path(self._number + 1), ignore_errors=True)
        told = _in_child(work, self._plan.limits.change_memory)
        self._told = told["catalogue"]
        self._number += 1
        # The one before may just be opened by a worker that was forked from it.
        shutil.rmtree(self._path(self._number - 2), ignore_errors=True)
        return told

    def tidy(self) -> None:
        """Nothing to do: the engine's files are tidied by itself."""

    def opened(self) -> Dataset:
        """The dataset, open for reading."""
        return Dataset.opened(self._path(self._number), self._told)

    def forget(self, worker: int) -> None:
        """Remove the copy that a worker may have made to merge views in."""
        for path in self._folder.glob(f"merged-{worker}-*"):
            shutil.rmtree(path, ignore_errors=True)


def generation(plan: Plan) -> Generation:
    """The place that *plan* has for its dataset."""
    return InMemory(plan) if plan.disk is None else OnDisk(plan, plan.disk)


def _in_child(work: Callable[[], Told], limit: int) -> Told:
    """
    Do *work* in a child of this process and return what it returns.

    Raises Relayed with an error of ours, OutOfMemory where the child ended for lack of
    memory, of which it has *limit*, and EngineFailed where it broke down otherwise.
    """
    come, go = os.pipe()
    parent = os.getpid()
    if (pid := os.fork()) == 0:
        confinement.end_with(parent)
        with os.fdopen(go, "wb") as out:
            out.write(json.dumps(_outcome(work)).encode())
        os._exit(0)
    os.close(go)
    with os.fdopen(come, "rb") as said:
        words = said.read()
    _, status = os.waitpid(pid, 0)
    if not words and os.waitstatus_to_exitcode(status) in confinement.NO_MEMORY:
        raise OutOfMemory(limit, "update")
    if not words:
        raise EngineFailed
    told: Told = json.loads(words)
    if "error" in told:
        raise Relayed(told["error"])
    return told


def _outcome(work: Callable[[], Told]) -> Told:
    try:
        return work()
    except ClaimgraphError as error:
        return {"error": error.told()}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": EvaluationFailed(f"{error}.").told()}
