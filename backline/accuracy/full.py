"""The whole sweep: all exercises, both sources, the real clips; figures for the page."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backline.accuracy import machine, plank_rows, real_clips
from backline.accuracy.agreement import Agreement
from backline.accuracy.factors import by_factor
from backline.accuracy.outcome import Outcome
from backline.accuracy.page import Figures
from backline.accuracy.perform import Source
from backline.accuracy.scenarios import Plan, scenarios
from backline.accuracy.score import ExerciseScore, score
from backline.accuracy.sweep import Task, run, spread
from backline.guide.schema import Exercise

Say = Callable[[str], None]

JOINTS = Plan(clean=60, per_fault=20, per_variation=10)
DRAWN = Plan(clean=20, per_fault=20, per_variation=6, repetitions=(2, 1), enter_always=False)
DRAWN_LESS = replace(DRAWN, clean=10, per_fault=10)
DRAWN_MORE = frozenset({"cat-cow", "bird-dog", "plank"})
"""These have been drawn `DRAWN` times, the others half as often: twenty minutes each are spared."""
QUICK_JOINTS = Plan(clean=10, per_fault=3, per_variation=2)
QUICK_DRAWN = Plan(clean=2, per_fault=1, per_variation=1, repetitions=(2, 2), enter_always=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to sweep. exercises: in the order of the page. drawn: whether pictures too.
    jobs: processes. cache: where drawn frames are kept, None for nowhere. clips: the real
    clips' folder, None when there is none."""

    exercises: Sequence[Exercise]
    quick: bool = False
    drawn: bool = True
    jobs: int = 1
    cache: Path | None = None
    clips: Path | None = None
    agreement: Agreement | None = None


def sweep(wanted: Wanted, say: Say = print) -> Figures:
    """Run everything wanted. say: told one line at a time how far it is."""
    started_s = time.monotonic()
    on_joints = QUICK_JOINTS if wanted.quick else JOINTS
    joints, outcomes = _source(wanted, "joints", lambda _: on_joints, say)
    drawn: dict[str, ExerciseScore] = {}
    if wanted.drawn:
        plan_of = (lambda _: QUICK_DRAWN) if wanted.quick else drawn_plan
        drawn, outcomes = _source(wanted, "drawn", plan_of, say)
    clips, rows = _real(wanted, say)
    return Figures(
        written=datetime.datetime.now().astimezone().date().isoformat(),
        version=machine.backline_version(),
        machine=machine.describe(),
        took_s=time.monotonic() - started_s,
        quick=wanted.quick,
        joints=joints,
        drawn=drawn,
        levels=tuple(by_factor(outcomes)),
        clips=clips,
        rows=rows,
        agreement=wanted.agreement,
    )


def drawn_plan(exercise: Exercise) -> Plan:
    """How often an exercise is drawn in a full sweep."""
    return DRAWN if exercise.id in DRAWN_MORE else DRAWN_LESS


def _source(
    wanted: Wanted, source: Source, plan_of: Callable[[Exercise], Plan], say: Say
) -> tuple[dict[str, ExerciseScore], list[Outcome]]:
    """Scores by exercise, and all outcomes."""
    scores: dict[str, ExerciseScore] = {}
    everything: list[Outcome] = []
    for exercise in wanted.exercises:
        plan = plan_of(exercise)
        tasks = [Task(s, exercise, source, wanted.cache) for s in scenarios(exercise, plan)]
        name = f"{exercise.id}, {'drawn' if source == 'drawn' else 'true joints'}"
        outcomes = run(tasks, wanted.jobs, _progress(name, say))
        scores[exercise.id] = score(exercise, outcomes)
        everything += outcomes
    return scores, everything


def _progress(name: str, say: Say) -> Callable[[int, int], None]:
    def told(done: int, whole: int) -> None:
        say(f"{name}: {done} of {whole}")

    return told


def _real(
    wanted: Wanted, say: Say
) -> tuple[tuple[real_clips.ClipResult, ...] | None, plank_rows.Confusion | None]:
    if wanted.clips is None:
        return None, None
    labels = real_clips.read_labels(wanted.clips)
    clips = [real_clips.Clip(wanted.clips, label, tuple(wanted.exercises)) for label in labels]
    results = spread(real_clips.watch_clip, clips, wanted.jobs, _progress("real clips", say))
    rows = None
    path = wanted.clips / real_clips.PLANK_ROWS
    plank = next((e for e in wanted.exercises if e.id == plank_rows.EXERCISE), None)
    if plank is not None and path.is_file():
        rows = plank_rows.judge_rows(plank_rows.read_rows(path), plank)
    return tuple(result for result in results if result is not None), rows
