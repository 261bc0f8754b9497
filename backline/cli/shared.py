"""What the commands share: where to print, and how to complain."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

WRONG = 2
"""Exit status when a file or the command line is wrong."""
WIDEST_COLUMNS = 100
"""Wider lines are hard to read."""


def out_console() -> Console:
    """Standard output, a terminal or a pipe, at a width that reads well."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDEST_COLUMNS)
    return console


def complain(message: str) -> None:
    """One line on standard error; line breaks inside become spaces."""
    print(f"backline: {' '.join(message.split())}", file=sys.stderr, flush=True)


def why_not_written(place: str | Path, error: OSError) -> str:
    """One line on an output that could not be written, and what to do about it.

    place: named when the error itself doesn't say which file it was about.
    """
    advice = {
        errno.ENOTSUP: "`backline doctor` says what to do",
        errno.ENOSPC: "make room or choose another place for the output",
    }.get(error.errno or 0, "choose another place for the output")
    return f"{error.filename or place}: {error.strerror or error}; {advice}"


@contextmanager
def without_native_chatter() -> Iterator[None]:
    """Silences what compiled libraries print straight to standard error meanwhile (the model
    runtime greets there). Python's own errors are raised as ever."""
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
