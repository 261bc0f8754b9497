"""Completing what follows from what a session has recorded: its end, and what pain changes.

Each step is safe to do again, so that whatever broke off is simply done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from backline.daily.past import past_of
from backline.daily.planner import Planner
from backline.daily.review import (
    BECAUSE_OF_PAIN,
    most,
    revised_plan,
    revisions,
    to_review,
)
from backline.daily.standing import Standing, standing
from backline.daily.steps import At, PainCheck, Step, Stopped, Summary, next_step
from backline.daily.stored import DayPlan, rules_mark
from backline.daily.timed import NOT_TODAY, keep_result, offer_of
from backline.guide.schema import Exercise
from backline.journal.journal import Journal
from backline.journal.records import (
    UNFINISHED,
    Dose,
    PainAnswer,
    PlannedExercise,
    SessionRecord,
)
from backline.programme.history import Today
from backline.programme.load import load_programme
from backline.programme.plan import PlanItem, plan


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is: what is recorded, the plan that holds for it, the step that follows."""

    at: At
    day: DayPlan | None
    step: Step


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


class Settler:
    """Reads where sessions are, and settles them. Arguments as for `Desk`."""

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

    def place(self, session_id: int, now: datetime | None = None) -> Place:
        """Where a session is. Changes nothing."""
        session = self._journal.history.session(session_id)
        going = At(session).going
        doing = going is not None and going.state == "doing"
        at = At(session, self._journal.history.sets(going.id) if going and doing else ())
        day = self._planner.kept(session.profile_id, session.day)
        return Place(at, day, next_step(at, day, now or self._clock()))

    def settle(self, session_id: int) -> Place:
        """Complete what follows from what is recorded; where the session is then."""
        place = self.place(session_id)
        session, step = place.at.session, place.step
        if session.is_test:
            keep_result(self._journal, session)
        if session.state not in UNFINISHED:
            return place
        stands = standing(self._journal.people.latest_intake(session.profile_id), session.day)
        if isinstance(step, Summary):
            self._sessions.finish(session_id, event_id=f"finish-{session_id}")
        elif isinstance(step, Stopped):
            self._stop(session_id, step.why)
        elif stands.profile is None or stands.profile.gate != "go":
            self._stop(session_id, "screening")
        elif isinstance(step, PainCheck) and step.exercise.state == "doing":
            self.unpause(session)
            self.end_exercise(step.exercise.id)
        else:
            answer = to_review(session, place.day, stands.intake_id)
            if answer is None or (session.is_test and self._still_offered(place, answer, stands)):
                return place
            if session.is_test:
                self._stop(session_id, NOT_TODAY)
                return self.settle(session_id)
            self._review(session, place.day, answer, stands)
        return self.settle(session_id)

    def unpause(self, session: SessionRecord) -> None:
        """Go on, if the session is paused."""
        if session.state == "paused":
            self._sessions.resume(session.id, event_id=str(uuid4()))

    def end_exercise(self, exercise_id: int) -> None:
        """An exercise is done; once, however often it is asked."""
        self._sessions.end_exercise(exercise_id, event_id=f"end-exercise-{exercise_id}")

    def _stop(self, session_id: int, why: str) -> None:
        self._sessions.stop(session_id, why, event_id=f"stop-{session_id}")

    def _still_offered(self, place: Place, answer: PainAnswer, stands: Standing) -> bool:
        """Whether a test that waits may still begin with the pain told."""
        session = place.at.session
        assert stands.profile is not None
        offers = [
            offer_of(
                self._journal,
                self._planner,
                session.profile_id,
                stands.profile,
                session.day,
                answer.nprs,
                self._exercises[one.exercise],
                place.day,
            )
            for one in session.exercises
            if one.exercise in self._exercises
        ]
        return any(one is not None and one.allowed for one in offers)

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
