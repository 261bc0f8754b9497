"""The plot: a sound SVG that shows what was measured, and says it to those who can't see it."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest

from backline.body import PoseFrame
from backline.form.result import Analysis, Update
from backline.guide.load import load_exercise
from backline.report.plot import FAULT_FILL, HATCH, describe, plot_svg
from backline.report.plot_panels import MOST_CUE_PANELS, panels
from backline.report.recorder import Recorder, Recording
from tests.report import fakes

BIRD_DOG, PLANK = load_exercise("bird-dog"), load_exercise("plank")
SVG = "{http://www.w3.org/2000/svg}"


def recorded(updates: list[Update]) -> Recording:
    recorder = Recorder()
    for update in updates:
        recorder.add(update)
    return recorder.recording()


@pytest.fixture(scope="module")
def recording() -> Recording:
    return recorded(fakes.session())


@pytest.fixture(scope="module")
def svg(recording: Recording) -> str:
    return plot_svg(recording, fakes.analysis(), BIRD_DOG)


def texts(svg: str) -> list[str]:
    """The texts drawn: letters are outlines, each with its words in a comment."""
    return re.findall(r"<!-- (.*?) -->", svg)


def clean() -> Analysis:
    """The same session with nothing wrong and nothing hidden."""
    analysis = fakes.analysis()
    for repetition in analysis.repetitions:
        repetition.faults = []
    for cue in analysis.cues:
        cue.verdict, cue.repetitions = "ok", []
    analysis.cannot_judge = []
    return analysis


def test_it_is_sound_and_says_what_it_shows(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "plot-title plot-description"
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert title.text == "Bird dog: measured over time, monday.mp4"
    assert description is not None
    assert description.text == describe(fakes.analysis(), BIRD_DOG)


def test_the_words_for_listeners_tell_counts_faults_and_gaps() -> None:
    words = describe(fakes.analysis(), BIRD_DOG)
    assert words.startswith("4 repetitions: 2 left and 2 right. ")
    label = next(c.label for c in BIRD_DOG.cues if c.id == "BD5-high")
    assert f"{label}: repetitions 2 and 4, first at 0:08, 3.4 s in all." in words
    assert words.endswith("2.0 s could not be judged.")
    assert describe(clean(), BIRD_DOG) == "4 repetitions: 2 left and 2 right."


def test_repetitions_are_numbered_with_their_side(svg: str) -> None:
    assert [text for text in texts(svg) if re.fullmatch(r"\d [LR]", text)] == [
        "1 L", "2 R", "3 L", "4 R",
    ]  # fmt: skip


def test_faults_are_shaded_and_gaps_hatched(svg: str, recording: Recording) -> None:
    plain = recording
    faultless = Recording(
        plain.time_s, plain.measures, plain.values,
        {name: np.zeros_like(column) for name, column in plain.faults.items()},
        plain.stages, plain.reasons,
    )  # fmt: skip
    other = plot_svg(faultless, clean(), BIRD_DOG)
    assert svg.count(FAULT_FILL) > other.count(FAULT_FILL)
    assert other.count(FAULT_FILL) == 1  # in the key
    assert svg.count("url(#h") > other.count("url(#h")
    assert HATCH in svg


def test_nothing_is_fetched_from_elsewhere(svg: str) -> None:
    for attribute in re.findall(r'(?:href|src)="([^"]*)"', svg):
        assert attribute.startswith("#")
    assert "@import" not in svg
    assert "<script" not in svg


def test_the_same_session_gives_the_same_file(svg: str, recording: Recording) -> None:
    assert plot_svg(recording, fakes.analysis(), BIRD_DOG) == svg


def test_a_wicked_name_is_only_a_name(recording: Recording) -> None:
    analysis = fakes.analysis()
    analysis.video.path = '$<a>&"--x$.mp4'
    root = ElementTree.fromstring(plot_svg(recording, analysis, BIRD_DOG))
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text is not None
    assert title.text.endswith('$<a>&"--x$.mp4')


@pytest.mark.filterwarnings("error")
def test_letters_the_font_lacks_are_no_trouble(recording: Recording) -> None:
    analysis = fakes.analysis()
    analysis.video.path = "月曜日.mp4"
    assert "月曜日.mp4" in plot_svg(recording, analysis, BIRD_DOG)


def test_nothing_measured_is_an_empty_plot_and_no_error() -> None:
    analysis = clean()
    analysis.repetitions = []
    for updates in ([], [fakes.at(fakes.session()[-1], 0.0)]):
        ElementTree.fromstring(plot_svg(recorded(updates), analysis, BIRD_DOG))


def test_nobody_all_the_time_is_no_error() -> None:
    frames = [PoseFrame.empty(n / 10, 640, 360) for n in range(30)]
    updates = [
        Update(frame, "framing", "", 0, None, math.nan, 0.0, 0.0, (), None) for frame in frames
    ]
    ElementTree.fromstring(plot_svg(recorded(updates), clean(), BIRD_DOG))


def test_holds_are_drawn_too(recording: Recording) -> None:
    svg = plot_svg(recording, fakes.plank_analysis(), PLANK)
    assert "Plank" in texts(svg)
    ElementTree.fromstring(svg)


def test_a_hundred_repetitions_keep_every_fifth_number(recording: Recording) -> None:
    analysis = fakes.analysis()
    one = analysis.repetitions[0]
    analysis.repetitions = [
        one.model_copy(update={"number": n, "start_s": n * 0.2, "end_s": n * 0.2 + 0.1})
        for n in range(1, 101)
    ]
    numbers = [t for t in texts(plot_svg(recording, analysis, BIRD_DOG)) if t.endswith(" L")]
    assert numbers == [f"{n} L" for n in range(5, 101, 5)]


# --- what is drawn in which strip ----------------------------------------------------


def test_the_signal_is_drawn_for_each_side(recording: Recording) -> None:
    signal, _, _ = panels(recording, fakes.analysis(), BIRD_DOG)
    assert [side for side, _ in signal.lines] == ["left", "right"]
    measure = BIRD_DOG.signal.measure
    for side, values in signal.lines:
        assert values is recording.measures[f"{measure}_{side}"]
    assert [level for level, _ in signal.levels] == [BIRD_DOG.signal.lobes[0].beyond]


def test_faulty_cues_are_drawn_and_those_left_out_are_named(recording: Recording) -> None:
    _, strips, left_out = panels(recording, fakes.analysis(), BIRD_DOG)
    drawn = {cue.id for strip in strips for cue in strip.cues}
    assert {"BD5-high", "BD4-arch"} <= drawn
    assert len(strips) <= MOST_CUE_PANELS
    labels = {cue.label for cue in BIRD_DOG.cues if cue.id not in drawn}
    assert set(left_out) == labels


def test_cues_on_one_measure_share_a_strip(recording: Recording) -> None:
    _, strips, _ = panels(recording, fakes.analysis(), BIRD_DOG)
    shared = next(strip for strip in strips if any(c.id == "BD4-arch" for c in strip.cues))
    assert {c.id for c in shared.cues} == {"BD4-arch", "BD4-round"}


def test_a_measure_is_drawn_from_the_same_zero_as_what_was_judged() -> None:
    """The judged value is relative to the person's neutral; the measure is not."""
    updates = fakes.session()
    for update in updates:
        if "lumbar_bend_ratio" in update.measures:
            update.measures["lumbar_bend_ratio"] += 0.2
    _, strips, _ = panels(recorded(updates), fakes.analysis(), BIRD_DOG)
    strip = next(s for s in strips if any(c.id == "BD4-arch" for c in s.cues))
    (_, whole), (_, judged) = strip.lines
    both = np.isfinite(whole) & np.isfinite(judged)
    assert both.any()
    assert whole[both] == pytest.approx(judged[both], abs=1e-9)


def test_a_holds_own_cues_are_drawn_with_its_signal(recording: Recording) -> None:
    signal, strips, _ = panels(recording, fakes.plank_analysis(), PLANK)
    own = {c.id for c in PLANK.cues if c.measure == PLANK.signal.measure}
    assert own
    assert {c.id for c in signal.cues} == own
    assert not own & {c.id for strip in strips for c in strip.cues}
