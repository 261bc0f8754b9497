"""Pictures of every screen, at a phone's, a laptop's and a large screen's width:
`python -m tools.product_screens [FOLDER]` (default: docs/screens).

Three people come to a Backline of their own (a journal that is thrown away): somebody with back
pain for a long time, somebody with a herniated disc whom bending hurts, and somebody in acute,
severe pain. The first has trained for some weeks, by chance but always the same. Everything is the
product; only the clock is set, and the first weeks' sessions are written by a program.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from backline.daily.household import Household
from backline.daily.limits import own_key
from backline.daily.steps import PainCheck, Rest, Show, TellPain, Work, is_over
from backline.guide.load import load_exercises
from backline.journal.records import Hold, Repetition
from backline.web.demos import POSTER, RIGHT, SET_PREFIX, DemoStudio
from backline.web.settings import WebSettings
from backline.web.who import PERSON_COOKIE
from tests.web.browser import FLAGS, serving
from tests.web.people import ORDINARY, Form, chosen, come_in, walk_intake

SIZES = {"390": (390, 844), "1280": (1280, 800), "1920": (1920, 1080)}
QUALITY = 70
"""Of the JPEG files: a screen is about 60 kB."""
BEGAN = datetime(2026, 9, 7, 7, 30, tzinfo=UTC)
WEEKS = 6
DRAWING_S = 900.0

DISC: dict[str, Form] = {
    **ORDINARY,
    "duration": chosen("subacute"),
    "diagnoses": chosen("herniated-disc"),
    "hurts": chosen("bending-forward"),
}
SEVERE: dict[str, Form] = {
    **ORDINARY,
    "duration": chosen("acute"),
    "pain-now": chosen("9"),
    "pain-worst": chosen("10"),
    "pain-average": chosen("8"),
    "clearance": chosen("no"),
    "other-signs": chosen("getting_worse"),
}


class Clock:
    """What time it is, moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Shop:
    """Takes the pictures. person: whose cookie the browser has."""

    browser: Browser
    url: str
    folder: Path
    person: int | None = None
    language: str = "en"
    scheme: str = "light"

    def take(self, name: str, path: str, before: Callable[[Page], None] | None = None) -> None:
        """One screen at every size. before: done on the page first, clicks for example."""
        for label, (width, height) in SIZES.items():
            context = self.browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if self.scheme == "dark" else "light",
                reduced_motion="reduce",
                locale=self.language,
                permissions=["camera"],
            )
            if self.person is not None:
                cookie = {"name": PERSON_COOKIE, "value": str(self.person), "url": self.url}
                context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            page.goto(self.url + path)
            if before is not None:
                before(page)
            page.wait_for_timeout(250)
            file = self.folder / f"{name}-{label}.jpg"
            page.screenshot(path=file, type="jpeg", quality=QUALITY)
            context.close()
        print(f"wrote {name}", flush=True)


def main(folder: Path) -> int:
    """Take all pictures. Gives the exit status."""
    chromium = os.environ.get("BACKLINE_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no Chromium here (install one, or set BACKLINE_CHROMIUM to its path)")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    clock = Clock(BEGAN)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        settings = WebSettings(
            exercises=load_exercises(), journal=f"sqlite:///{place}/journal.db", clock=clock
        )
        with serving(settings) as (url, app), _chromium(playwright, chromium) as browser:
            shop = Shop(browser, url, folder)
            walk(shop, app.state.household, app.state.studio, clock)
    return 0


@contextmanager
def _chromium(playwright: object, path: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)  # type: ignore[attr-defined]
    yield browser
    browser.close()


def walk(shop: Shop, home: Household, studio: DemoStudio, clock: Clock) -> None:
    """From the first start to the morning after, for three people."""
    shop.take("01-welcome", "/welcome")
    ann = _newcomer(shop, "Ann", ORDINARY, intake=True)
    shop.take("06-today-pain", "/")
    _weeks(home, ann, clock)
    home.tell_pain(ann, 3)
    _posters(home, studio, ann)
    shop.take("07-today", "/")
    shop.take("08-today-why", "/", _open_all)
    shop.take("09-session-before", "/session")
    _session(shop, home, studio, ann)
    shop.take("17-today-done", "/")
    clock.now += timedelta(hours=23)
    shop.take("18-next-morning", "/")
    home.answer_morning(ann, 6)
    home.tell_pain(ann, 5)
    shop.take("19-changed-plan", "/")
    shop.take("20-progress", "/progress")
    shop.take("21-library", "/library")
    shop.take("22-exercise", "/exercise/bird-dog")
    shop.take("23-me", "/me")
    shop.take("29-plank-test", "/exercise/plank/test")
    shop.take("30-just-start", "/live")
    shop.scheme = "dark"
    shop.take("24-today-dark", "/")
    shop.scheme = "light"
    ben = _newcomer(shop, "Ben", DISC, language="es")
    home.tell_pain(ben, 2)
    shop.take("25-disc-outcome", "/outcome")
    shop.take("26-disc-today", "/", _open_all)
    _newcomer(shop, "Cleo", SEVERE)
    shop.take("27-severe-outcome", "/outcome")
    shop.take("28-severe-today", "/")


def _newcomer(
    shop: Shop, name: str, answers: dict[str, Form], *, language: str = "en", intake: bool = False
) -> int:
    """Somebody who comes in and answers everything; the pages of it where they are wanted."""
    with httpx.Client(base_url=shop.url, headers={"Origin": shop.url}) as client:
        shop.person = come_in(client, name, language)
        shop.language = language
        if intake:
            shop.take("02-intake", "/intake/pain-now")
            shop.take("03-intake-signs", "/intake/urgent-signs")
        walk_intake(client, answers)
    if intake:
        shop.take("04-intake-review", "/intake/review")
        shop.take("05-outcome", "/outcome")
    return shop.person


def _open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


# --- weeks of training -----------------------------------------------------------------------


def _weeks(home: Household, person: int, clock: Clock) -> None:
    """Three sessions a week, with pain that falls and form that grows, unevenly."""
    chance = random.Random(5)
    for week in range(WEEKS):
        for weekday in (0, 2, 4):
            clock.now = BEGAN + timedelta(days=7 * week + weekday)
            pain = max(0, round(4.6 - 0.6 * week + chance.uniform(-1, 1)))
            if home.today(person).asks_week:
                home.tell_pain(person, pain, week=pain)
            else:
                home.tell_pain(person, pain)
            if home.today(person).may_begin:
                _trained(home, person, week, pain, chance)
            clock.now += timedelta(hours=23)
            view = home.today(person)
            if view.morning is not None and view.morning.due:
                home.answer_morning(person, pain)
    clock.now = BEGAN + timedelta(days=7 * WEEKS)


def _trained(home: Household, person: int, week: int, pain: int, chance: random.Random) -> None:
    session = home.begin_session(person, watched=True)
    for _ in range(60):
        step = home.desk.view(session).step
        if is_over(step):
            break
        if isinstance(step, TellPain):
            home.desk.tell_pain(session, pain)
        elif isinstance(step, PainCheck):
            home.desk.tell_pain(session, pain, tight=False, exercise_id=step.exercise.id)
        elif isinstance(step, Show | Work | Rest):
            _set(home, session, week, chance)


def _set(home: Household, session: int, week: int, chance: random.Random) -> None:
    opened = home.desk.begin_set(session)
    step = home.desk.view(session).step
    assert isinstance(step, Work)
    if step.dose.kind == "hold":
        good_s = step.target * min(1.0, 0.6 + 0.07 * week)
        hold = Hold(1, 0.0, float(step.target), good_s, "knees")
        home.journal.sessions.record_hold(opened.id, hold, event_id=str(uuid4()))
    for number in range(1, step.target + 1) if step.dose.kind == "repetitions" else ():
        wrong = chance.random() > 0.55 + 0.07 * week
        done = Repetition(
            number=number,
            side=None if not step.dose.each_side else "left" if number % 2 else "right",
            start_s=6.0 * number,
            peak_s=6.0 * number + 2.0,
            end_s=6.0 * number + 5.0,
            range=0.12 + 0.004 * week + chance.uniform(-0.01, 0.01),
            unit="ratio",
            faults=("XX1-any",) if wrong else (),
            judged=True,
        )
        home.journal.sessions.add_repetition(opened.id, done, event_id=str(uuid4()))
    home.desk.end_set(session)


# --- a session -------------------------------------------------------------------------------


def _session(shop: Shop, home: Household, studio: DemoStudio, person: int) -> None:
    session = home.begin_session(person, watched=True)
    while isinstance(home.desk.view(session).step, TellPain):
        home.desk.tell_pain(session, 3)
    step = home.desk.view(session).step
    assert isinstance(step, Show)
    _drawn(studio, step.exercise.exercise, RIGHT)
    shop.take("10-session-show", "/session")
    opened = home.desk.begin_set(session)
    shop.take("11-session-camera", "/session")
    home.desk.pause(session)
    shop.take("12-session-paused", "/session")
    home.desk.resume(session)
    _live(shop, studio)
    assert opened.ended_at is None
    home.desk.did(session, 5)
    shop.take("14-session-rest", "/session")
    for _ in range(60):
        step = home.desk.view(session).step
        if isinstance(step, PainCheck):
            break
        home.desk.did(session, 5)
    shop.take("15-session-pain", "/session")
    for _ in range(60):
        step = home.desk.view(session).step
        if is_over(step):
            break
        if isinstance(step, TellPain):
            home.desk.tell_pain(session, 3)
        elif isinstance(step, PainCheck):
            home.desk.tell_pain(session, 3, tight=False, exercise_id=step.exercise.id)
        else:
            home.desk.did(session, 10)
    shop.take("16-session-summary", f"/session/{session}")


def _live(shop: Shop, studio: DemoStudio) -> None:
    """The coach at work on the demonstrator, as on an exercise's own live page."""
    _drawn(studio, "bird-dog", SET_PREFIX + "BD5-high")

    def working(page: Page) -> None:
        page.select_option("#demo-fault", "BD5-high")
        page.click("#start-demo")
        page.wait_for_selector("#cue:not([hidden])", timeout=120_000)

    shop.take("13-live-coach", "/live/bird-dog", working)


def _posters(home: Household, studio: DemoStudio, person: int) -> None:
    plan = home.today(person).plan
    for item in plan.items if plan is not None else ():
        _drawn(studio, own_key(item, home.exercises), POSTER)


def _drawn(studio: DemoStudio, key: str, name: str) -> None:
    """Wait until a demonstration is drawn."""
    until_s = time.monotonic() + DRAWING_S
    while time.monotonic() < until_s:
        demo = studio.want(key, name)
        if demo is None or demo.state == "ready":
            return
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens")))
