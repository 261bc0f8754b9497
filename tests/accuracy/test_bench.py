"""The bench times the real pipeline on a real video."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from backline.accuracy import bench, machine
from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.performance import Performance
from backline.guide.load import load_exercise
from backline.video_file import VideoWriter
from backline.vision.picture import RgbArray


def command() -> typer.Typer:
    app = typer.Typer()
    app.command()(bench.main)
    return app


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "clip.mp4"
    performance = Performance(load_exercise("bird-dog"), repetitions=1, enter=False)
    camera, renderer = Camera(width_px=320, height_px=180), Renderer(320, 180)
    with VideoWriter(path, fps=10.0) as writer:
        for number, figure in enumerate(performance.figures([k / 10 for k in range(8)])):
            writer.add(number / 10, renderer.draw(figure, camera))
    return path


@pytest.mark.slow
def test_every_picture_is_timed(clip: Path) -> None:
    timings = bench.measure(clip, load_exercise("bird-dog"), threads=1)
    assert timings.pictures == 8
    assert len(timings.bare) == len(timings.see) == len(timings.watch) == 7
    assert timings.first_s is not None
    assert 0 < timings.first_s < 60
    assert all(see > back for see, back in zip(timings.see, timings.back, strict=True))


@pytest.mark.slow
def test_the_command_shows_all_figures(clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    done = CliRunner().invoke(command(), [str(clip), "--threads", "1"])
    assert done.exit_code == 0, done.output
    for words in ("landmark model alone", "whole pipeline", "analysis", "back line", "decoding",
                  "opening to first result", "peak memory"):  # fmt: skip
        assert words in done.output


@pytest.mark.slow
def test_an_empty_room_is_nothing_to_time(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    grey: RgbArray = np.full((64, 96, 3), 128, np.uint8)
    with VideoWriter(path, fps=10.0) as writer:
        for number in range(3):
            writer.add(number / 10, grey)
    done = CliRunner().invoke(command(), [str(path), "--threads", "1"])
    assert done.exit_code == 1
    assert "nothing to time" in done.output


def test_what_is_no_video_gets_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("no video", encoding="utf-8")
    done = CliRunner().invoke(command(), [str(path), "--threads", "1"])
    assert done.exit_code == 2
    assert str(path) in done.output
    unknown = CliRunner().invoke(command(), [str(path), "--exercise", "handstand"])
    assert unknown.exit_code == 2


def test_the_machine_is_told() -> None:
    assert "Python" in machine.describe()
    assert machine.processors() >= 1
    memory_mb = machine.peak_memory_mb()
    assert memory_mb is None or 10 < memory_mb < 100_000
