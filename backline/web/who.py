"""Who is here: the person a browser has chosen, and the language they read.

There is no password. The cookie names one of the household's people, so that each sees their own
day; it is a choice, not a lock.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from backline.journal.errors import JournalError, NoSuchRecord
from backline.journal.records import Profile
from backline.language import languages, negotiate
from backline.web.state import household

PERSON_COOKIE = "backline_person"
LANGUAGE_COOKIE = "backline_language"
KEEP_S = 400 * 24 * 3600
"""Browsers keep a cookie no longer than 400 days (RFC 6265bis, 5.5)."""


class Elsewhere(Exception):
    """The page can't be shown to whoever asks; they are sent to another (303)."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(address)


def person(request: HTTPConnection) -> Profile | None:
    """The person whose day this browser shows; None before anybody was added or chosen.

    Where only one person lives here, it is them, with or without a cookie. Raises JournalError
    when the journal can't be read.
    """
    if not hasattr(request.state, "person"):
        request.state.person = _find(request)
    found: Profile | None = request.state.person
    return found


def _find(request: HTTPConnection) -> Profile | None:
    people = household(request)
    named = request.cookies.get(PERSON_COOKIE, "")
    if named.isascii() and named.isdigit() and len(named) < 18:
        with suppress(NoSuchRecord):
            return people.get(int(named))
    everybody = people.people()
    return everybody[0] if len(everybody) == 1 else None


def required(request: Request) -> Profile:
    """The person; raises Elsewhere, to the welcome or to choosing, when there is none."""
    found = person(request)
    if found is not None:
        return found
    everybody = household(request).people()
    raise Elsewhere("/me/who" if everybody else "/welcome")


Person = Annotated[Profile, Depends(required)]
"""A page's parameter: the person it is for."""


def language(request: HTTPConnection) -> str:
    """The language to answer in: the person's own, else the one chosen here, else the browser's."""
    if not hasattr(request.state, "language"):
        request.state.language = _language(request)
    chosen: str = request.state.language
    return chosen


def _language(request: HTTPConnection) -> str:
    try:
        known = person(request)
    except JournalError:
        known = None
    wanted = known.language if known else request.cookies.get(LANGUAGE_COOKIE)
    return wanted if wanted in languages() else negotiate(request.headers.get("accept-language"))


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser keep a choice. Only Backline's own pages get it back."""
    response.set_cookie(name, value, max_age=KEEP_S, httponly=True, samesite="lax")


def forget(response: Response, name: str) -> None:
    """Let the browser drop a choice."""
    response.delete_cookie(name, httponly=True, samesite="lax")
