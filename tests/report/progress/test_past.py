"""What is asked of the journal: a window, the first weeks, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from backline.journal.journal import Journal
from backline.report.progress.past import SHORTEST_WEEKS, read_past, window_start
from backline.report.progress.progress import progress_of
from tests.journal.years import EXERCISES, FIRST_DAY, fill

DAYS = 200
TODAY = FIRST_DAY + timedelta(days=DAYS - 1)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Journal, int]]:
    folder: Path = tmp_path_factory.mktemp("journal")
    with Journal.open(f"sqlite:///{folder}/journal.db") as journal:
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
    assert progress.ranges[0].first == pytest.approx(30, abs=3)
    assert progress.weeks[0].repetitions == 7 * 60


def test_a_window_begins_with_the_first_session(filled: tuple[Journal, int]) -> None:
    journal, person = filled
    early = FIRST_DAY + timedelta(days=60)
    assert read_past(journal, person, early, 53).first == window_start(FIRST_DAY, 1)
    very = FIRST_DAY + timedelta(days=3)
    assert read_past(journal, person, very, 12).first == window_start(very, SHORTEST_WEEKS)


def test_pain_of_days_without_a_session(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db") as journal:
        ann = journal.people.add("Ann", "UTC")
        journal.people.tell_pain(ann.id, 7)
        today = journal.people.day_pains(ann.id)[0].day
        past = read_past(journal, ann.id, today, 12)
        assert past.first_session is None
        assert progress_of(past).pain.before == ((today, 7.0),)
        assert not progress_of(past).begun
