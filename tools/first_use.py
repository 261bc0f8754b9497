"""Backline tried as somebody new would: `python -m tools.first_use [PAGE]` (docs/first-use.md).

Three people come to a Backline of their own (a journal that is thrown away), in a real Chromium
whose camera sees the avatar: somebody with back pain for a long time, somebody with a herniated
disc (in Spanish and by keyboard alone), and somebody in acute, severe pain. Each goes from the
first start to the plan of the morning after; the sets are done in real time before the camera,
counted by the pose model. Only the clock is moved, from one day to the next. Everything is written
down as it went; what went otherwise than it should ends the command with an error.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
from playwright.sync_api import Page, sync_playwright

from backline.avatar.demo import iter_frames
from backline.avatar.draw import Picture, Renderer
from backline.avatar.framing import framed
from backline.avatar.performance import Performance
from backline.daily.household import Household
from backline.daily.steps import Show, Work
from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.journal.records import SessionRecord
from backline.report.files import write_text
from backline.web.settings import WebSettings
from tests.web.browser import CAMERA_BITS_S, FLAGS, serving
from tests.web.hands import Hands, Keys, Mouse
from tests.web.newcomer import Newcomer
from tests.web.people import ORDINARY, chosen
from tools.product_screens import DISC, SEVERE

PAGE = Path("docs") / "first-use.md"
SIZE, FPS, CAMERA_FPS = (640, 360), 15.0, 30
SPARE_HOLD_S = 4.0
AWAY_S = 10.0
"""The camera's film begins anew after this long without the person in position."""
SET_S = 300.0
"""Longer than any set: five repetitions, or ten seconds held, and getting into position."""
CAMERA = "--use-file-for-fake-video-capture="


@dataclass
class MovedClock:
    """The real time, moved on by whole nights."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Stage:
    """The room before the camera: what the camera's file shows is what the plan is at.

    camera: the file that Chromium plays as its camera; it is read anew for every set.
    kept: drawn performances, by the exercise as this person does it.
    """

    camera: Path
    kept: dict[str, Path] = field(default_factory=dict)

    def show(self, exercise: Exercise, amount: int) -> None:
        """Let the camera see this exercise done, so many times or seconds, over and over."""
        key = f"{amount} {exercise.model_dump_json(include={'id', 'stage', 'demonstration'})}"
        if key not in self.kept:
            self.kept[key] = self.camera.with_name(f"performance-{len(self.kept)}.mjpeg")
            _film(exercise, amount, self.kept[key])
        shutil.copyfile(self.kept[key], self.camera)


def _film(exercise: Exercise, amount: int, path: Path) -> None:
    """The avatar doing its dose, seen from the side, as a camera's stream."""
    held = exercise.signal.kind == "hold"
    performance = Performance(
        exercise,
        repetitions=1 if held else amount,
        hold_s=amount + SPARE_HOLD_S if held else None,
        still_s=3.0,
        naturalness=0.5,
        seed=11,
    )
    camera = framed(
        performance,
        SIZE,
        azimuth_deg=-float(exercise.view.azimuth_deg),
        height_m=0.7,
        margins=(0.07, 0.2, 0.1),
    )
    with av.open(str(path), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=CAMERA_FPS)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p"
        stream.bit_rate = CAMERA_BITS_S
        for picture in _waiting(iter_frames(performance, camera, Renderer(*SIZE), FPS)):
            for _ in range(round(CAMERA_FPS / FPS)):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))


def _waiting(pictures: Iterator[Picture]) -> Iterator[Picture]:
    """The pictures, and then the last one for a while."""
    picture = next(pictures)
    yield picture
    for picture in pictures:
        yield picture
    for _ in range(round(AWAY_S * FPS)):
        yield picture


@dataclass
class Trial:
    """One person's way through Backline, and what is written down of it."""

    name: str
    home: Household
    clock: MovedClock
    stage: Stage
    newcomer: Newcomer
    lines: list[str] = field(default_factory=list)
    began_s: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.newcomer.tell = self.screen
        self.newcomer.camera_set = self.camera_set

    @property
    def person(self) -> int:
        """Who came last."""
        return max(one.id for one in self.home.people())

    def note(self, text: str) -> None:
        """Write a line, with the minutes since the beginning."""
        past_s = int(time.monotonic() - self.began_s)
        line = f"{past_s // 60}:{past_s % 60:02d} {text}"
        print(f"{self.name}: {line}", flush=True)
        self.lines.append(line)

    def screen(self, kind: str, page: Page) -> None:
        """A screen is reached: its headline."""
        if kind not in ("question", "showing", "live"):
            self.note(f"**{kind}**: {' '.join(page.inner_text('main h1').split())}")
        if kind == "today" and page.locator("#plan").count():
            for stop in page.locator("#plan .stop").all():
                name = stop.locator("h3").inner_text()
                why = " ".join(stop.locator("details li").first.text_content().split())  # type: ignore[union-attr]
                self.note(f"plan: {name}, {stop.locator('.stop-dose').inner_text()} ({why})")

    def camera_set(self, page: Page) -> None:
        """All sets of an exercise before the camera, as the page leads through them."""
        session = self.home.journal.sessions.unfinished(self.person)
        assert session is not None
        view = self.home.desk.view(session.id)
        assert view.exercise is not None
        assert isinstance(view.step, Show | Work)
        dose = view.step.dose
        self.stage.show(view.exercise, dose.amount * (2 if dose.each_side else 1))
        self.note(f"before the camera: {page.inner_text('#start-title')}")
        self.newcomer.hands.press("#start:enabled")
        self._until_it_is_over(page)

    def _until_it_is_over(self, page: Page) -> None:
        """Until the page has gone on to the next by itself; rests are waited for."""
        until_s = time.monotonic() + SET_S
        last = ""
        address = page.url
        while time.monotonic() < until_s:
            page.wait_for_timeout(250)
            if page.locator("body.in-session").count() == 0 or page.url != address:
                page.wait_for_load_state()
                return
            now = self._seen(page)
            if now != last and now:
                self.note(now)
                last = now
                until_s = time.monotonic() + SET_S
        raise AssertionError(f"the set doesn't end; last seen: {last}")

    def _seen(self, page: Page) -> str:
        """What the live page shows, as far as it is worth a line."""
        try:
            screen = page.get_attribute("#live", "data-screen", timeout=500)
            if screen == "live":
                said = page.inner_text("#caption", timeout=500).strip()
                return f"said: {said}" if said else ""
            if screen == "end":
                lines = page.locator("#end-lines li").all_text_contents()
                return "set over: " + ", ".join(line.strip() for line in lines if line.strip())
            return f"({screen})" if screen in ("rest", "trouble") else ""
        except Exception:  # the page is just going on to the next
            return ""

    def night(self, hours: float = 15.0) -> None:
        """Sleep, and open the page again."""
        self.clock.ahead += timedelta(hours=hours)
        self.note(f"— {hours:g} hours later —")
        self.newcomer.page.goto(self.newcomer.page.url.split("/", 3)[0] + "//" + self._host())

    def _host(self) -> str:
        return self.newcomer.page.url.split("/")[2]

    def recorded(self) -> SessionRecord:
        """The last session as the journal has it, written down."""
        session = self.home.journal.history.recent_sessions(self.person)[0]
        for one in session.exercises:
            tally = one.tally
            done = (
                f"{tally.repetitions} repetitions, {tally.clean} of {tally.judged} without a fault"
            )
            if tally.held_s:
                done = f"{tally.held_s:.0f} s held, {tally.good_s:.0f} s of them well"
            stage = f" ({one.stage})" if one.stage else ""
            self.note(
                f"journal: {one.exercise}{stage}, {one.state}, watched: {one.watched}; {done}"
            )
            if one.state == "done":
                assert one.watched
                assert tally.repetitions or tally.held_s
        told = ", ".join(f"{one.moment} {one.nprs}" for one in session.pain)
        self.note(f"journal: session {session.state}; pain told: {told}")
        return session


def ann(trial: Trial, url: str) -> None:
    """Back pain for a long time; a full session; more pain in the morning than before."""
    trial.newcomer.first_start(url, "Ann", ORDINARY)
    trial.newcomer.hands.go("main a.go")
    trial.newcomer.day(3)
    trial.newcomer.session()
    assert trial.recorded().state == "finished"
    trial.night()
    trial.newcomer.day(5, 4)


def ben(trial: Trial, url: str) -> None:
    """A herniated disc that doesn't like bending: the safe halves; easier after a 4."""
    trial.newcomer.calm, trial.newcomer.pains = 3, [3, 4]
    trial.newcomer.first_start(url, "Ben", DISC)
    trial.newcomer.hands.go("main a.go")
    trial.newcomer.day(3)
    trial.newcomer.session()
    assert trial.recorded().state == "finished"
    trial.night()
    trial.newcomer.day(3, 4)


def cleo(trial: Trial, url: str) -> None:
    """Acute, severe pain: first no plan, then rest, then one set each; a 6 stops it."""
    newcomer = trial.newcomer
    newcomer.calm, newcomer.pains = 5, [5, 6]
    newcomer.first_start(url, "Cleo", SEVERE)
    trial.night(48.0)
    newcomer.page.goto(f"{url}/outcome")
    newcomer.change_answer("clearance", chosen("yes"))
    newcomer.hands.go("main a.go")
    newcomer.day(9)
    trial.night(24.0)
    newcomer.day(5)
    newcomer.session()
    session = trial.recorded()
    assert (session.state, session.why) == ("stopped", "pain")
    trial.night()
    newcomer.day(5, 3)


PEOPLE: dict[str, tuple[Callable[[Trial, str], None], Callable[[Page], Hands], str]] = {
    "Ann": (ann, Mouse, "en-GB"),
    "Ben": (ben, Keys, "es-ES"),
    "Cleo": (cleo, Mouse, "en-GB"),
}


def main(path: Path) -> int:
    """Try everything and write it down. Gives the exit status."""
    chromium = os.environ.get("BACKLINE_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no Chromium here (install one, or set BACKLINE_CHROMIUM to its path)")
        return 1
    # Two at a time; a browser and a model's runtime don't survive a fork.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        found = list(pool.map(_try, PEOPLE, [chromium] * len(PEOPLE)))
    parts = [_head()]
    for name, lines in zip(PEOPLE, found, strict=True):
        parts.append(f"## {name}\n\n{_about(name)}\n\n" + "\n".join(f"- {x}" for x in lines))
    write_text(path, "\n\n".join(parts) + "\n")
    return 0


def _try(name: str, chromium: str) -> list[str]:
    walk, make_hands, locale = PEOPLE[name]
    clock = MovedClock()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        camera = Path(folder) / "camera.mjpeg"
        settings = WebSettings(
            exercises=load_exercises(),
            journal=f"sqlite:///{folder}/journal.db",
            clock=clock,
            draw=False,
        )
        with serving(settings) as (url, app):
            browser = playwright.chromium.launch(
                executable_path=chromium, args=[*FLAGS, f"{CAMERA}{camera}"]
            )
            page = browser.new_page(
                locale=locale, timezone_id="Europe/Berlin", viewport={"width": 1280, "height": 800}
            )
            trial = Trial(
                name, app.state.household, clock, Stage(camera), Newcomer(make_hands(page))
            )
            page.on("pageerror", lambda error: trial.note(f"PAGE ERROR: {error}"))
            walk(trial, url)
            browser.close()
    return trial.lines


def _about(name: str) -> str:
    walk, make_hands, locale = PEOPLE[name]
    how = "by keyboard alone" if make_hands is Keys else "with a mouse"
    return f"{walk.__doc__} Locale {locale}, {how}."


def _head() -> str:
    return (
        "# A first use, tried\n\n"
        "Written by `python -m tools.first_use`, not by hand: three people from the first start to "
        "the plan of the morning after, in a real Chromium with the avatar before its camera, the "
        "pose model counting. Minutes and seconds are real time; demonstrations were not drawn."
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE))
