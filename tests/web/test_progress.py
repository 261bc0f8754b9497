"""The progress page, its charts, the weekdays chosen, and the calendar made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from backline.guide.load import load_exercises
from backline.journal.journal import Journal
from backline.journal.rhythm import WEEKDAYS
from backline.journal.tables import Base, CueRow, EventRow, HoldRow, RepetitionRow
from backline.report.progress.telling import TELLERS
from backline.web.app import create_app
from backline.web.reminders import reminder_words
from backline.web.words import word
from backline.web.words.progress import WORDS
from tests.conftest import LendJournal
from tests.journal.years import DAYS, FIRST_DAY, fill
from tests.web.conftest import BASE, make_settings
from tests.web.people import ORDINARY, walk_intake

SOME_DAYS = 60
UNREAD = (RepetitionRow, HoldRow, CueRow, EventRow)
"""What a look back over years never reads: left out, so that the test is quick. With them it
takes as long."""
FORM = {"day": ["FR", "MO"], "at": "07:30", "remind": "10"}


def opened(
    folder: Path, journal_url: str, days: int, without: Sequence[type[Base]] = ()
) -> Iterator[tuple[TestClient, Journal]]:
    """A household of one person with that many days of history, the last of them yesterday.
    without: tables to leave empty."""
    now = datetime.combine(FIRST_DAY + timedelta(days=days), time(9), UTC)
    times = {"clock": lambda: now} if days else {}
    settings = make_settings(folder, journal_url, exercises=load_exercises(), **times)
    app = create_app(settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        journal: Journal = app.state.journal
        if days:
            fill(journal, days, without)
        else:
            journal.people.add("Ann", "Europe/Berlin")
        yield client, journal


@pytest.fixture(scope="module")
def lived(
    tmp_path_factory: pytest.TempPathFactory, lend_journal: LendJournal
) -> Iterator[tuple[TestClient, Journal]]:
    with lend_journal() as url:
        yield from opened(tmp_path_factory.mktemp("lived"), url, SOME_DAYS)


@pytest.fixture
def new(tmp_path: Path, empty_journal: str) -> Iterator[tuple[TestClient, Journal]]:
    yield from opened(tmp_path, empty_journal, 0)


def test_before_the_first_session(new: tuple[TestClient, Journal]) -> None:
    page = new[0].get("/progress")
    assert page.status_code == 200
    assert unescape(word("progress.empty-headline")) in page.text
    assert "<picture>" not in page.text
    assert 'aria-current="page"' in page.text
    assert "calendar.ics" not in page.text


def test_somebody_unknown_is_sent_to_the_welcome(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    journal.people.erase(1)
    for address in ("/progress", "/progress/pain.svg", "/progress/calendar.ics"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["location"]) == (303, "/welcome")


@pytest.mark.parametrize("weeks", [12, 53])
def test_every_chart_has_a_table_a_text_and_its_pictures(
    lived: tuple[TestClient, Journal], weeks: int
) -> None:
    client, _ = lived
    page = client.get(f"/progress?weeks={weeks}").text
    for chart in TELLERS:
        assert f'id="{chart}-told"' in page
        assert f'aria-describedby="{chart}-told"' in page
    assert page.count("<table>") == len(TELLERS)
    assert page.count("<details") == len(TELLERS)
    addresses = [unescape(one) for one in re.findall(r'(?:srcset|src)="(/progress/[^"]*)"', page)]
    assert len(addresses) == 4 * len(TELLERS)
    assert all(f"weeks={weeks}" in one for one in addresses)
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", page)


def test_a_chart_is_a_picture_under_the_strict_policy(lived: tuple[TestClient, Journal]) -> None:
    client, _ = lived
    light, dark = (client.get(f"/progress/pain.svg?look={look}") for look in ("", "dark-narrow"))
    assert light.headers["content-type"] == "image/svg+xml"
    assert light.headers["cache-control"] == "no-store"
    assert "style-src 'self'" in light.headers["content-security-policy"]
    assert light.text != dark.text
    assert "style" not in light.text
    assert client.get("/progress/pain.svg").text == light.text


@pytest.mark.parametrize("name", ["nothing", "pain.svg", "..%2Fpain", "PAIN"])
def test_a_chart_that_there_is_not(lived: tuple[TestClient, Journal], name: str) -> None:
    assert lived[0].get(f"/progress/{name}.svg").status_code == 404


def test_odd_questions_get_plain_answers(lived: tuple[TestClient, Journal]) -> None:
    client, _ = lived
    assert client.get("/progress?weeks=100000").text == client.get("/progress").text
    assert client.get("/progress?weeks=x").status_code == 422
    assert client.get("/progress/form.svg?look=%00-dark&weeks=-1").status_code == 200


def test_what_is_recorded_is_seen_at_once(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    assert "<picture>" not in client.get("/progress").text
    fill_one(journal)
    assert "<picture>" in client.get("/progress").text


def fill_one(journal: Journal) -> None:
    from tests.journal.fakes import do, new_id, planned

    session = journal.sessions.begin(1, [planned("cat-cow")], event_id=new_id())
    do(journal, journal.sessions.begin_set(session.exercises[0].id, event_id=new_id()).id, 3)
    journal.sessions.finish(session.id, event_id=new_id())


def test_in_spanish(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    journal.people.change(1, language="es")
    page = client.get("/progress").text
    assert "Miércoles" in page
    assert 'lang="es"' in page


def test_choosing_weekdays(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    answer = client.post("/progress/plan", data=FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, "/progress?saved=1#plan")
    rhythm = journal.rhythms.get(1)
    assert rhythm is not None
    assert (rhythm.weekdays, rhythm.at, rhythm.remind_min) == (("MO", "FR"), time(7, 30), 10)
    page = client.get("/progress?saved=1").text
    assert word("plan.saved") in page
    assert 'value="07:30"' in page
    assert re.findall(r'value="(\w\w)" checked', page) == ["MO", "FR"]
    assert f"{BASE}/calendar.ics?key={rhythm.calendar_key}" in page
    client.post("/progress/plan", data={"at": "07:30"})
    rhythm = journal.rhythms.get(1)
    assert rhythm is not None
    assert rhythm.weekdays == ()
    assert client.get("/progress").status_code == 200


@pytest.mark.parametrize("at", ["", "25:00", "soon", "7"])
def test_a_time_that_is_none(new: tuple[TestClient, Journal], at: str) -> None:
    client, journal = new
    answer = client.post("/progress/plan", data=FORM | {"at": at})
    if answer.status_code == 303:  # "7" is an hour to some
        assert at == "7"
        return
    assert answer.status_code == 422
    assert word("plan.bad-time") in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert journal.rhythms.get(1) is None


def test_what_no_form_of_ours_sends(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    odd = {"day": ["MO", "XX", "<b>"], "at": "07:30:59+05:00", "remind": "99999"}
    assert client.post("/progress/plan", data=odd).status_code == 303
    rhythm = journal.rhythms.get(1)
    assert rhythm is not None
    assert (rhythm.weekdays, rhythm.at, rhythm.remind_min) == (("MO",), time(7, 30), None)
    elsewhere = {"Origin": "http://evil.example"}
    assert client.post("/progress/plan", data=FORM, headers=elsewhere).status_code == 403


def test_the_calendar_by_its_key_and_as_a_file(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    assert client.get("/progress/calendar.ics").status_code == 404
    client.post("/progress/plan", data=FORM)
    rhythm = journal.rhythms.get(1)
    assert rhythm is not None
    file = client.get("/progress/calendar.ics")
    assert file.headers["content-disposition"] == 'attachment; filename="backline.ics"'
    client.cookies.clear()
    feed = client.get(f"/calendar.ics?key={rhythm.calendar_key}")
    assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
    assert feed.headers["cache-control"] == "no-store"
    assert feed.content == file.content
    (event,) = Calendar.from_ical(feed.content).walk("VEVENT")
    assert event["RRULE"]["BYDAY"] == ["MO", "FR"]
    assert event["DTSTART"].dt.utcoffset() is not None
    for key in ("", "x", rhythm.calendar_key[:-1], rhythm.calendar_key + "a", "%00", "ü"):
        assert client.get(f"/calendar.ics?key={key}").status_code == 404
    assert "Ann" not in feed.text


def test_a_new_address_ends_the_old_one(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    assert client.post("/progress/plan/address").status_code == 404
    client.post("/progress/plan", data=FORM)
    before = journal.rhythms.get(1)
    answer = client.post("/progress/plan/address")
    assert answer.status_code == 303
    after = journal.rhythms.get(1)
    assert before is not None
    assert after is not None
    assert client.get(f"/calendar.ics?key={before.calendar_key}").status_code == 404
    assert client.get(f"/calendar.ics?key={after.calendar_key}").status_code == 200


def test_the_reminder_in_words(new: tuple[TestClient, Journal]) -> None:
    _, journal = new
    ann = journal.people.get(1)
    monday = datetime(2026, 3, 23, 9, tzinfo=UTC)
    assert reminder_words(ann, None, None, monday, "en") is None
    rhythm = journal.rhythms.choose(1, ["MO", "TH"], time(18))
    said = reminder_words(ann, rhythm, None, monday, "en")
    assert said == "A session is planned for today at 18:00."
    said = reminder_words(ann, rhythm, monday.date(), monday, "en")
    assert said == "The next session: Thursday, 26 March at 18:00."
    assert reminder_words(ann, journal.rhythms.choose(1, [], time(18)), None, monday, "en") is None


def test_no_word_blames() -> None:
    for text in WORDS.values():
        assert not re.search(r"miss(ed|ing)|fail|should have|must|lazy|behind|streak", text), text


@pytest.mark.slow
def test_three_years_of_every_day_are_no_trouble(tmp_path: Path, empty_journal: str) -> None:
    for client, _ in opened(tmp_path, empty_journal, DAYS, UNREAD):
        for address in ("/progress", "/progress?weeks=53", "/progress/pain.svg?weeks=53"):
            assert client.get(address).status_code == 200


def test_the_day_says_the_next_session_quietly(new: tuple[TestClient, Journal]) -> None:
    client, journal = new
    walk_intake(client, ORDINARY)
    assert client.post("/today/pain", data={"answer": "2"}).status_code == 303
    assert "planned for today" not in client.get("/?ask=plan").text
    journal.rhythms.choose(1, WEEKDAYS, time(23, 59))
    page = client.get("/?ask=plan").text
    assert "A session is planned for today at 23:59." in page
    journal.rhythms.choose(1, [], time(23, 59))
    assert "planned for today" not in client.get("/?ask=plan").text
