"""The progress bar: on standard error, so that results can be piped, and gone when done."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn


class Bar:
    """One task's bar."""

    def __init__(self, bar: Progress, name: str) -> None:
        self._bar = bar
        self._task = bar.add_task(name, total=None)

    def at(self, done: float, total: float) -> None:
        """Move the bar: how much is done, and of how much in all (NaN when unknown)."""
        known = None if math.isnan(total) else total
        self._bar.update(self._task, completed=done, total=known)


@contextmanager
def progress_bar(name: str, *, hidden: bool = False) -> Iterator[Bar]:
    """A bar that leaves nothing behind; only shown to a terminal."""
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=hidden or not console.is_terminal,
    ) as bar:
        yield Bar(bar, name)
