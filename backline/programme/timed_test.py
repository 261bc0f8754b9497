"""The timed test of a hold ("how long can you plank?"), and the personal best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backline.guide.schema import Exercise
from backline.person.screen import Profile
from backline.programme.facts import day_facts
from backline.programme.history import History, Today
from backline.programme.load import Programme, load_programme
from backline.programme.permit import Judge, because_of
from backline.programme.plan import UNANSWERED
from backline.programme.reasons import Reason, finding_reason, reason

GOOD_SHARE = 0.8
"""How much of a hold must have been in good form before it is tested. Backline's own choice,
the same share as for going on in `progression.yaml`."""


@dataclass(frozen=True, slots=True)
class Best:
    """A personal best: seconds in good form in one hold, and the day."""

    good_s: float
    on: date


@dataclass(frozen=True, slots=True)
class TimedTestOffer:
    """Whether the test may be done today. reasons: why it may, or everything against it.

    best: the personal best so far, None when there is none. No comparison with other people
    is offered: quartiles that fit everybody aren't known to us.
    """

    exercise: str
    stage: str | None
    allowed: bool
    reasons: tuple[Reason, ...]
    best: Best | None


def timed_test(
    profile: Profile,
    history: History,
    today: Today,
    exercise: Exercise,
    programme: Programme | None = None,
) -> TimedTestOffer | None:
    """Whether an exercise's timed test may be done today; None when it has no test.

    It may when nothing speaks against its stage, the day isn't one of rest or of less, and the
    stage was held in good form before, watched by the camera.
    """
    programme = load_programme() if programme is None else programme
    mine = programme.exercises.get(exercise.id)
    if mine is None or mine.test is None:
        return None
    best = personal_best(history, exercise.id, mine.test.stage)
    against = tuple(_against(programme, profile, history, today, exercise))
    reasons = against or (reason(mine.test), reason(programme.said["test-ready"]))
    return TimedTestOffer(exercise.id, mine.test.stage, not against, reasons, best)


def _against(
    programme: Programme, profile: Profile, history: History, today: Today, exercise: Exercise
) -> Iterator[Reason]:
    mine = programme.exercises[exercise.id]
    if profile.gate != "go":
        stopping = [f for f in profile.flags if f.tier in {"emergency", "see-doctor"}]
        yield from map(finding_reason, stopping)
        if not stopping:
            yield UNANSWERED
        return
    facts = day_facts(profile, history, today)
    yield from (reason(d) for d in programme.session.day if d.holds(d.when.of(facts)))
    judge = Judge(programme, facts, history, because_of(profile))
    stage = mine.test.stage if mine.test else None
    for verdict in judge.verdicts(mine, exercise):
        if verdict.rung.stage == stage:
            yield from verdict.out
    held = [
        one
        for time in history.times(exercise.id)
        if time.done.stage == stage
        for one in time.done.sets
        if one.watched and one.good_share is not None and one.good_share >= GOOD_SHARE
    ]
    if not any(one.amount >= mine.dose.start for one in held):
        yield judge.said("test-not-yet")


def personal_best(history: History, exercise: str, stage: str | None) -> Best | None:
    """The longest time in good form in one hold, in seconds, that the camera watched.

    Time that wasn't judged or not in good form doesn't count (PL4). None when there is none.
    """
    found = [
        Best(round(one.amount * one.good_share, 1), time.session.on)
        for time in history.times(exercise)
        if time.done.stage == stage and time.done.planned.kind == "hold"
        for one in time.done.sets
        if one.watched and one.good_share is not None
    ]
    return max(found, key=lambda best: (best.good_s, best.on.toordinal()), default=None)
