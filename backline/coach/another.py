"""Whether another exercise is done than the one that is coached.

Only what was counted says so, and only while the coached one counts nothing. The other exercises'
watchers cost ten times what the coached one's costs, so they sleep while that works and counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from backline.coach.lately import Doing, Lately
from backline.form.result import Update
from backline.guide.schema import Exercise

QUIET_S = 20.0
"""The coached exercise must have counted nothing for so long: twice the longest repetition that the
demonstrations show (9 s). Our choice."""
WAKE_S = 10.0
"""Quiet for so long, the others begin to watch. Our choice: half of it, so that on work that counts
they nearly always sleep (a repetition takes 4 to 9 s in the demonstrations)."""
IDLE_S = 4.0
"""So does nothing under way for so long. It is sooner, because they need a quiet moment to see how
a back rests (a cat-cow is measured from there). Our choice: the demonstrations pause for 1.3 to
3.6 s between two repetitions."""
LEAST_REPETITIONS = 2
"""One may be somebody who stands up, or bends for the band: drawn, lifting the arms for a row
counted once as another exercise. Our choice."""
LEAST_HOLD_S = 10.0
"""A shorter hold is no other exercise. Our choice: half of the shortest that the guide asks for
(PL3)."""


class Another:
    """Tells, once for each, which other exercise is done during a set. One per set.

    exercise: the coached one, at its stage. others: all that are known, stages included, the
    coached one too. What counts as a stage of it is never another exercise, and neither is one
    that is counted by the same measure as it, or as a stage of it: drawn, a chop's hold was taken
    for the pulldown, and through the pose model a whole set of chops is (decision 0010).
    Raises ValueError when there is none to tell apart.
    """

    def __init__(self, exercise: Exercise, others: Sequence[Exercise]) -> None:
        if all(one.id == exercise.id for one in others):
            raise ValueError("there must be another exercise")
        self._others = tuple(others)
        self._alike = _alike(exercise, others)
        self._standard = {one.id: one for one in others if one.is_standard}
        self._lately: Lately | None = None
        self._told: set[str] = set()
        self._repetitions = 0
        self._own_s = self._busy_s = math.nan
        """When the coached exercise last counted, and was last under way; at first the stream's
        beginning, and never."""

    @property
    def awake(self) -> bool:
        """Whether the other exercises' watchers are at work."""
        return self._lately is not None

    def update(self, own: Update) -> Exercise | None:
        """Take in what the coached exercise's watcher found in a frame. Another exercise, as its
        file has it, when it is now clear that it is done; it is given once."""
        now_s = own.frame.time_s
        self._note(own, now_s)
        quiet_s = now_s - self._own_s
        if self._lately is None:
            if quiet_s < WAKE_S and now_s - self._busy_s < IDLE_S:
                return None
            self._lately = Lately(self._others)
        self._lately.update(own.frame)
        if quiet_s < QUIET_S:
            return None
        return self._tell(self._lately.doing(now_s - QUIET_S), own)

    def _note(self, own: Update, now_s: float) -> None:
        """What the coached exercise's own watcher says. Its counting sends the others to sleep."""
        if math.isnan(self._own_s):
            self._own_s = now_s
        if own.stage == "working":
            self._busy_s = now_s
        if own.finished is not None or own.repetitions > self._repetitions or own.hold_s > 0.0:
            self._own_s = self._busy_s = now_s
            self._lately = None
        self._repetitions = own.repetitions

    def _tell(self, doing: Doing | None, own: Update) -> Exercise | None:
        if doing is None or doing.exercise.id in self._told | self._alike:
            return None
        if not _clear(doing, in_own_position=own.stage in ("ready", "working")):
            return None
        self._told.add(doing.exercise.id)
        return self._standard.get(doing.exercise.id, doing.exercise)


def _alike(exercise: Exercise, others: Sequence[Exercise]) -> frozenset[str]:
    """The ids of exercises that can't be told from this one, its own among them."""
    measures = {one.signal.measure for one in others if one.id == exercise.id}
    measures.add(exercise.signal.measure)
    same = {one.id for one in others if one.signal.measure in measures}
    return frozenset(same | {exercise.id})


def _clear(doing: Doing, *, in_own_position: bool) -> bool:
    """Enough of it to speak of it. A hold in the coached exercise's own start position is
    somebody who waits there."""
    if len(doing.repetitions) >= LEAST_REPETITIONS:
        return True
    return doing.hold_s >= LEAST_HOLD_S and not in_own_position
