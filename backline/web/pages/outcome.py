"""What the answers mean: go, answer a little more, see a doctor first, or get help now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.person.intake import question_for
from backline.person.screen import Finding, Profile
from backline.person.words import PersonWords, person_words
from backline.web import who
from backline.web.rendering import go, page
from backline.web.state import household
from backline.web.who import Person

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/outcome")
def outcome(request: Request, person: Person) -> Response:
    """What screening says. Signs that need help at once are told before the questions are done."""
    standing = household(request).standing(person.id)
    words = person_words(who.language(request))
    if standing.alarms:
        gate, stopping, profile = "emergency", standing.alarms, standing.profile
    elif standing.profile is None:
        return go("/intake")
    else:
        profile = standing.profile
        gate = profile.gate
        stopping = tuple(flag for flag in profile.flags if flag.tier == "see-doctor")
    context: dict[str, Any] = {
        "here": "me",
        "gate": gate,
        "gate_words": next(said for name, said in words.gates.items() if name == gate),
        "stopping": _said(words, stopping),
        "book": _said(words, _booked(profile)),
        "limits": limit_rows(profile, words) if profile else [],
        "to_answer": _questions(profile.to_answer if profile else (), words),
        "finished": standing.finished,
        "words": words,
    }
    return page(request, "outcome.html", context)


def limit_rows(profile: Profile, words: PersonWords) -> list[dict[str, Any]]:
    """Each movement that is limited: what stays out or small, and why."""
    rows = []
    found = dict.fromkeys(f.restrict.movement for f in profile.limits if f.restrict)
    for movement in found:
        told = words.restrictions[movement]
        level = profile.level(movement)
        rows.append(
            {
                "what": next(text for name, text in told.items() if name == level),
                "why": _said(words, profile.reasons(movement)),
            }
        )
    return rows


def _booked(profile: Profile | None) -> list[Finding]:
    return [flag for flag in profile.flags if flag.tier == "book-visit"] if profile else []


def _said(words: PersonWords, findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(words.reason(finding) for finding in findings))


def _questions(names: Iterable[str], words: PersonWords) -> list[dict[str, str]]:
    questions = {question_for(name).id: question_for(name) for name in names}
    return [{"id": name, "ask": words.question(q).ask} for name, q in questions.items()]
