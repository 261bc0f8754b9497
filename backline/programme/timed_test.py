"""The timed test of a hold ("how long can you plank?"): whether it may be done today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backline.guide.schema import Exercise
from backline.person.screen import Profile
from backline.programme.facts import day_facts
from backline.programme.history import History, Today
from backline.programme.load import Programme, load_programme
from backline.programme.permit import Judge, because_of
from backline.programme.plan import UNANSWERED
from backline.programme.reasons import Reason, finding_reason, reason
from backline.programme.shapes import ExerciseProgramme

GOOD_SHARE = 0.8
"""How much of a hold must have been in good form before it is tested. Backline's own choice,
the same share as for going on in `progression.yaml`."""


@dataclass(frozen=True, slots=True)
class TimedTestOffer:
    """Whether the test may be done today. stage: which it is of. reasons: why it may, or
    everything against it.

    No comparison with other people is offered: quartiles that fit everybody aren't known to us.
    """

    exercise: str
    stage: str | None
    allowed: bool
    reasons: tuple[Reason, ...]


def timed_test(
    profile: Profile,
    history: History,
    today: Today,
    exercise: Exercise,
    own: str | None = None,
    programme: Programme | None = None,
) -> TimedTestOffer | None:
    """Whether an exercise's timed test may be done today; None when it has no test.

    own: the stage that the person is at, as the day's plan has it. The test is of that one, or
    of the hardest of its stages that is easier; without one, of the easiest. It may be done when
    nothing speaks against its stage, the day isn't one of rest or of less, and the stage was held
    in good form before, watched by the camera.
    """
    programme = load_programme() if programme is None else programme
    mine = programme.exercises.get(exercise.id)
    if mine is None or mine.test is None:
        return None
    stage = stage_of_test(mine, own)
    against = tuple(_against(programme, profile, history, today, exercise, stage))
    reasons = against or (reason(mine.test), reason(programme.said["test-ready"]))
    return TimedTestOffer(exercise.id, stage, not against, reasons)


def stage_of_test(mine: ExerciseProgramme, own: str | None) -> str | None:
    """Of which stage somebody's test is; see `timed_test`. Raises ValueError without a test."""
    if mine.test is None:
        raise ValueError(f"{mine.exercise} has no timed test")
    stages = [rung.stage for rung in mine.rungs]
    place = stages.index(own) if own in stages else 0
    able = [stage for stage in mine.test.stages if stages.index(stage) <= place]
    return able[-1] if able else mine.test.stages[0]


def _against(
    programme: Programme,
    profile: Profile,
    history: History,
    today: Today,
    exercise: Exercise,
    stage: str | None,
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
