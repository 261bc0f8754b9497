"""Demonstration videos: an exercise done right, or with one fault, told in captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from backline.avatar.body_model import BodyShape
from backline.avatar.camera import Camera
from backline.avatar.captions import INSTEAD, Caption, Captions
from backline.avatar.clothes import Look
from backline.avatar.draw import Picture, Quality, Renderer
from backline.avatar.framing import framed
from backline.avatar.performance import Moment, Performance
from backline.avatar.video import write_video
from backline.guide.schema import Exercise
from backline.language import SOURCE_LANGUAGE, translate, translated

SIDE_DEG, FRONT_DEG, HEIGHT_M = -76.0, -14.0, 0.95
"""A little ahead of the person's right side and looking slightly down: the profile stays
plain, and near and far limbs come apart. Or, for what is watched from the front, a little to
the right of it."""
HOLD_S = 7.0
"""A hold is shown long enough to read its words, not as long as it should be done."""
DISSOLVE_S = 0.4
"""The end melts into the beginning, so that the film can loop."""
_CHUNK = 60


def iter_frames(
    performance: Performance,
    camera: Camera,
    renderer: Renderer,
    fps: float,
    start_s: float = 0.0,
    end_s: float | None = None,
) -> Iterator[Picture]:
    """The drawn frames of a performance, (H, W, 3) uint8 RGB, one every 1 / fps seconds."""
    last = performance.duration_s if end_s is None else min(end_s, performance.duration_s)
    count = max(1, int(np.floor((last - start_s) * fps + 1e-6)) + 1)
    times = start_s + np.arange(count) / fps
    for first in range(0, count, _CHUNK):
        for figure in performance.figures(times[first : first + _CHUNK]):
            yield renderer.draw(figure, camera)


def render_clip(
    performance: Performance,
    camera: Camera,
    path: Path,
    *,
    fps: float = 30.0,
    look: Look | str = "calm",
    quality: Quality = "sweep",
    start_s: float = 0.0,
    end_s: float | None = None,
) -> int:
    """Write a performance as video, without words, for trying the whole pipeline on it.

    The picture has the camera's size; the suffix of `path` is one that `write_video` knows.
    Gives the number of frames. Raises as `write_video` does.
    """
    renderer = Renderer(camera.width_px, camera.height_px, look, quality)
    frames = iter_frames(performance, camera, renderer, fps, start_s, end_s)
    return write_video(frames, path, fps)


def demonstration(
    exercise: Exercise,
    fault: str | None = None,
    strength: float = 1.0,
    shape: BodyShape | None = None,
) -> Performance:
    """The performance that a demonstration shows: it ends in the posture it began with.

    Raises ValueError for a fault that the exercise doesn't have.
    """
    known = exercise.demonstration.faults
    if fault is not None and fault not in known:
        raise ValueError(
            f"{exercise.id} has no fault {fault!r} to show; it has: {', '.join(known) or 'none'}"
        )
    hold = exercise.signal.kind == "hold"
    return Performance(
        exercise,
        shape,
        repetitions=1 if hold else 2,
        fault=None if fault is None else (fault, strength),
        first_side="right",
        enter=hold,
        leave=hold,
        still_s=1.2,
        hold_s=HOLD_S if hold else None,
        naturalness=0.6,
        seed=4,
    )


def render_demo(
    exercise: Exercise,
    out_path: Path,
    *,
    fault: str | None = None,
    strength: float = 1.0,
    size: tuple[int, int] = (1280, 720),
    fps: float = 30.0,
    quality: Quality = "demo",
    look: Look | str = "calm",
    shape: BodyShape | None = None,
    camera: Camera | None = None,
    captions: bool = True,
    language: str = SOURCE_LANGUAGE,
    progress: Callable[[float], None] | None = None,
) -> int:
    """Write the demonstration of an exercise, right or with a planted fault.

    size: (width, height) px, each at least 64; ignored when a camera is given. progress: told
    0 to 1 now and then. language: of the captions. The film can be played in a loop. Gives the
    number of frames. Raises ValueError for an unknown fault, size, suffix or language.
    """
    exercise = translated(exercise, language)
    performance = demonstration(exercise, fault, strength, shape)
    camera = camera or demo_camera(performance, size)
    renderer = Renderer(camera.width_px, camera.height_px, look, quality)
    frames = iter_frames(performance, camera, renderer, fps)
    total = int(np.floor(performance.duration_s * fps + 1e-6)) + 1
    frames = _dissolved(frames, total, round(DISSOLVE_S * fps))
    if captions:
        frames = _captioned(frames, exercise, fault, performance, camera, fps, language)
    return write_video(_watched(frames, total, progress), out_path, fps)


def demo_camera(performance: Performance, size: tuple[int, int]) -> Camera:
    """The camera of a demonstration. Raises ValueError for a picture under 64 px a side."""
    if min(size) < 64:
        raise ValueError("a demonstration is at least 64 pixels wide and high")
    return framed(performance, size, azimuth_deg=_azimuth_deg(performance), height_m=HEIGHT_M)


def _azimuth_deg(performance: Performance) -> float:
    return FRONT_DEG if performance.exercise.view.from_front else SIDE_DEG


def demo_picture(
    exercise: Exercise,
    *,
    fault: str | None = None,
    size: tuple[int, int] = (1280, 800),
    look: Look | str = "calm",
    shape: BodyShape | None = None,
) -> Picture:
    """A still of the exercise at its most telling moment, (H, W, 3) uint8 RGB, no words:
    when the captioned step of the first repetition is reached. With a fault: when it shows.
    Raises ValueError for a fault that the exercise doesn't have."""
    performance = demonstration(exercise, fault, shape=shape)
    camera = framed(
        performance,
        size,
        azimuth_deg=_azimuth_deg(performance),
        height_m=HEIGHT_M,
        margins=(0.07, 0.1, 0.1),
    )
    figure = performance.figure_at(telling_moment_s(performance))
    return Renderer(*size, look, "demo").draw(figure, camera)


def telling_moment_s(performance: Performance) -> float:
    """When the first captioned pose of a repetition has been reached. Where a fault is planted:
    the first one that it shows in, or the last pose where it shows only on the way out."""
    beats = list(zip(performance.arrive_s, performance.beats, strict=True))
    repeated = [(at_s, beat) for at_s, beat in beats if beat.part == "repetition"]
    faulty = [(at_s, beat) for at_s, beat in repeated if beat.faulty]
    outside = [at_s for at_s, beat in beats if beat.faulty and beat.part == "leave"]
    if outside and not faulty:
        return float(outside[-1])
    told = [at_s for at_s, beat in faulty or repeated if beat.caption]
    told += [at_s for at_s, _ in faulty]
    return float(next(iter(told), 0.5 * performance.duration_s))


def caption_of(
    exercise: Exercise, fault: str | None, moment: Moment, language: str = SOURCE_LANGUAGE
) -> Caption | None:
    """The words for an instant: what to do and how to breathe, or what is wrong and what to
    do instead. The exercise, and the moment of its performance, are in the language already."""
    if fault is not None:
        cue = next(c for c in exercise.cues if c.id == fault)
        return Caption(
            exercise.demonstration.faults[fault].text, f"{translate(INSTEAD, language)}: {cue.say}"
        )
    if moment.caption is None:
        return Caption(moment.prompt) if moment.prompt else None
    return Caption(moment.caption, moment.prompt)


def _captioned(
    frames: Iterator[Picture],
    exercise: Exercise,
    fault: str | None,
    performance: Performance,
    camera: Camera,
    fps: float,
    language: str,
) -> Iterator[Picture]:
    captions = Captions(
        camera.width_px,
        camera.height_px,
        exercise.name,
        wrong=fault is not None,
        language=language,
    )
    for index, picture in enumerate(frames):
        moment = performance.moment_at(index / fps)
        captions.draw(picture, caption_of(exercise, fault, moment, language), index / fps)
        yield picture


def _dissolved(frames: Iterator[Picture], total: int, count: int) -> Iterator[Picture]:
    """The frames, the last `count` of them melting into the first."""
    first: Picture | None = None
    for index, picture in enumerate(frames):
        if first is None:
            first = picture.copy()
        share = (index - (total - 1 - count)) / max(count, 1)
        if total > 2 * count and share > 0.0:
            mixed = cv2.addWeighted(picture, 1.0 - share, first, share, 0.0)
            picture = np.asarray(mixed, np.uint8)
        yield picture


def _watched(
    frames: Iterator[Picture], total: int, progress: Callable[[float], None] | None
) -> Iterator[Picture]:
    for index, picture in enumerate(frames):
        yield picture
        if progress is not None and (index % 10 == 9 or index == total - 1):
            progress(min(1.0, (index + 1) / total))
