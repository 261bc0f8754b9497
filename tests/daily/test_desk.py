"""A session while it is done: own counts, changes, pain, and asking twice."""

from __future__ import annotations

import math
from typing import Any

import pytest

from backline.daily.errors import NotNow
from backline.daily.household import Household
from backline.daily.steps import PainCheck, Rest, Show, Stopped, Summary, TellPain, Work
from backline.journal.errors import BadValue
from tests.daily.fakes import CALM, someone
from tests.daily.walk import Walk
from tests.journal.clock import Clock


def begun(home: Household, pain: int = 1, **answers: Any) -> tuple[int, int]:
    """Somebody in a session that has just begun, its pain told."""
    ann = someone(home, **{**CALM, **answers})
    home.tell_pain(ann, pain)
    return ann, home.begin_session(ann, watched=True)


def step(home: Household, session: int) -> Any:
    return home.desk.view(session).step


def test_own_counts_are_kept_as_not_watched(home: Household, clock: Clock) -> None:
    _, session = begun(home)
    home.desk.did(session, 5)
    clock.move(minutes=1)
    home.desk.did(session, 4)
    (first, second) = home.journal.history.set_sums(1)
    assert (first.repetitions, second.repetitions) == (5, 4)
    assert (first.watched, first.judged) == (False, 0)
    home.desk.tell_pain(session, 1)
    home.desk.did(session, 5)
    bird_dog = home.journal.history.set_sums(1)[-1]
    assert (bird_dog.repetitions, bird_dog.left, bird_dog.right) == (10, 5, 5)


def test_own_time_is_kept_as_not_watched(home: Household) -> None:
    _, session = begun(home)
    home.desk.skip(session)
    home.desk.skip(session)
    shown = step(home, session)
    assert shown.dose.kind == "hold"
    home.desk.did(session, 12.5)
    (held,) = home.journal.history.set_sums(1)
    assert (held.longest_s, held.longest_good_s, held.watched) == (12.5, None, False)


@pytest.mark.parametrize("amount", [0, -1, 2.5, math.nan, math.inf, 1001])
def test_what_is_no_count_begins_nothing(home: Household, amount: float) -> None:
    _, session = begun(home)
    with pytest.raises(BadValue):
        home.desk.did(session, amount)
    assert home.journal.history.set_sums(1) == ()
    assert isinstance(step(home, session), Show)


def test_asking_twice_does_it_once(home: Household) -> None:
    ann, session = begun(home)
    home.desk.did(session, 5, event_id="one")
    home.desk.did(session, 5, event_id="one")
    assert [one.repetitions for one in home.journal.history.set_sums(ann)] == [5]
    opened = home.desk.begin_set(session)
    assert home.desk.begin_set(session).id == opened.id
    home.desk.end_set(session)
    home.desk.end_set(session)
    assert isinstance(step(home, session), Rest)


def test_a_page_left_open_cannot_answer_another_check(home: Household) -> None:
    _, session = begun(home)
    home.desk.did(session, 5)
    home.desk.did(session, 5)
    check = step(home, session)
    assert isinstance(check, PainCheck)
    home.desk.tell_pain(session, 1, exercise_id=check.exercise.id)
    with pytest.raises(NotNow):
        home.desk.tell_pain(session, 9, exercise_id=check.exercise.id)
    with pytest.raises(NotNow):
        home.desk.tell_pain(session, 9)
    assert isinstance(step(home, session), Show)


def test_a_back_that_tightens_up_leaves_the_exercise(home: Household, clock: Clock) -> None:
    _, session = begun(home)
    for _ in range(3):
        home.desk.skip(session)
    strict = None
    for _ in range(40):
        view = home.desk.view(session)
        if isinstance(view.step, PainCheck) and view.step.asks_tight:
            strict = view.step
            break
        Walk(home, clock).one(session, view)
    assert strict is not None
    with pytest.raises(NotNow, match="tightened up"):
        home.desk.tell_pain(session, 1)
    assert step(home, session) == strict
    home.desk.tell_pain(session, 1, tight=True)
    record = home.journal.history.session(session)
    (answer,) = [one for one in record.pain if one.exercise_id == strict.exercise.id]
    assert answer.tight is True
    past = home.history(1, record.day).sessions[-1].exercises[-1]
    assert past.tight


def test_pain_in_between_makes_the_rest_smaller(home: Household, clock: Clock) -> None:
    _, session = begun(home, pain=3)
    Walk(home, clock, calm=3).one(session, home.desk.view(session))
    home.desk.did(session, 5)
    clock.move(minutes=1)
    home.desk.did(session, 5)
    view = home.desk.tell_pain(session, 4)
    shown = view.step
    assert isinstance(shown, Show)
    assert (shown.exercise.exercise, shown.exercise.stage) == ("bird-dog", "leg-only")
    assert (shown.eased, shown.dose.sets, shown.exercise.eased) == (True, 1, True)
    assert view.exercise is not None
    assert view.exercise.stage == "leg-only"
    record = home.journal.history.session(session)
    assert all(one.eased for one in record.exercises if one.state == "waiting")
    assert {one.why for one in record.exercises if one.state == "swapped"} == {"eased"}
    Walk(home, clock, calm=3).through(session)
    done = home.history(1, record.day).sessions[-1].exercises
    assert [one.eased for one in done] == [False, True, True, True]


def test_what_pain_keeps_out_is_left_out_of_the_rest(home: Household) -> None:
    free = {"pain_now": 0, "pain_worst": 0, "pain_average": 0}
    ann = someone(home, **{**CALM, **free}, learned=["deadlift-supervised", "squat"])
    home.tell_pain(ann, 0)
    view = home.today(ann)
    assert view.plan is not None
    spares = [one.exercise for one in view.plan.spares]
    assert "band-deadlift" in [*spares, *(one.exercise for one in view.plan.items)]
    if "band-deadlift" in spares:
        home.swap(ann, view.plan.items[-1].exercise, "band-deadlift")
    session = home.begin_session(ann, watched=False)
    home.desk.did(session, 5)
    home.desk.did(session, 5)
    home.desk.tell_pain(session, 1)  # any pain keeps every form of it out (DL1)
    record = home.journal.history.session(session)
    (deadlift,) = [one for one in record.exercises if one.exercise == "band-deadlift"]
    assert (deadlift.state, deadlift.why) == ("skipped", "eased")


def test_it_hurts_breaks_off_and_asks(home: Household) -> None:
    _, session = begun(home)
    home.desk.begin_set(session)
    view = home.desk.hurts(session)
    assert isinstance(view.step, PainCheck)
    assert isinstance(home.desk.tell_pain(session, 1).step, Show)
    home.desk.begin_set(session)
    home.desk.hurts(session)
    assert isinstance(home.desk.tell_pain(session, 8).step, Stopped)
    done = home.history(1, home.today(1).day).sessions[-1]
    assert [one.stopped for one in done.exercises] == [True, True]
    with pytest.raises(NotNow, match="over"):
        home.desk.begin_set(session)


def test_another_exercise_takes_the_place(home: Household) -> None:
    _, session = begun(home)
    with pytest.raises(NotNow, match="fixed place"):
        home.desk.swap(session)
    home.desk.skip(session)
    home.desk.skip(session)
    before = step(home, session).exercise
    view = home.desk.swap(session)
    assert isinstance(view.step, Show)
    assert view.step.exercise.place == before.place
    assert view.step.exercise.exercise != before.exercise
    assert view.step.item is not None
    assert view.exercise is not None


def test_paused_it_goes_on_where_it_was(home: Household) -> None:
    _, session = begun(home)
    opened = home.desk.begin_set(session)
    assert home.desk.pause(session).paused
    fresh = Household(home.journal, home.exercises, home._clock)
    assert fresh.desk.view(session).step.set_id == opened.id  # type: ignore[union-attr]
    assert not fresh.desk.did(session, 5).paused
    assert isinstance(step(home, session), Rest)
    home.desk.pause(session)
    assert isinstance(home.desk.finish(session).step, Summary)


def test_a_chance_to_stop_before_it_begins(home: Household, clock: Clock) -> None:
    ann = someone(home, **CALM)
    home.tell_pain(ann, 1)
    clock.move(hours=1)
    session = home.begin_session(ann, watched=True)
    assert step(home, session) == TellPain("before")
    with pytest.raises(NotNow):
        home.desk.begin_set(session)
    assert home.desk.stop(session).step == Stopped("own")
    assert home.today(ann).hindrance != "stopped-today"


def test_what_broke_off_is_completed(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program dies after pain was told and before the session was stopped."""
    _, session = begun(home)
    home.desk.did(session, 5)
    home.desk.did(session, 5)

    def dies(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(home.journal.sessions, "stop", dies)
    with pytest.raises(KeyboardInterrupt):
        home.desk.tell_pain(session, 9)
    monkeypatch.undo()
    assert home.journal.history.session(session).state == "open"
    assert isinstance(step(home, session), Stopped)
    with pytest.raises(NotNow):
        home.desk.begin_set(session)
    assert home.journal.history.session(session).state == "stopped"


def test_answers_that_need_a_doctor_end_the_session(home: Household) -> None:
    ann, session = begun(home)
    home.answer(ann, {"saddle_numbness": True})
    with pytest.raises(NotNow, match="over"):
        home.desk.begin_set(session)
    assert home.journal.history.session(session).why == "screening"


def test_answers_given_in_between_hold_for_what_is_to_come(home: Household) -> None:
    ann, session = begun(home)
    home.desk.did(session, 5)
    home.desk.did(session, 5)
    home.answer(ann, {"diagnoses": ["herniated-disc"], "hurts": ["bending-forward"]})
    view = home.desk.tell_pain(session, 1)
    assert isinstance(view.step, Show)
    assert view.step.item is not None
    assert [limit.rule.id for limit in view.step.item.limits] == ["bird-dog-no-round"]
    assert view.exercise is not None
    assert any("-limit-" in cue.id for cue in view.exercise.cues)


def test_pain_before_anything_was_done_is_no_exercises_fault(home: Household) -> None:
    ann, session = begun(home)
    home.desk.hurts(session)
    home.desk.tell_pain(session, 8)
    assert home.history(ann, home.today(ann).day).sessions[-1].exercises == ()


def test_a_set_is_counted_up_to_what_is_planned(home: Household) -> None:
    _, session = begun(home)
    home.desk.skip(session)
    home.desk.begin_set(session)
    work = step(home, session)
    assert isinstance(work, Work)
    assert (work.dose.each_side, work.dose.amount, work.target) == (True, 5, 10)
