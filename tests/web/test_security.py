"""Nobody but Backline's own pages, under its own names."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backline.web.app import STATIC
from backline.web.security import host_name, same_origin


def test_every_answer_carries_the_headers(client: TestClient):
    for path in ("/", "/nothing", "/static/css/base.css", "/api/exercises"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "ws://127.0.0.1:8765" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=(self)" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("127.0.0.1:8765", True),
        ("localhost:1", True),
        ("LOCALHOST", True),
        ("[::1]:8765", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8765", False),
        ("", False),
    ],
)
def test_only_our_names_are_answered(client: TestClient, host: str, allowed: bool):
    answer = client.get("/library", headers={"host": host})
    assert answer.status_code == (200 if allowed else 403)
    if not allowed:
        assert answer.json()["error"]["code"] == "wrong-host"


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null", ""])
def test_other_pages_can_neither_post_nor_open_the_socket(client: TestClient, origin: str):
    answer = client.post("/api/demos/test-move/right", headers={"origin": origin})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "wrong-origin"
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/api/live", headers={"origin": origin}),
    ):
        pass


def test_our_own_pages_and_programs_may(client: TestClient):
    headers = {"host": "127.0.0.1:8765", "origin": "http://127.0.0.1:8765"}
    assert client.post("/api/demos/test-move/right", headers=headers).status_code == 202
    with client.websocket_connect("/api/live", headers=headers) as socket:
        socket.close()


def test_host_and_origin_are_read_exactly():
    assert host_name("[::1]:80") == "[::1]"
    assert host_name("Name:80") == "name"
    assert same_origin(None, "a:1")
    assert same_origin("https://a:1", "a:1")
    assert not same_origin("file://a:1", "a:1")


def test_nothing_we_serve_points_outside():
    for path in STATIC.rglob("*"):
        if path.suffix in {".js", ".css", ".svg"}:
            text = path.read_text().replace("http://www.w3.org/", "")
            assert "http://" not in text, path.name
            assert "https://" not in text, path.name
