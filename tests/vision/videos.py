"""Makes small video files for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

QUADRANTS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}


def quadrants(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """Red top left, green top right, blue bottom left, white bottom right."""
    rgb = np.zeros((height, width, 3), np.uint8)
    half_h, half_w = height // 2, width // 2
    rgb[:half_h, :half_w] = QUADRANTS["red"]
    rgb[:half_h, half_w:] = QUADRANTS["green"]
    rgb[half_h:, :half_w] = QUADRANTS["blue"]
    rgb[half_h:, half_w:] = QUADRANTS["white"]
    return rgb


def corner_names(rgb: NDArray[np.uint8]) -> tuple[str, str, str, str]:
    """The nearest colour's name in the top left, top right, bottom left, bottom right."""
    height, width = rgb.shape[:2]
    y, x = max(1, height // 8), max(1, width // 8)
    return tuple(  # type: ignore[return-value]
        min(QUADRANTS, key=lambda name: np.abs(rgb[at] - np.array(QUADRANTS[name], float)).sum())
        for at in ((y, x), (y, -x - 1), (-y - 1, x), (-y - 1, -x - 1))
    )


def write_video(
    path: Path,
    pictures: Iterable[NDArray[np.uint8]] | None = None,
    *,
    times_ms: Iterable[int] | None = None,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    turn_deg: float = 0.0,
    mirror: bool = False,
    pixel_shape: Fraction | None = None,
    options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
    full_range: bool = False,
) -> Path:
    """Write pictures at the given times (default: ten at 10 a second)."""
    frames = list(pictures) if pictures is not None else [quadrants()] * 10
    stamps = list(times_ms) if times_ms is not None else [100 * n for n in range(len(frames))]
    with av.open(str(path), "w", container_options=dict(container_options or {})) as container:
        stream = container.add_stream(codec, 10, options=dict(options or {}))
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = pixels
        stream.codec_context.time_base = Fraction(1, 1000)
        if pixel_shape:
            stream.codec_context.sample_aspect_ratio = pixel_shape
        if turn_deg or mirror:
            stream.set_display_rotation(turn_deg, hflip=mirror)
        if full_range:
            stream.codec_context.color_range = 2
        for rgb, stamp in zip(frames, stamps, strict=True):
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            if full_range:
                frame = frame.reformat(format=pixels, dst_color_range="JPEG")
            frame.pts, frame.time_base = stamp, Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def write_cut(path: Path) -> Path:
    """A recording of 4 s that breaks off halfway, as after an interrupted copy."""
    draw = np.random.default_rng(1)
    pictures = [draw.integers(0, 255, (96, 128, 3), np.uint8) for _ in range(40)]
    write_video(path, pictures, container_options={"movflags": "faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def write_sound(path: Path) -> Path:
    """A file with half a second of silence and no pictures."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", 44100)
        for n in range(20):
            frame = av.AudioFrame.from_ndarray(
                np.zeros((2, 1024), np.float32), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts = 44100, 1024 * n
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
