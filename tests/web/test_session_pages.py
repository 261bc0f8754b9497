"""The session by its pages: every step, what is refused, and that it goes on where it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backline.daily.steps import PainCheck, Rest, Show, Stopped, Summary, TellPain, Work
from backline.form.result import Repetition, Update
from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.journal.errors import JournalError
from backline.language import languages
from backline.web.app import create_app
from backline.web.settings import LiveLimits
from tests.coach.fakes import update
from tests.journal.clock import Clock
from tests.web.conftest import browsing, make_settings
from tests.web.people import chosen, come_in, household_of, problem, words_of
from tests.web.session_walk import Visit, begun, coached, pose, ready

LIMITED = {"diagnoses": chosen("herniated-disc"), "hurts": chosen("bending-forward")}
SEEN: list[Exercise] = []


class Counting:
    """Sees a repetition end in every second frame, on alternating sides where there are any."""

    def __init__(self, exercise: Exercise) -> None:
        SEEN.append(exercise)
        self.sided = exercise.signal.each_side
        self.frames = 0

    def update(self, frame: object) -> Update:
        self.frames += 1
        done, ends = divmod(self.frames, 2)
        side = ("left", "right")[done % 2] if self.sided else None
        time_s = frame.time_s  # type: ignore[attr-defined]
        ended = Repetition(
            number=done,
            side=side,
            start_s=max(0.0, time_s - 0.2),
            peak_s=max(0.0, time_s - 0.1),
            end_s=time_s,
            range=1.0,
            unit="ratio",
        )
        return update(
            "working",
            frame=frame,
            repetitions=done,
            finished=None if ends else ended,
        )


def served(folder: Path, journal: str, clock: Clock) -> FastAPI:
    """A Backline whose coach counts in every second frame. journal: its URL."""
    settings = make_settings(
        folder,
        journal,
        exercises=load_exercises(),
        clock=clock,
        make_watcher=Counting,
        limits=LiveLimits(sessions=3, strikes=3, hello_s=2.0, idle_s=2.0),
    )
    return create_app(settings)


@pytest.fixture
def visitor(tmp_path: Path, empty_journal: str, clock: Clock) -> Iterator[TestClient]:
    """A browser there."""
    SEEN.clear()
    with browsing(served(tmp_path, empty_journal, clock)) as client:
        yield client


def test_without_a_plan_the_day_says_what_comes_first(visitor: TestClient):
    assert visitor.get("/session").headers["location"] == "/welcome"
    come_in(visitor)
    assert visitor.get("/session").headers["location"] == "/"
    assert visitor.post("/session", data={"do": "begin"}).headers["location"] == "/"


def test_before_it_begins_it_may_be_left(visitor: TestClient, clock: Clock):
    visit = ready(visitor, clock)
    text = visit.page()
    assert "Begin with the camera" in text
    assert "Begin without a camera" in text
    assert 'href="/">Not now' in text
    assert household_of(visitor).journal.sessions.unfinished(1) is None


def test_pain_told_long_ago_is_asked_again_and_the_session_may_be_left(
    visitor: TestClient, clock: Clock
):
    visit = ready(visitor, clock)
    clock.move(hours=2)
    visit.go(camera="yes")
    assert visit.step == TellPain("before")
    wrong = visit.press(do="pain")
    assert (wrong.status_code, bool(problem(wrong))) == (422, True)
    assert visit.press(more={"answer": "11"}, do="pain").status_code == 422
    over = visit.go(do="stop")
    assert over == "/session/1"
    assert "Not today, then" in visitor.get(over).text


@pytest.mark.parametrize("language", languages())
def test_a_whole_session_without_a_camera(visitor: TestClient, clock: Clock, language: str):
    visit = ready(visitor, clock)
    household_of(visitor).change(1, language=language)
    assert visit.go(camera="no") == "/session"
    kinds, address = [], "/session"
    for _ in range(60):
        step = visit.step
        kinds.append(type(step))
        if isinstance(step, Summary):
            break
        text = visit.page()
        assert visit.page().count("<h1") == 1
        assert f'<html lang="{language}">' in text
        if isinstance(step, Show):
            address = visit.go(do="start", camera="no")
        elif isinstance(step, Work):
            address = visit.go({"amount": str(step.dose.amount)}, do="did")
        elif isinstance(step, Rest):
            clock.move(seconds=10)
            assert f'data-seconds="{round(step.seconds_left) - 10}"' in visit.page()
            address = visit.go(do="start", camera="no")
        else:
            address = visit.go({"answer": "2", "tight": "no"}, do="pain")
        clock.move(seconds=5)
    assert kinds[:4] == [Show, Work, Rest, Work]
    assert PainCheck in kinds
    assert address == "/session/1"
    assert visitor.get("/session").headers["location"] == "/"  # a next one asks for pain first
    page = words_of(visitor.get(address))
    if language == "en":
        assert "Done. Well looked after." in page
        assert "By your own count" in page
        assert "2 before, 2 after" in page
    sets = household_of(visitor).journal.history.set_sums(1)
    assert sets
    assert not any(one.watched for one in sets)
    assert "/session/1" not in visitor.get("/").text


def test_a_whole_session_with_the_camera(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, camera="yes")
    session, told = visit.session_id, []
    for _ in range(40):
        step = visit.step
        if isinstance(step, Summary):
            break
        if isinstance(step, Show):
            visit.go(do="start", camera="yes")
            assert f'data-session="{session}"' in visit.page()
        elif isinstance(step, PainCheck):
            visit.go({"answer": "2", "tight": "no"}, do="pain")
        elif step.exercise.dose.repetitions is None:
            visit.go(do="skip")
        else:
            told.append(do_set(visit, session))
            clock.move(minutes=1)
    assert {one["step"] for one in told} == {"rest", "pain-check"}
    record = visit.view.session
    done = [one for one in record.exercises if one.state == "done"]
    assert len(done) >= 2
    for one in done:
        sets = household_of(visitor).journal.history.sets(one.id)
        assert all(each.watched for each in sets)
        each_side = 2 if one.dose.each_side else 1
        assert one.tally.repetitions == (one.dose.repetitions or 0) * each_side * one.dose.sets


def do_set(visit: Visit, session: int) -> dict[str, object]:
    """A set before the camera, as far as it was to go; what comes next, as the socket says."""
    with coached(visit.client, session) as socket:
        start = socket.receive_json()
        assert start["type"] == "ready", start
        for frame in range(1, 200):
            socket.send_json(pose(frame / 10))
            state = socket.receive_json()
            if state["reached"]:
                break
        socket.send_json({"type": "finish"})
        assert socket.receive_json()["stage"] == "done"
        after: dict[str, object] = socket.receive_json()
    assert after["type"] == "next"
    return after


def test_each_repetition_is_on_disk_when_its_state_comes_and_a_reload_counts_on(
    visitor: TestClient, clock: Clock
):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    session, history = visit.session_id, household_of(visitor).journal.history
    exercise = visit.view.session.exercises[0].id
    with coached(visitor, session) as socket:
        opened = socket.receive_json()
        for frame in range(1, 7):
            socket.send_json(pose(frame / 10))
            state = socket.receive_json()
            (kept,) = history.sets(exercise)
            assert len(kept.repetitions) == state["count"] == frame // 2
    assert "Already counted in this set: 3." in words_of(visitor.get("/session"))
    with coached(visitor, session, set=opened["set"]) as socket:
        again = socket.receive_json()
        assert again["set"] == opened["set"]
        assert again["already"]["count"] == 3
        for frame in range(1, 3):
            socket.send_json(pose(frame / 10))
            state = socket.receive_json()
        assert state["count"] == 4
    (kept,) = history.sets(exercise)
    assert [one.number for one in kept.repetitions] == [1, 2, 3, 4]
    assert kept.ended_at is None


@pytest.mark.parametrize(("failures", "code"), [(1, None), (99, "journal")])
def test_what_cant_be_written_isnt_spoken(
    visitor: TestClient,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    failures: int,
    code: str | None,
):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    sessions = household_of(visitor).journal.sessions
    write, asked = sessions.add_repetition, []

    def busy(*given: Any, **named: Any) -> Any:
        asked.append(named["event_id"])
        if len(asked) <= failures:
            raise JournalError("busy on purpose")
        return write(*given, **named)

    monkeypatch.setattr(sessions, "add_repetition", busy)
    with coached(visitor, visit.session_id) as socket:
        socket.receive_json()
        socket.send_json(pose(0.1))
        assert socket.receive_json()["count"] == 0
        socket.send_json(pose(0.2))
        answer = socket.receive_json()
    assert answer.get("error", {}).get("code") == code
    assert len(set(asked)) == 1
    assert visit.view.session.exercises[0].tally.repetitions == (0 if code else 1)


def test_whoever_comes_later_takes_the_set_over_and_nothing_is_counted_twice(
    visitor: TestClient, clock: Clock
):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    session = visit.session_id
    with coached(visitor, session) as first:
        first.receive_json()
        for frame in (1, 2):
            first.send_json(pose(frame / 10))
            first.receive_json()
        with coached(visitor, session) as second:
            assert second.receive_json()["already"]["count"] == 1
            assert first.receive_json()["error"]["code"] == "elsewhere"
            for frame in (1, 2):
                second.send_json(pose(frame / 10))
                state = second.receive_json()
            assert state["count"] == 2
    exercise = visit.view.session.exercises[0]
    assert exercise.tally.repetitions == 2


def test_pain_before_the_camera_stops_the_exercise_and_asks(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    with coached(visitor, visit.session_id) as socket:
        socket.receive_json()
        socket.send_json(pose(0.1))
        socket.receive_json()
        socket.send_json({"type": "hurts"})
        assert socket.receive_json()["stage"] == "stopped"
        assert socket.receive_json() == {"type": "next", "step": "pain-check", "at": "check-1"}
    assert isinstance(visit.step, PainCheck)
    assert visit.view.session.exercises[0].why == "pain"


def test_a_set_in_which_nothing_was_done_stays_to_be_tried_again(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    with coached(visitor, visit.session_id) as socket:
        socket.receive_json()
        socket.send_json({"type": "finish"})
        assert socket.receive_json()["stage"] == "left"
        assert socket.receive_json() == {"type": "next", "step": "work", "at": "set-1-1"}
    assert "Count for myself" in visit.page()
    visit.go(do="start", camera="no")
    visit.go({"amount": "5"}, do="did")
    empty, sums = household_of(visitor).journal.history.set_sums(1)
    assert (empty.watched, empty.repetitions) == (True, 0)
    assert (sums.watched, sums.repetitions) == (False, 5)
    assert visit.step.exercise.tally.repetitions == 5  # type: ignore[union-attr]


@pytest.mark.parametrize("changed", ["pause", "finish", "skip"])
def test_what_another_tab_does_ends_the_set_and_is_told(
    visitor: TestClient, clock: Clock, changed: str
):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    with coached(visitor, visit.session_id) as socket:
        socket.receive_json()
        socket.send_json(pose(0.1))
        socket.receive_json()
        visit.go(do=changed) if changed != "finish" else visit.client.post(
            "/session", data={"session": "1", "do": "finish"}
        )
        socket.send_json(pose(0.2))
        assert socket.receive_json()["error"]["code"] == "set-over"
    assert visit.view.session.exercises[0].tally.repetitions == 0


@pytest.mark.parametrize(
    ("hello", "code"),
    [
        ({"session": 99}, "no-session"),
        ({"set": 99}, "set-over"),
        ({"exercise": "cat-cow"}, "bad-message"),
        ({"target": 3}, "bad-message"),
        ({"stage": "whole"}, "bad-message"),
        ({"session": None, "set": 3}, "bad-message"),
        ({"session": -1}, "bad-message"),
        ({"session": None, "exercise": "cat-cow", "set": 3}, "bad-message"),
    ],
)
def test_the_socket_refuses_what_isnt_next(
    visitor: TestClient, clock: Clock, hello: dict[str, object], code: str
):
    begun(visitor, clock, camera="yes")
    with coached(visitor, 1, **hello) as socket:
        assert socket.receive_json()["error"]["code"] == code


def test_an_exercise_that_isnt_begun_or_is_counted_by_hand_isnt_coached(
    visitor: TestClient, clock: Clock
):
    visit = begun(visitor, clock)
    with coached(visitor, 1) as socket:
        assert socket.receive_json()["error"]["code"] == "set-over"
    visit.go(do="start", camera="no")
    with coached(visitor, 1) as socket:
        assert socket.receive_json()["error"]["code"] == "own-count"


def test_after_a_crash_at_any_step_another_server_shows_the_same(
    visitor: TestClient, clock: Clock, tmp_path: Path, empty_journal: str
):
    visit = ready(visitor, clock)
    clock.move(hours=1)
    acts: list[dict[str, str]] = [
        {"camera": "no"},
        {"do": "pain", "answer": "2"},
        {"do": "start", "camera": "no"},
        {"do": "did", "amount": "5"},
        {"do": "start", "camera": "no"},
        {"do": "did", "amount": "5"},
        {"do": "pain", "answer": "3"},
        {"do": "start", "camera": "no"},
        {"do": "pause"},
        {"do": "resume"},
        {"do": "hurts"},
    ]
    for act in acts:
        page = shape(visit.page())
        with browsing(served(tmp_path, empty_journal, clock)) as other:
            other.cookies.update(visitor.cookies)
            assert shape(other.get("/session").text) == page
        filled = {name: act.pop(name) for name in ("answer", "amount") if name in act}
        visit.go(filled, **act)
    assert isinstance(visit.step, PainCheck)


def shape(page: str) -> str:
    """A page without what is new each time: the id of what may be asked next."""
    return "\n".join(line for line in page.splitlines() if 'name="event"' not in line)


def test_six_or_two_more_stops_and_says_what_now(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, pain=1)
    visit.go(do="start", camera="no")
    visit.go(do="hurts")
    assert isinstance(visit.step, PainCheck)
    over = visit.go({"answer": "6", "tight": "no"}, do="pain")
    assert isinstance(visit.step, Stopped)
    page = words_of(visitor.get(over))
    assert "We stop here" in page
    assert "see a doctor" in page
    assert visitor.get("/session").headers["location"] == "/"
    assert "Rest now" in visitor.get("/").text


def test_four_eases_what_follows_and_says_so(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, pain=3)
    visit.go(do="start", camera="no")
    visit.go({"amount": "5"}, do="did")
    while isinstance(visit.step, Rest | Work):
        visit.go(do="start", camera="no") if isinstance(visit.step, Rest) else visit.go(
            {"amount": "5"}, do="did"
        )
    visit.go({"answer": "4", "tight": "no"}, do="pain")
    assert "A little less today" in visit.page()


def test_an_exercise_can_be_left_out_or_exchanged(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock)
    assert 'value="swap"' not in visit.page()  # the first ones have their fixed place
    visit.go(do="skip")
    visit.go(do="skip")
    planned = visit.view.session.exercises[2].exercise
    spare = visit.view.day.plan.spares[0].exercise  # type: ignore[union-attr]
    visit.go(do="swap", to=spare)
    assert isinstance(visit.step, Show)
    assert visit.step.exercise.exercise == spare != planned
    assert visit.step.exercise.place == 3
    wrong = visit.press(more={"to": "juggling"}, do="swap")
    assert (wrong.status_code, bool(problem(wrong))) == (422, True)


def test_a_pause_waits_and_an_early_end_keeps_what_was_done(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock)
    visit.go(do="start", camera="no")
    visit.go({"amount": "5"}, do="did")
    visit.go(do="pause")
    assert "Paused" in visit.page()
    clock.move(minutes=20)
    visit.go(do="resume")
    assert isinstance(visit.step, Work)
    over = visit.go(do="finish")
    page = words_of(visitor.get(over))
    assert "That was something" in page
    assert "5 times" in page
    assert "not reached" in page


@pytest.mark.parametrize("amount", ["", "0", "-3", "2.5", "1001", "many"])
def test_what_is_no_count_is_asked_again(visitor: TestClient, clock: Clock, amount: str):
    visit = begun(visitor, clock)
    visit.go(do="start", camera="no")
    answer = visit.press(more={"amount": amount}, do="did")
    assert (answer.status_code, bool(problem(answer))) == (422, True)
    assert household_of(visitor).journal.history.set_sums(1)[0].repetitions == 0


def test_an_old_page_changes_nothing(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock)
    visit.go(do="start", camera="no")
    old = visit.page()
    visit.press(old, {"amount": "5"}, do="did")
    again = visit.press(old, {"amount": "7"}, do="did")
    assert again.headers["location"] == "/session?moved=1"
    assert "Things had moved on" in visitor.get("/session?moved=1").text
    assert [one.repetitions for one in household_of(visitor).journal.history.set_sums(1)] == [5]
    assert isinstance(visit.step, Rest)
    visit.go(do="finish")
    late = visit.press(old, {"amount": "7"}, do="did")
    assert late.headers["location"] == "/session/1?late=1"
    assert "over already" in visitor.get("/session/1?late=1").text


def test_that_it_hurts_is_heard_from_an_old_page_too(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock)
    visit.go(do="start", camera="no")
    old = visit.page()
    visit.press(old, {"amount": "5"}, do="did")
    for _ in range(2):
        assert visit.press(old, do="hurts").headers["location"] == "/session"
        assert isinstance(visit.step, PainCheck)
    visit.go({"answer": "2"}, do="pain")
    assert visit.press(old, do="hurts").headers["location"] == "/session?moved=1"
    assert isinstance(visit.step, Show)


def test_a_session_left_alone_too_long_has_ended(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock)
    visit.go(do="start", camera="no")
    visit.go({"amount": "5"}, do="did")
    clock.move(hours=4)
    over = visitor.get("/session").headers["location"]
    page = words_of(visitor.get(over))
    assert "more than three hours" in page
    assert "5 times" in page


def test_somebody_else_is_told_and_changes_nothing(visitor: TestClient, clock: Clock):
    visit = begun(visitor, clock, camera="yes")
    visit.go(do="start", camera="yes")
    old, before = visit.page(), visit.step
    bea = household_of(visitor).add_person("Bea", "Europe/Berlin").id
    visitor.post("/me/who", data={"person": str(bea)})
    for do in ("skip", "pause"):
        answer = visit.press(old, do=do)
        assert answer.status_code == 409
        assert "somebody else" in answer.text
    assert visitor.get("/session/1").status_code == 409
    with coached(visitor, 1) as socket:
        assert socket.receive_json()["error"]["code"] == "not-yours"
    assert visit.step == before
    for number in ("77", "9" * 12, "9" * 40):
        assert visitor.get(f"/session/{number}").status_code == 404
    assert visitor.post("/session", data={"do": "pause"}).status_code == 404


def test_whoever_has_limits_sees_and_is_watched_in_their_own_version(
    visitor: TestClient, clock: Clock
):
    visit = begun(visitor, clock, camera="yes", **LIMITED)
    view = visit.view
    assert view.exercise is not None
    item = view.step.item  # type: ignore[union-attr]
    assert item.limits
    page = visit.page()
    key = page.split('data-demo="')[1].split('"')[0]
    assert key.startswith("cat-cow")
    assert all(limit.rule.id in key for limit in item.limits)
    assert "Your own version" in page
    assert "The rounding half stays out." in page
    assert "With a herniated disc" in page
    assert "Spinal stenosis" not in page
    demos = visitor.get(f"/api/demos/{key}").json()["demos"]
    assert demos["right"]["state"] in {"waiting", "drawing"}
    visit.go(do="start", camera="yes")
    SEEN.clear()
    with coached(visitor, visit.session_id) as socket:
        assert socket.receive_json()["target"] == item.dose.amount
    assert [view.exercise] == SEEN
    assert SEEN[0] != load_exercises()["cat-cow"]


def test_every_page_points_to_what_is_there_and_has_no_inline_code(
    visitor: TestClient, clock: Clock
):
    visit = begun(visitor, clock, camera="yes")
    for act in ({"do": "start", "camera": "yes"}, {"do": "pause"}, {"do": "resume"}):
        text = visit.page()
        assert "style=" not in text
        assert "<script>" not in text
        visit.go(**act)
