"""The true pose frame: landmarks, visibility and the back line."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.camera import Camera
from backline.avatar.figure import Figure
from backline.avatar.postures import posture_figure, still_figure
from backline.avatar.truth import pose_frame
from backline.body import BACK_STATIONS, BackLine, CannotJudge, Landmark

SIDE = Camera(azimuth_deg=90.0, distance_m=3.0)


def bent(lumbar_deg: float, thoracic_deg: float = 0.0, shape: BodyShape | None = None) -> Figure:
    pose = {"lumbar_flexion_deg": lumbar_deg, "thoracic_flexion_deg": thoracic_deg}
    return still_figure(shape or BodyShape(), pose, ("hand", "knee", "foot"))


def back_of(figure: Figure, camera: Camera = SIDE) -> BackLine:
    back = pose_frame(figure, camera, 0.0).back
    assert isinstance(back, BackLine)
    return back


def bow(back: BackLine) -> float:
    """How far the middle of the outline stands out over its ends, in trunk lengths."""
    offset = back.offset_ratio
    return float(offset[10:30].mean() - 0.5 * (offset[:4].mean() + offset[-4:].mean()))


def test_the_frame_is_what_the_camera_sees() -> None:
    figure = posture_figure("hands-and-knees")
    frame = pose_frame(figure, SIDE, 1.5)
    assert frame.present
    assert frame.time_s == 1.5
    assert (frame.width_px, frame.height_px) == (SIDE.width_px, SIDE.height_px)
    assert frame.landmarks_px == pytest.approx(SIDE.project(figure.landmarks_m)[0])
    hips = frame.world_m[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    assert hips.mean(axis=0) == pytest.approx(np.zeros(3), abs=1e-12)


def test_world_axes_are_right_down_and_away() -> None:
    camera = Camera(azimuth_deg=90.0, height_m=0.4, look_at_m=(0.0, 0.4, 0.0))
    world = pose_frame(posture_figure("hands-and-knees"), camera, 0.0).world_m
    assert world[Landmark.NOSE, 0] < -0.4
    assert world[Landmark.LEFT_KNEE, 1] > 0.3
    assert world[Landmark.RIGHT_SHOULDER, 2] > world[Landmark.LEFT_SHOULDER, 2] + 0.3


def test_far_side_is_less_visible_and_outside_hardly() -> None:
    frame = pose_frame(posture_figure("hands-and-knees"), SIDE, 0.0)
    assert frame.visibility[Landmark.LEFT_KNEE] > 0.9
    assert frame.visibility[Landmark.RIGHT_KNEE] == pytest.approx(0.6)
    assert frame.visibility[Landmark.RIGHT_HIP] > 0.9
    near = Camera(azimuth_deg=90.0, distance_m=1.0)
    frame = pose_frame(posture_figure("forearm-plank"), near, 0.0)
    assert frame.visibility[Landmark.LEFT_ANKLE] < 0.1
    front = pose_frame(posture_figure("standing"), Camera(0.0, distance_m=4.0), 0.0)
    assert front.visibility[Landmark.RIGHT_KNEE] > 0.9


def test_back_line_lies_on_the_back() -> None:
    figure = posture_figure("hands-and-knees")
    back = back_of(figure)
    assert back.points_px.shape == (BACK_STATIONS, 2)
    assert (back.offset_ratio > 0.1).all()
    hip = pose_frame(figure, SIDE, 0.0).landmarks_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    assert (back.points_px[:, 1] < hip[:, 1].mean()).all()
    assert back.points_px[0, 0] > back.points_px[-1, 0], "hip end first, facing left"


def test_rest_is_gently_curved() -> None:
    assert abs(bow(back_of(bent(0.0)))) < 0.03


@pytest.mark.parametrize("shape", PRESETS)
def test_bow_grows_with_flexion_of_either_part(shape: str) -> None:
    body = PRESETS[shape]
    degrees = (-20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 40.0)
    lumbar = [bow(back_of(bent(d, 0.0, body))) for d in degrees]
    thoracic = [bow(back_of(bent(0.0, d, body))) for d in degrees]
    assert (np.diff(lumbar) > 0.002).all()
    assert (np.diff(thoracic) > 0.002).all()
    assert lumbar[0] < lumbar[2] - 0.03 < lumbar[2] + 0.03 < lumbar[-1]


def test_lumbar_bends_the_lower_half_and_thoracic_the_upper() -> None:
    rest, low, high = (back_of(bent(*d)).offset_ratio for d in ((0, 0), (35, 0), (0, 35)))
    lower, upper = slice(8, 18), slice(22, 34)
    assert (low - rest)[lower].mean() > (high - rest)[lower].mean()
    assert (high - rest)[upper].mean() > (low - rest)[upper].mean()


@pytest.mark.parametrize("azimuth", [70.0, 80.0, 100.0, 110.0, -90.0, -75.0])
def test_bow_hardly_depends_on_the_view_near_the_side(azimuth: float) -> None:
    figure = bent(30.0, 20.0)
    turned = bow(back_of(figure, Camera(azimuth_deg=azimuth, distance_m=3.0)))
    assert turned == pytest.approx(bow(back_of(figure)), abs=0.03)


@pytest.mark.parametrize("azimuth", [0.0, 40.0, 140.0, 180.0, -45.0])
def test_other_views_cannot_judge(azimuth: float) -> None:
    back = pose_frame(bent(20.0), Camera(azimuth_deg=azimuth, distance_m=3.0), 0.0).back
    assert back is CannotJudge.NOT_SIDE_VIEW


def test_trunk_out_of_the_picture_cannot_be_judged() -> None:
    camera = Camera(azimuth_deg=90.0, look_at_m=(2.5, 0.4, 0.0))
    assert pose_frame(bent(0.0), camera, 0.0).back is CannotJudge.OUT_OF_FRAME


def test_stations_outside_the_picture_are_nan() -> None:
    figure = bent(0.0)
    top_m = max(float((s.centre_m + s.dorsal_m * s.axes[1])[1]) for s in figure.trunk)
    hip_m = float(figure.landmarks_m[Landmark.LEFT_HIP, 1])
    shoulder_m = float(figure.landmarks_m[Landmark.LEFT_SHOULDER, 1])
    edge_m = 0.5 * (max(hip_m, shoulder_m) + top_m)
    flat = Camera(
        azimuth_deg=90.0, height_m=edge_m - 0.5, distance_m=3.0, look_at_m=(0, edge_m - 0.5, 0)
    )
    size = round(2 * flat.focal_px * 0.5 / 3.0)
    camera = Camera(
        azimuth_deg=90.0,
        height_m=edge_m - 0.5,
        distance_m=3.0,
        height_px=size,
        look_at_m=(0, edge_m - 0.5, 0),
    )
    back = back_of(figure, camera)
    unknown = np.isnan(back.offset_ratio)
    assert unknown.any()
    assert not unknown.all()
    assert (np.isnan(back.points_px[:, 0]) == unknown).all()


def test_noise_is_as_large_as_asked_and_repeats_with_its_generator() -> None:
    figure = posture_figure("hands-and-knees")
    clean = pose_frame(figure, SIDE, 0.0)
    one = pose_frame(figure, SIDE, 0.0, 3.0, np.random.default_rng(5))
    two = pose_frame(figure, SIDE, 0.0, 3.0, np.random.default_rng(5))
    assert (one.landmarks_px == two.landmarks_px).all()
    assert np.std(one.landmarks_px - clean.landmarks_px) == pytest.approx(3.0, rel=0.3)
    assert isinstance(one.back, BackLine)
    assert isinstance(clean.back, BackLine)
    shift = np.linalg.norm(one.back.points_px - clean.back.points_px, axis=1)
    assert np.sqrt(np.mean(shift**2)) == pytest.approx(3.0, rel=0.4)
    assert one.back.offset_ratio != pytest.approx(clean.back.offset_ratio)
    with pytest.raises(ValueError, match="random generator"):
        pose_frame(figure, SIDE, 0.0, 3.0)


def test_a_person_on_the_other_facing_has_the_same_back() -> None:
    figure = bent(25.0, 10.0)
    left = back_of(figure, Camera(azimuth_deg=90.0, distance_m=3.0))
    right = back_of(figure, Camera(azimuth_deg=-90.0, distance_m=3.0))
    assert left.offset_ratio == pytest.approx(right.offset_ratio, abs=1e-6)
    assert left.points_px[0, 0] > left.points_px[-1, 0]
    assert right.points_px[0, 0] < right.points_px[-1, 0]


@settings(max_examples=30, deadline=None)
@given(
    azimuth=st.floats(-180, 180),
    height=st.floats(0.2, 1.5),
    distance=st.floats(1.0, 5.0),
    lumbar=st.floats(-25, 45),
    thoracic=st.floats(-20, 45),
)
def test_offsets_are_never_wrong_numbers(
    azimuth: float, height: float, distance: float, lumbar: float, thoracic: float
) -> None:
    frame = pose_frame(bent(lumbar, thoracic), Camera(azimuth, height, distance), 0.0)
    assert ((frame.visibility >= 0) & (frame.visibility <= 1)).all()
    if isinstance(frame.back, BackLine):
        offset = frame.back.offset_ratio
        known = offset[np.isfinite(offset)]
        assert ((known > 0.0) & (known < 0.7)).all()
    else:
        assert frame.back in (CannotJudge.NOT_SIDE_VIEW, CannotJudge.OUT_OF_FRAME)
