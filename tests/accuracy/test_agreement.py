"""Comparing with the official package, played here by a stand-in that says known things."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from backline.accuracy.agreement import read_agreement
from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.performance import Performance
from backline.guide.load import load_exercise
from backline.video_file import VideoWriter

ROOT = Path(__file__).parents[2]
STAND_IN = """
__version__ = "9.9"

class Point:
    visibility = 0.9
    def __init__(self, x): self.x, self.y = x, 0.5

class Found:
    class pose_landmarks:
        landmark = [Point(0.5)] * 33

class Pose:
    def __init__(self, **options): assert options["model_complexity"] == 1
    def process(self, rgb):
        assert rgb.shape == (180, 320, 3) and rgb.std() > 1
        return Found

class solutions:
    class pose:
        Pose = Pose
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("agreement") / "clip.mp4"
    performance = Performance(load_exercise("bird-dog"), repetitions=1, enter=False)
    camera, renderer = Camera(width_px=320, height_px=180), Renderer(320, 180)
    with VideoWriter(path, fps=10.0) as writer:
        for number, figure in enumerate(performance.figures([0.0, 0.1, 0.2])):
            writer.add(number / 10, renderer.draw(figure, camera))
    return path


def agreement(*options: str, packages: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": f"{packages}{os.pathsep}{ROOT}"}
    command = [sys.executable, str(ROOT / "tools" / "agreement.py"), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_both_see_the_same_pictures(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "mediapipe.py").write_text(STAND_IN, encoding="utf-8")
    out = tmp_path / "out.json"
    done = agreement(
        "--reference", sys.executable, str(clip), "-o", str(out), packages=tmp_path
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = read_agreement(out)
    assert result.official_version == "9.9"
    (line,) = result.clips
    assert (line.pictures, line.compared) == (3, 3)
    # All landmarks in one place: about a quarter of the body away, on average.
    assert 0.1 < line.mean < 0.5


@pytest.mark.slow
def test_a_python_without_the_package_gets_one_line(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "mediapipe.py").write_text("raise ImportError", encoding="utf-8")
    done = agreement("--reference", sys.executable, str(clip), packages=tmp_path)
    assert done.returncode == 2
    assert "does it have mediapipe?" in done.stderr


@pytest.mark.slow
def test_what_is_no_video_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "mediapipe.py").write_text(STAND_IN, encoding="utf-8")
    video = tmp_path / "no.mp4"
    video.write_text("no video", encoding="utf-8")
    done = agreement("--reference", sys.executable, str(video), packages=tmp_path)
    assert done.returncode == 2
    assert str(video) in done.stderr


def test_the_height_is_a_little_more_than_nose_to_ankle() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        from agreement import body_height_px  # type: ignore[import-not-found]
    finally:
        sys.path.pop(0)
    points = np.zeros((33, 2))
    for mark, y in ((0, 0), (12, 30), (24, 80), (26, 120), (28, 160)):
        points[mark] = (0, y)
    assert body_height_px(points) == pytest.approx(176.0)
