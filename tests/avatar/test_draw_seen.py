"""The pose model finds the drawn person: landmarks on the joints, left and right kept apart."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.draw import Renderer
from backline.avatar.framing import framed
from backline.avatar.truth import pose_frame
from backline.body import FloatArray, Landmark
from backline.vision.picture import Picture
from backline.vision.tracker import PoseTracker
from tests.avatar.bodies import EXERCISES, short
from tests.avatar.equipped import EQUIPPED, perform

FPS = 2.0
MARKS = [
    Landmark.NOSE,
    *(
        Landmark[f"{side}_{name}"]
        for side in ("LEFT", "RIGHT")
        for name in ("EAR", "SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL")
    ),
]
APART_RATIO = 0.08
"""Limbs nearer together on the picture than this share of the height can't be swapped."""


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize(
    ("azimuth_deg", "look"), [(90.0, "calm"), (-90.0, "night"), (72.0, "dawn")]
)
def test_landmarks_are_found_on_the_joints(name: str, azimuth_deg: float, look: str) -> None:
    performance = short(name, repetitions=1)
    camera = framed(performance, (640, 480), azimuth_deg=azimuth_deg, height_m=0.7)
    renderer = Renderer(640, 480, look)
    tracker = PoseTracker(threads=1)
    height_px = 1.70 * camera.focal_px / float(np.linalg.norm(camera.position_m - (0, 0.4, 0)))
    errors, swapped = [], 0
    times = performance.times_s(FPS)
    for time_s, figure in zip(times, performance.figures(times), strict=True):
        found = tracker.see(Picture(time_s, renderer.draw(figure, camera)))
        true = pose_frame(figure, camera, time_s)
        assert found.present
        away = np.linalg.norm(found.landmarks_px - true.landmarks_px, axis=1) / height_px
        errors.append(away[MARKS])
        swapped += sum(
            _is_swapped(found.landmarks_px, true.landmarks_px, part, APART_RATIO * height_px)
            for part in ("ELBOW", "WRIST", "KNEE", "ANKLE")
        )
    assert np.median(errors) < 0.02
    assert np.percentile(errors, 90) < 0.05
    assert swapped <= max(1, 0.02 * len(times))


@pytest.mark.slow
@pytest.mark.parametrize("name", EQUIPPED)
@pytest.mark.parametrize(("azimuth_deg", "look"), [(90.0, "calm"), (-70.0, "dawn")])
def test_landmarks_are_found_among_things(name: str, azimuth_deg: float, look: str) -> None:
    performance = perform(name, repetitions=1)
    camera = framed(performance, (640, 480), azimuth_deg=azimuth_deg, height_m=0.9)
    renderer = Renderer(640, 480, look)
    tracker = PoseTracker(threads=1)
    height_px = 1.70 * camera.focal_px / float(np.linalg.norm(camera.position_m - (0, 0.6, 0)))
    times = performance.times_s(FPS)
    errors = []
    for time_s, figure in zip(times, performance.figures(times), strict=True):
        found = tracker.see(Picture(time_s, renderer.draw(figure, camera)))
        true = pose_frame(figure, camera, time_s)
        assert found.present
        away = np.linalg.norm(found.landmarks_px - true.landmarks_px, axis=1) / height_px
        errors.append(away[MARKS])
    assert np.median(errors) < 0.025
    assert np.mean(errors) < 0.035


def _is_swapped(found: FloatArray, true: FloatArray, part: str, apart_px: float) -> bool:
    left, right = Landmark[f"LEFT_{part}"], Landmark[f"RIGHT_{part}"]
    if np.linalg.norm(true[left] - true[right]) < apart_px:
        return False
    straight = np.linalg.norm(found[[left, right]] - true[[left, right]], axis=1).sum()
    crossed = np.linalg.norm(found[[left, right]] - true[[right, left]], axis=1).sum()
    return bool(crossed < straight)
