"""The back line from masks of known shape, and the side the back is on."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import BACK_STATIONS, BackLine, CannotJudge, FloatArray, Landmark
from backline.motion.back import sagitta_ratio
from backline.vision.landmarker import BodyFinding
from backline.vision.outline import (
    REACH_RATIO,
    DorsalSide,
    dorsal_vote,
    side_view_error_deg,
    trace_back_line,
)
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
    parabola,
    pose_frame,
)
from tests.vision.findings import chord_of, finding, moved, turned

SAGITTA_TOLERANCE = 0.004
FACINGS: tuple[Facing, Facing] = ("left", "right")


def trace(found: BodyFinding, side: float) -> BackLine | CannotJudge:
    return trace_back_line(found, found.points_px[:33], side)


def on_the_back(found: BodyFinding, dorsal: float, station: float, out: float) -> FloatArray:
    """The pixel at a station of the chord, so many trunk lengths out on the back's side."""
    hip, shoulder = chord_of(found.points_px)
    chord = shoulder - hip
    normal = dorsal * np.array([-chord[1], chord[0]])
    return np.asarray(hip + station * chord + out * normal)


# --- the outline ----------------------------------------------------------------------------


@given(
    bend=st.floats(-0.12, 0.2),
    facing=st.sampled_from(FACINGS),
    roll_deg=st.floats(-180.0, 180.0),
    region_deg=st.floats(-180.0, 180.0),
    px_per_m=st.floats(80.0, 600.0),
    x=st.floats(0.0, 1280.0),
)
@settings(max_examples=60, deadline=None)
def test_a_bow_of_known_height_is_found_wherever_the_body_lies(
    bend: float, facing: Facing, roll_deg: float, region_deg: float, px_per_m: float, x: float
) -> None:
    found, dorsal = finding(
        ALL_FOURS.but(bend=bend),
        facing=facing,
        roll_deg=roll_deg,
        region_deg=region_deg,
        px_per_m=px_per_m,
        hip_px=(x, 360.0),
    )
    back = trace(found, dorsal)
    assert isinstance(back, BackLine)
    assert back.offset_ratio == pytest.approx(parabola(bend), abs=0.01)
    true = sagitta_ratio(BackLine(back.points_px, parabola(bend)))
    assert sagitta_ratio(back) == pytest.approx(true, abs=SAGITTA_TOLERANCE)


@pytest.mark.parametrize("facing", FACINGS)
def test_the_points_lie_on_the_outline_in_the_picture(facing: Facing) -> None:
    found, dorsal = finding(ALL_FOURS.but(bend=0.1), facing=facing, roll_deg=15.0)
    back = trace(found, dorsal)
    assert isinstance(back, BackLine)
    assert back.points_px.shape == (BACK_STATIONS, 2)
    for k, share in enumerate(np.linspace(0.0, 1.0, BACK_STATIONS)):
        expected = on_the_back(found, dorsal, share, parabola(0.1)[k])
        assert back.points_px[k] == pytest.approx(expected, abs=2.0)


def test_the_wrong_side_gives_the_belly() -> None:
    found, dorsal = finding(ALL_FOURS.but(bend=0.15))
    back = trace(found, -dorsal)
    assert isinstance(back, BackLine)
    assert abs(sagitta_ratio(back)) < 0.01


def test_small_bumps_of_clothing_are_followed_and_large_jumps_left_out() -> None:
    offsets = parabola(0.05)
    offsets[18:21] += 0.2
    found, dorsal = finding(offsets=offsets)
    back = trace(found, dorsal)
    assert isinstance(back, BackLine)
    assert np.isnan(back.offset_ratio[18:21]).all()
    assert np.isfinite(back.offset_ratio[[*range(15), *range(25, 40)]]).all()
    ripple = 0.01 * np.sin(np.linspace(0, 12, BACK_STATIONS))
    found, dorsal = finding(offsets=parabola(0.05) + ripple)
    back = trace(found, dorsal)
    assert isinstance(back, BackLine)
    assert np.isfinite(back.offset_ratio).all()


def test_two_people_or_a_wall_behind_the_back_have_no_outline() -> None:
    found, dorsal = finding(offsets=np.full(BACK_STATIONS, REACH_RATIO + 0.1))
    assert trace(found, dorsal) is CannotJudge.TRUNK_HIDDEN


def test_a_back_cut_off_by_the_regions_edge_is_not_guessed() -> None:
    found, dorsal = finding(zoom=12.0)
    assert not isinstance(trace(found, dorsal), BackLine)


def test_a_mask_of_nobody_has_no_outline() -> None:
    found, dorsal = finding()
    empty = replace(found, mask=np.full_like(found.mask, -5.0))
    assert trace(empty, dorsal) is CannotJudge.TRUNK_HIDDEN


# --- what hides it ---------------------------------------------------------------------------


@pytest.mark.parametrize("facing", FACINGS)
@pytest.mark.parametrize(
    "mark",
    [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW],
)
def test_an_arm_across_the_back_hides_it(facing: Facing, mark: Landmark) -> None:
    plain, dorsal = finding(facing=facing)
    hand = on_the_back(plain, dorsal, 0.4, 0.2)
    found, _ = finding(facing=facing, blobs=[(hand, 10.0)])
    assert trace(moved(found, mark, hand), dorsal) is CannotJudge.TRUNK_HIDDEN
    assert isinstance(trace(plain, dorsal), BackLine)


def test_an_arm_in_front_of_the_belly_doesnt_matter() -> None:
    found, dorsal = finding()
    belly = on_the_back(found, dorsal, 0.5, -0.2)
    assert isinstance(trace(moved(found, Landmark.LEFT_WRIST, belly), dorsal), BackLine)


@pytest.mark.parametrize("azimuth_deg", [0.0, 20.0, 45.0, 140.0, 180.0])
def test_a_view_that_isnt_from_the_side_cant_be_judged(azimuth_deg: float) -> None:
    found, dorsal = finding(azimuth_deg=azimuth_deg)
    assert trace(found, dorsal) is CannotJudge.NOT_SIDE_VIEW


@pytest.mark.parametrize("azimuth_deg", [65.0, 80.0, 90.0, 110.0])
def test_a_little_off_the_side_is_side_enough(azimuth_deg: float) -> None:
    found, dorsal = finding(azimuth_deg=azimuth_deg)
    assert isinstance(trace(found, dorsal), BackLine)


def test_an_unknown_view_cant_be_judged() -> None:
    found, dorsal = finding()
    for world in (np.zeros((33, 3)), np.full((33, 3), np.nan)):
        assert trace(replace(found, world_m=world), dorsal) is CannotJudge.NOT_SIDE_VIEW


@pytest.mark.parametrize("part", ["HIP", "SHOULDER"])
def test_a_hidden_hip_or_shoulder_cant_be_judged(part: str) -> None:
    both = [Landmark[f"LEFT_{part}"], Landmark[f"RIGHT_{part}"]]
    found, dorsal = finding(hidden=both)
    assert trace(found, dorsal) is CannotJudge.LANDMARKS_HIDDEN
    for far in both:
        found, dorsal = finding(hidden=[far])
        assert isinstance(trace(found, dorsal), BackLine)


def test_a_trunk_seen_end_on_cant_be_judged() -> None:
    found, dorsal = finding(zoom=0.1)
    assert trace(found, dorsal) is CannotJudge.NOT_SIDE_VIEW


@pytest.mark.filterwarnings("error")
def test_points_that_mean_nothing_are_no_back_line() -> None:
    found, dorsal = finding()
    points = np.full((33, 2), np.nan)
    assert not isinstance(trace_back_line(found, points, dorsal), BackLine)


# --- the view and the side -------------------------------------------------------------------


@pytest.mark.parametrize("azimuth_deg", [0.0, 15.0, 50.0, 90.0, 130.0, 180.0])
@pytest.mark.parametrize("roll_deg", [0.0, 35.0])
def test_the_views_error_is_the_angle_from_the_side(azimuth_deg: float, roll_deg: float) -> None:
    world = pose_frame(azimuth_deg=azimuth_deg).world_m.copy()
    world[:, :2] = turned(world[:, :2], roll_deg, np.zeros(2))
    assert side_view_error_deg(world) == pytest.approx(abs(90.0 - azimuth_deg), abs=1e-6)


def test_a_view_without_depth_is_unknown() -> None:
    assert math.isnan(side_view_error_deg(np.zeros((33, 3))))


POSTURES = {
    "all fours": ALL_FOURS,
    "rounded": ALL_FOURS.but(bend=0.15, head_deg=150.0),
    "arched": ALL_FOURS.but(bend=-0.05, head_deg=40.0),
    "bird dog": ALL_FOURS.but(
        hip_flexion_deg=(0.0, 90.0), knee_flexion_deg=(0.0, 90.0), arm_deg=(90.0, 0.0)
    ),
    "plank": PLANK,
    "standing": STANDING,
    "sitting": SITTING,
    "kneeling": KNEELING,
    "prone": LYING_PRONE,
    "prone, limbs lifted": LYING_PRONE.but(
        hip_flexion_deg=(-20.0, -20.0), arm_deg=(-25.0, -25.0), head_deg=60.0
    ),
    "prone, shins up": LYING_PRONE.but(knee_flexion_deg=(90.0, 90.0)),
    "down dog": DOWN_DOG,
    "child's pose": ALL_FOURS.but(
        hip_flexion_deg=(150.0, 150.0), knee_flexion_deg=(150.0, 150.0), arm_deg=(10.0, 10.0)
    ),
    "bent over": STANDING.but(pitch_deg=0.0, hip_flexion_deg=(90.0, 90.0), arm_deg=(90.0, 90.0)),
}


@pytest.mark.parametrize("facing", FACINGS)
@pytest.mark.parametrize("roll_deg", [0.0, 90.0, 180.0, -25.0])
@pytest.mark.parametrize("name", POSTURES)
def test_the_backs_side_is_told_in_every_posture(
    name: str, facing: Facing, roll_deg: float
) -> None:
    """Rolled by 180 degrees, prone is supine: the same body upside down in the picture."""
    found, dorsal = finding(POSTURES[name], facing=facing, roll_deg=roll_deg)
    vote = dorsal_vote(found.points_px, found.visibility, found.world_m)
    assert vote * dorsal > 0.05
    assert abs(vote) <= 1.0


@pytest.mark.parametrize("facing", FACINGS)
@pytest.mark.parametrize(
    "name", [name for name in POSTURES if name not in ("prone", "prone, limbs lifted")]
)
def test_the_backs_side_is_told_even_when_left_and_right_are_swapped(
    name: str, facing: Facing
) -> None:
    """The pose model mixes up left and right at times; then depth votes the wrong way. (Lying
    flat and seen from the side, depth is nearly all there is.)"""
    found, dorsal = finding(POSTURES[name], facing=facing)
    world = found.world_m * (1.0, 1.0, -1.0)
    assert dorsal_vote(found.points_px, found.visibility, world) * dorsal > 0.0


@pytest.mark.parametrize("facing", FACINGS)
@pytest.mark.parametrize("name", POSTURES)
def test_depth_alone_tells_the_side_when_limbs_and_face_are_hidden(
    name: str, facing: Facing
) -> None:
    trunk = {m for m in Landmark if "HIP" in m.name or "SHOULDER" in m.name}
    found, dorsal = finding(
        POSTURES[name], facing=facing, hidden=[m for m in Landmark if m not in trunk]
    )
    assert dorsal_vote(found.points_px, found.visibility, found.world_m) * dorsal > 0.9


@given(
    body=st.builds(
        Body,
        pitch_deg=st.floats(-30.0, 90.0),
        hip_flexion_deg=st.tuples(st.floats(0.0, 130.0), st.floats(0.0, 130.0)),
        knee_flexion_deg=st.tuples(st.floats(0.0, 140.0), st.floats(0.0, 140.0)),
        arm_deg=st.tuples(st.floats(0.0, 150.0), st.floats(0.0, 150.0)),
        head_deg=st.floats(40.0, 140.0),
    ),
    facing=st.sampled_from(FACINGS),
    azimuth_deg=st.floats(50.0, 130.0),
)
@settings(max_examples=100, deadline=None)
def test_the_backs_side_holds_for_any_body_seen_from_about_the_side(
    body: Body, facing: Facing, azimuth_deg: float
) -> None:
    frame = pose_frame(body, facing=facing, azimuth_deg=azimuth_deg)
    vote = dorsal_vote(frame.landmarks_px, frame.visibility, frame.world_m)
    assert vote * (1.0 if facing == "left" else -1.0) > 0.0


def test_one_wrong_vote_doesnt_turn_the_side_and_a_lasting_one_does() -> None:
    side = DorsalSide()
    for i in range(30):
        assert side.update(i / 30, 0.6) == 1.0
    for i in range(30, 34):
        assert side.update(i / 30, -0.8) == 1.0
    turned_to = [side.update(i / 30, -0.8) for i in range(34, 90)]
    assert turned_to[-1] == -1.0
    assert turned_to == sorted(turned_to, reverse=True)


def test_a_time_that_stands_still_changes_no_belief() -> None:
    side = DorsalSide()
    side.update(1.0, 0.5)
    assert side.update(1.0, -1.0) == 1.0
    assert side.update(0.5, -1.0) == 1.0


def test_no_sign_at_all_is_no_vote() -> None:
    assert dorsal_vote(np.zeros((33, 2)), np.zeros(33), np.zeros((33, 3))) == 0.0
