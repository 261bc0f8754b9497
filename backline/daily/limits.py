"""The exercise that a person does: at its stage, within their limits; and a name for it.

A demonstration within somebody's limits must never be mistaken for the usual one. So what is
kept or drawn of it goes by `own_key`, never by `Exercise.key`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError
from backline.programme.limited import limited
from backline.programme.load import load_programme
from backline.programme.permit import Limit
from backline.programme.plan import PlanItem
from backline.programme.reasons import reason

MARK = "+"
KEPT = 256
"""Exercises held ready: nine of them with a few stages and limits each, for a household."""


def exercise_for(
    exercises: Mapping[str, Exercise], item: PlanItem, stage: str | None = None
) -> Exercise:
    """The exercise of a plan, at its stage, within its limits.

    exercises: by id, at their standard stage. stage: another one than the item's, where a
    session was begun with that. Raises GuideError for an exercise or a stage that isn't there.
    """
    chosen = item.stage if stage is None else stage
    return _built(_known(exercises, item.exercise), chosen, _rules(item))


def own_key(item: PlanItem, exercises: Mapping[str, Exercise]) -> str:
    """A name for files and addresses of an exercise within limits: `Exercise.key`, then the rules
    that limit it. Without limits it is `Exercise.key` itself."""
    staged = at_stage(_known(exercises, item.exercise), item.stage)
    return MARK.join([staged.key, *sorted(_rules(item))])


def exercise_by_key(exercises: Mapping[str, Exercise], key: str) -> Exercise:
    """The exercise that `own_key` names. Raises GuideError for a name that stands for none."""
    name, *rules = key.split(MARK)
    exercise_id, _, stage = name.partition("@")
    return _built(_known(exercises, exercise_id), stage or None, tuple(rules))


def _known(exercises: Mapping[str, Exercise], exercise_id: str) -> Exercise:
    if exercise_id not in exercises:
        known = ", ".join(exercises)
        raise GuideError([f"There is no exercise {exercise_id!r}. Known exercises: {known}."])
    return exercises[exercise_id]


def _rules(item: PlanItem) -> tuple[str, ...]:
    return tuple(sorted(limit.rule.id for limit in item.limits))


_ready: dict[tuple[int, str | None, tuple[str, ...]], tuple[Exercise, Exercise]] = {}


def _built(exercise: Exercise, stage: str | None, rules: Sequence[str]) -> Exercise:
    """Built once for each exercise, stage and rules; putting a stage together takes a while."""
    key = (id(exercise), stage, tuple(rules))
    found = _ready.get(key)
    if found is None or found[0] is not exercise:
        if len(_ready) >= KEPT:
            _ready.clear()
        made = limited(at_stage(exercise, stage), _limits(exercise.id, rules))
        found = _ready[key] = (exercise, made)
    return found[1]


def _limits(exercise_id: str, rules: Sequence[str]) -> list[Limit]:
    mine = load_programme().exercises.get(exercise_id)
    known = [] if mine is None else [rule for rule in mine.rules if not rule.exclude]
    ids = [rule.id for rule in known]
    unknown = [one for one in rules if one not in ids]
    if unknown:
        raise GuideError([f"{exercise_id} has no limit {unknown[0]!r}"])
    return [Limit(rule, reason(rule)) for rule in known if rule.id in rules]
