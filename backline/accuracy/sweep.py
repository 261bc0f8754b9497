"""Playing and watching many performances, on several processors."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from backline.accuracy.outcome import Outcome, watch
from backline.accuracy.perform import Source, play_joints
from backline.accuracy.scenarios import Scenario
from backline.accuracy.store import FrameStore
from backline.guide.schema import Exercise

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One performance to play and watch. cache: where drawn frames are kept, or None."""

    scenario: Scenario
    exercise: Exercise
    source: Source
    cache: Path | None = None


def run_task(task: Task) -> Outcome:
    """Play one performance, watch it, compare."""
    if task.source == "joints":
        played = play_joints(task.scenario, task.exercise)
    else:
        played = FrameStore(task.cache).drawn(task.scenario, task.exercise)
    return watch(task.scenario, task.exercise, played)


def run(tasks: Sequence[Task], jobs: int = 1, progress: Progress | None = None) -> list[Outcome]:
    """All outcomes, in the order of the tasks. progress: called with (done, all)."""
    outcomes: list[Outcome] = []
    for outcome in _outcomes(tasks, jobs):
        outcomes.append(outcome)
        if progress is not None:
            progress(len(outcomes), len(tasks))
    return outcomes


def _outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    if jobs <= 1 or len(tasks) < 2:
        yield from map(run_task, tasks)
        return
    # A forked process would inherit the model runtime's threads in an unknown state.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context) as pool:
        yield from pool.map(run_task, tasks, chunksize=4 if len(tasks) > 100 else 1)
