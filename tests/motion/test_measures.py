"""Every measure: the right number on a body whose geometry is known, and "can't judge"
whenever what it needs isn't seen."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import BackLine, CannotJudge, Landmark, PoseFrame
from backline.motion.context import Context
from backline.motion.geometry import Geometry, Side
from backline.motion.measures import MEASURES, Measure
from tests.bodies import (
    ALL_FOURS,
    KNEELING,
    PLANK,
    SITTING,
    STANDING,
    Body,
    Facing,
    pose_frame,
)
from tests.motion import test_measures_arms, test_measures_facing, test_measures_stance
from tests.motion.contexts import context, neutral_of, value

BIRD_DOG = ALL_FOURS.but(
    hip_flexion_deg=(0.0, 90.0), knee_flexion_deg=(0.0, 90.0), arm_deg=(90.0, 0.0)
)
"""The left leg and the right arm are lifted in line with the trunk."""
SAME_SIDE = BIRD_DOG.but(arm_deg=(0.0, 90.0))
PITCHED = ALL_FOURS.but(pitch_deg=20.0)

BOW = 0.1
BENT = ALL_FOURS.but(bend=BOW)

KNOWN: list[tuple[str, Body, Side, float]] = [
    ("trunk_pitch_deg", ALL_FOURS, "left", 0.0),
    ("trunk_pitch_deg", PITCHED, "left", 20.0),
    ("trunk_pitch_deg", ALL_FOURS.but(pitch_deg=-30.0), "left", -30.0),
    ("trunk_pitch_deg", STANDING, "left", 90.0),
    ("trunk_tilt_deg", PITCHED, "left", 20.0),
    ("trunk_tilt_deg", ALL_FOURS.but(pitch_deg=-30.0), "left", 30.0),
    ("back_bend_ratio", ALL_FOURS, "left", 0.0),
    ("head_flexion_deg", ALL_FOURS, "left", 90.0),
    ("head_flexion_deg", ALL_FOURS.but(head_deg=30.0), "left", 30.0),
    ("head_flexion_deg", ALL_FOURS.but(head_deg=140.0), "left", 140.0),
    ("head_flexion_deg", ALL_FOURS.but(head_deg=190.0), "left", 190.0),
    ("head_flexion_deg", ALL_FOURS.but(head_deg=-10.0), "left", -10.0),
    ("head_flexion_deg", PITCHED, "left", 90.0),
    ("hip_flexion_deg", ALL_FOURS, "left", 90.0),
    ("hip_flexion_deg", PITCHED, "left", 90.0),
    ("hip_flexion_deg", STANDING, "left", 0.0),
    ("hip_flexion_deg", SITTING, "left", 90.0),
    ("hip_flexion_deg", BIRD_DOG, "left", 0.0),
    ("hip_flexion_deg", BIRD_DOG, "right", 90.0),
    ("hip_flexion_deg", ALL_FOURS.but(hip_flexion_deg=(-20.0, 90.0)), "left", -20.0),
    ("hip_extension_deg", ALL_FOURS, "left", 0.0),
    ("hip_extension_deg", BIRD_DOG, "left", 90.0),
    ("hip_extension_deg", BIRD_DOG, "right", 0.0),
    ("knee_flexion_deg", ALL_FOURS, "left", 90.0),
    ("knee_flexion_deg", PLANK, "left", 0.0),
    ("knee_flexion_deg", BIRD_DOG, "right", 90.0),
    ("both_knees_flexion_deg", BIRD_DOG, "left", 90.0),
    ("both_knees_flexion_deg", PLANK.but(knee_flexion_deg=(10.0, 25.0)), "left", 25.0),
    ("working_leg_elevation_deg", BIRD_DOG, "left", 0.0),
    (
        "working_leg_elevation_deg",
        BIRD_DOG.but(hip_flexion_deg=(-15.0, 90.0)),
        "left",
        15.0,
    ),
    ("working_leg_elevation_deg", BIRD_DOG.but(pitch_deg=10.0), "left", -10.0),
    ("working_leg_elevation_deg", STANDING, "left", -90.0),
    ("leg_over_other_deg", PLANK, "left", 0.0),
    ("leg_over_other_deg", PLANK.but(hip_flexion_deg=(-15.0, 0.0)), "left", 15.0),
    ("leg_over_other_deg", PLANK.but(hip_flexion_deg=(-15.0, 0.0)), "right", -15.0),
    ("leg_over_other_deg", PLANK.but(hip_flexion_deg=(5.0, 20.0)), "left", 15.0),
    ("working_knee_flexion_deg", ALL_FOURS.but(knee_flexion_deg=(40.0, 90.0)), "left", 40.0),
    ("knee_drop_ratio", ALL_FOURS, "left", 0.88),
    ("knee_drop_ratio", BIRD_DOG, "left", 0.0),
    ("knee_drop_ratio", SITTING, "left", 0.0),
    ("working_arm_elevation_deg", ALL_FOURS, "left", -90.0),
    ("working_arm_elevation_deg", BIRD_DOG, "left", 0.0),
    ("working_arm_elevation_deg", BIRD_DOG.but(arm_deg=(90.0, -25.0)), "left", 25.0),
    ("working_arm_elevation_deg", BIRD_DOG, "right", -90.0),
    ("arm_elevation_deg", ALL_FOURS, "left", -90.0),
    ("arm_elevation_deg", BIRD_DOG, "right", 0.0),
    ("arm_elevation_deg", BIRD_DOG.but(arm_deg=(90.0, -25.0)), "right", 25.0),
    ("arm_lift_deg", ALL_FOURS, "left", 0.0),
    ("arm_lift_deg", BIRD_DOG, "right", 90.0),
    ("arm_lift_deg", BIRD_DOG, "left", 0.0),
    ("arm_lift_deg", BIRD_DOG.but(arm_deg=(90.0, 45.0)), "right", 45.0),
    ("elbow_flexion_deg", ALL_FOURS.but(elbow_flexion_deg=(0.0, 70.0)), "left", 0.0),
    ("elbow_flexion_deg", ALL_FOURS.but(elbow_flexion_deg=(0.0, 70.0)), "right", 70.0),
    ("arm_reach_ratio", ALL_FOURS, "left", 0.0),
    ("arm_reach_ratio", BIRD_DOG, "left", 1.0),
    ("arm_reach_ratio", BIRD_DOG.but(arm_deg=(90.0, 45.0)), "left", 0.5),
    ("same_side_lift_ratio", ALL_FOURS, "left", 0.0),
    ("same_side_lift_ratio", BIRD_DOG, "left", -1.0),
    ("same_side_lift_ratio", SAME_SIDE, "left", 1.0),
    ("same_side_lift_ratio", SAME_SIDE, "right", -1.0),
    ("wrist_drop_ratio", ALL_FOURS, "left", 1.0),
    ("wrist_drop_ratio", BIRD_DOG, "right", 0.0),
    ("elbow_drop_ratio", ALL_FOURS, "left", 0.56),
    ("hand_knee_level_ratio", ALL_FOURS, "left", 0.12),
    ("hand_knee_level_ratio", BIRD_DOG, "left", 0.12),
    ("forearm_level_ratio", ALL_FOURS, "left", 0.44),
    ("forearm_level_ratio", PLANK.but(pitch_deg=0.0), "left", 0.0),
    ("elbow_ankle_level_ratio", PLANK.but(pitch_deg=0.0), "left", 0.56),
    ("hip_line_ratio", PLANK, "left", 0.0),
    ("hip_knee_line_ratio", PLANK, "left", 0.0),
    ("hip_knee_line_ratio", ALL_FOURS, "left", 0.88 / math.hypot(1.0, 0.88)),
    ("elbow_offset_ratio", ALL_FOURS, "left", 0.0),
    (
        "elbow_offset_ratio",
        ALL_FOURS.but(arm_deg=(70.0, 70.0)),
        "left",
        0.56 * math.sin(math.radians(20)),
    ),
    (
        "elbow_offset_ratio",
        ALL_FOURS.but(arm_deg=(110.0, 110.0)),
        "left",
        -0.56 * math.sin(math.radians(20)),
    ),
    (
        "elbow_misplacement_ratio",
        ALL_FOURS.but(arm_deg=(110.0, 110.0)),
        "left",
        0.56 * math.sin(math.radians(20)),
    ),
    ("arms_overhead_deg", STANDING, "left", 2.0),
    ("arms_overhead_deg", STANDING.but(arm_deg=(90.0, 90.0)), "left", 90.0),
    ("arms_overhead_deg", STANDING.but(arm_deg=(20.0, 10.0)), "left", 165.0),
    ("arms_overhead_deg", STANDING.but(pitch_deg=70.0, arm_deg=(60.0, 60.0)), "left", 120.0),
    ("arms_bend_deg", STANDING, "left", 0.0),
    ("arms_bend_deg", STANDING.but(elbow_flexion_deg=(60.0, 40.0)), "left", 50.0),
    ("head_forward_ratio", STANDING, "left", 0.0),
    ("ear_shoulder_gap_ratio", STANDING, "left", 0.4),
    ("ear_shoulder_gap_ratio", ALL_FOURS, "left", 0.4),
    ("other_elbow_flexion_deg", ALL_FOURS.but(elbow_flexion_deg=(0.0, 70.0)), "left", 70.0),
    ("other_elbow_flexion_deg", ALL_FOURS.but(elbow_flexion_deg=(0.0, 70.0)), "right", 0.0),
]


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize(("name", "body", "side", "expected"), KNOWN)
def test_known_geometry_gives_the_known_value(
    name: str, body: Body, side: Side, expected: float, facing: Facing
) -> None:
    assert value(name, pose_frame(body, facing=facing), side) == pytest.approx(expected, abs=1e-6)


def test_every_measure_is_covered_here() -> None:
    tested_below = {
        "working_elbow_flexion_deg",
        "lumbar_bend_ratio",
        "thoracic_bend_ratio",
        "pelvis_shift_ratio",
        "upper_back_height_ratio",
        "chest_height_ratio",
        "floor_clearance_ratio",
        "knee_clearance_ratio",
        "face_hand_angle_deg",
    }
    elsewhere = set(test_measures_stance.NEEDS) | test_measures_arms.TESTED
    elsewhere |= set(test_measures_facing.TESTED)
    assert set(MEASURES) == {name for name, *_ in KNOWN} | tested_below | elsewhere
    assert set(MEASURES) == set(NEEDS) | elsewhere


# --- measures that need more than one body -------------------------------------------


def test_the_whole_backs_bend_is_positive_rounded_and_negative_arched() -> None:
    names = ("back_bend_ratio", "lumbar_bend_ratio", "thoracic_bend_ratio")
    for name in names:
        rounded = value(name, BENT)
        assert rounded > 0.1 * BOW
        assert value(name, ALL_FOURS.but(bend=-BOW)) == pytest.approx(-rounded)
        assert value(name, ALL_FOURS.but(bend=BOW / 2)) == pytest.approx(rounded / 2)


def test_lumbar_and_thoracic_bend_tell_the_halves_apart() -> None:
    stations = np.linspace(0, 1, 40)
    low = 0.1 * np.clip(1 - np.abs(stations - 0.3) / 0.2, 0, None)
    frame = pose_frame(offsets=0.2 + low)
    assert value("lumbar_bend_ratio", frame) > 0.03
    assert value("thoracic_bend_ratio", frame) < 0.01
    mirrored = pose_frame(offsets=0.2 + low[::-1])
    assert value("thoracic_bend_ratio", mirrored) > 0.03
    assert value("lumbar_bend_ratio", mirrored) < 0.01


@pytest.mark.parametrize(("facing", "ahead"), [("left", -1), ("right", 1)])
def test_pelvis_shift_is_how_far_the_hips_went_since_the_neutral(
    facing: Facing, ahead: int
) -> None:
    neutral = neutral_of(pose_frame(facing=facing))
    forward = pose_frame(facing=facing, hip_px=(640 + ahead * 30, 360))
    assert value("pelvis_shift_ratio", forward, neutral=neutral) == pytest.approx(0.2)
    back = pose_frame(facing=facing, hip_px=(640 - ahead * 15, 360))
    assert value("pelvis_shift_ratio", back, neutral=neutral) == pytest.approx(0.1)
    assert math.isnan(value("pelvis_shift_ratio", forward))


@pytest.mark.parametrize("lifted", ["left", "right"])
def test_a_lifted_leg_doesnt_lower_the_hips(lifted: Side) -> None:
    level = PLANK.but(pitch_deg=0.0)
    legs = (-15.0, 0.0) if lifted == "left" else (0.0, -15.0)
    assert value("hip_line_ratio", level.but(hip_flexion_deg=legs)) == pytest.approx(0.0)
    # A small difference between the feet is the camera's height and evened out.
    assert value("hip_line_ratio", level.but(hip_flexion_deg=(1.5, -1.5))) == pytest.approx(
        0.0, abs=1e-3
    )


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("upper_back_height_ratio", 0.65, 0.85)],
)
def test_heights_of_the_back_are_read_off_their_own_stations(
    name: str, low: float, high: float
) -> None:
    at = np.linspace(0, 1, 40)
    within = (at >= low) & (at <= high)
    assert value(name, pose_frame(offsets=np.where(within, 0.3, 0.1))) == pytest.approx(0.3)
    assert value(name, pose_frame(offsets=np.where(within, 0.1, 0.3))) == pytest.approx(0.1)
    few = np.where(within & (np.cumsum(within) > 2), np.nan, 0.2)
    assert math.isnan(value(name, pose_frame(offsets=few)))


@pytest.mark.parametrize(("hips_deg", "sign"), [(20.0, 1), (-20.0, -1)])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_hips_above_the_plank_line_are_positive(hips_deg: float, sign: int, facing: Facing) -> None:
    bent = PLANK.but(pitch_deg=0.0, hip_flexion_deg=(hips_deg, hips_deg))
    # Distance of the hips from the line between the shoulders and the ankles.
    leg = 0.84 * np.array([-math.cos(math.radians(hips_deg)), -math.sin(math.radians(hips_deg))])
    line = leg - np.array([0.5, 0.0])
    distance = abs(0.5 * line[1]) / np.hypot(*line)
    assert value("hip_line_ratio", pose_frame(bent, facing=facing)) == pytest.approx(
        sign * distance / 0.5
    )


@pytest.mark.parametrize("hips_deg", [20.0, -20.0])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_line_to_the_knees_minds_no_feet(hips_deg: float, facing: Facing) -> None:
    found = []
    for knees_deg in (0.0, 90.0):
        bent = PLANK.but(
            pitch_deg=0.0,
            hip_flexion_deg=(hips_deg, hips_deg),
            knee_flexion_deg=(knees_deg, knees_deg),
        )
        found.append(value("hip_knee_line_ratio", pose_frame(bent, facing=facing)))
    assert found[0] == pytest.approx(found[1])
    assert found[0] * hips_deg > 0


@pytest.mark.parametrize("facing", ["left", "right"])
def test_heights_are_taken_over_the_floor_between_elbows_and_toes(facing: Facing) -> None:
    frame = pose_frame(PLANK.but(pitch_deg=0.0), facing=facing)
    points = frame.landmarks_px.copy()
    for side in ("LEFT", "RIGHT"):  # A floor that slopes in the picture, 30 px under the hips.
        points[Landmark[f"{side}_ELBOW"], 1] = 360 + 30 + 0.5 * 150
        x = points[Landmark[f"{side}_FOOT_INDEX"], 0]
        points[Landmark[f"{side}_FOOT_INDEX"], 1] = 360 + 30 - 0.5 * abs(x - 640)
    points[Landmark.LEFT_KNEE, 1] += 3.0
    seen = replace(frame, landmarks_px=points)
    assert value("floor_clearance_ratio", seen) == pytest.approx(30 / 150)
    knee_floor = 30 - 0.5 * 0.44 * 300
    assert value("knee_clearance_ratio", seen) == pytest.approx((knee_floor - 3) / 150)


REACHING = ALL_FOURS.but(arm_deg=(0.0, 0.0), elbow_flexion_deg=(70.0, 40.0))


@pytest.mark.parametrize("facing", ["left", "right"])
def test_of_the_reaching_arms_only_the_near_ones_elbow_is_judged(facing: Facing) -> None:
    """Somebody who faces left has the left side near: that is the right leg's arm across."""
    frame = pose_frame(REACHING, facing=facing)
    bends = {"left": value("working_elbow_flexion_deg", frame, "right"),
             "right": value("working_elbow_flexion_deg", frame, "left")}  # fmt: skip
    assert bends.pop(facing) == pytest.approx(70.0 if facing == "left" else 40.0)
    assert all(map(math.isnan, bends.values()))


@pytest.mark.parametrize(("arm_deg", "judged"), [(20.0, True), (80.0, False)])
def test_an_elbow_is_judged_only_while_the_arm_is_held_out(arm_deg: float, judged: bool) -> None:
    body = REACHING.but(arm_deg=(0.0, arm_deg), elbow_flexion_deg=(0.0, 0.0))
    bend = value("working_elbow_flexion_deg", pose_frame(body, facing="right"), "left")
    assert bend == pytest.approx(0.0, abs=1e-6) if judged else math.isnan(bend)


def test_an_arm_squeezed_into_the_picture_isnt_judged() -> None:
    frame = pose_frame(REACHING, facing="right")
    points = frame.landmarks_px.copy()
    shoulder = points[Landmark.RIGHT_SHOULDER].copy()
    for name in ("ELBOW", "WRIST"):
        mark = Landmark[f"RIGHT_{name}"]
        points[mark] = shoulder + 0.4 * (points[mark] - shoulder)
    assert math.isnan(value("working_elbow_flexion_deg", replace(frame, landmarks_px=points)))


@pytest.mark.parametrize(("share", "judged"), [(0.4, False), (0.8, True), (1.6, False)])
def test_an_elbow_beside_an_invented_hand_isnt_judged(share: float, judged: bool) -> None:
    frame = pose_frame(REACHING, facing="right")
    points = frame.landmarks_px.copy()
    shoulder, elbow, wrist = (
        points[Landmark[f"RIGHT_{n}"]] for n in ("SHOULDER", "ELBOW", "WRIST")
    )
    upper_px = np.hypot(*(elbow - shoulder))
    points[Landmark.RIGHT_WRIST] = elbow + (wrist - elbow) * (
        share * upper_px / np.hypot(*(wrist - elbow))
    )
    bend = value("working_elbow_flexion_deg", replace(frame, landmarks_px=points), "left")
    assert bend == pytest.approx(40.0) if judged else math.isnan(bend)


def test_the_arm_across_is_the_one_opposite_the_side_the_movement_began_with() -> None:
    frame = pose_frame(BIRD_DOG)  # left leg, right arm
    here = context(frame, "left")
    assert MEASURES["same_side_lift_ratio"].value(here) == pytest.approx(-1.0)
    swapped = here.working("right", "left")  # the lifted leg is called the right one for a moment
    assert MEASURES["same_side_lift_ratio"].value(swapped) == pytest.approx(-1.0)
    assert MEASURES["working_arm_elevation_deg"].value(swapped) == pytest.approx(
        MEASURES["working_arm_elevation_deg"].value(here)
    )


def test_a_chest_that_sinks_lowers_its_height_over_elbows_and_chord() -> None:
    at = np.linspace(0, 1, 40)
    chest = (at >= 0.70) & (at <= 0.90)
    level = PLANK.but(pitch_deg=0.0)
    held = value("chest_height_ratio", pose_frame(level, offsets=np.full(40, 0.2)))
    assert held == pytest.approx((0.56 + 0.2 + 0.2) / 2)
    sunk = value("chest_height_ratio", pose_frame(level, offsets=np.where(chest, 0.1, 0.2)))
    assert sunk == pytest.approx(held - 0.1)
    hidden = np.where(chest, np.nan, 0.2)
    assert math.isnan(value("chest_height_ratio", pose_frame(level, offsets=hidden)))


def test_a_far_arm_that_hangs_unseen_is_no_proof_of_a_missing_reach() -> None:
    hidden = [Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST]
    assert math.isnan(value("arm_reach_ratio", pose_frame(ALL_FOURS, hidden=hidden)))
    assert value("arm_reach_ratio", pose_frame(SAME_SIDE, hidden=hidden)) == pytest.approx(1.0)


def test_leg_elevation_goes_to_the_knee_when_the_foot_is_out_of_sight() -> None:
    frame = pose_frame(BIRD_DOG.but(knee_flexion_deg=(50.0, 90.0)), hidden=[Landmark.LEFT_ANKLE])
    assert value("working_leg_elevation_deg", frame) == pytest.approx(0.0)


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("body", [STANDING, ALL_FOURS, PITCHED])
def test_a_head_pushed_forward_is_ahead_of_the_shoulders(body: Body, facing: Facing) -> None:
    frame = pose_frame(body, facing=facing)
    trunk = np.diff(
        [frame.landmarks_px[list(HIPS)].mean(0), frame.landmarks_px[list(SHOULDERS)].mean(0)],
        axis=0,
    )[0]
    back = frame.back
    assert isinstance(back, BackLine)
    behind = back.points_px.mean(axis=0) - frame.landmarks_px[[*HIPS, *SHOULDERS]].mean(axis=0)
    ahead = -(behind - trunk * (behind @ trunk) / (trunk @ trunk))
    points = frame.landmarks_px.copy()
    points[list(EARS)] += 30.0 * ahead / np.hypot(*ahead)
    pushed = replace(frame, landmarks_px=points)
    assert value("head_forward_ratio", pushed) == pytest.approx(30 / 150)
    points[list(EARS)] -= 60.0 * ahead / np.hypot(*ahead)
    drawn_back = replace(frame, landmarks_px=points)
    assert value("head_forward_ratio", drawn_back) == pytest.approx(-30 / 150)


def test_shoulders_drawn_up_close_the_gap_to_the_ears() -> None:
    frame = pose_frame(STANDING)
    points = frame.landmarks_px.copy()
    points[list(SHOULDERS), 1] -= 15.0
    shrugged = replace(frame, landmarks_px=points)
    assert value("ear_shoulder_gap_ratio", shrugged) == pytest.approx((60 - 15) / (150 + 15))


def test_the_face_is_compared_with_the_hand_in_the_room() -> None:
    frame = pose_frame(STANDING.but(arm_deg=(90.0, 90.0)))
    world = frame.world_m.copy()
    ears = world[list(EARS)].mean(axis=0)
    world[Landmark.NOSE] = ears + np.array([0.1, 0.0, 0.0])
    for at, expected in (
        ((0.5, 0.0, 0.0), 0.0),
        ((0.0, 0.0, 0.4), 90.0),
        ((-0.3, 0.0, 0.3), 135.0),
    ):
        world[Landmark.LEFT_WRIST] = ears + np.array(at)
        seen = replace(frame, world_m=world.copy())
        assert value("face_hand_angle_deg", seen, "left") == pytest.approx(expected)


# --- what hides a measure -------------------------------------------------------------

HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
NEAR_KNEE, NEAR_ANKLE = (Landmark.LEFT_KNEE,), (Landmark.LEFT_ANKLE,)
KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
ANKLES = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
NEAR_LEG = (*NEAR_KNEE, *NEAR_ANKLE)
FAR_LEG = (Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)
NEAR_ELBOW, NEAR_WRIST = (Landmark.LEFT_ELBOW,), (Landmark.LEFT_WRIST,)
FAR_ELBOW, FAR_WRIST = (Landmark.RIGHT_ELBOW,), (Landmark.RIGHT_WRIST,)
ELBOWS, WRISTS = (*NEAR_ELBOW, *FAR_ELBOW), (*NEAR_WRIST, *FAR_WRIST)
NEAR_ARM = (*NEAR_ELBOW, *NEAR_WRIST)
FAR_ARM = (*FAR_ELBOW, *FAR_WRIST)
ARMS = (*ELBOWS, *WRISTS)
TOES = (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX)
EARS, NOSE = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR), (Landmark.NOSE,)

NEEDS: dict[str, list[tuple[Landmark, ...]]] = {
    "trunk_pitch_deg": [HIPS, SHOULDERS],
    "trunk_tilt_deg": [HIPS, SHOULDERS],
    "back_bend_ratio": [],
    "lumbar_bend_ratio": [],
    "thoracic_bend_ratio": [],
    "head_flexion_deg": [NOSE, EARS, HIPS, SHOULDERS],
    "hip_flexion_deg": [NEAR_KNEE, HIPS, SHOULDERS],
    "hip_extension_deg": [NEAR_KNEE, HIPS, SHOULDERS],
    "knee_flexion_deg": [NEAR_KNEE, NEAR_ANKLE, HIPS],
    "both_knees_flexion_deg": [KNEES, ANKLES, HIPS],
    "working_leg_elevation_deg": [NEAR_LEG, HIPS],
    "leg_over_other_deg": [NEAR_LEG, FAR_LEG, HIPS],
    "working_knee_flexion_deg": [NEAR_KNEE, NEAR_ANKLE, HIPS],
    "knee_drop_ratio": [NEAR_KNEE, HIPS, SHOULDERS],
    "working_arm_elevation_deg": [FAR_ARM, HIPS, SHOULDERS],
    "working_elbow_flexion_deg": [FAR_ELBOW, FAR_WRIST, SHOULDERS],
    "arm_elevation_deg": [NEAR_ARM, HIPS, SHOULDERS],
    "arm_lift_deg": [NEAR_ARM, HIPS, SHOULDERS],
    "elbow_flexion_deg": [NEAR_ELBOW, NEAR_WRIST, SHOULDERS],
    "arm_reach_ratio": [ARMS, HIPS, SHOULDERS],
    "same_side_lift_ratio": [ARMS, HIPS, SHOULDERS],
    "wrist_drop_ratio": [NEAR_WRIST, HIPS, SHOULDERS],
    "elbow_drop_ratio": [NEAR_ELBOW, HIPS, SHOULDERS],
    "hand_knee_level_ratio": [WRISTS, KNEES, HIPS, SHOULDERS],
    "forearm_level_ratio": [NEAR_ELBOW, NEAR_WRIST, HIPS, SHOULDERS],
    "elbow_ankle_level_ratio": [NEAR_ELBOW, NEAR_ANKLE, HIPS, SHOULDERS],
    "pelvis_shift_ratio": [HIPS],
    "hip_line_ratio": [ANKLES, HIPS, SHOULDERS],
    "hip_knee_line_ratio": [KNEES, HIPS, SHOULDERS],
    "elbow_offset_ratio": [ELBOWS, HIPS, SHOULDERS],
    "elbow_misplacement_ratio": [ELBOWS, HIPS, SHOULDERS],
    "upper_back_height_ratio": [],
    "chest_height_ratio": [ELBOWS],
    "floor_clearance_ratio": [ELBOWS, TOES, HIPS, SHOULDERS],
    "knee_clearance_ratio": [ELBOWS, TOES, KNEES, HIPS, SHOULDERS],
    "arms_overhead_deg": [ARMS, HIPS, SHOULDERS],
    "arms_bend_deg": [ELBOWS, WRISTS, SHOULDERS],
    "head_forward_ratio": [EARS, HIPS, SHOULDERS],
    "ear_shoulder_gap_ratio": [EARS, HIPS, SHOULDERS],
    "other_elbow_flexion_deg": [FAR_ELBOW, FAR_WRIST, SHOULDERS],
    "face_hand_angle_deg": [NEAR_WRIST],
}
"""Groups of landmarks for a working left side: with any one group unseen, nothing is told."""


FACING: dict[str, Facing] = {"working_elbow_flexion_deg": "right"}
"""Measures that only the right side near to the camera shows."""


def _whole(name: str) -> PoseFrame:
    return pose_frame(BIRD_DOG, facing=FACING.get(name, "left"))


def _judge(name: str, frame: PoseFrame) -> float:
    return value(name, frame, neutral=neutral_of(_whole(name)))


def _unseen(frame: PoseFrame, marks: tuple[Landmark, ...]) -> PoseFrame:
    visibility = frame.visibility.copy()
    visibility[list(marks)] = 0.05
    return replace(frame, visibility=visibility)


def _outside(frame: PoseFrame, marks: tuple[Landmark, ...]) -> PoseFrame:
    points = frame.landmarks_px.copy()
    points[list(marks), 1] += 5000.0
    return replace(frame, landmarks_px=points)


@pytest.mark.parametrize("hide", [_unseen, _outside])
@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_measure_without_its_landmarks_cant_be_judged(name: str, hide: object) -> None:
    whole = _whole(name)
    assert not math.isnan(_judge(name, whole))
    for group in NEEDS[name]:
        hidden = hide(whole, group)  # type: ignore[operator]
        assert math.isnan(_judge(name, hidden)), f"{name} without {[m.name for m in group]}"


@pytest.mark.parametrize("name", sorted(NEEDS))
def test_a_measure_minds_nothing_but_its_own_landmarks(name: str) -> None:
    whole = _whole(name)
    needed = {mark for group in NEEDS[name] for mark in group} | {*HIPS, *SHOULDERS}
    rest = tuple(mark for mark in Landmark if mark not in needed)
    assert _judge(name, _unseen(whole, rest)) == _judge(name, whole)


@pytest.mark.parametrize("name", sorted(name for name, needs in NEEDS.items() if not needs))
def test_no_back_line_no_bend(name: str) -> None:
    for reason in CannotJudge:
        assert math.isnan(value(name, ALL_FOURS.but(back=reason)))


# --- one contract for all ---------------------------------------------------------------

angles = st.floats(-30.0, 150.0)
pairs = st.tuples(angles, angles)
bodies = st.builds(
    Body,
    pitch_deg=st.floats(-50.0, 50.0),
    hip_flexion_deg=pairs,
    knee_flexion_deg=st.tuples(st.floats(0.0, 150.0), st.floats(0.0, 150.0)),
    arm_deg=pairs,
    elbow_flexion_deg=st.tuples(st.floats(0.0, 140.0), st.floats(0.0, 140.0)),
    head_deg=st.floats(-20.0, 160.0),
    bend=st.floats(-0.1, 0.2),
    hip_rise_m=st.floats(-0.1, 0.1),
)
RESTING = Body()
AT_REST = neutral_of(RESTING)


BY_THE_ROOM = (
    "chest_yaw_deg", "pelvis_yaw_deg", "shoulder_tilt_ratio", "working_elbow_flexion_deg",
)  # fmt: skip
"""These go by the camera's or the body's own left, or by which arm is near, so they aren't alike
when the body is turned or mirrored."""


def _everything(frame: PoseFrame, neutral_frame: PoseFrame) -> dict[str, float]:
    neutral, geometry = neutral_of(neutral_frame), Geometry(frame)
    return {
        f"{name} {side}": measure.value(Context(geometry, side, neutral))  # type: ignore[arg-type]
        for name, measure in MEASURES.items()
        if name not in BY_THE_ROOM
        for side in ("left", "right")
    }


def _same(a: dict[str, float], b: dict[str, float]) -> None:
    for name, expected in a.items():
        assert b[name] == pytest.approx(expected, abs=1e-6, nan_ok=True), name


@given(body=bodies, scale=st.floats(60.0, 500.0), x=st.floats(1500, 2500), y=st.floats(1500, 2500))
@settings(max_examples=60, deadline=None)
def test_place_and_size_in_the_picture_change_nothing(
    body: Body, scale: float, x: float, y: float
) -> None:
    size = (4000, 4000)
    moved = {"px_per_m": scale, "hip_px": (x, y), "size_px": size}
    here = {"hip_px": (2000.0, 2000.0), "size_px": size}
    _same(
        _everything(pose_frame(body, **here), pose_frame(RESTING, **here)),  # type: ignore[arg-type]
        _everything(pose_frame(body, **moved), pose_frame(RESTING, **moved)),  # type: ignore[arg-type]
    )


@given(body=bodies)
@settings(max_examples=60, deadline=None)
def test_facing_left_and_right_give_the_same(body: Body) -> None:
    size = {"hip_px": (2000.0, 2000.0), "size_px": (4000, 4000)}
    both = [
        _everything(
            pose_frame(body, facing=facing, **size),  # type: ignore[arg-type]
            pose_frame(RESTING, facing=facing, **size),  # type: ignore[arg-type]
        )
        for facing in ("left", "right")
    ]
    _same(*both)


@given(body=bodies, facing=st.sampled_from(["left", "right"]))
@settings(max_examples=60, deadline=None)
def test_swapping_left_and_right_swaps_the_sides(body: Body, facing: Facing) -> None:
    def swapped(pair: tuple[float, float]) -> tuple[float, float]:
        return pair[1], pair[0]

    twin = body.but(
        hip_flexion_deg=swapped(body.hip_flexion_deg),
        knee_flexion_deg=swapped(body.knee_flexion_deg),
        arm_deg=swapped(body.arm_deg),
        elbow_flexion_deg=swapped(body.elbow_flexion_deg),
        hip_rise_m=-body.hip_rise_m,
    )
    neutral = neutral_of(pose_frame(facing=facing))
    one, other = (Geometry(pose_frame(each, facing=facing)) for each in (body, twin))
    for name, measure in MEASURES.items():
        if name in BY_THE_ROOM:
            continue
        for side, opposite in (("left", "right"), ("right", "left")):
            a = measure.value(Context(one, side, neutral))  # type: ignore[arg-type]
            b = measure.value(Context(other, opposite, neutral))  # type: ignore[arg-type]
            assert a == pytest.approx(b, abs=1e-6, nan_ok=True), name


@given(body=bodies, unseen=st.sets(st.sampled_from(list(Landmark)), max_size=33))
@settings(max_examples=150, deadline=None)
def test_every_measure_answers_a_float_whatever_is_hidden(
    body: Body, unseen: set[Landmark]
) -> None:
    geometry = Geometry(pose_frame(body, hidden=unseen))
    for neutral in (None, AT_REST):
        for measure in MEASURES.values():
            here = Context(geometry, "left", neutral)
            answer = measure.value(here)
            assert isinstance(answer, float)
            assert not math.isinf(answer)
            both = measure.each_side(here)
            assert set(both) == {"left", "right"}
            assert both["left"] == pytest.approx(answer, nan_ok=True)
            if not measure.sided:
                other_side = measure.function(Context(geometry, "right", neutral))
                assert other_side == pytest.approx(answer, nan_ok=True)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.name)
def test_units_stand_in_names_and_all_have_a_description(measure: Measure) -> None:
    assert measure.name.endswith("_" + measure.unit)
    assert measure.function.__doc__


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"pelvis_shift_ratio"}))
def test_a_frame_collapsed_to_a_point_or_empty_cant_be_judged(name: str) -> None:
    whole = pose_frame()
    point = replace(whole, landmarks_px=np.full((33, 2), 100.0), world_m=np.zeros((33, 3)))
    blank = replace(PoseFrame.empty(0.0, 640, 480), present=True, visibility=np.ones(33))
    for frame in (replace(point, back=CannotJudge.TRUNK_HIDDEN), blank):
        for neutral in (None, neutral_of(whole)):
            geometry = Geometry(frame)
            assert math.isnan(MEASURES[name].value(Context(geometry, "left", neutral)))


def test_kneeling_upright_reads_as_upright() -> None:
    assert value("hip_flexion_deg", KNEELING) == pytest.approx(0.0)
    assert value("knee_flexion_deg", KNEELING) == pytest.approx(90.0)
