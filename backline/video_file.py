"""Writing pictures as an MP4 that any browser and phone can play.

Shared by what was seen (`vision`, `report`) and what was drawn (`avatar`).
"""

from __future__ import annotations

import errno
from fractions import Fraction
from os import PathLike, fspath
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

RgbArray = NDArray[np.uint8]

ENCODERS = ("libx264", "h264", "mpeg4")
"""In order of preference. PyAV's own wheels have the first; browsers play the first two."""
TIME_BASE = Fraction(1, 60_000)
"""One tick. All usual frame rates come out within a hundredth of a millisecond, and MPEG-4
allows no finer clock than 1 / 65,535 s (ISO/IEC 14496-2, vop_time_increment_resolution)."""
KEYFRAME_EVERY_S = 2.0
"""So that seeking and looping are quick."""
MPEG4_BITS_PER_PIXEL = 8
"""Bits a second for each pixel where only MPEG-4 can be had, which knows no constant quality."""


class VideoWriter:
    """Writes pictures at their own times. Use as a context manager; leaving it without an
    error finishes the file.

    fps: about how many pictures a second are to come; the last one lasts as long as that
        says. quality_crf: x264's constant rate factor; 18 is visually lossless, 23 plain.
    preset: x264's; faster ones make larger files.

    All pictures have the first one's size; an odd width or height is extended by one pixel,
    since 4:2:0 colour needs even ones. Times must increase.

    Raises OSError when the file can't be written, and ValueError for an fps of 0 or less.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        fps: float = 30.0,
        quality_crf: int = 21,
        preset: str = "veryfast",
    ) -> None:
        if not fps > 0.0:
            raise ValueError("a video needs more than 0 frames a second")
        self._encoder = _encoder()
        self._fps = fps
        # Without B-frames every picture is stored with its own duration, so that the file's
        # length is right when the times are uneven.
        self._options = {"crf": str(quality_crf), "preset": preset, "bf": "0"}
        self._last_stamp: int | None = None
        self._reformatter = VideoReformatter()
        self._container = av.open(
            fspath(path), "w", format="mp4", container_options={"movflags": "faststart"}
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
        """Append one picture, (H, W, 3) uint8. Raises ValueError when its time or size doesn't
        fit."""
        stamp = round(time_s / TIME_BASE)
        if self._last_stamp is not None and stamp <= self._last_stamp:
            raise ValueError("the pictures' times must increase")
        even = _even(rgb)
        height, width = even.shape[:2]
        if self._stream is None:
            self._stream = self._new_stream(width, height)
        if (width, height) != (self._stream.width, self._stream.height):
            raise ValueError("all pictures of a video must have the same size")
        frame = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(even, format="rgb24"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range="MPEG",
        )
        frame.pts, frame.time_base = stamp, TIME_BASE
        frame.duration = max(1, round(1.0 / (self._fps * TIME_BASE)))
        self._container.mux(self._stream.encode(frame))
        self._last_stamp = stamp

    def _new_stream(self, width: int, height: int) -> av.VideoStream:
        x264 = self._encoder != "mpeg4"
        rate = Fraction(self._fps).limit_denominator(1001)
        options = self._options if x264 else {}
        stream = self._container.add_stream(self._encoder, rate, options=options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.gop_size = max(1, round(self._fps * KEYFRAME_EVERY_S))
        if not x264:
            stream.bit_rate = width * height * MPEG4_BITS_PER_PIXEL
        context = stream.codec_context
        context.time_base = TIME_BASE
        context.color_range, context.colorspace = 1, 1
        context.color_primaries, context.color_trc = 1, 1
        return stream


def _encoder() -> str:
    """The best encoder there is. Raises OSError when there is none."""
    for name in ENCODERS:
        if name in av.codecs_available:
            return name
    raise OSError(errno.ENOTSUP, "this PyAV can write neither H.264 nor MPEG-4")


def _even(rgb: RgbArray) -> RgbArray:
    odd_height, odd_width = rgb.shape[0] % 2, rgb.shape[1] % 2
    if odd_height or odd_width:
        rgb = np.pad(rgb, ((0, odd_height), (0, odd_width), (0, 0)), mode="edge")
    return np.ascontiguousarray(rgb)
