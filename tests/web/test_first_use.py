"""From the first start to the plan of the day after, in Spanish and by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from backline.guide.load import load_exercises
from tests.journal.clock import Clock
from tests.web.browser import FLAGS, serving
from tests.web.conftest import make_settings
from tests.web.hands import Keys
from tests.web.newcomer import Newcomer
from tests.web.people import ORDINARY

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def plan(page: Page) -> str:
    return page.inner_text("#plan")


def test_everything_goes_by_keyboard_alone_and_in_spanish(
    tmp_path: Path, empty_journal: str, chromium: str, clock: Clock
) -> None:
    settings = make_settings(tmp_path, empty_journal, exercises=load_exercises(), clock=clock)
    with serving(settings) as (url, app), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        where = {"locale": "es-ES", "timezone_id": "America/Lima"}
        page = browser.new_page(reduced_motion="reduce", **where)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        keys = Keys(page)
        ana = Newcomer(keys, calm=2)
        ana.first_start(url, "Ana", ORDINARY)
        assert page.get_attribute("html", "lang") == "es"
        keys.go("main a.go")
        ana.day(2)
        first = plan(page)
        keys.press("summary")
        assert page.locator(".stop details[open] li").first.is_visible()
        ana.session()
        seen = set(ana.screens)
        assert {"before", "showing", "work", "resting", "asks", "over"} <= seen
        keys.go("main a.go")
        clock.move(hours=15)
        page.reload()
        ana.day(3, 4)  # the morning after, then the pain now
        changed = plan(page)
        assert changed != first
        keys.go("a[href='/progress']")
        assert page.get_attribute("html", "lang") == "es"
        home = app.state.household
        done = home.journal.history.recent_sessions(1)[0]
        asked = [one.moment for one in done.pain]
        assert (done.state, asked.count("after-exercise")) == ("finished", len(done.exercises))
        for one in done.exercises:
            assert (one.state, one.watched) == ("done", False)
            assert one.tally.repetitions or one.tally.held_s
        assert complaints == []
        browser.close()
