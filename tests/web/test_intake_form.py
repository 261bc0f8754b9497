"""Between answers and forms: nothing is lost on the way there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.person.answers import changed, read_answers
from backline.person.intake import Question, load_questions
from backline.person.words import languages, person_words
from backline.web.forms import Form
from backline.web.intake_form import NotTold, choices, given_by, given_in, read_answer, told
from backline.web.words import word
from tests.person.cases import ordinary

QUESTIONS = load_questions()
BLANK = read_answers({"answered_on": "2026-03-02"})


@st.composite
def sent_forms(draw: st.DrawFn) -> tuple[Question, Form]:
    """A question with a form that answers it."""
    question = draw(st.sampled_from(QUESTIONS))
    if question.kind == "goals":
        fields: dict[str, list[str]] = {}
        for n in range(1, draw(st.integers(0, 3)) + 1):
            fields[f"activity-{n}"] = [draw(st.text("abc ñ", min_size=1).filter(str.strip))]
            fields[f"score-{n}"] = [draw(st.sampled_from(["", *map(str, range(11))]))]
            fields[f"area-{n}"] = [draw(st.sampled_from(question.options))]
        return question, Form(fields)
    if question.kind in {"many", "checklist"}:
        keys = draw(st.lists(st.sampled_from(question.choices), unique=True))
        return question, Form({"answer": keys} if keys else {"none": ["none"]})
    return question, Form({"answer": [draw(st.sampled_from([v for v, _ in choices(question)]))]})


def read(question: Question, form: Form) -> Any:
    return read_answer(question, given_by(question, form), person_words(), word)


@given(sent_forms())
def test_what_was_sent_comes_back_as_it_was(sent: tuple[Question, Form]):
    question, form = sent
    first = read(question, form)
    answers = changed(BLANK, first)
    again = read_answer(question, given_in(question, answers), person_words(), word)
    assert changed(BLANK, again) == answers
    assert question.answered_in(answers)


@given(sent_forms(), st.sampled_from(languages()))
def test_every_answer_can_be_told_in_every_language(sent: tuple[Question, Form], language: str):
    question, form = sent
    answers = changed(BLANK, read(question, form))
    lines = told(question, answers, person_words(language), word)
    assert lines
    assert all(line and "{" not in line for line in lines)


@given(
    st.sampled_from(QUESTIONS),
    st.dictionaries(
        st.sampled_from(["answer", "none", "activity-1", "score-1", "area-1", "do"]),
        st.lists(st.text(max_size=8), max_size=3),
    ),
)
def test_no_form_ever_breaks_it(question: Question, fields: dict[str, list[str]]):
    try:
        changes = read(question, Form(fields))
    except NotTold:
        return
    assert question.answered_in(changed(BLANK, changes))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.id)
def test_what_wasnt_told_shows_nothing_chosen(question: Question):
    shown = given_in(question, BLANK)
    assert not shown.chosen
    assert not shown.none
    assert told(question, BLANK, person_words(), word) is None
    assert told(question, ordinary(), person_words(), word) != []
