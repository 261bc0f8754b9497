"""The avatar doing an exercise: frames with true joints, and the truth."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.events import PerformanceTruth
from backline.avatar.figure import Figure
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import PoseFrame
from backline.form.result import Analysis, Update, Video
from backline.form.watcher import Watcher
from backline.guide.load import load_exercise

FPS = 15.0


@cache
def performed(
    exercise_id: str, *, azimuth_deg: float | None = None, fps: float = FPS, **done: Any
) -> tuple[tuple[PoseFrame, ...], PerformanceTruth]:
    """The frames of a performance and what was really done. Kept, as many tests share them.

    azimuth_deg: None for where the exercise asks for the camera. done: how it is done: the
    arguments of a `Performance`, and the `stage`.
    """
    performance, figures = _acted(exercise_id, fps, **done)
    own_deg = performance.exercise.view.azimuth_deg
    camera = Camera(azimuth_deg=own_deg if azimuth_deg is None else azimuth_deg)
    camera = fitted(camera, performance)
    frames = tuple(
        pose_frame(figure, camera, float(time_s))
        for figure, time_s in zip(figures, performance.times_s(fps), strict=True)
    )
    return frames, performance.truth()


@lru_cache(maxsize=2)
def _acted(
    exercise_id: str, fps: float, *, stage: str | None = None, **done: Any
) -> tuple[Performance, list[Figure]]:
    """The avatar doing it. Few are kept, for who looks from another side next: they are large."""
    performance = Performance(load_exercise(exercise_id, stage=stage), **done)
    return performance, list(performance.figures(performance.times_s(fps)))


def video(frames: int, fps: float = FPS) -> Video:
    return Video(
        path="test.mp4", duration_s=frames / fps, fps=fps, width=960, height=540, frames=frames
    )


def watch(
    exercise_id: str, frames: Iterable[PoseFrame], stage: str | None = None
) -> tuple[list[Update], Analysis]:
    """Everything the watcher says of a stream."""
    watcher = Watcher(load_exercise(exercise_id, stage=stage))
    updates = [watcher.update(frame) for frame in frames]
    fps = len(updates) / (updates[-1].frame.time_s + 0.1) if updates else FPS
    return updates, watcher.finish(video(len(updates), fps))


def fault_ids(analysis: Analysis) -> set[str]:
    """The cues found at fault."""
    return {cue.id for cue in analysis.cues if cue.verdict == "fault"}
