"""How far off each measure is: through the pose model, against the true joints, frame by frame.

The same drawn performance is watched twice, once as the pose model saw the pictures and once
with the avatar's true joints from the same camera, without noise. What differs is the error.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backline.accuracy.perform import FPS, camera_of, performance_of
from backline.accuracy.scenarios import Scenario
from backline.accuracy.store import FrameStore
from backline.avatar.truth import pose_frame
from backline.body import FloatArray, PoseFrame
from backline.form.result import Update
from backline.form.watcher import Watcher
from backline.guide.schema import Exercise
from backline.motion.measures import MEASURES

EVERY = 3
"""Every so many of an exercise's drawn performances are compared: the error is one of frames,
of which there are thousands."""
HOLD_S = 2.0
"""Of a hold so much is taken for its start: the person's own neutral is taken within it."""
SIDES = ("_left", "_right")


@dataclass(frozen=True, slots=True)
class ErrorTask:
    """One drawn performance to be watched twice. cache: where drawn frames are kept."""

    scenario: Scenario
    exercise: Exercise
    cache: Path | None


Errors = dict[str, tuple[FloatArray, FloatArray]]
"""By measure: errors, and errors of the change since the start posture, frame by frame."""


@dataclass(frozen=True, slots=True)
class MeasureError:
    """One measure in one exercise. bias: the median error, measured minus true. spread: half of
    the range that holds the middle 90 %. change_spread: the same for the change since the start
    posture, which is what cues against the neutral judge. frames: how many were compared."""

    measure: str
    unit: str
    frames: int
    bias: float
    spread: float
    change_spread: float


def compare(task: ErrorTask) -> Errors:
    """Watch one performance twice."""
    exercise, scenario = task.exercise, task.scenario
    seen = FrameStore(task.cache).drawn(scenario, exercise).frames
    true = true_frames(scenario, exercise)
    watchers = Watcher(exercise), Watcher(exercise)
    pairs = [
        (watchers[0].update(mine), watchers[1].update(theirs))
        for mine, theirs in zip(seen, true, strict=True)
    ]
    return _errors(pairs)


def true_frames(scenario: Scenario, exercise: Exercise) -> list[PoseFrame]:
    """The true joints of a drawn performance, at the times of its pictures."""
    performance = performance_of(scenario, exercise)
    camera = camera_of(scenario, performance)
    times_s = performance.times_s(FPS["drawn"])
    figures = performance.figures(times_s)
    return [
        pose_frame(figure, camera, float(time_s))
        for figure, time_s in zip(figures, times_s, strict=True)
    ]


def _errors(pairs: Sequence[tuple[Update, Update]]) -> Errors:
    whole: dict[str, list[float]] = defaultdict(list)
    resting: dict[str, list[float]] = defaultdict(list)
    for mine, theirs in pairs:
        for name, value in mine.measures.items():
            error = value - theirs.measures.get(name, math.nan)
            measure = _plain(name)
            if math.isnan(error) or measure is None:
                continue
            whole[measure].append(error)
            if _at_rest(mine) and _at_rest(theirs):
                resting[measure].append(error)
    out: Errors = {}
    for measure, errors in whole.items():
        at_rest = float(np.median(resting[measure])) if resting[measure] else math.nan
        out[measure] = np.array(errors), np.array(errors) - at_rest
    return out


def _at_rest(update: Update) -> bool:
    """In the start posture before anything is done; of a hold, its first moments, in which the
    person's own neutral is taken."""
    return update.phase == "start" or (update.phase == "hold" and 0.0 < update.hold_s <= HOLD_S)


def _plain(name: str) -> str | None:
    """The measure's name without the side that a signal adds; None for what is no measure."""
    plain = next((name.removesuffix(side) for side in SIDES if name.endswith(side)), name)
    return plain if plain in MEASURES else None


def summed_up(found: Iterable[Mapping[str, tuple[FloatArray, FloatArray]]]) -> list[MeasureError]:
    """Bias and spread of each measure over many performances, by name."""
    both: dict[str, list[tuple[FloatArray, FloatArray]]] = defaultdict(list)
    for errors in found:
        for measure, pair in errors.items():
            both[measure].append(pair)
    out = []
    for measure, arrays in sorted(both.items()):
        whole = np.concatenate([one for one, _ in arrays])
        changes = np.concatenate([one for _, one in arrays])
        out.append(
            MeasureError(
                measure=measure,
                unit=MEASURES[measure].unit,
                frames=len(whole),
                bias=float(np.median(whole)),
                spread=_half_width(whole),
                change_spread=_half_width(changes[~np.isnan(changes)]),
            )
        )
    return out


def _half_width(values: FloatArray) -> float:
    """Half of what lies between the 5th and the 95th percentile; NaN without values."""
    if not len(values):
        return math.nan
    low, high = np.percentile(values, [5, 95])
    return float(high - low) / 2.0
