"""Answers: strict, and "not answered" apart from "no"."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backline.person.answers import FACT_NAMES, Answers, AnswersError, changed, read_answers
from backline.person.condition import NOT_ANSWERED
from tests.person.cases import ordinary


def test_what_is_missing_is_not_answered() -> None:
    answers = read_answers({"answered_on": "2026-11-27"})
    assert set(answers.facts().values()) == {NOT_ANSWERED}
    assert answers.answered_on == date(2026, 11, 27)


def test_none_of_these_is_an_answer() -> None:
    assert ordinary(diagnoses=[]).diagnoses == frozenset() != NOT_ANSWERED


def test_every_answer_is_a_fact() -> None:
    assert set(FACT_NAMES) == set(Answers.model_fields) - {"answered_on", "goals"} | {"goal_areas"}


@pytest.mark.parametrize(
    "change",
    [
        {"pain_now": 11},
        {"pain_now": -1},
        {"pain_now": "3"},
        {"pain_now": 2.5},
        {"pain_now": True},
        {"clearance": "yes"},
        {"clearance": 1},
        {"diagnoses": ["scoliosis"]},
        {"duration": "long"},
        {"unheard_of": True},
        {"goals": [{"activity": "", "score": 3}]},
        {"goals": [{"activity": "walking the dog", "score": 11}]},
        {"goals": [{"activity": str(n)} for n in range(4)]},
        {"pain_now": 5, "pain_worst": 4},
        {"pain_average": 5, "pain_worst": 4},
        {"answered_on": "yesterday"},
    ],
)
def test_what_cannot_be_an_answer_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(AnswersError):
        ordinary(**change)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(AnswersError) as caught:
        ordinary(age_band="old", hurts=["sneezing"])
    assert any("age_band" in problem for problem in caught.value.problems)
    assert any("hurts" in problem for problem in caught.value.problems)


def test_answers_survive_being_stored() -> None:
    answers = ordinary(
        goals=[{"activity": "tying my shoes", "score": 3, "area": "bending-lifting"}]
    )
    assert Answers.model_validate_json(answers.model_dump_json()) == answers
    assert answers.goal_areas == frozenset({"bending-lifting"})


def test_a_changed_answer_is_checked_like_a_new_one() -> None:
    answers = ordinary()
    assert changed(answers, {"pain_now": 1}).pain_now == 1
    assert changed(answers, {}) == answers
    with pytest.raises(AnswersError, match="pain_worst"):
        changed(answers, {"pain_now": 9})
