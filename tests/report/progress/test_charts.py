"""The charts: every one in every look, readable by screen readers and fit for a strict page."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from xml.etree import ElementTree

import pytest

from backline.report.progress.charts import DRAWERS, chart_svg
from backline.report.progress.look import DARK, LIGHT, Look
from backline.report.progress.progress import progress_of
from backline.report.progress.sizes import chart_size
from backline.report.progress.telling import TELLERS, Telling, tellings
from backline.report.progress.words import Voice
from tests.report.progress.fakes import BENDING, NAMES, ORDER, TODAY, past

SVG = "{http://www.w3.org/2000/svg}"
PROGRESS = progress_of(past(12), ORDER, BENDING)
TOLD = {one.chart: one for one in tellings(PROGRESS, Voice(), NAMES)}


def drawn(chart: str, look: Look | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(PROGRESS, TOLD[chart], Voice(), look))


def test_every_chart_that_is_told_can_be_drawn() -> None:
    assert list(DRAWERS) == list(TELLERS)


@pytest.mark.parametrize(
    ("chart", "narrow"), [(chart, narrow) for chart, narrow in product(DRAWERS, (False, True))]
)
def test_a_chart(chart: str, narrow: bool) -> None:
    root = drawn(chart, Look(narrow=narrow))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == TOLD[chart].title
    assert root.findtext(f"{SVG}desc") == TOLD[chart].told
    ids = {element.get("id") for element in root.iter()}
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    size = (int(root.attrib["width"]), int(root.attrib["height"]))
    assert size == chart_size(PROGRESS, chart, narrow=narrow)
    for element in root.iter():
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        assert element.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}image")


def test_letters_stay_inside() -> None:
    """No label begins outside of the picture."""
    for chart in DRAWERS:
        root = drawn(chart, Look(narrow=True))
        for text in root.iter(f"{SVG}text"):
            if "x" in text.attrib:
                assert 0 <= float(text.attrib["x"]) <= float(root.attrib["width"]), text.text
                assert 0 <= float(text.attrib["y"]) <= float(root.attrib["height"]), text.text


def test_light_and_dark_have_their_own_colours() -> None:
    light, dark = (chart_svg(PROGRESS, TOLD["form"], Voice(), Look(dark=d)) for d in (False, True))
    assert LIGHT.first in light
    assert DARK.first not in light
    assert DARK.first in dark
    assert LIGHT.ink not in dark


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_colours_can_be_seen(palette: object) -> None:
    """Words 4.5 to 1 and marks 3 to 1 against the page (WCAG 2.2, 1.4.3 and 1.4.11)."""
    colours = {name: getattr(palette, name) for name in palette.__slots__}  # type: ignore[attr-defined]
    for name, least in (("ink", 4.5), ("quiet", 4.5), ("first", 3), ("second", 3), ("third", 3)):
        assert _contrast(colours[name], colours["ground"]) >= least, name


def _contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_same_again_is_the_same_text() -> None:
    assert chart_svg(PROGRESS, TOLD["range"], Voice()) == chart_svg(
        PROGRESS, TOLD["range"], Voice()
    )


@pytest.mark.parametrize("weeks", [12, 53])
def test_other_amounts_of_past(weeks: int) -> None:
    for done in (1, 2, weeks):
        progress = progress_of(past(weeks, done), ORDER, BENDING)
        for telling in tellings(progress, Voice("es"), NAMES):
            if telling.drawn and (done != weeks or weeks == 53):
                assert chart_svg(progress, telling, Voice("es"), Look(narrow=True))


@pytest.mark.parametrize("days", [10, 40, 10_000])
def test_rounding_and_sinking_are_lines_of_their_own_where_they_are_known(days: int) -> None:
    """... and the whole range has one only where they aren't, or not always."""
    progress = progress_of(past(12, apart_from=TODAY - timedelta(days=days)), ORDER, BENDING)
    (one,) = progress.ranges
    telling = next(t for t in tellings(progress, Voice(), NAMES) if t.chart == "range")
    root = ElementTree.fromstring(chart_svg(progress, telling, Voice(), Look(narrow=True)))
    words = {text.text for text in root.iter(f"{SVG}text")}
    assert {"Rounding", "Sinking"} <= words
    assert ("The whole way" in words) == one.whole_only == (days < 100)
    assert ("your first weeks" in words) == (days != 10 or one.whole_only)
    assert ("the first weeks told apart" in words) == (days < 100)
    assert int(root.attrib["height"]) == chart_size(progress, "range", narrow=True)[1]


def test_too_little_is_not_drawn() -> None:
    with pytest.raises(ValueError, match="too little"):
        chart_svg(PROGRESS, Telling("form", "", "", TOLD["form"].table, drawn=False), Voice())


def test_what_is_said_cannot_break_out() -> None:
    sly = Telling("range", "<script>&", "\"><style>'", TOLD["range"].table)
    root = ElementTree.fromstring(chart_svg(PROGRESS, sly, Voice()))
    assert root.findtext(f"{SVG}title") == "<script>&"
