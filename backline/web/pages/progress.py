"""Progress: charts of the last weeks, each with its table; when to exercise; the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from backline.journal.records import Profile
from backline.journal.rhythm import WEEKDAYS, Rhythm
from backline.language.dates import date_words
from backline.language.short import time_words, weekday_names
from backline.programme.rhythm import SUGGESTED_AT, SUGGESTED_WEEKDAYS, planned_sessions
from backline.report.calendar_file import CalendarWords, calendar_text
from backline.report.progress.sizes import chart_size
from backline.web import who
from backline.web.errors import WebError
from backline.web.forms import Fields
from backline.web.pages.timed_test import address_of_test
from backline.web.progress_shelf import ProgressShelf, Shown
from backline.web.rendering import go, page, speaker
from backline.web.state import household
from backline.web.who import Person
from backline.web.words import word

router = APIRouter(default_response_class=HTMLResponse)

SPANS = (12, 53)
"""Weeks to look back: about a season, and a whole year."""
REMIND_MIN = (None, 0, 10, 30, 60)
SVG, CALENDAR = "image/svg+xml", "text/calendar; charset=utf-8"

Weeks = Annotated[int, Query()]


@router.get("/progress")
def progress(
    request: Request, person: Person, weeks: Weeks = SPANS[0], saved: bool = False
) -> Response:
    """How it has gone."""
    return _page(request, person, _span(weeks), saved=saved)


@router.get("/progress/{chart}.svg")
def chart(
    request: Request, person: Person, chart: str, weeks: Weeks = SPANS[0], look: str = ""
) -> Response:
    """One chart. look: any of "dark" and "narrow", with a hyphen between."""
    shelf = _shelf(request)
    looks = look.split("-")
    wanted = shelf.wanted(person, _span(weeks), who.language(request))
    text = shelf.chart(wanted, chart, dark="dark" in looks, narrow="narrow" in looks)
    if text is None:
        raise WebError(404, "not-found", speaker(request)("error.not-found"))
    return Response(text, media_type=SVG, headers={"Cache-Control": "no-store"})


@router.post("/progress/plan")
def choose(request: Request, person: Person, form: Fields) -> Response:
    """Other weekdays, another time."""
    at, days = _time(form.one("at")), form.many("day")
    remind = form.number("remind")
    if at is None:
        problem = "at", speaker(request)("plan.bad-time")
        return _page(request, person, SPANS[0], problem=problem)
    chosen = [day for day in WEEKDAYS if day in days]
    remind = remind if remind in REMIND_MIN else None
    household(request).journal.rhythms.choose(person.id, chosen, at, remind)
    return go("/progress?saved=1#plan")


@router.post("/progress/plan/address")
def renew(request: Request, person: Person) -> Response:
    """Another address for the calendar."""
    household(request).journal.rhythms.renew_key(person.id)
    return go("/progress#plan")


@router.get("/progress/calendar.ics")
def calendar_file(request: Request, person: Person) -> Response:
    """The planned sessions, as a file to take into a calendar."""
    rhythm = household(request).journal.rhythms.get(person.id)
    if rhythm is None:
        raise WebError(404, "not-found", speaker(request)("error.not-found"))
    return _calendar(person, rhythm, attachment=True)


@router.get("/calendar.ics")
def subscribed(request: Request, key: str = "") -> Response:
    """The planned sessions of whoever the key belongs to, for a calendar program: it brings no
    cookie, and the key can't be guessed."""
    found = household(request).journal.rhythms.by_key(key)
    if found is None:
        raise WebError(404, "not-found", speaker(request)("error.not-found"))
    return _calendar(*found, attachment=False)


def _calendar(person: Profile, rhythm: Rhythm, *, attachment: bool) -> Response:
    names = ("name", "summary", "description", "alarm")
    words = CalendarWords(*(word(f"calendar-file.{name}", person.language) for name in names))
    text = calendar_text(
        words,
        identity=f"{person.id} {person.created_at.isoformat()}",
        weekdays=rhythm.weekdays,
        at=rhythm.at,
        remind_min=rhythm.remind_min,
        zone=person.zone,
        version=rhythm.version,
        changed_at=rhythm.changed_at,
    )
    kind = "attachment" if attachment else "inline"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'{kind}; filename="backline.ics"',
    }
    return Response(text, media_type=CALENDAR, headers=headers)


def _page(
    request: Request,
    person: Profile,
    weeks: int,
    *,
    saved: bool = False,
    problem: tuple[str, str] | None = None,
) -> Response:
    shelf, language = _shelf(request), who.language(request)
    shown = shelf.shown(shelf.wanted(person, weeks, language))
    context: dict[str, Any] = {
        "here": "progress",
        "begun": shown.progress.begun,
        "spans": SPANS,
        "weeks": weeks,
        "charts": [_figure(shown, one, weeks) for one in shown.tellings if one.drawn],
        "to_come": [one for one in shown.tellings if not one.drawn],
        "saved": saved,
        "problem": problem,
        "more": {"plank": (address_of_test("plank"), "test.link")},
        **_plan(request, person, language),
    }
    return page(request, "progress.html", context, status=422 if problem else 200)


def _figure(shown: Shown, telling: Any, weeks: int) -> dict[str, Any]:
    address = f"/progress/{telling.chart}.svg?weeks={weeks}"
    size = {
        look: chart_size(shown.progress, telling.chart, narrow=look == "narrow")
        for look in ("wide", "narrow")
    }
    return {"telling": telling, "address": address, **size}


def _plan(request: Request, person: Profile, language: str) -> dict[str, Any]:
    """What the form holds, and the calendar's address."""
    rhythm = household(request).journal.rhythms.get(person.id)
    said = speaker(request)
    chosen = SUGGESTED_WEEKDAYS if rhythm is None else rhythm.weekdays
    return {
        "plan": {
            "days": [
                {"id": day, "name": name, "chosen": day in chosen}
                for day, name in zip(WEEKDAYS, weekday_names(language), strict=True)
            ],
            "at": (SUGGESTED_AT if rhythm is None else rhythm.at).strftime("%H:%M"),
            "reminders": [
                {
                    "value": "" if one is None else one,
                    "name": _remind_words(said, one),
                    "chosen": rhythm is not None and rhythm.remind_min == one,
                }
                for one in REMIND_MIN
            ],
            "next": _next(request, person, rhythm, language),
            "address": None
            if rhythm is None
            else f"{request.base_url}calendar.ics?key={rhythm.calendar_key}",
        }
    }


def _remind_words(said: Callable[..., str], minutes: int | None) -> str:
    if minutes is None:
        return said("plan.remind-none")
    if minutes == 60:
        return said("plan.remind-hour")
    return said("plan.remind-minutes", minutes=minutes) if minutes else said("plan.remind-0")


def _next(request: Request, person: Profile, rhythm: Rhythm | None, language: str) -> str | None:
    if rhythm is None or not rhythm.weekdays:
        return None
    now, zone = _shelf(request).clock(), ZoneInfo(person.zone)
    (coming,) = planned_sessions(rhythm.weekdays, rhythm.at, zone, now, 1)
    day, at = date_words(coming.date(), language), time_words(coming.timetz(), language)
    return speaker(request)("plan.next", day=day, time=at)


def _time(text: str) -> time | None:
    """A time of day as a browser sends it ("18:00", "18:00:00"); None for anything else."""
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None


def _span(weeks: int) -> int:
    return weeks if weeks in SPANS else SPANS[0]


def _shelf(request: Request) -> ProgressShelf:
    shelf: ProgressShelf = request.app.state.progress
    return shelf
