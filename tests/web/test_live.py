"""The live socket: its messages, its limits, its manners."""

from __future__ import annotations

import io
import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from backline.body import BACK_STATIONS, BackLine, PoseFrame
from backline.vision.picture import Picture
from backline.web.app import create_app
from backline.web.messages import MessageError, Pose, parse_picture, parse_text
from tests.web.conftest import BASE, FakeSeer, make_settings

HELLO = {"type": "hello", "protocol": 1, "exercise": "test-move", "source": "pictures"}


def jpeg(width: int = 64, height: int = 48) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def picture(time_s: float, data: bytes | None = None) -> bytes:
    return struct.pack("<d", time_s) + (jpeg() if data is None else data)


def pose(time_s: float = 0.1, **changes: Any) -> dict[str, Any]:
    message: dict[str, Any] = {
        "type": "pose",
        "time_s": time_s,
        "width_px": 640,
        "height_px": 480,
        "present": True,
        "landmarks_px": [[1.0, 2.0]] * 33,
        "visibility": [0.9] * 33,
        "world_m": [[0.1, 0.2, 0.3]] * 33,
        "back_unseen": "trunk-hidden",
    }
    return message | changes


@contextmanager
def live(client: TestClient, **hello: Any) -> Iterator[WebSocketTestSession]:
    """An open session that has introduced itself."""
    with client.websocket_connect("/api/live") as socket:
        socket.send_json(HELLO | hello)
        ready = socket.receive_json()
        assert ready["type"] == "ready", ready
        yield socket


def test_a_picture_is_answered_with_the_coachs_state(client: TestClient):
    with live(client, target=3) as socket:
        for frame in range(1, 7):
            socket.send_bytes(picture(frame / 10))
            state = socket.receive_json()
            assert state["type"] == "state"
            assert state["time_s"] == frame / 10
        assert state["stage"] == "work"
        assert state["count"] == 3
        assert state["reached"]
        assert state["target"] == 3
        assert state["phase_label"] == "Reach"
        assert state["prompt"] == "Breathe out."
        assert state["pose"] is None


def test_a_ready_pose_is_answered_with_positions_as_fractions(client: TestClient):
    offsets: list[float | None] = [0.1] * (BACK_STATIONS - 1) + [None]
    back = {"points_px": [[320.0, 240.0]] * BACK_STATIONS, "offset_ratio": offsets}
    with live(client, source="poses") as socket:
        socket.send_json(pose(back=back, back_unseen=None))
        state = socket.receive_json()
        assert state["pose"]["landmarks"][0] == [round(1 / 640, 4), round(2 / 480, 4), 0.9]
        assert state["pose"]["back"][0] == [0.5, 0.5]
        assert state["pose"]["bend"] is None


def test_pain_stops_and_stays_stopped(client: TestClient):
    with live(client) as socket:
        socket.send_bytes(picture(0.1))
        socket.receive_json()
        socket.send_json({"type": "hurts"})
        state = socket.receive_json()
        assert state["stage"] == "stopped"
        assert state["say"][0]["kind"] == "pain"
        assert state["summary"]["headline"]
        socket.send_bytes(picture(0.2))
        assert socket.receive_json()["stage"] == "stopped"


def test_finishing_gives_a_summary(client: TestClient):
    with live(client) as socket:
        for frame in range(1, 4):
            socket.send_bytes(picture(frame / 10))
            socket.receive_json()
        socket.send_json({"type": "finish"})
        state = socket.receive_json()
        assert state["stage"] == "left"
        assert state["summary"]["repetitions"] == 1


def test_a_frame_that_comes_too_soon_is_dropped_and_pain_is_heard_meanwhile(
    tmp_path: Path, empty_journal: str
):
    looking, go_on = threading.Event(), threading.Event()

    class SlowSeer(FakeSeer):
        def see(self, picture: Picture) -> PoseFrame:
            looking.set()
            assert go_on.wait(5)
            return super().see(picture)

    settings = make_settings(tmp_path, empty_journal, make_seer=SlowSeer)
    with (
        TestClient(create_app(settings), base_url=BASE) as client,
        live(client) as socket,
    ):
        socket.send_bytes(picture(0.1))
        assert looking.wait(5)
        socket.send_bytes(picture(0.2))
        assert socket.receive_json() == {"type": "dropped", "time_s": 0.2}
        socket.send_json({"type": "hurts"})
        assert socket.receive_json()["stage"] == "stopped"
        go_on.set()
        late = socket.receive_json()
        assert late["time_s"] == 0.1
        assert late["stage"] == "stopped"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"short", "bad-message"),
        (struct.pack("<d", float("nan")) + b"x", "bad-message"),
        (struct.pack("<d", -1.0) + b"x", "bad-message"),
        (picture(1.0, b"no jpeg at all"), "bad-picture"),
        (picture(1.0, jpeg()[:100]), "bad-picture"),
        (picture(1.0, jpeg(2000, 100)), "bad-picture"),
        (picture(1.0, b"x" * 2_100_000), "too-large"),
        ("not json", "bad-message"),
        ('{"type": "dance"}', "bad-message"),
        ("x" * 70_000, "too-large"),
        (json.dumps(pose()), "wrong-source"),
        (json.dumps(HELLO), "hello-twice"),
    ],
)
def test_a_bad_message_is_answered_and_the_session_goes_on(
    client: TestClient, message: str | bytes, code: str
):
    with live(client) as socket:
        if isinstance(message, bytes):
            socket.send_bytes(message)
        else:
            socket.send_text(message)
        answer = socket.receive_json()
        assert answer["type"] == "error"
        assert answer["error"]["code"] == code
        socket.send_bytes(picture(2.0))
        assert socket.receive_json()["type"] == "state"


def test_pictures_are_refused_where_poses_were_announced(client: TestClient):
    with live(client, source="poses") as socket:
        socket.send_bytes(picture(0.1))
        assert socket.receive_json()["error"]["code"] == "wrong-source"


def test_time_must_go_forward(client: TestClient):
    with live(client) as socket:
        socket.send_bytes(picture(1.0))
        socket.receive_json()
        socket.send_bytes(picture(1.0))
        assert socket.receive_json()["error"]["code"] == "time-went-back"


def test_repeated_mistakes_close_the_socket(client: TestClient):
    with live(client) as socket:
        for _ in range(3):
            socket.send_text("nonsense")
            assert socket.receive_json()["type"] == "error"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4400


def test_repeated_bad_pictures_close_the_socket_too(client: TestClient):
    with live(client) as socket:
        for mistake in range(3):
            socket.send_bytes(picture(1.0 + mistake, b"junk"))
            assert socket.receive_json()["error"]["code"] == "bad-picture"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"exercise": "nothing"}, "unknown-exercise"),
        ({"stage": "nothing"}, "unknown-stage"),
        ({"protocol": 2}, "bad-message"),
        ({"target": -3}, "bad-message"),
        ({"extra": 1}, "bad-message"),
        ({"session": 1}, "bad-message"),
        ({"exercise": None, "target": 3}, "bad-message"),
        ({"exercise": None, "stage": "standard"}, "bad-message"),
        ({"exercise": None, "set": 1}, "bad-message"),
        ({"type": "hurts"}, "bad-message"),
    ],
)
def test_a_wrong_hello_is_refused(client: TestClient, hello: dict[str, Any], code: str):
    with client.websocket_connect("/api/live") as socket:
        socket.send_json(HELLO | hello)
        assert socket.receive_json()["error"]["code"] == code


def test_hello_comes_first(client: TestClient):
    with client.websocket_connect("/api/live") as socket:
        socket.send_bytes(picture(0.1))
        assert socket.receive_json()["error"]["code"] == "hello-first"


def test_silence_is_closed(client: TestClient):
    with live(client) as socket:
        assert socket.receive_json()["error"]["code"] == "silent"
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
        assert closed.value.code == 4408


def test_only_so_many_sessions_at_once(client: TestClient):
    with live(client), live(client), client.websocket_connect("/api/live") as third:
        assert third.receive_json()["error"]["code"] == "full"
        with pytest.raises(WebSocketDisconnect):
            third.receive_json()
    with live(client) as socket:
        socket.send_bytes(picture(0.1))
        assert socket.receive_json()["type"] == "state"


def test_a_broken_watcher_closes_the_session_and_says_so(tmp_path: Path, empty_journal: str):
    class BrokenSeer(FakeSeer):
        def see(self, picture: Picture) -> PoseFrame:
            raise RuntimeError("broken on purpose")

    settings = make_settings(tmp_path, empty_journal, make_seer=BrokenSeer)
    with TestClient(create_app(settings), base_url=BASE) as client, live(client) as socket:
        socket.send_bytes(picture(0.1))
        assert socket.receive_json()["error"]["code"] == "broken"
        with pytest.raises(WebSocketDisconnect):
            socket.receive_json()


@pytest.mark.parametrize(
    "changes",
    [
        {"landmarks_px": [[1.0, 2.0]] * 32},
        {"landmarks_px": [[1.0, 2.0, 3.0]] * 33},
        {"visibility": [1.5] * 33},
        {"world_m": None},
        {"back_unseen": None},
        {"back_unseen": "bored"},
        {"present": False},
        {"width_px": 0},
        {"time_s": -1},
        {"time_s": "1"},
        {"landmarks_px": [[1e9, 2.0]] * 33},
    ],
)
def test_poses_are_checked_strictly(changes: dict[str, Any]):
    with pytest.raises(MessageError):
        parse_text(json.dumps(pose(**changes)))


def test_json_numbers_that_are_none_are_refused():
    with pytest.raises(MessageError):
        parse_text(json.dumps(pose(time_s=float("inf"))))


def test_a_pose_becomes_the_same_frame():
    back = {"points_px": [[3.0, 4.0]] * BACK_STATIONS, "offset_ratio": [None] * BACK_STATIONS}
    message = parse_text(json.dumps(pose(back=back, back_unseen=None)))
    assert isinstance(message, Pose)
    frame = message.frame()
    assert isinstance(frame, PoseFrame)
    assert frame.present
    assert frame.landmarks_px.shape == (33, 2)
    assert isinstance(frame.back, BackLine)
    assert frame.back.points_px[0].tolist() == [3.0, 4.0]
    empty = parse_text(
        json.dumps(
            {"type": "pose", "time_s": 1, "width_px": 640, "height_px": 480, "present": False}
        )
    )
    assert isinstance(empty, Pose)
    assert not empty.frame().present


def test_a_picture_message_is_time_and_jpeg():
    assert parse_picture(struct.pack("<d", 1.25) + b"rest") == (1.25, b"rest")


def test_the_coach_speaks_the_language_of_whoever_is_here(client: TestClient):
    said = {}
    for language in ("en", "es"):
        cookie = {"cookie": f"backline_language={language}"}
        with client.websocket_connect("/api/live", headers=cookie) as socket:
            socket.send_json(HELLO)
            assert socket.receive_json()["type"] == "ready"
            texts: list[str] = []
            for frame in range(1, 9):
                socket.send_bytes(picture(frame / 4))
                texts += [one["text"] for one in socket.receive_json()["say"]]
            said[language] = texts
    assert len(said["en"]) == len(said["es"]) > 0
    assert all(en != es for en, es in zip(said["en"], said["es"], strict=True))
