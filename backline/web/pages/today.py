"""Today: how it hurts, what to do, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.daily.day import DayView
from backline.daily.errors import NotNow
from backline.language.dates import date_words
from backline.person.words import person_words
from backline.web import who
from backline.web.forms import Fields, Form
from backline.web.plan_rows import item_rows, left_out_rows, reasons_said, shorter_choices
from backline.web.reminders import reminder_words
from backline.web.rendering import go, page, speaker
from backline.web.state import exercises, household, studio
from backline.web.who import Person

router = APIRouter(default_response_class=HTMLResponse)

WORST_NPRS = 10
MOST_MINUTES = 60


@router.get("/")
def today(request: Request, person: Person, ask: str = "") -> Response:
    """The day: one question at a time while something must be known, then the session."""
    view = household(request).today(person.id)
    return _page(request, view, ask)


@router.get("/today/{form}")
def back_to_the_day(form: Literal["pain", "week", "morning", "plan"]) -> Response:
    """Whoever loads the address of a form that was refused wants to see the day."""
    return go("/")


@router.post("/today/pain")
def tell_pain(request: Request, person: Person, form: Fields) -> Response:
    """Pain now."""
    return _told(request, person.id, form, "pain")


@router.post("/today/week")
def tell_week(request: Request, person: Person, form: Fields) -> Response:
    """No pain now, and the worst of the week."""
    return _told(request, person.id, form, "week")


@router.post("/today/morning")
def tell_morning(request: Request, person: Person, form: Fields) -> Response:
    """How it was on the morning after a session."""
    return _told(request, person.id, form, "morning")


@router.post("/today/plan")
def change_plan(request: Request, person: Person, form: Fields) -> Response:
    """Another exercise, one less, or less time."""
    people = household(request)
    minutes, out, to = form.number("minutes"), form.one("out"), form.one("to")
    try:
        if form.one("do") == "shorten" and minutes and minutes <= MOST_MINUTES:
            people.shorten(person.id, minutes)
        elif form.one("do") == "skip" and out:
            people.skip(person.id, out)
        elif to and out:
            people.swap(person.id, out, to)
        else:
            return _wrong(
                request, person.id, "plan", speaker(request)("error.form-unreadable"), 422
            )
    except NotNow:
        return _wrong(request, person.id, "plan", speaker(request)("error.not-now"), 409)
    return go("/#plan")


def _told(request: Request, person_id: int, form: Form, question: str) -> Response:
    people, number = household(request), form.number("answer")
    if number is None or number > WORST_NPRS:
        sentence = speaker(request)("today.choose-number")
        return _wrong(request, person_id, question, sentence, 422)
    try:
        if question == "morning":
            people.answer_morning(person_id, number)
        elif question == "week":
            people.tell_pain(person_id, 0, week=number)
        else:
            people.tell_pain(person_id, number)
    except NotNow:
        return _wrong(request, person_id, question, speaker(request)("error.not-now"), 409)
    return go("/")


def _wrong(request: Request, person_id: int, question: str, sentence: str, status: int) -> Response:
    """The day again, with what was wrong."""
    view = household(request).today(person_id)
    return _page(request, view, question, problem=(question, sentence), status=status)


def _page(
    request: Request,
    view: DayView,
    ask: str,
    *,
    problem: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    language, said = who.language(request), speaker(request)
    question = question_now(view, ask)
    words = person_words(language)
    now = request.app.state.settings.clock()
    context: dict[str, Any] = {
        "here": "today",
        "hello": said(f"today.{greeting(view.person.zone, now)}", name=view.person.name),
        "date": date_words(view.day, language),
        "view": view,
        "state": state_of(view),
        "question": question,
        "aside": view.morning is not None and view.morning.due and question is None,
        "gate_words": _gate_words(view, language),
        "next_day": next_day(view, language),
        "reminder": _reminder(request, view, now, language),
        "use": words.intended_use,
        "problem": problem,
    }
    if view.plan is not None and question is None:
        context |= _plan(request, view, language)
    return page(request, "today.html", context, status=status)


def _plan(request: Request, view: DayView, language: str) -> dict[str, Any]:
    plan, known = view.plan, exercises(request)
    assert plan is not None
    return {
        "plan": plan,
        "minutes": round(plan.minutes),
        "rows": item_rows(plan, known, studio(request), language, speaker(request)),
        "reasons": reasons_said(plan.reasons, language),
        "left_out": left_out_rows(plan.left_out, known, language),
        "shorter": shorter_choices(plan),
    }


def question_now(view: DayView, ask: str = "") -> str | None:
    """The one question to put now: "morning", "pain" or "week"; None when nothing is to ask.

    ask: a question that the person wants to answer although it isn't due, or that they put off.
    """
    if view.hindrance in {"intake", "screening", "unfinished", "stopped-today"}:
        return None
    if ask == "pain":
        return "pain"
    waiting = view.hindrance == "tell-pain" and not view.done_today
    if view.morning is not None and view.morning.due and (waiting or ask == "morning"):
        return "morning"
    if waiting:
        return "pain"
    no_pain = view.pain is not None and view.pain.nprs == 0
    return "week" if view.asks_week and no_pain and ask != "plan" else None


def state_of(view: DayView) -> str:
    """What the day is, as the page tells it: a hindrance, "done", or "session"."""
    if view.standing.alarms:
        return "screening"
    if view.hindrance is None:
        return "session"
    return "done" if view.hindrance == "tell-pain" and view.done_today else view.hindrance


def greeting(zone: str, now: datetime) -> str:
    """Which part of the day it is where somebody is. now: aware."""
    hour = now.astimezone(ZoneInfo(zone)).hour
    return "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"


def next_day(view: DayView, language: str) -> str | None:
    """The next day with a session after today, in words."""
    later = [day for day in view.next_days if day > view.day]
    return date_words(later[0], language) if later else None


def _reminder(request: Request, view: DayView, now: datetime, language: str) -> str | None:
    """What the weekdays say that the person chose, on days when a session suits or is done."""
    if state_of(view) not in {"session", "done"}:
        return None
    journal = household(request).journal
    rhythm = journal.rhythms.get(view.person.id)
    last = journal.history.last_day(view.person.id)
    return reminder_words(view.person, rhythm, last, now, language)


def _gate_words(view: DayView, language: str) -> Any:
    standing = view.standing
    gate = "emergency" if standing.alarms else standing.profile and standing.profile.gate
    gates = person_words(language).gates
    return next((said for name, said in gates.items() if name == gate), None)
