"""What a process of ours may not do, whatever a query makes the engine do.

Each protection says whether it holds on this platform: `active` is what ``/health``
shows, and `prove` tries them out.
"""

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2

#: Audit architecture, and the numbers of socket(2) and io_uring_setup(2) there.
_SYSTEM_CALLS = {
    "x86_64": (0xC000003E, 41, 425),
    "aarch64": (0xC00000B7, 198, 425),
}
#: How a process ends that gets no more memory: by itself, or by the system's hand.
NO_MEMORY = (-signal.SIGABRT, -signal.SIGKILL)
#: Whom the kernel ends when memory runs out: the highest.
_SCORE = Path("/proc/self/oom_score_adj")
_LINUX = sys.platform == "linux"
_FILTERABLE = _LINUX and platform.machine() in _SYSTEM_CALLS


def _prctl(option: int, *values: object) -> bool:
    """Call prctl(2), where there is one; tell whether it did as it was told."""
    if not _LINUX:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(option, *values) == 0)


def adopt_orphans() -> None:
    """Become the parent of those whose parent ends, so that none outlives us."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_with(parent: int) -> None:
    """See to it that this process is killed when *parent* ends, and now if it has."""
    told = _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if told and os.getppid() != parent:
        os._exit(0)


def wait_until_left_by(parent: int) -> None:
    """Return once *parent* has ended and left this process to another."""
    while os.getppid() == parent:
        time.sleep(0.0005)


def die_first() -> None:
    """Have the kernel end this process before others when memory runs out."""
    with suppress(OSError):
        _SCORE.write_text("1000")


def limit_memory(more: int) -> None:
    """Let this process take at most *more* bytes of address space than it has."""
    if _LINUX:
        most = _address_space() + more
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def memory_limited(more: int) -> Iterator[None]:
    """Have what is done take at most *more* bytes, and be the first to be ended."""
    if not _LINUX:
        yield
        return
    own, score = resource.getrlimit(resource.RLIMIT_DATA), _SCORE.read_text()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, _lowered(own, _data() + more))
    die_first()
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, own)
        with suppress(OSError):
            _SCORE.write_text(score)


def _lowered(limits: tuple[int, int], soft: int) -> tuple[int, int]:
    """The *limits* with a *soft* one that is not higher than what there is."""
    given = [limit for limit in limits if limit != resource.RLIM_INFINITY]
    return min([soft, *given]), limits[1]


def resident_memory() -> int:
    """The bytes of memory that this process has, shared or not; 0 if unknown."""
    return _pages(1) * resource.getpagesize() if _LINUX else 0


def give_memory_back() -> None:
    """Give the system back what this process does not use, where the C library can."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _address_space() -> int:
    return _pages(0) * resource.getpagesize()


def _data() -> int:
    """What this process may write to: unlike addresses, nobody sets it aside unused."""
    return _pages(5) * resource.getpagesize()


def _pages(column: int) -> int:
    return int(Path("/proc/self/statm").read_text().split()[column])


def forbid_network() -> None:
    """Have the kernel refuse this process every internet socket, for good."""
    if not _FILTERABLE:
        return
    if not _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return
    code = b"".join(struct.pack("HBBI", *step) for step in _filter())
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.c_char_p(program), 0, 0)


def _filter() -> list[tuple[int, int, int, int]]:
    """
    The steps of the classic BPF program that the kernel runs at each system call.

    A foreign architecture's calls and io_uring are refused, and so are sockets of
    families AF_INET and AF_INET6; anything else is allowed.
    """
    architecture, socket_call, io_uring = _SYSTEM_CALLS[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06
    number_at, architecture_at, first_argument_at = 0, 4, 16
    allow, refuse = 0x7FFF0000, 0x00050000 | 13  # EACCES
    return [
        (load, 0, 0, architecture_at),
        (equal, 0, 7, architecture),
        (load, 0, 0, number_at),
        (equal, 5, 0, io_uring),
        (equal, 0, 3, socket_call),
        (load, 0, 0, first_argument_at),
        (equal, 2, 0, socket.AF_INET),
        (equal, 1, 0, socket.AF_INET6),
        (give, 0, 0, allow),
        (give, 0, 0, refuse),
    ]


def prove(budget: int) -> dict[str, bool]:
    """
    Try each protection out, in a process that has been confined to *budget* bytes.

    Maps its name to whether it held.
    """
    return {"network": _network_refused(), "memory": _memory_refused(budget)}


def _network_refused() -> bool:
    families = (socket.AF_INET, socket.AF_INET6)
    return all(_refused(lambda f=family: socket.socket(f)) for family in families)


def _memory_refused(budget: int) -> bool:
    return _refused(lambda: bytearray(budget + (1 << 24)))


def _refused(attempt: object) -> bool:
    try:
        attempt()  # type: ignore[operator]
    except (OSError, MemoryError):
        return True
    return False
