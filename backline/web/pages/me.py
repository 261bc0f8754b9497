"""Me: who I am here, what I answered, what is kept of me; and whoever else lives here."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.journal.records import Profile
from backline.language import language_names, languages
from backline.language.dates import date_words
from backline.person.words import person_words
from backline.web import who
from backline.web.errors import WebError
from backline.web.forms import Fields, Form
from backline.web.pages.welcome import LONGEST_NAME, name_problem
from backline.web.rendering import go, page, speaker
from backline.web.state import household, journal_place
from backline.web.who import Person
from backline.web.zones import zone_groups, zone_names

router = APIRouter(default_response_class=HTMLResponse)

Problem = tuple[str, str] | None


@router.get("/me")
def me(request: Request, person: Person, saved: bool = False) -> Response:
    """Everything about me."""
    typed = Form({"name": [person.name], "zone": [person.zone], "language": [person.language]})
    return _page(request, person, typed, saved=saved)


@router.post("/me")
def change(request: Request, person: Person, form: Fields) -> Response:
    """Another name, place or language."""
    name, zone, language = form.one("name"), form.one("zone"), form.one("language")
    problem: Problem = name_problem(request, name)
    if problem is None and zone != person.zone and zone not in zone_names():
        problem = "zone", speaker(request)("welcome.zone-unknown")
    if problem is None and language not in languages():
        problem = "language", speaker(request)("error.invalid", where="language")
    if problem is not None:
        return _page(request, person, form, problem=problem)
    household(request).change(person.id, name=name, zone=zone, language=language)
    return go("/me?saved=1")


@router.get("/me/who")
def choose(request: Request) -> Response:
    """Who is here?"""
    people = household(request).people()
    if not people:
        return go("/welcome")
    return page(request, "who.html", {"here": "me", "people": people})


@router.post("/me/who")
def switch(request: Request, form: Fields) -> Response:
    """Go on as another person of the household."""
    wanted = form.number("person")
    if wanted not in {one.id for one in household(request).people()}:
        raise WebError(404, "unknown-person", speaker(request)("error.unknown-person"))
    answer = go("/")
    who.remember(answer, who.PERSON_COOKIE, str(wanted))
    return answer


@router.get("/me/export.json")
def export(request: Request, person: Person) -> Response:
    """Everything that is kept of me, as a file."""
    headers = {"Content-Disposition": f'attachment; filename="backline-{person.id}.json"'}
    text = household(request).export_json(person.id)
    return Response(text, media_type="application/json", headers=headers)


@router.get("/me/erase")
def ask_erase(request: Request, person: Person) -> Response:
    """Ask once more."""
    return page(request, "erase.html", {"here": "me", "problem": None})


@router.post("/me/erase")
def erase(request: Request, person: Person, form: Fields) -> Response:
    """Erase me, if I meant it. The tick names the person, so that a page left open can't erase
    somebody who was chosen since."""
    if form.number("erase") != person.id:
        problem = "erase", speaker(request)("me.erase-untouched")
        return page(request, "erase.html", {"here": "me", "problem": problem}, status=422)
    household(request).erase(person.id)
    answer = go("/me/who")
    who.forget(answer, who.PERSON_COOKIE)
    return answer


def _page(
    request: Request, person: Profile, form: Form, *, problem: Problem = None, saved: bool = False
) -> Response:
    people = household(request)
    standing = people.standing(person.id)
    language = who.language(request)
    context: dict[str, Any] = {
        "here": "me",
        "typed": {name: form.one(name) for name in ("name", "zone", "language")},
        "zones": zone_groups(),
        "zone_listed": person.zone in zone_names(),
        "languages": language_names(),
        "longest_name": LONGEST_NAME,
        "standing": standing,
        "answered_on": date_words(standing.answers.answered_on, language, year=True),
        "people": people.people(),
        "place": journal_place(request),
        "words": person_words(language),
        "problem": problem,
        "saved": saved,
    }
    return page(request, "me.html", context, status=422 if problem else 200)
