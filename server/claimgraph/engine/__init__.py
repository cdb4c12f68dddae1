"""The engine: a dataset in processes of its own, asked and changed from the server's.

The server's process evaluates nothing. A keeper holds the dataset, workers forked from
it answer queries and may be killed, and a change is made by a successor of the keeper,
which takes its place if all goes well.
"""

import logging
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock, Timer
from typing import Any, Self

from claimgraph.engine import confinement
from claimgraph.engine.messages import (
    CONTEXTS,
    EXPLANATIONS,
    PAGE,
    Change,
    Limits,
    Plan,
    Question,
    Validation,
)
from claimgraph.engine.pool import Pool, Running, Sizes
from claimgraph.engine.processes import Keeper
from claimgraph.engine.replies import Reply
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.limits import (
    Busy,
    EngineFailed,
    OutOfMemory,
    OverTime,
    Stopped,
    UnknownRunning,
)

_log = logging.getLogger(__name__)

__all__ = [
    "CONTEXTS",
    "EXPLANATIONS",
    "PAGE",
    "Catalogue",
    "Change",
    "Engine",
    "Limits",
    "Plan",
    "Question",
    "Reply",
    "Sizes",
    "Times",
    "Validation",
]


@dataclass(frozen=True)
class Catalogue:
    """What is known of a generation of the dataset without asking it."""

    digest: str
    release: str
    size: int
    policies: Mapping[str, str]
    graphs: frozenset[str]

    @classmethod
    def heard(cls, told: Mapping[str, Any]) -> Self:
        """The catalogue that a keeper told."""
        return cls(**{**told, "graphs": frozenset(told["graphs"])})


@dataclass(frozen=True)
class Times:
    """For how many seconds a query and a change may go on."""

    query: float = 30.0
    change: float = 300.0


def _built(plan: Plan) -> tuple[Keeper, Catalogue]:
    """Start a keeper and have it build the dataset."""
    keeper = Keeper.started(plan)
    try:
        return keeper, Catalogue.heard(keeper.order("build")["catalogue"])
    except BaseException:
        keeper.kill()
        keeper.end()
        raise


class Engine:
    """A dataset that is served; make one with `start`."""

    def __init__(
        self,
        keeper: Keeper,
        plan: Plan,
        catalogue: Catalogue,
        sizes: Sizes,
        times: Times,
    ) -> None:
        self.plan = plan
        self.times = times
        self.catalogue = catalogue
        self._pool = Pool(keeper, sizes, sizes.fast * plan.limits.memory)
        self._changing = Lock()
        self.protections = self._proven()

    @classmethod
    def start(
        cls, plan: Plan, sizes: Sizes | None = None, times: Times | None = None
    ) -> Self:
        """
        Build the dataset of *plan* in a process of its own.

        Raises Relayed with what `Dataset.build` raises.
        """
        confinement.adopt_orphans()
        keeper, catalogue = _built(plan)
        return cls(keeper, plan, catalogue, sizes or Sizes(), times or Times())

    def _proven(self) -> dict[str, bool]:
        """Which protections hold on this platform, as a worker tried them out."""
        reply = self._begun("", {"prove": True}, self.times.query, lambda: False)
        reply.close()
        return {"deadline": True, **reply.head}

    def ask(
        self,
        question: Question,
        timeout: float | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Reply:
        """
        Have a worker answer *question* within *timeout* seconds, or fewer if so set.

        Raises Busy, OverTime, and what `Reply` raises.
        """
        limit = min(timeout or self.times.query, self.times.query)
        return self._begun(question.text, question.told(), limit, gone)

    def validate(
        self,
        asked: Validation,
        body: bytes = b"",
        timeout: float | None = None,
        gone: Callable[[], bool] = lambda: False,
    ) -> Reply:
        """Have a worker validate the documents in *body*, or a graph, as `ask` does."""
        limit = min(timeout or self.times.query, self.times.query)
        order = {"validation": asked.told()}
        return self._begun(asked.text, order, limit, gone, body, "validation")

    def _begun(
        self,
        text: str,
        order: object,
        limit: float,
        gone: Callable[[], bool],
        body: bytes | None = None,
        what: str = "query",
    ) -> Reply:
        try:
            running = self._pool.begin(text, order, limit, what)
        except EngineFailed:
            self._revive(self._pool.keeper)
            running = self._pool.begin(text, order, limit, what)
        return Reply(self._pool, running, self.plan.limits, gone, body)

    def _revive(self, dead: Keeper) -> None:
        """Build the dataset anew, from files and folder, if *dead* still keeps it."""
        with self._changing:
            if self._pool.keeper is dead:
                keeper, self.catalogue = _built(self.plan)
                self._pool.publish(keeper)
                _log.warning("The keeper of the dataset died; it was built anew.")

    def change(self, change: Change, body: bytes = b"") -> dict[str, Any]:
        """
        Make *change*, all of it or nothing, and publish it; tell what was done.

        Raises Busy while another change takes too long, OverTime, OutOfMemory, and
        what `changes.made` raises.
        """
        if not self._changing.acquire(timeout=self.times.change):
            raise Busy(1)
        try:
            return self._changed(change, body)
        finally:
            self._changing.release()

    def _changed(self, change: Change, body: bytes) -> dict[str, Any]:
        successor = self._pool.keeper.successor()
        timer = Timer(self.times.change, successor.kill)
        timer.start()
        begun = time.monotonic()
        try:
            outcome = successor.order("change", body, **change.told())
        except EngineFailed as error:
            raise self._fate(successor, time.monotonic() - begun) from error
        except BaseException:
            successor.kill()
            successor.end()
            raise
        finally:
            timer.cancel()
        self.catalogue = Catalogue.heard(outcome.pop("catalogue"))
        self._pool.publish(successor)
        return outcome

    def _fate(self, successor: Keeper, seconds: float) -> ClaimgraphError:
        """Why *successor* broke down over a change, after so many *seconds*."""
        code = successor.end()
        if seconds > self.times.change:
            return OverTime(self.times.change)
        if code in confinement.NO_MEMORY:
            return OutOfMemory(self.plan.limits.change_memory, "update")
        return EngineFailed()

    def running(self) -> list[Running]:
        """The queries that are being answered, the oldest first."""
        return self._pool.running()

    def stop(self, id_: str) -> None:
        """End the running query of that name; raises UnknownRunning."""
        for running in self._pool.running():
            if running.id == id_:
                running.end(Stopped())
                return
        raise UnknownRunning(id_)

    @property
    def waiting(self) -> int:
        """How many queries wait for a worker."""
        return self._pool.waiting

    def close(self, wait: float = 0.0) -> None:
        """Let queries go on for *wait* seconds, then end all processes."""
        self._pool.close(wait)
        if self.plan.disk:
            shutil.rmtree(self.plan.disk, ignore_errors=True)
