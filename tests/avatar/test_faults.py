"""Planted faults: each shows, shows more the stronger it is, and only where it should."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from backline.avatar.camera import Camera
from backline.avatar.figure import Figure
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import BackLine, FloatArray
from tests.avatar.bodies import EXERCISES, FAULTS, at, exercise, mid, middle_of, short

Measure = Callable[[Figure], float]


def tilt_deg(way: FloatArray) -> float:
    """Angle of a direction above the floor, forward positive."""
    return float(np.rad2deg(np.arctan2(way[1], way[0])))


def trunk_tilt(figure: Figure) -> float:
    return tilt_deg(mid(figure, "shoulder") - mid(figure, "hip"))


def face_down(figure: Figure) -> float:
    """How far the face is turned down against the trunk."""
    return trunk_tilt(figure) - tilt_deg(at(figure, "nose") - mid(figure, "ear"))


def stands_out(first: int, last: int) -> Measure:
    """How far a stretch of the back line stands out over its own ends."""

    def measure(figure: Figure) -> float:
        back = pose_frame(figure, Camera(distance_m=3.0), 0.0).back
        assert isinstance(back, BackLine)
        stretch = back.offset_ratio[first:last]
        return float(stretch.mean() - 0.5 * (stretch[:3].mean() + stretch[-3:].mean()))

    return measure


LOW_BACK, UPPER_BACK = stands_out(3, 25), stands_out(15, 38)


def bend_deg(first: str, joint: str, last: str) -> Measure:
    """Flexion of a joint, 0 straight."""

    def measure(figure: Figure) -> float:
        a, b = at(figure, joint) - at(figure, first), at(figure, last) - at(figure, joint)
        cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        return float(np.rad2deg(np.arccos(np.clip(cosine, -1.0, 1.0))))

    return measure


def hips_over_line(figure: Figure) -> float:
    shoulder, ankle, hip = (mid(figure, n) for n in ("shoulder", "ankle", "hip"))
    share = (hip[0] - ankle[0]) / (shoulder[0] - ankle[0])
    return float(hip[1] - (ankle[1] + share * (shoulder[1] - ankle[1])))


def hand_lift(figure: Figure) -> float:
    return float(at(figure, "left_wrist")[1] - at(figure, "right_wrist")[1])


def chest_under_shoulders(figure: Figure) -> float:
    """How far the upper back has sunk against the shoulder centres."""
    section = figure.trunk[-4]
    return float((mid(figure, "shoulder") - section.centre_m) @ section.axes[1])


# phase in which it is looked at, measure, and +1 where the fault makes it larger
MEASURED: dict[str, tuple[str, Measure, float]] = {
    "CC1-level": ("start", trunk_tilt, 1.0),
    "CC2-round": ("cat", LOW_BACK, -1.0),
    "CC2-head": ("cat", face_down, -1.0),
    "CC4-arch": ("cow", LOW_BACK, 1.0),
    "CC4-head": ("cow", face_down, 1.0),
    "BD3-shift": ("reach", lambda f: float(mid(f, "hip")[0] - at(f, "right_knee")[0]), 1.0),
    "BD4-arch": ("reach", LOW_BACK, -1.0),
    "BD4-round": ("reach", LOW_BACK, 1.0),
    "BD5-high": ("reach", lambda f: float((at(f, "left_ankle") - at(f, "left_hip"))[1]), 1.0),
    "BD5-arm-high": (
        "reach",
        lambda f: float((at(f, "right_wrist") - at(f, "right_shoulder"))[1]),
        1.0,
    ),
    "BD5-bent-leg": ("reach", bend_deg("left_hip", "left_knee", "left_ankle"), 1.0),
    "BD5-bent-arm": ("reach", bend_deg("right_shoulder", "right_elbow", "right_wrist"), 1.0),
    "BD5-head": ("reach", face_down, -1.0),
    "PL1-elbows": ("hold", lambda f: float((mid(f, "elbow") - mid(f, "shoulder"))[0]), 1.0),
    "PL3-knees": ("hold", bend_deg("left_hip", "left_knee", "left_ankle"), 1.0),
    "PL5-sag": ("hold", hips_over_line, -1.0),
    "PL5-flat": ("hold", LOW_BACK, 1.0),
    "PL6-hips-high": ("hold", hips_over_line, 1.0),
    "PL6-upper-back": ("hold", UPPER_BACK, 1.0),
    "PL7-collapse": ("hold", chest_under_shoulders, 1.0),
}
TIMED = {"CC6-fast", "BD2-fast"}
SWAPPED = {"BD1-same-side", "PL8-flop"}


def test_every_cue_can_be_planted_and_is_looked_at_here() -> None:
    cues = {cue.id for name in EXERCISES for cue in exercise(name).cues}
    assert {cue for _, cue in FAULTS} == cues == set(MEASURED) | TIMED | SWAPPED


def seen(name: str, cue: str, strength: float) -> Figure:
    performance = short(name, repetitions=1, naturalness=0.0, fault=(cue, strength))
    return performance.figure_at(middle_of(performance, MEASURED[cue][0]))


@pytest.mark.parametrize(("name", "cue"), [f for f in FAULTS if f[1] in MEASURED])
def test_a_fault_grows_with_its_strength(name: str, cue: str) -> None:
    _, measure, sign = MEASURED[cue]
    values = [sign * measure(seen(name, cue, s)) for s in (0.0, 0.25, 0.5, 0.75, 1.0)]
    if cue == "CC1-level":
        assert values[-1] > values[0] + 10.0, "the lean begins to tell late"
        values = values[2:]
    assert (np.diff(values) > 0).all(), values


@pytest.mark.parametrize(("name", "cue"), [f for f in FAULTS if f[1] in MEASURED])
def test_strength_nought_is_clean(name: str, cue: str) -> None:
    clean = short(name, repetitions=1, naturalness=0.0)
    wanted = clean.figure_at(middle_of(clean, MEASURED[cue][0])).landmarks_m
    assert seen(name, cue, 0.0).landmarks_m == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("cue", sorted(TIMED))
def test_rushing_gets_faster_with_strength(cue: str) -> None:
    name = next(n for n, c in FAULTS if c == cue)
    lengths = []
    for strength in (0.0, 0.5, 1.0):
        (one,) = (
            short(name, repetitions=1, naturalness=0.0, fault=(cue, strength)).truth().repetitions
        )
        lengths.append(one.end_s - one.start_s)
    assert lengths[0] > lengths[1] > lengths[2]
    assert lengths[0] > 5.0 > 2.5 > lengths[2]


def test_same_side_lifts_the_arm_of_the_working_leg() -> None:
    for strength, sign in ((0.0, -1.0), (1.0, 1.0)):
        performance = short(
            "bird-dog", repetitions=1, naturalness=0.0, fault=("BD1-same-side", strength)
        )
        figure = performance.figure_at(middle_of(performance, "reach"))
        assert at(figure, "left_ankle")[1] > 0.3
        assert sign * hand_lift(figure) > 0.3


def test_flopping_puts_the_belly_down_before_the_knees() -> None:
    clean, flop = (
        short("plank", naturalness=0.0, fault=("PL8-flop", strength)) for strength in (0.0, 1.0)
    )
    assert clean.truth().holds[0].ended == "knees"
    assert flop.truth().holds[0].ended == "flop"
    down = flop.figure_at(flop.duration_s)
    assert mid(down, "hip")[1] < 0.13
    assert bend_deg("left_hip", "left_knee", "left_ankle")(down) < 25.0
    belly_m = min(float((s.centre_m - s.ventral_m * s.axes[1])[1]) for s in down.trunk)
    assert -0.03 < belly_m < 0.04


def test_a_negative_strength_turns_the_fault_round() -> None:
    ahead, behind = (MEASURED["PL1-elbows"][1](seen("plank", "PL1-elbows", s)) for s in (1.0, -1.0))
    assert behind == pytest.approx(-ahead, abs=0.03)


def test_faults_can_be_in_some_repetitions_only() -> None:
    performance = short(
        "cat-cow", repetitions=3, naturalness=0.0, fault=("CC2-round", 1.0), fault_repetitions=[2]
    )
    truth = performance.truth()
    bows = [LOW_BACK(performance.figure_at(r.peak_s)) for r in truth.repetitions]
    assert bows[0] == pytest.approx(bows[2])
    assert bows[1] < bows[0] - 0.01
    (span,) = truth.faults
    second = truth.repetitions[1]
    assert span.name == "CC2-round"
    assert second.start_s < span.start_s < second.peak_s < span.end_s < second.end_s


def test_a_fault_window_in_a_hold_is_taken_from_the_good_time() -> None:
    performance = short(
        "plank", hold_s=12.0, naturalness=0.0, fault=("PL5-sag", 1.0), fault_window_s=(4.0, 8.0)
    )
    truth = performance.truth()
    (hold,) = truth.holds
    (span,) = truth.faults
    begin = hold.end_s - 12.0
    assert span.start_s - begin == pytest.approx(4.4)
    assert span.end_s - begin == pytest.approx(8.4)
    assert hold.good_s == pytest.approx(hold.end_s - hold.start_s - 4.0)
    heights = [hips_over_line(performance.figure_at(begin + t)) for t in (2.0, 6.0, 11.0)]
    assert heights[0] == pytest.approx(heights[2], abs=1e-6)
    assert heights[1] < heights[0] - 0.03


def test_misplaced_elbows_stay_misplaced() -> None:
    performance = Performance(
        exercise("plank"), hold_s=6.0, fault=("PL1-elbows", 1.0), fault_window_s=(2.0, 4.0)
    )
    (hold,) = performance.truth().holds
    assert hold.good_s == pytest.approx(0.0)


@pytest.mark.parametrize(("name", "cue"), FAULTS)
def test_every_fault_says_how_it_looks(name: str, cue: str) -> None:
    fault = exercise(name).demonstration.faults[cue]
    assert len(fault.text) > 20
    assert fault.text.endswith(".")
    assert fault.adds or fault.tempo or fault.poses
