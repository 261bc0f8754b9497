"""Finding the start posture, keeping it, and noticing when it is left."""

from __future__ import annotations

import math
from typing import Literal

from backline.body import CannotJudge, Landmark
from backline.guide.schema import Condition, Posture
from backline.motion import (  # noqa: F401  (they register their measures)
    measures_arms,
    measures_facing,
    measures_overhead,
    measures_rowing,
    measures_stance,
    measures_support,
)
from backline.motion.context import Context
from backline.motion.measures import MEASURES, other

ENTER_S = 0.2
"""The start posture counts as found after this long (people often begin at once)."""
LEAVE_S = 0.6
"""It counts as left after this long outside (longer than any single bad frame run seen on
the trial clips, 0.3 s)."""
LOST_S = 2.0
"""It counts as left when nobody was seen, or only out of the picture, for this long."""
HIDDEN_S = 5.0
"""The same while somebody is seen but not enough of them (a slow reach hides the supporting
hand behind the body for 3 to 4 s)."""

PostureEvent = Literal["none", "entered", "left", "lost"]

_BODY = (
    Landmark.LEFT_SHOULDER,
    Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_HIP,
    Landmark.RIGHT_HIP,
    Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
)


def _fulfilled(condition: Condition, context: Context) -> bool | None:
    """Whether one condition holds; None when it can't be told: "every" goes by the sides that
    are seen, "any" may be fulfilled by a side that isn't."""
    measure = MEASURES[condition.measure]
    low = -math.inf if condition.at_least is None else condition.at_least
    high = math.inf if condition.at_most is None else condition.at_most
    values = [measure.value(context)]
    if condition.sides == "any" and low <= values[0] <= high:
        return True
    if measure.sided:
        values.append(measure.value(context.on_side(other(context.side))))
    known = [low <= value <= high for value in values if value == value]
    if condition.sides == "every":
        return all(known) if known else None
    if any(known):
        return True
    return False if len(known) == len(values) else None


def holds(conditions: list[Condition], context: Context) -> bool | None:
    """Whether all conditions hold: False when one surely doesn't, None when none surely
    fails but one can't be told."""
    unknown = False
    for condition in conditions:
        verdict = _fulfilled(condition, context)
        if verdict is False:
            return False
        unknown = unknown or verdict is None
    return None if unknown else True


def why_hidden(context: Context) -> CannotJudge:
    """The likeliest reason why a posture can't be told."""
    geometry = context.geometry
    if not all(geometry.in_picture(mark) for mark in _BODY):
        return CannotJudge.OUT_OF_FRAME
    return CannotJudge.LANDMARKS_HIDDEN


class PostureKeeper:
    """Follows one posture through time.

    inside: whether the person is in it. reason: why it can't be told at the moment.
    outside_since_s: since when its conditions have failed while still inside, else NaN.
    """

    def __init__(self, posture: Posture) -> None:
        self._posture = posture
        self.inside = False
        self.reason: CannotJudge | None = None
        self.outside_since_s = math.nan
        self._entering_since_s = math.nan
        self._unknown_since_s = math.nan
        self._barred = False

    def update(self, context: Context | None, time_s: float) -> PostureEvent:
        """Take in a frame; `context` is None when nobody was found."""
        verdict: bool | None = None
        self.reason = CannotJudge.NO_PERSON if context is None else None
        if context is not None:
            rules = self._posture.keep if self.inside else self._posture.start
            verdict = holds(rules, context)
            self.reason = why_hidden(context) if verdict is None else None
        return self._stay(verdict, time_s) if self.inside else self._enter(verdict, time_s)

    def _enter(self, verdict: bool | None, time_s: float) -> PostureEvent:
        if not verdict or self._barred:
            self._entering_since_s = math.nan
            self._barred = self._barred and verdict is not False
            return "none"
        if math.isnan(self._entering_since_s):
            self._entering_since_s = time_s
        if time_s - self._entering_since_s < ENTER_S:
            return "none"
        self.inside = True
        self.outside_since_s = self._unknown_since_s = math.nan
        return "entered"

    def _stay(self, verdict: bool | None, time_s: float) -> PostureEvent:
        if verdict is None:
            if math.isnan(self._unknown_since_s):
                self._unknown_since_s = time_s
            hidden = self.reason is CannotJudge.LANDMARKS_HIDDEN
            longest_s = HIDDEN_S if hidden else LOST_S
            return self._leave("lost") if time_s - self._unknown_since_s >= longest_s else "none"
        self._unknown_since_s = math.nan
        if verdict:
            self.outside_since_s = math.nan
            return "none"
        if math.isnan(self.outside_since_s):
            self.outside_since_s = time_s
        return self._leave("left") if time_s - self.outside_since_s >= LEAVE_S else "none"

    def _leave(self, event: PostureEvent) -> PostureEvent:
        self.inside = False
        self._entering_since_s = math.nan
        return event

    def leave(self) -> None:
        """End it from outside (the hips dropped): it must be given up before it is found
        anew."""
        self._leave("left")
        self._barred = True

    @property
    def entering(self) -> bool:
        """Whether the start posture has been reached but not yet kept for long enough."""
        return not self.inside and not math.isnan(self._entering_since_s)

    @property
    def entered_s(self) -> float:
        """When the posture under way was first reached."""
        return self._entering_since_s

    @property
    def unknown_since_s(self) -> float:
        """Since when the posture can't be told, NaN when it can."""
        return self._unknown_since_s
