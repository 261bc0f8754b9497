"""The day: its questions, the plan with its reasons, and every state it can be in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from backline.journal.records import Dose, PlannedExercise, Repetition, SessionRecord
from backline.web.pages.today import greeting
from tests.journal.clock import Clock
from tests.web.people import chosen, come_in, household_of, main_of, problem, settle, words_of


def pain(client: TestClient, number: int) -> None:
    answer = client.post("/today/pain", data={"answer": str(number)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def planned(client: TestClient) -> list[str]:
    """The exercises of the plan, as the page's forms name them."""
    return re.findall(r'name="out" value="([a-z-]+)"', client.get("/").text)


def begin(client: TestClient, person: int) -> SessionRecord:
    """A session is under way."""
    exercises = [PlannedExercise("cat-cow", Dose(repetitions=5))]
    sessions = household_of(client).journal.sessions
    return sessions.begin(person, exercises, event_id=str(uuid4()))


def do_it(client: TestClient, person: int) -> None:
    """A whole, small session."""
    sessions = household_of(client).journal.sessions
    session = begin(client, person)
    sessions.add_pain(session.id, "before", 3, event_id=str(uuid4()))
    opened = sessions.begin_set(session.exercises[0].id, event_id=str(uuid4()))
    done = Repetition(1, None, start_s=1.0, peak_s=2.0, end_s=3.0, judged=True)
    sessions.add_repetition(opened.id, done, event_id=str(uuid4()))
    sessions.finish(session.id, event_id=str(uuid4()))


def test_without_answers_it_asks_for_them_first(visitor: TestClient):
    come_in(visitor)
    page = visitor.get("/")
    assert "First, a few questions" in words_of(page)
    assert 'href="/intake"' in page.text


def test_pain_is_asked_before_anything_is_planned(visitor: TestClient):
    settle(visitor)
    page = visitor.get("/")
    assert "How much does your back hurt right now?" in words_of(page)
    assert 'action="/today/pain"' in page.text
    assert "/session" not in main_of(page)


def test_a_plan_has_a_reason_for_each_choice(visitor: TestClient):
    settle(visitor)
    pain(visitor, 3)
    page = visitor.get("/")
    text = words_of(page)
    assert "Good evening, Ann" in text  # half past six in Berlin
    assert "Monday, 2 March" in text
    assert "Pain now: 3 of 10" in text
    assert 'href="/session"' in main_of(page)
    names = planned(visitor)
    assert names[:2] == ["cat-cow", "bird-dog"]
    assert 3 <= len(names) <= 4
    assert page.text.count("<summary>Why this?") == len(names)
    assert "It warms your back up" in text
    assert "What isn’t in today’s session, and why" in text
    assert "deadlift" in text


def test_pain_can_be_told_anew(visitor: TestClient):
    settle(visitor)
    pain(visitor, 3)
    assert 'value="3" checked' in visitor.get("/?ask=pain").text
    pain(visitor, 5)
    assert "Pain now: 5 of 10" in words_of(visitor.get("/"))


def test_no_pain_asks_for_the_week_where_it_matters(visitor: TestClient):
    lifted = {"learned": chosen("deadlift-supervised"), "equipment": chosen("mat", "kettlebell")}
    settle(visitor, {**lifted, "hurts": {"none": "none"}, "duration": chosen("none")})
    pain(visitor, 0)
    page = visitor.get("/")
    if 'action="/today/week"' in page.text:
        assert "/session" not in main_of(page)
        assert visitor.post("/today/week", data={"answer": "2"}).status_code == 303
    assert 'href="/session"' in main_of(visitor.get("/"))


@pytest.mark.parametrize("number", ["", "11", "-1", "2.5", "many", "9" * 30])
@pytest.mark.parametrize("question", ["pain", "week"])
def test_a_number_that_isnt_one_is_refused(visitor: TestClient, question: str, number: str):
    settle(visitor)
    answer = visitor.post(f"/today/{question}", data={"answer": number})
    assert answer.status_code == 422
    assert household_of(visitor).today(1).pain is None
    if question == "pain":
        assert problem(answer)


def test_a_forms_address_leads_back_to_the_day(visitor: TestClient):
    settle(visitor)
    for form in ("pain", "week", "morning", "plan"):
        assert visitor.get(f"/today/{form}").headers["location"] == "/"
    assert visitor.get("/today/tea").status_code == 422


def test_an_exercise_can_be_left_out_or_exchanged(visitor: TestClient):
    settle(visitor)
    pain(visitor, 2)
    before = planned(visitor)
    page = visitor.get("/").text
    spare = re.findall(r'name="to" value="([a-z-]+)"', page)[0]
    answer = visitor.post("/today/plan", data={"out": before[-1], "to": spare})
    assert answer.headers["location"] == "/#plan"
    assert spare in planned(visitor)
    assert before[-1] not in planned(visitor)
    visitor.post("/today/plan", data={"out": "bird-dog", "do": "skip"})
    assert "bird-dog" not in planned(visitor)
    assert "cat-cow" in planned(visitor)


def test_a_session_can_be_made_shorter(visitor: TestClient):
    settle(visitor)
    pain(visitor, 2)
    long = household_of(visitor).today(1).plan
    assert long is not None
    assert 'name="minutes" value="8"' in visitor.get("/").text
    assert visitor.post("/today/plan", data={"do": "shorten", "minutes": "8"}).status_code == 303
    short = household_of(visitor).today(1).plan
    assert short is not None
    assert short.minutes <= 8 < long.minutes


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"do": "shorten"}, 422),
        ({"do": "shorten", "minutes": "0"}, 422),
        ({"do": "shorten", "minutes": "5000"}, 422),
        ({"out": "cat-cow"}, 422),
        ({"out": "juggling", "do": "skip"}, 409),
        ({"out": "cat-cow", "to": "juggling"}, 409),
    ],
)
def test_what_cant_be_changed_is_said_and_the_plan_stays(
    visitor: TestClient, data: dict[str, str], status: int
):
    settle(visitor)
    pain(visitor, 2)
    before = planned(visitor)
    answer = visitor.post("/today/plan", data=data)
    assert answer.status_code == status
    assert problem(answer)
    assert planned(visitor) == before


def test_a_session_under_way_is_gone_on_with(visitor: TestClient):
    person = settle(visitor)
    pain(visitor, 3)
    begin(visitor, person)
    page = visitor.get("/")
    assert "Your session is waiting" in words_of(page)
    assert 'href="/session"' in main_of(page)


def test_after_a_session_the_day_is_done_and_the_morning_after_asks(
    visitor: TestClient, clock: Clock
):
    person = settle(visitor)
    pain(visitor, 3)
    clock.move(minutes=20)
    do_it(visitor, person)
    text = words_of(visitor.get("/"))
    assert "Done for today" in text
    assert "Next session: Wednesday, 4 March." in text
    assert 'action="/today/pain"' in visitor.get("/?ask=pain").text
    clock.move(hours=14)
    page = visitor.get("/")
    assert 'action="/today/morning"' in page.text
    assert 'action="/today/pain"' in visitor.get("/?ask=pain").text
    assert visitor.post("/today/morning", data={"answer": "2"}).headers["location"] == "/"
    assert 'action="/today/pain"' in visitor.get("/").text


def test_the_morning_question_may_wait_and_stands_beside_the_plan(
    visitor: TestClient, clock: Clock
):
    person = settle(visitor)
    clock.move(minutes=20)
    do_it(visitor, person)
    clock.move(hours=15)
    pain(visitor, 3)
    page = visitor.get("/")
    assert 'href="/session"' in main_of(page)
    assert 'action="/today/morning"' in page.text


def test_a_morning_that_nobody_asked_about_is_refused(visitor: TestClient):
    settle(visitor)
    assert visitor.post("/today/morning", data={"answer": "2"}).status_code == 409


def test_pain_that_stopped_a_session_means_rest(visitor: TestClient):
    person = settle(visitor)
    pain(visitor, 3)
    session = begin(visitor, person)
    household_of(visitor).journal.sessions.stop(session.id, "pain", event_id=str(uuid4()))
    page = visitor.get("/")
    assert "Rest now" in words_of(page)
    assert "/session" not in main_of(page)


def test_strong_pain_is_a_day_of_rest_with_its_reason(visitor: TestClient):
    settle(visitor)
    pain(visitor, 9)
    page = visitor.get("/")
    assert "/session" not in main_of(page)
    assert household_of(visitor).today(1).plan.kind in {"rest", "nothing"}


def test_whoever_is_limited_isnt_shown_the_unlimited_picture(visitor: TestClient):
    settle(visitor, {"diagnoses": chosen("herniated-disc"), "hurts": chosen("bending-forward")})
    pain(visitor, 3)
    page = visitor.get("/").text
    first = page[page.index('class="stop"') : page.index("Why this?")]
    assert "In your own version" in first
    assert "data-exercise" not in first
    assert "Within your limits" in page


def test_old_answers_are_asked_for_again(visitor: TestClient, clock: Clock):
    settle(visitor)
    clock.move(days=60)
    assert "Go through them again" in words_of(visitor.get("/"))


@pytest.mark.parametrize(
    ("hour", "part"), [(3, "evening"), (4, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_the_greeting_goes_by_the_persons_clock(hour: int, part: str):
    assert greeting("Europe/Berlin", datetime(2026, 1, 5, (hour - 1) % 24, tzinfo=UTC)) == part


def test_the_next_session_is_on_a_chosen_weekday_after_a_day_of_rest(visitor: TestClient):
    """As the calendar file and the progress page say it. It is a Monday."""
    settle(visitor)
    visitor.post("/progress/plan", data={"day": ["MO", "SA"], "at": "07:30"})
    pain(visitor, 7)
    shown = words_of(visitor.get("/"))
    assert "Next session: Saturday, 7 March." in shown
    assert "BYDAY=MO,SA" in visitor.get("/progress/calendar.ics").text
    assert "Saturday, 7 March" in words_of(visitor.get("/progress"))
    visitor.post("/progress/plan", data={"at": "07:30"})
    assert "Next session" not in words_of(visitor.get("/"))
