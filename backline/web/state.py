"""What the application keeps, with its types."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.requests import HTTPConnection

from backline.daily.household import Household
from backline.guide.schema import Exercise
from backline.web.demos import DemoStudio


def studio(request: Request) -> DemoStudio:
    """The demonstrations."""
    found: DemoStudio = request.app.state.studio
    return found


def exercises(request: Request) -> Mapping[str, Exercise]:
    """The exercises there are, by id."""
    found: Mapping[str, Exercise] = request.app.state.settings.exercises
    return found


def household(request: HTTPConnection) -> Household:
    """The people who live here, and their days."""
    found: Household = request.app.state.household
    return found


def journal_place(request: Request) -> str:
    """Where the journal is, in words, without a password."""
    place: str = request.app.state.journal.place
    return place
