"""How a page is made: the templates, and what every page knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates
from jinja2 import pass_context
from jinja2.runtime import Context

from backline.journal.errors import JournalError
from backline.language import SOURCE_LANGUAGE
from backline.web import who
from backline.web.words import word

PLACES = {
    "today": "/",
    "session": "/session",
    "progress": "/progress",
    "library": "/library",
    "me": "/me",
}
"""The places of the navigation, in its order. A page names its own as `here`; those that the
application has no page for aren't shown."""


def _everywhere(request: Request) -> dict[str, Any]:
    """What each template may use: the language, and who is here (None when nobody is)."""
    try:
        person = who.person(request)
    except JournalError:
        person = None
    return {"language": who.language(request), "person": person, "places": request.app.state.places}


def places_of(routers: Iterable[APIRouter]) -> dict[str, str]:
    """The places that routers have pages for, with their addresses."""
    there = {getattr(route, "path", None) for router in routers for route in router.routes}
    return {name: path for name, path in PLACES.items() if path in there}


@pass_context
def _t(context: Context, key: str, **values: object) -> str:
    """The sentence in the page's language."""
    return word(key, context.get("language", SOURCE_LANGUAGE), **values)


TEMPLATES = Jinja2Templates(Path(__file__).parent / "templates", context_processors=[_everywhere])
TEMPLATES.env.globals.update(t=_t)
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True


def page(
    request: Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> Response:
    """A page made from a template."""
    return TEMPLATES.TemplateResponse(request, template, dict(context or {}), status_code=status)


def error_page(request: Request, status: int, message: str) -> Response:
    """An error, for people."""
    title = "error.title" if status == 404 else "error.bad-title"
    return page(request, "error.html", {"message": message, "title": title}, status=status)


def go(address: str) -> RedirectResponse:
    """Send the browser on after a form (303: it asks for the next page, not to post again)."""
    return RedirectResponse(address, status_code=303)


def speaker(request: Request) -> Callable[..., str]:
    """`word` in the language of a request: called with a key and values."""
    return partial(_say, who.language(request))


def _say(language: str, key: str, **values: object) -> str:
    return word(key, language, **values)
