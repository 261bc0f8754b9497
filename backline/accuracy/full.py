"""The whole sweep: all exercises, both sources, the real clips; figures for the page."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backline.accuracy import machine, placement, plank_rows, real_clips
from backline.accuracy.agreement import Agreement
from backline.accuracy.factors import by_factor
from backline.accuracy.measure_errors import (
    EVERY,
    ErrorTask,
    MeasureError,
    compare,
    summed_up,
)
from backline.accuracy.outcome import Outcome
from backline.accuracy.page import Beside, Figures
from backline.accuracy.perform import Source
from backline.accuracy.recognition import (
    RecognitionScore,
    RecognitionTask,
    recognise,
    recognition_score,
)
from backline.accuracy.scenarios import Plan, Scenario, scenarios
from backline.accuracy.score import ExerciseScore, score
from backline.accuracy.sweep import Task, run, spread
from backline.guide.load import load_every
from backline.guide.schema import Exercise

Say = Callable[[str], None]
PlanOf = Callable[[Exercise], Plan]

JOINTS = Plan(clean=60, per_fault=20, per_variation=10)
DRAWN = Plan(clean=20, per_fault=20, per_variation=6, repetitions=(2, 1), enter_always=False)
DRAWN_LESS = replace(DRAWN, clean=10, per_fault=10)
DRAWN_MORE = frozenset({"cat-cow", "bird-dog", "plank"})
"""These have been drawn `DRAWN` times, the others half as often: twenty minutes each are spared."""
JOINTS_STAGE = Plan(clean=20, per_fault=6, per_variation=6)
DRAWN_STAGE = Plan(clean=6, per_fault=3, per_variation=2, repetitions=(2, 1), enter_always=False)
"""The easier and harder stages share most cues with the exercise itself, and are tried less."""
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
    on_joints: PlanOf = (lambda _: QUICK_JOINTS) if wanted.quick else joints_plan
    on_drawn: PlanOf = (lambda _: QUICK_DRAWN) if wanted.quick else drawn_plan
    joints, outcomes = _source(wanted, "joints", on_joints, say)
    drawn: dict[str, ExerciseScore] = {}
    beside = Beside()
    if wanted.drawn:
        drawn, outcomes = _source(wanted, "drawn", on_drawn, say)
        beside = Beside(
            places={} if wanted.quick else _places(wanted, say),
            errors=_measure_errors(wanted, on_drawn, say),
            recognition=_recognition(wanted, on_drawn, say),
        )
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
        beside=beside,
    )


def joints_plan(exercise: Exercise) -> Plan:
    """How often an exercise's true joints are watched in a full sweep."""
    return JOINTS if exercise.is_standard else JOINTS_STAGE


def drawn_plan(exercise: Exercise) -> Plan:
    """How often an exercise is drawn in a full sweep."""
    if not exercise.is_standard:
        return DRAWN_STAGE
    return DRAWN if exercise.id in DRAWN_MORE else DRAWN_LESS


def _source(
    wanted: Wanted, source: Source, plan_of: PlanOf, say: Say
) -> tuple[dict[str, ExerciseScore], list[Outcome]]:
    """Scores by exercise, and all outcomes."""
    scores: dict[str, ExerciseScore] = {}
    everything: list[Outcome] = []
    for exercise in _with_stages(wanted):
        plan = plan_of(exercise)
        tasks = [Task(s, exercise, source, wanted.cache) for s in scenarios(exercise, plan)]
        name = f"{exercise.key}, {'drawn' if source == 'drawn' else 'true joints'}"
        outcomes = run(tasks, wanted.jobs, _progress(name, say))
        scores[exercise.key] = score(exercise, outcomes)
        everything += outcomes if exercise.is_standard else []
    return scores, everything


def _with_stages(wanted: Wanted) -> list[Exercise]:
    """The exercises, each followed by its other stages. Those that start, count and are judged
    like the exercise itself, with other things in hand, are left out."""
    whole = {exercise.id: _judged(exercise) for exercise in wanted.exercises}
    others = [
        one
        for one in load_every()
        if not one.is_standard and one.id in whole and _judged(one) != whole[one.id]
    ]
    return sorted((*wanted.exercises, *others), key=lambda one: list(whole).index(one.id))


def _judged(exercise: Exercise) -> tuple[object, ...]:
    return exercise.posture, exercise.signal, exercise.cues, exercise.variations


def _places(wanted: Wanted, say: Say) -> dict[str, list[placement.PlaceScore]]:
    """Scores from every place, by exercise."""
    found: dict[str, list[placement.PlaceScore]] = {}
    for exercise in wanted.exercises:
        tasks: list[Task] = []
        owners: list[int] = []
        for number, place in enumerate(placement.PLACES):
            chosen = placement.placed(exercise, place)
            tasks += [Task(s, exercise, "drawn", wanted.cache) for s in chosen]
            owners += [number] * len(chosen)
        outcomes = run(tasks, wanted.jobs, _progress(f"{exercise.id}, places", say))
        found[exercise.id] = [
            placement.place_score(
                place, [o for o, owner in zip(outcomes, owners, strict=True) if owner == number]
            )
            for number, place in enumerate(placement.PLACES)
        ]
    return found


def _measure_errors(wanted: Wanted, plan_of: PlanOf, say: Say) -> dict[str, list[MeasureError]]:
    """Errors of each exercise's measures; of a stage those that the exercise itself doesn't use."""
    found: dict[str, list[MeasureError]] = {}
    for exercise in _with_stages(wanted):
        chosen = _plain(exercise, plan_of)[:: EVERY if exercise.is_standard else 1]
        tasks = [ErrorTask(s, exercise, wanted.cache) for s in chosen]
        told = _progress(f"{exercise.key}, measures", say)
        known = {error.measure for error in found.get(exercise.id, [])}
        errors = summed_up(spread(compare, tasks, wanted.jobs, told))
        found[exercise.key] = [error for error in errors if error.measure not in known]
    return found


def _recognition(wanted: Wanted, plan_of: PlanOf, say: Say) -> list[RecognitionScore]:
    """What clean work of each exercise and stage is recognised as."""
    found = []
    for exercise in _with_stages(wanted):
        chosen = [s for s in _plain(exercise, plan_of) if s.clean]
        tasks = [RecognitionTask(s, exercise, wanted.cache) for s in chosen]
        told = _progress(f"{exercise.key}, recognised", say)
        keys = spread(recognise, tasks, wanted.jobs, told)
        found.append(recognition_score(exercise, keys))
    return found


def _plain(exercise: Exercise, plan_of: PlanOf) -> list[Scenario]:
    """The exercise's drawn performances seen from its own side, without the variations."""
    own = exercise.demonstration.variation
    chosen = scenarios(exercise, plan_of(exercise))
    return [s for s in chosen if s.view == "side" and s.variation == own]


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
