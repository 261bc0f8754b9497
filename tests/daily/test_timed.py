"""The timed test of a hold: offered as the plan allows it, done like a session, kept."""

from __future__ import annotations

from typing import Any

import pytest

from backline.daily.errors import NotNow
from backline.daily.household import Household
from backline.daily.steps import PainCheck, Show, Stopped, Summary, TellPain, Work
from backline.daily.timed import NOT_TODAY, TimedTestView
from backline.journal.records import Dose, Hold, PlannedExercise
from tests.daily.fakes import CALM, someone
from tests.journal.clock import Clock
from tests.journal.fakes import new_id


def held_before(
    home: Household,
    person: int,
    clock: Clock | None = None,
    stage: str = "on-knees",
    good_s: float = 20.0,
) -> None:
    """An earlier session in which the plank was held, watched by the camera; three days pass,
    where there is a clock to move."""
    sessions = home.journal.sessions
    planned = PlannedExercise("plank", Dose(hold_s=20.0), stage)
    session = sessions.begin(person, [planned], event_id=new_id())
    sessions.add_pain(session.id, "before", 1, event_id=new_id())
    opened = sessions.begin_set(session.exercises[0].id, event_id=new_id())
    sessions.record_hold(opened.id, Hold(1, 0.0, 20.0, good_s, "knees"), event_id=new_id())
    sessions.end_set(opened.id, event_id=new_id())
    sessions.end_exercise(session.exercises[0].id, event_id=new_id())
    for about in ({"exercise_id": session.exercises[0].id}, {}):
        moment: Any = "after-exercise" if about else "end"
        sessions.add_pain(session.id, moment, 1, event_id=new_id(), **about)
    sessions.finish(session.id, event_id=new_id())
    if clock is not None:
        clock.move(days=3)


def ready(home: Household, clock: Clock, pain: int = 1, **answers: Any) -> int:
    """Somebody who has held the plank well before, and has told today's pain."""
    ann = someone(home, **{**CALM, **answers})
    held_before(home, ann, clock)
    home.tell_pain(ann, pain)
    return ann


def view(home: Household, person: int) -> TimedTestView:
    found = home.tests.view(person, "plank")
    assert found is not None
    return found


def rules(home: Household, person: int) -> set[str]:
    return {reason.rule for reason in view(home, person).reasons}


def step(home: Household, session: int) -> Any:
    return home.desk.view(session).step


def watched_hold(home: Household, session: int, held_s: float, good_s: float) -> None:
    """A set that the camera watched."""
    opened = home.desk.begin_set(session, watched=True)
    hold = Hold(1, 2.0, 2.0 + held_s, good_s, "knees")
    home.journal.sessions.record_hold(opened.id, hold, event_id=new_id())
    home.desk.end_set(session)


# ---------------------------------------------------------------- whether it is offered


def test_it_is_offered_at_the_persons_own_stage(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    found = view(home, ann)
    assert (found.offered, found.stage, found.tries) == (True, "on-knees", ())
    assert home.tests.view(ann, "cat-cow") is None
    assert home.tests.view(ann, "nothing") is None


def test_what_comes_first_is_what_comes_before_any_session(home: Household, clock: Clock) -> None:
    new = home.add_person("Ben", "Europe/Berlin").id
    assert view(home, new).hindrance == "intake"
    ann = someone(home, **CALM)
    held_before(home, ann, clock)
    assert view(home, ann).hindrance == "tell-pain"
    home.tell_pain(ann, 1)
    session = home.begin_session(ann, watched=False)
    assert view(home, ann).hindrance == "unfinished"
    home.desk.did(session, 5)
    home.desk.did(session, 5)
    home.desk.tell_pain(session, 8)
    assert view(home, ann).hindrance == "stopped-today"
    home.answer(ann, {"cancer_history": True, "clearance": False})
    assert view(home, ann).hindrance == "screening"


def test_it_says_with_the_rules_reason_why_it_is_not_for_today(
    home: Household, clock: Clock
) -> None:
    ann = ready(home, clock)
    home.tell_pain(ann, 4)
    assert rules(home, ann) == {"day-some-pain"}
    home.tell_pain(ann, 7)
    assert rules(home, ann) >= {"day-strong-pain"}
    home.tell_pain(ann, 1)
    assert view(home, ann).offered
    home.answer(ann, {"duration": "acute", "clearance": False})
    assert rules(home, ann) == {"plank-out"}
    with pytest.raises(NotNow):
        home.begin_test(ann, "plank", True)
    assert home.journal.sessions.unfinished(ann) is None


def test_somebody_who_never_held_it_well_is_told_to_do_that_first(
    home: Household, clock: Clock
) -> None:
    ann = someone(home, **CALM)
    home.tell_pain(ann, 1)
    assert rules(home, ann) == {"test-not-yet"}
    held_before(home, ann, clock, good_s=5.0)
    home.tell_pain(ann, 1)
    assert rules(home, ann) == {"test-not-yet"}


def test_what_somebody_left_out_today_is_not_tested_today(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    if all(one.exercise != "plank" for one in home.today(ann).plan.items):  # type: ignore[union-attr]
        home.swap(ann, home.today(ann).plan.items[-1].exercise, "plank")  # type: ignore[union-attr]
    home.skip(ann, "plank")
    assert rules(home, ann) == {"skipped-today"}


# ---------------------------------------------------------------- how it goes


def test_from_its_beginning_to_its_result(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    before = home.today(ann).plan
    session = home.begin_test(ann, "plank", True)
    assert home.begin_test(ann, "plank", True) == session
    shown = step(home, session)
    assert isinstance(shown, Show)
    assert (shown.exercise.stage, shown.of, shown.exercise.dose.open_end) == ("on-knees", 1, True)
    seen = home.desk.view(session)
    assert seen.exercise is not None
    assert seen.exercise.stage == "on-knees"
    home.desk.begin_set(session)
    work = step(home, session)
    assert isinstance(work, Work)
    assert work.target is None
    home.desk.end_set(session)  # nothing was held: it may be tried again
    watched_hold(home, session, 50.0, 42.5)
    check = step(home, session)
    assert isinstance(check, PainCheck)
    assert check.ends
    (tried,) = view(home, ann).tries  # kept before anything is said about pain
    assert (tried.good_s, tried.held_s, tried.stage) == (42.5, 50.0, "on-knees")
    assert (tried.watched, tried.ended, tried.session_id) == (True, "knees", session)
    home.desk.tell_pain(session, 1)
    assert isinstance(step(home, session), Summary)
    home.desk.finish(session)
    assert home.tests.result(session) == tried
    assert len(view(home, ann).tries) == 1
    assert home.today(ann).plan == before
    assert '"plank_tests": [{' in home.export_json(ann).replace("\n", "").replace("  ", "")


def test_a_watch_of_ones_own_is_kept_as_not_watched(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    session = home.begin_test(ann, "plank", False)
    home.desk.did(session, 31)
    (tried,) = view(home, ann).tries
    assert (tried.good_s, tried.watched, tried.ended) == (31, False, "own")
    best = home.journal.history.best_plank(ann, "on-knees")
    assert best == tried
    assert home.journal.history.best_plank(ann, "on-toes") is None


def test_pain_stops_the_day_as_in_any_session(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    session = home.begin_test(ann, "plank", True)
    watched_hold(home, session, 30.0, 30.0)
    home.desk.tell_pain(session, 3)
    stopped = step(home, session)
    assert isinstance(stopped, Stopped)
    assert stopped.why == "pain"
    assert home.today(ann).hindrance == "stopped-today"
    assert [one.good_s for one in view(home, ann).tries] == [30.0]


def test_it_hurts_breaks_it_off_and_what_was_held_stays(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    session = home.begin_test(ann, "plank", True)
    opened = home.desk.begin_set(session)
    home.journal.sessions.record_hold(opened.id, Hold(1, 1.0, 21.0, 19.0), event_id=new_id())
    home.desk.hurts(session)
    assert isinstance(step(home, session), PainCheck)
    assert [one.held_s for one in view(home, ann).tries] == [20.0]


def test_pain_told_late_that_speaks_against_it_ends_it_before_it_begins(
    home: Household, clock: Clock
) -> None:
    ann = ready(home, clock)
    clock.move(hours=2)  # too long ago to be the pain now
    plan = home.today(ann).plan
    session = home.begin_test(ann, "plank", True)
    assert step(home, session) == TellPain("before")
    home.desk.tell_pain(session, 4)
    assert step(home, session) == Stopped(NOT_TODAY)
    assert view(home, ann).tries == ()
    assert home.today(ann).plan == plan  # the day's own session isn't touched
    assert home.today(ann).hindrance == "tell-pain"


def test_nothing_takes_its_place_and_leaving_it_out_leaves_the_plan(
    home: Household, clock: Clock
) -> None:
    ann = ready(home, clock)
    plan = home.today(ann).plan
    session = home.begin_test(ann, "plank", True)
    with pytest.raises(NotNow):
        home.desk.swap(session)
    home.desk.skip(session)
    home.desk.tell_pain(session, 1)
    assert isinstance(step(home, session), Summary)
    assert view(home, ann).tries == ()
    assert home.today(ann).plan == plan


def test_a_test_is_not_the_days_session(home: Household, clock: Clock) -> None:
    ann = ready(home, clock)
    last = home.journal.history.last_day(ann)
    session = home.begin_test(ann, "plank", False)
    clock.move(minutes=1)
    home.desk.did(session, 31)
    home.desk.tell_pain(session, 1)
    found = home.today(ann)
    assert (found.done_today, found.hindrance) == ((), "tell-pain")
    assert found.next_days[0] == found.day
    assert home.journal.history.last_day(ann) == last
    assert [one.test for one in home.journal.history.spans(ann)] == [False, True]
    clock.move(minutes=1)
    home.tell_pain(ann, 1)
    assert home.today(ann).may_begin
    assert home.begin_session(ann, watched=False) != session
