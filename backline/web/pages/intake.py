"""The intake: one question at a time, and the page that shows all answers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.daily.standing import Standing
from backline.person.answers import Answers, AnswersError
from backline.person.condition import NOT_ANSWERED
from backline.person.intake import Question, load_questions
from backline.person.words import person_words
from backline.web import who
from backline.web.errors import WebError
from backline.web.forms import Fields
from backline.web.intake_form import (
    Given,
    NotTold,
    choices,
    given_by,
    given_in,
    read_answer,
    told,
)
from backline.web.rendering import go, page, speaker
from backline.web.state import household
from backline.web.who import Person

router = APIRouter(default_response_class=HTMLResponse)

REVIEW = "/intake/review"
ALARM = "/outcome"


@router.get("/intake")
def intake(request: Request, person: Person) -> Response:
    """Go on where it was left: at the next question, or at the answers."""
    return go(_next(household(request).standing(person.id)))


@router.get(REVIEW)
def review(request: Request, person: Person) -> Response:
    """All answers, to be looked over and changed."""
    standing = household(request).standing(person.id)
    said, words = speaker(request), person_words(who.language(request))
    rows = [
        {
            "id": question.id,
            "ask": words.question(question).ask,
            "told": told(question, standing.answers, words, said),
            "needed": question.required(),
        }
        for question in _asked(standing.answers)
        if question.answered_in(standing.answers) or question.id in standing.skipped
    ]
    left = len(_asked(standing.answers)) - len(rows)
    context = {
        "here": "me",
        "rows": rows,
        "left": left,
        "words": words,
        "finished": standing.finished,
    }
    return page(request, "review.html", context)


@router.get("/intake/{question_id}")
def ask(request: Request, person: Person, question_id: str, then: str = "") -> Response:
    """One question."""
    question = _question(request, question_id)
    standing = household(request).standing(person.id)
    return _page(request, question, standing, given_in(question, standing.answers), then)


@router.post("/intake/{question_id}")
def answer(request: Request, person: Person, question_id: str, form: Fields) -> Response:
    """Take an answer, or that there is to be none, and go on."""
    question = _question(request, question_id)
    people, then = household(request), form.one("then")
    if form.one("do") == "skip":
        changes = dict.fromkeys(question.fields, NOT_ANSWERED)
        after = people.answer(person.id, changes, [question.id])
        return go(_onwards(after, then))
    given = given_by(question, form)
    said, words = speaker(request), person_words(who.language(request))
    try:
        after = people.answer(person.id, read_answer(question, given, words, said))
    except NotTold as problem:
        sentence = str(problem)
    except AnswersError:
        sentence = said("intake.pain-order" if question.kind == "scale" else "intake.unusable")
    else:
        return go(_onwards(after, then))
    return _page(request, question, people.standing(person.id), given, then, sentence)


def _onwards(after: Standing, then: str) -> str:
    """Where to go after an answer. What needs help at once is told at once."""
    if after.alarms:
        return ALARM
    return REVIEW if then == "review" else _next(after)


def _next(standing: Standing) -> str:
    question = standing.next_question
    return REVIEW if question is None else f"/intake/{question.id}"


def _question(request: Request, question_id: str) -> Question:
    for question in load_questions():
        if question.id == question_id:
            return question
    raise WebError(404, "unknown-question", speaker(request)("error.unknown-question"))


def _asked(answers: Answers) -> list[Question]:
    """The questions that this person is asked, in their order."""
    return [question for question in load_questions() if question.asked_of(answers)]


def _page(
    request: Request,
    question: Question,
    standing: Standing,
    given: Given,
    then: str,
    problem: str | None = None,
) -> Response:
    words = person_words(who.language(request))
    order = [one.id for one in _asked(standing.answers)]
    number = order.index(question.id) + 1 if question.id in order else len(order)
    back = f"/intake/{order[number - 2]}" if number > 1 else "/welcome"
    context: dict[str, Any] = {
        "here": None,
        "question": question,
        "mine": words.question(question),
        "words": words,
        "values": [value for value, _ in choices(question)],
        "given": given,
        "number": number,
        "total": len(order),
        "back": REVIEW if then == "review" else back if number > 1 else None,
        "then": "review" if then == "review" else "",
        "needed": question.required(),
        "problem": None if problem is None else (question.id, problem),
    }
    return page(request, "intake.html", context, status=422 if problem else 200)
