"""A server's application with somebody else's eyes: quick, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backline.body import PoseFrame
from backline.form.result import Update
from backline.guide.schema import Exercise
from backline.vision.picture import Picture
from backline.web.app import create_app
from backline.web.settings import LOCAL_NAMES, LiveLimits, WebSettings
from tests.coach.fakes import exercise, update

BASE = "http://127.0.0.1:8765"


class FakeSeer:
    """Finds nobody, quickly."""

    def see(self, picture: Picture) -> PoseFrame:
        return PoseFrame.empty(picture.time_s, picture.width_px, picture.height_px)


class FakeWatcher:
    """Sees the start posture in every frame, then a repetition every second frame."""

    def __init__(self, exercise: Exercise) -> None:
        self.frames = 0

    def update(self, frame: PoseFrame) -> Update:
        self.frames += 1
        return update("working", frame=frame, repetitions=self.frames // 2, phase="reach")


def make_settings(cache_dir: Path, **changes: Any) -> WebSettings:
    """Settings for tests: one made-up exercise, nothing is drawn."""
    made_up = exercise()
    values: dict[str, Any] = {
        "exercises": {made_up.id: made_up},
        "cache_dir": cache_dir,
        "draw": False,
        "journal": f"sqlite:///{cache_dir / 'journal.db'}",
        "hosts": (*LOCAL_NAMES, "testserver"),
        "make_seer": FakeSeer,
        "make_watcher": FakeWatcher,
        "limits": LiveLimits(sessions=2, strikes=3, hello_s=0.5, idle_s=0.5),
    }
    return WebSettings(**(values | changes))


@pytest.fixture
def settings(tmp_path: Path) -> WebSettings:
    return make_settings(tmp_path)


@pytest.fixture
def client(settings: WebSettings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client
