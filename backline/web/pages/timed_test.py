"""The timed test of a hold: what it is, whether it is for today, and how it went before."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.coach.line import LINE_LOST_S
from backline.daily.errors import NotNow
from backline.daily.household import new_event
from backline.daily.timed import TimedTestView
from backline.journal.errors import NotAllowedNow
from backline.language import translate
from backline.web import who
from backline.web.errors import WebError
from backline.web.forms import Fields
from backline.web.plan_rows import reasons_said
from backline.web.rendering import go, page, speaker
from backline.web.state import exercises, household
from backline.web.timed_rows import stage_words, tries_told
from backline.web.who import Person

router = APIRouter(default_response_class=HTMLResponse)

WORST_NPRS = 10


def address_of_test(exercise_id: str) -> str:
    """The page of an exercise's timed test."""
    return f"/exercise/{exercise_id}/test"


@router.get("/exercise/{exercise_id}/test")
def timed_test_page(request: Request, person: Person, exercise_id: str) -> Response:
    """What the test is; it can begin, or why not today; earlier tries."""
    return _page(request, _view(request, person.id, exercise_id))


@router.post("/exercise/{exercise_id}/test")
def act(request: Request, person: Person, exercise_id: str, form: Fields) -> Response:
    """Pain told, or the test begun; its steps are the session's pages."""
    home, said = household(request), speaker(request)
    view = _view(request, person.id, exercise_id)
    if form.one("do") == "pain":
        number = form.number("answer")
        if number is None or number > WORST_NPRS:
            return _page(request, view, problem=("answer", said("session.choose-number")))
        home.tell_pain(person.id, number)
        return go(address_of_test(exercise_id))
    watched, event = form.one("camera") != "no", form.one("event")[:64] or None
    try:
        home.begin_test(person.id, exercise_id, watched, event_id=event)
    except (NotNow, NotAllowedNow):
        return go(address_of_test(exercise_id))  # which says what comes first
    return go("/session")


def _view(request: Request, person_id: int, exercise_id: str) -> TimedTestView:
    view = household(request).tests.view(person_id, exercise_id)
    if view is None:
        raise WebError(404, "not-found", speaker(request)("error.not-found"))
    return view


def _page(
    request: Request, view: TimedTestView, problem: tuple[str, str] | None = None
) -> Response:
    language, said = who.language(request), speaker(request)
    exercise = exercises(request)[view.exercise.id]
    context: dict[str, Any] = {
        "here": "progress",
        "view": view,
        "name": translate(exercise.name, language),
        "address": address_of_test(exercise.id),
        "stage": stage_words(exercise, view.stage, language) if view.stage else None,
        "reasons": reasons_said(view.reasons, language),
        "tries": tries_told(view.tries, exercise, language, said),
        "lost_s": round(LINE_LOST_S),
        "event": new_event(),
        "problem": problem,
    }
    return page(request, "timed_test.html", context, status=422 if problem else 200)
