"""Following somebody from exercise to exercise, where none was named.

A bout is one exercise from its first repetition (or hold) to its last, before another begins.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from backline.body import PoseFrame
from backline.coach.lately import Doing, Lately
from backline.form.recognise import LEAST_HOLD_S
from backline.form.result import Update
from backline.guide.schema import Exercise

SETTLE_S = 1.0
"""An exercise is named so long after it was first counted: those that count the same movement do
so within this time of each other (drawn performances: 0.3 s)."""
CHANGE_S = 6.0
"""The exercise under way must have counted nothing for so long before another takes its place. Our
choice: about a repetition."""
LEAST_REPETITIONS = 2
"""So many make a change to another exercise sure, or that a stage is done: one may be somebody who
gets up, and a stage often counts a part of the whole."""
LEAST_STAGE_HOLD_S = 10.0
"""As much of a hold makes a stage sure. Our choice: half of the guide's shortest hold (PL3)."""


@dataclass(frozen=True, slots=True)
class Following:
    """What is known after a frame.

    update: what the watcher of the exercise under way says, or the likeliest one's before any is
    known. bout: the exercise under way; it stays while somebody rests. before: the bouts over.
    """

    update: Update
    bout: Doing | None
    before: tuple[Doing, ...]


class Follower:
    """Says which exercise is done, counts it, and notices when it becomes another. One per stream.

    exercises: all that may be done, stages among them, as for `form.recognise`. Raises ValueError
    for none.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._lately = Lately(exercises)
        self._exercise: Exercise | None = None
        self._since_s = 0.0
        self._found_s = math.nan
        self._before: list[Doing] = []

    def update(self, frame: PoseFrame) -> Following:
        """Take in one frame."""
        update = self._lately.update(frame)
        now_s = frame.time_s
        bout = None if self._exercise is None else self._lately.done(self._exercise, self._since_s)
        bout = self._begin(now_s) if bout is None else self._go_on(bout, now_s)
        return Following(update if bout is None else bout.update, bout, tuple(self._before))

    def _begin(self, now_s: float) -> Doing | None:
        """Nothing was recognised yet."""
        found = self._lately.doing(0.0)
        if found is None or not _sure(found, 1):
            return None
        if math.isnan(self._found_s):
            self._found_s = now_s
        if now_s - self._found_s < SETTLE_S:
            return None
        self._exercise = found.exercise
        return found

    def _go_on(self, bout: Doing, now_s: float) -> Doing:
        """The bout, another that took its place, or the same movement under a better name."""
        later = self._lately.doing(bout.last_s)
        if now_s - bout.last_s >= CHANGE_S and later is not None and _is_other(later, bout):
            if _sure(later, LEAST_REPETITIONS):
                self._before.append(bout)
                self._exercise, self._since_s = later.exercise, bout.last_s
                return later
            return bout
        best = self._lately.doing(self._since_s)
        if best is None or not _is_other(best, bout) or not _sure(best, 1):
            return bout
        if not _same_movement(best, bout):
            return bout
        self._exercise = best.exercise
        return best


def _is_other(one: Doing, bout: Doing) -> bool:
    return one.exercise.key != bout.exercise.key


def _same_movement(one: Doing, bout: Doing) -> bool:
    """Whether what it counted last was counted in the bout too."""
    start_s, end_s = _spans(one)[-1]
    return any(start_s < until_s and from_s < end_s for from_s, until_s in _spans(bout))


def _spans(doing: Doing) -> list[tuple[float, float]]:
    return [(r.start_s, r.end_s) for r in doing.repetitions] or [(doing.first_s, doing.last_s)]


def _sure(doing: Doing, repetitions: int) -> bool:
    """Whether enough was counted to name it."""
    if not doing.exercise.is_standard:
        enough = len(doing.repetitions) >= LEAST_REPETITIONS
        return enough or doing.hold_s >= LEAST_STAGE_HOLD_S
    return len(doing.repetitions) >= repetitions or doing.hold_s >= LEAST_HOLD_S
