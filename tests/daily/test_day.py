"""Somebody's day: pain told, a plan that stays, their own changes, the morning after."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.daily.day import DAYS_APART, next_days
from backline.daily.errors import NotNow
from backline.daily.household import STILL_NOW, Household
from backline.daily.stored import PLAN_SCHEMA, Unreadable, from_record, rules_mark, to_data
from backline.journal.errors import BadValue
from backline.programme.plan import SessionPlan
from backline.programme.rhythm import WEEKDAYS, planned_sessions
from tests.daily.fakes import BERLIN, CALM, someone
from tests.daily.walk import Walk
from tests.journal.clock import Clock


def names(plan: SessionPlan | None) -> list[str]:
    assert plan is not None
    return [item.exercise for item in plan.items]


def test_first_the_questions_then_the_pain_then_the_plan(home: Household) -> None:
    ann = home.add_person("Ann", BERLIN).id
    view = home.today(ann)
    assert (view.hindrance, view.plan, view.intake_age_days) == ("intake", None, None)
    bo = someone(home, "Bo", **CALM)
    view = home.today(bo)
    assert (view.hindrance, view.plan, view.intake_age_days) == ("tell-pain", None, 0)
    view = home.tell_pain(bo, 1)
    assert view.may_begin
    assert names(view.plan)[:2] == ["cat-cow", "bird-dog"]
    assert view.pain is not None
    assert view.pain.nprs == 1
    with pytest.raises(BadValue):
        home.tell_pain(bo, 11)


def test_the_plan_stays_the_same_all_day(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    made = home.tell_pain(ann, 1)
    clock.move(hours=4)
    again = Household(home.journal, home.exercises, clock).today(ann)
    assert again.planned == made.planned
    assert len(home.journal.people.plans(ann)) == 1
    clock.move(days=1)
    assert home.today(ann).plan is None


def test_a_plan_comes_back_as_it_was_kept(home: Household) -> None:
    ann = someone(home, **CALM, diagnoses=["herniated-disc"], hurts=["bending-forward"])
    made = home.tell_pain(ann, 4).planned
    assert made is not None
    assert any(item.limits for item in made.plan.items)
    assert made.plan.eased
    assert made.plan.left_out
    (record,) = home.journal.people.plans(ann)
    assert from_record(record) == made
    json.dumps(to_data(made))
    for broken in ({}, {**record.plan, "items": [{"exercise": "gone"}]}):
        home.journal.people.save_plan(ann, record.for_day, broken, [], schema_version=PLAN_SCHEMA)
        with pytest.raises(Unreadable):
            from_record(home.journal.people.plans(ann)[-1])
        assert names(home.today(ann).plan) == names(made.plan)  # made anew of what was told


def test_a_change_of_rules_or_answers_makes_it_anew(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = someone(home, **CALM)
    before = home.tell_pain(ann, 1)
    assert before.planned is not None
    assert before.planned.rules == rules_mark()
    monkeypatch.setattr("backline.daily.household.rules_mark", lambda: "other")
    assert home.today(ann).planned == replace(before.planned, id=None, rules=rules_mark())
    monkeypatch.undo()
    home.answer(ann, {"equipment": ["band"]})
    assert "cat-cow" not in names(home.today(ann).plan)
    home.answer(ann, {"saddle_numbness": True})
    view = home.today(ann)
    assert view.hindrance == "screening"
    assert view.plan is not None
    assert view.plan.kind == "not-yet"
    with pytest.raises(NotNow, match="something else comes before"):
        home.begin_session(ann, watched=True)


def test_their_own_changes_are_kept_and_made_again(home: Household) -> None:
    ann = someone(home, **CALM)
    first = home.tell_pain(ann, 1)
    free = names(first.plan)[-1]
    swapped = home.swap(ann, free)
    assert free not in names(swapped.plan)
    without = home.skip(ann, "bird-dog")
    assert "bird-dog" not in names(without.plan)
    shorter = home.shorten(ann, 6)
    assert shorter.plan is not None
    assert without.plan is not None
    assert shorter.plan.minutes < without.plan.minutes
    anew = home.tell_pain(ann, 2)
    assert names(anew.plan) == names(shorter.plan)
    assert anew.planned is not None
    assert [change.kind for change in anew.planned.changes] == ["swap", "skip", "shorten"]
    with pytest.raises(NotNow, match="isn't in the plan"):
        home.skip(ann, "bird-dog")
    with pytest.raises(NotNow, match="fixed place"):
        home.swap(ann, "cat-cow")


def test_strong_pain_is_for_rest(home: Household) -> None:
    ann = someone(home, **CALM)
    view = home.tell_pain(ann, 6)
    assert view.hindrance == "rest"
    assert view.plan is not None
    assert view.plan.reasons
    assert view.next_days[0] == view.day + timedelta(days=1)
    with pytest.raises(NotNow, match="rest"):
        home.begin_session(ann, watched=True)
    with pytest.raises(NotNow, match="no session planned"):
        home.shorten(ann, 5)


FREE: dict[str, Any] = {"pain_now": 0, "pain_worst": 0, "pain_average": 0, "clearance": True}


def test_the_week_is_asked_only_when_nothing_tells_it(home: Household, clock: Clock) -> None:
    ann = someone(home, **FREE)
    assert not home.today(ann).asks_week  # the intake just said it
    clock.move(days=3)
    assert home.today(ann).asks_week
    view = home.tell_pain(ann, 0)
    assert view.asks_week
    assert view.planned is not None
    assert view.planned.pain_last_week == "not-answered"
    view = home.tell_pain(ann, 0, week=0)
    assert not view.asks_week
    assert view.planned is not None
    assert view.planned.pain_last_week == 0
    clock.move(days=1)
    home.tell_pain(ann, 3)
    clock.move(days=6)
    view = home.tell_pain(ann, 0, week=0)  # but 3 was told in that week
    assert view.planned is not None
    assert view.planned.pain_last_week == 3
    bo = someone(home, "Bo", **{**FREE, "clearance": False, "learned": []})
    clock.move(days=3)
    profile = home.standing(bo).profile
    assert profile is not None
    assert home.today(bo).asks_week == (profile.level("deadlift") != "none")


def test_the_morning_after_is_asked_once_and_changes_the_day(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    home.tell_pain(ann, 1)
    assert home.today(ann).morning is None
    with pytest.raises(NotNow, match="no session yesterday"):
        home.answer_morning(ann, 3)
    session = home.begin_session(ann, watched=False)
    home.desk.did(session, 5)
    home.desk.finish(session)
    clock.move(hours=14)
    due = home.today(ann).morning
    assert due is not None
    assert (due.about, due.due, due.before) == (session, True, 1)
    assert home.tell_pain(ann, 2).may_begin
    view = home.answer_morning(ann, 4)
    assert view.hindrance == "rest"
    assert view.plan is not None
    assert [one.rule for one in view.plan.reasons] == ["day-worse-since-last-time"]
    assert view.morning is not None
    assert (view.morning.due, view.morning.rise) == (False, 3)
    clock.move(days=1)
    assert home.today(ann).morning is None


def test_a_session_begins_from_what_was_told(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    with pytest.raises(NotNow, match="Say first how much it hurts"):
        home.begin_session(ann, watched=True)
    home.tell_pain(ann, 4)
    clock.move(minutes=5)
    session = home.begin_session(ann, watched=True)
    record = home.journal.history.session(session)
    assert [one.nprs for one in record.pain] == [4]
    assert record.plan_id == home.journal.people.plans(ann)[-1].id
    assert all(one.eased and one.watched for one in record.exercises)
    assert home.begin_session(ann, watched=True) == session
    assert home.today(ann).hindrance == "unfinished"
    clock.move(days=1)
    assert home.today(ann).unfinished is None  # too old to be gone on with
    assert home.tell_pain(ann, 1).may_begin
    assert home.journal.history.session(session).why == "too-long-ago"
    assert home.begin_session(ann, watched=True) != session


def test_pain_told_long_before_is_asked_again(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    home.tell_pain(ann, 1)
    clock.move(seconds=STILL_NOW.total_seconds() + 60)
    session = home.begin_session(ann, watched=True)
    assert home.journal.history.session(session).pain == ()


def test_after_a_stop_there_is_no_second_session_that_day(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    home.tell_pain(ann, 1)
    session = home.begin_session(ann, watched=False)
    lines = Walk(home, clock, pains={"cat-cow": 7}).through(session)
    assert lines[-1] == "stopped: pain"
    assert home.tell_pain(ann, 1).hindrance == "stopped-today"
    clock.move(days=1)
    view = home.tell_pain(ann, 1)
    assert view.plan is not None
    assert (view.hindrance, view.plan.eased) == (None, True)


def test_days_of_sessions_are_apart() -> None:
    day = date(2026, 3, 4)
    apart = timedelta(days=DAYS_APART)
    assert next_days(None, day) == [day, day + apart, day + 2 * apart]
    assert next_days(day, day)[0] == day + apart
    assert next_days(day - timedelta(days=1), day)[0] == day + timedelta(days=1)
    assert next_days(day - timedelta(days=9), day)[0] == day
    assert next_days(None, day, rest=True)[0] == day + timedelta(days=1)


weekday_sets = st.sets(st.sampled_from(WEEKDAYS))
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(weekday_sets, days, st.none() | st.integers(0, 20), st.booleans())
def test_chosen_weekdays_say_which_days_are_next(
    weekdays: set[str], day: date, ago: int | None, rest: bool
) -> None:
    last = None if ago is None else day - timedelta(days=ago)
    found = next_days(last, day, rest=rest, weekdays=weekdays)
    over = rest or ago == 0
    zone = ZoneInfo("Europe/Berlin")
    since = datetime.combine(day + timedelta(days=over), time(0), zone) - timedelta(seconds=1)
    coming = planned_sessions(weekdays, time(18), zone, since, 3)  # what the calendar file has
    assert found == [one.date() for one in coming]
    assert all(WEEKDAYS[one.weekday()] in weekdays for one in found)
    if over:
        assert day not in found


def test_the_next_day_goes_by_the_weekdays_that_were_chosen(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)  # it is a Monday
    home.journal.rhythms.choose(ann, ["MO", "TH"], time(18))
    monday = home.today(ann).day
    assert home.today(ann).next_days[0] == monday
    thursday = monday + timedelta(days=3)
    assert home.tell_pain(ann, 6).next_days[0] == thursday
    home.tell_pain(ann, 1)
    Walk(home, clock).through(home.begin_session(ann, watched=False))
    assert home.today(ann).next_days == (thursday, *(thursday + timedelta(days=n) for n in (4, 7)))
    home.journal.rhythms.choose(ann, [], time(18))
    assert home.today(ann).next_days == ()
