"""How somebody uses a page in a browser: with a mouse, or with the keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Page

TABS = 120
"""No page has more stops than that."""
_FOCUS_SHOWN = """() => {
  const shows = (one) => one && getComputedStyle(one).outlineStyle !== "none"
    && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const here = document.activeElement;
  return shows(here) || shows(here.closest("label")) || shows(here.nextElementSibling);
}"""
_HAS_FOCUS = "(selector) => document.activeElement.matches(selector)"


class Hands(Protocol):
    """What can be done on a page."""

    page: Page

    def press(self, selector: str) -> None:
        """A button or a link, that stays on the page."""

    def go(self, selector: str) -> None:
        """A button or a link that leads to another page; back when that is there."""

    def choose(self, name: str, value: str) -> None:
        """A choice or a tick of a form."""

    def write(self, selector: str, text: str) -> None:
        """Into an empty field."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        self.page.click(selector)

    def go(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.click(selector)

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"[name='{name}'][value='{value}']", force=True)

    def write(self, selector: str, text: str) -> None:
        self.page.fill(selector, text)


class Keys:
    """Goes by Tab, arrows, Space and Enter, and must always see where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab until the focus is on it, and can be seen there."""
        for _ in range(TABS):
            if self.page.evaluate(_HAS_FOCUS, selector):
                assert self.page.evaluate(_FOCUS_SHOWN), f"no focus to be seen on {selector}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} can't be reached on {self.page.url}")

    def press(self, selector: str) -> None:
        self.to(selector)
        self.page.keyboard.press("Enter")

    def go(self, selector: str) -> None:
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, name: str, value: str) -> None:
        wanted = f"[name='{name}'][value='{value}']"
        one_of_many = f"[name='{name}'][type=radio]"
        if not self.page.locator(one_of_many).count():
            self.to(wanted)
            self.page.keyboard.press("Space")
            return
        self.to(one_of_many)
        self.page.keyboard.press("Space")
        for _ in range(self.page.locator(one_of_many).count()):
            if self.page.is_checked(wanted):
                return
            self.page.keyboard.press("ArrowDown")
        assert self.page.is_checked(wanted), f"{wanted} can't be chosen by arrows"

    def write(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)
