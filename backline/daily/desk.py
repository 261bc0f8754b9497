"""A session while it is done: what may be asked of it, and what that records.

Every action first completes what was broken off (`_settle`), then looks at the step that the
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
from backline.daily.past import PAIN, past_of
from backline.daily.planner import Planner
from backline.daily.review import (
    BECAUSE_OF_PAIN,
    most,
    revised_plan,
    revisions,
    to_review,
)
from backline.daily.standing import Standing, standing
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
    next_step,
)
from backline.daily.stored import DayPlan, rules_mark
from backline.guide.schema import Exercise
from backline.journal.errors import BadValue
from backline.journal.journal import Journal
from backline.journal.records import (
    UNFINISHED,
    Dose,
    Hold,
    PainAnswer,
    PlannedExercise,
    Repetition,
    SessionRecord,
    SetRecord,
    Side,
)
from backline.person.condition import NOT_ANSWERED
from backline.programme.adapt import PlanChangeError, skip, swap
from backline.programme.history import Today
from backline.programme.load import load_programme
from backline.programme.pain import pain_check
from backline.programme.plan import PlanItem, SessionPlan, plan

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


def planned_exercise(item: PlanItem, *, watched: bool, eased: bool) -> PlannedExercise:
    """A plan's exercise as the journal takes it."""
    counted = item.dose.kind == "repetitions"
    dose = Dose(
        repetitions=item.dose.amount if counted else None,
        hold_s=None if counted else float(item.dose.amount),
        sets=item.dose.sets,
        each_side=item.dose.each_side,
    )
    return PlannedExercise(item.exercise, dose, item.stage, watched, eased)


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
        self._clock = clock

    # --- looking

    def view(self, session_id: int, now: datetime | None = None) -> SessionView:
        """Where the session is. Changes nothing: loading a page again is always safe."""
        at = self._at(session_id)
        day = self._planner.kept(at.session.profile_id, at.session.day)
        step = next_step(at, day, now or self._clock())
        return SessionView(at.session, step, day, self._exercise(step, day))

    def _exercise(self, step: Step, day: DayPlan | None) -> Exercise | None:
        if not isinstance(step, Show | Work | Rest | PainCheck):
            return None
        item = None if day is None else day.item(step.exercise.exercise)
        if item is None or item.exercise not in self._exercises:
            return None
        return exercise_for(self._exercises, item, step.exercise.stage)

    def _at(self, session_id: int) -> At:
        session = self._journal.history.session(session_id)
        going = At(session).going
        doing = going is not None and going.state == "doing"
        return At(session, self._journal.history.sets(going.id) if going and doing else ())

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
        at, step = self._ready(session_id)
        event = event_id or str(uuid4())
        if isinstance(step, TellPain) and exercise_id is None:
            self._sessions.add_pain(session_id, step.moment, nprs, event_id=event)
        elif isinstance(step, PainCheck) and exercise_id in (None, step.exercise.id):
            self._check(at, step, nprs, tight, event)
        else:
            raise NotNow("No pain is asked for now; load the page again to see what is next.")
        self._settle(session_id)
        return self.view(session_id)

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
            self._end_exercise(step.exercise.id)
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
        _, step = self._ready(session_id)
        if isinstance(step, Show | Work | Rest):
            event = f"hurts-{step.exercise.id}"
            self._sessions.skip_exercise(step.exercise.id, PAIN, event_id=event)
        elif not isinstance(step, PainCheck | TellPain):
            raise NotNow("Nothing is being done now that could be stopped.")
        return self.view(session_id)

    # --- sets

    def begin_set(
        self, session_id: int, *, watched: bool | None = None, event_id: str | None = None
    ) -> SetRecord:
        """The next set, begun; the one under way when there is one. watched: whether the camera
        counts in this one; None as the session was begun."""
        at, step = self._ready(session_id)
        if at.open_set is not None and isinstance(step, Work):
            return at.open_set
        if not isinstance(step, Show | Work | Rest):
            raise NotNow("No set can begin now; load the page again to see what is next.")
        return self._sessions.begin_set(
            step.exercise.id, watched=watched, event_id=event_id or str(uuid4())
        )

    def end_set(self, session_id: int) -> SessionView:
        """The set under way is over. With the last of an exercise the exercise is, too."""
        at, _ = self._ready(session_id)
        if at.open_set is not None:
            self._sessions.end_set(at.open_set.id, event_id=f"end-set-{at.open_set.id}")
        self._settle(session_id)
        return self.view(session_id)

    def did(self, session_id: int, amount: float, *, event_id: str | None = None) -> SessionView:
        """A set that the person counted or timed for themselves: "I did N" (on each side, where
        there are sides), or "I held N seconds". Marked as not watched; ends the set.

        Times within it aren't known and stand as 0. Raises BadValue for what isn't a count."""
        at, _ = self._ready(session_id)
        dose = None if at.going is None else at.going.dose
        if dose is not None and dose.repetitions is not None:
            own_count(amount, 0, each_side=dose.each_side)  # refused before anything is begun
        else:
            own_hold(amount, 1)
        event = event_id or str(uuid4())
        opened = self.begin_set(session_id, watched=False, event_id=f"{event}-set")
        if opened.ended_at is not None or dose is None:
            return self.view(session_id)  # asked again
        if dose.repetitions is None:
            hold = own_hold(amount, len(opened.holds) + 1)
            self._sessions.record_hold(opened.id, hold, event_id=event)
        else:
            done = own_count(amount, len(opened.repetitions), each_side=dose.each_side)
            self._sessions.add_repetitions(opened.id, done, event_id=event)
        return self.end_set(session_id)

    # --- changes

    def skip(self, session_id: int, why: str = OWN) -> SessionView:
        """The exercise that is next or under way is left out."""
        at, step = self._ready(session_id)
        if not isinstance(step, Show | Work | Rest):
            raise NotNow("There is no exercise to leave out now.")
        self._sessions.skip_exercise(step.exercise.id, why, event_id=f"skip-{step.exercise.id}")
        self._keep_changed(at, lambda day: skip(day.plan, step.exercise.exercise))
        return self.view(session_id)

    def swap(self, session_id: int, to: str | None = None, why: str = OWN) -> SessionView:
        """Another exercise in place of the one that is next or under way, keeping the dose. to:
        one of the plan's spares; the best of them when None."""
        at, step = self._ready(session_id)
        day = self._planner.kept(at.session.profile_id, at.session.day)
        if not isinstance(step, Show | Work | Rest) or day is None:
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
        self._settle(session_id)
        if self._journal.history.session(session_id).state in UNFINISHED:
            self._sessions.finish(session_id, event_id=f"finish-{session_id}")
        return self.view(session_id)

    def stop(self, session_id: int, why: str = OWN) -> SessionView:
        """The person decides against the session."""
        self._settle(session_id)
        if self._journal.history.session(session_id).state in UNFINISHED:
            self._sessions.stop(session_id, why, event_id=f"stop-{session_id}")
        return self.view(session_id)

    def end_if_old(self, session_id: int) -> bool:
        """End a session that is left from another day or that was left alone for too long.
        Whether it is over now."""
        session = self._journal.history.session(session_id)
        if session.state in UNFINISHED:
            self._settle(session_id)
        return self._journal.history.session(session_id).state not in UNFINISHED

    # --- settling

    def _ready(self, session_id: int) -> tuple[At, Step]:
        """The session settled and open, and its step."""
        self._settle(session_id)
        at = self._at(session_id)
        day = self._planner.kept(at.session.profile_id, at.session.day)
        step = next_step(at, day, self._clock())
        if isinstance(step, Stopped | Summary):
            raise NotNow("That session is over.")
        self._unpause(at.session)
        return at, step

    def _unpause(self, session: SessionRecord) -> None:
        if session.state == "paused":
            self._sessions.resume(session.id, event_id=str(uuid4()))

    def _settle(self, session_id: int) -> None:
        """Complete what follows from what is recorded: nothing when it is complete."""
        at = self._at(session_id)
        if at.session.state not in UNFINISHED:
            return
        day = self._planner.kept(at.session.profile_id, at.session.day)
        step = next_step(at, day, self._clock())
        if isinstance(step, Stopped):
            self._sessions.stop(session_id, step.why, event_id=f"stop-{session_id}")
            return
        if isinstance(step, Summary):
            self._sessions.finish(session_id, event_id=f"finish-{session_id}")
            return
        stands = standing(self._journal.people.latest_intake(at.session.profile_id), at.session.day)
        if stands.profile is None or stands.profile.gate != "go":
            self._sessions.stop(session_id, "screening", event_id=f"stop-{session_id}")
            return
        if isinstance(step, PainCheck) and step.exercise.state == "doing":
            self._unpause(at.session)
            self._end_exercise(step.exercise.id)
        answer = to_review(at.session, day)
        if answer is not None:
            self._review(at.session, day, answer, stands)
            self._settle(session_id)

    def _end_exercise(self, exercise_id: int) -> None:
        self._sessions.end_exercise(exercise_id, event_id=f"end-exercise-{exercise_id}")

    def _review(
        self, session: SessionRecord, day: DayPlan | None, answer: PainAnswer, stands: Standing
    ) -> None:
        """Fit the rest of the session to the pain told: the journal first, the plan last, so
        that a review broken off is simply done again."""
        assert stands.profile is not None
        assert stands.intake_id is not None
        pain = answer.nprs if day is None else most(day.pain_now, answer.nprs)
        week = self._planner.last_week(session.profile_id, session.day)
        today = Today(on=session.day, pain_now=pain, pain_last_week=week)
        history = past_of(self._journal.history, session.profile_id, session.day)
        anew = plan(stands.profile, history, today, self._exercises)
        if anew.kind in {"rest", "not-yet"}:
            self._sessions.stop(session.id, "rest", event_id=f"stop-{session.id}")
            return
        programme = load_programme()
        changes = revisions(session, day, anew, programme)
        new_plan = revised_plan(session, day, anew, changes, programme)
        for one in changes:
            event = f"review-{answer.id}-{one.exercise.id}"
            if one.item is None:
                self._sessions.skip_exercise(one.exercise.id, BECAUSE_OF_PAIN, event_id=event)
            elif one.differs:
                watched = one.exercise.watched
                other = planned_exercise(one.item, watched=watched, eased=new_plan.eased)
                self._sessions.swap_exercise(
                    one.exercise.id, other, BECAUSE_OF_PAIN, event_id=event
                )
        base = DayPlan(new_plan, stands.intake_id) if day is None else day
        kept = replace(
            base,
            plan=new_plan,
            intake_id=stands.intake_id,
            pain_now=pain,
            pain_last_week=week,
            rules=rules_mark(),
            reviewed=answer.id,
        )
        self._planner.keep(session.profile_id, session.day, kept)

    def _keep_changed(self, at: At, change: Callable[[DayPlan], SessionPlan]) -> None:
        """Keep the plan with a change made, if it can be; the session itself is changed."""
        day = self._planner.kept(at.session.profile_id, at.session.day)
        if day is None:
            return
        try:
            after = change(day)
        except PlanChangeError:
            return
        self._planner.keep(at.session.profile_id, at.session.day, replace(day, plan=after))


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
