"""Stages on the pages, in the studio and over the socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backline.guide.load import load_exercise, load_exercises
from backline.web import draw
from backline.web.app import create_app
from backline.web.demos import DemoStudio, demo_key
from backline.web.words import word
from tests.web.conftest import BASE, make_settings

BIRD_DOG = load_exercise("bird-dog")


@pytest.fixture
def client(tmp_path: Path, empty_journal: str) -> Iterator[TestClient]:
    settings = make_settings(tmp_path, empty_journal, exercises=load_exercises())
    with TestClient(create_app(settings), base_url=BASE) as client:
        yield client


def test_an_exercise_page_links_to_every_stage_and_marks_its_own(client: TestClient):
    page = client.get("/exercise/bird-dog?stage=leg-only").text
    for stage in BIRD_DOG.stages:
        address = "/exercise/bird-dog" + ("" if stage.standard else f"?stage={stage.id}")
        mark = ' aria-current="page"' if stage.id == "leg-only" else " "
        assert f'<a href="{address}"{mark}>{stage.name}</a>' in page
    assert word("exercise.stages") not in client.get("/exercise/cat-cow").text


def test_a_stages_page_is_about_the_stage(client: TestClient):
    whole = client.get("/exercise/bird-dog").text
    leg = client.get("/exercise/bird-dog?stage=leg-only").text
    assert "Bird dog: leg only" in leg
    assert 'data-demo="BD5-arm-high"' in whole
    assert 'data-demo="BD5-arm-high"' not in leg
    assert 'data-exercise="bird-dog@leg-only"' in leg
    assert '<input type="hidden" name="stage" value="leg-only">' in leg
    assert 'name="stage"' not in whole
    assert "First: A plain plank" in client.get("/exercise/plank?stage=rocking").text
    assert "First: A plain plank" not in client.get("/exercise/plank").text


def test_the_live_page_takes_the_stage_along(client: TestClient):
    live = client.get("/live/bird-dog?stage=leg-only&target=10").text
    assert 'data-exercise-stage="leg-only"' in live
    assert 'data-demos="bird-dog@leg-only"' in live
    assert live.count('href="/exercise/bird-dog?stage=leg-only"') == 2
    standard = client.get("/live/bird-dog?stage=arm-and-leg").text
    assert "data-exercise-stage" not in standard
    assert 'data-demos="bird-dog"' in standard


@pytest.mark.parametrize("page", ["exercise", "live"])
def test_an_unknown_stage_is_not_there(client: TestClient, page: str):
    answer = client.get(f"/{page}/bird-dog?stage=wing", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert word("error.unknown-stage") in answer.text
    assert client.get(f"/{page}/bird-dog?stage=").status_code == 200


def test_programs_are_told_the_stages(client: TestClient):
    told = {e["id"]: e["stages"] for e in client.get("/api/exercises").json()["exercises"]}
    assert told["cat-cow"] == []
    assert {"id": "arm-and-leg", "name": "Arm and leg", "standard": True} in told["bird-dog"]
    demos = client.get("/api/demos/bird-dog@leg-only").json()["demos"]
    assert {"poster", "right", "BD5-high"} <= set(demos)
    assert "BD5-arm-high" not in demos


def test_a_socket_is_told_which_stage_it_is(client: TestClient):
    hello = {"type": "hello", "protocol": 1, "exercise": "bird-dog", "source": "poses"}
    for asked, told in ((None, "arm-and-leg"), ("leg-only", "leg-only")):
        with client.websocket_connect("/api/live") as socket:
            socket.send_json(hello | {"stage": asked})
            ready = socket.receive_json()
            assert (ready["exercise"], ready["stage"]) == ("bird-dog", told)


def test_every_stage_has_files_of_its_own_and_only_standard_ones_come_unasked(tmp_path: Path):
    studio = DemoStudio({"bird-dog": BIRD_DOG}, tmp_path, draw=False)
    keys = ["bird-dog", "bird-dog@arm-only", "bird-dog@leg-only"]
    paths = {demo.path.name for key in keys if (demo := studio.find(key, "right"))}
    assert len(paths) == 3
    studio.start()
    assert {key for key, _ in studio._queue} == {"bird-dog"}
    assert studio.want("bird-dog@leg-only", "right") is not None
    assert studio._queue[0] == ("bird-dog@leg-only", "right")


def test_a_stages_key_changes_with_its_own_data_only():
    leg = load_exercise("bird-dog", stage="leg-only")
    assert demo_key(leg) != demo_key(BIRD_DOG)
    fewer = leg.model_copy(update={"stages": []})
    assert demo_key(fewer) == demo_key(leg)


def test_the_drawing_process_draws_the_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    drawn = []

    def note(exercise: object, name: str, path: Path) -> None:
        drawn.append((exercise, name))
        path.write_bytes(b"film")

    monkeypatch.setattr(draw, "draw", note)
    monkeypatch.setattr(draw.os, "nice", lambda step: 0)
    for key, stage in (("bird-dog@leg-only", "leg-only"), ("bird-dog", None)):
        assert draw.main([key, "right", str(tmp_path / "a.mp4")]) == 0
        assert drawn[-1] == (load_exercise("bird-dog", stage=stage), "right")


@pytest.mark.parametrize(("stage", "seen"), [("hold", True), ("pull-across", False)])
def test_the_backs_gauge_is_left_out_where_the_back_isnt_seen(
    client: TestClient, stage: str, seen: bool
):
    page = client.get(f"/live/chop?stage={stage}")
    assert page.status_code == 200
    assert ('id="bend" data-never' in page.text) is not seen
    assert 'id="bend"' in page.text
