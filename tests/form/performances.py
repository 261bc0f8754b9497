"""The avatar doing an exercise: frames with true joints, and the truth."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.events import PerformanceTruth
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import PoseFrame
from backline.form.result import Analysis, Update, Video
from backline.form.watcher import Watcher
from backline.guide.load import load_exercise

FPS = 15.0


@cache
def performed(
    exercise_id: str,
    *,
    stage: str | None = None,
    azimuth_deg: float | None = None,
    repetitions: int | None = None,
    fault: tuple[str, float] | None = None,
    fault_repetitions: frozenset[int] | None = None,
    enter: bool = True,
    leave: bool = True,
    hold_s: float | None = None,
    variation: str | None = None,
    tempo: float = 1.0,
    seed: int = 0,
    fps: float = FPS,
) -> tuple[tuple[PoseFrame, ...], PerformanceTruth]:
    """The frames of a performance and what was really done. Kept, as many tests share them.
    azimuth_deg: None for where the exercise asks for the camera."""
    exercise = load_exercise(exercise_id, stage=stage)
    performance = Performance(
        exercise,
        repetitions=repetitions,
        fault=fault,
        fault_repetitions=fault_repetitions,
        enter=enter,
        leave=leave,
        hold_s=hold_s,
        variation=variation,
        tempo=tempo,
        seed=seed,
    )
    own_deg = exercise.view.azimuth_deg
    camera = Camera(azimuth_deg=own_deg if azimuth_deg is None else azimuth_deg)
    camera = fitted(camera, performance)
    times_s = performance.times_s(fps)
    frames = tuple(
        pose_frame(figure, camera, float(time_s))
        for figure, time_s in zip(performance.figures(times_s), times_s, strict=True)
    )
    return frames, performance.truth()


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
