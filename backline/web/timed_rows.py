"""A timed test as its pages show it: tries and results in words, nothing decided here."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from backline.guide.schema import Exercise
from backline.journal.records import PlankTest
from backline.language.short import day_words, number_words
from backline.web.plan_rows import stage_name
from backline.web.shown import Say


def tries_told(
    tries: Sequence[PlankTest], exercise: Exercise, language: str, said: Say
) -> list[dict[str, Any]]:
    """All tries by stage, that of the latest try first: the best of each in words, and a row for
    each try, the newest first. tries: the oldest first."""
    stages = dict.fromkeys(one.stage for one in reversed(tries))
    return [_stage(stage, tries, exercise, language, said) for stage in stages]


def _stage(
    stage: str | None, tries: Sequence[PlankTest], exercise: Exercise, language: str, said: Say
) -> dict[str, Any]:
    mine = [one for one in tries if one.stage == stage]
    best = best_of(mine)
    assert best is not None  # or there were no such stage
    seconds, day = seconds_words(best, language), _day(best, language)
    key = "test.best" if best.watched else "test.best-timer"
    return {
        "name": stage_words(exercise, stage, language),
        "best": said(key, seconds=seconds, day=day),
        "rows": [
            {
                "day": _day(one, language),
                "seconds": seconds_words(one, language),
                "measured": said("test.by-camera" if one.watched else "test.by-timer"),
                "best": one is best,
            }
            for one in reversed(mine)
        ],
    }


def best_of(tries: Sequence[PlankTest]) -> PlankTest | None:
    """The personal best of tries of one stage, as the journal has it (`History.best_plank`): the
    earliest of the longest; a watched one if there is any. tries: the oldest first."""
    return max(tries, key=lambda one: (one.watched, one.good_s), default=None)


def result_told(
    result: PlankTest | None,
    tries: Sequence[PlankTest],
    exercise: Exercise,
    language: str,
    said: Say,
) -> Mapping[str, str] | None:
    """What came of a try: its headline, and what it is beside those before it. None when nothing
    was held. tries: all of them, the oldest first."""
    if result is None:
        return None
    before = [one for one in tries if one.stage == result.stage and one.id < result.id]
    alike = [one for one in before if one.watched == result.watched]
    best = best_of(before)
    seconds = seconds_words(result, language)
    if not before:
        beside = said("test.first")
    elif not alike or (best is not None and best.watched and not result.watched):
        assert best is not None
        beside = _beside(best, language, said)
    elif all(one.good_s < result.good_s for one in alike):
        beside = said("test.new-best", seconds=seconds_words(best_of(alike) or result, language))
    else:
        beside = _beside(best_of(alike) or result, language, said)
    return {
        "headline": said("test.held" if result.watched else "test.held-timer", seconds=seconds),
        "stage": said("test.stage", stage=stage_words(exercise, result.stage, language)),
        "beside": beside,
    }


def _beside(best: PlankTest, language: str, said: Say) -> str:
    key = "test.best" if best.watched else "test.best-timer"
    return said(key, seconds=seconds_words(best, language), day=_day(best, language))


def stage_words(exercise: Exercise, stage: str | None, language: str) -> str:
    """What a stage is called; the exercise's own name for one that isn't known any more."""
    return (stage_name(exercise, stage, language) if stage else None) or exercise.name


def seconds_words(one: PlankTest, language: str) -> str:
    """Whole seconds, as the coach counted them aloud."""
    return number_words(math.floor(one.good_s), language)


def _day(one: PlankTest, language: str) -> str:
    return day_words(one.day, language, year=True)
