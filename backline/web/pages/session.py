"""The session: each page shows the step that the record says is next, and asks for it.

Nothing is kept here: a page loaded again, another tab or a crash goes on where it was.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.daily.desk import LONGEST_OWN_S, SessionView
from backline.daily.household import new_event
from backline.daily.past import PAIN
from backline.daily.steps import (
    PainCheck,
    Rest,
    Show,
    Stopped,
    Summary,
    TellPain,
    Work,
    is_over,
)
from backline.daily.timed import NOT_TODAY
from backline.journal.errors import NoSuchRecord
from backline.journal.records import UNFINISHED, SetRecord
from backline.language import translated
from backline.person.words import person_words
from backline.programme.words import reason_words
from backline.web import who
from backline.web.demos import RIGHT
from backline.web.errors import WebError
from backline.web.plan_rows import exercise_name
from backline.web.rendering import go, page, speaker
from backline.web.session_rows import (
    amount_words,
    demo_name,
    looked_back,
    pain_line,
    shown,
    token,
)
from backline.web.shown import placement
from backline.web.state import exercises, household, studio
from backline.web.timed_rows import result_told, tries_told
from backline.web.who import Person
from backline.web.words import page_words

router = APIRouter(default_response_class=HTMLResponse)

HERE = "/session"
STOPS = ("rest", "screening", "too-long-ago", NOT_TODAY)
"""Why a session ended early, as far as there are words of their own for it."""

Problem = tuple[str, str]


@router.get(HERE)
def session(request: Request, person: Person, moved: bool = False) -> Response:
    """The step that is next; before a session, the question whether to begin."""
    home = household(request)
    left = home.journal.sessions.unfinished(person.id)
    if left is None:
        return _before(request, person.id)
    view = home.desk.view(left.id)
    if is_over(view.step):
        home.desk.end_if_old(left.id)
        return go(look_back_address(left.id))
    return step_page(request, view, moved=moved)


@router.get(HERE + "/{session_id:int}")
def look_back(request: Request, person: Person, session_id: int, late: bool = False) -> Response:
    """A session that is over: what was done, or why it stopped and what now."""
    home, said, language = household(request), speaker(request), who.language(request)
    try:
        view = mine(request, person.id, session_id)
    except NotMine:
        return not_mine(request, person.name)
    if view.session.state in UNFINISHED:
        return go(HERE)
    record = view.session
    sets = {one.id: home.journal.history.sets(one.id) for one in record.exercises}
    did = any(one.repetitions or one.holds for found in sets.values() for one in found)
    reached_all = all(one.state == "done" for one in record.exercises)
    context: dict[str, Any] = {
        "here": "session",
        "late": late,
        "did": did,
        "headline": "session.summary" + ("" if reached_all else "-some" if did else "-none"),
        "rows": looked_back(record, sets, exercises(request), language, said),
        "pain": pain_line(record, said),
        "use": person_words(language).intended_use,
    }
    if record.is_test:
        context |= _tested(request, view)
    if isinstance(view.step, Stopped):
        why, decision = view.step.why, view.step.decision
        context["why"] = why if why in (PAIN, *STOPS) else "own"
        context["reason"] = None if decision is None else reason_words(decision.reason, language)
        return page(request, "session_stopped.html", context)
    return page(request, "test_result.html" if record.is_test else "session_summary.html", context)


def _tested(request: Request, view: SessionView) -> dict[str, Any]:
    """What came of a timed test, beside all earlier tries."""
    home, language, said = household(request), who.language(request), speaker(request)
    known, name = exercises(request), view.session.exercises[0].exercise
    if name not in known:
        return {"result": None, "tries": []}
    tries = home.journal.history.plank_tests(view.session.profile_id)
    result = home.tests.result(view.session.id)
    return {
        "result": result_told(result, tries, known[name], language, said),
        "tries": tries_told(tries, known[name], language, said),
    }


def look_back_address(session_id: int) -> str:
    """The page of a session that is over."""
    return f"{HERE}/{session_id}"


def mine(request: Request, person_id: int, session_id: int | None) -> SessionView:
    """A session of the person who is here. Raises WebError when there is no such, NotMine when
    it is somebody else's."""
    missing = WebError(404, "no-session", speaker(request)("error.no-session"))
    if session_id is None:
        raise missing
    try:
        view = household(request).desk.view(session_id)
    except NoSuchRecord as error:
        raise missing from error
    if view.session.profile_id != person_id:
        raise NotMine
    return view


class NotMine(Exception):
    """The session is another person's."""


def not_mine(request: Request, name: str) -> Response:
    """What is told to whoever has a page of somebody else's session."""
    return page(request, "session_other.html", {"here": "session", "name": name}, status=409)


def _before(request: Request, person_id: int) -> Response:
    """Whether to begin. Whatever comes first is told by the day's page."""
    view = household(request).today(person_id)
    if view.plan is None or not view.may_begin:
        return go("/")
    known, drawn, language = exercises(request), studio(request), who.language(request)
    for item in reversed(view.plan.items):  # the one wanted last is drawn first
        drawn.want(demo_name(item, None, known), RIGHT)
    context = {
        "here": "session",
        "names": [exercise_name(known, item.exercise, language) for item in view.plan.items],
        "minutes": round(view.plan.minutes),
        "pain": view.pain,
        "event": new_event(),
    }
    return page(request, "session_before.html", context)


def step_page(
    request: Request,
    view: SessionView,
    *,
    moved: bool = False,
    problem: Problem | None = None,
    status: int = 200,
) -> Response:
    """The page of a step. problem: the field and the sentence that says what is wrong."""
    said, step = speaker(request), view.step
    context: dict[str, Any] = {
        "here": "session",
        "session": view.session,
        "test": view.session.is_test,
        "at": token(step),
        "event": new_event(),
        "notice": said("session.moved") if moved else None,
        "problem": problem,
    }
    if view.paused:
        return page(request, "session_paused.html", context, status=status)
    match step:
        case TellPain():
            context |= {"moment": step.moment, "question": f"session.ask-{step.moment}"}
            template = "session_pain.html"
        case PainCheck():
            context |= _check(request, step)
            template = "session_pain.html"
        case Rest():
            context |= {"number": step.next_number, "seconds": max(1, round(step.seconds_left))}
            context |= {"watched": watched(request, step)}
            template = "session_rest.html"
        case Work():
            more, template = _work(request, view, step)
            context |= more
        case Show():
            context |= _show(request, view, step)
            template = "session_show.html"
        case Summary() | Stopped():
            return go(look_back_address(view.session.id))
    return page(request, template, context, status=status)


def _check(request: Request, step: PainCheck) -> dict[str, Any]:
    name = exercise_name(exercises(request), step.exercise.exercise, who.language(request))
    return {
        "moment": "after",
        "question": "session.ask-after",
        "exercise": name,
        "asks_tight": step.asks_tight,
    }


def _show(request: Request, view: SessionView, step: Show) -> dict[str, Any]:
    answers = household(request).standing(view.session.profile_id).answers
    language, said = who.language(request), speaker(request)
    return shown(view, step, exercises(request), studio(request), answers, language, said)


def _work(request: Request, view: SessionView, step: Work) -> tuple[dict[str, Any], str]:
    """A set: with the camera, or counted by the person. Without a readable plan it can't be
    said within which limits, so nothing is offered but to leave it out."""
    said, language = speaker(request), who.language(request)
    opened = open_set(request, step)
    context: dict[str, Any] = {
        "name": exercise_name(exercises(request), step.exercise.exercise, language),
        "number": step.number,
        "of": step.dose.sets,
        "kind": step.dose.kind,
        "each_side": step.dose.each_side,
        "amount": step.target and step.dose.amount,
        "dose": said("test.dose") if step.target is None else amount_words(step.dose, said),
        "set_id": step.set_id,
        "most": 1000 if step.dose.kind == "repetitions" else LONGEST_OWN_S,
        "began": opened is not None and bool(opened.repetitions or opened.holds),
        "already": 0 if opened is None else len(opened.repetitions),
        "exercise": None,
    }
    if view.exercise is None:
        return context | {"place": step.exercise.place, "of": step.exercise.place}, (
            "session_show.html"
        )
    mine_ = translated(view.exercise, language)
    context |= {"exercise": mine_, "name": mine_.name}
    if not watched(request, step):
        return context, "session_work.html"
    context |= {"placement": placement(mine_, said), "words": page_words(language)}
    context |= {"shown_target": step.target}
    return context, "session_live.html"


def open_set(request: Request, step: Work) -> SetRecord | None:
    """The set under way; None while it isn't begun."""
    if step.set_id is None:
        return None
    sets = household(request).journal.history.sets(step.exercise.id)
    return next((one for one in sets if one.id == step.set_id), None)


def watched(request: Request, step: Work | Rest) -> bool:
    """Whether the camera counts in the set under way or next: as in the one before, or, in an
    exercise's first, as the session was begun."""
    sets = household(request).journal.history.sets(step.exercise.id)
    return sets[-1].watched if sets else step.exercise.watched
