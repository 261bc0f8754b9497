"""The first start: a name, a place, a language. Also how a further person comes in."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.language import language_names, languages
from backline.web import who
from backline.web.forms import Fields, Form
from backline.web.rendering import go, page, speaker
from backline.web.state import household
from backline.web.zones import zone_groups, zone_here, zone_names

router = APIRouter(default_response_class=HTMLResponse)

LONGEST_NAME = 60


@router.get("/welcome")
def welcome(request: Request) -> Response:
    """Ask who is here."""
    return _page(request, Form({}))


@router.post("/welcome")
def come_in(request: Request, form: Fields) -> Response:
    """Take a new person in and go on to their questions; or show the page in another language
    with what was typed."""
    chosen = form.one("switch")
    if chosen in languages():
        request.state.language = chosen
        answer = _page(request, form)
        who.remember(answer, who.LANGUAGE_COOKIE, chosen)
        return answer
    name, zone = form.one("name"), form.one("zone")
    problem = name_problem(request, name)
    if problem is None and zone not in zone_names():
        problem = "zone", speaker(request)("welcome.zone-unknown")
    if problem is not None:
        return _page(request, form, problem)
    wanted = form.one("language", who.language(request))
    language = wanted if wanted in languages() else who.language(request)
    added = household(request).add_person(name, zone, language)
    answer = go("/intake")
    who.remember(answer, who.PERSON_COOKIE, str(added.id))
    return answer


def name_problem(request: Request, name: str) -> tuple[str, str] | None:
    """What is wrong with a name, as the field and a sentence; None when it will do."""
    said = speaker(request)
    if not name or not name.isprintable():
        return "name", said("welcome.name-missing")
    if len(name) > LONGEST_NAME:
        return "name", said("welcome.name-long", most=LONGEST_NAME)
    return None


def _page(request: Request, form: Form, problem: tuple[str, str] | None = None) -> Response:
    context: dict[str, Any] = {
        "here": None,
        "another": bool(household(request).people()),
        "name": form.one("name"),
        "zone": form.one("zone", zone_here()),
        "zone_given": bool(form.one("zone")),
        "zones": zone_groups(),
        "languages": language_names(),
        "longest_name": LONGEST_NAME,
        "problem": problem,
    }
    return page(request, "welcome.html", context, status=422 if problem else 200)
