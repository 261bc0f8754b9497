"""Standing on flat feet: in balance, feet planted, hinge and squat told apart by data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.figure import Figure
from backline.avatar.postures import still_figure
from backline.body import FloatArray
from tests.avatar.bodies import at, mid

AVERAGE = BodyShape()
HINGE = {"pelvis_pitch_deg": 65.0, "knee_flexion_deg": 20.0, "shoulder_flexion_deg": 65.0}
SQUAT = {"pelvis_pitch_deg": 40.0, "knee_flexion_deg": 105.0, "shoulder_flexion_deg": 110.0}
SHARES = (
    ("shoulder", "elbow", 0.0271, 0.577),
    ("elbow", "wrist", 0.0223, 0.55),
    ("hip", "knee", 0.1416, 0.410),
    ("knee", "ankle", 0.0433, 0.446),
    ("heel", "foot_index", 0.0137, 0.44),
)


def standing(pose: dict[str, float], shape: BodyShape = AVERAGE) -> Figure:
    return still_figure(shape, pose, ["sole"])


def mass_centre_m(figure: Figure) -> FloatArray:
    """(3,) reckoned from the drawn figure alone, with textbook shares of body mass."""
    total = 0.0694 * figure.joints_m["head"]
    centres = np.array([s.centre_m for s in figure.trunk])
    size = np.array([s.lateral_m * (s.dorsal_m + s.ventral_m) for s in figure.trunk])
    total = total + 0.4346 * (size @ centres) / size.sum()
    for side in ("left", "right"):
        for a, b, mass, where in SHARES:
            start, end = at(figure, f"{side}_{a}"), at(figure, f"{side}_{b}")
            total = total + mass * (start + where * (end - start))
    return np.asarray(total)


def angle_deg(figure: Figure, a: str, b: str, c: str) -> float:
    u, v = at(figure, a) - at(figure, b), at(figure, c) - at(figure, b)
    return float(np.rad2deg(np.arccos(u @ v / np.linalg.norm(u) / np.linalg.norm(v))))


@pytest.mark.parametrize("shape", PRESETS)
@pytest.mark.parametrize("pose", [{}, HINGE, SQUAT, {"pelvis_pitch_deg": -15.0}])
def test_the_weight_stays_over_the_feet(shape: str, pose: dict[str, float]) -> None:
    figure = standing(pose, PRESETS[shape])
    place = mass_centre_m(figure)[0]
    heel, toe = mid(figure, "heel")[0], mid(figure, "foot_index")[0]
    assert heel + 0.2 * (toe - heel) < place < heel + 0.7 * (toe - heel)


def test_the_weight_can_be_shifted_over_toes_or_heels() -> None:
    places = [
        mass_centre_m(f)[0] - mid(f, "ankle")[0]
        for f in (standing({"shift_forward_m": d}) for d in (-0.03, 0.0, 0.04))
    ]
    assert np.diff(places) == pytest.approx([0.03, 0.04], abs=0.006)


@settings(max_examples=40, deadline=None)
@given(
    shape=st.sampled_from(sorted(PRESETS)),
    pitch=st.floats(-18.0, 80.0),
    knee=st.floats(0.0, 115.0),
    roll=st.floats(-35.0, 35.0),
    yaw=st.floats(-8.0, 8.0),
    left=st.floats(-0.05, 0.05),
)
def test_the_feet_stay_flat_where_they_are(
    shape: str, pitch: float, knee: float, roll: float, yaw: float, left: float
) -> None:
    body = PRESETS[shape]
    figure = standing(
        {
            "pelvis_pitch_deg": pitch,
            "knee_flexion_deg": knee,
            "pelvis_roll_deg": roll,
            "pelvis_yaw_deg": yaw,
            "shift_left_m": left,
        },
        body,
    )
    for side, z in (("left", -body.half_hip_m), ("right", body.half_hip_m)):
        ankle = at(figure, f"{side}_ankle")
        assert ankle[1:] == pytest.approx([body.rest_height_m["sole"], z], abs=2e-3)
        thigh = at(figure, f"{side}_knee") - at(figure, f"{side}_hip")
        assert np.linalg.norm(thigh) == pytest.approx(body.thigh_m)
        foot = at(figure, f"{side}_foot_index") - at(figure, f"{side}_heel")
        assert foot[2] == pytest.approx(0.0, abs=1e-9)


def test_a_hinge_sends_the_hips_back_and_a_squat_down() -> None:
    tall, hinge, squat = standing({}), standing(HINGE), standing(SQUAT)
    hips = [mid(f, "hip") - mid(f, "ankle") for f in (tall, hinge, squat)]
    assert hips[1][0] < hips[0][0] - 0.12
    assert hips[1][1] > hips[0][1] - 0.12
    assert hips[2][1] < hips[0][1] - 0.25
    knees = [mid(f, "knee") - mid(f, "ankle") for f in (hinge, squat)]
    assert knees[1][0] > knees[0][0] + 0.12, "knees come over the feet in the squat only"


def test_knees_and_trunk_bend_as_the_pose_says() -> None:
    hinge, squat = standing(HINGE), standing(SQUAT)
    assert 180 - angle_deg(hinge, "left_hip", "left_knee", "left_ankle") == pytest.approx(20, abs=1)
    assert 180 - angle_deg(squat, "left_hip", "left_knee", "left_ankle") == pytest.approx(
        105, abs=1
    )
    trunk = mid(hinge, "shoulder") - mid(hinge, "hip")
    assert np.rad2deg(np.arctan2(trunk[0], trunk[1])) == pytest.approx(65, abs=3)


def test_leaning_back_pushes_the_hips_forward() -> None:
    tall, back = standing({}), standing({"pelvis_pitch_deg": -15.0})
    assert mid(back, "hip")[0] - mid(back, "ankle")[0] > mid(tall, "hip")[0] - mid(tall, "ankle")[0]
    assert mid(back, "shoulder")[0] < mid(back, "hip")[0] - 0.08


def test_knees_fall_in_and_out_over_planted_feet() -> None:
    plain, inward, outward = (
        standing(SQUAT | {"hip_rotation_deg": turn}) for turn in (0.0, 30.0, -30.0)
    )
    gap = [at(f, "right_knee")[2] - at(f, "left_knee")[2] for f in (plain, inward, outward)]
    assert gap[1] < gap[0] - 0.1
    assert gap[2] > gap[0] + 0.1
    wide = standing(SQUAT | {"hip_abduction_deg": 30.0})
    assert at(wide, "right_knee")[2] - at(wide, "left_knee")[2] == pytest.approx(gap[2], abs=0.01)


def test_turning_the_hips_leaves_the_feet() -> None:
    turned = standing({"pelvis_roll_deg": 25.0, "knee_flexion_deg": 10.0})
    across = at(turned, "left_hip") - at(turned, "right_hip")
    assert np.rad2deg(np.arctan2(-across[0], -across[2])) == pytest.approx(25.0, abs=0.5)
    assert at(turned, "left_ankle")[0] == pytest.approx(at(turned, "right_ankle")[0], abs=1e-6)


def test_the_head_pokes_forward_without_looking_down() -> None:
    plain, poked = standing({}), standing({"head_forward_m": 0.06})
    ahead = [mid(f, "ear")[0] - mid(f, "shoulder")[0] for f in (plain, poked)]
    assert ahead[1] - ahead[0] == pytest.approx(0.06, abs=0.012)
    assert poked.head_axes == pytest.approx(plain.head_axes, abs=1e-9)


def test_pronation_turns_the_palm_down_and_leaves_the_arm() -> None:
    level = {"shoulder_flexion_deg": 90.0}
    plain, turned = standing(level), standing(level | {"forearm_pronation_deg": 90.0})
    for side in ("left", "right"):
        assert at(turned, f"{side}_wrist") == pytest.approx(at(plain, f"{side}_wrist"), abs=0.02)
        thumb = [at(f, f"{side}_index") - at(f, f"{side}_pinky") for f in (plain, turned)]
        assert thumb[0][1] > 0.03
        assert abs(thumb[1][1]) < 0.01
        assert thumb[1][2] * (1 if side == "left" else -1) > 0.03, "thumbs towards each other"


def test_turning_the_chest_leaves_hips_and_the_shoulders_level() -> None:
    figure = standing({"trunk_turn_deg": 40.0})
    hips, shoulders = (
        at(figure, f"left_{n}") - at(figure, f"right_{n}") for n in ("hip", "shoulder")
    )
    assert hips[0] == pytest.approx(0.0, abs=1e-9)
    assert np.rad2deg(np.arctan2(-shoulders[0], -shoulders[2])) == pytest.approx(33.0, abs=8.0)
    assert shoulders[1] == pytest.approx(0.0, abs=5e-3)
    assert shoulders[0] < -0.15, "the left shoulder goes back"
