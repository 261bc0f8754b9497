"""The live socket without an exercise, and another exercise in a set; the page for the first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from backline.coach.another import Another
from backline.form.result import Update
from backline.guide.load import load_every, load_exercise
from backline.guide.schema import Exercise
from backline.web.app import create_app
from backline.web.settings import WebSettings
from tests.web.conftest import BASE, make_settings
from tests.web.people import chosen, settle
from tests.web.test_live import live, picture, pose


def told(client: TestClient, frames: int, **hello: Any) -> list[dict[str, Any]]:
    """The states of so many pictures, and the one after `finish`."""
    with live(client, **hello) as socket:
        states = []
        for frame in range(1, frames + 1):
            socket.send_bytes(picture(frame / 2))
            states.append(socket.receive_json())
        socket.send_json({"type": "finish"})
        return [*states, socket.receive_json()]


def test_without_an_exercise_it_tells_what_is_done(client: TestClient):
    states = told(client, 8, exercise=None)
    assert states[0]["doing"] is None
    assert states[-2]["doing"] == {"id": "test-move", "stage": None, "name": "Test move"}
    assert (states[-2]["count"], states[-2]["target"], states[-2]["stage"]) == (4, 0.0, "work")
    said = [one["text"] for state in states for one in state["say"]]
    assert said[0] == "Test move. 1."
    assert states[-1]["stage"] == "done"
    assert states[-1]["summary"]["lines"] == ["Test move, 4 repetitions"]


def test_ready_names_no_exercise_then(client: TestClient):
    with client.websocket_connect("/api/live") as socket:
        socket.send_json({"type": "hello", "protocol": 1})
        ready = socket.receive_json()
    assert ready == {
        "type": "ready",
        "protocol": 1,
        "exercise": None,
        "stage": None,
        "kind": "repetitions",
        "target": None,
    }


def test_pain_stops_it_too(client: TestClient):
    with live(client, exercise=None) as socket:
        socket.send_bytes(picture(0.1))
        socket.receive_json()
        socket.send_json({"type": "hurts"})
        state = socket.receive_json()
    assert state["stage"] == "stopped"
    assert state["say"][0]["kind"] == "pain"


def test_the_true_watchers_follow_ready_poses(tmp_path: Path, empty_journal: str):
    follower = WebSettings(draw=False).make_follower
    settings = make_settings(tmp_path, empty_journal, make_follower=follower)
    with (
        TestClient(create_app(settings), base_url=BASE) as client,
        live(client, exercise=None, source="poses") as socket,
    ):
        socket.send_json(pose())
        state = socket.receive_json()
    assert state["stage"] == "getting-ready"
    assert state["instruction"]["title"] == "Start whenever you like"


def test_a_set_tells_that_another_exercise_is_done(tmp_path: Path, empty_journal: str):
    class Third:
        """Tells it in the third frame."""

        def __init__(self, exercise: Exercise) -> None:
            self.frames = 0

        def update(self, own: Update) -> Exercise | None:
            self.frames += 1
            return load_exercise("bird-dog") if self.frames == 3 else None

    settings = make_settings(tmp_path, empty_journal, make_another=Third)
    with TestClient(create_app(settings), base_url=BASE) as client:
        states = told(client, 6)
    assert [state["another"] is not None for state in states] == [False] * 2 + [True] * 4 + [False]
    assert states[3]["another"] == {
        "id": "bird-dog",
        "title": "This looks like “Bird dog”",
        "text": "This set counts “Test move”.",
    }


def test_the_servers_own_comparison_knows_every_exercise():
    another = WebSettings(draw=False).make_another(load_exercise("cat-cow"))
    assert isinstance(another, Another)
    assert len(load_every()) > 9


def test_the_page_says_what_it_doesnt_do(visitor: TestClient):
    settle(visitor)
    page = " ".join(visitor.get("/live").text.split())
    for text in ("doesn’t know today’s plan", "doesn’t correct you", "Nothing is written down"):
        assert text in page
    assert 'href="/live"' in visitor.get("/library").text


def test_who_must_not_train_now_is_sent_to_the_outcome(visitor: TestClient):
    settle(visitor, {"urgent-signs": chosen("saddle_numbness")})
    answer = visitor.get("/live")
    assert (answer.status_code, answer.headers["location"]) == (303, "/outcome")
    assert 'href="/live"' not in visitor.get("/library").text
