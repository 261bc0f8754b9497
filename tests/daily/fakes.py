"""Short ways to make people for the tests."""

from __future__ import annotations

from typing import Any

from backline.daily.household import Household
from tests.person.cases import load_cases

BERLIN = "Europe/Berlin"

CALM: dict[str, Any] = {"pain_now": 1, "pain_worst": 3, "pain_average": 2, "clearance": True}


def someone(home: Household, name: str = "Ann", **answers: Any) -> int:
    """Somebody whose intake is finished. Returns the profile's id."""
    person = home.add_person(name, BERLIN)
    given = {k: v for k, v in load_cases().ordinary.items() if k != "answered_on"}
    found = home.answer(person.id, {**given, **answers}, skipped=unanswered(home, given, answers))
    assert found.finished
    return person.id


def unanswered(home: Household, *given: dict[str, Any]) -> list[str]:
    """The questions that these answers leave open."""
    from backline.person.intake import load_questions

    told = {name for one in given for name in one}
    return [q.id for q in load_questions() if not set(q.fields) <= told]
