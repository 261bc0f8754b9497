"""A session in a real browser, with the avatar before its camera: from the day to the record."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, sync_playwright

from backline.daily.household import Household
from backline.daily.steps import PainCheck, Rest
from backline.journal.records import SetRecord
from backline.web.settings import WebSettings
from backline.web.who import PERSON_COOKIE
from tests.web.browser import EXERCISE, FLAGS, DrawnSet, serving
from tests.web.people import ORDINARY, come_in, tell

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SET = "#live[data-screen='%s']"


def test_from_the_day_to_a_set_a_rest_a_pain_check_and_the_record(
    tmp_path: Path, empty_journal: str, chromium: str, drawn: DrawnSet
):
    settings = WebSettings(cache_dir=tmp_path, draw=False, journal=empty_journal)
    with serving(settings) as (url, app), sync_playwright() as playwright:
        home: Household = app.state.household
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={drawn.camera}"]
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        person = someone(url, home)
        page.context.add_cookies([{"name": PERSON_COOKIE, "value": str(person), "url": url}])
        walk(page, url, home, person)
        assert complaints == []
        browser.close()


def someone(url: str, home: Household) -> int:
    """Somebody whose intake is finished."""
    with httpx.Client(base_url=url, headers={"accept": "text/html"}, trust_env=False) as client:
        person = come_in(client)
    tell(home, person, ORDINARY)
    return person


def walk(page: Page, url: str, home: Household, person: int) -> None:
    page.goto(url)
    page.check("[name=answer][value='2']", force=True)
    page.click("main .go")
    page.click("a.go[href='/session']")
    page.click("[name=camera][value=yes]")
    while EXERCISE.replace("-", " ") not in page.inner_text("h1").lower():
        page.click("text=Something else instead?")
        page.click("[value=skip]")
    page.click("[name=camera][value=yes]")
    session = home.journal.sessions.unfinished(person)
    assert session is not None
    page.click("#start:enabled")
    page.wait_for_selector(SET % "live", timeout=40_000)
    counted(page, 1)
    kept = sets(home, session.id)[-1]
    assert kept.watched
    assert kept.repetitions
    page.click("#enough")
    page.wait_for_selector(SET % "end")
    assert isinstance(home.desk.view(session.id).step, Rest)
    page.wait_for_selector(SET % "rest", timeout=10_000)  # without a hand
    page.click("#rest-on")
    page.wait_for_selector(SET % "live", timeout=20_000)
    assert len(sets(home, session.id)) == 2
    page.keyboard.press("Space")
    page.wait_for_selector(SET % "end")
    page.click("#end-home")
    assert isinstance(home.desk.view(session.id).step, PainCheck)
    page.check("[name=answer][value='6']", force=True)
    page.click("[value=pain]")
    page.wait_for_url(f"**/session/{session.id}")
    assert "We stop here" in page.inner_text("h1")
    over = home.journal.history.session(session.id)
    assert (over.state, over.why) == ("stopped", "pain")
    assert sum(one.tally.repetitions for one in over.exercises) >= 1


def counted(page: Page, number: int) -> None:
    """Wait until the coach has counted that far."""
    deadline = time.monotonic() + 30
    while int(page.inner_text("#number") or "0") < number:
        assert time.monotonic() < deadline, "nothing is counted"
        page.wait_for_timeout(100)


def sets(home: Household, session: int) -> list[SetRecord]:
    """Every set of a session so far."""
    exercises = home.journal.history.session(session).exercises
    return [one for each in exercises for one in home.journal.history.sets(each.id)]
