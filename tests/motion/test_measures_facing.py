"""Measures of a body that faces the camera: the right number where the geometry is known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from backline.body import Landmark, PoseFrame
from tests.bodies import STANDING, pose_frame
from tests.motion.contexts import neutral_of, value

HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
ELBOWS = (Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW)
WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
TESTED = {
    "hands_height_ratio": [HIPS, SHOULDERS, WRISTS[:1], WRISTS[1:]],
    "hands_left_ratio": [HIPS, SHOULDERS, WRISTS[:1], WRISTS[1:]],
    "hands_across_ratio": [HIPS, SHOULDERS, WRISTS[:1], WRISTS[1:]],
    "straighter_elbow_in_space_deg": [SHOULDERS, ELBOWS[:1], ELBOWS[1:], WRISTS[:1], WRISTS[1:]],
    "left_shoulder_high_deg": [HIPS, SHOULDERS],
    "shoulder_drop_deg": [HIPS, SHOULDERS],
}
"""The measures that are tested here, and groups of landmarks: without any one of them the
measure can't be judged."""
TRUNK_PX = 200.0
PLACES: Mapping[Landmark, tuple[float, float]] = {
    Landmark.LEFT_HIP: (336.0, 300.0),
    Landmark.RIGHT_HIP: (304.0, 300.0),
    Landmark.LEFT_SHOULDER: (360.0, 100.0),
    Landmark.RIGHT_SHOULDER: (280.0, 100.0),
    Landmark.LEFT_WRIST: (330.0, 110.0),
    Landmark.RIGHT_WRIST: (310.0, 110.0),
}
"""Facing the camera, both hands together in front of the breast-bone, a little low."""


def facing(
    moved: Mapping[Landmark, tuple[float, float]] | None = None,
    *,
    away: bool = False,
    tipped_deg: float = 0.0,
    hidden: tuple[Landmark, ...] = (),
) -> PoseFrame:
    """A body that faces the camera. moved: landmarks by how many pixels. away: with its back to
    it, left and right changed over. tipped_deg: the whole picture, clockwise."""
    frame = pose_frame(STANDING, hidden=hidden)
    points = frame.landmarks_px.copy()
    for mark, place in PLACES.items():
        points[mark] = np.add(place, (moved or {}).get(mark, (0.0, 0.0)))
    if away:
        points[:, 0] = 640.0 - points[:, 0]
    c, s = math.cos(math.radians(tipped_deg)), math.sin(math.radians(tipped_deg))
    middle = np.array([320.0, 240.0])
    return replace(frame, landmarks_px=(points - middle) @ np.array([[c, s], [-s, c]]) + middle)


def hands(x_px: float, y_px: float = 0.0) -> dict[Landmark, tuple[float, float]]:
    return dict.fromkeys(WRISTS, (x_px, y_px))


@pytest.mark.parametrize("tipped_deg", [0.0, 12.0, -12.0])
@pytest.mark.parametrize("away", [False, True])
def test_hands_are_placed_against_the_trunk_whatever_way_it_leans(
    away: bool, tipped_deg: float
) -> None:
    frame = facing(hands(60.0, 40.0), away=away, tipped_deg=tipped_deg)
    assert value("hands_left_ratio", frame) == pytest.approx(60.0 / TRUNK_PX)
    assert value("hands_height_ratio", frame) == pytest.approx(-50.0 / TRUNK_PX)


def test_hands_go_across_from_where_they_began() -> None:
    neutral = neutral_of(facing(hands(-30.0)))
    frame = facing(hands(90.0))
    across = value("hands_across_ratio", frame, "left", neutral=neutral)
    assert across == pytest.approx(120.0 / TRUNK_PX)
    assert value("hands_across_ratio", frame, "right", neutral=neutral) == pytest.approx(-across)


def test_the_straighter_elbow_is_told_though_the_arm_reaches_for_the_camera() -> None:
    frame = facing()
    world = frame.world_m.copy()
    for shoulder, elbow, wrist, bend_deg in zip(SHOULDERS, ELBOWS, WRISTS, (70, 25), strict=True):
        bend = math.radians(bend_deg)
        world[elbow] = world[shoulder] + (0.0, 0.0, -0.3)
        world[wrist] = world[elbow] + (0.0, 0.3 * math.sin(bend), -0.3 * math.cos(bend))
    reaching = replace(frame, world_m=world)
    assert value("straighter_elbow_in_space_deg", reaching) == pytest.approx(25.0)


@pytest.mark.parametrize("away", [False, True])
def test_a_shoulder_that_sinks_is_told_by_its_side(away: bool) -> None:
    neutral = neutral_of(facing(away=away))
    sunk = facing({Landmark.LEFT_SHOULDER: (0.0, 20.0)}, away=away)
    drop_deg = math.degrees(math.atan2(20.0, 80.0))
    assert value("left_shoulder_high_deg", sunk) == pytest.approx(-drop_deg)
    assert value("shoulder_drop_deg", sunk, "left", neutral=neutral) == pytest.approx(drop_deg)
    assert value("shoulder_drop_deg", sunk, "right", neutral=neutral) == pytest.approx(-drop_deg)


def test_a_camera_that_leans_makes_no_shoulder_sink() -> None:
    neutral = neutral_of(facing(tipped_deg=6.0))
    frame = facing(tipped_deg=6.0)
    assert value("shoulder_drop_deg", frame, "left", neutral=neutral) == pytest.approx(0.0)


@pytest.mark.parametrize("name", sorted(TESTED))
def test_without_its_landmarks_or_from_the_side_it_cant_be_judged(name: str) -> None:
    neutral = neutral_of(facing())
    for group in TESTED[name]:
        unseen = facing(hidden=group)
        assert math.isnan(value(name, unseen, "left", neutral=neutral)), group
    beside = {mark: (320.0 - PLACES[mark][0], 0.0) for mark in (*HIPS, *SHOULDERS)}
    if name not in ("hands_height_ratio", "straighter_elbow_in_space_deg"):
        assert math.isnan(value(name, facing(beside), "left", neutral=neutral))


@pytest.mark.parametrize("name", ["hands_across_ratio", "shoulder_drop_deg"])
def test_before_the_neutral_is_known_nothing_has_moved(name: str) -> None:
    assert math.isnan(value(name, facing(), "left"))
