"""The drafts: exercise files that aren't offered yet. They load, say every point of the guide with
its kind, and name only what there is; how well they count and judge is still to be measured."""

from __future__ import annotations

import pytest

from backline.guide.load import load_exercise, load_exercises
from backline.guide.schema import Exercise
from backline.motion import posture  # noqa: F401  (registers every measure)
from backline.motion.durations import DURATIONS
from backline.motion.measures import MEASURES
from tests.drafts import DRAFTS

POINTS = {
    "chop": "why:teach 1:check 2:check 3:check 4:prompt 5:check 6:prompt 7:check 8:rule -r:rule",
    "ball-rotation": "why:teach 1:check 2:prompt 3:check 4:check 5:prompt 6:check -d:rule",
}
"""Of every draft: the guide's points and their kinds."""


def draft(name: str) -> Exercise:
    return load_exercise(name, DRAFTS)


def test_drafts_are_not_offered() -> None:
    assert set(load_exercises(DRAFTS)) - set(load_exercises()) == set(POINTS)


@pytest.mark.parametrize("name", POINTS)
def test_every_point_of_the_guide_is_there_with_its_kind(name: str) -> None:
    exercise = draft(name)
    kinds = {f"{p.removeprefix(exercise.code)}:{q.kind}" for p, q in exercise.points.items()}
    assert {kind.replace("-why", "why") for kind in kinds} == set(POINTS[name].split())


@pytest.mark.parametrize("name", POINTS)
def test_every_stage_names_only_measures_that_there_are(name: str) -> None:
    stages = [stage.id for stage in draft(name).stages] or [None]
    for stage in stages:
        exercise = load_exercise(name, DRAFTS, stage=stage)
        wanted = {cue.measure for cue in exercise.cues} | {exercise.signal.measure}
        assert wanted <= set(MEASURES) | set(DURATIONS) | {"leave_drop_ratio"}


@pytest.mark.parametrize("name", POINTS)
def test_every_cue_can_be_planted(name: str) -> None:
    exercise = draft(name)
    assert set(exercise.demonstration.faults) == {cue.id for cue in exercise.cues}
