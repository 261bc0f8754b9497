"""The timed test of a hold, as a session of that one hold without an end planned.

Whether it may be done follows from the day (`day.hindrance`), the day's plan and the programme's
own decision (`programme.timed_test`); nothing is decided here. Its result is kept once the hold is
over, so that nothing said later about pain can lose it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from backline.daily.day import DayView, Hindrance
from backline.daily.errors import NotNow
from backline.daily.past import past_of
from backline.daily.planner import Planner
from backline.daily.stored import DayPlan
from backline.guide.schema import Exercise
from backline.journal.journal import Journal
from backline.journal.records import (
    OPEN_EXERCISE,
    Dose,
    Hold,
    PlankTest,
    PlannedExercise,
    SessionRecord,
    SetRecord,
)
from backline.person.answers import Pain
from backline.person.screen import Profile
from backline.programme.history import Today
from backline.programme.load import load_programme
from backline.programme.plan import LeftOut
from backline.programme.reasons import Reason
from backline.programme.timed_test import TimedTestOffer, timed_test

NOT_TODAY = "no-test"
"""Why a test was stopped before it began: the pain told then speaks against it."""

FIRST: frozenset[Hindrance] = frozenset(
    {"intake", "screening", "unfinished", "stopped-today", "tell-pain"}
)
"""What comes before anything can be said about the test."""


@dataclass(frozen=True, slots=True)
class TimedTestView:
    """An exercise's timed test for a person on a day.

    hindrance: what comes first; None when nothing does. stage: which it is of today. reasons: of
    the programme or of the day's plan, why it isn't offered; empty when it is. tries: all, of any
    stage, the oldest first.
    """

    day: DayView
    exercise: Exercise
    hindrance: Hindrance | None
    stage: str | None
    reasons: tuple[Reason, ...]
    tries: tuple[PlankTest, ...]

    @property
    def offered(self) -> bool:
        """Whether it can begin now."""
        return self.hindrance is None and not self.reasons


class TimedTests:
    """Timed tests of the people of a journal. today: everything about somebody's day."""

    def __init__(
        self,
        journal: Journal,
        planner: Planner,
        exercises: Mapping[str, Exercise],
        today: Callable[[int], DayView],
    ) -> None:
        self._journal = journal
        self._planner = planner
        self._exercises = exercises
        self._today = today

    def view(self, profile_id: int, exercise_id: str) -> TimedTestView | None:
        """The test of an exercise today; None for one that has none. Changes nothing."""
        exercise = self._exercises.get(exercise_id)
        if exercise is None or not has_test(exercise_id):
            return None
        day = self._today(profile_id)
        tries = self._journal.history.plank_tests(profile_id)
        if day.hindrance in FIRST or day.planned is None or day.pain is None:
            first: Hindrance = day.hindrance if day.hindrance in FIRST else "tell-pain"
            return TimedTestView(day, exercise, first, None, (), tries)
        stage, reasons = self._offer(profile_id, day, day.planned, exercise)
        return TimedTestView(day, exercise, None, stage, reasons, tries)

    def _offer(
        self, profile_id: int, day: DayView, planned: DayPlan, exercise: Exercise
    ) -> tuple[str | None, tuple[Reason, ...]]:
        assert day.standing.profile is not None
        assert day.pain is not None
        profile, pain = day.standing.profile, day.pain.nprs
        offer = offer_of(
            self._journal, self._planner, profile_id, profile, day.day, pain, exercise, planned
        )
        if offer is None or not offer.allowed:
            return (None, ()) if offer is None else (offer.stage, offer.reasons)
        if planned.item(exercise.id) is None:
            return offer.stage, why_left_out(planned.plan.left_out, exercise.id)
        return offer.stage, ()

    def result(self, session_id: int) -> PlankTest | None:
        """What came of a test; None when nothing was held in it."""
        session = self._journal.history.session(session_id)
        tries = self._journal.history.plank_tests(session.profile_id)
        return next((one for one in tries if one.session_id == session_id), None)


def has_test(exercise_id: str) -> bool:
    """Whether an exercise has a timed test."""
    mine = load_programme().exercises.get(exercise_id)
    return mine is not None and mine.test is not None


def why_left_out(left_out: tuple[LeftOut, ...], exercise_id: str) -> tuple[Reason, ...]:
    """Why an exercise isn't in a plan: as a whole, or else each of its stages."""
    mine = [one for one in left_out if one.exercise == exercise_id]
    whole = [one for one in mine if one.whole] or mine
    return tuple(dict.fromkeys(reason for one in whole for reason in one.reasons))


def offer_of(
    journal: Journal,
    planner: Planner,
    profile_id: int,
    profile: Profile,
    day: date,
    pain: Pain,
    exercise: Exercise,
    planned: DayPlan | None,
) -> TimedTestOffer | None:
    """The programme's decision for a day and the pain now; None for an exercise without a test.
    planned: the day's plan, whose stage is the person's own."""
    week = planner.last_week(profile_id, day)
    today = Today(on=day, pain_now=pain, pain_last_week=week)
    item = None if planned is None else planned.item(exercise.id)
    history = past_of(journal.history, profile_id, day)
    own = None if item is None else item.stage
    return timed_test(profile, history, today, exercise, own)


def planned_test(view: TimedTestView, watched: bool) -> PlannedExercise:
    """The one exercise of a test's session. Raises NotNow when it isn't offered."""
    if not view.offered:
        raise NotNow("The test isn't for today.")
    return PlannedExercise(view.exercise.id, Dose(open_end=True), view.stage, watched)


def keep_result(journal: Journal, session: SessionRecord) -> None:
    """Keep what came of a test whose hold is over; once, however often it is asked."""
    for row in session.exercises:
        if not row.dose.open_end or row.state in OPEN_EXERCISE:
            continue
        found = _longest(journal.history.sets(row.id))
        if found is None:
            continue
        hold, watched = found
        held_s = round(hold.held_s, 3)
        journal.sessions.add_plank_test(
            session.profile_id,
            held_s=held_s,
            good_s=held_s if hold.good_s is None else min(hold.good_s, held_s),
            ended=hold.ended or "end",
            watched=watched and hold.good_s is not None,
            event_id=f"test-{session.id}",
            stage=row.stage,
            session_id=session.id,
            zone=session.zone,
        )


def _longest(sets: tuple[SetRecord, ...]) -> tuple[Hold, bool] | None:
    """The hold that counts, and whether it was watched."""
    holds = [(hold, one.watched) for one in sets for hold in one.holds]

    def counts_s(one: tuple[Hold, bool]) -> float:
        return one[0].held_s if one[0].good_s is None else one[0].good_s

    return max(holds, key=counts_s, default=None)
