"""What an exercise is for whoever looks at it: as it is, within their limits, or left out.

Today and the session give people their own version. The library shows exercises as they are for
everybody, so it must not show, or start, what screening keeps from the person who looks.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from backline.guide.schema import Exercise
from backline.person.screen import Profile as Screened
from backline.person.screen import screen
from backline.person.words import person_words
from backline.programme.facts import day_facts
from backline.programme.history import History, Today
from backline.programme.load import load_programme
from backline.programme.permit import Judge, because_of
from backline.web import who
from backline.web.plan_rows import reasons_said
from backline.web.state import household


@dataclass(frozen=True, slots=True)
class Personal:
    """What holds for a person. title, text: what to tell them. limits: what stays out or small.
    stopped: no exercise at all may begin now."""

    title: str | None
    text: str | None
    limits: tuple[str, ...]
    stopped: bool


def screened(request: Request) -> Screened | None:
    """What screening says of whoever is here; None when nobody is, or isn't asked to the end and
    has told nothing that needs help at once. Raises JournalError when the journal can't be read.
    """
    if not hasattr(request.state, "screened"):
        request.state.screened = _screened(request)
    found: Screened | None = request.state.screened
    return found


def _screened(request: Request) -> Screened | None:
    person = who.person(request)
    if person is None:
        return None
    standing = household(request).standing(person.id)
    return screen(standing.answers) if standing.alarms else standing.profile


def personal(request: Request) -> Personal | None:
    """What whoever is here should know before they choose an exercise; None for nothing."""
    profile = screened(request)
    if profile is None:
        return None
    words = person_words(who.language(request))
    stopped = profile.gate != "go"
    gate = next(said for name, said in words.gates.items() if name == profile.gate)
    movements = dict.fromkeys(f.restrict.movement for f in profile.limits if f.restrict)
    limits = tuple(
        said
        for movement in movements
        for level, said in words.restrictions[movement].items()
        if level == profile.level(movement)
    )
    if not stopped and not limits:
        return None
    title, text = (gate.title, gate.show) if stopped else (None, None)
    return Personal(title, text, limits, stopped)


def kept_from(request: Request, exercise: Exercise) -> list[str]:
    """Why screening keeps this exercise, at its stage and as it is for everybody, from whoever is
    here: reasons in words; empty when it doesn't."""
    profile = screened(request)
    programme = load_programme()
    mine = programme.exercises.get(exercise.id)
    if profile is None or mine is None:
        return []
    today = Today(on=profile.answers.answered_on)
    history = History(sessions=())
    judge = Judge(programme, day_facts(profile, history, today), history, because_of(profile))
    found = [v for v in judge.verdicts(mine, exercise) if v.rung.stage in (exercise.stage, None)]
    reasons = [
        reason
        for verdict in found
        for reason in (*verdict.out, *(limit.reason for limit in verdict.limits))
        if reason.because
    ]
    return reasons_said(reasons, who.language(request))
