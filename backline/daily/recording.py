"""Writes a live set into the journal as it happens.

For every frame: judge, let the coach speak, `take`, and only then send the state. So whatever was
spoken is on disk.
"""

from __future__ import annotations

import math
from uuid import uuid4

from backline.coach.state import CoachState
from backline.form import result as form
from backline.form.result import Update
from backline.guide.schema import Exercise
from backline.journal.records import Cue, Hold, Repetition, SetRecord, Side
from backline.journal.sessions import Sessions

STEADY_S = 5.0
"""The beginning of a hold is only sure after this long: its clock looks back while the body
settles (3 s, `motion/holds.py`)."""

BROKEN_OFF = "broken-off"
"""How a hold ended whose end nobody saw: the stream or the program broke off."""

ENDED = "set-over"
"""How a hold ended that was still going on when its set was over: by hand, or by the coach."""

SPOKEN = frozenset({"count", "stage"})
"""What the coach says about how long a hold has lasted."""


class SetRecorder:
    """Records one open set from one stream.

    sessions: the journal's. opened: the set as it stands, with what was recorded before a reload.
    exercise: the one being watched, within the person's limits. Repetition numbers go on from
    those there are. Each thing has an event id of its own that stays the same when it is tried
    again, so a call that failed can simply be repeated with the same frame.
    """

    def __init__(self, sessions: Sessions, opened: SetRecord, exercise: Exercise) -> None:
        self._sessions = sessions
        self._exercise = exercise
        self._stream = uuid4().hex
        self._units = {cue.id: cue.unit for cue in exercise.cues}
        self.set_id = opened.id
        self.already: tuple[Side | None, ...] = tuple(
            one.side for one in opened.repetitions if one.variation is None
        )
        """The sides of what was counted before: for `CoachSession(already=...)`."""
        self._repetitions = len(opened.repetitions)
        self._holds = len(opened.holds)
        self._cues = 0
        self._notes = 0
        self._shown: str | None = None
        self._hold: Hold | None = None
        self._seen: Hold | None = None
        """The hold under way as it was last seen; what it grew since it was noted isn't on disk."""
        if opened.holds and opened.holds[-1].ended is None:
            self._hold = opened.holds[-1]
            self._holds -= 1
            self._end_hold(self._hold.end_s, self._hold.good_s or 0.0, BROKEN_OFF)

    def take(self, update: Update, state: CoachState) -> None:
        """What ended or was said on this frame, onto the disk.

        update: the watcher's findings; state: what the coach made of them. Nothing is written on
        most frames. Raises JournalError; then the state must not be sent, and the same call may
        be made again.
        """
        finished = update.finished
        if state.stage == "work":
            if isinstance(finished, form.Repetition):
                self._repetition(finished, judged=state.judged is True)
            elif isinstance(finished, form.Hold):
                self._finished(finished)
                self._seen = None
            else:
                self._seen = self._hold_now(update)
                if self._seen is not None and any(one.kind in SPOKEN for one in state.say):
                    self._record(self._seen)
        self._cue(update, state)

    def close(self, ended: str = BROKEN_OFF) -> None:
        """The stream is over: a hold whose end wasn't seen ends where it was last seen. The
        set itself stays open; whoever leads the session ends it, or goes on after a reload.
        ended: how such a hold ended."""
        latest = self._seen or self._hold
        if latest is not None:
            self._hold = self._hold or latest
            self._end_hold(latest.end_s, latest.good_s or 0.0, ended)
            self._seen = None

    # --- repetitions

    def _repetition(self, done: form.Repetition, *, judged: bool) -> None:
        number = self._repetitions + 1
        self._sessions.add_repetition(
            self.set_id,
            Repetition(
                number=number,
                side=done.side,
                start_s=done.start_s,
                peak_s=done.peak_s,
                end_s=done.end_s,
                range=_measured(done.range),
                unit=done.unit,
                faults=tuple(done.faults),
                judged=judged,
                variation=done.variation,
                highest=_measured(done.highest),
                lowest=_measured(done.lowest),
            ),
            event_id=f"{self._stream}-r{number}",
        )
        self._repetitions = number

    # --- holds

    def _hold_now(self, update: Update) -> Hold | None:
        """The hold under way, as far as it has come; None while there is none that is sure."""
        held = self._exercise.signal.kind == "hold" and update.hold_s >= STEADY_S
        if not (held and math.isfinite(update.hold_s)):
            return None
        end_s = round(update.frame.time_s, 3)
        start_s = round(end_s - update.hold_s, 3) if self._hold is None else self._hold.start_s
        good_s = round(update.good_hold_s, 3)
        return Hold(self._holds + 1, start_s, end_s, min(good_s, end_s - start_s))

    def _finished(self, done: form.Hold) -> None:
        if self._hold is None:
            good_s = min(done.good_s, done.end_s - done.start_s)
            self._hold = Hold(self._holds + 1, done.start_s, done.start_s, 0.0)
            self._end_hold(done.end_s, good_s, done.ended)
        else:
            self._end_hold(done.end_s, done.good_s, done.ended)

    def _end_hold(self, end_s: float, good_s: float, ended: str) -> None:
        """A hold's end. Its end may be seen a moment late; what was spoken already stays."""
        going = self._hold
        assert going is not None
        until_s = max(end_s, going.end_s)
        good_s = min(max(good_s, going.good_s or 0.0), until_s - going.start_s)
        good = None if going.good_s is None else good_s
        self._record(Hold(going.number, going.start_s, until_s, good, ended))
        self._holds, self._hold = going.number, None

    def _record(self, hold: Hold) -> None:
        event_id = f"{self._stream}-h{hold.number}-{self._notes}"
        self._sessions.record_hold(self.set_id, hold, event_id=event_id)
        self._notes += 1
        self._hold = hold

    # --- cues

    def _cue(self, update: Update, state: CoachState) -> None:
        """A correction when it comes up, with what was measured."""
        shown = None if state.cue is None else state.cue.id
        if shown is not None and shown != self._shown:
            values = [one.value for one in update.verdicts if one.cue_id == shown]
            value = next((one for one in values if math.isfinite(one)), None)
            unit = None if value is None else self._units.get(shown)
            self._sessions.add_cue(
                self.set_id,
                Cue(shown, max(0.0, update.frame.time_s), value, unit),
                event_id=f"{self._stream}-c{self._cues}",
            )
            self._cues += 1
        self._shown = shown


def _measured(value: float) -> float:
    """NaN for what isn't a measurement."""
    return value if math.isfinite(value) else math.nan
