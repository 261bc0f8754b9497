"""Playing a scenario: the avatar performs, and what comes out is a stream of `PoseFrame`s.

Two ways. "joints": the avatar's true joints, with noise, as a good pose model would give
them. "drawn": pictures of the avatar, seen by the real pose model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import cv2
import numpy as np

from backline.accuracy.scenarios import DISTANCE_M, FAULT_WINDOW_S, Scenario
from backline.avatar.body_model import PRESETS
from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.events import PerformanceTruth
from backline.avatar.framing import performance_points_m
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import BackLine, FloatArray, Landmark, PoseFrame
from backline.guide.schema import Exercise
from backline.vision.detector import PersonDetector
from backline.vision.landmarker import BlazePoseLandmarker
from backline.vision.picture import Picture, RgbArray
from backline.vision.tracker import PoseTracker

Source = Literal["joints", "drawn"]

FPS: dict[str, float] = {"joints": 20.0, "drawn": 12.0}
SIZE_PX = (640, 360)
FIELD_OF_VIEW_DEG = 65.0
"""Across the picture, as laptops' cameras have (60 to 78 degrees on the diagonal)."""
LOW_M, HEADROOM_M = 1.65, 0.25
"""Bodies that with some headroom stay below the first fit into a camera aimed at the floor's
exercises: kneeling upright takes up to 1.4 m."""
OUTLINE_NOISE_SHARE = 2 / 3
"""The outline's noise over the landmarks'. On the trial clips the bow of the back line
trembles by 0.004 of the trunk, which a station noise of 0.2 % of body height gives; that is
what landmarks shaken by 0.3 % come with."""


@dataclass(frozen=True, slots=True)
class Played:
    """What was seen of a performance, and what was really done."""

    frames: tuple[PoseFrame, ...]
    truth: PerformanceTruth


def performance_of(scenario: Scenario, exercise: Exercise) -> Performance:
    """The avatar's performance of a scenario."""
    hold = exercise.signal.kind == "hold"
    fault = None if scenario.fault is None else (scenario.fault, scenario.strength)
    return Performance(
        exercise,
        PRESETS[scenario.shape],
        repetitions=scenario.repetitions,
        tempo=scenario.tempo,
        fault=fault,
        fault_repetitions=scenario.fault_repetitions,
        fault_window_s=FAULT_WINDOW_S if hold and fault else None,
        first_side=scenario.first_side,
        enter=scenario.enter,
        leave=scenario.enter or hold,
        hold_s=scenario.hold_s if hold else None,
        variation=scenario.variation,
        variation_repetitions=3,
        naturalness=scenario.naturalness,
        seed=scenario.seed,
    )


def camera_of(scenario: Scenario, performance: Performance) -> Camera:
    """The scenario's camera, fitted to what is performed."""
    camera = Camera(
        azimuth_deg=scenario.azimuth_deg,
        height_m=scenario.height_m,
        distance_m=scenario.distance_m,
        width_px=SIZE_PX[0],
        height_px=SIZE_PX[1],
        fov_deg=FIELD_OF_VIEW_DEG,
    )
    return fitted(camera, performance, scenario.distance_m / DISTANCE_M[0])


def fitted(camera: Camera, performance: Performance, further: float = 1.0) -> Camera:
    """The camera as it is, unless the body stands too tall for one that is aimed low over the
    floor. Then it is set up as people do it: aimed at the body's middle, from as far away as
    the body needs, times `further`."""
    tall_m = float(performance_points_m(performance)[:, 1].max()) + HEADROOM_M
    if tall_m <= LOW_M:
        return camera
    needed_m = tall_m * camera.focal_px / camera.height_px
    return replace(
        camera, look_at_m=(0.0, 0.5 * tall_m, 0.0), distance_m=max(1.0, further) * needed_m
    )


def play_joints(scenario: Scenario, exercise: Exercise) -> Played:
    """True joints and true back line, every frame shaken on its own."""
    performance = performance_of(scenario, exercise)
    camera = camera_of(scenario, performance)
    times_s = performance.times_s(FPS["joints"])
    figures = performance.figures(times_s)
    rng = np.random.default_rng([scenario.seed, 1])
    px_per_m = camera.focal_px / camera.distance_m
    noise_m = scenario.noise_ratio * PRESETS[scenario.shape].height_m
    frames = (
        shaken(pose_frame(figure, camera, float(time_s)), noise_m, px_per_m, rng)
        for figure, time_s in zip(figures, times_s, strict=True)
    )
    return Played(tuple(frames), performance.truth())


def shaken(
    frame: PoseFrame, noise_m: float, px_per_m: float, rng: np.random.Generator
) -> PoseFrame:
    """The frame with independent normal noise on every landmark and outline station.

    noise_m: standard deviation of the landmarks; the outline gets `OUTLINE_NOISE_SHARE` of it.
    """
    if not frame.present:
        return frame
    noise_px = noise_m * px_per_m
    landmarks_px = frame.landmarks_px + noise_px * rng.standard_normal(frame.landmarks_px.shape)
    world_m = frame.world_m + noise_m * rng.standard_normal(frame.world_m.shape)
    back = frame.back
    if isinstance(back, BackLine):
        back = _shaken_back(back, frame.landmarks_px, OUTLINE_NOISE_SHARE * noise_px, rng)
    return replace(frame, landmarks_px=landmarks_px, world_m=world_m, back=back)


def _shaken_back(
    back: BackLine, landmarks_px: FloatArray, noise_px: float, rng: np.random.Generator
) -> BackLine:
    hip = landmarks_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    chord = landmarks_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0) - hip
    length_px = float(np.hypot(*chord))
    normal = np.array([-chord[1], chord[0]]) / length_px
    outwards = np.nanmean(back.points_px, axis=0) - (hip + chord / 2)
    if float(outwards @ normal) < 0:
        normal = -normal
    shake_px = noise_px * rng.standard_normal(len(back.offset_ratio))
    return BackLine(
        points_px=back.points_px + shake_px[:, None] * normal,
        offset_ratio=back.offset_ratio + shake_px / length_px,
    )


def pictures(
    scenario: Scenario, exercise: Exercise, fps: float = FPS["drawn"]
) -> Iterator[Picture]:
    """The performance drawn, one picture after the other."""
    performance = performance_of(scenario, exercise)
    camera = camera_of(scenario, performance)
    renderer = Renderer(*SIZE_PX, look=scenario.look)
    grain = Grain(scenario.grain, scenario.seed)
    times_s = performance.times_s(fps)
    for figure, time_s in zip(performance.figures(times_s), times_s, strict=True):
        yield Picture(float(time_s), grain.over(renderer.draw(figure, camera)))


class Grain:
    """A camera's noise: one large field of it, laid over each picture at another place."""

    _SPARE_PX = 64

    def __init__(self, levels: float, seed: int) -> None:
        self._rng = np.random.default_rng([seed, 2])
        width, height = (side + self._SPARE_PX for side in SIZE_PX)
        field = levels * self._rng.standard_normal((height, width, 3), dtype=np.float32)
        self._field = np.round(field).astype(np.int16)

    def over(self, rgb: RgbArray) -> RgbArray:
        """The picture with noise; a new array."""
        height, width = rgb.shape[:2]
        x, y = self._rng.integers(0, self._SPARE_PX, 2)
        noisy = cv2.add(rgb, self._field[y : y + height, x : x + width], dtype=cv2.CV_8U)
        return np.asarray(noisy, dtype=np.uint8)


@cache
def _models() -> tuple[BlazePoseLandmarker, PersonDetector]:
    """One pair for all of a process's performances: they keep nothing between pictures."""
    return BlazePoseLandmarker(threads=1), PersonDetector(threads=1)


def play_drawn(scenario: Scenario, exercise: Exercise) -> Played:
    """Drawn, and seen by the pose model as a camera's pictures would be."""
    tracker = PoseTracker(*_models())
    frames = tuple(tracker.see(picture) for picture in pictures(scenario, exercise))
    return Played(frames, performance_of(scenario, exercise).truth())
