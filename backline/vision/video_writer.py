"""Writing pictures as an MP4 that any browser and phone can play."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import av.error
import numpy as np

from backline.vision.picture import RgbArray

ENCODERS = ("libx264", "h264", "mpeg4")
"""In order of preference. PyAV's own wheels have the first."""
TIME_BASE = Fraction(1, 90_000)
"""The usual clock of video (MPEG-2 systems): no frame rate is rounded noticeably."""


class VideoWriter:
    """Writes pictures at their own times. Use as a context manager; leaving it without an
    error finishes the file.

    All pictures have the first one's size; an odd width or height is extended by one pixel,
    since H.264's 4:2:0 needs even ones. Times must increase.
    """

    def __init__(self, path: Path, *, fps: float = 30.0, quality_crf: int = 21) -> None:
        self._fps = fps
        self._quality_crf = quality_crf
        self._last_stamp = -1
        self._container = av.open(
            str(path), "w", format="mp4", container_options={"movflags": "faststart"}
        )
        self._stream: av.VideoStream | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None and self._stream is not None:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()

    def add(self, time_s: float, rgb: RgbArray) -> None:
        """Append one picture (H, W, 3). Raises ValueError when its time or size doesn't fit."""
        stamp = round(time_s / TIME_BASE)
        if stamp <= self._last_stamp:
            raise ValueError("the pictures' times must increase")
        self._last_stamp = stamp
        even = _even(rgb)
        if self._stream is None:
            self._stream = self._new_stream(even.shape[1], even.shape[0])
        if (even.shape[1], even.shape[0]) != (self._stream.width, self._stream.height):
            raise ValueError("all pictures of a video must have the same size")
        frame = av.VideoFrame.from_ndarray(even, format="rgb24").reformat(
            format="yuv420p", dst_colorspace="itu709", dst_color_range="MPEG"
        )
        frame.pts, frame.time_base = stamp, TIME_BASE
        self._container.mux(self._stream.encode(frame))

    def _new_stream(self, width: int, height: int) -> av.VideoStream:
        name = next(name for name in ENCODERS if name in av.codecs_available)
        options = {"crf": str(self._quality_crf), "preset": "veryfast"} if "264" in name else {}
        rate = Fraction(self._fps).limit_denominator(1001)
        stream = self._container.add_stream(name, rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        if name == "mpeg4":
            stream.bit_rate = width * height * 6
        stream.codec_context.time_base = TIME_BASE if name != "mpeg4" else 1 / rate
        stream.codec_context.color_range = 1
        stream.codec_context.colorspace = 1
        stream.codec_context.color_primaries = 1
        stream.codec_context.color_trc = 1
        return stream


def _even(rgb: RgbArray) -> RgbArray:
    odd_height, odd_width = rgb.shape[0] % 2, rgb.shape[1] % 2
    if not odd_height and not odd_width:
        return rgb
    return np.pad(rgb, ((0, odd_height), (0, odd_width), (0, 0)), mode="edge")
