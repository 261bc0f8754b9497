"""Writing drawn frames as video: for people (MP4) and for a browser's pretended camera.

The suffix decides: `.mp4` plays in browsers and on phones; `.y4m` (raw) and `.mjpeg`
(JPEG pictures one after another) are what Chromium's --use-file-for-fake-video-capture
reads. Chromium plays `.mjpeg` at 30 frames a second, whatever was meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.video_file import VideoWriter

Picture = NDArray[np.uint8]

SUFFIXES = (".mp4", ".y4m", ".mjpeg")
"""The endings `write_video` knows."""


def write_video(frames: Iterable[Picture], path: Path, fps: float, *, quality_crf: int = 19) -> int:
    """Write frames (H, W, 3) uint8 RGB, all of one size, at a steady rate; gives their number.

    quality_crf: x264's constant rate factor for `.mp4`; 18 is visually lossless, 23 plain.
    Odd widths and heights lose their last column or row: 4:2:0 colour needs even ones.
    The file appears only when it is complete. Raises ValueError for another suffix, no
    frames, or frames of different sizes.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"{path.name}: videos are written as {', '.join(SUFFIXES)}")
    if fps <= 0.0:
        raise ValueError("a video needs more than 0 frames a second")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        pictures = _even_frames(frames)
        if suffix == ".mp4":
            count = _write_mp4(pictures, unfinished, fps, quality_crf)
        elif suffix == ".y4m":
            count = _write_y4m(pictures, unfinished, fps)
        else:
            count = _write_mjpeg(pictures, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _even_frames(frames: Iterable[Picture]) -> Iterator[Picture]:
    """The frames cut to even sides. Raises ValueError when there are none, or sizes differ."""
    source = iter(frames)
    first = next(source, None)
    if first is None:
        raise ValueError("a video needs at least one frame")
    height, width = (side // 2 * 2 for side in first.shape[:2])
    for frame in chain([first], source):
        if frame.shape != first.shape:
            raise ValueError("all frames of a video must have the same size")
        yield np.ascontiguousarray(frame[:height, :width])


def _write_mp4(frames: Iterator[Picture], path: Path, fps: float, quality_crf: int) -> int:
    count = 0
    with VideoWriter(path, fps=fps, quality_crf=quality_crf, preset="fast") as writer:
        for count, picture in enumerate(frames, start=1):
            writer.add((count - 1) / fps, picture)
    return count


def _write_y4m(frames: Iterator[Picture], path: Path, fps: float) -> int:
    """YUV4MPEG2: a line of text, then "FRAME" and the three planes for every picture."""
    rate = Fraction(fps).limit_denominator(1001)
    count = 0
    with path.open("wb") as file:
        for count, picture in enumerate(frames, start=1):
            if count == 1:
                height, width = picture.shape[:2]
                shape = f"W{width} H{height} F{rate.numerator}:{rate.denominator}"
                file.write(f"YUV4MPEG2 {shape} Ip A1:1 C420jpeg\n".encode())
            file.write(b"FRAME\n")
            file.write(cv2.cvtColor(picture, cv2.COLOR_RGB2YUV_I420).tobytes())
    return count


def _write_mjpeg(frames: Iterator[Picture], path: Path) -> int:
    count = 0
    with path.open("wb") as file:
        for picture in frames:
            count += 1
            bgr = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
            _, jpeg = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 92])
            file.write(jpeg.tobytes())
    return count
