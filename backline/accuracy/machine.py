"""What is measured on: this computer, said briefly."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import tomllib
from pathlib import Path


def backline_version() -> str:
    """Backline's version; that of the source beside it where it isn't installed."""
    try:
        return importlib.metadata.version("backline")
    except importlib.metadata.PackageNotFoundError:
        project = Path(__file__).parents[2] / "pyproject.toml"
        if not project.is_file():
            return "unknown"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor_name() -> str:
    """The processor's name, or its architecture when the system doesn't tell."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return " ".join(line.split(":", 1)[1].split())
    except OSError:
        pass
    return platform.processor() or platform.machine()


def describe() -> str:
    """Processor, how many, system and Python."""
    return (
        f"{processors()} × {processor_name()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def peak_memory_mb() -> float | None:
    """Largest resident memory of this process so far; None where the system doesn't tell."""
    try:
        # `getrusage` of a new process still holds its parent's peak on Linux.
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
