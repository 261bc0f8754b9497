"""Reading videos: turning, timing, pixel formats, damage, and plain refusals."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from backline.vision.picture import MAX_JPEG_BYTES, PictureError, decode_jpeg
from backline.vision.video import VideoError, VideoReader
from tests.vision import videos

UPRIGHT = ("red", "green", "blue", "white")


def noise(count: int, seed: int = 0) -> list[NDArray[np.uint8]]:
    """Pictures that don't compress, so that damage in the middle hits some."""
    draw = np.random.default_rng(seed)
    return [draw.integers(0, 255, (96, 128, 3), np.uint8) for _ in range(count)]


# --- which way is up -----------------------------------------------------------------

# What a viewer sees of the four quadrants after turning counter-clockwise, then mirroring.
TURNS = {
    (0, False): ("red", "green", "blue", "white"),
    (90, False): ("green", "white", "red", "blue"),
    (180, False): ("white", "blue", "green", "red"),
    (-90, False): ("blue", "red", "white", "green"),
    (0, True): ("green", "red", "white", "blue"),
    (90, True): ("white", "green", "blue", "red"),
    (180, True): ("blue", "white", "red", "green"),
    (-90, True): ("red", "blue", "green", "white"),
}


@pytest.mark.parametrize(("turn", "mirror"), TURNS)
def test_every_way_of_holding_a_phone_comes_out_upright(
    tmp_path: Path, turn: int, mirror: bool
) -> None:
    path = videos.write_video(tmp_path / "a.mp4", turn_deg=turn, mirror=mirror)
    reader = VideoReader(path)
    picture = next(iter(reader))
    assert videos.corner_names(picture.rgb) == TURNS[turn, mirror]
    assert (reader.info.width_px, reader.info.height_px) == (
        (48, 64) if abs(turn) == 90 else (64, 48)
    )
    assert picture.rgb.shape == (reader.info.height_px, reader.info.width_px, 3)
    assert picture.rgb.flags["C_CONTIGUOUS"]


def test_pixels_that_are_not_square_are_made_square(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mp4", pixel_shape=Fraction(3, 2), turn_deg=90)
    reader = VideoReader(path)
    assert (reader.info.width_px, reader.info.height_px) == (48, 96)
    assert next(iter(reader)).rgb.shape == (96, 48, 3)


def test_absurd_pixel_shapes_are_ignored(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mp4", pixel_shape=Fraction(100, 1))
    assert VideoReader(path).info.width_px == 64


def test_large_pictures_are_scaled_down_and_small_ones_left(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mp4", [videos.quadrants(640, 360)] * 2)
    small = VideoReader(path, max_side_px=320)
    assert next(iter(small)).rgb.shape == (180, 320, 3)
    assert next(iter(VideoReader(path, max_side_px=1000))).rgb.shape == (360, 640, 3)


def test_a_picture_size_that_changes_midway_is_fitted_without_distortion(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    for name, size in (("1.ts", (64, 48)), ("2.ts", (48, 64))):
        videos.write_video(tmp_path / name, [videos.quadrants(*size)] * 5)
    path.write_bytes((tmp_path / "1.ts").read_bytes() + (tmp_path / "2.ts").read_bytes())
    last = list(VideoReader(path))[-1].rgb
    assert last.shape == (48, 64, 3)
    assert last[:, :12].max() < 16, "the sides stay black"
    assert videos.corner_names(last[:, 15:49]) == UPRIGHT


# --- time ----------------------------------------------------------------------------


def test_a_variable_frame_rate_keeps_its_true_times(tmp_path: Path) -> None:
    stamps = [700, 730, 900, 933, 966, 1200, 2200, 2220, 2240, 2300]
    path = videos.write_video(tmp_path / "a.mp4", times_ms=stamps)
    times = [picture.time_s for picture in VideoReader(path)]
    assert times == pytest.approx([(stamp - 700) / 1000 for stamp in stamps], abs=1e-3)


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi", "ts", "webm", "mov"])
def test_times_are_even_in_every_container(tmp_path: Path, suffix: str) -> None:
    codec = "libvpx" if suffix == "webm" else "libx264"
    path = videos.write_video(tmp_path / f"a.{suffix}", codec=codec)
    reader = VideoReader(path)
    times = [picture.time_s for picture in reader]
    assert times == pytest.approx([0.1 * n for n in range(10)], abs=2e-3)
    assert reader.info.duration_s == pytest.approx(1.0, abs=0.15)
    assert not reader.truncated


def test_joined_recordings_whose_time_starts_over_go_on(tmp_path: Path) -> None:
    one = videos.write_video(tmp_path / "1.ts", times_ms=[10_000 + 100 * n for n in range(10)])
    two = videos.write_video(tmp_path / "2.ts")
    path = tmp_path / "a.ts"
    path.write_bytes(one.read_bytes() + two.read_bytes())
    times = np.array([picture.time_s for picture in VideoReader(path)])
    assert len(times) == 20
    assert (np.diff(times) > 0).all()
    assert times[-1] < 12.0


def test_a_reader_can_be_gone_through_twice(tmp_path: Path) -> None:
    reader = VideoReader(videos.write_video(tmp_path / "a.mp4"))
    first, second = list(reader), list(reader)
    assert [p.time_s for p in first] == [p.time_s for p in second]
    assert np.array_equal(first[-1].rgb, second[-1].rgb)


def test_info_says_what_the_header_says(tmp_path: Path) -> None:
    info = VideoReader(videos.write_video(tmp_path / "a.mp4")).info
    assert info.fps == pytest.approx(10.0)
    assert info.duration_s == pytest.approx(1.0)
    assert info.frames == 10
    assert info.path == str(tmp_path / "a.mp4")


# --- pixel formats -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "codec", "pixels"),
    [
        ("mp4", "libx264", "yuv420p10le"),
        ("mkv", "ffv1", "yuv422p"),
        ("mkv", "ffv1", "yuv422p10le"),
        ("mkv", "ffv1", "yuv444p16le"),
        ("mkv", "ffv1", "yuva420p"),
        ("mkv", "ffv1", "bgra"),
        ("avi", "mjpeg", "yuvj420p"),
        ("gif", "gif", "rgb8"),
        ("mov", "qtrle", "rgb24"),
        ("webm", "libvpx", "yuv420p"),
    ],
)
def test_pixel_formats_come_out_in_true_colours(
    tmp_path: Path, suffix: str, codec: str, pixels: str
) -> None:
    path = videos.write_video(tmp_path / f"a.{suffix}", codec=codec, pixels=pixels)
    picture = list(VideoReader(path))[-1]
    assert videos.corner_names(picture.rgb) == UPRIGHT
    red, white = picture.rgb[8, 8].astype(int), picture.rgb[-8, -8].astype(int)
    assert np.abs(red - (255, 0, 0)).max() <= 8
    assert white.min() >= 247


def test_grey_video_is_grey(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mkv", codec="ffv1", pixels="gray")
    rgb = next(iter(VideoReader(path))).rgb
    assert (rgb[..., 0] == rgb[..., 1]).all()
    assert rgb[-8, -8, 0] == 255
    assert 70 <= rgb[8, 8, 0] <= 82, "red's luma"


def test_full_range_is_not_stretched_twice(tmp_path: Path) -> None:
    middle = [np.full((48, 64, 3), level, np.uint8) for level in (8, 128, 247)]
    path = videos.write_video(tmp_path / "a.mp4", middle, full_range=True)
    levels = [int(picture.rgb[24, 32, 0]) for picture in VideoReader(path)]
    assert levels == pytest.approx([8, 128, 247], abs=3)


def test_odd_sizes_keep_every_pixel(tmp_path: Path) -> None:
    path = videos.write_video(
        tmp_path / "a.mkv", [videos.quadrants(65, 47)] * 3, codec="ffv1", pixels="yuv444p"
    )
    assert next(iter(VideoReader(path))).rgb.shape == (47, 65, 3)


# --- damage --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "flags"),
    [("mp4", "faststart"), ("mp4", "frag_keyframe+empty_moov"), ("mkv", "")],
)
def test_a_file_cut_in_half_gives_its_half_and_says_so(
    tmp_path: Path, suffix: str, flags: str
) -> None:
    path = videos.write_video(
        tmp_path / f"a.{suffix}",
        noise(40),
        container_options={"movflags": flags} if flags else None,
        options={"g": "10"},
    )
    whole = VideoReader(path)
    assert len(list(whole)) == 40
    assert not whole.truncated
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    half = VideoReader(path)
    assert 10 <= len(list(half)) <= 25
    assert half.truncated


def test_a_hole_in_the_middle_is_stepped_over_and_counted(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mp4", noise(40), options={"g": "10"})
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 3000] = bytes(3000)
    path.write_bytes(data)
    reader = VideoReader(path)
    times = [picture.time_s for picture in reader]
    assert 30 <= len(times) < 40
    assert times[-1] == pytest.approx(3.9, abs=0.01)
    assert reader.damaged >= 1
    assert not reader.truncated


# --- refusals ------------------------------------------------------------------------


def refusal(path: Path | str) -> str:
    """The one line with which a file is refused, less its name."""
    with pytest.raises(VideoError) as caught:
        VideoReader(path)
    message = str(caught.value)
    assert message.isprintable(), "one line"
    assert message.startswith(caught.value.path.split("\n")[0])
    return caught.value.reason


def test_an_index_cut_off_is_named(tmp_path: Path) -> None:
    path = videos.write_video(tmp_path / "a.mp4", noise(10))
    path.write_bytes(path.read_bytes()[:2000])
    assert "incomplete" in refusal(path)


def test_text_called_mp4(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("This is a shopping list.\n" * 50)
    assert "not a video" in refusal(path)


def test_text_called_txt(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("This is a shopping list.\n" * 50)
    assert "is text, not a video" in refusal(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.touch()
    assert "is empty" in refusal(path)


def test_sound_alone(tmp_path: Path) -> None:
    assert "sound but no pictures" in refusal(videos.write_sound(tmp_path / "a.m4a"))


def test_a_video_without_frames(tmp_path: Path) -> None:
    whole = videos.write_video(
        tmp_path / "a.mp4", noise(3), container_options={"movflags": "frag_keyframe+empty_moov"}
    )
    data = whole.read_bytes()
    whole.write_bytes(data[: data.index(b"moof") - 4])
    assert "no picture in it could be read" in refusal(whole)


def test_a_photograph(tmp_path: Path) -> None:
    for name in ("a.jpg", "a.png"):
        Image.fromarray(videos.quadrants()).save(tmp_path / name)
        assert "single picture" in refusal(tmp_path / name)


def test_missing_folder_and_device(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "nothing.mp4")
    assert "is a folder" in refusal(tmp_path)
    assert "not an ordinary file" in refusal("/dev/null")
    assert "can't be opened" in refusal(tmp_path / ("a" * 300))
    assert "no such file" in refusal(tmp_path / "two\nlines.mp4")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = videos.write_video(tmp_path / "a.mp4")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(av, "open", refuse)
    assert "may not be read" in refusal(path)


def test_a_playlist_opens_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.m3u8"
    path.write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n"
    )
    assert refusal(path)
    assert refusal("http://127.0.0.1:9/a.mp4") == "no such file; check the name"


# --- live pictures -------------------------------------------------------------------


def jpeg(rgb: NDArray[np.uint8], mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).convert(mode).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def test_a_jpeg_becomes_a_picture() -> None:
    picture = decode_jpeg(jpeg(videos.quadrants()), 1.5)
    assert picture.time_s == 1.5
    assert (picture.width_px, picture.height_px) == (64, 48)
    assert picture.rgb.dtype == np.uint8
    assert videos.corner_names(picture.rgb) == UPRIGHT


def test_a_turned_or_grey_jpeg_becomes_upright_rgb() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    turned = decode_jpeg(jpeg(videos.quadrants(), exif=exif), 0.0)
    assert videos.corner_names(turned.rgb) == ("blue", "red", "white", "green")
    assert decode_jpeg(jpeg(videos.quadrants(), "L"), 0.0).rgb.shape == (48, 64, 3)
    assert videos.corner_names(decode_jpeg(jpeg(videos.quadrants(), "CMYK"), 0.0).rgb) == UPRIGHT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a whole, readable JPEG"),
        (b"hello", "not a whole, readable JPEG"),
        (jpeg(videos.quadrants(640, 480))[:1500], "not a whole, readable JPEG"),
        (jpeg(videos.quadrants(4098, 16)), "at most 4096"),
        (jpeg(videos.quadrants(64, 1)), "is empty"),
        (b"\xff\xd8" + bytes(MAX_JPEG_BYTES), "over 2 MB"),
    ],
)
def test_pictures_that_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(PictureError, match=words):
        decode_jpeg(data, 0.0)


def test_a_png_is_no_jpeg() -> None:
    out = io.BytesIO()
    Image.fromarray(videos.quadrants()).save(out, "PNG")
    with pytest.raises(PictureError):
        decode_jpeg(out.getvalue(), 0.0)


def test_no_duration_is_nan_and_not_truncated(tmp_path: Path) -> None:
    path = tmp_path / "a.h264"
    with av.open(str(path), "w", format="h264") as container:
        stream = container.add_stream("libx264", 10)
        stream.height, stream.width, stream.pix_fmt = 96, 128, "yuv420p"
        for rgb in noise(5):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        container.mux(stream.encode())
    reader = VideoReader(path)
    times = [picture.time_s for picture in reader]
    assert len(times) == 5
    assert (np.diff(times) > 0).all()
    assert math.isnan(reader.info.duration_s)
    assert not reader.truncated
