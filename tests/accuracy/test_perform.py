"""The cameras that performances are seen by."""

from __future__ import annotations

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.performance import Performance
from backline.guide.load import load_exercise

CAMERA = Camera(width_px=640, height_px=360, fov_deg=65.0, distance_m=2.3)


def test_what_is_on_the_floor_is_seen_by_the_camera_as_it_is() -> None:
    for name in ("bird-dog", "plank"):
        assert fitted(CAMERA, Performance(load_exercise(name), repetitions=1)) == CAMERA


def test_hands_overhead_are_fitted_in_from_the_same_side_and_height() -> None:
    performance = Performance(load_exercise("ball-raise"), repetitions=1)
    (raised,) = performance.truth().repetitions
    hands = performance.figure_at(raised.peak_s).landmarks_m
    assert CAMERA.project(hands)[0][:, 1].min() < 0
    camera = fitted(CAMERA, performance)
    assert camera.project(hands)[0][:, 1].min() >= 0
    assert camera.distance_m >= CAMERA.distance_m
    assert (camera.azimuth_deg, camera.height_m) == (CAMERA.azimuth_deg, CAMERA.height_m)
