"""Somebody goes through a session by its pages' own forms, as a browser without scripts would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import httpx
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession

from backline.daily.desk import SessionView
from backline.daily.steps import Step
from tests.journal.clock import Clock
from tests.web.people import household_of, settle

SOCKET = {"origin": "http://testserver"}
"""Where starlette's test client opens sockets, whatever its own address is."""


class Forms(HTMLParser):
    """Every form of a page: its hidden fields, and what its buttons send."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], list[dict[str, str]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(({}, []))
        elif self.forms and tag == "input" and given.get("type") == "hidden":
            self.forms[-1][0][given["name"]] = given["value"]
        elif self.forms and tag == "button" and "name" in given:
            self.forms[-1][1].append({given["name"]: given["value"]})


def fields(text: str, **button: str) -> dict[str, str]:
    """What the form with such a button sends when it is pressed."""
    for hidden, buttons in Forms(text).forms:
        for one in buttons:
            sent = {**hidden, **one}
            if button.items() <= sent.items():
                return sent
    raise AssertionError(f"no button {button}")


class Visit:
    """One browser in a session."""

    def __init__(self, client: TestClient, clock: Clock) -> None:
        self.client, self.clock = client, clock

    def page(self) -> str:
        """The page of the step."""
        answer = self.client.get("/session")
        assert answer.status_code == 200, answer.headers.get("location")
        return answer.text

    def press(self, page: str | None = None, /, more: Any = None, **button: str) -> httpx.Response:
        """Press a button of a page (the step's own when None), with more fields filled in."""
        text = self.page() if page is None else page
        return self.client.post("/session", data={**fields(text, **button), **(more or {})})

    def go(self, more: Any = None, **button: str) -> str:
        """Press a button and follow; where it leads."""
        answer = self.press(None, more, **button)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    @property
    def session_id(self) -> int:
        return int(re.findall(r'name="session" value="(\d+)"', self.page())[0])

    @property
    def view(self) -> SessionView:
        home = household_of(self.client)
        return home.desk.view(home.journal.history.recent_sessions(1)[0].id)

    @property
    def step(self) -> Step:
        return self.view.step


def ready(client: TestClient, clock: Clock, pain: int = 2, **changes: Any) -> Visit:
    """Somebody whose day is planned."""
    settle(client, changes)
    client.post("/today/pain", data={"answer": str(pain)})
    return Visit(client, clock)


def begun(client: TestClient, clock: Clock, camera: str = "no", **more: Any) -> Visit:
    """Somebody at the first exercise of their session."""
    visit = ready(client, clock, **more)
    assert visit.go(camera=camera) == "/session"
    return visit


@contextmanager
def coached(client: TestClient, session: int, /, **hello: Any) -> Iterator[WebSocketTestSession]:
    """A live socket at a session's set; the first message is not read yet."""
    with client.websocket_connect("/api/live", headers=SOCKET) as socket:
        message = {"type": "hello", "protocol": 1, "source": "poses", "session": session}
        socket.send_json(message | hello)
        yield socket


def pose(time_s: float) -> dict[str, Any]:
    """A frame in which nobody is seen; the tests' watcher counts all the same."""
    size = {"width_px": 640, "height_px": 480}
    return {"type": "pose", "time_s": time_s, "present": False, **size}
