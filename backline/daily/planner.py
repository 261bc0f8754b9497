"""Makes a person's plan for a day from the journal, and keeps it there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from backline.daily.past import past_of
from backline.daily.stored import (
    PLAN_SCHEMA,
    Change,
    DayPlan,
    Unreadable,
    from_record,
    rules_mark,
    to_data,
)
from backline.guide.schema import Exercise
from backline.journal.journal import Journal
from backline.journal.records import DayPain
from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED
from backline.person.screen import Profile
from backline.programme.adapt import PlanChangeError, shorten, skip, swap
from backline.programme.facts import LAST_WEEK
from backline.programme.history import Today
from backline.programme.plan import SessionPlan, plan


class Planner:
    """Plans for the people of a journal. exercises: by id, at their standard stage."""

    def __init__(self, journal: Journal, exercises: Mapping[str, Exercise]) -> None:
        self._journal = journal
        self._exercises = exercises

    def kept(self, profile_id: int, day: date) -> DayPlan | None:
        """The plan kept for a day; None when there is none that can be read."""
        found = self._journal.people.plans(profile_id, day, day)
        try:
            return from_record(found[-1]) if found else None
        except Unreadable:
            return None

    def make(
        self,
        profile_id: int,
        profile: Profile,
        intake_id: int,
        day: date,
        pain: DayPain | None = None,
        changes: Iterable[Change] = (),
    ) -> DayPlan:
        """A plan for a day, with a person's own changes as far as they still fit. Not kept.

        pain: as told for the day, None when it wasn't; that is taken for some pain.
        """
        today = Today(
            on=day,
            pain_now=NOT_ANSWERED if pain is None else pain.nprs,
            pain_last_week=self.last_week(profile_id, day),
        )
        history = past_of(self._journal.history, profile_id, day)
        made = DayPlan(
            plan=plan(profile, history, today, self._exercises),
            intake_id=intake_id,
            pain_now=today.pain_now,
            pain_last_week=today.pain_last_week,
            rules=rules_mark(),
        )
        for change in changes:
            try:
                made = changed(made, change)
            except PlanChangeError:
                continue  # it doesn't fit any more
        return made

    def last_week(self, profile_id: int, day: date) -> Pain:
        """The worst of the last seven days as far as it was told apart from sessions. That
        there was none is only believed when it was said today of the whole week."""
        told = self._journal.people.day_pains(profile_id, day - LAST_WEEK, day)
        return worst_told(told, day)

    def keep(self, profile_id: int, day: date, made: DayPlan) -> DayPlan:
        """Keep a plan as the one that holds for the day."""
        data, reasons = to_data(made)
        record = self._journal.people.save_plan(
            profile_id, day, data, reasons, schema_version=PLAN_SCHEMA
        )
        return replace(made, id=record.id)


def worst_told(told: Iterable[DayPain], day: date) -> Pain:
    """See `Planner.last_week`. told: of the seven days up to `day`, oldest first."""
    told = tuple(told)
    weeks = [one.week for one in told if one.day == day and one.week is not None]
    scores = [one.nprs for one in told] + weeks[-1:]
    if any(scores):
        return max(scores)
    return weeks[-1] if weeks else NOT_ANSWERED


def changed(day: DayPlan, change: Change) -> DayPlan:
    """A plan with a person's change made. Raises PlanChangeError when it can't be, with what
    can be done instead."""
    return replace(day, plan=_applied(day.plan, change), changes=(*day.changes, change))


def _applied(before: SessionPlan, change: Change) -> SessionPlan:
    if change.kind == "swap":
        return swap(before, change.out or "", change.to)
    if change.kind == "skip":
        return skip(before, change.out or "")
    return shorten(before, change.minutes or 0.0)
