"""Videos come back as they were written, in every format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from backline.avatar.video import Picture, write_video


def pictures(count: int, width: int = 96, height: int = 64) -> list[Picture]:
    """A coloured square wandering over a soft ramp."""
    out = []
    for k in range(count):
        picture = np.empty((height, width, 3), np.uint8)
        picture[..., 0] = np.linspace(60, 180, width)
        picture[..., 1] = np.linspace(60, 180, height)[:, None]
        picture[..., 2] = 90
        picture[20:40, 4 * k : 4 * k + 20] = (200, 60, 40)
        out.append(picture)
    return out


def read_back(path: Path) -> list[Picture]:
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]


def test_mp4_holds_every_frame_in_its_colours(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    assert write_video(pictures(15), path, 30.0) == 15
    back = read_back(path)
    assert len(back) == 15
    for wanted, got in zip(pictures(15), back, strict=True):
        assert np.abs(wanted.astype(int) - got.astype(int)).mean() < 4.0
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 30
        assert stream.duration is not None
        assert stream.time_base is not None
        assert float(stream.duration * stream.time_base) == pytest.approx(0.5)


def test_mp4_says_what_it_holds_before_the_pictures(tmp_path: Path) -> None:
    """So that a browser can begin to play before it has everything."""
    path = tmp_path / "a.mp4"
    write_video(pictures(5), path, 29.97)
    data = path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_y4m_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.y4m"
    assert write_video(pictures(4), path, 15.0) == 4
    assert path.read_bytes().startswith(b"YUV4MPEG2 W96 H64 F15:1 ")
    back = read_back(path)
    assert len(back) == 4
    for wanted, got in zip(pictures(4), back, strict=True):
        assert np.abs(wanted.astype(int) - got.astype(int)).mean() < 4.0


def test_mjpeg_is_jpeg_after_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.mjpeg"
    assert write_video(pictures(3), path, 30.0) == 3
    parts = path.read_bytes().split(b"\xff\xd8\xff\xe0")[1:]
    assert len(parts) == 3
    for wanted, part in zip(pictures(3), parts, strict=True):
        jpeg = np.frombuffer(b"\xff\xd8\xff\xe0" + part, np.uint8)
        picture = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
        assert picture is not None
        got = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        assert np.abs(wanted.astype(int) - got.astype(int)).mean() < 4.0


def test_odd_sides_lose_a_line(tmp_path: Path) -> None:
    for name in ("a.mp4", "a.y4m"):
        write_video(pictures(2, 97, 65), tmp_path / name, 10.0)
        assert read_back(tmp_path / name)[0].shape == (64, 96, 3)


def test_what_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    mixed = [*pictures(2), *pictures(1, 48, 48)]
    with pytest.raises(ValueError, match="same size"):
        write_video(mixed, tmp_path / "a.mp4", 30.0)
    with pytest.raises(ValueError, match="at least one frame"):
        write_video([], tmp_path / "b.y4m", 30.0)
    with pytest.raises(ValueError, match=r"\.mp4, \.y4m, \.mjpeg"):
        write_video(pictures(1), tmp_path / "c.avi", 30.0)
    with pytest.raises(ValueError, match="more than 0"):
        write_video(pictures(1), tmp_path / "d.mp4", 0.0)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_source_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mjpeg"
    path.write_bytes(b"old")

    def broken() -> Iterator[Picture]:
        yield pictures(1)[0]
        raise OSError("camera unplugged")

    with pytest.raises(OSError, match="unplugged"):
        write_video(broken(), path, 30.0)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
