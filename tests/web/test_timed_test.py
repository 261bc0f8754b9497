"""The timed test of a hold by its pages and by the live socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backline.body import PoseFrame
from backline.daily.steps import PainCheck, Work
from backline.form.result import Hold, Update
from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.language import languages
from backline.web.app import create_app
from tests.coach.fakes import update
from tests.daily.test_timed import held_before
from tests.journal.clock import Clock
from tests.web.conftest import browsing, make_settings
from tests.web.people import chosen, household_of, main_of, problem, settle, words_of
from tests.web.session_walk import Visit, coached, pose

PAGE = "/exercise/plank/test"
GOOD_S = 41.0
"""For so long the test's watcher sees a good hold; then the person kneels down."""


class Holding:
    """Sees a hold from the first frame on; its time is the stream's."""

    def __init__(self, exercise: Exercise) -> None:
        self.done = False

    def update(self, frame: PoseFrame) -> Update:
        time_s = frame.time_s
        if time_s <= GOOD_S:
            return update("working", frame=frame, phase="hold", hold_s=time_s, good_hold_s=time_s)
        ended = None if self.done else Hold(start_s=0, end_s=GOOD_S, good_s=GOOD_S, ended="knees")
        self.done = True
        return update("left", frame=frame, finished=ended)


@pytest.fixture
def client(tmp_path: Path, empty_journal: str, clock: Clock) -> Iterator[TestClient]:
    settings = make_settings(
        tmp_path, empty_journal, exercises=load_exercises(), clock=clock, make_watcher=Holding
    )
    with browsing(create_app(settings)) as client:
        yield client


def able(client: TestClient, clock: Clock) -> int:
    """Somebody who may do the test once their pain is told."""
    person = settle(client, {"pain-now": chosen("1")})
    held_before(household_of(client), person, clock)
    return person


def at_a_test(client: TestClient, clock: Clock, camera: str = "yes") -> Visit:
    """Somebody in a test that has begun."""
    able(client, clock)
    client.post(PAGE, data={"do": "pain", "answer": "1"})
    answer = client.post(PAGE, data={"camera": camera})
    assert (answer.status_code, answer.headers["location"]) == (303, "/session")
    return Visit(client, clock)


def test_it_is_reached_from_progress_and_from_its_exercise(client: TestClient, clock: Clock):
    able(client, clock)
    for page in ("/progress", "/exercise/plank"):
        assert f'href="{PAGE}"' in client.get(page).text, page
    assert "/test" not in main_of(client.get("/exercise/cat-cow"))
    assert client.get("/exercise/cat-cow/test").status_code == 404


def test_who_may_not_begin_is_told_why_and_cant(client: TestClient, clock: Clock):
    settle(client, {"pain-now": chosen("1")})
    page = client.get(PAGE)
    assert "how much does your back hurt right now" in words_of(page)
    assert problem(client.post(PAGE, data={"do": "pain", "answer": "11"}))
    client.post(PAGE, data={"do": "pain", "answer": "1"})
    page = client.get(PAGE)
    assert "First hold it in good form in a session." in words_of(page)
    assert 'name="camera"' not in page.text
    assert client.post(PAGE, data={"camera": "yes"}).headers["location"] == PAGE
    assert household_of(client).journal.sessions.unfinished(1) is None


def test_screening_comes_first(client: TestClient):
    settle(client, {"serious-signs": chosen("fever_or_unwell")})
    page = client.get(PAGE)
    assert 'href="/outcome"' in main_of(page)
    assert 'name="answer"' not in page.text


def test_it_is_offered_with_its_stage(client: TestClient, clock: Clock):
    able(client, clock)
    client.post(PAGE, data={"do": "pain", "answer": "1"})
    page = client.get(PAGE)
    assert "Your stage: On the knees" in words_of(page)
    assert 'name="camera" value="yes"' in page.text


def test_without_a_camera_by_ones_own_watch(client: TestClient, clock: Clock):
    visit = at_a_test(client, clock, camera="no")
    assert "Exercise 1 of 1" not in visit.page()
    assert 'value="swap"' not in visit.page()
    assert visit.go(do="start", camera="no") == "/session"
    page = visit.page()
    assert 'data-amount=""' in page
    assert "As long as your line stays good" in page
    visit.go({"amount": "37"}, do="did")
    end = visit.go({"answer": "1"}, do="pain")
    shown = words_of(client.get(end))
    assert "37 seconds by your watch" in shown
    assert "Your first time" in shown
    assert "Best: 37 seconds by your watch" in words_of(client.get(PAGE))


def test_the_camera_times_it_to_its_end(client: TestClient, clock: Clock):
    visit = at_a_test(client, clock)
    visit.go(do="start", camera="yes")
    with coached(client, visit.session_id) as socket:
        ready = socket.receive_json()
        assert (ready["type"], ready["kind"], ready["target"]) == ("ready", "hold", None)
        said, after = [], None
        for half in range(1, 200):
            socket.send_json(pose(half / 2))
            answer = socket.receive_json()
            said += [one["text"] for one in answer.get("say", [])]
            if answer.get("stage") == "done":
                assert (answer["target"], answer["clock_s"]) == (None, GOOD_S)
                after = socket.receive_json()
                break
        assert after is not None
        assert after["step"] == "pain-check"
        assert "40 seconds." in said
    assert isinstance(visit.step, PainCheck)
    end = visit.go({"answer": "1"}, do="pain")
    assert "41 seconds in good form" in words_of(client.get(end))
    (tried,) = household_of(client).journal.history.plank_tests(1)
    assert (tried.good_s, tried.ended, tried.watched) == (GOOD_S, "knees", True)


def test_enough_by_hand_keeps_every_second(client: TestClient, clock: Clock):
    visit = at_a_test(client, clock)
    visit.go(do="start", camera="yes")
    with coached(client, visit.session_id) as socket:
        socket.receive_json()
        for half in range(1, 37):
            socket.send_json(pose(half / 2))
            socket.receive_json()
        socket.send_json({"type": "finish"})
        while socket.receive_json()["type"] != "next":
            pass
    (tried,) = household_of(client).journal.history.plank_tests(1)
    assert (tried.good_s, tried.ended) == (pytest.approx(18.0, abs=0.6), "set-over")


def test_a_page_loaded_again_goes_on_where_it_was(client: TestClient, clock: Clock):
    visit = at_a_test(client, clock)
    visit.go(do="start", camera="yes")
    assert isinstance(visit.step, Work)
    assert "How long can you hold it?" in visit.page()


def test_pain_that_stops_is_told_with_what_was_held(client: TestClient, clock: Clock):
    visit = at_a_test(client, clock, camera="no")
    visit.go(do="start", camera="no")
    visit.go({"amount": "20"}, do="did")
    page = client.get(visit.go({"answer": "6"}, do="pain"))
    assert "We stop here" in words_of(page)
    assert "20 seconds by your watch" in words_of(page)
    assert "longest" not in words_of(page)
    assert "Pain ended a session today" in words_of(client.get(PAGE))


def test_a_new_best_is_told_and_another_try_beside_the_best(client: TestClient, clock: Clock):
    able(client, clock)
    told = []
    for seconds in ("20", "31", "25"):
        clock.move(minutes=5)
        client.post(PAGE, data={"do": "pain", "answer": "1"})
        client.post(PAGE, data={"camera": "no"})
        visit = Visit(client, clock)
        visit.go(do="start", camera="no")
        visit.go({"amount": seconds}, do="did")
        told.append(words_of(client.get(visit.go({"answer": "1"}, do="pain"))))
    assert "That is your longest so far. Before, it was 20 seconds." in told[1]
    assert "Best: 31 seconds by your watch" in told[2]
    assert "longest" not in told[2]


@pytest.mark.parametrize("language", languages())
def test_its_pages_read_well_in_every_language(client: TestClient, clock: Clock, language: str):
    able(client, clock)
    household_of(client).change(1, language=language)
    for _ in range(2):
        page = client.get(PAGE)
        assert page.status_code == 200
        assert "{" not in main_of(page)
        client.post(PAGE, data={"do": "pain", "answer": "1"})
