"""Reading a video file as the stream of upright pictures a camera would have given.

Rotation, pixel shape and colour are settled here, so no later room meets a phone's quirks.
Nothing but the named local file is ever opened: the demuxer is held to the `file` protocol.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from os import PathLike, fspath
from pathlib import Path
from typing import cast

import av
import av.error
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from av.video.stream import VideoStream

from backline.vision.picture import Picture, RgbArray

FALLBACK_FPS = 30.0
"""Used only for frames that carry no time in files that state no rate."""
BACKWARD_JUMP_FRAMES = 2.0
"""A step back in time larger than this is a joined recording and not a repeated frame."""
MISSING_END_S = 0.5
MISSING_END_RATIO = 0.02
"""A file is called truncated when more than both of these is missing at its end. Containers
round their durations, and sound may outlast the pictures by a few tenths of a second."""
PIXEL_SHAPE_LIMIT = 8.0
"""Sample aspect ratios beyond this (or below its inverse) are damaged headers."""
HD_HEIGHT_PX = 577
"""Untagged video taller than standard definition is BT.709 (ITU-R BT.709; players agree)."""


class VideoError(Exception):
    """A file that can't be read as a video. The message is one line: which file, why, and
    what to do about it."""

    def __init__(self, path: str, reason: str) -> None:
        shown = "".join(letter if letter.isprintable() else "?" for letter in path)
        super().__init__(f"{shown}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video's header says, after rotation and scaling.

    width_px, height_px: size of the pictures delivered.
    fps: average frames a second. duration_s: NaN when the file doesn't say.
    frames: about how many are to be expected; None when the file doesn't say.
    """

    path: str
    width_px: int
    height_px: int
    fps: float
    duration_s: float
    frames: int | None


class VideoReader:
    """The pictures of a video file, in order, each with its true time.

    Iterating opens the file anew, so a reader can be gone through more than once.
    Times are presentation times relative to the first picture and always increase; a
    variable frame rate is kept. Pictures are upright (phone rotation and mirroring applied)
    with square pixels. Pictures the decoder marks as damaged are left out.

    max_side_px: scale pictures down so that neither side is longer than this.

    After going through it, `truncated` says that the file broke off before the end that its
    header promises (formats without such a promise, such as MPEG-TS, can't tell), and
    `damaged` how many packets or pictures had to be left out.

    Raises VideoError at once when there is nothing to be read.
    """

    def __init__(self, path: str | PathLike[str], *, max_side_px: int | None = None) -> None:
        self.path = fspath(path)
        self.truncated = False
        self.damaged = 0
        self._max_side_px = max_side_px
        with _open(self.path) as container:
            stream = _picture_stream(self.path, container)
            first = next(self._decoded(container, stream), None)
            if first is None:
                raise VideoError(
                    self.path, "no picture in it could be read; check that it plays in a player"
                )
            self._upright = _Upright(first, stream, max_side_px)
            self.info = _info(self.path, container, stream, self._upright)
        self.damaged = 0

    def __iter__(self) -> Iterator[Picture]:
        self.truncated = False
        self.damaged = 0
        with _open(self.path) as container:
            stream = _picture_stream(self.path, container)
            clock = _Clock(self.info.fps, by_dts=container.format.name == "avi")
            for frame in self._decoded(container, stream):
                time_s = clock.time_s(frame)
                if time_s is not None:
                    yield Picture(time_s, self._upright.rgb(frame))
            if not math.isnan(self.info.duration_s):
                missing_s = self.info.duration_s - clock.end_s
                allowed_s = max(MISSING_END_S, MISSING_END_RATIO * self.info.duration_s)
                self.truncated |= missing_s > allowed_s

    def _decoded(self, container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
        """Sound frames in display order; damage is counted and stepped over."""
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
            except av.error.FFmpegError:
                self.truncated = True
                packet = None
            try:
                frames = stream.decode(packet)
            except av.error.EOFError:
                return
            except av.error.FFmpegError:
                self.damaged += 1
                frames = []
            for frame in frames:
                if frame.is_corrupt:
                    self.damaged += 1
                else:
                    yield frame
            if packet is None or (packet.size == 0 and packet.dts is None):
                return


class _Clock:
    """Turns frames' stamps into seconds from the first frame that always increase."""

    def __init__(self, fps: float, *, by_dts: bool) -> None:
        # AVI stores no presentation times; what the demuxer makes up for reordered frames is
        # not in order, while the decoding times of frames as they come out are.
        self._by_dts = by_dts
        self._period_s = 1.0 / fps
        self._offset_s = math.nan
        self._last_s = -math.inf

    @property
    def end_s(self) -> float:
        """When the last frame stops being shown, if it lasts as long as the one before."""
        return self._last_s + self._period_s

    def time_s(self, frame: VideoFrame) -> float | None:
        """Seconds from the first frame; None for a frame to leave out (no time has passed)."""
        stamp = frame.dts if self._by_dts else frame.pts
        base = frame.time_base
        following_s = 0.0 if math.isinf(self._last_s) else self._last_s + self._period_s
        if stamp is None or base is None:
            time_s = following_s
        else:
            stamp_s = float(stamp * base)
            if math.isnan(self._offset_s):
                self._offset_s = stamp_s - following_s
            time_s = stamp_s - self._offset_s
            if time_s < self._last_s - BACKWARD_JUMP_FRAMES * self._period_s:
                self._offset_s = stamp_s - following_s
                time_s = following_s
        if time_s <= self._last_s:
            return None
        if self._last_s >= 0.0:
            self._period_s = time_s - self._last_s
        self._last_s = time_s
        return time_s


class _Upright:
    """Turns decoded frames into upright RGB arrays of one size."""

    def __init__(self, first: VideoFrame, stream: VideoStream, max_side_px: int | None) -> None:
        self._pixel_shape = _pixel_shape(stream)
        self._reformatter = VideoReformatter()
        self._matrix = _display_matrix(first)
        self._frame_size = _square_size(first, self._pixel_shape, max_side_px)
        width, height = self._frame_size
        self.size_px = (height, width) if _turned(self._matrix) else (width, height)

    def rgb(self, frame: VideoFrame) -> RgbArray:
        """(H, W, 3) of `size_px`. A frame whose shape differs from the first one's (some
        recorders change size midway) is fitted in without distortion, on black."""
        width, height = self._fit(frame)
        space = Colorspace.ITU709 if _untagged_hd(frame) else None
        flat = self._reformatter.reformat(
            frame, width=width, height=height, format="rgb24", src_colorspace=space
        ).to_ndarray()
        picture = _apply_matrix(np.asarray(flat, dtype=np.uint8), self._matrix)
        return picture if (width, height) == self._frame_size else self._padded(picture)

    def _fit(self, frame: VideoFrame) -> tuple[int, int]:
        """The largest size of this frame's shape within the stream's frame size."""
        width, height = self._frame_size
        shape = frame.width * self._pixel_shape / frame.height
        if abs(shape * height / width - 1.0) < 0.02:
            return width, height
        scale = min(width / shape, height)
        return max(1, round(scale * shape)), max(1, round(scale))

    def _padded(self, picture: RgbArray) -> RgbArray:
        width, height = self.size_px
        whole = np.zeros((height, width, 3), dtype=np.uint8)
        top, left = (height - picture.shape[0]) // 2, (width - picture.shape[1]) // 2
        whole[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
        return whole


Matrix = tuple[int, int, int, int]
UPRIGHT: Matrix = (1, 0, 0, 1)


def _display_matrix(frame: VideoFrame) -> Matrix:
    """The signs of the display matrix's a, b, c, d (x' = ax + cy, y' = bx + dy; libavutil's
    display.h), taken to the nearest of the eight ways a camera can be held."""
    data = cast(Mapping[str, Buffer], frame.side_data).get("DISPLAYMATRIX")
    if data is None:
        return UPRIGHT
    numbers = np.frombuffer(bytes(data), dtype=np.int32)
    a, b, c, d = (int(n) for n in numbers[[0, 1, 3, 4]])
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return (-1 if a < 0 else 1, 0, 0, -1 if d < 0 else 1)
    return (0, -1 if b < 0 else 1, -1 if c < 0 else 1, 0)


def _turned(matrix: Matrix) -> bool:
    return matrix[0] == 0


def _apply_matrix(flat: RgbArray, matrix: Matrix) -> RgbArray:
    a, b, c, d = matrix
    turned = flat.transpose(1, 0, 2) if _turned(matrix) else flat
    if a + c < 0:
        turned = turned[:, ::-1]
    if b + d < 0:
        turned = turned[::-1]
    return np.ascontiguousarray(turned)


def _pixel_shape(stream: VideoStream) -> float:
    """Width of a pixel over its height; 1 when unknown or absurd."""
    ratio = stream.sample_aspect_ratio
    shape = float(ratio) if ratio else 1.0
    return shape if 1.0 / PIXEL_SHAPE_LIMIT <= shape <= PIXEL_SHAPE_LIMIT else 1.0


def _square_size(frame: VideoFrame, pixel_shape: float, max_side_px: int | None) -> tuple[int, int]:
    """Width and height with square pixels, within the limit, before rotation."""
    width, height = frame.width * pixel_shape, float(frame.height)
    scale = 1.0 if max_side_px is None else min(1.0, max_side_px / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _untagged_hd(frame: VideoFrame) -> bool:
    unspecified = 2  # AVCOL_SPC_UNSPECIFIED
    return frame.colorspace == unspecified and frame.height >= HD_HEIGHT_PX


def _open(path: str) -> InputContainer:
    """Open a local file for reading, or say in one line why not."""
    _check_file(path)
    try:
        container = av.open(
            f"file:{Path(path).absolute()}",
            mode="r",
            container_options={"protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except (av.error.PermissionError, PermissionError) as error:
        raise VideoError(path, "may not be read; change its permissions or copy it") from error
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise VideoError(path, _why_unreadable(path)) from error
    name = container.format.name
    if name in ("image2", "tty") or name.endswith("_pipe"):
        container.close()
        kind = "text" if name == "tty" else "a single picture"
        raise VideoError(path, f"is {kind}, not a video; give a video file")
    return container


def _check_file(path: str) -> None:
    file = Path(path)
    try:
        if file.is_dir():
            raise VideoError(path, "is a folder; give the video files in it")
        if not file.exists():
            raise VideoError(path, "no such file; check the name")
        if not file.is_file():
            raise VideoError(path, "is not an ordinary file; give a video file")
        if file.stat().st_size == 0:
            raise VideoError(path, "is empty; record or copy it again")
    except (OSError, ValueError) as error:
        raise VideoError(path, "can't be opened; check the name and its permissions") from error


def _why_unreadable(path: str) -> str:
    """The likeliest reason that the demuxer refused a file."""
    with Path(path).open("rb") as file:
        start = file.read(12)
    if start[4:8] in (b"ftyp", b"mdat", b"wide"):
        return (
            "is incomplete: its index is missing, as after an interrupted recording or copy; "
            "copy it again"
        )
    return "is not a video that can be read; check that it plays in a player"


def _picture_stream(path: str, container: InputContainer) -> VideoStream:
    """The largest moving picture in the file (cover art doesn't count), set to decode on
    several threads."""
    moving = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic
    ]
    if not moving:
        what = "has sound but no pictures" if container.streams.audio else "holds no pictures"
        raise VideoError(path, f"{what}; give a video file")
    stream = max(moving, key=lambda s: s.width * s.height)
    stream.thread_type = "AUTO"
    return stream


def _info(
    path: str, container: InputContainer, stream: VideoStream, upright: _Upright
) -> VideoInfo:
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate
    fps = float(rate) if rate and 0 < rate < 1000 else FALLBACK_FPS
    duration_s = _duration_s(container, stream)
    frames = None if math.isnan(duration_s) else round(duration_s * fps)
    width, height = upright.size_px
    return VideoInfo(path, width, height, fps, duration_s, frames)


def _duration_s(container: InputContainer, stream: VideoStream) -> float:
    """The picture stream's own duration; the whole file's only when there is no sound that
    could be longer."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    tagged_s = _clock_text_s(stream.metadata.get("DURATION", ""))
    if not math.isnan(tagged_s):
        return tagged_s
    if container.duration and len(container.streams) == 1:
        return float(Fraction(container.duration, av.time_base))
    return math.nan


def _clock_text_s(text: str) -> float:
    """Seconds in Matroska's "00:00:01.000000000"; NaN when it is something else."""
    parts = text.split(":")
    try:
        hours, minutes, seconds = (float(part) for part in parts)
    except ValueError:
        return math.nan
    return hours * 3600 + minutes * 60 + seconds
