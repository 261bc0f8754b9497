"""A server's application with somebody else's eyes: quick, and the same every time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backline.body import PoseFrame
from backline.coach.follow import Following
from backline.coach.lately import Doing
from backline.form.result import Update
from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.vision.picture import Picture
from backline.web.app import create_app
from backline.web.settings import LOCAL_NAMES, LiveLimits, WebSettings
from tests.coach.fakes import exercise, repetition, update
from tests.journal.clock import Clock
from tests.web.browser import DrawnSet, draw_set, wait_for_set

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


class FakeFollower:
    """Names the made-up exercise in every frame, and counts one in every second."""

    def __init__(self) -> None:
        self.frames = 0

    def update(self, frame: PoseFrame) -> Following:
        self.frames += 1
        done = tuple(repetition(i + 1) for i in range(self.frames // 2))
        now = update("working", frame=frame, progress=0.5)
        bout = Doing(exercise(), done, 0.0, 0.0, 0.1, frame.time_s, now) if done else None
        return Following(now, bout, ())


def make_settings(cache_dir: Path, journal: str, **changes: Any) -> WebSettings:
    """Settings for tests: one made-up exercise, nothing is drawn. journal: its URL."""
    made_up = exercise()
    values: dict[str, Any] = {
        "exercises": {made_up.id: made_up},
        "cache_dir": cache_dir,
        "draw": False,
        "journal": journal,
        "hosts": (*LOCAL_NAMES, "testserver"),
        "make_seer": FakeSeer,
        "make_watcher": FakeWatcher,
        "make_another": lambda exercise: None,
        "make_follower": FakeFollower,
        "limits": LiveLimits(sessions=2, strikes=3, hello_s=0.5, idle_s=0.5),
    }
    return WebSettings(**(values | changes))


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> DrawnSet:
    """The avatar's set for a camera, drawn once for all tests with a browser: where several
    processes test, by one of them for all."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, taken = base / "drawn-set", base / "drawn-set-taken"
    try:
        taken.mkdir()
    except FileExistsError:
        return wait_for_set(folder)
    draw_set(tmp_path_factory.mktemp("set")).video.parent.rename(folder)
    return DrawnSet.within(folder)


@pytest.fixture
def settings(tmp_path: Path, empty_journal: str) -> WebSettings:
    return make_settings(tmp_path, empty_journal)


@pytest.fixture
def client(settings: WebSettings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    """Stands still until it is moved: a Monday afternoon."""
    return Clock()


@pytest.fixture
def visitor(tmp_path: Path, empty_journal: str, clock: Clock) -> Iterator[TestClient]:
    """A browser without scripts at a Backline with all exercises where nobody lives yet."""
    settings = make_settings(tmp_path, empty_journal, exercises=load_exercises(), clock=clock)
    with browsing(create_app(settings)) as client:
        yield client


@contextmanager
def browsing(app: FastAPI) -> Iterator[TestClient]:
    """A browser that follows no redirection by itself."""
    headers = {"accept": "text/html", "origin": BASE}
    with TestClient(app, base_url=BASE, headers=headers, follow_redirects=False) as client:
        yield client
