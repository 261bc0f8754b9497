"""Writing drawn frames as video: for people (MP4) and for a browser's pretended camera.

The suffix decides: `.mp4` plays in browsers and on phones; `.y4m` (raw) and `.mjpeg`
(JPEG pictures one after another) are what Chromium's --use-file-for-fake-video-capture
reads. Chromium plays `.mjpeg` at 30 frames a second, whatever was meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

ENCODERS = ("libx264", "h264", "mpeg4")
"""In order of preference. Browsers play the first two."""
KEYFRAME_EVERY_S = 2.0
"""So that seeking and looping are quick."""


def write_video(frames: Iterable[Picture], path: Path, fps: float, *, quality_crf: int = 19) -> int:
    """Write frames (H, W, 3) uint8 RGB, all of one size, at a steady rate; gives their number.

    quality_crf: x264's constant rate factor for `.mp4`; 18 is visually lossless, 23 plain.
    Odd widths and heights lose their last column or row: 4:2:0 colour needs even ones.
    The file appears only when it is complete. Raises ValueError for another suffix, no
    frames, or frames of different sizes.
    """
    writers: dict[str, Callable[[Iterator[Picture], Path], int]] = {
        ".mp4": lambda pictures, to: _write_mp4(pictures, to, fps, quality_crf),
        ".y4m": lambda pictures, to: _write_y4m(pictures, to, fps),
        ".mjpeg": _write_mjpeg,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise ValueError(f"{path.name}: videos are written as {', '.join(writers)}")
    if fps <= 0.0:
        raise ValueError("a video needs more than 0 frames a second")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        count = writer(_even_frames(frames), unfinished)
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
    rate = Fraction(fps).limit_denominator(1001)
    name = next(name for name in ENCODERS if name in av.codecs_available)
    options = {"crf": str(quality_crf), "preset": "fast"} if "264" in name else {}
    count = 0
    with av.open(
        str(path), "w", format="mp4", container_options={"movflags": "faststart"}
    ) as container:
        stream = container.add_stream(name, rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.pix_fmt = "yuv420p"
        stream.gop_size = max(1, round(fps * KEYFRAME_EVERY_S))
        context = stream.codec_context
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1
        for count, picture in enumerate(frames, start=1):
            if count == 1:
                stream.height, stream.width = picture.shape[:2]
                if "264" not in name:
                    stream.bit_rate = picture.shape[0] * picture.shape[1] * 8
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format="yuv420p", dst_colorspace="itu709", dst_color_range="MPEG"
            )
            frame.pts, frame.time_base = count - 1, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
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
