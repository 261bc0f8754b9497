"""The camera: where it stands and what it makes of the room."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.avatar.camera import Camera
from backline.avatar.postures import posture_figure
from backline.body import Landmark


def test_what_it_looks_at_is_in_the_middle() -> None:
    camera = Camera(azimuth_deg=63.0, look_at_m=(0.1, 0.5, -0.2), width_px=800, height_px=600)
    pixels, depth = camera.project(np.array([0.1, 0.5, -0.2]))
    assert pixels == pytest.approx([400.0, 300.0])
    assert depth > 0


def test_from_the_left_the_person_faces_the_images_left() -> None:
    figure = posture_figure("hands-and-knees")
    pixels, depth = Camera(azimuth_deg=90.0).project(figure.landmarks_m)
    assert pixels[Landmark.NOSE, 0] < pixels[Landmark.LEFT_HIP, 0]
    assert depth[Landmark.LEFT_SHOULDER] < depth[Landmark.RIGHT_SHOULDER]


def test_from_the_right_the_person_faces_the_images_right() -> None:
    figure = posture_figure("hands-and-knees")
    pixels, depth = Camera(azimuth_deg=-90.0).project(figure.landmarks_m)
    assert pixels[Landmark.NOSE, 0] > pixels[Landmark.LEFT_HIP, 0]
    assert depth[Landmark.LEFT_SHOULDER] > depth[Landmark.RIGHT_SHOULDER]


def test_from_the_front_the_persons_left_is_on_the_right() -> None:
    figure = posture_figure("standing")
    pixels, depth = Camera(azimuth_deg=0.0).project(figure.landmarks_m)
    assert pixels[Landmark.LEFT_SHOULDER, 0] > pixels[Landmark.RIGHT_SHOULDER, 0]
    assert depth[Landmark.NOSE] < depth[Landmark.LEFT_EAR]


def test_up_is_up_and_far_is_small() -> None:
    camera = Camera(azimuth_deg=90.0, height_m=0.4, look_at_m=(0.0, 0.4, 0.0))
    points = np.array([[0.0, 0.4, 0.0], [0.0, 0.9, 0.0], [0.0, 0.4, 2.0], [0.0, 0.9, 2.0]])
    pixels, depth = camera.project(points)
    assert pixels[1, 1] < pixels[0, 1]
    assert depth[2] == pytest.approx(depth[0] + 2.0)
    assert pixels[2, 1] - pixels[3, 1] < pixels[0, 1] - pixels[1, 1]


def test_field_of_view_spans_the_longer_side() -> None:
    camera = Camera(height_m=0.4, fov_deg=60.0, distance_m=2.0, width_px=1000, height_px=500)
    half_m = 2.0 * np.tan(np.deg2rad(30.0))
    pixels, _ = camera.project(np.array([-half_m, 0.4, 0.0]))
    assert pixels == pytest.approx([1000.0, 250.0])


def test_roll_turns_the_picture() -> None:
    level, rolled = Camera(height_m=0.4), Camera(height_m=0.4, roll_deg=90.0)
    point = np.array([0.0, 0.7, 0.0])
    assert level.project(point)[0][1] < 270
    turned = rolled.project(point)[0]
    assert abs(turned[0] - 480) == pytest.approx(270 - level.project(point)[0][1])
    assert turned[1] == pytest.approx(270)


def test_behind_the_lens_is_nan() -> None:
    pixels, _ = Camera(azimuth_deg=90.0, distance_m=2.0).project(np.array([0.0, 0.4, -3.0]))
    assert np.isnan(pixels).all()


@given(
    azimuth=st.floats(-360, 360),
    height=st.floats(0.1, 2.0),
    distance=st.floats(0.5, 5.0),
    roll=st.floats(-30, 30),
)
def test_axes_are_a_right_handed_frame(
    azimuth: float, height: float, distance: float, roll: float
) -> None:
    axes = Camera(azimuth, height, distance, roll_deg=roll).axes
    assert axes @ axes.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(axes) == pytest.approx(1.0)


@pytest.mark.parametrize("wrong", [{"width_px": 0}, {"fov_deg": 0.0}, {"distance_m": -1.0}])
def test_impossible_cameras_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"camera|fov_deg"):
        Camera(**wrong)  # type: ignore[arg-type]
