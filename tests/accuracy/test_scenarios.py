"""Scenarios cover every factor evenly and plant what they say."""

from __future__ import annotations

import pytest

from backline.accuracy.scenarios import (
    AZIMUTH_SPREAD_DEG,
    TEMPO,
    Plan,
    scenarios,
)
from backline.avatar.body_model import PRESETS
from backline.guide.load import load_exercise, load_exercises

EXERCISES = list(load_exercises().values())
PLAN = Plan(clean=14, per_fault=4, per_variation=2)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_every_fault_and_variation_is_there(exercise) -> None:
    chosen = scenarios(exercise, PLAN)
    for fault in exercise.demonstration.faults:
        assert sum(s.fault == fault for s in chosen) == 4
    for variation in exercise.variations:
        assert sum(s.variation == variation.id for s in chosen) == 2
    assert sum(s.clean and s.variation is None and s.view == "side" for s in chosen) == 14


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_cues_seen_from_the_front_are_swept_from_there(exercise) -> None:
    first, *others = exercise.cues
    cues = [first.model_copy(update={"view": "front"}), *others]
    views = {cue.id: cue.view for cue in cues}
    for scenario in scenarios(exercise.model_copy(update={"cues": cues}), PLAN):
        if scenario.fault is not None:
            assert (scenario.view == "front") == (views[scenario.fault] == "front")


@pytest.mark.parametrize("stage", ["arm-only", "leg-only"])
def test_a_stage_is_swept_with_its_own_faults(stage: str) -> None:
    exercise = load_exercise("bird-dog", stage=stage)
    chosen = scenarios(exercise, PLAN)
    assert {(s.exercise_id, s.stage) for s in chosen} == {("bird-dog", stage)}
    assert {s.fault for s in chosen} == {None, *exercise.demonstration.faults}


def test_a_stage_held_with_a_variation_is_always_swept_with_it() -> None:
    chosen = scenarios(load_exercise("plank", stage="leg-lift"), PLAN)
    assert {s.variation for s in chosen} == {"leg-lift"}
    assert sum(s.clean and s.view == "side" for s in chosen) == PLAN.clean


def test_factors_are_covered_evenly() -> None:
    clean = [s for s in scenarios(EXERCISES[0], PLAN) if s.clean and s.view == "side"]
    assert {s.shape for s in clean} == set(PRESETS)
    turned = sorted((s.azimuth_deg - 90.0) % 180.0 for s in clean)
    turned = sorted(t - 180.0 if t > 90.0 else t for t in turned)
    width = 2 * AZIMUTH_SPREAD_DEG / len(clean)
    for i, turn in enumerate(turned):
        assert -AZIMUTH_SPREAD_DEG + i * width <= turn + 0.01
        assert turn - 0.01 <= -AZIMUTH_SPREAD_DEG + (i + 1) * width
    assert sum(s.azimuth_deg > 180.0 for s in clean) == len(clean) // 2
    assert min(s.tempo for s in clean) < 0.85
    assert max(s.tempo for s in clean) > 1.25
    assert all(TEMPO[0] <= s.tempo <= TEMPO[1] for s in clean)


def test_the_same_seed_gives_the_same_performances() -> None:
    exercise = EXERCISES[0]
    assert scenarios(exercise, PLAN) == scenarios(exercise, PLAN)
    assert scenarios(exercise, PLAN) != scenarios(exercise, PLAN, seed=1)


def test_only_some_faults() -> None:
    exercise = EXERCISES[0]
    fault = next(iter(exercise.demonstration.faults))
    chosen = scenarios(exercise, PLAN, only=[fault])
    assert {s.fault for s in chosen} == {None, fault}
