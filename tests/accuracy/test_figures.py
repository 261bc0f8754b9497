"""Figures come from running: a limit moved out of reach shows in them at once."""

from __future__ import annotations

import math

import numpy as np
import pytest

from backline.accuracy.factors import by_factor
from backline.accuracy.outcome import Outcome, _matched, _sustained, watch
from backline.accuracy.perform import OUTLINE_NOISE_SHARE, play_joints, shaken
from backline.accuracy.scenarios import Plan, scenarios
from backline.accuracy.score import CueScore, ExerciseScore, Share, Spread, score
from backline.accuracy.sweep import Task, run
from backline.avatar.events import RepetitionTruth
from backline.body import BackLine
from backline.form.result import Repetition
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise

HIGH = "BD5-high"
SMALL = Plan(clean=1, per_fault=1, per_variation=0, repetitions=(2, 2), enter_always=False)


def with_limit(exercise: Exercise, cue_id: str, **limit: float | None) -> Exercise:
    cues = [c.model_copy(update=limit) if c.id == cue_id else c for c in exercise.cues]
    return exercise.model_copy(update={"cues": cues})


def sweep(exercise: Exercise, only: str) -> ExerciseScore:
    chosen = scenarios(exercise, SMALL, only=[only])
    return score(exercise, run([Task(s, exercise, "joints") for s in chosen]))


def row(result: ExerciseScore, cue_id: str) -> CueScore:
    return next(r for r in result.cues if r.cue.id == cue_id)


def test_a_planted_fault_is_found_and_a_crippled_limit_misses_it() -> None:
    bird_dog = load_exercise("bird-dog")
    found = row(sweep(bird_dog, HIGH), HIGH)
    assert (found.found.part, found.found.whole) == (1, 1)
    assert found.alarms == Share(0, 2)
    assert found.spill == Share(0, 1)
    missed = row(sweep(with_limit(bird_dog, HIGH, above=89.0), HIGH), HIGH)
    assert missed.found == Share(0, 1)


def test_a_limit_set_too_strictly_gives_alarms() -> None:
    strict = sweep(with_limit(load_exercise("bird-dog"), HIGH, above=-60.0), HIGH)
    assert row(strict, HIGH).alarms == Share(2, 2)
    assert strict.alarms == Share(2, 2)


def test_the_deciding_value_lies_on_the_limits_right_side() -> None:
    result = row(sweep(load_exercise("bird-dog"), HIGH), HIGH)
    assert result.faulty.low > result.cue.limit > result.clean.high


def test_a_count_gone_wrong_isnt_exact() -> None:
    bird_dog = load_exercise("bird-dog")
    assert sweep(bird_dog, HIGH).exact_clean == Share(1, 1)
    lobe = bird_dog.signal.lobes[0].model_copy(update={"beyond": 170.0})
    deaf = bird_dog.model_copy(
        update={"signal": bird_dog.signal.model_copy(update={"lobes": [lobe]})}
    )
    result = sweep(deaf, HIGH)
    assert result.exact == Share(0, 2)
    assert row(result, HIGH).found == Share(0, 1)


def test_a_hold_is_timed() -> None:
    result = sweep(load_exercise("plank"), "PL6-hips-high")
    assert result.hold is not None
    assert len(result.hold.error_s) == 2
    assert max(map(abs, result.hold.error_s)) < 3.0
    assert result.hold.exact.whole == 2
    assert result.exact.whole == 0
    levels = by_factor([watch_one("plank")])
    assert {level.factor for level in levels} >= {"view", "body", "tempo"}


def watch_one(exercise_id: str) -> Outcome:
    exercise = load_exercise(exercise_id)
    scenario = scenarios(exercise, SMALL)[0]
    return watch(scenario, exercise, play_joints(scenario, exercise))


def test_noise_shakes_every_landmark_and_the_back_by_what_it_says() -> None:
    exercise = load_exercise("bird-dog")
    scenario = scenarios(exercise, SMALL)[0]
    frame = play_joints(scenario, exercise).frames[0]
    rng = np.random.default_rng(0)
    assert isinstance(frame.back, BackLine)
    moved = [shaken(frame, 0.01, 300.0, rng) for _ in range(200)]
    spread_px = np.std([m.landmarks_px - frame.landmarks_px for m in moved])
    assert spread_px == pytest.approx(3.0, rel=0.1)
    assert np.std([m.world_m - frame.world_m for m in moved]) == pytest.approx(0.01, rel=0.1)
    backs = [m.back.points_px - frame.back.points_px for m in moved if isinstance(m.back, BackLine)]
    assert np.nanstd(np.linalg.norm(backs, axis=-1)) < 3.0
    distance = np.sqrt(np.nanmean(np.square(backs).sum(axis=-1)))
    assert distance == pytest.approx(3.0 * OUTLINE_NOISE_SHARE, rel=0.15)


def test_a_value_must_last_to_decide() -> None:
    times = np.arange(10) / 10.0
    values = np.array([0, 0, 9, 9, 9, 0, 0, 9, 0, 0], float)
    decided = dict(_sustained(times, values, 0.2, 1.0))
    assert decided[0.4] == 9.0
    assert max(v for t, v in decided.items() if t != 0.4) == 0.0
    assert 0.1 not in decided
    assert max(v for _, v in _sustained(times, values, 0.0, 1.0)) == 9.0
    negative = _sustained(times, values, 0.2, -1.0)
    assert min(v for _, v in negative) == -9.0


def test_each_found_repetition_matches_one_true_one() -> None:
    def truth(start_s: float, end_s: float) -> RepetitionTruth:
        return RepetitionTruth(1, None, start_s, start_s + 1, end_s, ())

    def found(start_s: float, end_s: float) -> Repetition:
        return Repetition(number=1, side=None, start_s=start_s, peak_s=start_s, end_s=end_s,
                          range=1.0, unit="deg")  # fmt: skip

    one, two = found(0.2, 3.0), found(8.0, 9.0)
    assert _matched([truth(0, 3), truth(4, 6)], [one, two]) == [one, None]
    assert _matched([truth(0, 2), truth(2, 3)], [one]) == [one, None]
    assert _matched([], [one]) == []


def test_shares_and_spreads_of_nothing() -> None:
    assert math.isnan(Share(0, 0).ratio)
    assert Spread.of([]).count == Spread.of([math.nan]).count == 0
    assert Spread.of([1.0, 2.0, 3.0, math.nan]).middle == 2.0
