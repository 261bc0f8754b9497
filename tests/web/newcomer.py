"""Somebody new at Backline, in a browser: from the first start to the plan of the day after.

Only what a page shows is pressed, one screen after the other, as the pages ask for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.web.hands import Hands
from tests.web.people import SKIP, Form

MOST_SCREENS = 120
GO = "main .go"

CameraSet = Callable[[Page], None]
"""Does a set before the camera: from its page with "Start" to the screen that follows by itself."""


def _nothing(said: str, page: Page) -> None:
    """Nobody is told."""


@dataclass
class Newcomer:
    """One person.

    camera_set: how a set before the camera is done; None does all without one. pains: told after
    an exercise, in order; `calm` afterwards. tell: called with each screen that is reached.
    screens: what was reached, by the kind of the page.
    """

    hands: Hands
    calm: int = 2
    pains: list[int] = field(default_factory=list)
    camera_set: CameraSet | None = None
    tell: Callable[[str, Page], None] = _nothing
    screens: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        """The one tab."""
        return self.hands.page

    def first_start(self, url: str, name: str, answers: Mapping[str, Form]) -> None:
        """From the address alone to the outcome of the questions."""
        self.page.goto(url)
        assert self.page.url.endswith("/welcome")
        self._reached("welcome")
        self.hands.write("#name", name)
        self.hands.go("main button.go")
        while "/intake/" in self.page.url and not self.page.url.endswith("/review"):
            self._reached("question")
            self._answer(answers)
        self._reached("review")
        self.hands.go("main a.go")
        assert self.page.url.endswith("/outcome")
        self._reached("outcome")

    def _answer(self, answers: Mapping[str, Form]) -> None:
        form = answers.get(self.page.url.rpartition("/")[2], SKIP)
        for name, given in form.items():
            for value in given if isinstance(given, list) else [given]:
                self._fill(name, value)
        self.hands.go(f"[name=do][value={form.get('do', 'answer')}]")

    def _fill(self, name: str, value: str) -> None:
        if name == "do":
            return
        if self.page.locator(f"select[name='{name}']").count():
            self.page.select_option(f"[name='{name}']", value)
        elif self.page.locator(f"[type=text][name='{name}']").count():
            self.hands.write(f"[name='{name}']", value)
        else:
            self.hands.choose(name, value)

    def change_answer(self, question: str, form: Form) -> None:
        """From the outcome over the list of answers to one of them, and back to the outcome."""
        self.hands.go("main a[href='/intake/review']")
        self.hands.go(f"a[href='/intake/{question}?then=review']")
        for value in form["answer"]:
            self.hands.choose("answer", value)
        self.hands.go("[name=do][value=answer]")
        self.hands.go("main a.go")
        self._reached("outcome")

    def day(self, *told: int) -> None:
        """Today's questions, as many as are asked, each with the next number told."""
        for number in told:
            self._reached("day question")
            self.hands.choose("answer", str(number))
            self.hands.go("main form.ask button[type=submit]")
        self._reached("today")

    def session(self) -> None:
        """Today's session, from its start to its last page."""
        self.hands.go("main a.go[href='/session']")
        for _ in range(MOST_SCREENS):
            classes = (self.page.get_attribute("body", "class") or "").split()
            kind = next((one for one in classes if one in _STEPS), "")
            assert kind, f"an unknown screen in a session: {classes}"
            self._reached(kind)
            if kind == "over":
                return
            _STEPS[kind](self)
        raise AssertionError("the session never ends")

    def _before(self) -> None:
        self.hands.go(self._with_camera)

    def _pain(self) -> None:
        after = self.page.locator("[value=finish]").count() > 0
        pain = self.pains.pop(0) if after and self.pains else self.calm
        self.hands.choose("answer", str(pain))
        if self.page.locator("[name=tight]").count():
            self.hands.choose("tight", "no")
        self.hands.go("[name=do][value=pain]")

    def _live(self) -> None:
        assert self.camera_set is not None
        self.camera_set(self.page)

    def _work(self) -> None:
        self.hands.go("[name=do][value=did]")

    def _rest(self) -> None:
        self.hands.go("#rest button.go")

    @property
    def _with_camera(self) -> str:
        return f"[name=camera][value={'no' if self.camera_set is None else 'yes'}]"

    def _reached(self, screen: str) -> None:
        self.screens.append(screen)
        self.tell(screen, self.page)


_STEPS: dict[str, Callable[[Newcomer], None]] = {
    "before": Newcomer._before,
    "asks": Newcomer._pain,
    "showing": Newcomer._before,
    "live": Newcomer._live,
    "work": Newcomer._work,
    "resting": Newcomer._rest,
    "over": lambda newcomer: None,
}
"""What is done on each kind of page, by a class of its body."""
