"""What comes next, from records alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.daily.steps import (
    TOO_LONG,
    At,
    PainCheck,
    Rest,
    Show,
    Step,
    Stopped,
    Summary,
    TellPain,
    Work,
    is_eased,
    next_step,
)
from backline.journal.records import (
    Dose,
    ExerciseRecord,
    ExerciseState,
    Hold,
    PainAnswer,
    SessionRecord,
    SetRecord,
    Tally,
)

NOW = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


def exercise(number: int, name: str = "bird-dog", state: str = "waiting", **more: Any) -> Any:
    values: dict[str, Any] = {
        "id": number,
        "session_id": 1,
        "place": number,
        "attempt": 0,
        "exercise": name,
        "stage": None,
        "dose": Dose(repetitions=8, sets=2, each_side=True),
        "watched": True,
        "state": state,
        "why": None,
        "tally": Tally(),
    }
    return ExerciseRecord(**{**values, **more})


def pain(number: int, nprs: int, moment: str = "before", of: int | None = None) -> PainAnswer:
    return PainAnswer(number, 1, of, moment, nprs, NOW, "UTC", DAY)  # type: ignore[arg-type]


def session(*exercises: ExerciseRecord, pains: Any = (), **more: Any) -> SessionRecord:
    values: dict[str, Any] = {
        "id": 1,
        "profile_id": 1,
        "plan_id": None,
        "state": "open",
        "why": None,
        "began_at": NOW,
        "ended_at": None,
        "zone": "UTC",
        "day": DAY,
    }
    return SessionRecord(**{**values, **more, "exercises": exercises, "pain": tuple(pains)})


def a_set(number: int, *, over: bool, done: bool = True) -> SetRecord:
    held = (Hold(1, 0.0, 10.0),) if done else ()
    return SetRecord(number, 1, number, None, NOW, NOW if over else None, (), held)


def step(record: SessionRecord, *sets: SetRecord, later_s: float = 0.0) -> Step:
    return next_step(At(record, sets), None, NOW + timedelta(seconds=later_s))


def test_pain_is_asked_first() -> None:
    assert step(session(exercise(1))) == TellPain("before")


def test_an_exercise_goes_from_its_showing_to_its_check() -> None:
    first = pain(1, 2)
    shown = step(session(exercise(1), exercise(2, "plank"), pains=[first]))
    assert isinstance(shown, Show)
    assert (shown.place, shown.of, shown.eased, shown.dose.sets) == (1, 2, False, 2)
    doing = session(exercise(1, state="doing"), exercise(2, "plank"), pains=[first])
    work = step(doing, a_set(1, over=False))
    assert isinstance(work, Work)
    assert (work.number, work.set_id, work.target) == (1, 1, 16)
    rest = step(doing, a_set(1, over=True), later_s=10)
    assert isinstance(rest, Rest)
    assert (rest.seconds_left, rest.next_number) == (20.0, 2)
    second = step(doing, a_set(1, over=True), later_s=31)
    assert isinstance(second, Work)
    assert (second.number, second.set_id) == (2, None)
    check = step(doing, a_set(1, over=True), a_set(2, over=True))
    assert isinstance(check, PainCheck)
    assert (check.asks_tight, check.ends) == (False, False)


def test_an_empty_set_does_not_count() -> None:
    doing = session(exercise(1, state="doing"), pains=[pain(1, 2)])
    assert isinstance(step(doing, a_set(1, over=True, done=False)), Show)


def test_what_was_done_is_checked_and_what_was_not_is_not() -> None:
    first = pain(1, 2)
    skipped = exercise(1, state="skipped", why="own")
    assert isinstance(step(session(skipped, exercise(2), pains=[first])), Show)
    broken = replace(skipped, tally=Tally(repetitions=3))
    check = step(session(broken, exercise(2), pains=[first]))
    assert isinstance(check, PainCheck)
    assert check.exercise.id == 1
    answered = session(broken, exercise(2), pains=[first, pain(2, 2, "after-exercise", 1)])
    assert isinstance(step(answered), Show)


def test_the_end() -> None:
    through = [exercise(1, state="skipped", why="own")]
    assert step(session(*through, pains=[pain(1, 2)])) == TellPain("end")
    assert step(session(*through, pains=[pain(1, 2), pain(2, 3, "end")])) == Summary()
    last = step(session(exercise(1, "chop", "done"), pains=[pain(1, 2)]))
    assert last == PainCheck(exercise(1, "chop", "done"), asks_tight=True, ends=True)
    assert step(session(exercise(1), state="finished")) == Summary()
    assert step(session(exercise(1), state="stopped", why="own")) == Stopped("own")


def test_a_session_left_alone_is_over() -> None:
    record = session(exercise(1), pains=[pain(1, 2)])
    late_s = TOO_LONG.total_seconds()
    assert isinstance(step(record, later_s=late_s), Show)
    assert step(record, later_s=late_s + 1) == Stopped("too-long-ago")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [(0, 2, "stop"), (5, 6, "stop"), (6, 6, "stop"), (3, 4, "ease"), (4, 4, "ease"), (2, 2, "on")],
)
def test_pain_stops_or_eases(before: int, after: int, says: str) -> None:
    told = [pain(1, before), pain(2, after, "after-exercise", 1)]
    following = step(session(exercise(1, state="done"), exercise(2), pains=told))
    if says == "stop":
        assert isinstance(following, Stopped)
        assert following.why == "pain"
    else:
        assert isinstance(following, Show)
        assert following.eased == (says == "ease")
        expected = (1, 5) if says == "ease" else (2, 8)
        assert (following.dose.sets, following.dose.amount) == expected


def test_a_lower_answer_later_takes_no_stop_back() -> None:
    told = [pain(1, 1), pain(2, 6, "after-exercise", 1), pain(3, 0, "after-exercise", 1)]
    assert isinstance(step(session(exercise(1, state="done"), exercise(2), pains=told)), Stopped)


STATES = get_args(ExerciseState)
NAMES = ("cat-cow", "bird-dog", "plank", "chop", "my-own")


@st.composite
def records(draw: st.DrawFn) -> tuple[At, list[PainAnswer]]:
    """A session as it may be recorded, and much that may not."""
    rows = [
        exercise(
            number,
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(STATES)),
            why=draw(st.sampled_from([None, "pain", "own"])),
            tally=Tally(repetitions=draw(st.integers(0, 2))),
        )
        for number in range(1, draw(st.integers(1, 4)) + 1)
    ]
    told = [pain(1, draw(st.integers(0, 10)))] if draw(st.booleans()) else []
    for row in rows:
        if draw(st.booleans()):
            told.append(pain(len(told) + 2, draw(st.integers(0, 10)), "after-exercise", row.id))
    state = draw(st.sampled_from(["open", "paused"]))
    sets = [a_set(n, over=draw(st.booleans()), done=draw(st.booleans())) for n in (1, 2)]
    return At(session(*rows, pains=told, state=state), tuple(sets)), told


@settings(max_examples=150, deadline=None)
@given(records())
def test_there_is_always_a_step_and_bad_pain_always_stops(found: tuple[At, Any]) -> None:
    at, told = found
    following = next_step(at, None, NOW)
    assert following == next_step(at, None, NOW)
    before = next((one.nprs for one in told if one.moment == "before"), 0)
    bad = [one for one in told if one.nprs >= 6 or one.nprs - before >= 2]
    bad = [one for one in bad if one.nprs >= 6 or one.moment != "before"]
    assert isinstance(following, Stopped) == bool(bad)
    if isinstance(following, Show | Work):
        assert following.exercise == at.going
        assert following.eased == is_eased(at.session)
        assert following.dose.amount <= 8
