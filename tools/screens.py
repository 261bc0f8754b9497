"""Makes the README's pictures of the live page at work: `python -m tools.screens [FOLDER]`.

The avatar stands before the camera, with a planted fault; everything else is the product:
the pose model, the watcher, the coach and the page in a real Chromium. Writes `coach.png`
and `coach-phone.png` (default folder: docs/images).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from backline.guide.load import load_exercise
from backline.web.demos import SET_PREFIX, DemoStudio
from backline.web.draw import draw_set
from backline.web.settings import WebSettings
from tests.web.browser import serving

EXERCISE, FAULT = "bird-dog", "BD5-high"
LONGEST_S = 120.0


@dataclass(frozen=True)
class Shot:
    """One picture: the window, and the shape of what the camera gives."""

    name: str
    window: tuple[int, int]
    camera: tuple[int, int]
    phone: bool


SHOTS = (
    Shot("coach.png", (1280, 720), (1280, 720), phone=False),
    Shot("coach-phone.png", (390, 844), (720, 960), phone=True),
)


def main(folder: Path) -> int:
    """Take all pictures. Gives the exit status."""
    chromium = os.environ.get("BACKLINE_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("no Chromium here (install one, or set BACKLINE_CHROMIUM to its path)")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        for shot in SHOTS:
            take(playwright, chromium, shot, folder / shot.name)
            print(f"wrote {folder / shot.name}")
    return 0


def take(playwright: Playwright, chromium: str, shot: Shot, path: Path) -> None:
    """One picture, taken while the fault is at its clearest after a first repetition."""
    with (
        tempfile.TemporaryDirectory() as cache,
        serving(WebSettings(cache_dir=Path(cache), draw=False)) as (url, app),
    ):
        studio: DemoStudio = app.state.studio
        demo = studio.find(EXERCISE, SET_PREFIX + FAULT)
        assert demo is not None
        draw_set(load_exercise(EXERCISE), FAULT, demo.path, shot.camera, "demo")
        demo.state = "ready"
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": shot.window[0], "height": shot.window[1]},
            device_scale_factor=2 if shot.phone else 1,
            has_touch=shot.phone,
            is_mobile=shot.phone,
        )
        page = context.new_page()
        states = listen(page)
        page.goto(f"{url}/live/{EXERCISE}")
        page.select_option("#demo-fault", FAULT)
        page.click("#start-demo")
        wait_for_fault(page, states)
        page.screenshot(path=path)
        browser.close()


def listen(page: Page) -> list[dict[str, Any]]:
    """Everything the socket says, as it comes."""
    states: list[dict[str, Any]] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda text: states.append(json.loads(text))),
    )
    return states


def wait_for_fault(page: Page, states: list[dict[str, Any]]) -> None:
    """Until the planted fault stands on the page in the second repetition or later."""
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        page.wait_for_timeout(40)
        now = states[-1] if states else {}
        cue = now.get("cue") or {}
        if cue.get("id") == FAULT and now["count"] >= 1 and (now["progress"] or 0) > 0.95:
            page.wait_for_timeout(700)
            return
    raise SystemExit(f"{FAULT} was not seen in {LONGEST_S:.0f} s")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")))
