"""Movements that are none of the exercises, performed by the avatar (`distractors.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import PoseFrame
from backline.guide.load import load_exercise
from backline.guide.schema import Demonstration, Exercise

FPS = 15.0
_SHOWS = yaml.safe_load((Path(__file__).parent / "distractors.yaml").read_text())
DISTRACTORS: tuple[str, ...] = tuple(_SHOWS)


def filmed(
    exercise: Exercise, repetitions: int, azimuth_deg: float = 90.0
) -> tuple[PoseFrame, ...]:
    """The avatar's true joints while it performs an exercise's demonstration."""
    performance = Performance(exercise, repetitions=repetitions)
    camera = fitted(Camera(azimuth_deg=azimuth_deg), performance)
    times_s = performance.times_s(FPS)
    return tuple(
        pose_frame(figure, camera, float(time_s))
        for figure, time_s in zip(performance.figures(times_s), times_s, strict=True)
    )


@cache
def distracting(name: str) -> tuple[PoseFrame, ...]:
    """The frames of a movement that is no exercise, done three times."""
    show = Demonstration.model_validate(_SHOWS[name])
    return filmed(load_exercise("cat-cow").model_copy(update={"demonstration": show}), 3)
