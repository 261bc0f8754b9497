"""A whole video in one call, with the person-finding faked and, once, for real."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import backline
from backline.analysis import VideoWarning, VideoWatch, analyze
from backline.body import CannotJudge, PoseFrame
from backline.form.result import Analysis, Update, Video
from backline.guide.load import GuideError, load_exercise
from backline.vision.picture import Picture
from backline.vision.video import VideoError, VideoReader
from tests.report import fakes
from tests.vision.videos import quadrants, write_cut, write_video


class Nobody:
    """Sees every picture and never finds a person in it."""

    def __init__(self) -> None:
        self.pictures: list[Picture] = []

    def see(self, picture: Picture) -> PoseFrame:
        self.pictures.append(picture)
        return PoseFrame.empty(picture.time_s, picture.width_px, picture.height_px)


class Script:
    """Judges by the made-up session, whatever it is shown."""

    def __init__(self) -> None:
        self.frames: list[PoseFrame] = []
        self.video: Video | None = None

    def update(self, frame: PoseFrame) -> Update:
        self.frames.append(frame)
        return fakes.at(fakes.update_at(frame.time_s), frame.time_s)

    def finish(self, video: Video) -> Analysis:
        self.video = video
        return fakes.analysis().model_copy(update={"video": video})


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "a.mp4")


def test_a_stage_is_watched_for_by_id_or_as_an_exercise(video: Path) -> None:
    leg = load_exercise("bird-dog", stage="leg-only")
    for asked in (
        analyze(video, exercise="bird-dog", stage="leg-only", seer=Nobody()),
        analyze(video, exercise=load_exercise("bird-dog"), stage="leg-only", seer=Nobody()),
        analyze(video, exercise=leg, seer=Nobody()),
    ):
        assert (asked.exercise, asked.stage) == ("bird-dog", "leg-only")
        assert [cue.id for cue in asked.cues] == [cue.id for cue in leg.cues]
    with pytest.raises(GuideError, match="no stage"):
        analyze(video, exercise="bird-dog", stage="wing", seer=Nobody())


def test_an_empty_room_counts_nothing_and_says_why(video: Path) -> None:
    seer = Nobody()
    analysis = analyze(video, exercise="bird-dog", seer=seer)
    assert analysis.exercise == "bird-dog"
    assert (analysis.repetitions, analysis.holds) == ([], [])
    assert (analysis.seen.frames, analysis.seen.fraction) == (0, 0.0)
    assert {cue.verdict for cue in analysis.cues} == {"cannot-judge"}
    assert [gap.reason for gap in analysis.cannot_judge] == [CannotJudge.NO_PERSON]
    assert analysis.video.frames == len(seer.pictures) == 10
    assert analysis.video.path == str(video)


def test_listeners_hear_of_every_frame_in_order(video: Path) -> None:
    updates: list[Update] = []
    pairs: list[tuple[Picture, Update]] = []
    heard: list[tuple[float, float]] = []
    analyze(
        video,
        exercise=load_exercise("plank"),
        seer=Nobody(),
        on_update=updates.append,
        on_picture=lambda picture, update: pairs.append((picture, update)),
        progress=lambda done_s, total_s: heard.append((done_s, total_s)),
    )
    times = [round(0.1 * n, 3) for n in range(10)]
    assert [round(update.frame.time_s, 3) for update in updates] == times
    assert [round(picture.time_s, 3) for picture, _ in pairs] == times
    assert all(one is other for (_, one), other in zip(pairs, updates, strict=True))
    assert [round(done_s, 3) for done_s, _ in heard] == times
    assert {round(total_s, 3) for _, total_s in heard} == {1.0}


def test_the_video_is_described_by_what_was_read(tmp_path: Path) -> None:
    stamps = [0, 100, 200, 300, 900]
    path = write_video(tmp_path / "a.mp4", [quadrants()] * 5, times_ms=stamps, turn_deg=90)
    judge = Script()
    watch = VideoWatch(VideoReader(path), Nobody(), judge)
    assert len(list(watch)) == 5
    made = watch.analysis().video
    assert made is judge.video
    assert (made.width, made.height, made.frames) == (48, 64, 5)
    assert made.fps == pytest.approx(4 / 0.9, rel=1e-3)
    assert made.duration_s == pytest.approx(5 / made.fps)
    assert watch.notice() is None


def test_a_single_picture_has_a_sensible_duration(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [quadrants()])
    made = analyze(path, exercise="plank", seer=Nobody()).video
    assert made.frames == 1
    assert math.isfinite(made.fps)
    assert 0 < made.duration_s < 1.1


def test_large_videos_are_scaled_down(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [quadrants(2560, 1440)] * 2)
    seer = Nobody()
    made = analyze(path, exercise="plank", seer=seer).video
    assert (made.width, made.height) == (1920, 1080)
    assert seer.pictures[0].rgb.shape == (1080, 1920, 3)


def test_a_file_that_breaks_off_is_analysed_with_a_warning(tmp_path: Path) -> None:
    path = write_cut(tmp_path / "cut.mp4")
    with pytest.warns(VideoWarning, match=r"cut\.mp4: the file breaks off after \d\.\d s"):
        analysis = analyze(path, exercise="plank", seer=Nobody())
    assert 5 < analysis.video.frames < 30


def test_or_with_a_notice_instead_of_the_warning(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    notices: list[str] = []
    analyze(
        write_cut(tmp_path / "cut.mp4"), exercise="plank", seer=Nobody(), on_notice=notices.append
    )
    assert len(notices) == 1
    assert not [w for w in recwarn if issubclass(w.category, VideoWarning)]


def test_wrong_files_and_exercises_are_refused(tmp_path: Path, video: Path) -> None:
    with pytest.raises(VideoError, match="no such file"):
        analyze(tmp_path / "b.mp4", exercise="plank", seer=Nobody())
    with pytest.raises(GuideError, match="bird-dog"):
        analyze(video, exercise="handstand", seer=Nobody())


def test_a_listener_that_fails_stops_the_analysis(video: Path) -> None:
    def fail(_: Update) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        analyze(video, exercise="plank", seer=Nobody(), on_update=fail)


@pytest.mark.slow
def test_with_the_real_model_a_plain_wall_is_nobody(tmp_path: Path) -> None:
    wall = [np.full((360, 640, 3), 200, np.uint8)] * 5
    path = write_video(tmp_path / "wall.mp4", wall)
    analysis = analyze(path, exercise="bird-dog")
    assert analysis.seen.frames == 0
    assert analysis.repetitions == []


# --- the package's own names ---------------------------------------------------------


def test_public_names_are_there_and_the_same() -> None:
    assert backline.analyze is analyze
    assert backline.Analysis is Analysis
    assert set(backline.__all__) <= set(dir(backline))
    for name in backline.__all__:
        assert getattr(backline, name) is not None
    with pytest.raises(AttributeError, match="nothing_like_it"):
        backline.nothing_like_it  # noqa: B018


def test_importing_backline_loads_nothing_heavy() -> None:
    code = (
        "import sys, backline; "
        "print(sorted({'numpy', 'av', 'cv2', 'pydantic', 'matplotlib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
