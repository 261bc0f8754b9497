"""People who come to the pages, and what they answer there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backline.daily.household import Household
from backline.daily.standing import Standing
from backline.person.condition import NOT_ANSWERED
from backline.person.intake import Question
from backline.person.words import person_words
from backline.web.forms import Form as SentForm
from backline.web.intake_form import given_by, read_answer
from backline.web.words import word

Form = dict[str, Any]
SKIP: Form = {"do": "skip"}
NONE: Form = {"none": "none"}
BERLIN = "Europe/Berlin"


def chosen(*values: str) -> Form:
    """The form in which these are chosen."""
    return {"answer": list(values)}


ORDINARY: dict[str, Form] = {
    "age": chosen("35-49"),
    "duration": chosen("chronic"),
    "pain-now": chosen("3"),
    "pain-worst": chosen("5"),
    "pain-average": chosen("3"),
    "urgent-signs": NONE,
    "serious-signs": NONE,
    "other-signs": NONE,
    "recurring": chosen("yes"),
    "leg-symptoms": NONE,
    "inflammatory-signs": chosen("better_with_movement"),
    "diagnoses": NONE,
    "clearance": chosen("yes"),
    "hurts": chosen("lifting"),
    "equipment": chosen("mat", "band", "chair"),
    "learned": NONE,
    "goals": {"activity-1": "Putting on socks", "score-1": "4", "area-1": "bending-lifting"},
}
"""Somebody with ordinary back pain for a long time."""


def come_in(client: httpx.Client, name: str = "Ann", language: str = "en") -> int:
    """A new person at the welcome. Returns their id, as the cookie names it."""
    answer = client.post("/welcome", data={"name": name, "zone": BERLIN, "language": language})
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == "/intake"
    return int(client.cookies["backline_person"])


def walk_intake(client: httpx.Client, answers: Mapping[str, Form]) -> str:
    """Answer question after question as the pages ask them; what isn't among the answers is
    skipped. Returns where it ends."""
    address = client.get("/intake").headers["location"]
    for _ in range(40):
        question = address.removeprefix("/intake/")
        if question == "review" or not address.startswith("/intake/"):
            return address
        assert client.get(address).status_code == 200
        sent = client.post(address, data=answers.get(question, SKIP))
        assert sent.status_code == 303, (question, problem(sent))
        address = sent.headers["location"]
    raise AssertionError("the questions never end")


def settle(client: TestClient, changes: Mapping[str, Form] | None = None, **who: str) -> int:
    """A new person whose intake is finished. Returns their id."""
    person = come_in(client, **who)
    tell(household_of(client), person, {**ORDINARY, **(changes or {})})
    return person


def tell(home: Household, person: int, answers: Mapping[str, Form]) -> None:
    """Somebody answers question after question; what isn't among the answers is skipped.

    The forms are read as the pages read them, but the pages aren't gone through, which takes
    far longer: `walk_intake` does that.
    """
    stands = home.standing(person)
    while stands.next_question is not None and not stands.alarms:
        stands = _told(home, person, stands.next_question, answers)


def _told(
    home: Household, person: int, question: Question, answers: Mapping[str, Form]
) -> Standing:
    """Where they stand when the answer to a question is told, or it is skipped."""
    form = answers.get(question.id, SKIP)
    if form == SKIP:
        return home.answer(person, dict.fromkeys(question.fields, NOT_ANSWERED), [question.id])
    fields = {name: [told] if isinstance(told, str) else told for name, told in form.items()}
    given = given_by(question, SentForm(fields))
    return home.answer(person, read_answer(question, given, person_words("en"), word))


def household_of(client: TestClient) -> Household:
    """What lies behind the pages."""
    app = client.app
    assert isinstance(app, FastAPI)
    household: Household = app.state.household
    return household


def problem(answer: httpx.Response) -> str:
    """What a page says is wrong; empty when it says nothing."""
    found = re.search(r'<p class="problem"[^>]*>([^<]*)', answer.text)
    return found.group(1) if found else ""


def words_of(answer: httpx.Response) -> str:
    """A page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def main_of(answer: httpx.Response) -> str:
    """A page without its navigation."""
    return answer.text.partition("<main")[2]
