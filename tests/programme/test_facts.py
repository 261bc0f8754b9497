"""The facts of a day: no pain is only believed when it was told of the whole week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.person.answers import Answers
from backline.person.condition import NOT_ANSWERED
from backline.person.screen import screen
from backline.programme.facts import day_facts, pain_last_week
from backline.programme.history import History, SessionDone, Today
from backline.programme.load import day_types
from tests.person.cases import ordinary
from tests.programme.space import DAY


def week(
    answered_days_ago: int,
    *sessions: SessionDone,
    now: Any = 0,
    asked: Any = NOT_ANSWERED,
    worst: Any = 0,
) -> Any:
    answers: Answers = ordinary(
        answered_on=DAY - timedelta(days=answered_days_ago),
        pain_now=0,
        pain_worst=worst,
        pain_average=0,
    )
    today = Today(on=DAY, pain_now=now, pain_last_week=asked)
    return pain_last_week(screen(answers), History(sessions=sessions), today)


def past(days_ago: int, pain: Any) -> SessionDone:
    return SessionDone(on=DAY - timedelta(days=days_ago), pain_before=0, pain_after=pain)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (week(0), 0),
        (week(1), 0),
        (week(2), NOT_ANSWERED),
        (week(30), NOT_ANSWERED),
        (week(30, asked=0), 0),
        (week(30, asked=3), 3),
        (week(30, asked=0, now=1), 1),
        (week(30, past(7, 2), asked=0), 2),
        (week(30, past(8, 2), asked=0), 0),
        (week(30, past(3, 0)), NOT_ANSWERED),
        (week(5, worst=4), 4),
        (week(8, worst=4), NOT_ANSWERED),
        (week(0, worst=NOT_ANSWERED), NOT_ANSWERED),
    ],
)
def test_pain_of_the_last_week(told: Any, expected: Any) -> None:
    assert told == expected


@given(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 10)), max_size=4))
def test_pain_that_was_told_is_never_forgotten(answered: int, pains: list[tuple[int, int]]) -> None:
    found = week(answered, *(past(days, pain) for days, pain in pains), asked=0)
    recent = [pain for days, pain in pains if days <= 7]
    assert found == max([0, *recent])


def test_every_fact_is_there_and_no_other() -> None:
    found = day_facts(screen(ordinary()), History(), Today(on=DAY))
    assert set(found) == set(day_types())


def test_the_pain_is_todays_and_not_the_intakes() -> None:
    found = day_facts(screen(ordinary(pain_now=3)), History(), Today(on=DAY))
    assert found["pain_now"] == NOT_ANSWERED
