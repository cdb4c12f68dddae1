"""The machine that figures were measured on, in words that a reader can compare."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path


def described() -> dict[str, str | int]:
    """Processor, memory, kernel, Python and the versions that matter."""
    return {
        "processor": _of_file("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count() or 0,
        "memory_mb": int(_of_file("/proc/meminfo", "MemTotal").split()[0]) // 1024,
        "system": platform.platform(),
        "python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
        "rdflib": version("rdflib"),
        "commit": _commit(),
    }


def load_average() -> float:
    """How many processes wanted to run in the last minute: other work distorts."""
    return round(os.getloadavg()[0], 2)


def _of_file(path: str, key: str) -> str:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.startswith(key):
            return line.partition(":")[2].strip()
    return "unknown"


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    folder = Path(__file__).parent
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder
    )
    return done.stdout.strip() or "unknown"
