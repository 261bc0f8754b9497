"""The postures of standing and seated work: who is in them, and who isn't."""

from __future__ import annotations

import pytest

from backline.guide.load import load_posture
from backline.motion.posture import holds
from tests.bodies import (
    ALL_FOURS,
    DOWN_DOG,
    KNEELING,
    LYING_PRONE,
    PLANK,
    SITTING,
    STANDING,
    Body,
    Facing,
    pose_frame,
)
from tests.motion.contexts import context
from tests.motion.test_measures_stance import HANGING, HINGE, LEANING_BACK, SQUAT

REACHING = HANGING.but(arm_deg=(90.0, 90.0))
SEATED = SITTING.but(arm_deg=(95.0, 95.0))
ROWED = {"arm_deg": (212.0, 212.0), "elbow_flexion_deg": (105.0, 105.0)}
LOW = {
    "all fours": ALL_FOURS,
    "plank": PLANK,
    "kneeling": KNEELING,
    "lying": LYING_PRONE,
    "down dog": DOWN_DOG,
}


def is_in(name: str, body: Body, facing: Facing = "left", *, keep: bool = False) -> bool | None:
    posture = load_posture(name)
    rules = posture.keep if keep else posture.start
    return holds(rules, context(pose_frame(body, facing=facing, hip_px=(640.0, 300.0))))


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize(
    ("posture", "body"),
    [("standing-legs", HANGING), ("standing-reach", REACHING), ("seated-reach", SEATED)],
)
def test_a_start_posture_is_found(posture: str, body: Body, facing: Facing) -> None:
    assert is_in(posture, body, facing) is True
    assert is_in(posture, body, facing, keep=True) is True


@pytest.mark.parametrize("facing", ["left", "right"])
@pytest.mark.parametrize("posture", ["standing-legs", "standing-reach", "seated-reach"])
@pytest.mark.parametrize("name", LOW)
def test_nobody_on_the_floor_starts(posture: str, name: str, facing: Facing) -> None:
    assert is_in(posture, LOW[name], facing) is not True


def test_sitting_and_standing_are_told_apart() -> None:
    assert is_in("standing-legs", SITTING) is False
    assert is_in("standing-reach", SEATED) is False
    assert is_in("seated-reach", REACHING) is False


def test_rows_start_with_the_arms_held_out() -> None:
    assert is_in("standing-reach", HANGING) is False
    assert is_in("seated-reach", SITTING.but(arm_deg=(180.0, 180.0))) is False


@pytest.mark.parametrize("body", [HINGE, SQUAT, LEANING_BACK])
def test_hinging_squatting_and_leaning_back_keep_the_standing_posture(body: Body) -> None:
    assert is_in("standing-legs", body, keep=True) is True


def test_a_row_keeps_its_posture() -> None:
    assert is_in("standing-reach", REACHING.but(**ROWED), keep=True) is True
    assert is_in("seated-reach", SEATED.but(**ROWED), keep=True) is True


@pytest.mark.parametrize("body", [ALL_FOURS, PLANK, LYING_PRONE])
def test_the_floor_ends_the_standing_posture(body: Body) -> None:
    assert is_in("standing-legs", body, keep=True) is not True


def test_one_leg_forward_is_a_stand_but_no_hinge() -> None:
    lunge = STANDING.but(hip_flexion_deg=(60.0, 0.0), knee_flexion_deg=(60.0, 0.0))
    assert is_in("standing-legs", lunge, keep=True) is True
