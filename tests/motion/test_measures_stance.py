"""Measures of standing and sitting work: known numbers on known bodies, "can't judge" else."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from backline.body import CannotJudge, Landmark
from backline.motion.geometry import Geometry
from tests.bodies import ALL_FOURS, SITTING, STANDING, Body, Facing, pose_frame
from tests.motion.contexts import value

HANGING = STANDING.but(arm_deg=(180.0, 180.0), head_deg=90.0)
"""Upright with straight legs, arms down, looking ahead."""
HINGE = HANGING.but(
    pitch_deg=30.0, hip_flexion_deg=(80.0, 80.0), knee_flexion_deg=(25.0, 25.0), arm_deg=(120, 120)
)
SQUAT = HANGING.but(pitch_deg=50.0, hip_flexion_deg=(110.0, 110.0), knee_flexion_deg=(100.0, 100.0))
REACHING = HANGING.but(arm_deg=(90.0, 90.0))
ROWED = HANGING.but(arm_deg=(210.0, 210.0), elbow_flexion_deg=(100.0, 100.0))
LEANING_BACK = HANGING.but(pitch_deg=104.0, hip_flexion_deg=(-14.0, -14.0))

THIGH, SHANK, FOOT, UPPER_ARM = 0.88, 0.80, 0.40, 0.56
"""Of the stick bodies, in trunk lengths."""


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


KNOWN: list[tuple[str, Body, float]] = [
    ("trunk_lean_deg", HANGING, 0.0),
    ("trunk_lean_deg", HINGE, 60.0),
    ("trunk_lean_deg", SQUAT, 40.0),
    ("trunk_lean_deg", LEANING_BACK, -14.0),
    ("stance_hip_flexion_deg", HANGING, 0.0),
    ("stance_hip_flexion_deg", HINGE, 80.0),
    ("stance_hip_flexion_deg", LEANING_BACK, -14.0),
    ("stance_hip_flexion_deg", SITTING, 90.0),
    ("stance_knee_flexion_deg", HANGING, 0.0),
    ("stance_knee_flexion_deg", HINGE, 25.0),
    ("stance_knee_flexion_deg", SQUAT, 100.0),
    ("stance_knee_flexion_deg", HANGING.but(knee_flexion_deg=(-8.0, -8.0)), -8.0),
    ("squat_share_ratio", HINGE, 25 / 80),
    ("squat_share_ratio", SQUAT, 100 / 110),
    # The foot lies 15 degrees nose up, as the stick bodies' ankles have it.
    ("knee_past_toes_ratio", HANGING, -FOOT * _sin(75)),
    (
        "knee_past_toes_ratio",
        SQUAT,
        SHANK * _sin(30) - FOOT * math.cos(math.radians(30 + 15)),
    ),
    ("ankle_drop_ratio", HANGING, THIGH + SHANK),
    ("ankle_drop_ratio", SITTING, SHANK),
    ("shank_lean_deg", HANGING, 0.0),
    ("shank_lean_deg", SQUAT, 30.0),
    ("shank_lean_deg", ALL_FOURS, 90.0),
    ("elbow_behind_ratio", HANGING, 0.0),
    ("elbow_behind_ratio", REACHING, -UPPER_ARM),
    ("elbow_behind_ratio", ROWED, UPPER_ARM * _sin(30)),
    ("elbow_behind_ratio", LEANING_BACK, 0.0),
    ("row_pull_ratio", HANGING, 0.75),
    ("row_pull_ratio", ROWED, (UPPER_ARM * _sin(30) + 0.45) / 0.6),
    ("elbows_flexion_deg", ROWED, 100.0),
    ("elbows_flexion_deg", HANGING.but(elbow_flexion_deg=(20.0, 40.0)), 30.0),
    ("row_lead_ratio", ROWED, 0.0),
    ("row_lead_ratio", REACHING, -1.0),
    ("row_lead_ratio", SQUAT.but(arm_deg=(210.0, 210.0)), 1.0),
    ("row_lead_ratio", SQUAT.but(arm_deg=(90.0, 90.0)), 0.0),
    ("neck_room_ratio", HANGING, 0.4),
    ("neck_room_ratio", LEANING_BACK, 0.4),
]

HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
ANKLES = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
TOES = (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX)
ELBOWS = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)
WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)

NEEDS: dict[str, list[tuple[Landmark, ...]]] = {
    "trunk_lean_deg": [HIPS, SHOULDERS],
    "stance_hip_flexion_deg": [HIPS, SHOULDERS, KNEES],
    "stance_knee_flexion_deg": [HIPS, KNEES, ANKLES],
    "squat_share_ratio": [HIPS, SHOULDERS, KNEES, ANKLES],
    "knee_past_toes_ratio": [HIPS, SHOULDERS, KNEES, TOES],
    "ankle_drop_ratio": [HIPS, SHOULDERS, ANKLES],
    "shank_lean_deg": [KNEES, ANKLES],
    "elbow_behind_ratio": [HIPS, SHOULDERS, ELBOWS],
    "row_pull_ratio": [HIPS, SHOULDERS, ELBOWS],
    "elbows_flexion_deg": [SHOULDERS, ELBOWS, WRISTS],
    "row_lead_ratio": [HIPS, SHOULDERS, KNEES, ANKLES, ELBOWS],
    "neck_room_ratio": [HIPS, SHOULDERS, EARS],
}
"""Groups of landmarks: with any one group unseen, nothing is told."""


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize(("name", "body", "expected"), KNOWN)
def test_known_geometry_gives_the_known_value(
    name: str, body: Body, expected: float, facing: Facing
) -> None:
    assert value(name, pose_frame(body, facing=facing)) == pytest.approx(expected, abs=1e-6)


def test_every_measure_here_has_a_known_value() -> None:
    assert set(NEEDS) == {name for name, *_ in KNOWN}


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_measure_without_its_landmarks_cant_be_judged(name: str) -> None:
    body = SQUAT.but(arm_deg=(200.0, 200.0))
    assert not math.isnan(value(name, pose_frame(body)))
    for group in NEEDS[name]:
        assert math.isnan(value(name, pose_frame(body, hidden=group))), group


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_one_seen_side_is_enough(name: str) -> None:
    body = SQUAT.but(arm_deg=(200.0, 200.0))
    far = [mark for mark in Landmark if mark.name.startswith("RIGHT")]
    assert value(name, pose_frame(body, hidden=far)) == pytest.approx(value(name, body), abs=1e-6)


def test_hips_that_hardly_bend_tell_no_hinge_from_a_squat() -> None:
    soft = HANGING.but(hip_flexion_deg=(20.0, 20.0), knee_flexion_deg=(30.0, 30.0))
    assert math.isnan(value("squat_share_ratio", soft))


@pytest.mark.parametrize(("facing", "sign"), [("left", -1.0), ("right", 1.0)])
@pytest.mark.parametrize("body", [HANGING, HINGE, SQUAT, LEANING_BACK, SITTING])
def test_the_way_a_person_faces_is_found_from_any_of_its_signs(
    body: Body, facing: Facing, sign: float
) -> None:
    feet = [m for m in Landmark if m.name.endswith(("HEEL", "FOOT_INDEX"))]
    face = [Landmark.NOSE]
    for hidden in ([], feet, face):
        frame = pose_frame(body, facing=facing, hidden=hidden)
        assert Geometry(frame).facing_sign == sign
    unseen = replace(pose_frame(body, facing=facing), back=CannotJudge.TRUNK_HIDDEN)
    assert Geometry(unseen).facing_sign == sign


def test_nothing_that_tells_the_way_they_face_means_no_lean() -> None:
    marks = [m for m in Landmark if m.name.endswith(("HEEL", "FOOT_INDEX", "NOSE"))]
    blind = pose_frame(HANGING.but(back=CannotJudge.TRUNK_HIDDEN), hidden=marks)
    assert math.isnan(Geometry(blind).facing_sign)
    assert math.isnan(value("trunk_lean_deg", blind))
