"""Drawing the words: the count or the clock, the phase, the cue of the moment, the key."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from backline.body import CannotJudge
from backline.drawing_text import (
    INK,
    Colour,
    RgbaArray,
    TextStyle,
    blend,
    over,
    plate,
    rounded_patch,
    text_patch,
)
from backline.form.result import Repetition, Update
from backline.guide.schema import Cue, Exercise
from backline.guide.words import reason_words, stage_words
from backline.report.annotate_body import FULL_BEND_RATIO, bend_colour, unit_px
from backline.vision.picture import RgbArray

QUIET: Colour = (178, 206, 204)
STRIPES: dict[str, Colour] = {
    "stop": (232, 62, 62),
    "fix": (255, 150, 54),
    "polish": (240, 205, 84),
}
UNSEEN: Colour = (150, 162, 168)
LINGER_S = 1.5
"""A cue stays this long after its fault has gone, so that it can be read."""
UNSEEN_FOR_S = 0.7
"""Shorter moments of not being able to judge are not announced; they would flicker."""
SEVERITIES = ("stop", "fix", "polish")


class Plates:
    """Draws the plates of one exercise; one message at a time, the gravest cue first."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._cues = {cue.id: cue for cue in exercise.cues}
        self._phases = {lobe.name: lobe.label for lobe in exercise.signal.lobes} | {"hold": "Hold"}
        self._sides = {"left": 0, "right": 0}
        self._cue: Cue | None = None
        self._cue_until_s = -math.inf
        self._reason: CannotJudge | None = None
        self._reason_since_s = math.inf

    def draw(self, canvas: RgbArray, update: Update) -> None:
        """Draw all plates of one instant, in place."""
        self._note(update)
        unit = unit_px(canvas)
        margin = round(20 * unit)
        height, width = canvas.shape[:2]
        blend(canvas, self._count(update, unit), margin, margin)
        chip = self._chip(update, unit)
        blend(canvas, chip, width - margin - chip.shape[1], margin)
        if not self._exercise.view.from_front:  # there no back line is drawn
            key, below = _key(round(unit * 100)), margin + chip.shape[0] + round(10 * unit)
            blend(canvas, key, width - margin - key.shape[1], below)
        message = self._message(update, unit, width - 2 * margin)
        if message is not None:
            left = (width - message.shape[1]) // 2
            blend(canvas, message, left, height - margin - message.shape[0])

    def _note(self, update: Update) -> None:
        """Keep up the tally by side, the cue to show and how long sight has been lost."""
        time_s = update.frame.time_s
        if isinstance(update.finished, Repetition) and update.finished.side:
            self._sides[update.finished.side] += 1
        found = [self._cues[v.cue_id] for v in update.verdicts if v.verdict == "fault"]
        found.sort(key=lambda cue: SEVERITIES.index(cue.severity))
        if found and (self._cue not in found or time_s >= self._cue_until_s):
            self._cue = found[0]
        if self._cue in found:
            self._cue_until_s = time_s + LINGER_S
        if update.cannot_judge is None:
            self._reason_since_s = math.inf
        elif update.cannot_judge != self._reason or math.isinf(self._reason_since_s):
            self._reason_since_s = time_s
        self._reason = update.cannot_judge

    def _count(self, update: Update, unit: float) -> RgbaArray:
        big = TextStyle(round(84 * unit), "bold")
        small = TextStyle(max(8, round(22 * unit)), "medium", QUIET)
        if self._exercise.signal.kind == "hold":
            whole = int(update.good_hold_s)
            number, word = f"{whole // 60}:{whole % 60:02d}", "in good form"
        else:
            number = str(update.repetitions)
            word = "repetition" if update.repetitions == 1 else "repetitions"
            if self._exercise.signal.each_side:
                word = f"{self._sides['left']} left · {self._sides['right']} right"
        lines = ((number, big), (word, small))
        return plate(lines, padding_px=round(18 * unit), align="centre")

    def _chip(self, update: Update, unit: float) -> RgbaArray:
        """The stage, or while working the phase and the side."""
        word = stage_words(update.stage, self._exercise.posture).title
        if update.stage == "working":
            word = self._phases.get(update.phase, word)
            word = f"{word} · {update.side}" if update.side else word
        style = TextStyle(max(8, round(26 * unit)), "medium")
        return plate(((word, style),), padding_px=round(14 * unit))

    def _message(self, update: Update, unit: float, width_px: int) -> RgbaArray | None:
        """The cue of the moment, else why nothing can be judged; None when all is well."""
        style = TextStyle(max(9, round(36 * unit)), "medium")
        time_s, padding = update.frame.time_s, round(20 * unit)
        if self._cue is not None and time_s < self._cue_until_s:
            text, stripe = self._cue.say, STRIPES[self._cue.severity]
        elif self._reason is not None and time_s - self._reason_since_s >= UNSEEN_FOR_S:
            text, stripe = reason_words(self._reason).title, UNSEEN
        else:
            return None
        lines = tuple((line, style) for line in style.wrap(text, width_px - 3 * padding))
        return plate(lines, stripe=stripe, padding_px=padding)


@lru_cache(maxsize=4)
def _key(hundredths: int) -> RgbaArray:
    """The key to the back line's colours, drawn once for each size (unit × 100)."""
    unit = hundredths / 100
    style = TextStyle(max(8, round(18 * unit)), "medium", QUIET)
    words = [text_patch(word, style) for word in ("arched", "back", "rounded")]
    gap, padding = round(18 * unit), round(12 * unit)
    width = sum(word.shape[1] for word in words) + 2 * gap
    bar_height = max(3, round(7 * unit))
    tall = words[0].shape[0] + bar_height + round(5 * unit)
    size = (width + 2 * padding, tall + 2 * round(padding * 0.7))
    whole = rounded_patch(*size, padding, INK, 0.78).copy()
    x, y = padding, round(padding * 0.7)
    for word in words:
        over(whole, word, x, y)
        x += word.shape[1] + gap
    bar = rounded_patch(width, bar_height, bar_height // 2, INK).copy()
    bends = np.linspace(-FULL_BEND_RATIO, FULL_BEND_RATIO, width)
    bar[..., :3] = np.array([bend_colour(float(bend)) for bend in bends], np.uint8)
    over(whole, bar, padding, y + words[0].shape[0] + round(5 * unit))
    whole.flags.writeable = False
    return whole
