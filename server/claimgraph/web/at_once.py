"""What is in memory is given by the thread that has read the request.

waitress reads requests in one thread and has others answer them. To hand one over takes
longer than to give an answer that is there, the more so the more threads there are.
"""

from threading import get_ident
from typing import Any

from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.task import (  # type: ignore[import-untyped]
    ThreadedTaskDispatcher,
    WSGITask,
)

from claimgraph.web.repeats import Repeats


class Task(WSGITask):  # type: ignore[misc]
    """A request to be answered, whose environment may have been looked at before."""

    def get_environment(self) -> dict[str, Any]:
        """The environment of the request (PEP 3333), the same one each time."""
        request = self.request
        if not hasattr(request, "environment"):
            request.environment = super().get_environment()
        environment: dict[str, Any] = request.environment
        return environment


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, whose requests are answered here if they are said to be."""

    task_class = Task
    at_once = False

    def received(self, data: bytes) -> bool:
        """Take *data*, and answer the requests that it ends, if that is at once."""
        taken: bool = super().received(data)  # calls the dispatcher's `add_task` ...
        while self.at_once:  # ... and so does `service` for the next request
            self.at_once = False
            self.service()
        return taken


class Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Gives channels to *threads* threads, unless *repeats* has the answer."""

    def __init__(self, repeats: Repeats, threads: int) -> None:
        super().__init__()
        self.set_thread_count(threads)
        self._repeats = repeats
        self._reader = get_ident()

    def add_task(self, channel: Channel) -> None:
        """Have the first request of *channel* answered."""
        if get_ident() == self._reader and self._is_there(channel):
            channel.at_once = True
        else:
            super().add_task(channel)

    def _is_there(self, channel: Channel) -> bool:
        """
        Whether the answer is known, and can be given without waiting for the client.

        The thread that reads must never wait: so nothing else may be left to be sent.
        """
        request = channel.requests[0]
        if request.error or len(channel.requests) > 1 or channel.total_outbufs_len:
            return False
        return self._repeats.has(Task(channel, request).get_environment())
