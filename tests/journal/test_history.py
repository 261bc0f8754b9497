"""Looking back gives what was done: checked against the rows that a made-up history consists of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from backline.journal.errors import BadValue
from backline.journal.journal import Journal
from backline.journal.points import DayCount
from backline.journal.records import Dose, Hold, PlannedExercise, Repetition
from backline.journal.tables import ExerciseRow, PainRow, PlankTestRow, SessionRow
from tests.journal.clock import Clock
from tests.journal.fakes import BERLIN, begun, do, new_id, planned, repetition
from tests.journal.years import FIRST_DAY, Years, fill

DAYS = 45


@pytest.fixture
def filled(url: str) -> Iterator[tuple[Journal, int, Years]]:
    """A journal with some weeks of made-up history."""
    with Journal.open(url) as journal:
        profile_id, years = fill(journal, DAYS)
        yield journal, profile_id, years


def test_days(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    days = journal.history.days(person)
    assert [d.day for d in days] == [FIRST_DAY + timedelta(days=n) for n in range(DAYS)]
    by_session = {row["id"]: row["day"] for row in years.rows[SessionRow]}
    repetitions: Counter[date] = Counter()
    for row in years.rows[ExerciseRow]:
        repetitions[by_session[row["session_id"]]] += row["repetitions"]
    assert {d.day: d.repetitions for d in days} == repetitions
    finished = [row["day"] for row in years.rows[SessionRow] if row["state"] == "finished"]
    assert {d.day for d in days if d.finished} == set(finished) != set(by_session.values())
    assert all((d.sessions, d.exercises, d.held_s) == (1, 4, 30.0) for d in days)
    first, last = FIRST_DAY + timedelta(days=3), FIRST_DAY + timedelta(days=5)
    assert journal.history.days(person, first, last) == days[3:6]
    assert journal.history.days(person, first) == days[3:]
    assert journal.history.days(person, None, last) == days[:6]
    assert journal.history.days(person + 1) == ()


def test_pain(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    answers = journal.history.pain(person)
    expected = sorted(years.rows[PainRow], key=lambda row: (row["at"], row["id"]))
    assert [(a.moment, a.nprs, a.day) for a in answers] == [
        (row["moment"], row["nprs"], row["day"]) for row in expected
    ]
    assert answers[0].at == datetime(2023, 1, 1, 17, tzinfo=UTC)
    day = FIRST_DAY + timedelta(days=7)
    week = journal.history.pain(person, day, day)
    assert week == tuple(a for a in answers if a.day == day) != ()
    assert journal.history.pain(person + 1) == ()


def test_form(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    points = journal.history.form(person)
    rows = years.rows[ExerciseRow]
    assert [(p.session_id, p.exercise) for p in points] == [
        (row["session_id"], row["exercise"]) for row in rows
    ]
    for point, row in zip(points, rows, strict=True):
        if row["exercise"] == "plank":
            assert point.form_ratio == pytest.approx(row["good_s"] / 30)
            assert math.isnan(point.mean_range)
        else:
            assert point.form_ratio == row["clean"] / row["judged"]
            assert point.mean_range == pytest.approx(row["range_sum"] / row["range_count"])
            assert point.range_unit == "deg"
    day = FIRST_DAY + timedelta(days=7)
    (one,) = journal.history.form(person, "bird-dog", day, day)
    assert (one.exercise, one.day) == ("bird-dog", day)


def test_ends_are_the_means_of_each_time(filled: tuple[Journal, int, Years]) -> None:
    journal, person, _ = filled
    points = journal.history.ends(person, "cat-cow")
    whole = journal.history.form(person, "cat-cow")
    assert [(p.day, p.session_id) for p in points] == [(p.day, p.session_id) for p in whole]
    for ends, one in zip(points, whole, strict=True):
        assert ends.highest == pytest.approx(0.7 * one.mean_range)
        assert ends.lowest == pytest.approx(-0.3 * one.mean_range)
    day = FIRST_DAY + timedelta(days=7)
    assert journal.history.ends(person, "cat-cow", day, day) == (points[7],)
    assert journal.history.first_ends_day(person, "cat-cow") == FIRST_DAY
    assert journal.history.ends(person, "plank") == ()
    assert journal.history.ends(person + 1, "cat-cow") == ()
    assert journal.history.first_ends_day(person + 1, "cat-cow") is None


def test_ends_leave_out_what_was_not_measured(journal: Journal, clock: Clock) -> None:
    person = journal.people.add("Ann", BERLIN)
    moves = PlannedExercise("cat-cow", Dose(5), stage="half")

    def session(*done: Repetition) -> date:
        begun = journal.sessions.begin(person.id, [moves], event_id=new_id())
        opened = journal.sessions.begin_set(begun.exercises[0].id, event_id=new_id())
        for one in done:
            journal.sessions.add_repetition(opened.id, one, event_id=new_id())
        journal.sessions.finish(begun.id, event_id=new_id())
        clock.now += timedelta(days=1)
        return begun.day

    session(repetition(1, range=0.1, unit="ratio"))  # as before ends were kept
    both = {"unit": "ratio", "range": 0.1}
    day = session(
        repetition(1, **both, highest=0.06, lowest=-0.04),
        repetition(2, **both, highest=0.08, lowest=-0.02),
        repetition(3, **both, highest=0.5),
        repetition(4, **both, highest=0.9, lowest=-0.9, variation="rock"),
        repetition(5, range=40.0, highest=30.0, lowest=-10.0),
    )
    degrees, ratio = journal.history.ends(person.id, "cat-cow")
    assert (degrees.unit, degrees.highest, degrees.lowest) == ("deg", 30.0, -10.0)
    assert (ratio.day, ratio.stage, ratio.unit) == (day, "half", "ratio")
    assert (ratio.highest, ratio.lowest) == (pytest.approx(0.07), pytest.approx(-0.03))
    assert journal.history.first_ends_day(person.id, "cat-cow") == day


def test_recent_sessions(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    recent = journal.history.recent_sessions(person, 3)
    assert [s.day for s in recent] == [FIRST_DAY + timedelta(days=DAYS - n) for n in (1, 2, 3)]
    for session in recent:
        assert session == journal.history.session(session.id)
        assert [e.exercise for e in session.exercises] == [
            row["exercise"] for row in years.rows[ExerciseRow] if row["session_id"] == session.id
        ]
        assert len(session.pain) == 3
    assert len(journal.history.recent_sessions(person, 1000)) == DAYS
    assert journal.history.recent_sessions(person + 1) == ()


def test_more_sessions_than_one_question_may_name(
    filled: tuple[Journal, int, Years], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, person, _ = filled
    whole = journal.history.recent_sessions(person)
    monkeypatch.setattr("backline.journal.history.MOST_IDS", 7)
    assert journal.history.recent_sessions(person) == whole


def test_the_best_plank(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    best = journal.history.best_plank(person)
    assert best is not None
    assert best.good_s == max(row["good_s"] for row in years.rows[PlankTestRow])
    assert len(journal.history.plank_tests(person)) == len(years.rows[PlankTestRow]) > 1


def test_an_exercises_past_has_its_stage_its_dose_and_its_pain(
    journal: Journal, clock: Clock
) -> None:
    person = journal.people.add("Ann", BERLIN)
    sessions = journal.sessions
    dose = Dose(repetitions=4, each_side=True)
    for stage in ("arm-only", None):
        clock.move(days=1)
        chosen = [PlannedExercise("bird-dog", dose, stage), planned("plank")]
        session = sessions.begin(person.id, chosen, event_id=new_id())
        first = session.exercises[0].id
        sessions.add_pain(session.id, "before", 3, event_id=new_id())
        opened = sessions.begin_set(first, event_id=new_id())
        do(journal, opened.id, 3)
        bad = repetition(4, faults=("BD5-high",))
        sessions.add_repetition(opened.id, bad, event_id=new_id())
        sessions.end_exercise(first, event_id=new_id())
        sessions.add_pain(session.id, "after-exercise", 5, exercise_id=first, event_id=new_id())
        if stage is not None:
            sessions.finish(session.id, event_id=new_id())
            sessions.add_pain(session.id, "end", 4, event_id=new_id())
            sessions.add_pain(session.id, "next-morning", 2, event_id=new_id())
    later, earlier = journal.history.exercise_past(person.id, "bird-dog")
    assert (later.done.stage, earlier.done.stage) == (None, "arm-only")
    assert (later.session_state, earlier.session_state) == ("open", "finished")
    assert earlier.done.dose == dose
    assert earlier.done.tally.repetitions == 4
    assert earlier.done.tally.form_ratio == 0.75
    told = [
        (p.pain_before, p.pain_after, p.pain_end, p.pain_next_morning) for p in (earlier, later)
    ]
    assert told == [(3, 5, 4, 2), (3, 5, None, None)]
    assert journal.history.exercise_past(person.id, "bird-dog", last=1) == (later,)
    assert journal.history.exercise_past(person.id, "plank") == ()  # never begun


def test_what_was_skipped_before_its_first_set_has_no_past(journal: Journal) -> None:
    person = journal.people.add("Ann", BERLIN)
    session = journal.sessions.begin(
        person.id, [planned("a"), planned("b"), planned("c")], event_id=new_id()
    )
    a, b, c = (e.id for e in session.exercises)
    journal.sessions.skip_exercise(a, "no ball", event_id=new_id())
    opened = journal.sessions.begin_set(b, event_id=new_id())
    journal.sessions.record_hold(opened.id, Hold(1, 0.0, 4.0), event_id=new_id())
    journal.sessions.skip_exercise(b, "too hard", event_id=new_id())
    journal.sessions.begin_set(c, event_id=new_id())
    past = {name: len(journal.history.exercise_past(person.id, name)) for name in "abc"}
    assert past == {"a": 0, "b": 1, "c": 1}
    assert [p.exercise for p in journal.history.form(person.id)] == ["b", "c"]


def test_two_sessions_of_a_day_are_one_day(journal: Journal, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 2, 21, 50, tzinfo=UTC)  # ten to eleven in Berlin
    person = journal.people.add("Ann", BERLIN)
    for ends in ("finish", "stop"):
        session = journal.sessions.begin(person.id, [planned()], event_id=new_id())
        opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
        do(journal, opened.id, 2)
        if ends == "finish":
            journal.sessions.finish(session.id, event_id=new_id())
        else:
            journal.sessions.stop(session.id, "tired", event_id=new_id())
        clock.move(minutes=30)
    third = journal.sessions.begin(person.id, [planned()], event_id=new_id())  # nobody moved yet
    assert third.day == date(2026, 3, 2)
    assert journal.history.days(person.id) == (DayCount(date(2026, 3, 2), 3, 1, 1, 4, 0.0, 0.0),)


def test_spans(filled: tuple[Journal, int, Years]) -> None:
    journal, person, years = filled
    spans = journal.history.spans(person)
    assert [(s.session_id, s.day, s.state, s.began_at, s.ended_at) for s in spans] == [
        tuple(row[name] for name in ("id", "day", "state", "began_at", "ended_at"))
        for row in years.rows[SessionRow]
    ]
    day = FIRST_DAY + timedelta(days=7)
    assert [s.day for s in journal.history.spans(person, day, day)] == [day]
    assert journal.history.spans(person + 1) == ()


def test_first_and_last_day(filled: tuple[Journal, int, Years]) -> None:
    journal, person, _ = filled
    assert journal.history.last_day(person) == FIRST_DAY + timedelta(days=DAYS - 1)
    assert journal.history.last_day(person + 1) is None
    assert journal.history.first_day(person) == FIRST_DAY
    assert journal.history.first_day(person + 1) is None


def test_the_mark_changes_with_whatever_is_recorded(journal: Journal) -> None:
    marks = [journal.history.mark()]
    ann = journal.people.add("Ann", BERLIN)
    session = journal.sessions.begin(ann.id, [planned("cat-cow")], event_id=new_id())
    marks.append(journal.history.mark())
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    marks.append(journal.history.mark())
    do(journal, opened.id, 1)
    marks.append(journal.history.mark())
    journal.sessions.add_pain(session.id, "before", 3, event_id=new_id())
    marks.append(journal.history.mark())
    journal.people.tell_pain(ann.id, 4)
    marks.append(journal.history.mark())
    assert len(set(marks)) == len(marks)
    assert journal.history.mark() == marks[-1]


def test_a_timed_test_has_no_end_planned_and_is_no_session(journal: Journal) -> None:
    ann, session = begun(journal, PlannedExercise("plank", Dose(open_end=True), "on-knees"))
    assert session.is_test
    assert session.exercises[0].dose == Dose(open_end=True)
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    hold = Hold(1, 1.0, 43.0, 40.0, "knees")
    journal.sessions.record_hold(opened.id, hold, event_id=new_id())
    journal.sessions.finish(session.id, event_id=new_id())
    (day,) = journal.history.days(ann.id)
    assert (day.sessions, day.finished, day.held_s) == (0, 0, 42.0)
    assert [one.test for one in journal.history.spans(ann.id)] == [True]
    assert journal.history.last_day(ann.id) is None
    usual = journal.sessions.begin(ann.id, [planned()], event_id=new_id())
    assert not usual.is_test
    assert journal.history.last_day(ann.id) == usual.day
    assert [one.sessions for one in journal.history.days(ann.id)] == [1]


@pytest.mark.parametrize("dose", [{}, {"repetitions": 5, "open_end": True}])
def test_a_dose_is_a_number_or_open(dose: dict[str, Any]) -> None:
    with pytest.raises(BadValue, match="open end"):
        Dose(**dose)
