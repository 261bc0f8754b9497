"""A performance over time: smooth, repeatable, and true to what it says it did."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.body_model import PRESETS
from backline.avatar.performance import Performance, minimum_jerk
from backline.body import FloatArray, Landmark
from backline.guide.load import load_exercise
from tests.avatar.bodies import EXERCISES, at, exercise, marks, mid, middle_of, short

FPS = 50.0
MIRROR = np.array(
    [
        Landmark[m.name.replace("LEFT", "?").replace("RIGHT", "LEFT").replace("?", "RIGHT")]
        for m in Landmark
    ]
)


def paths(performance: Performance, fps: float = FPS) -> FloatArray:
    """(T, 33, 3) landmarks over the whole performance."""
    return marks(performance.figures(performance.times_s(fps)))


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_jumps(name: str) -> None:
    where = paths(short(name))
    step_m = np.linalg.norm(np.diff(where, axis=0), axis=2)
    assert step_m.max() * FPS < 2.0, "m/s, faster than a calm person"
    jerk_m = np.linalg.norm(np.diff(where, n=2, axis=0), axis=2)
    assert jerk_m.max() < 0.012, "change of step from picture to picture"


@pytest.mark.parametrize("name", EXERCISES)
def test_beats_join_without_a_seam(name: str) -> None:
    performance = short(name)
    for instant in (*performance.arrive_s, *performance.depart_s):
        before, after = performance.figures([instant - 1e-6, instant + 1e-6])
        gap = np.abs(before.landmarks_m - after.landmarks_m).max()
        assert gap < 2e-3, instant


@pytest.mark.parametrize("name", EXERCISES)
def test_the_same_seed_gives_the_same_person_and_another_seed_another(name: str) -> None:
    one, same, other = (short(name, seed=seed) for seed in (3, 3, 4))
    assert one.duration_s == same.duration_s != other.duration_s
    assert (paths(one, 5.0) == paths(same, 5.0)).all()
    assert np.abs(one.figure_at(4.0).landmarks_m - other.figure_at(4.0).landmarks_m).max() > 1e-4


def test_a_machine_has_no_sway_and_a_person_little() -> None:
    machine = short("cat-cow", naturalness=0.0, still_s=3.0, enter=False)
    person = short("cat-cow", naturalness=1.0, still_s=3.0, enter=False)
    instants = np.linspace(0.1, 1.9, 10)
    assert np.ptp(marks(machine.figures(instants)), axis=0).max() < 1e-12
    sway_m = np.ptp(marks(person.figures(instants)), axis=0).max()
    assert 0.001 < sway_m < 0.04


def test_many_instants_and_one_agree_in_any_order() -> None:
    performance = short("bird-dog")
    instants = np.array([9.0, 0.5, 6.0, 3.3, 100.0, 7.2])
    together = performance.figures(instants)
    for instant, figure in zip(instants, together, strict=True):
        alone = performance.figure_at(float(instant))
        assert figure.landmarks_m == pytest.approx(alone.landmarks_m)
        assert figure.trunk[9].centre_m == pytest.approx(alone.trunk[9].centre_m)
    assert together[4].landmarks_m == pytest.approx(
        performance.figure_at(performance.duration_s).landmarks_m
    )


def test_sides_alternate_and_mirror_each_other() -> None:
    performance = short("bird-dog", naturalness=0.0)
    truth = performance.truth()
    assert [r.side for r in truth.repetitions] == ["left", "right"]
    left, right = (performance.figure_at(r.peak_s) for r in truth.repetitions)
    mirrored = right.landmarks_m[MIRROR] * np.array([1.0, 1.0, -1.0])
    assert left.landmarks_m == pytest.approx(mirrored, abs=1e-9)
    assert at(left, "left_knee")[1] > at(left, "right_knee")[1] + 0.2
    assert at(left, "right_wrist")[1] > at(left, "left_wrist")[1] + 0.2
    other = short("bird-dog", first_side="right").truth()
    assert [r.side for r in other.repetitions] == ["right", "left"]


@pytest.mark.parametrize("name", ["cat-cow", "bird-dog"])
@pytest.mark.parametrize("count", [1, 5])
def test_repetitions_are_told_as_they_happened(name: str, count: int) -> None:
    performance = Performance(exercise(name), repetitions=count)
    truth = performance.truth()
    assert [r.number for r in truth.repetitions] == list(range(1, count + 1))
    assert truth.holds == truth.faults == truth.variations == ()
    begin = truth.ready_s
    for repetition in truth.repetitions:
        assert begin < repetition.start_s < repetition.peak_s < repetition.end_s
        begin = repetition.end_s
        still, peak = performance.figures([repetition.start_s, repetition.peak_s])
        moved_m = np.linalg.norm(still.landmarks_m - peak.landmarks_m, axis=1)
        assert moved_m.max() > 0.05
        assert performance.phase_at(repetition.peak_s) == repetition.phases[0].name
    assert truth.repetitions[-1].end_s < truth.duration_s == performance.duration_s


def test_getting_in_and_out_of_position_is_performed_or_left_out() -> None:
    whole, bare = short("cat-cow"), short("cat-cow", enter=False, leave=False)
    first, last = whole.figures([0.0, whole.duration_s])
    for figure in (first, last):
        assert mid(figure, "shoulder")[1] > mid(figure, "hip")[1] + 0.4, "upright"
    for figure in bare.figures([0.0, bare.duration_s]):
        assert mid(figure, "wrist")[1] < 0.1, "on hands and knees"
    assert bare.truth().ready_s == 0.0
    assert whole.truth().ready_s > 1.0
    assert len(bare.truth().repetitions) == len(whole.truth().repetitions)


def test_getting_into_the_plank_straightens_one_leg_then_the_other() -> None:
    performance = short("plank", naturalness=0.0)
    kneeling, one, both = (
        performance.figure_at(middle_of(performance, phase))
        for phase in ("kneeling", "one-leg", "start")
    )
    assert max(at(kneeling, f"{s}_knee")[1] for s in ("left", "right")) < 0.06
    assert at(one, "left_knee")[1] > 0.15 > 0.06 > at(one, "right_knee")[1]
    assert min(at(both, f"{s}_knee")[1] for s in ("left", "right")) > 0.15


def test_a_plank_is_left_on_the_knees_and_the_truth_says_so() -> None:
    performance = short("plank", hold_s=6.0, naturalness=0.0)
    (hold,) = performance.truth().holds
    assert hold.ended == "knees"
    assert hold.start_s == performance.truth().ready_s, "the start posture is held already"
    settling_s = exercise("plank").demonstration.enter[-1].hold_s
    settling_s += exercise("plank").demonstration.repetition[0].move_s
    assert hold.end_s - hold.start_s == pytest.approx(settling_s + 6.0)
    assert hold.good_s == pytest.approx(settling_s + 6.0)
    end = performance.figure_at(performance.duration_s)
    assert mid(end, "knee")[1] < 0.06
    assert mid(end, "hip")[1] > 0.2


def test_without_leaving_the_hold_lasts_to_the_end() -> None:
    performance = short("plank", leave=False)
    (hold,) = performance.truth().holds
    assert hold.ended == "end"
    assert hold.end_s == pytest.approx(performance.duration_s)


@pytest.mark.parametrize("kind", ["leg-lift", "rock-forward-back", "side-to-side"])
def test_variations_happen_within_the_hold(kind: str) -> None:
    performance = short("plank", variation=kind, variation_repetitions=3)
    truth = performance.truth()
    (hold,) = truth.holds
    assert [v.variation for v in truth.variations] == [kind] * 3
    assert [v.number for v in truth.variations] == [1, 2, 3]
    for one in truth.variations:
        assert hold.start_s < one.start_s < one.peak_s < one.end_s < hold.end_s
    if kind == "leg-lift":
        assert [v.side for v in truth.variations] == ["left", "right", "left"]
        figure = performance.figure_at(truth.variations[1].peak_s)
        assert at(figure, "right_ankle")[1] > at(figure, "left_ankle")[1] + 0.1
    if kind == "rock-forward-back":
        assert {v.side for v in truth.variations} == {None}


def test_tempo_stretches_the_movement() -> None:
    normal, slow = short("cat-cow", naturalness=0.0), short("cat-cow", naturalness=0.0, tempo=2.0)
    a, b = normal.truth().repetitions[0], slow.truth().repetitions[0]
    assert b.end_s - b.start_s == pytest.approx(2.0 * (a.end_s - a.start_s))


def test_pauses_come_after_each_repetition() -> None:
    plain = short("bird-dog", naturalness=0.0).truth()
    paused = short("bird-dog", naturalness=0.0, pause_s=4.0).truth()
    assert paused.duration_s == pytest.approx(plain.duration_s + 2 * 4.0)
    gap = paused.repetitions[1].start_s - paused.repetitions[0].end_s
    assert gap == pytest.approx(plain.repetitions[1].start_s - plain.repetitions[0].end_s + 4.0)


def test_moments_carry_captions_and_prompts() -> None:
    performance = short("cat-cow")
    moment = performance.moment_at(performance.truth().repetitions[0].peak_s)
    assert (moment.phase, moment.part, moment.repetition) == ("cat", "repetition", 1)
    assert moment.caption
    assert performance.prompt_at(performance.truth().repetitions[0].peak_s) == moment.prompt
    assert performance.moment_at(0.0).part == "enter"
    assert performance.moment_at(performance.duration_s).part == "leave"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"fault": ("XX-none", 1.0)}, "XX-none"),
        ({"variation": "handstand"}, "handstand"),
        ({"fault": ("PL5-sag", 1.0), "fault_window_s": (3.0, 9.0)}, "doesn't fit"),
    ],
)
def test_what_does_not_exist_is_refused(options: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        short("plank", **options)


@given(st.floats(-1.0, 2.0))
def test_minimum_jerk_goes_from_rest_to_rest(share: float) -> None:
    value = float(minimum_jerk(np.array([share]))[0])
    assert 0.0 <= value <= 1.0
    slope = minimum_jerk(np.array([0.0, 1e-4, 0.5, 0.5 + 1e-4, 1.0 - 1e-4, 1.0]))
    assert slope[1] - slope[0] < 1e-10
    assert slope[5] - slope[4] < 1e-10
    assert slope[3] - slope[2] > 1e-4


@settings(max_examples=12, deadline=None)
@given(
    name=st.sampled_from(EXERCISES),
    shape=st.sampled_from(sorted(PRESETS)),
    seed=st.integers(0, 10_000),
    naturalness=st.floats(0.0, 2.0),
)
def test_any_person_does_it_smoothly(name: str, shape: str, seed: int, naturalness: float) -> None:
    performance = short(
        name, shape=PRESETS[shape], repetitions=1, seed=seed, naturalness=naturalness
    )
    where = paths(performance, 25.0)
    assert np.isfinite(where).all()
    assert np.linalg.norm(np.diff(where, axis=0), axis=2).max() < 0.1


def test_a_stage_is_always_held_with_its_variation_and_a_fault_within_its_window_only() -> None:
    leg_lift = load_exercise("plank", stage="leg-lift")
    clean = Performance(leg_lift, variation_repetitions=3).truth()
    assert [one.variation for one in clean.variations] == ["leg-lift"] * 3
    assert len(clean.holds) == 1
    assert clean.faults == ()
    planted = ("PL6-hips-high", 1.0)
    windowed = Performance(leg_lift, fault=planted, fault_window_s=(3.2, 7.4), tempo=1.0).truth()
    start_s = windowed.holds[0].start_s
    assert [fault.name for fault in windowed.faults] == ["PL6-hips-high"]
    assert windowed.faults[0].start_s > start_s + 2.0
    assert windowed.faults[0].end_s < windowed.holds[0].end_s - 4.0
    assert 0.0 < windowed.holds[0].good_s < windowed.holds[0].end_s - start_s
    throughout = Performance(leg_lift, fault=planted).truth()
    assert throughout.faults[0].end_s > throughout.holds[0].end_s - 1.0
