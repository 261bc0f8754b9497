"""Videos are written with their own times and colours, and play everywhere."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from backline import video_file
from backline.video_file import RgbArray, VideoWriter
from backline.vision.video import VideoReader


def picture(step: int = 0, width: int = 96, height: int = 64) -> RgbArray:
    """A coloured square on a soft ramp, further right with every step."""
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[..., 0] = np.linspace(60, 180, width)
    rgb[..., 1] = np.linspace(60, 180, height)[:, None]
    rgb[..., 2] = 90
    left = 4 * step % (width // 2)
    rgb[20:40, left : left + 20] = (200, 60, 40)
    return rgb


def write(path: Path, times_s: list[float], fps: float = 30.0) -> Path:
    with VideoWriter(path, fps=fps) as writer:
        for step, time_s in enumerate(times_s):
            writer.add(time_s, picture(step))
    return path


def length_s(path: Path) -> float:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.duration is not None
        assert stream.time_base is not None
        return float(stream.duration * stream.time_base)


@pytest.fixture(params=["libx264", "mpeg4"])
def encoder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every encoder that may have to do."""
    name: str = request.param
    if name not in av.codecs_available:
        pytest.skip(f"no {name} here")
    monkeypatch.setattr(video_file, "ENCODERS", (name,))
    return name


def test_pictures_come_back_in_their_colours(encoder: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [n / 30 for n in range(10)])
    back = list(VideoReader(path))
    assert len(back) == 10
    for step, got in enumerate(back):
        difference = np.abs(picture(step).astype(int) - got.rgb.astype(int))
        assert difference.mean() < 5.0


@pytest.mark.parametrize("fps", [30.0, 29.97, 23.976, 25.0, 7.5])
def test_steady_times_and_length_are_kept(encoder: str, fps: float, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [n / fps for n in range(12)], fps)
    reader = VideoReader(path)
    assert [p.time_s for p in reader] == pytest.approx([n / fps for n in range(12)], abs=2e-5)
    assert reader.info.fps == pytest.approx(fps, rel=1e-3)
    assert length_s(path) == pytest.approx(12 / fps, abs=1e-3)
    assert not reader.truncated


def test_uneven_times_and_length_are_kept(encoder: str, tmp_path: Path) -> None:
    times_s = [0.0, 0.1, 0.2, 0.3, 0.9, 0.95, 2.0]
    path = write(tmp_path / "a.mp4", times_s, fps=10.0)
    assert [p.time_s for p in VideoReader(path)] == pytest.approx(times_s, abs=2e-5)
    assert length_s(path) == pytest.approx(2.1, abs=1e-3)


def test_one_picture_is_a_video_too(encoder: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [0.0])
    assert len(list(VideoReader(path))) == 1
    assert length_s(path) == pytest.approx(1 / 30, abs=1e-3)


def test_an_hour_in_the_clock_is_still_exact(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "a.mp4", fps=30.0) as writer:
        for step in range(3):
            writer.add(3600.0 + step / 30, picture(step))
    with av.open(str(tmp_path / "a.mp4")) as container:
        shown = [f.time for f in container.decode(video=0)]
    gaps = np.diff(np.array(shown, float))
    assert gaps == pytest.approx([1 / 30, 1 / 30], abs=2e-5)


def test_odd_sides_gain_a_line(encoder: str, tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "a.mp4") as writer:
        writer.add(0.0, picture(0, 97, 65))
    (got,) = VideoReader(tmp_path / "a.mp4")
    assert got.rgb.shape == (66, 98, 3)
    difference = np.abs(picture(0, 97, 65).astype(int) - got.rgb[:65, :97].astype(int))
    assert difference.mean() < 5.0


def test_pictures_need_not_be_contiguous(tmp_path: Path) -> None:
    mirrored = picture(3)[:, ::-1]
    with VideoWriter(tmp_path / "a.mp4") as writer:
        writer.add(0.0, mirrored)
    (got,) = VideoReader(tmp_path / "a.mp4")
    assert np.abs(mirrored.astype(int) - got.rgb.astype(int)).mean() < 5.0


def test_browsers_can_play_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", [n / 10 for n in range(50)], fps=10.0)
    data = path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (1, 1)
        keys = [f.time for f in container.decode(video=0) if f.key_frame]
    assert keys[0] == 0.0
    assert max(np.diff(np.array([*keys, 5.0], float))) <= video_file.KEYFRAME_EVERY_S + 1e-3


def test_quality_can_be_chosen(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 96, 3), np.uint8)
    sizes = []
    for quality_crf in (18, 35):
        path = tmp_path / f"{quality_crf}.mp4"
        with VideoWriter(path, quality_crf=quality_crf) as writer:
            writer.add(0.0, noise)
        sizes.append(path.stat().st_size)
    assert sizes[0] > 1.5 * sizes[1]


@pytest.mark.parametrize("late_s", [0.1, 0.05, 0.1 + 1e-7])
def test_times_must_increase(late_s: float, tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "a.mp4") as writer:
        writer.add(0.1, picture())
        with pytest.raises(ValueError, match="increase"):
            writer.add(late_s, picture())
        writer.add(0.2, picture())
    assert len(list(VideoReader(tmp_path / "a.mp4"))) == 2


def test_sizes_must_agree_and_a_refused_picture_does_no_harm(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "a.mp4") as writer:
        writer.add(0.0, picture())
        with pytest.raises(ValueError, match="same size"):
            writer.add(0.1, picture(0, 48, 48))
        writer.add(0.1, picture())
    assert len(list(VideoReader(tmp_path / "a.mp4"))) == 2


@pytest.mark.parametrize("fps", [0.0, -1.0, float("nan")])
def test_a_rate_must_be_one(fps: float, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        VideoWriter(tmp_path / "a.mp4", fps=fps)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_oserror(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "a.mp4"
    with pytest.raises(OSError, match="directory"), VideoWriter(place) as writer:
        writer.add(0.0, picture())


def test_without_an_encoder_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(video_file, "ENCODERS", ("nothing-like-it",))
    with pytest.raises(OSError, match=r"neither H\.264 nor MPEG-4"):
        VideoWriter(tmp_path / "a.mp4")
    assert list(tmp_path.iterdir()) == []


def test_an_error_inside_goes_on_unchanged(tmp_path: Path) -> None:
    def fail() -> None:
        with VideoWriter(tmp_path / "a.mp4") as writer:
            writer.add(0.0, picture())
            raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        fail()


def test_no_picture_at_all_is_no_error(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "a.mp4"):
        pass
