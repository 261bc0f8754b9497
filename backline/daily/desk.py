"""A session while it is done: what may be asked of it, and what that records.

Every action first completes what was broken off (`settle.py`), then looks at the step that the
record says is next, and does only what that step allows. So the order in which pages, tabs and
sockets ask doesn't matter, and asking twice does nothing twice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from backline.daily.errors import NotNow
from backline.daily.limits import exercise_for
from backline.daily.past import PAIN
from backline.daily.planner import Planner
from backline.daily.settle import Place, Settler, planned_exercise
from backline.daily.steps import (
    At,
    PainCheck,
    Rest,
    Show,
    Step,
    Stopped,
    Summary,
    TellPain,
    Work,
)
from backline.daily.stored import DayPlan
from backline.guide.schema import Exercise
from backline.journal.errors import BadValue
from backline.journal.journal import Journal
from backline.journal.records import (
    UNFINISHED,
    Hold,
    Repetition,
    SessionRecord,
    SetRecord,
    Side,
)
from backline.person.condition import NOT_ANSWERED
from backline.programme.adapt import PlanChangeError, skip, swap
from backline.programme.pain import pain_check

OWN = "own"
"""How a hold ended that somebody timed for themselves, and why they left something out."""

MOST_COUNTED = 1000
LONGEST_OWN_S = 3600
"""More than this in one set is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as a page shows it. day: the plan that holds for it, None when it can't be read.
    exercise: what the step is about, at its stage and within the person's limits; None when the
    step is about no exercise."""

    session: SessionRecord
    step: Step
    day: DayPlan | None
    exercise: Exercise | None

    @property
    def paused(self) -> bool:
        return self.session.state == "paused"


class Desk:
    """Acts in sessions. Every method raises NoSuchRecord for a session that isn't there, NotNow
    for what the step doesn't allow, and another JournalError when the journal refuses; what was
    recorded before stays. event_id: of one thing that was asked, so that asking again is safe."""

    def __init__(
        self,
        journal: Journal,
        planner: Planner,
        exercises: Mapping[str, Exercise],
        clock: Callable[[], datetime],
    ) -> None:
        self._journal = journal
        self._sessions = journal.sessions
        self._planner = planner
        self._exercises = exercises
        self._settler = Settler(journal, planner, exercises, clock)

    # --- looking

    def view(self, session_id: int, now: datetime | None = None) -> SessionView:
        """Where the session is. Changes nothing: loading a page again is always safe."""
        return self._seen(self._settler.place(session_id, now))

    def _seen(self, place: Place) -> SessionView:
        exercise = self._exercise(place.step, place.day)
        return SessionView(place.at.session, place.step, place.day, exercise)

    def _ready(self, session_id: int) -> Place:
        """Where the session is, settled and open."""
        place = self._settler.settle(session_id)
        if isinstance(place.step, Stopped | Summary):
            raise NotNow("That session is over.")
        self._settler.unpause(place.at.session)
        return place

    def _settled(self, session_id: int) -> SessionView:
        return self._seen(self._settler.settle(session_id))

    def _exercise(self, step: Step, day: DayPlan | None) -> Exercise | None:
        if not isinstance(step, Show | Work | Rest | PainCheck):
            return None
        item = None if day is None else day.item(step.exercise.exercise)
        if item is None or item.exercise not in self._exercises:
            return None
        return exercise_for(self._exercises, item, step.exercise.stage)

    # --- pain

    def tell_pain(
        self,
        session_id: int,
        nprs: int,
        *,
        tight: bool | None = None,
        exercise_id: int | None = None,
        event_id: str | None = None,
    ) -> SessionView:
        """Pain, 0 to 10 (NPRS), as the step asks for it: before, after an exercise, at the end.

        tight: whether the back has tightened up, where the step asks. exercise_id: which check is
        answered, so that an old page can't answer another one; None for the one that is due. 6
        or more, or 2 more than before, stops the session; 4 or 5 eases what follows.
        """
        place = self._ready(session_id)
        at, step = place.at, place.step
        event = event_id or str(uuid4())
        if isinstance(step, TellPain) and exercise_id is None:
            self._sessions.add_pain(session_id, step.moment, nprs, event_id=event)
        elif isinstance(step, PainCheck) and exercise_id in (None, step.exercise.id):
            self._check(at, step, nprs, tight, event)
        else:
            raise NotNow("No pain is asked for now; load the page again to see what is next.")
        return self._settled(session_id)

    def _check(self, at: At, step: PainCheck, nprs: int, tight: bool | None, event_id: str) -> None:
        before = next((p.nprs for p in at.session.pain if p.moment == "before"), None)
        decision = pain_check(
            NOT_ANSWERED if before is None else before,
            nprs,
            step.exercise.exercise,
            NOT_ANSWERED if tight is None else tight,
        )
        if decision.decision == "ask":
            raise NotNow("Say as well whether your back has tightened up.")
        if step.exercise.state == "doing":
            self._settler.end_exercise(step.exercise.id)
        self._sessions.add_pain(
            at.session.id,
            "after-exercise",
            nprs,
            exercise_id=step.exercise.id,
            tight=tight,
            event_id=event_id,
        )
        if step.ends:
            end_id = f"end-pain-{at.session.id}"
            self._sessions.add_pain(at.session.id, "end", nprs, event_id=end_id)

    def hurts(self, session_id: int) -> SessionView:
        """It hurts: the exercise is broken off at once, and its pain check is next."""
        step = self._ready(session_id).step
        if isinstance(step, Show | Work | Rest):
            event = f"hurts-{step.exercise.id}"
            self._sessions.skip_exercise(step.exercise.id, PAIN, event_id=event)
        elif not isinstance(step, PainCheck | TellPain):
            raise NotNow("Nothing is being done now that could be stopped.")
        return self._settled(session_id)

    # --- sets

    def begin_set(
        self, session_id: int, *, watched: bool | None = None, event_id: str | None = None
    ) -> SetRecord:
        """The next set, begun; the one under way when there is one. watched: whether the camera
        counts in this one; None as the session was begun."""
        return self._begun(self._ready(session_id), watched, event_id or str(uuid4()))

    def _begun(self, place: Place, watched: bool | None, event_id: str) -> SetRecord:
        step = place.step
        if place.at.open_set is not None and isinstance(step, Work):
            return place.at.open_set
        if not isinstance(step, Show | Work | Rest):
            raise NotNow("No set can begin now; load the page again to see what is next.")
        return self._sessions.begin_set(step.exercise.id, watched=watched, event_id=event_id)

    def end_set(self, session_id: int) -> SessionView:
        """The set under way is over. With the last of an exercise the exercise is, too."""
        at = self._ready(session_id).at
        if at.open_set is not None:
            self._sessions.end_set(at.open_set.id, event_id=f"end-set-{at.open_set.id}")
        return self._settled(session_id)

    def did(self, session_id: int, amount: float, *, event_id: str | None = None) -> SessionView:
        """A set that the person counted or timed for themselves: "I did N" (on each side, where
        there are sides), or "I held N seconds". Marked as not watched; ends the set.

        Times within it aren't known and stand as 0. Raises BadValue for what isn't a count."""
        place = self._ready(session_id)
        dose = None if place.at.going is None else place.at.going.dose
        if dose is not None and dose.repetitions is not None:
            own_count(amount, 0, each_side=dose.each_side)  # refused before anything is begun
        else:
            own_hold(amount, 1)
        event = event_id or str(uuid4())
        opened = self._begun(place, False, f"{event}-set")
        if opened.ended_at is not None or dose is None:
            return self.view(session_id)  # asked again
        if dose.repetitions is None:
            hold = own_hold(amount, len(opened.holds) + 1)
            self._sessions.record_hold(opened.id, hold, event_id=event)
        else:
            done = own_count(amount, len(opened.repetitions), each_side=dose.each_side)
            self._sessions.add_repetitions(opened.id, done, event_id=event)
        self._sessions.end_set(opened.id, event_id=f"end-set-{opened.id}")
        return self._settled(session_id)

    # --- changes

    def skip(self, session_id: int, why: str = OWN) -> SessionView:
        """The exercise that is next or under way is left out."""
        place = self._ready(session_id)
        step = place.step
        if not isinstance(step, Show | Work | Rest):
            raise NotNow("There is no exercise to leave out now.")
        self._sessions.skip_exercise(step.exercise.id, why, event_id=f"skip-{step.exercise.id}")
        if not place.at.session.is_test:  # it was no part of the day's session
            self._keep_without(place, step.exercise.exercise)
        return self.view(session_id)

    def swap(self, session_id: int, to: str | None = None, why: str = OWN) -> SessionView:
        """Another exercise in place of the one that is next or under way, keeping the dose. to:
        one of the plan's spares; the best of them when None."""
        place = self._ready(session_id)
        at, step = place.at, place.step
        day = place.day
        if not isinstance(step, Show | Work | Rest) or day is None or at.session.is_test:
            raise NotNow("There is no exercise to swap now.")
        row = step.exercise
        try:
            after = swap(day.plan, row.exercise, to)
        except PlanChangeError as error:
            raise NotNow(str(error)) from error
        known = {one.exercise for one in day.plan.items}
        new = next(one for one in after.items if one.exercise not in known)
        other = planned_exercise(new, watched=row.watched, eased=row.eased or after.eased)
        self._sessions.swap_exercise(row.id, other, why, event_id=f"swap-{row.id}")
        self._planner.keep(at.session.profile_id, at.session.day, replace(day, plan=after))
        return self.view(session_id)

    def pause(self, session_id: int) -> SessionView:
        """Nothing goes on until the next action; a set under way stays open."""
        self._sessions.pause(session_id, event_id=str(uuid4()))
        return self.view(session_id)

    def resume(self, session_id: int) -> SessionView:
        """Go on where it was."""
        self._sessions.resume(session_id, event_id=str(uuid4()))
        return self.view(session_id)

    def finish(self, session_id: int) -> SessionView:
        """The person ends the session, early or not; what was done stays."""
        if self._settler.settle(session_id).at.session.state in UNFINISHED:
            self._sessions.finish(session_id, event_id=f"finish-{session_id}")
        return self._settled(session_id)

    def stop(self, session_id: int, why: str = OWN) -> SessionView:
        """The person decides against the session."""
        if self._settler.settle(session_id).at.session.state in UNFINISHED:
            self._sessions.stop(session_id, why, event_id=f"stop-{session_id}")
        return self._settled(session_id)

    def end_if_old(self, session_id: int) -> bool:
        """End a session that was left alone for too long. Whether it is over now."""
        return self._settler.settle(session_id).at.session.state not in UNFINISHED

    def _keep_without(self, place: Place, exercise: str) -> None:
        """Keep the plan without an exercise, where it is in it."""
        if place.day is None:
            return
        try:
            after = skip(place.day.plan, exercise)
        except PlanChangeError:
            return
        session = place.at.session
        self._planner.keep(session.profile_id, session.day, replace(place.day, plan=after))


def own_count(amount: float, there: int, *, each_side: bool) -> list[Repetition]:
    """Repetitions that somebody counted for themselves, on each side where there are sides: not
    judged, not measured, and without times (0). there: how many the set has already. Raises
    BadValue for what isn't a whole number from 1 to 1000."""
    if not (math.isfinite(amount) and amount == int(amount) and 1 <= amount <= MOST_COUNTED):
        raise BadValue(f"Give a whole number from 1 to {MOST_COUNTED}.")
    sides: tuple[Side | None, ...] = ("left", "right") if each_side else (None,)
    both = [side for _ in range(int(amount)) for side in sides]
    return [Repetition(there + n, side, 0.0, 0.0, 0.0) for n, side in enumerate(both, start=1)]


def own_hold(amount: float, number: int) -> Hold:
    """A hold that somebody timed for themselves, in seconds: nobody watched. Raises BadValue for
    what is no time of at most an hour."""
    if not (math.isfinite(amount) and 0 < amount <= LONGEST_OWN_S):
        raise BadValue(f"Give the seconds that you held it, up to {LONGEST_OWN_S}.")
    return Hold(number, 0.0, float(amount), None, OWN)
