"""What is measured beside the sweep: camera places, recognising, the error of measures."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backline.accuracy import measure_errors, recognition
from backline.accuracy.measure_errors import ErrorTask, compare, summed_up, true_frames
from backline.accuracy.outcome import watch
from backline.accuracy.page_beside import errors_section, places_section, recognition_section
from backline.accuracy.perform import Played, performance_of, play_joints
from backline.accuracy.placement import PLACES, place_score, placed
from backline.accuracy.recognition import RecognitionTask, recognise, recognition_score
from backline.accuracy.scenarios import Plan, Scenario, scenarios
from backline.accuracy.score import Share
from backline.guide.load import load_exercise, load_exercises
from backline.guide.schema import Exercise

PLAN = Plan(clean=1, per_fault=0, per_variation=0, repetitions=(1, 1))
LIFT_PX = 6.0


class LiftedStore:
    """Gives true joints for drawn ones, the shoulders seen too high from the movement on."""

    def __init__(self, folder: Path | None) -> None:
        assert folder is None

    def drawn(self, scenario: Scenario, exercise: Exercise) -> Played:
        frames = true_frames(scenario, exercise)
        truth = performance_of(scenario, exercise).truth()
        start_s = truth.repetitions[0].phases[0].start_s
        return Played(tuple(self._lifted(f) if f.time_s >= start_s else f for f in frames), truth)

    @staticmethod
    def _lifted(frame):  # type: ignore[no-untyped-def]
        landmarks = frame.landmarks_px.copy()
        landmarks[[11, 12], 1] -= LIFT_PX
        return replace(frame, landmarks_px=landmarks)


@pytest.mark.parametrize("exercise_id", load_exercises())
def test_every_place_sees_the_same_performances(exercise_id: str) -> None:
    exercise = load_exercise(exercise_id)
    every = [placed(exercise, place) for place in PLACES]
    assert len({tuple((s.fault, s.seed, s.shape) for s in chosen) for chosen in every}) == 1
    assert [s.fault is None for s in every[0]].count(True) == 1
    low, high = exercise.view.height_m
    for scenario in every[0]:
        off_deg = (scenario.azimuth_deg - exercise.view.azimuth_deg) % 360.0
        mirrored_deg = (scenario.azimuth_deg + exercise.view.azimuth_deg) % 360.0
        assert 0.0 in (off_deg, mirrored_deg)
        assert low <= scenario.height_m <= high


def test_turned_away_nothing_is_judged_and_nothing_is_blamed() -> None:
    exercise = load_exercise("cat-cow")
    own, front = PLACES[0], next(place for place in PLACES if place.turn_deg == -90.0)
    scores = []
    for place in (own, front):
        outcomes = [watch(s, exercise, play_joints(s, exercise)) for s in placed(exercise, place)]
        scores.append(place_score(place, outcomes))
    assert scores[0].exact == Share(2, 2)
    assert scores[0].found == Share(1, 1)
    assert scores[1].unjudged == Share(1, 1)
    assert scores[1].found.whole == scores[1].alarms.part == 0
    page = places_section({"cat-cow": scores})
    assert "| where the exercise asks for it | 100 % (2 of 2) | 100 % (1 of 1) |" in page
    assert "**2/2** / 1/1 / 0" in page
    assert places_section({}) == ""


def test_a_known_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure_errors, "FrameStore", LiftedStore)
    exercise = load_exercise("pulldown")
    scenario = scenarios(exercise, PLAN)[0]
    errors = compare(ErrorTask(scenario, exercise, None))
    whole, change = errors["both_knees_flexion_deg"]
    assert np.allclose(whole, 0.0)
    assert np.allclose(change, 0.0)
    lifted, _ = errors["lumbar_bend_ratio"]
    assert len(lifted) > 10
    found = {error.measure: error for error in summed_up([errors, errors])}
    assert found["both_knees_flexion_deg"].spread == 0.0
    assert found["both_knees_flexion_deg"].frames == 2 * len(whole)
    assert found["arms_pull_deg"].spread > 0.1
    text = errors_section({"pulldown": list(found.values())})
    assert "| pulldown | `both_knees_flexion_deg` | ° |" in text
    assert errors_section({}) == ""


def test_nothing_compared_has_no_spread() -> None:
    empty = np.array([])
    found = summed_up([{"arms_pull_deg": (np.array([1.0, 3.0]), empty)}])[0]
    assert found.bias == 2.0
    assert math.isnan(found.change_spread)


def test_what_was_recognised_is_scored(monkeypatch: pytest.MonkeyPatch) -> None:
    class JointsStore(LiftedStore):
        def drawn(self, scenario: Scenario, exercise: Exercise) -> Played:
            return play_joints(scenario, exercise)

    monkeypatch.setattr(recognition, "FrameStore", JointsStore)
    exercise = load_exercise("ball-raise")
    task = RecognitionTask(scenarios(exercise, PLAN)[0], exercise, None)
    assert recognise(task) == "ball-raise"
    leg_only = load_exercise("bird-dog", stage="leg-only")
    score = recognition_score(leg_only, ["bird-dog@leg-only", "bird-dog", "none", "none"])
    assert score.told == Share(2, 4)
    assert score.stage_told == Share(1, 4)
    assert score.taken_for == (("none", 2),)
    text = recognition_section([score])
    assert "| `bird-dog@leg-only` | 50 % (2 of 4) | 25 % (1 of 4) | `none` 2 |" in text
    assert recognition_section([]) == ""
