"""What is asked of the journal: a window, the first weeks, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from backline.journal.journal import Journal
from backline.journal.tables import ExerciseRow, RepetitionRow, SessionRow, SetRow
from backline.report.progress.past import FIRST_DAYS, SHORTEST_WEEKS, read_past, window_start
from backline.report.progress.progress import progress_of
from tests.conftest import LendJournal
from tests.journal.years import EXERCISES, FIRST_DAY, fill

DAYS = 200
TODAY = FIRST_DAY + timedelta(days=DAYS - 1)


@pytest.fixture(scope="module")
def filled(lend_journal: LendJournal) -> Iterator[tuple[Journal, int]]:
    with lend_journal() as url, Journal.open(url) as journal:
        yield journal, fill(journal, DAYS)[0]


def test_a_window_of_whole_weeks() -> None:
    assert window_start(date(2026, 11, 26), 1) == date(2026, 11, 23)
    assert window_start(date(2026, 11, 23), 12) == date(2026, 9, 7)


def test_the_window_and_the_first_weeks(filled: tuple[Journal, int]) -> None:
    journal, person = filled
    past = read_past(journal, person, TODAY, 12, ["cat-cow"])
    assert (past.first, past.first_session) == (window_start(TODAY, 12), FIRST_DAY)
    assert past.weeks == 12
    days = [past.first + timedelta(days=n) for n in range((TODAY - past.first).days + 1)]
    assert [one.day for one in past.days] == [one.day for one in past.spans] == days
    assert {one.day for one in past.form} == set(days)
    assert max(one.day for one in past.early_pain) < past.first
    assert {one.exercise for one in past.early_form} == {"cat-cow"}
    progress = progress_of(past, EXERCISES, ["cat-cow"])
    assert progress.change.first is not None
    assert progress.change.recent is not None
    (cat_cow,) = progress.ranges
    assert cat_cow.first == pytest.approx(30, abs=3)
    assert [day for day, _ in cat_cow.rounding.points] == days
    assert cat_cow.rounding.first == pytest.approx(0.7 * cat_cow.first)
    assert cat_cow.sinking.first == pytest.approx(0.3 * cat_cow.first)
    assert (cat_cow.apart_since, cat_cow.whole_only) == (None, False)
    assert progress.weeks[0].repetitions == 7 * 60


def test_the_first_ends_are_those_since_they_were_kept(empty_journal: str) -> None:
    kept_from = FIRST_DAY + timedelta(days=60)
    today = FIRST_DAY + timedelta(days=149)
    with Journal.open(empty_journal) as journal:
        person, years = fill(journal, 150)
        sessions = {row["id"] for row in years.rows[SessionRow] if row["day"] < kept_from}
        exercises = {r["id"] for r in years.rows[ExerciseRow] if r["session_id"] in sessions}
        old = {r["id"] for r in years.rows[SetRow] if r["session_exercise_id"] in exercises}
        with journal._database.write() as db:
            forget = update(RepetitionRow).where(RepetitionRow.set_id.in_(old))
            db.execute(forget.values(highest=None, lowest=None))
        past = read_past(journal, person, today, 12, ["cat-cow"])
        assert {one.day for one in past.early_ends} == {
            kept_from + timedelta(days=n) for n in range(FIRST_DAYS + 1)
        }
        (cat_cow,) = progress_of(past, EXERCISES, ["cat-cow"]).ranges
        assert cat_cow.apart_since == kept_from
        assert cat_cow.rounding.first == pytest.approx(21, abs=2)
        assert read_past(journal, person, today, 12, ["plank"]).early_ends == ()


def test_a_window_begins_with_the_first_session(filled: tuple[Journal, int]) -> None:
    journal, person = filled
    early = FIRST_DAY + timedelta(days=60)
    assert read_past(journal, person, early, 53).first == window_start(FIRST_DAY, 1)
    very = FIRST_DAY + timedelta(days=3)
    assert read_past(journal, person, very, 12).first == window_start(very, SHORTEST_WEEKS)


def test_pain_of_days_without_a_session(empty_journal: str) -> None:
    with Journal.open(empty_journal) as journal:
        ann = journal.people.add("Ann", "UTC")
        journal.people.tell_pain(ann.id, 7)
        today = journal.people.day_pains(ann.id)[0].day
        past = read_past(journal, ann.id, today, 12)
        assert past.first_session is None
        assert progress_of(past).pain.before == ((today, 7.0),)
        assert not progress_of(past).begun
