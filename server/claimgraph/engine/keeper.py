"""The keeper: holds one generation of the dataset and forks those who work on it.

It has one thread and answers nobody's query, so a fork of it is a sound and instant
copy: a worker that answers queries, or a successor that makes a change and, if all goes
well, becomes the keeper of the next generation.
"""

import gc
import json
import os
import signal
import socket
import tempfile
from typing import IO, Any, NoReturn

from claimgraph.engine import confinement, frames, worker
from claimgraph.engine.generations import generation
from claimgraph.engine.messages import Change, Plan
from claimgraph.errors.base import ClaimgraphError
from claimgraph.errors.limits import EngineFailed, OutOfMemory
from claimgraph.errors.queries import EvaluationFailed


class Keeper:
    """One generation of the dataset, asked over the socket *control*."""

    def __init__(self, control: socket.socket, server: int, plan: Plan) -> None:
        self._control = control
        self._server = server
        self._plan = plan
        self._generation = generation(plan)
        self._said: dict[int, IO[bytes]] = {}
        self._ended: dict[int, tuple[int, str]] = {}

    def run(self) -> None:
        """Do as told until the control socket closes; leave no child behind."""
        self._serve()
        while self._reap(0):
            pass

    def _serve(self) -> None:
        while True:
            while self._reap(os.WNOHANG):
                pass
            try:
                _, payload, passed = frames.receive_passed(self._control)
                self._obey(json.loads(payload), passed)
            except OSError:
                return

    def _obey(self, order: dict[str, Any], passed: int | None) -> None:
        try:
            reply = getattr(self, f"_do_{order.pop('do')}")(passed=passed, **order)
        except ClaimgraphError as error:
            frames.say(self._control, frames.ERROR, error.told())
        except MemoryError:
            told = OutOfMemory(self._plan.limits.change_memory, "update").told()
            frames.say(self._control, frames.ERROR, told)
        except (OSError, ValueError, RuntimeError) as error:
            told = EvaluationFailed(f"{error}.").told()
            frames.say(self._control, frames.ERROR, told)
        else:
            if reply is not None:
                frames.say(self._control, frames.END, reply)

    def _do_build(self, passed: None) -> dict[str, Any]:
        return self._published(self._generation.build())

    def _do_change(self, passed: None, **change: Any) -> dict[str, Any]:
        _, body = frames.receive(self._control)
        with confinement.memory_limited(self._plan.limits.change_memory):
            told = self._generation.change(Change(**change), body)
        self._generation.tidy()
        return self._published(told)

    def _published(self, told: dict[str, Any]) -> dict[str, Any]:
        gc.collect()
        gc.freeze()  # what is shared with the children is not touched any more
        return told

    def _do_worker(self, passed: int) -> dict[str, Any]:
        said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was read
        pid = os.fork()
        if pid == 0:
            self._become_worker(passed, said)
        os.close(passed)
        self._said[pid] = said
        return {"pid": pid}

    def _become_worker(self, passed: int, said: IO[bytes]) -> NoReturn:
        self._control.close()
        os.dup2(said.fileno(), 2)
        confinement.end_with(os.getppid())
        with socket.socket(fileno=passed) as sock:
            worker.work(self._generation.opened(), sock, self._plan.limits)
        os._exit(0)

    def _do_successor(self, passed: int) -> dict[str, Any] | None:
        """
        Fork twice, so that the successor is the server's child and outlives us.

        The successor has nothing to reply. It goes on with the loop that it was forked
        in: one of its own would nest every generation in the one before.
        """
        come, go = os.pipe()
        if (middle := os.fork()) == 0:
            go_between = os.getpid()
            if pid := os.fork():
                os.write(go, str(pid).encode())
                os._exit(0)
            os.close(come)
            os.close(go)
            confinement.wait_until_left_by(go_between)
            self._become_successor(passed)
            return None
        os.close(passed)
        os.close(go)  # or nothing would tell that nobody writes any more
        os.waitpid(middle, 0)
        told = os.read(come, 20)
        os.close(come)
        if not told:
            raise EngineFailed  # somebody has ended the one between
        return {"pid": int(told)}

    def _become_successor(self, passed: int) -> None:
        self._control.close()
        self._control = socket.socket(fileno=passed)
        self._said.clear()
        self._ended.clear()
        confinement.end_with(self._server)

    def _do_fate(self, passed: None, pid: int) -> dict[str, Any]:
        """Tell how the worker *pid* ended, waiting until it has, and what it said."""
        while pid not in self._ended:
            self._reap(0)
        code, said = self._ended.pop(pid)
        return {"code": code, "said": said}

    def _reap(self, options: int) -> bool:
        """Take note of a worker that ended; tell whether there was one."""
        try:
            pid, status = os.waitpid(-1, options)
        except ChildProcessError:
            return False
        if pid in self._said:
            self._generation.forget(pid)
            with self._said.pop(pid) as said:
                said.seek(0)
                words = said.read(4096).decode(errors="replace")
            self._ended[pid] = (os.waitstatus_to_exitcode(status), words)
        return pid != 0


def main(control: int, server: int) -> None:
    """Keep a dataset for the process *server*, at the other end of *control*."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when to end
    confinement.end_with(server)
    confinement.forbid_network()  # to those who make changes as well
    sock = socket.socket(fileno=control)
    _, payload = frames.receive(sock)
    plan = Plan.heard(json.loads(payload))
    keeper = Keeper(sock, server, plan)  # named, so that it outlives its work
    keeper.run()
    os._exit(0)  # nobody waits for the dataset to be taken apart
