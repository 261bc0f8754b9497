"""When praise is due: only for what was seen from start to end, and only now and then."""

from __future__ import annotations

from dataclasses import dataclass, field

from backline.coach.words import saying
from backline.form.result import Hold, Repetition, Update
from backline.guide.schema import Exercise
from backline.language import SOURCE_LANGUAGE

EVERY_REPETITIONS = 3
"""Unprompted praise comes after this many clean repetitions in a row."""
HOLD_EVERY_S = 20.0
GENERIC = ("praise-1", "praise-2", "praise-3")


@dataclass(slots=True)
class PraiseKeeper:
    """Watches whether the repetition or hold under way was seen and clean.

    A repetition is clean when no verdict was a fault, at least one was "ok", and no frame
    of it was "can't judge". One that was not wholly seen is never praised.
    """

    exercise: Exercise
    language: str = SOURCE_LANGUAGE
    judged: int = 0
    clean: int = 0
    _unseen: bool = False
    _fault: bool = False
    _ok: set[str] = field(default_factory=set)
    _blind: set[str] = field(default_factory=set)
    _whole: frozenset[str] = frozenset()
    _row: int = 0
    _given: int = 0
    _corrected: str | None = None
    _steady_since_s: float | None = None

    def __post_init__(self) -> None:
        self._whole = frozenset(c.id for c in self.exercise.cues if c.judge == "best")

    def note(self, update: Update) -> None:
        """Take one frame of the repetition under way into account."""
        self._unseen |= update.cannot_judge is not None
        for verdict in update.verdicts:
            if verdict.verdict == "fault":
                self._fault = True
            elif verdict.verdict == "ok":
                self._ok.add(verdict.cue_id)
                if verdict.cue_id in self._whole:
                    self._blind.discard(verdict.cue_id)
            else:
                self._blind.add(verdict.cue_id)

    def spoke_of(self, cue_id: str) -> None:
        """A cue was spoken: putting it right deserves a word."""
        self._corrected = cue_id

    def finished(self, result: Repetition | Hold) -> str | None:
        """Close a repetition; the praise it deserves, or None."""
        if isinstance(result, Hold):
            return None
        seen = not self._unseen and bool(self._ok)
        clean = seen and not self._fault and not result.faults
        praise = self._praise() if clean else None
        self.judged += seen
        self.clean += clean
        self._row = self._row + 1 if clean else 0
        self._unseen = self._fault = False
        self._ok, self._blind = set(), set()
        return praise

    def holding(self, update: Update, now_s: float) -> str | None:
        """Praise for a hold that has been seen and clean for a while, or None."""
        faults = any(v.verdict == "fault" for v in update.verdicts)
        seen = update.cannot_judge is None and any(v.verdict == "ok" for v in update.verdicts)
        if faults or not seen:
            self._steady_since_s = None
            return None
        if self._steady_since_s is None:
            self._steady_since_s = now_s
        if now_s - self._steady_since_s < HOLD_EVERY_S:
            return None
        self._steady_since_s = now_s
        return saying("praise-hold", language=self.language)

    def _praise(self) -> str | None:
        corrected = self._corrected
        if corrected is not None and corrected in self._ok - self._blind:
            self._corrected = None
            self._row = -1
            own = next((c.praise for c in self.exercise.cues if c.id == corrected), None)
            return own or saying("praise-fixed", language=self.language)
        if (self._row + 1) % EVERY_REPETITIONS:
            return None
        self._given += 1
        key = GENERIC[(self._given - 1) % len(GENERIC)]
        return saying(key, language=self.language)
