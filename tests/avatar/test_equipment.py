"""Things are where they belong at every instant of a performance."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.arms import palms_m
from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.equipment import Equipment
from backline.avatar.figure import Figure
from backline.avatar.things import Ball, Tube
from backline.body import FloatArray, Landmark
from backline.guide.props import Band, Bar, Kettlebell
from tests.avatar.bodies import at, marks, mid, middle_of, short
from tests.avatar.equipped import EQUIPPED, EQUIPPED_FAULTS, perform

FPS = 25.0


def straps(figure: Figure) -> list[FloatArray]:
    return [t.points_m for t in figure.things if isinstance(t, Tube) and t.material == "band"]


def palms(figure: Figure) -> FloatArray:
    return palms_m(
        figure.landmarks_m, (figure.joints_m["left_hand"], figure.joints_m["right_hand"])
    )


def check(name: str, **options: object) -> None:
    performance = perform(name, **options)
    times = performance.times_s(FPS)
    where = marks(performance.figures(times))
    assert np.isfinite(where).all()
    assert where[:, :, 1].min() > -0.01
    carried = {"sole": "ANKLE", "knee": "KNEE", "foot": "ANKLE"}
    for contact, place in performance.stances[0].anchors.items():
        side, _, kind = contact.partition("_")
        if kind in carried and contact in frozenset.intersection(
            *(s.contacts for s in performance.stances)
        ):
            mark = Landmark[f"{side}_{carried[kind]}".upper()]
            assert np.linalg.norm(where[:, mark] - place, axis=1).max() < 0.005, contact
    for a, b in (("HIP", "KNEE"), ("KNEE", "ANKLE"), ("SHOULDER", "ELBOW"), ("ELBOW", "WRIST")):
        for side in ("LEFT", "RIGHT"):
            bone = where[:, Landmark[f"{side}_{a}"]] - where[:, Landmark[f"{side}_{b}"]]
            assert np.ptp(np.linalg.norm(bone, axis=1)) < 1e-6


@pytest.mark.parametrize("shape", PRESETS)
@pytest.mark.parametrize("name", EQUIPPED)
def test_bones_keep_their_length_and_feet_and_knees_their_place(name: str, shape: str) -> None:
    check(name, shape=PRESETS[shape])


@pytest.mark.parametrize(("name", "cue"), EQUIPPED_FAULTS)
def test_so_they_do_with_faults(name: str, cue: str) -> None:
    check(name, fault=(cue, 1.2), repetitions=1)


@pytest.mark.parametrize("name", EQUIPPED)
def test_nothing_jumps(name: str) -> None:
    where = marks(perform(name).figures(perform(name).times_s(50.0)))
    assert np.linalg.norm(np.diff(where, axis=0), axis=2).max() * 50.0 < 2.6
    jerk_m = np.linalg.norm(np.diff(where, n=2, axis=0), axis=2).max()
    assert jerk_m < (0.022 if name == "rotate" else 0.012), "an arm leaving the floor swings most"


@pytest.mark.parametrize("name", EQUIPPED)
def test_the_truth_counts_what_is_done(name: str) -> None:
    performance = perform(name)
    truth = performance.truth()
    assert [r.number for r in truth.repetitions] == [1, 2]
    assert truth.duration_s == performance.duration_s
    sides = [r.side for r in truth.repetitions]
    each = performance.exercise.demonstration.each_side
    assert sides == (["left", "right"] if each else [None, None])


@pytest.mark.parametrize("name", ["squat", "row"])
def test_a_band_ends_in_each_hand_and_lengthens(name: str) -> None:
    performance = perform(name)
    lengths = []
    for figure in performance.figures(performance.times_s(5.0)):
        left, right = straps(figure)
        assert left[0] == pytest.approx(right[0]), "one anchor"
        ends = np.stack([left[-1], right[-1]])
        assert np.abs(ends - palms(figure)).max() < 0.01
        lengths.append(np.linalg.norm(left[-1] - left[0]))
    assert np.ptp(lengths) > 0.2


def test_a_band_round_the_hips_pulls_them_back() -> None:
    performance = perform("hinge")
    for figure in performance.figures(performance.times_s(4.0)):
        one, other, loop = straps(figure)
        assert one[-1] == pytest.approx(loop[0])
        assert other[-1] == pytest.approx(loop[-1])
        assert one[0][0] < mid(figure, "hip")[0] - 0.8, "the anchor is behind"
        assert one[0][1] == pytest.approx(0.45 * 1.70)
        away = np.linalg.norm(loop - mid(figure, "hip"), axis=1)
        assert 0.08 < away.min() < away.max() < 0.25


def test_a_chops_band_comes_from_across_the_working_side() -> None:
    performance = perform("chop", naturalness=0.0)
    for repetition in performance.truth().repetitions:
        figure = performance.figure_at(repetition.peak_s)
        (strap,) = straps(figure)
        outward = -1.0 if repetition.side == "left" else 1.0
        assert strap[0][2] * outward == pytest.approx(-1.3, abs=0.02)
        assert strap[-1] == pytest.approx(palms(figure).mean(axis=0), abs=0.01)
        assert outward * mid(figure, "wrist")[2] > 0.2, "pulled across"


def test_a_kettlebell_hangs_below_the_hands() -> None:
    performance = perform("hinge")
    for figure in performance.figures(performance.times_s(4.0)):
        bell = next(t for t in figure.things if isinstance(t, Ball) and t.material == "iron")
        grip = palms(figure).mean(axis=0)
        assert bell.centre_m[[0, 2]] == pytest.approx(grip[[0, 2]], abs=1e-9)
        assert 0.1 < grip[1] - bell.centre_m[1] < 0.25
        assert figure.grips == (True, True)


def test_a_bar_lies_in_both_hands() -> None:
    equipment = Equipment([Bar(kind="bar", plate_radius_m=0.2)], BodyShape(), sided=False)
    performance = short("cat-cow")
    scene = perform("hinge")._scene
    figure = equipment.equip(performance.figure_at(0.0), None, scene)
    bar = next(t for t in figure.things if isinstance(t, Tube) and t.material == "steel")
    line = bar.points_m[1] - bar.points_m[0]
    assert np.linalg.norm(line) == pytest.approx(1.2)
    for palm in palms(figure):
        gap = np.cross(palm - bar.points_m[0], line) / np.linalg.norm(line)
        assert np.linalg.norm(gap) < 0.01
    assert sum(isinstance(t, Tube) and t.material == "iron" for t in figure.things) == 2


def test_without_props_nothing_is_added() -> None:
    figure = short("cat-cow").figure_at(1.0)
    assert figure.things == ()
    assert figure.grips == (False, False)


def test_a_side_needs_a_one_sided_demonstration() -> None:
    for prop in (
        Band(kind="band", to="hands", towards="working", distance_m=1.0, height_m=1.0),
        Kettlebell(kind="kettlebell", to="resting_hand"),
    ):
        with pytest.raises(ValueError, match="without sides"):
            Equipment([prop], BodyShape(), sided=False)
        assert Equipment([prop], BodyShape(), sided=True).props == (prop,)


def test_a_weight_in_one_hand_follows_the_working_side() -> None:
    bell = Kettlebell(kind="kettlebell", to="working_hand")
    equipment = Equipment([bell], BodyShape(), sided=True)
    performance = perform("chop")
    figure = performance.figure_at(0.0)
    for side, index in (("left", 0), ("right", 1)):
        held = equipment.equip(figure, side, performance._scene)  # type: ignore[arg-type]
        assert held.grips == (side == "left", side == "right")
        iron = next(t for t in held.things if isinstance(t, Ball))
        assert iron.centre_m[2] == pytest.approx(palms(figure)[index][2])


def test_the_shoulders_creep_up_and_the_shoulder_dips() -> None:
    plain, shrug = (perform("squat", naturalness=0.0, fault=f) for f in (None, ("shrug", 1.0)))
    gaps = [
        mid(f, "ear")[1] - mid(f, "shoulder")[1]
        for f in (p.figure_at(middle_of(p, "low")) for p in (plain, shrug))
    ]
    assert gaps[1] < gaps[0] - 0.02
    slopes = []
    for fault in (None, ("dip", 1.0)):
        chop = perform("chop", naturalness=0.0, fault=fault)
        figure = chop.figure_at(middle_of(chop, "across"))
        slopes.append(at(figure, "right_shoulder")[1] - at(figure, "left_shoulder")[1])
    assert abs(slopes[0]) < 0.035, "a clean turn keeps the shoulders level"
    assert slopes[1] > slopes[0] + 0.04
