"""A set of a session under the coach: what is to be done, its record, and what comes after it.

The client only names the session; everything else is looked up here. All of it waits for the
journal, so it is called from threads.
"""

from __future__ import annotations

import time
from typing import Any

from backline.coach.state import CoachState
from backline.daily.desk import SessionView
from backline.daily.errors import NotNow
from backline.daily.household import Household
from backline.daily.recording import ENDED, SetRecorder
from backline.daily.steps import PainCheck, Rest, Step, Stopped, Summary, Work, is_over
from backline.form.result import Update
from backline.journal.errors import BadValue, JournalError, NoSuchRecord, NotAllowedNow
from backline.journal.records import SetRecord
from backline.web.session_rows import token

TRIES = 3
PAUSE_S = 0.15
"""A journal that is busy is asked again this often, after such a pause."""


class Refused(Exception):
    """Why a set isn't coached (any more). code: of `live.` + code in the words."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class SessionSet:
    """One open set, recorded as it happens.

    exercise: at its stage, within the person's limits. target: repetitions of both sides, or
    seconds; None for a hold without an end set. Raises what `look_up` raises; JournalError when
    the journal can't be used.
    """

    def __init__(self, home: Household, session_id: int, set_id: int | None) -> None:
        self._home = home
        self._desk = home.desk
        self.session_id = session_id
        view = home.desk.view(session_id)
        _must_be_at(view.step, set_id)
        try:
            opened = self._desk.begin_set(session_id, watched=True)
            view = home.desk.view(session_id)
        except (NotNow, NotAllowedNow) as error:
            raise Refused("set-over") from error
        step = view.step
        if not isinstance(step, Work) or step.set_id != opened.id:
            raise Refused("set-over")
        if not opened.watched:
            raise Refused("own-count")
        if view.exercise is None:
            raise Refused("no-plan")
        self.exercise = view.exercise
        self.target = step.target
        self._exercise_id = step.exercise.id
        self._number, self._sets, self._at = step.number, step.dose.sets, token(step)
        self._opened = opened
        self._recorder = SetRecorder(home.journal.sessions, opened, view.exercise)

    @property
    def already(self) -> tuple[str | None, ...]:
        """The sides of what was counted in this set before."""
        return self._recorder.already

    def told(self) -> dict[str, Any]:
        """For `ready`: which set this is, and what was already done in it."""
        held_s = max((hold.held_s for hold in self._opened.holds), default=0.0)
        return {
            "session": self.session_id,
            "set": self._opened.id,
            "number": self._number,
            "sets": self._sets,
            "at": self._at,
            "already": {"count": len(self.already), "held_s": round(held_s, 1)},
        }

    def take(self, update: Update, state: CoachState) -> None:
        """Record a frame's findings, before the state is sent. Raises Refused when the set was
        ended elsewhere or the journal can't be written."""
        for left in reversed(range(TRIES)):
            try:
                self._recorder.take(update, state)
            except (NoSuchRecord, NotAllowedNow) as error:
                raise Refused("set-over") from error
            except BadValue:
                raise
            except JournalError as error:
                if not left:
                    raise Refused("journal") from error
                time.sleep(PAUSE_S)
            else:
                return

    def end(self) -> dict[str, Any]:
        """The set is over; what comes next. A set in which nothing was done stays open, so that
        it can be tried again. Raises Refused."""
        try:
            self._recorder.close(ENDED)
            if self._done():
                return told_next(self._desk.end_set(self.session_id))
            return told_next(self._desk.view(self.session_id))
        except (NoSuchRecord, NotAllowedNow, NotNow) as error:
            raise Refused("set-over") from error
        except JournalError as error:
            raise Refused("journal") from error

    def hurts(self) -> dict[str, Any]:
        """It hurts: the exercise is broken off; what comes next. Raises Refused."""
        try:
            self.close()
            return told_next(self._desk.hurts(self.session_id))
        except (NoSuchRecord, NotAllowedNow, NotNow) as error:
            raise Refused("set-over") from error
        except JournalError as error:
            raise Refused("journal") from error

    def close(self) -> None:
        """The stream is over, the set isn't: it waits to be gone on with."""
        try:
            self._recorder.close()
        except (NoSuchRecord, NotAllowedNow):
            return  # the set is over already

    def _done(self) -> bool:
        found = self._found()
        return found is not None and bool(found.repetitions or found.holds)

    def _found(self) -> SetRecord | None:
        sets = self._home.journal.history.sets(self._exercise_id)
        return next((one for one in sets if one.id == self._opened.id), None)


def look_up(home: Household, person_id: int | None, session_id: int) -> None:
    """Whether somebody may have a set of a session coached. Raises Refused when it isn't there,
    isn't theirs, or is over."""
    try:
        view = home.desk.view(session_id)
    except NoSuchRecord as error:
        raise Refused("no-session") from error
    if view.session.profile_id != person_id:
        raise Refused("not-yours")
    if is_over(view.step):
        raise Refused("session-over")


def _must_be_at(step: Step, set_id: int | None) -> None:
    """The set asked for must be the one that is under way, or the next of its exercise."""
    if isinstance(step, Work) and set_id in (None, step.set_id):
        return
    if not (isinstance(step, Rest) and set_id is None):
        raise Refused("set-over")


def told_next(view: SessionView) -> dict[str, Any]:
    """The message that says what comes after a set."""
    step = view.step
    told: dict[str, Any] = {"type": "next", "at": token(step)}
    match step:
        case Rest():
            rest = {"seconds": round(step.seconds_left, 1), "number": step.next_number}
            return told | {"step": "rest"} | rest
        case Work():
            return told | {"step": "work"}
        case PainCheck():
            return told | {"step": "pain-check"}
        case Summary() | Stopped():
            return told | {"step": "over"}
        case _:
            return told | {"step": "show"}
