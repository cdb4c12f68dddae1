"""A command run to its end or to a limit: its time, the processor's, its memory."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import memory
from harness.results import Record

#: Between two looks at whether it has ended, and at its memory.
_LOOK, _SAMPLE = 0.01, 0.1


@dataclass(frozen=True)
class Run:
    """
    What a command took and printed.

    *fault* says why there is no answer: too slow, or the end of what it said.
    """

    seconds: float
    processor_seconds: float
    peak_mb: float
    output: str
    fault: str = ""

    def as_json(self) -> Record:
        """The figures, or the fault and how long it took."""
        figures: Record = {
            "seconds": round(self.seconds, 2),
            "processor_seconds": round(self.processor_seconds, 2),
            "peak_mb": round(self.peak_mb),
        }
        return {"fault": self.fault, **figures} if self.fault else figures


def run(command: Sequence[object], limit: float, folder: Path | None = None) -> Run:
    """Run *command* in *folder*, for so many seconds at most."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=said,
            cwd=folder,
            start_new_session=True,
        )
        with memory.sampled(child.pid, _SAMPLE) as samples:
            used = _ended(child, start + limit)
        seconds = time.perf_counter() - start
        out.seek(0)
        said.seek(0)
        printed, complaint = out.read().decode(), said.read().decode(errors="replace")
    peak = max((sample[1] for sample in samples), default=0.0)
    fault = _fault(child.returncode, seconds, limit, complaint)
    return Run(seconds, used, max(peak, 0.0), printed, fault)


def _ended(child: subprocess.Popen[bytes], deadline: float) -> float:
    """Wait for the end of *child*, or end it; return the processor's seconds."""
    pid, status, usage = os.wait4(child.pid, os.WNOHANG)
    while not pid:
        if time.perf_counter() > deadline:
            os.killpg(child.pid, signal.SIGKILL)
            pid, status, usage = os.wait4(child.pid, 0)
            break
        time.sleep(_LOOK)
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def _fault(status: int, seconds: float, limit: float, said: str) -> str:
    if status == -signal.SIGKILL and seconds >= limit:
        return f"more than {limit:g} s"
    return f"status {status}: {said.strip()[-400:]}" if status else ""
