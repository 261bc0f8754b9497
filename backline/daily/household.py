"""The one door for pages: the people of a household, their answers, their day, their sessions.

Stateless: everything is in the journal, so that a page loaded again, another tab or a crash goes
on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from backline.daily.day import DayView, Hindrance, asks_week, hindrance, morning_of, next_days
from backline.daily.desk import Desk
from backline.daily.errors import NotNow
from backline.daily.past import past_of
from backline.daily.planner import Planner, changed, worst_told
from backline.daily.settle import planned_exercise
from backline.daily.standing import ANSWERS_SCHEMA, Standing, answered, as_data, standing
from backline.daily.steps import is_over
from backline.daily.stored import Change, DayPlan, rules_mark
from backline.daily.timed import TimedTests, planned_test
from backline.guide.schema import Exercise
from backline.journal.journal import Journal, utc_now
from backline.journal.records import (
    UNFINISHED,
    DayPain,
    Erased,
    PlannedExercise,
    Profile,
    SessionRecord,
)
from backline.programme.adapt import PlanChangeError
from backline.programme.facts import LAST_WEEK
from backline.programme.history import History


def new_event() -> str:
    """An id for something that is asked of the journal once."""
    return str(uuid4())


STILL_NOW = timedelta(minutes=30)
"""Pain told so long ago is still the pain now. Backline's own choice."""

FIRST: Mapping[Hindrance, str] = {
    "intake": "A few questions about you come first.",
    "screening": "Your answers say that something else comes before exercise; read it first.",
    "unfinished": "An earlier session isn't finished: go on with it or end it first.",
    "stopped-today": "Pain ended a session today. Give your back a rest until tomorrow.",
    "tell-pain": "Say first how much it hurts now.",
    "rest": "Today is for rest.",
    "nothing": "Of what you have at hand, nothing suits you today.",
}
"""What comes before a session, by what hinders it."""


class Household:
    """The people who share a journal.

    exercises: those that are there, by id, as the guide's loader gives them. clock: gives aware
    datetimes; the journal keeps time by its own. Every method raises NoSuchRecord for a person
    who isn't there (any more), and another JournalError when the journal refuses.
    """

    def __init__(
        self,
        journal: Journal,
        exercises: Mapping[str, Exercise],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.journal = journal
        self.exercises = exercises
        self._clock = clock
        self._planner = Planner(journal, exercises)
        self.desk = Desk(journal, self._planner, exercises, clock)
        self.tests = TimedTests(journal, self._planner, exercises, self.today)

    # --- people

    def people(self) -> tuple[Profile, ...]:
        """Everybody, in the order they came."""
        return self.journal.people.all()

    def add_person(self, name: str, zone: str, language: str = "en") -> Profile:
        """Somebody new. zone: an IANA name ("Europe/Berlin"). language: its code ("en")."""
        return self.journal.people.add(name, zone, language)

    def get(self, profile_id: int) -> Profile:
        """One person."""
        return self.journal.people.get(profile_id)

    def change(
        self,
        profile_id: int,
        *,
        name: str | None = None,
        zone: str | None = None,
        language: str | None = None,
    ) -> Profile:
        """Another name, zone or language; None leaves it as it is."""
        return self.journal.people.change(profile_id, name=name, zone=zone, language=language)

    def export_json(self, profile_id: int) -> str:
        """Everything that is kept of one person, as JSON."""
        return self.journal.people.export_json(profile_id)

    def erase(self, profile_id: int) -> Erased:
        """Everything of one person, gone for good."""
        return self.journal.people.erase(profile_id)

    # --- what they answered

    def standing(self, profile_id: int, now: datetime | None = None) -> Standing:
        """Answers so far, what to ask next, and once that is finished what is safe."""
        day = self._day(self.get(profile_id), now)
        return standing(self.journal.people.latest_intake(profile_id), day)

    def answer(
        self,
        profile_id: int,
        changes: Mapping[str, Any],
        skipped: Iterable[str] = (),
        now: datetime | None = None,
    ) -> Standing:
        """Some answers given, now or anew; the others stay. skipped: ids of questions left out.

        Kept as a new version of the intake, with what screening makes of it once every question
        was answered or left out. Raises AnswersError with every problem of the answers and
        ValueError for a question that doesn't exist; nothing is changed then.
        """
        day = self._day(self.get(profile_id), now)
        people = self.journal.people
        before = standing(people.latest_intake(profile_id), day)
        answers, left_out = answered(before, changes, skipped, day)
        intake = people.save_intake(
            profile_id, as_data(answers), schema_version=ANSWERS_SCHEMA, skipped=left_out
        )
        after = standing(intake, day)
        if after.profile is not None:
            result = after.profile.model_dump(mode="json", exclude={"answers"})
            people.save_screening(
                profile_id, result, schema_version=ANSWERS_SCHEMA, intake_id=intake.id
            )
            self._plan_anew(profile_id, after, day)
        return after

    # --- their day

    def history(self, profile_id: int, day: date) -> History:
        """Ended sessions of the half year up to a day, as the programme takes them."""
        return past_of(self.journal.history, profile_id, day)

    def today(self, profile_id: int, now: datetime | None = None) -> DayView:
        """Everything about somebody's day. Changes nothing."""
        person = self.get(profile_id)
        day = self._day(person, now)
        stands = standing(self.journal.people.latest_intake(profile_id), day)
        recent = self.journal.history.sessions(profile_id, day - LAST_WEEK, day)
        ended = tuple(s for s in recent if s.day == day and s.state not in UNFINISHED)
        week = self.journal.people.day_pains(profile_id, day - LAST_WEEK, day)
        pain = next((one for one in reversed(week) if one.day == day), None)
        unfinished = self._going_on(profile_id, now)
        planned = self._planned(profile_id, stands, day, pain, unfinished)
        known = worst_told(week, day)
        sessions = [one for one in recent if one.state not in UNFINISHED and not one.is_test]
        last = max((one.day for one in sessions), default=None)
        rest = planned is not None and planned.plan.kind == "rest"
        rhythm = self.journal.rhythms.get(profile_id)
        chosen = None if rhythm is None else rhythm.weekdays
        return DayView(
            person=person,
            day=day,
            standing=stands,
            pain=pain,
            asks_week=stands.profile is not None
            and asks_week(stands.profile, recent, known, pain, day),
            morning=morning_of(recent, day),
            planned=planned,
            unfinished=unfinished,
            done_today=tuple(one for one in ended if not one.is_test),
            next_days=tuple(next_days(last, day, rest=rest, weekdays=chosen)),
            intake_age_days=(day - stands.answers.answered_on).days if stands.begun else None,
            hindrance=hindrance(stands, pain, planned, unfinished, ended),
        )

    def tell_pain(
        self, profile_id: int, nprs: int, week: int | None = None, now: datetime | None = None
    ) -> DayView:
        """Pain as it is today before a session, 0 to 10 (NPRS); today's plan is made for it.

        week: the worst of the last seven days, where it was asked (`DayView.asks_week`). Raises
        BadValue for what isn't on the scale.
        """
        person = self.get(profile_id)
        left = self.journal.sessions.unfinished(profile_id)
        if left is not None:
            self.desk.end_if_old(left.id)
        self.journal.people.tell_pain(profile_id, nprs, week=week)
        day = self._day(person, now)
        stands = standing(self.journal.people.latest_intake(profile_id), day)
        self._plan_anew(profile_id, stands, day)
        return self.today(profile_id, now)

    def answer_morning(self, profile_id: int, nprs: int, now: datetime | None = None) -> DayView:
        """How it was on the morning after yesterday's session, 0 to 10 (NPRS). It changes
        today's plan where that is made already. Raises NotNow when there was no such session."""
        view = self.today(profile_id, now)
        if view.morning is None:
            raise NotNow("There was no session yesterday to ask about.")
        self.journal.sessions.add_pain(
            view.morning.about, "next-morning", nprs, event_id=new_event(), zone=view.person.zone
        )
        self._plan_anew(profile_id, view.standing, view.day)
        return self.today(profile_id, now)

    def swap(
        self, profile_id: int, out: str, to: str | None = None, now: datetime | None = None
    ) -> DayView:
        """Another exercise in one's place in today's plan. to: one of the plan's spares, the
        best of them when None. Raises NotNow when that can't be, with what can."""
        return self._change(profile_id, Change("swap", out, to), now)

    def skip(self, profile_id: int, out: str, now: datetime | None = None) -> DayView:
        """Today's plan without an exercise. Raises NotNow when it isn't in it."""
        return self._change(profile_id, Change("skip", out), now)

    def shorten(self, profile_id: int, minutes: float, now: datetime | None = None) -> DayView:
        """Today's plan made to fit into so many minutes. Raises NotNow without a plan."""
        return self._change(profile_id, Change("shorten", minutes=minutes), now)

    def begin_session(self, profile_id: int, watched: bool, *, event_id: str | None = None) -> int:
        """Begin today's session as it is planned; its id, for `desk`. watched: whether the
        camera counts.

        One that is under way is gone on with; one left from another day, or for long, is ended
        first, and what was done in it stays. Pain told in the last half hour is the pain before
        the session. Raises NotNow with what to do first.
        """
        left = self.journal.sessions.unfinished(profile_id)
        if left is not None and not self.desk.end_if_old(left.id):
            return left.id
        view = self.today(profile_id)
        if view.hindrance is not None or view.planned is None or view.pain is None:
            raise NotNow(FIRST[view.hindrance or "tell-pain"])
        made = self._kept(profile_id, view, view.planned)
        planned = [
            planned_exercise(item, watched=watched, eased=made.plan.eased)
            for item in made.plan.items
        ]
        return self._begun(profile_id, view, made, planned, event_id)

    def begin_test(
        self, profile_id: int, exercise: str, watched: bool, *, event_id: str | None = None
    ) -> int:
        """Begin an exercise's timed test as a session of its own; its id, for `desk`.

        One that is under way is gone on with, whatever it is, and pain counts as in
        `begin_session`. Raises NotNow when the test isn't offered now (`tests.view` says why).
        """
        left = self.journal.sessions.unfinished(profile_id)
        if left is not None and not self.desk.end_if_old(left.id):
            return left.id
        view = self.tests.view(profile_id, exercise)
        if view is None or not view.offered or view.day.planned is None:
            raise NotNow(FIRST["nothing" if view is None else view.hindrance or "nothing"])
        made = self._kept(profile_id, view.day, view.day.planned)
        return self._begun(profile_id, view.day, made, [planned_test(view, watched)], event_id)

    def _kept(self, profile_id: int, view: DayView, made: DayPlan) -> DayPlan:
        return made if made.id is not None else self._planner.keep(profile_id, view.day, made)

    def _begun(
        self,
        profile_id: int,
        view: DayView,
        made: DayPlan,
        exercises: Sequence[PlannedExercise],
        event_id: str | None,
    ) -> int:
        session = self.journal.sessions.begin(
            profile_id, exercises, plan_id=made.id, event_id=event_id or new_event()
        )
        if view.pain is not None and self._clock() - view.pain.at <= STILL_NOW:
            self.desk.tell_pain(session.id, view.pain.nprs, event_id=f"before-{session.id}")
        return session.id

    def _change(self, profile_id: int, change: Change, now: datetime | None) -> DayView:
        view = self.today(profile_id, now)
        if view.unfinished is not None:
            raise NotNow("A session is under way: change it there, or end it first.")
        if view.planned is None or view.planned.plan.kind != "session":
            raise NotNow("There is no session planned today that could be changed.")
        try:
            self._planner.keep(profile_id, view.day, changed(view.planned, change))
        except PlanChangeError as error:
            raise NotNow(str(error)) from error
        return self.today(profile_id, now)

    def _going_on(self, profile_id: int, now: datetime | None) -> SessionRecord | None:
        """The session under way; None as well where it was left alone for too long."""
        left = self.journal.sessions.unfinished(profile_id)
        if left is None or is_over(self.desk.view(left.id, now).step):
            return None
        return left

    def _planned(
        self,
        profile_id: int,
        stands: Standing,
        day: date,
        pain: DayPain | None,
        unfinished: SessionRecord | None,
    ) -> DayPlan | None:
        """The plan that holds: the kept one as long as what it was made of still holds."""
        if stands.profile is None or stands.intake_id is None:
            return None
        if stands.profile.gate != "go":
            return self._planner.make(profile_id, stands.profile, stands.intake_id, day)
        kept = self._planner.kept(profile_id, day)
        if kept is not None and unfinished is not None:
            return kept
        if kept is not None and (kept.intake_id, kept.rules) == (stands.intake_id, rules_mark()):
            return kept
        if pain is None:
            return None
        changes = () if kept is None else kept.changes
        return self._planner.make(profile_id, stands.profile, stands.intake_id, day, pain, changes)

    def _plan_anew(self, profile_id: int, stands: Standing, day: date) -> None:
        """Make today's plan of what is known now and keep it, the person's own changes with it.
        Not before pain is told, and never under a session that is being done."""
        pain = self.journal.people.day_pains(profile_id, day, day)
        if not pain or stands.profile is None or stands.intake_id is None:
            return
        if self._going_on(profile_id, None) is not None:
            return
        kept = self._planner.kept(profile_id, day)
        made = self._planner.make(
            profile_id,
            stands.profile,
            stands.intake_id,
            day,
            pain[-1],
            () if kept is None else kept.changes,
        )
        self._planner.keep(profile_id, day, made)

    # --- time

    def _day(self, person: Profile, now: datetime | None) -> date:
        """The date on the person's own calendar."""
        return (now or self._clock()).astimezone(ZoneInfo(person.zone)).date()
