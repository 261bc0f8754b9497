"""The demonstrations' studio: what is drawn, kept and thrown away, and in which process."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backline.daily.limits import exercise_by_key
from backline.guide.load import load_exercise
from backline.programme.load import load_programme
from backline.web import demos
from backline.web.demos import DemoStudio, demo_key, names
from backline.web.draw import draw, exercise_of
from backline.web.server import url
from tests.coach.fakes import exercise


def studio(folder: Path, draw: bool = False) -> DemoStudio:
    made_up = exercise()
    return DemoStudio({made_up.id: made_up}, folder, draw)


def wait_for(studio: DemoStudio, exercise_id: str, name: str, state: str) -> None:
    deadline = time.monotonic() + 90
    while (demo := studio.find(exercise_id, name)) is None or demo.state != state:
        assert time.monotonic() < deadline, demo
        time.sleep(0.05)


def test_every_exercise_has_a_poster_and_each_way_of_doing_it_twice():
    known = load_exercise("bird-dog")
    faults = list(known.demonstration.faults)
    assert names(known) == (
        "poster",
        "right",
        *faults,
        "set-right",
        *(f"set-{fault}" for fault in faults),
    )


def test_the_key_changes_with_the_data_only():
    made_up = exercise()
    assert demo_key(made_up) == demo_key(exercise())
    assert demo_key(made_up) != demo_key(made_up.model_copy(update={"summary": "Another one."}))


def test_what_is_in_the_cache_is_ready_at_once(tmp_path: Path):
    demo = studio(tmp_path).find("test-move", "right")
    assert demo is not None
    assert demo.state == "waiting"
    demo.path.write_bytes(b"video")
    again = studio(tmp_path).find("test-move", "right")
    assert again is not None
    assert again.state == "ready"


def test_an_exercise_within_limits_is_kept_apart_from_the_usual_one(tmp_path: Path):
    known = load_exercise("cat-cow")
    rule = next(one.id for one in load_programme().exercises["cat-cow"].rules if not one.exclude)
    key = f"{known.key}+{rule}"
    within = DemoStudio({known.id: known}, tmp_path, False)
    mine, usual = within.want(key, "right"), within.find(known.key, "right")
    assert mine is not None
    assert usual is not None
    assert mine.exercise == key
    assert mine.path != usual.path
    assert set(within.of(key)) >= {"poster", "right", "set-right"}
    assert exercise_of(key) == exercise_by_key({known.id: known}, key) != known
    for unknown in ("cat-cow+nothing", f"juggling+{rule}", f"{key}+{rule}", f"cat-cow@none+{rule}"):
        assert within.find(unknown, "right") is None
        assert within.of(unknown) == {}


def test_what_somebody_with_limits_looks_at_isnt_thrown_away(tmp_path: Path):
    known = load_exercise("cat-cow")
    rule = next(one.id for one in load_programme().exercises["cat-cow"].rules if not one.exclude)
    key = f"{known.key}+{rule}"
    mine = DemoStudio({known.id: known}, tmp_path, False).want(key, "right")
    assert mine is not None
    mine.path.write_bytes(b"video")
    long_ago = time.time() - demos.KEEP_S - 60
    os.utime(mine.path, (long_ago, long_ago))
    again = DemoStudio({known.id: known}, tmp_path, False)
    seen = again.find(key, "right")
    assert seen is not None
    assert seen.state == "ready"
    again.start()
    assert mine.path.exists()


def test_only_old_drawings_of_nothing_known_are_thrown_away(tmp_path: Path):
    mine = studio(tmp_path).find("test-move", "right")
    assert mine is not None
    old, young = tmp_path / "gone-right-0.mp4", tmp_path / "gone-right-1.mp4"
    for path in (mine.path, old, young):
        path.write_bytes(b"video")
    long_ago = time.time() - demos.KEEP_S - 60
    os.utime(mine.path, (long_ago, long_ago))
    os.utime(old, (long_ago, long_ago))
    working = studio(tmp_path)
    working.start()
    assert mine.path.exists()
    assert young.exists()
    assert not old.exists()


def test_wanting_something_unknown_gives_nothing(tmp_path: Path):
    assert studio(tmp_path).want("test-move", "nothing") is None
    assert studio(tmp_path).want("nothing", "right") is None


@pytest.mark.slow
def test_a_poster_is_drawn_in_another_process_and_served(tmp_path: Path):
    known = load_exercise("plank")
    working = DemoStudio({known.id: known}, tmp_path, draw=True)
    working.start()
    try:
        wait_for(working, "plank", "poster", "ready")
        demo = working.find("plank", "poster")
        assert demo is not None
        assert demo.path.read_bytes()[:2] == b"\xff\xd8"
    finally:
        working.close()
    left = [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]
    assert left == [] or all(name.endswith(".mp4") for name in left)


@pytest.mark.slow
def test_what_cannot_be_drawn_is_told_and_may_be_tried_again(tmp_path: Path):
    working = studio(tmp_path, draw=True)  # the drawing process doesn't know this exercise
    working.want("test-move", "right")
    working.start()
    try:
        wait_for(working, "test-move", "right", "failed")
        demo = working.want("test-move", "right")
        assert demo is not None
        assert demo.state in ("waiting", "drawing")
    finally:
        working.close()


def test_an_unknown_fault_is_refused_before_anything_is_drawn(tmp_path: Path):
    with pytest.raises(ValueError, match="nothing"):
        draw(load_exercise("plank"), "nothing", tmp_path / "x.mp4")


def test_the_api_tells_how_far_things_are_and_serves_what_is_there(
    client: TestClient, settings: Any
):
    told = client.get("/api/demos/test-move").json()["demos"]
    assert told["right"] == {"name": "right", "state": "waiting", "progress": 0.0, "url": None}
    assert client.get("/demos/test-move/right").json()["error"]["code"] == "not-drawn"
    demo = client.app.state.studio.find("test-move", "right")  # type: ignore[attr-defined]
    demo.path.write_bytes(b"0123456789")
    demo.state = "ready"
    assert client.get("/api/demos/test-move").json()["demos"]["right"]["url"]
    answer = client.get("/demos/test-move/right", headers={"range": "bytes=2-4"})
    assert answer.status_code == 206
    assert answer.content == b"234"
    assert answer.headers["content-type"] == "video/mp4"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/demos/nothing", "unknown-exercise"),
        ("/demos/test-move/nothing", "no-demo"),
        ("/demos/..%2f..%2fetc/passwd", "no-demo"),
        ("/demos/nothing/right", "no-demo"),
    ],
)
def test_unknown_demonstrations_are_errors_in_the_one_shape(
    client: TestClient, path: str, code: str
):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] in (code, "not-found")


def test_addresses_to_open():
    assert url("127.0.0.1", 80) == "http://localhost:80/"
    assert url("0.0.0.0", 81) == "http://localhost:81/"
    assert url("::1", 82) == "http://[::1]:82/"
    assert url("box.local", 83) == "http://box.local:83/"
