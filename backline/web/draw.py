"""The drawing process: `python -m backline.web.draw EXERCISE NAME PATH`; the exercise by its key,
`bird-dog`, `bird-dog@leg-only`, or within somebody's limits by its `own_key`.

Draws one poster or video at the lowest priority, prints how far it is (0 to 1, one number
a line), and puts the file in its place only when it is whole.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import cv2

from backline.avatar.demo import demo_picture, iter_frames, render_demo
from backline.avatar.draw import Picture, Quality, Renderer
from backline.avatar.framing import framed
from backline.avatar.performance import Performance
from backline.avatar.video import write_video
from backline.daily.limits import MARK, exercise_by_key
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise
from backline.web.demos import POSTER, RIGHT, SET_PREFIX, SET_REPETITIONS, SET_SECONDS

POSTER_SIZE = (1280, 800)
POSTER_QUALITY = 88
VIDEO_SIZE = (1152, 648)
VIDEO_FPS = 25.0
SET_SIZE = (960, 540)
SET_FPS = 20.0
SET_OFF_DEG = 4.0
"""Off the exercise's own view, as cameras are in homes."""
KINDNESS = 15


def main(arguments: list[str]) -> int:
    """Draw what the arguments say. Gives the exit status."""
    key, name, path = arguments
    with suppress(AttributeError, OSError):  # not every system knows it
        os.nice(KINDNESS)
    cv2.setNumThreads(1)
    target = Path(path)
    half = target.with_name(f".{os.getpid()}-{target.name}")
    try:
        draw(exercise_of(key), name, half)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return 0


def exercise_of(key: str) -> Exercise:
    """The exercise of a key, at its stage and within its limits. Raises GuideError for none."""
    exercise_id = key.partition(MARK)[0].partition("@")[0]
    return exercise_by_key({exercise_id: load_exercise(exercise_id)}, key)


def draw(exercise: Exercise, name: str, path: Path) -> None:
    """Draw one demonstration. Raises ValueError for a name the exercise doesn't have."""
    if name == POSTER:
        picture = cv2.cvtColor(demo_picture(exercise, size=POSTER_SIZE), cv2.COLOR_RGB2BGR)
        if not cv2.imwrite(str(path), picture, [cv2.IMWRITE_JPEG_QUALITY, POSTER_QUALITY]):
            raise OSError(f"could not write {path}")
    elif name.startswith(SET_PREFIX):
        draw_set(exercise, _fault(name.removeprefix(SET_PREFIX)), path, tell=_tell)
    else:
        render_demo(
            exercise, path, fault=_fault(name), size=VIDEO_SIZE, fps=VIDEO_FPS, progress=_tell
        )


def draw_set(
    exercise: Exercise,
    fault: str | None,
    path: Path,
    size: tuple[int, int] = SET_SIZE,
    quality: Quality = "sweep",
    tell: Callable[[float], None] = lambda share: None,
) -> None:
    """A whole short set as a camera would see it: for the live page without a camera."""
    performance = Performance(
        exercise,
        repetitions=1 if exercise.signal.kind == "hold" else SET_REPETITIONS,
        hold_s=SET_SECONDS + 3.0,
        fault=None if fault is None else (fault, 1.0),
        enter=True,
        leave=True,
        still_s=3.0,
        pause_s=0.5,
        naturalness=0.6,
        seed=7,
    )
    azimuth_deg = SET_OFF_DEG - exercise.view.azimuth_deg
    camera = framed(
        performance, size, azimuth_deg=azimuth_deg, height_m=0.7, margins=(0.07, 0.24, 0.12)
    )
    frames = iter_frames(performance, camera, Renderer(*size, quality=quality), SET_FPS)
    write_video(_telling(frames, performance.duration_s * SET_FPS, tell), path, SET_FPS)


def _telling(
    frames: Iterator[Picture], total: float, tell: Callable[[float], None]
) -> Iterator[Picture]:
    for index, frame in enumerate(frames):
        yield frame
        if index % 20 == 0:
            tell(min(index / total, 1.0))


def _fault(name: str) -> str | None:
    return None if name == RIGHT else name


def _tell(progress: float) -> None:
    print(f"{progress:.3f}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
