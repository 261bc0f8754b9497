"""Playing and watching many performances, on several processors."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from backline.accuracy.outcome import Outcome, watch
from backline.accuracy.outcome_store import OutcomeStore
from backline.accuracy.perform import Source, play_joints
from backline.accuracy.scenarios import Scenario
from backline.accuracy.store import FrameStore
from backline.guide.schema import Exercise

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Task:
    """One performance to play and watch. cache: where drawn frames and outcomes are kept, or
    None."""

    scenario: Scenario
    exercise: Exercise
    source: Source
    cache: Path | None = None


def run_task(task: Task) -> Outcome:
    """Play one performance, watch it, compare; or take what was found the last time."""
    store = OutcomeStore(task.cache)
    return store.outcome(task.scenario, task.exercise, task.source, lambda: _watched(task))


def _watched(task: Task) -> Outcome:
    if task.source == "joints":
        played = play_joints(task.scenario, task.exercise)
    else:
        played = FrameStore(task.cache).drawn(task.scenario, task.exercise)
    return watch(task.scenario, task.exercise, played)


def run(tasks: Sequence[Task], jobs: int = 1, progress: Progress | None = None) -> list[Outcome]:
    """All outcomes, in the order of the tasks."""
    return spread(run_task, tasks, jobs, progress)


def spread(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Result]:
    """The function of every item, in order, in `jobs` processes. progress: called with
    (done, all) after each."""
    results: list[Result] = []
    for result in _results(function, items, jobs):
        results.append(result)
        if progress is not None:
            progress(len(results), len(items))
    return results


def _results(
    function: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Iterator[Result]:
    if jobs <= 1 or len(items) < 2:
        yield from map(function, items)
        return
    # A forked process would inherit the model runtime's threads in an unknown state.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(items)), mp_context=context) as pool:
        yield from pool.map(function, items, chunksize=4 if len(items) > 100 else 1)
