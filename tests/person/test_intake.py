"""The intake: every answer has one question, and answering all leaves nothing open."""

from __future__ import annotations

from typing import Any

import pytest

from backline.person.answers import Answers, read_answers
from backline.person.condition import NOT_ANSWERED
from backline.person.intake import (
    Question,
    load_questions,
    next_question,
    question_for,
    question_problems,
    ticked,
)
from backline.person.rules import load_rules
from backline.person.screen import screen
from backline.person.words import languages, person_words
from tests.person.cases import ordinary

START = read_answers({"answered_on": "2026-11-27"})


def walk(person: Answers) -> tuple[Answers, list[str]]:
    """Answers every question as that person would; the answers and the questions asked."""
    answers, asked = START, []
    while (question := next_question(answers)) is not None:
        assert question.id not in asked
        asked.append(question.id)
        told = {name: getattr(person, name) for name in question.fields}
        answers = answers.model_copy(update=told)
    return answers, asked


def test_answering_everything_leaves_no_safety_question_open() -> None:
    answers, asked = walk(ordinary())
    assert "inflammatory-signs" not in asked
    profile = screen(answers)
    assert profile.gate == "go"
    assert profile.to_answer == profile.still_open == ()


def test_long_pain_is_asked_more() -> None:
    _, asked = walk(ordinary(duration="chronic"))
    assert asked == [question.id for question in load_questions()]


def test_a_skipped_question_is_passed_and_stays_unanswered() -> None:
    first = next_question(START)
    assert first is not None
    second = next_question(START, skipped=[first.id])
    assert second is not None
    assert second.id != first.id
    assert not second.answered_in(START)


def test_every_missing_answer_leads_back_to_its_question() -> None:
    profile = screen(START)
    for name in (*profile.to_answer, *profile.still_open):
        assert question_for(name).fields
    assert all(question_for(name).required() for name in profile.to_answer)
    for rule in load_rules():
        assert all(question_for(name) for name in rule.when.names)


def test_ticks_become_answers() -> None:
    urgent = question_for("saddle_numbness")
    told = ticked(urgent, ["saddle_numbness"])
    assert told["saddle_numbness"] is True
    assert told["both_legs_weak"] is False
    assert ticked(question_for("hurts"), []) == {"hurts": frozenset()}
    with pytest.raises(ValueError, match="choose among"):
        ticked(urgent, ["hiccups"])


def test_a_question_that_does_not_fit_is_told() -> None:
    def asking(**fields: Any) -> Question:
        return Question.model_validate({"id": "q", "kind": "one", **fields})

    questions = [
        asking(fields=["duration"], options=["for-ever"]),
        asking(fields=["hurts", "learned"]),
        asking(fields=["duration"], options=["acute"]),
        asking(fields=["hat"], options=["red"]),
    ]
    problems = list(question_problems(questions))
    for part in ("for-ever", "fills one answer", "asked for twice", "called hat", "asks for goals"):
        assert any(part in problem for problem in problems), part


@pytest.mark.parametrize("language", languages())
def test_everything_has_words(language: str) -> None:
    words = person_words(language)
    assert words.language == language
    for question in load_questions():
        assert words.question(question).ask
    finding = screen(START.model_copy(update={"duration": NOT_ANSWERED})).limits[0]
    assert words.reason(finding).endswith(words.unsure)
    everything = set(words.gates) | set(words.tiers)
    assert everything == {"go", "answer-first", "see-doctor", "emergency", "book-visit"}
    assert len(words.restrictions) == 6
