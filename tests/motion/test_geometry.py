"""Angles, sides and the view, before any measure is made of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.body import BackLine, CannotJudge, Landmark, PoseFrame
from backline.motion.geometry import FRAME_MARGIN, Geometry, angle_deg, level_angle_deg
from tests.bodies import ALL_FOURS, STANDING, Facing, pose_frame

vectors = st.tuples(st.floats(-100, 100), st.floats(-100, 100)).filter(
    lambda v: math.hypot(*v) > 1e-3
)


@given(vectors, vectors)
def test_the_angle_back_is_the_same_with_the_other_sign(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    there, back = angle_deg(np.array(a), np.array(b)), angle_deg(np.array(b), np.array(a))
    assert -180.0 <= there <= 180.0
    assert abs(there + back) in (pytest.approx(0.0, abs=1e-6), pytest.approx(360.0, abs=1e-6))


def test_clockwise_on_screen_is_positive() -> None:
    assert angle_deg(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == pytest.approx(90.0)


def test_a_vector_of_no_length_has_no_angle() -> None:
    assert math.isnan(angle_deg(np.zeros(2), np.array([1.0, 0.0])))
    assert math.isnan(angle_deg(np.array([np.nan, 1.0]), np.array([1.0, 0.0])))
    assert math.isnan(level_angle_deg(np.zeros(2)))
    assert math.isnan(level_angle_deg(np.array([1.0, np.nan])))


def test_level_angle_doesnt_mind_left_and_right() -> None:
    for x in (-3.0, 3.0):
        assert level_angle_deg(np.array([x, -3.0])) == pytest.approx(45.0)
        assert level_angle_deg(np.array([x, 3.0])) == pytest.approx(-45.0)


@pytest.mark.parametrize(
    ("facing", "side", "up_is"), [("left", "left", 1.0), ("right", "right", -1.0)]
)
def test_the_near_side_and_the_backs_side(facing: Facing, side: str, up_is: float) -> None:
    for back in (None, CannotJudge.TRUNK_HIDDEN):
        geometry = Geometry(pose_frame(ALL_FOURS.but(back=back), facing=facing))
        assert geometry.near_side == side
        assert geometry.dorsal_sign == up_is
        assert geometry.ahead_sign == -up_is


def test_without_a_back_line_an_upright_bodys_back_cant_be_told() -> None:
    assert math.isnan(Geometry(pose_frame(STANDING.but(back=CannotJudge.TRUNK_HIDDEN))).dorsal_sign)
    assert Geometry(pose_frame(STANDING)).dorsal_sign == 1.0


@pytest.mark.filterwarnings("error")
def test_a_back_line_with_no_known_point_tells_no_side() -> None:
    blank = BackLine(np.full((40, 2), np.nan), np.full(40, np.nan))
    assert math.isnan(Geometry(replace(pose_frame(), back=blank)).dorsal_sign)


def test_unseen_trunk_ends_leave_no_trunk_and_no_sides() -> None:
    hips = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
    geometry = Geometry(pose_frame(ALL_FOURS.but(back=CannotJudge.OUT_OF_FRAME), hidden=hips))
    assert np.isnan(geometry.hip).all()
    assert math.isnan(geometry.trunk_px)
    assert math.isnan(geometry.dorsal_sign)
    assert math.isnan(geometry.ahead_sign)
    one = Geometry(pose_frame(hidden=hips[:1]))
    assert one.trunk_px == pytest.approx(150.0)
    assert one.joint("hip", "left") == pytest.approx([640.0, 360.0])


@pytest.mark.parametrize("azimuth_deg", [0.0, 30.0, 60.0, 90.0, 120.0, 180.0])
@pytest.mark.parametrize("facing", ["left", "right"])
def test_the_views_azimuth_is_read_from_depth(azimuth_deg: float, facing: Facing) -> None:
    folded = min(azimuth_deg, 180.0 - azimuth_deg)
    geometry = Geometry(pose_frame(azimuth_deg=azimuth_deg, facing=facing))
    assert geometry.view_azimuth_deg == pytest.approx(folded, abs=1e-6)


def test_without_depth_there_is_no_view() -> None:
    blank = replace(pose_frame(), world_m=np.full((33, 3), np.nan))
    assert math.isnan(Geometry(blank).view_azimuth_deg)
    flat = replace(pose_frame(), world_m=np.zeros((33, 3)))
    assert math.isnan(Geometry(flat).view_azimuth_deg)


def test_a_landmark_a_little_outside_the_picture_still_counts() -> None:
    points = pose_frame().landmarks_px.copy()
    points[Landmark.LEFT_WRIST] = (-0.9 * FRAME_MARGIN * 1280, 100.0)
    points[Landmark.LEFT_ELBOW] = (-1.1 * FRAME_MARGIN * 1280, 100.0)
    geometry = Geometry(replace(pose_frame(), landmarks_px=points))
    assert geometry.seen(Landmark.LEFT_WRIST)
    assert not geometry.seen(Landmark.LEFT_ELBOW)
    assert np.isnan(geometry.seen_point("elbow", "left")).all()


def test_what_is_handed_out_for_the_unseen_cant_be_changed() -> None:
    unseen = Geometry(PoseFrame.empty(0.0, 640, 480)).hip
    with pytest.raises(ValueError, match="read-only"):
        unseen[0] = 1.0
