"""The lengths of a counted movement's parts: measures with one value a repetition.

A cue with `when: [rep]` names one of these as its measure. They are worked out from the
movement's own times, so they hold for any signal with one lobe; of a movement that has no top
to stay at (to one side and on to the other) only the whole has a length.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from backline.motion.repetitions import TURN_TIME_RATIO, Excursion


def _whole_s(movement: Excursion) -> float:
    """From leaving rest until it is back."""
    return movement.end_s - movement.start_s


def _top_s(movement: Excursion) -> float:
    """How long it stayed at its top, beyond what turning round there takes at the movement's
    own speed; 0 for one that goes straight back."""
    stay_s = movement.top_end_s - movement.top_start_s
    up_s = movement.top_start_s - movement.half_start_s
    down_s = movement.half_end_s - movement.top_end_s
    beyond_s = stay_s - TURN_TIME_RATIO * (up_s + down_s)
    return beyond_s if math.isnan(beyond_s) else max(0.0, beyond_s)


def _return_s(movement: Excursion) -> float:
    """From leaving the top until it is back."""
    return movement.end_s - movement.top_end_s


DURATIONS: dict[str, Callable[[Excursion], float]] = {
    "repetition_duration_s": _whole_s,
    "top_hold_s": _top_s,
    "return_duration_s": _return_s,
}


def duration_s(name: str, movement: Excursion) -> float:
    """The named length in seconds; NaN when the movement has no such part or the name isn't
    one of `DURATIONS`."""
    length = DURATIONS.get(name)
    return math.nan if length is None else length(movement)
