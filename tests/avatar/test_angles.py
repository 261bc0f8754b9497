"""Pose names."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.angles import INDEX, add_vector, contact_names, pose_vector


def value(vector: np.ndarray, name: str) -> float:
    return float(vector[INDEX[name]])


def test_a_name_without_a_side_means_both_and_a_sided_one_wins() -> None:
    pose = pose_vector({"left_knee_flexion_deg": 50, "knee_flexion_deg": 5})
    assert value(pose, "left_knee_flexion_deg") == 50
    assert value(pose, "right_knee_flexion_deg") == 5


def test_working_resting_and_across_follow_the_side() -> None:
    pose = {"working_hip_flexion_deg": 1.0, "across_shoulder_flexion_deg": 2.0}
    left, right = pose_vector(pose, "left"), pose_vector(pose, "right")
    assert value(left, "left_hip_flexion_deg") == value(right, "right_hip_flexion_deg") == 1.0
    assert value(left, "right_shoulder_flexion_deg") == 2.0
    assert value(right, "left_shoulder_flexion_deg") == 2.0
    resting = pose_vector({"resting_shoulder_flexion_deg": 2.0}, "left")
    assert value(resting, "right_shoulder_flexion_deg") == 2.0


def test_leftward_names_are_mirrored_for_a_right_working_side() -> None:
    pose = {"working_pelvis_roll_deg": 12.0, "resting_shift_left_m": 0.03}
    left, right = pose_vector(pose, "left"), pose_vector(pose, "right")
    assert value(left, "pelvis_roll_deg") == 12.0
    assert value(right, "pelvis_roll_deg") == -12.0
    assert value(left, "shift_left_m") == -0.03
    assert value(right, "shift_left_m") == 0.03


def test_additions_sum_up() -> None:
    adds = add_vector({"knee_flexion_deg": 10, "left_knee_flexion_deg": 5})
    assert value(adds, "left_knee_flexion_deg") == 15
    assert value(adds, "right_knee_flexion_deg") == 10


@pytest.mark.parametrize(
    "name", ["knee_flexion", "left_lumbar_flexion_deg", "tail_flexion_deg", "working_x_deg"]
)
def test_unknown_names_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        pose_vector({name: 1.0}, "left")


def test_one_sided_names_need_a_side() -> None:
    with pytest.raises(ValueError, match="without sides"):
        pose_vector({"working_hip_flexion_deg": 1.0})


def test_contacts_resolve_sides() -> None:
    assert contact_names(["hand"]) == {"left_hand", "right_hand"}
    assert contact_names(["working_hand", "across_knee"], "right") == {"right_hand", "left_knee"}
    assert contact_names(["belly"]) == {"belly"}
    with pytest.raises(ValueError, match="nose"):
        contact_names(["nose"])
