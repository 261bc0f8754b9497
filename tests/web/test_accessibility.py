"""Every page and every step of a session by axe-core's rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, sync_playwright

from backline.daily.household import Household
from backline.guide.load import load_exercises
from backline.language import languages
from backline.web.who import PERSON_COOKIE
from tests.daily.test_timed import held_before
from tests.web.browser import FLAGS, serving
from tests.web.conftest import make_settings
from tests.web.hands import Keys
from tests.web.people import ORDINARY, SKIP, Form, chosen, come_in, tell
from tests.web.session_walk import fields

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRUCTURE = {
    "runOnly": TAGS,
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}},
}
EVERYTHING = {**STRUCTURE, "rules": {"target-size": {"enabled": True}}}
COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"], "preload": False}
WIDTHS = (390, 1920, 1280)
LIMITED: dict[str, Form] = {
    "diagnoses": chosen("herniated-disc"),
    "hurts": chosen("bending-forward"),
}
OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
VISITS: list[tuple[dict[str, Form] | None, int | None, list[str]]] = [
    (ORDINARY, None, ["/welcome", "/", "/me/who", "/library", "/exercise/bird-dog", "/nothing"]),
    (ORDINARY, None, ["/exercise/plank/test"]),
    (ORDINARY, 1, ["/exercise/plank", "/exercise/plank/test"]),
    (ORDINARY, 3, ["/", "/me", "/me/erase", "/intake/review", "/?ask=pain", "/progress"]),
    ({**ORDINARY, **LIMITED}, 3, ["/", "/outcome", "/live"]),
    ({**ORDINARY, "urgent-signs": chosen("saddle_numbness")}, None, ["/outcome"]),
    ({**ORDINARY, "serious-signs": chosen("fever_or_unwell")}, None, ["/outcome", "/"]),
    ({**ORDINARY, "serious-signs": SKIP}, None, ["/outcome"]),
    (
        None,
        None,
        [
            "/",
            "/live/cat-cow",
            "/live",
            *(f"/intake/{one}" for one in ("pain-now", "age", "hurts", "goals")),
        ],
    ),
]
"""Who comes, the pain they tell, and the pages looked at."""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path, empty_journal: str) -> Iterator[tuple[str, Household]]:
    """A Backline with all exercises, where nobody lives yet and nothing is drawn."""
    settings = make_settings(tmp_path, empty_journal, exercises=load_exercises())
    with serving(settings) as (url, app):
        yield url, app.state.household


def test_no_page_breaks_a_rule_in_any_language_or_light(
    browser: Browser, server: tuple[str, Household]
):
    url, home = server
    visits = [(_visit(url, home, answers, pain), paths) for answers, pain, paths in VISITS]
    page = _page(browser)
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("console", lambda said: found.append(said.text) if "Policy" in said.text else None)
    for language in languages():
        for person, paths in visits:
            home.change(person, language=language)
            page.context.add_cookies([{"name": PERSON_COOKIE, "value": str(person), "url": url}])
            for path in paths:
                found += _look(page, url, path, language)
    assert "\n".join(found) == ""


def _visit(url: str, home: Household, answers: dict[str, Form] | None, pain: int | None) -> int:
    """Somebody comes in and answers; their id."""
    headers = {"accept": "text/html"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
        person = come_in(client)
    if answers is not None:
        tell(home, person, answers)
    if pain is not None:
        home.tell_pain(person, pain)
    return person


def _page(browser: Browser) -> Page:
    """A page that brings axe along wherever it goes."""
    page = browser.new_page(reduced_motion="reduce")
    page.add_init_script(AXE)
    return page


def _look(page: Page, server: str, path: str, language: str) -> list[str]:
    """What axe finds on a page with everything unfolded, a line for each violation. Colours are
    looked at in the light and in the dark, in English: they are the same in every language."""
    english = language == "en"
    page.emulate_media(color_scheme="light")
    page.goto(server + path)
    assert page.get_attribute("html", "lang") == language
    page.evaluate(OPEN)
    found = _run(page, EVERYTHING if english else STRUCTURE, f"{language} {path}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{language} {path}: wider than {width} px")
    if english:
        page.emulate_media(color_scheme="dark")
        found += _run(page, COLOURS, f"{language} {path} dark")
    return found


def _run(page: Page, options: dict[str, Any], where: str) -> list[str]:
    result = page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{where}: {one['id']}: {'; '.join(str(node['target']) for node in one['nodes'][:3])}"
        for one in result["violations"]
    ]


STEPS: list[dict[str, str]] = [
    {"camera": "yes"},
    {"do": "start", "camera": "yes"},
    {"do": "start", "camera": "no"},
    {"do": "did", "amount": "5"},
    {"do": "pause"},
    {"do": "resume"},
    {"do": "hurts"},
    {"do": "pain", "answer": "2"},
    {"do": "finish"},
]
"""What is pressed in a session, and filled in, from before it to its end."""


def test_no_step_of_a_session_breaks_a_rule(browser: Browser, server: tuple[str, Household]):
    url, home = server
    person = _visit(url, home, {**ORDINARY, **LIMITED}, 2)
    page = _page(browser)
    cookie = {"name": PERSON_COOKIE, "value": str(person)}
    page.context.add_cookies([{**cookie, "url": url}])  # type: ignore[list-item]
    found = _look(page, url, "/session", "en")
    cookies = {PERSON_COOKIE: str(person)}
    headers = {"accept": "text/html"}
    with httpx.Client(base_url=url, cookies=cookies, headers=headers, trust_env=False) as client:
        for step in STEPS:
            button = {name: value for name, value in step.items() if name in ("do", "camera")}
            sent = {**fields(client.get("/session").text, **button), **step}
            answer = client.post("/session", data=sent)
            assert answer.status_code == 303, step
            found += _look(page, url, answer.headers["location"], "en")
    assert found == []


TEST_STEPS: list[dict[str, str]] = [
    {"do": "start", "camera": "yes"},
    {"do": "start", "camera": "no"},
    {"do": "did", "amount": "25"},
    {"do": "pain", "answer": "1"},
]
"""What is pressed in a timed test, from its first step to its result."""


def test_no_step_of_a_timed_test_breaks_a_rule(browser: Browser, server: tuple[str, Household]):
    url, home = server
    person = _visit(url, home, {**ORDINARY, "pain-now": chosen("1")}, None)
    held_before(home, person)
    page = _page(browser)
    cookie = {"name": PERSON_COOKIE, "value": str(person)}
    page.context.add_cookies([{**cookie, "url": url}])  # type: ignore[list-item]
    cookies, headers = {PERSON_COOKIE: str(person)}, {"accept": "text/html"}
    found: list[str] = []
    with httpx.Client(base_url=url, cookies=cookies, headers=headers, trust_env=False) as client:
        client.post("/exercise/plank/test", data={"do": "pain", "answer": "1"})
        found += _look(page, url, "/exercise/plank/test", "en")
        page.goto(url + "/exercise/plank/test")
        Keys(page).go("main button[name=camera][value=yes]")
        assert page.url.endswith("/session")
        found += _look(page, url, "/session", "en")
        for step in TEST_STEPS:
            button = {name: value for name, value in step.items() if name in ("do", "camera")}
            sent = {**fields(client.get("/session").text, **button), **step}
            answer = client.post("/session", data=sent)
            assert answer.status_code == 303, step
            found += _look(page, url, answer.headers["location"], "en")
        client.post("/exercise/plank/test", data={"do": "pain", "answer": "1"})
        found += _look(page, url, "/exercise/plank/test", "en")
    assert found == []
