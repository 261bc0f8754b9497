"""Measures of arms, shoulders and turning: the right number on bodies whose geometry is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from backline.body import CannotJudge, FloatArray, Landmark, PoseFrame
from tests.bodies import STANDING, Body, Facing, pose_frame
from tests.motion.contexts import neutral_of, value

AHEAD = STANDING.but(arm_deg=(90.0, 90.0))
LOW = STANDING.but(arm_deg=(165.0, 165.0))
SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
TESTED = {
    "arm_pull_deg",
    "arms_pull_deg",
    "arms_raise_deg",
    "arm_raise_deg",
    "hands_apart_ratio",
    "both_elbows_flexion_deg",
    "straighter_elbow_flexion_deg",
    "ear_shoulder_ratio",
    "shoulder_tilt_ratio",
    "pelvis_yaw_deg",
    "chest_yaw_deg",
    "chest_across_deg",
    "chest_turn_deg",
    "pelvis_turn_deg",
    "shoulder_dip_ratio",
    "shoulder_rise_ratio",
    "shoulders_unlevel_ratio",
}
"""The measures that are tested here."""
YAWS = {"chest_yaw_deg": SHOULDERS, "pelvis_yaw_deg": HIPS}


def turned(frame: PoseFrame, marks: tuple[Landmark, ...], degrees: float) -> PoseFrame:
    """The frame with some world landmarks turned to the body's own left about the vertical."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    rotation: FloatArray = np.array([[c, 0.0, -s], [0.0, 1.0, 0.0], [s, 0.0, c]])
    world = frame.world_m.copy()
    world[list(marks)] = world[list(marks)] @ rotation.T
    return replace(frame, world_m=world)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("hidden_back", [False, True])
@pytest.mark.parametrize(("body", "pull_deg"), [(STANDING, 178.0), (AHEAD, 90.0), (LOW, 165.0)])
def test_pulled_arms_have_their_angle_with_the_back_line_or_without(
    body: Body, pull_deg: float, hidden_back: bool, facing: Facing
) -> None:
    back = CannotJudge.TRUNK_HIDDEN if hidden_back else None
    frame = pose_frame(body.but(back=back), facing=facing)
    for name in ("arm_pull_deg", "arms_pull_deg"):
        assert value(name, frame) == pytest.approx(pull_deg)
    for name in ("arm_raise_deg", "arms_raise_deg"):
        assert value(name, frame) == pytest.approx(180.0 - pull_deg)


def test_from_the_front_without_a_back_line_the_pull_cant_be_told() -> None:
    frame = pose_frame(AHEAD.but(back=CannotJudge.NOT_SIDE_VIEW), azimuth_deg=5.0)
    assert math.isnan(value("arms_pull_deg", frame))


def test_an_arm_that_isnt_seen_leaves_the_other_one() -> None:
    frame = pose_frame(STANDING.but(arm_deg=(90.0, 150.0)), hidden=[Landmark.LEFT_WRIST])
    assert math.isnan(value("arm_pull_deg", frame, "left"))
    assert value("arms_pull_deg", frame) == pytest.approx(150.0)


def test_hands_apart_is_over_the_trunk_and_needs_both() -> None:
    frame = pose_frame(AHEAD)
    points = frame.landmarks_px.copy()
    points[Landmark.LEFT_WRIST] = points[Landmark.RIGHT_WRIST] + (30.0, 40.0)
    apart = replace(frame, landmarks_px=points)
    assert value("hands_apart_ratio", apart) == pytest.approx(50.0 / 150.0)
    assert math.isnan(value("hands_apart_ratio", pose_frame(AHEAD, hidden=[Landmark.LEFT_WRIST])))


def test_the_more_bent_and_the_straighter_elbow() -> None:
    frame = AHEAD.but(elbow_flexion_deg=(10.0, 60.0))
    assert value("both_elbows_flexion_deg", frame) == pytest.approx(60.0)
    assert value("straighter_elbow_flexion_deg", frame) == pytest.approx(10.0)


def test_a_shrug_brings_the_shoulders_nearer_to_the_ears() -> None:
    frame = pose_frame(AHEAD)
    points = frame.landmarks_px.copy()
    points[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR], 1] += 15.0
    lower = replace(frame, landmarks_px=points)
    trunk_px = 150.0
    before, after = value("ear_shoulder_ratio", frame), value("ear_shoulder_ratio", lower)
    assert before - after == pytest.approx(15.0 / trunk_px)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("degrees", [-30.0, 12.0, 40.0])
def test_turning_is_counted_from_the_start_to_the_own_left(degrees: float, facing: Facing) -> None:
    frame = pose_frame(AHEAD, facing=facing)
    neutral = neutral_of(frame)
    chest = turned(frame, SHOULDERS, degrees)
    assert value("chest_across_deg", chest, "left", neutral=neutral) == pytest.approx(degrees)
    assert value("chest_across_deg", chest, "right", neutral=neutral) == pytest.approx(-degrees)
    assert value("chest_turn_deg", chest, neutral=neutral) == pytest.approx(abs(degrees))
    assert value("pelvis_turn_deg", chest, neutral=neutral) == pytest.approx(0.0)
    hips = turned(frame, HIPS, degrees)
    assert value("pelvis_turn_deg", hips, neutral=neutral) == pytest.approx(abs(degrees))
    assert value("chest_across_deg", hips, neutral=neutral) == pytest.approx(0.0)


def test_a_dipped_shoulder_is_the_working_sides_lower_one() -> None:
    frame = pose_frame(AHEAD)
    world = frame.world_m.copy()
    world[Landmark.LEFT_SHOULDER, 1] += 0.05
    world[Landmark.RIGHT_SHOULDER, 1] -= 0.05
    dipped, neutral = replace(frame, world_m=world), neutral_of(frame)
    assert value("shoulder_tilt_ratio", frame) == pytest.approx(0.0)
    assert value("shoulder_tilt_ratio", dipped) == pytest.approx(-0.2)
    assert value("shoulder_dip_ratio", dipped, "left", neutral=neutral) == pytest.approx(0.2)
    assert value("shoulder_dip_ratio", dipped, "right", neutral=neutral) == pytest.approx(-0.2)
    assert value("shoulder_rise_ratio", dipped, "right") == pytest.approx(0.2)
    assert value("shoulder_rise_ratio", dipped, "left") == pytest.approx(-0.2)
    assert value("shoulders_unlevel_ratio", dipped, neutral=neutral) == pytest.approx(0.2)


@pytest.mark.parametrize(
    "name",
    [
        "chest_across_deg",
        "chest_turn_deg",
        "pelvis_turn_deg",
        "shoulder_dip_ratio",
        "shoulders_unlevel_ratio",
    ],
)
def test_without_a_neutral_nothing_is_told_of_change(name: str) -> None:
    assert math.isnan(value(name, AHEAD))


@pytest.mark.parametrize(("name", "marks"), YAWS.items())
def test_unseen_joints_tell_no_direction(name: str, marks: tuple[Landmark, ...]) -> None:
    assert not math.isnan(value(name, AHEAD))
    assert math.isnan(value(name, pose_frame(AHEAD, hidden=marks)))
