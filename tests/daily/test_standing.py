"""People and their answers: one question after the other, each kept, screened at the end."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from backline.daily.household import Household
from backline.daily.standing import as_data
from backline.journal.errors import NoSuchRecord
from backline.person.answers import AnswersError, read_answers
from backline.person.intake import Question, load_questions, ticked
from tests.daily.fakes import BERLIN, someone
from tests.journal.clock import Clock


def test_people_come_change_and_go(home: Household) -> None:
    assert home.people() == ()
    ann = home.add_person("Ann", BERLIN, "es")
    bo = home.add_person("Bo", BERLIN)
    assert (ann.language, bo.language) == ("es", "en")
    assert home.people() == (ann, bo)
    assert home.change(ann.id, language="en", name="Anna").name == "Anna"
    assert home.get(ann.id).language == "en"
    assert json.loads(home.export_json(ann.id))["tables"]["profiles"][0]["name"] == "Anna"
    assert home.erase(ann.id).rows["profiles"] == 1
    assert home.people() == (bo,)
    with pytest.raises(NoSuchRecord):
        home.standing(ann.id)


def plain_answer(question: Question) -> dict[str, Any]:
    """An answer to any question, as a form gives it."""
    if question.kind in {"many", "checklist"}:
        return ticked(question, [])
    value = {"scale": 2, "yes-no": False, "goals": []}.get(question.kind)
    return {question.fields[0]: question.options[-1] if question.kind == "one" else value}


def test_one_question_after_the_other_until_there_is_none(home: Household) -> None:
    ann = home.add_person("Ann", BERLIN).id
    now = home.standing(ann)
    assert (now.begun, now.finished, now.intake_id) == (False, False, None)
    asked = []
    while now.next_question is not None:
        assert now.profile is None
        asked.append(now.next_question.id)
        now = home.answer(ann, plain_answer(now.next_question))
        assert now == home.standing(ann)
    assert asked == [question.id for question in load_questions()]
    assert now.profile is not None
    assert now.profile.gate == "go"
    assert [one.version for one in home.journal.people.intakes(ann)][-1] == len(asked)
    kept = home.journal.people.latest_screening(ann)
    assert kept is not None
    assert (kept.intake_id, kept.result["gate"]) == (now.intake_id, "go")


def test_a_question_left_out_is_not_asked_again_and_never_read_as_no(home: Household) -> None:
    ann = home.add_person("Ann", BERLIN).id
    now = home.answer(ann, {}, skipped=["age"])
    assert now.next_question is not None
    assert now.next_question.id == "duration"
    assert now.answers.age_band == "not-answered"
    now = home.answer(ann, {"age_band": "35-49"})
    assert now.skipped == frozenset()
    everything = [question.id for question in load_questions()]
    bo = home.add_person("Bo", BERLIN).id
    skipping = home.answer(bo, {}, skipped=everything)
    assert skipping.profile is not None
    assert skipping.profile.gate == "answer-first"
    assert skipping.profile.to_answer


def test_a_sign_that_needs_help_at_once_is_told_before_the_end(home: Household) -> None:
    ann = home.add_person("Ann", BERLIN).id
    assert home.answer(ann, {"saddle_numbness": False}).alarms == ()
    now = home.answer(ann, {"saddle_numbness": True})
    assert now.alarms
    assert not now.finished


def test_what_does_not_fit_changes_nothing(home: Household) -> None:
    ann = home.add_person("Ann", BERLIN).id
    before = home.answer(ann, {"pain_now": 3})
    wrong: list[dict[str, Any]] = [{"pain_now": 11}, {"pain_worst": 1}, {"shoe_size": 43}]
    for changes in wrong:
        with pytest.raises(AnswersError):
            home.answer(ann, changes)
    with pytest.raises(ValueError, match="no question 'nope'"):
        home.answer(ann, {}, skipped=["nope"])
    assert home.standing(ann) == before
    assert len(home.journal.people.intakes(ann)) == 1


def test_the_date_is_that_of_the_answers_that_age(home: Household, clock: Clock) -> None:
    ann = someone(home)
    assert home.standing(ann).answers.answered_on == date(2026, 3, 2)
    clock.move(days=10)
    home.answer(ann, {"equipment": ["mat"]})
    assert home.standing(ann).answers.answered_on == date(2026, 3, 2)
    clock.move(days=33)
    assert home.standing(ann).old
    home.answer(ann, {"pain_now": 2})
    assert home.standing(ann).answers.answered_on == date(2026, 4, 14)
    assert not home.standing(ann).old


def test_answers_come_back_as_they_went_in() -> None:
    answers = read_answers(
        {
            "answered_on": date(2026, 3, 2),
            "pain_now": 3,
            "hurts": {"twisting", "arching", "lifting"},
            "diagnoses": [],
            "goals": [{"activity": "gardening", "score": 4, "area": "bending-lifting"}],
        }
    )
    data = as_data(answers)
    assert data["hurts"] == ["arching", "lifting", "twisting"]
    assert read_answers(json.loads(json.dumps(data))) == answers
