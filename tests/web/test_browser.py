"""The pages in a real browser, with the avatar before its camera."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Route,
    sync_playwright,
)

from backline.guide.load import load_exercises
from backline.web.demos import DemoStudio
from backline.web.settings import LiveLimits, WebSettings
from tests.conftest import LendJournal
from tests.web.browser import EXERCISE, FAULT, FLAGS, REPETITIONS, DrawnSet, serving
from tests.web.conftest import make_settings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(390, 844), (844, 390), (1280, 800), (1920, 1080)]


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def browser(playwright: Playwright, chromium: str, drawn: DrawnSet) -> Iterator[Browser]:
    """A browser whose camera sees the avatar's set."""
    flags = [*FLAGS, f"--use-file-for-fake-video-capture={drawn.camera}"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def fake_server(
    tmp_path_factory: pytest.TempPathFactory, lend_journal: LendJournal
) -> Iterator[str]:
    """A server whose coach sees a repetition in every second frame, whatever is there."""
    patient = LiveLimits(sessions=2, strikes=3, hello_s=10.0, idle_s=10.0)
    folder = tmp_path_factory.mktemp("fake")
    with (
        lend_journal() as journal,
        serving(make_settings(folder, journal, limits=patient)) as (url, _),
    ):
        yield url


@pytest.fixture(scope="module")
def real_server(tmp_path_factory: pytest.TempPathFactory, drawn: DrawnSet) -> Iterator[str]:
    """The real thing: model, watcher and coach. The demonstrator's set is there already."""
    cache = tmp_path_factory.mktemp("real")
    with serving(WebSettings(cache_dir=cache, draw=False)) as (url, app):
        studio: DemoStudio = app.state.studio
        for name in ("set-right", f"set-{FAULT}"):
            demo = studio.find(EXERCISE, name)
            assert demo is not None
            demo.path.write_bytes(drawn.video.read_bytes())
            demo.state = "ready"
        yield url


class Watched:
    """A page, everything its socket said, and everything it complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.states: list[dict[str, Any]] = []
        self.sent = 0
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        self.page.on("websocket", self._listen)

    def _listen(self, socket: Any) -> None:
        socket.on("framereceived", lambda text: self.states.append(json.loads(text)))
        socket.on("framesent", self._count)

    def _count(self, _: Any) -> None:
        self.sent += 1

    def until(self, expression: str, seconds: float = 20) -> None:
        """Waits for a script's value; `wait_for_function` is stopped by the pages' policy."""
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, expression
            self.page.wait_for_timeout(50)

    def screen(self, name: str, seconds: float = 20) -> None:
        self.page.wait_for_selector(f'#live[data-screen="{name}"]', timeout=seconds * 1000)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Watched]]:
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Watched:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **options)
        contexts.append(context)
        return Watched(context)

    yield make
    for context in contexts:
        context.close()


def run_to_the_end(watched: Watched) -> list[str]:
    """Waits for the set's end; every cue that stood on the page meanwhile."""
    page = watched.page
    page.evaluate(
        """() => {
            window.cuesShown = [];
            const cue = document.getElementById("cue");
            new MutationObserver(() => {
                const text = cue.querySelector("b")?.textContent;
                const shown = window.cuesShown;
                if (text && !cue.hidden && !shown.includes(text)) shown.push(text);
            }).observe(cue, { childList: true, attributes: true, subtree: true });
        }"""
    )
    watched.screen("end", seconds=90)
    shown: list[str] = page.evaluate("window.cuesShown")
    return shown


def test_the_camera_sees_the_avatar_and_the_coach_counts_and_corrects(
    open_page: Callable[..., Watched], real_server: str
):
    watched = open_page()
    watched.page.goto(f"{real_server}/live/{EXERCISE}?target={REPETITIONS}")
    watched.page.click("#start")
    watched.screen("live", seconds=40)
    # The fake camera has no end, so the set is ended by hand once the target is reached.
    watched.page.wait_for_selector("#counter.reached", timeout=60_000)
    assert watched.page.inner_text("#number") == str(REPETITIONS)
    cues = {s["cue"]["id"] for s in watched.states if s.get("cue")}
    assert FAULT in cues
    assert "Leg lower" in {s["cue"]["label"] for s in watched.states if s.get("cue")}
    assert watched.complaints == []


def test_the_demonstrator_goes_the_same_way_without_a_camera(
    open_page: Callable[..., Watched], real_server: str
):
    watched = open_page()
    watched.page.goto(f"{real_server}/live/{EXERCISE}")
    watched.page.evaluate("document.getElementById('live').dataset.demoTarget = '2'")
    watched.page.select_option("#demo-fault", FAULT)
    watched.page.click("#start-demo")
    watched.screen("live", seconds=40)
    shown = run_to_the_end(watched)
    assert "Leg lower" in shown
    assert watched.page.inner_text("#end-number") == str(REPETITIONS)
    assert "2 repetitions" in watched.page.inner_text("#end-lines")
    assert "Leg lower" in watched.page.inner_text("#end-cues")
    assert watched.complaints == []


def test_at_most_one_frame_is_under_way(open_page: Callable[..., Watched], fake_server: str):
    watched = open_page()
    watched.page.goto(f"{fake_server}/live/test-move?target=1000")
    watched.page.click("#start")
    watched.screen("live")
    watched.page.wait_for_timeout(1500)
    answers = [s for s in watched.states if s["type"] == "state"]
    assert len(answers) > 5
    assert not any(s["type"] == "dropped" for s in watched.states)
    assert watched.sent - 1 - len(answers) <= 1  # one hello, then frame and answer in turn
    times = [s["time_s"] for s in answers]
    assert times == sorted(times)


@pytest.mark.parametrize("how", ["button", "space", "space on another button"])
def test_it_hurts_stops_at_once(open_page: Callable[..., Watched], fake_server: str, how: str):
    watched = open_page()
    page = watched.page
    page.goto(f"{fake_server}/live/test-move?target=1000")
    page.click("#start")
    watched.screen("live")
    watched.until("Number(document.getElementById('number').textContent) >= 2")
    if how == "button":
        page.click("#hurts")
    else:
        if how != "space":
            page.focus("#mute")
        page.keyboard.press("Space")
    watched.screen("end", seconds=1)
    assert page.get_attribute("#live", "data-end") == "stopped"
    assert "doctor" in page.inner_text("#end-lines")
    assert not page.is_visible("#again")
    assert page.evaluate("document.getElementById('picture').srcObject") is None
    page.wait_for_timeout(500)
    sent = watched.sent
    page.wait_for_timeout(700)
    assert watched.sent == sent
    said = [u["kind"] for s in watched.states if s.get("stage") == "stopped" for u in s["say"]]
    assert said == ["pain"]


def test_without_an_exercise_the_page_names_what_is_done(
    open_page: Callable[..., Watched], fake_server: str
):
    watched = open_page()
    page = watched.page
    page.goto(f"{fake_server}/live")
    watched.until("document.activeElement.id === 'start'")
    page.keyboard.press("Enter")
    watched.screen("live")
    watched.until("document.getElementById('doing').textContent === 'Test move'")
    watched.until("Number(document.getElementById('number').textContent) >= 2")
    assert page.is_visible("#doing")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "enough":
            break
    page.keyboard.press("Enter")
    watched.screen("end")
    assert page.inner_text("#end-title") == "This is what I saw"
    assert page.inner_text("#end-lines").startswith("Test move, ")
    assert not page.is_visible("#end-counter")
    assert page.evaluate("document.activeElement.id") == "again"
    assert page.evaluate("document.getElementById('picture').srcObject") is None
    page.keyboard.press("Enter")
    watched.screen("live")
    page.keyboard.press("Escape")
    page.wait_for_url("**/library")
    assert watched.complaints == []


def test_the_keyboard_is_enough(open_page: Callable[..., Watched], fake_server: str):
    watched = open_page()
    page = watched.page
    page.goto(f"{fake_server}/library")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "card":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/exercise/test-move")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "go":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/live/test-move*")
    watched.until("document.activeElement.id === 'start'")
    page.keyboard.press("Enter")
    watched.screen("live")
    page.keyboard.press("m")
    assert page.get_attribute("#mute", "aria-pressed") == "true"
    page.keyboard.press("Escape")
    page.wait_for_url("**/exercise/test-move")
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("error", "title"),
    [
        ("NotAllowedError", "not allowed"),
        ("NotFoundError", "No camera"),
        ("NotReadableError", "busy"),
        ("TypeError", "does not start"),
    ],
)
def test_a_camera_that_does_not_come_is_explained(
    open_page: Callable[..., Watched], fake_server: str, error: str, title: str
):
    watched = open_page()
    watched.page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => "
        f"Promise.reject(new DOMException('no', '{error}'))"
    )
    watched.page.goto(f"{fake_server}/live/test-move")
    watched.page.click("#start")
    watched.screen("trouble")
    assert title in watched.page.inner_text("#trouble-title")
    assert watched.page.inner_text("#trouble-text")
    assert watched.page.is_visible("#trouble-demo")
    assert watched.complaints == []


def test_a_refused_camera_shows_advice(playwright: Playwright, chromium: str, fake_server: str):
    flags = ["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream"]
    flags += ["--deny-permission-prompts"]
    browser = playwright.chromium.launch(executable_path=chromium, args=flags)
    try:
        watched = Watched(browser.new_context())
        watched.page.goto(f"{fake_server}/live/test-move")
        watched.page.click("#start")
        watched.screen("trouble")
        assert "not allowed" in watched.page.inner_text("#trouble-title")
    finally:
        browser.close()


def test_a_camera_that_is_unplugged_and_a_server_that_is_gone_are_explained(
    open_page: Callable[..., Watched], tmp_path: Path, empty_journal: str
):
    watched = open_page()
    with serving(make_settings(tmp_path, empty_journal)) as (url, _):
        watched.page.goto(f"{url}/live/test-move?target=1000")
        watched.page.click("#start")
        watched.screen("live")
        watched.page.evaluate(
            "document.getElementById('picture').srcObject.getTracks()[0]"
            ".dispatchEvent(new Event('ended'))"
        )
        watched.screen("trouble")
        assert "stopped" in watched.page.inner_text("#trouble-title")
        watched.page.click("#retry")
        watched.screen("live")
    watched.screen("trouble")
    assert "gone" in watched.page.inner_text("#trouble-title")


def test_the_stage_is_asked_for_at_every_try(
    open_page: Callable[..., Watched], tmp_path: Path, empty_journal: str
) -> None:
    watched = open_page()
    with serving(make_settings(tmp_path, empty_journal, exercises=load_exercises())) as (url, _):
        watched.page.goto(f"{url}/exercise/bird-dog")
        watched.page.click("text=Leg only")
        watched.page.click(".start .go")
        watched.page.click("#start")
        watched.screen("live")
        watched.page.evaluate(
            "document.getElementById('picture').srcObject.getTracks()[0]"
            ".dispatchEvent(new Event('ended'))"
        )
        watched.screen("trouble")
        watched.page.click("#retry")
        watched.screen("live")
        told = [m["stage"] for m in watched.states if m["type"] == "ready"]
        assert told == ["leg-only", "leg-only"]


def test_a_click_before_the_script_has_come_is_not_lost(
    open_page: Callable[..., Watched], fake_server: str
):
    watched = open_page()
    held: list[Route] = []
    watched.page.route("**/live/main.js*", lambda route: held.append(route))
    watched.page.goto(f"{fake_server}/live/test-move", wait_until="commit")
    assert watched.page.locator("#start").is_disabled()
    assert watched.page.locator("#start-demo").is_disabled()
    while not held:
        watched.page.wait_for_timeout(20)
    held.pop().continue_()
    watched.page.click("#start")
    watched.screen("live")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_every_screen_and_complain_of_nothing(
    open_page: Callable[..., Watched], real_server: str, scheme: str
):
    watched = open_page(color_scheme=scheme, reduced_motion="reduce")
    page = watched.page
    for path in ("/library", f"/exercise/{EXERCISE}", f"/live/{EXERCISE}"):
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(real_server + path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, width)
    assert watched.complaints == []


def test_the_live_screen_fits_every_screen(open_page: Callable[..., Watched], fake_server: str):
    watched = open_page()
    page = watched.page
    page.goto(f"{fake_server}/live/test-move?target=1000")
    page.click("#start")
    watched.screen("live")
    watched.until("Number(document.getElementById('number').textContent) >= 10")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        for part in ("#counter", "#hurts", "#mute", "#leave"):
            box = page.locator(part).bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["y"] >= 0
            assert box["x"] + box["width"] <= width + 0.5, part
            assert box["y"] + box["height"] <= height + 0.5, part
        digits = page.evaluate(
            "parseFloat(getComputedStyle(document.getElementById('number')).fontSize)"
        )
        assert digits >= 0.12 * min(width, height)


FAKE_VOICES = """
window.spoken = [];
const voices = VOICES;
Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    cancel: () => {},
    speak: (speech) => {
        if (speech.text.trim()) window.spoken.push([speech.text, speech.voice?.name]);
        setTimeout(() => speech.dispatchEvent(new Event("end")), 5);
    },
} });
window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
};
"""


@pytest.mark.parametrize("local", [True, False])
def test_only_a_voice_of_this_computer_speaks_and_each_sentence_once(
    open_page: Callable[..., Watched], fake_server: str, local: bool
):
    watched = open_page()
    voices = [{"name": "far", "lang": "en-US", "localService": False, "default": True}]
    if local:
        voices.append({"name": "near", "lang": "en-GB", "localService": True, "default": False})
    watched.page.add_init_script(FAKE_VOICES.replace("VOICES", json.dumps(voices)))
    watched.page.goto(f"{fake_server}/live/test-move?target=1000")
    watched.page.click("#start")
    watched.screen("live")
    watched.page.wait_for_timeout(3000)
    watched.page.click("#hurts")
    watched.page.wait_for_timeout(500)
    said = watched.page.evaluate("window.spoken")
    if not local:
        assert said == []
        return
    told = [u["text"] for s in watched.states if s["type"] == "state" for u in s["say"]]
    assert said
    assert {voice for _, voice in said} == {"near"}
    assert [text for text, _ in said] == told
    assert "doctor" in said[-1][0]


def test_a_full_house_is_explained(
    open_page: Callable[..., Watched], tmp_path: Path, empty_journal: str
):
    from backline.web.settings import LiveLimits

    settings = make_settings(tmp_path, empty_journal, limits=LiveLimits(sessions=1))
    with serving(settings) as (url, _):
        first, second = open_page(), open_page()
        for watched in (first, second):
            watched.page.goto(f"{url}/live/test-move?target=1000")
            watched.page.click("#start")
            watched.screen("live" if watched is first else "trouble")
        assert "busy" in second.page.inner_text("#trouble-title")
