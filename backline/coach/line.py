"""When the line of a hold without an end set is lost."""

from __future__ import annotations

from backline.form.result import Update

LINE_LOST_S = 5.0
"""With no end set, a hold that is wrong for this long is over: long enough to hear the correction
and put it right. Backline's own choice; only time in good form counts (PL4), so it adds none."""


class LineKeeper:
    """For how long something has been wrong with a hold and no good time came. Not being seen
    is nothing wrong, and before the first good second there is no line to lose.
    cues: those that keep time from being good."""

    def __init__(self, cues: set[str]) -> None:
        self._cues = cues
        self._good_s = 0.0
        self._wrong_s = 0.0

    def lost(self, update: Update, step_s: float) -> bool:
        """Whether it is lost, after one more frame. step_s: seconds since the frame before."""
        grown, self._good_s = update.good_hold_s > self._good_s, update.good_hold_s
        if grown or not self._good_s:
            self._wrong_s = 0.0
        elif any(v.verdict == "fault" and v.cue_id in self._cues for v in update.verdicts):
            self._wrong_s += step_s
        return self._wrong_s >= LINE_LOST_S
