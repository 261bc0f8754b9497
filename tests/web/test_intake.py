"""The intake in the browser, question by question, without scripts."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from backline.person.condition import NOT_ANSWERED
from backline.person.intake import load_questions
from tests.web.people import (
    NONE,
    ORDINARY,
    SKIP,
    Form,
    chosen,
    come_in,
    household_of,
    problem,
    settle,
    walk_intake,
    words_of,
)


def test_all_questions_lead_to_the_answers_and_on_to_the_outcome(visitor: TestClient):
    person = come_in(visitor)
    assert walk_intake(visitor, ORDINARY) == "/intake/review"
    standing = household_of(visitor).standing(person)
    assert standing.profile is not None
    assert standing.profile.gate == "go"
    page = visitor.get("/intake/review")
    for text in ("35 to 49", "3 of 10", "None of these", "Putting on socks (4 of 10)", "Lifting"):
        assert text in words_of(page)
    assert 'href="/outcome"' in page.text


def test_it_goes_on_where_it_was_left(visitor: TestClient):
    come_in(visitor)
    visitor.post("/intake/age", data=chosen("18-34"))
    assert visitor.get("/intake").headers["location"] == "/intake/duration"
    page = visitor.get("/intake/review")
    assert "18 to 34" in words_of(page)
    assert 'href="/intake"' in page.text


def test_progress_and_the_way_back_are_shown(visitor: TestClient):
    come_in(visitor)
    assert "Question 1 of 17" in words_of(visitor.get("/intake/age"))
    second = visitor.get("/intake/duration").text
    assert "Question 2 of 17" in second
    assert 'href="/intake/age"' in second


def test_questions_that_dont_concern_somebody_arent_asked(visitor: TestClient):
    come_in(visitor)
    visitor.post("/intake/duration", data=chosen("acute"))
    assert "of 16" in words_of(visitor.get("/intake/pain-now"))


def test_the_answer_before_is_shown_when_one_comes_back(visitor: TestClient):
    come_in(visitor)
    visitor.post("/intake/pain-now", data=chosen("4"))
    assert 'value="4" checked' in visitor.get("/intake/pain-now").text
    visitor.post("/intake/hurts", data=chosen("lifting", "twisting"))
    page = visitor.get("/intake/hurts").text
    assert 'value="lifting" checked' in page
    assert 'value="none" checked' not in page
    visitor.post("/intake/hurts", data=NONE)
    assert 'value="none" checked' in visitor.get("/intake/hurts").text


@pytest.mark.parametrize(
    ("question", "data"),
    [
        ("age", {}),
        ("age", chosen("120")),
        ("age", chosen("18-34", "35-49")),
        ("pain-now", chosen("11")),
        ("pain-now", chosen("-1")),
        ("pain-now", chosen("3.5")),
        ("recurring", chosen("maybe")),
        ("hurts", {}),
        ("hurts", chosen("everything")),
        ("hurts", {**chosen("lifting"), **NONE}),
        ("urgent-signs", {}),
        ("goals", {"score-1": "4"}),
        ("goals", {"activity-1": "Walk", "score-1": "11"}),
        ("goals", {"activity-1": "Walk", "area-1": "flying"}),
        ("goals", {"activity-1": "W" * 121}),
    ],
)
def test_what_is_no_answer_is_refused_and_shown_again(
    visitor: TestClient, question: str, data: Form
):
    person = come_in(visitor)
    answer = visitor.post(f"/intake/{question}", data=data)
    assert answer.status_code == 422
    assert problem(answer)
    assert not household_of(visitor).standing(person).begun
    for value in data.get("answer", ()):
        if value in ("lifting", "18-34"):
            assert f'value="{value}" checked' in answer.text
    if data.get("activity-1") == "Walk":
        assert 'value="Walk"' in answer.text


def test_pain_that_cant_be_is_refused_without_losing_the_rest(visitor: TestClient):
    person = come_in(visitor)
    visitor.post("/intake/pain-now", data=chosen("6"))
    answer = visitor.post("/intake/pain-worst", data=chosen("4"))
    assert answer.status_code == 422
    assert "worst" in problem(answer)
    assert household_of(visitor).standing(person).answers.pain_now == 6


def test_leaving_out_is_kept_and_an_answer_can_be_taken_back(visitor: TestClient):
    person = come_in(visitor)
    visitor.post("/intake/age", data=chosen("18-34"))
    visitor.post("/intake/age", data=SKIP)
    standing = household_of(visitor).standing(person)
    assert standing.answers.age_band == NOT_ANSWERED
    assert "age" in standing.skipped
    assert "Left out" in words_of(visitor.get("/intake/review"))


def test_a_change_from_the_review_comes_back_to_it(visitor: TestClient):
    person = settle(visitor)
    page = visitor.get("/intake/hurts?then=review")
    assert 'name="then" value="review"' in page.text
    answer = visitor.post("/intake/hurts", data={**chosen("twisting"), "then": "review"})
    assert answer.headers["location"] == "/intake/review"
    assert household_of(visitor).standing(person).answers.hurts == {"twisting"}


def test_a_sign_that_needs_help_at_once_ends_the_questions(visitor: TestClient):
    come_in(visitor)
    for question in ("age", "duration", "pain-now", "pain-worst", "pain-average"):
        visitor.post(f"/intake/{question}", data=ORDINARY[question])
    answer = visitor.post("/intake/urgent-signs", data=chosen("saddle_numbness"))
    assert answer.headers["location"] == "/outcome"
    assert "Please get help now" in words_of(visitor.get("/outcome"))


def test_questions_and_reasons_come_in_the_persons_language(visitor: TestClient):
    come_in(visitor, language="es")
    page = visitor.get("/intake/pain-now").text
    assert '<html lang="es">' in page
    assert "¿" in page


def test_an_unknown_question_is_a_plain_404(visitor: TestClient):
    come_in(visitor)
    for answer in (visitor.get("/intake/shoe-size"), visitor.post("/intake/shoe-size", data={})):
        assert answer.status_code == 404
        assert "no such question" in answer.text


@pytest.mark.parametrize("question", [one.id for one in load_questions()])
def test_every_choice_is_labelled_and_grouped(visitor: TestClient, question: str):
    come_in(visitor)
    page = visitor.get(f"/intake/{question}").text
    assert page.count("<fieldset") == page.count("<legend")
    assert page.count("<fieldset") >= 1
    assert page.count('type="radio"') + page.count('type="checkbox"') <= page.count("<label")
