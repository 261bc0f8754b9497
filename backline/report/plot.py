"""The measured signals over time, as an SVG to read, zoom and print.

Repetitions are bands with their number and side, faults are shaded, what couldn't be judged
is hatched. Colours are told apart by hatching, dashes and words too, so none is needed alone.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from backline.body import FloatArray
from backline.form.result import Analysis, Repetition
from backline.guide.schema import Exercise
from backline.report.phrases import (
    clock_words,
    cue_label,
    headline,
    seconds_words,
    unseen_seconds,
    value_words,
    when_words,
)
from backline.report.plot_panels import Panel, panels
from backline.report.recorder import Recording

TEAL, BLUE, ORANGE, INK, GREY = "#0f766e", "#3457a6", "#d9660a", "#17242b", "#6b7a82"
BAND, FAULT_FILL, HATCH = "#dcefec", "#fbd3ae", "#b9c3c8"
WIDTH_IN = 11.0
HEAD_IN, FOOT_IN = 0.95, 0.85
SIGNAL_IN, CUE_IN, GAP_IN = 1.9, 0.95, 0.34
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.edgecolor": "#c8d1d5",
    "axes.linewidth": 0.8,
    "axes.labelcolor": INK,
    "text.color": INK,
    "text.parse_math": False,  # a $ in a file's name is a $
    "xtick.color": GREY,
    "ytick.color": GREY,
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "backline",
    "svg.fonttype": "path",
    "path.simplify": True,
    "path.simplify_threshold": 0.3,
}
LABEL_RATIO = 0.30
"""Height of a limit's label over that of its strip."""
UNITS = {"deg": "degrees", "s": "seconds", "m": "metres", "ratio": "%"}


def plot_svg(recording: Recording, analysis: Analysis, exercise: Exercise) -> str:
    """The whole plot as the text of an SVG file, with a title and a description for readers
    that can't see it. Never fails for want of data: what wasn't measured stays empty."""
    signal, cues, left_out = panels(recording, analysis, exercise)
    height_in = HEAD_IN + SIGNAL_IN + len(cues) * (CUE_IN + GAP_IN) + FOOT_IN
    with rc_context(STYLE), warnings.catch_warnings():
        # Letters that the font lacks, in a file's name, come out as boxes.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = Figure(figsize=(WIDTH_IN, height_in))
        axes = _strips(figure, height_in, len(cues))
        (_draw_cues if signal.cues else _draw_signal)(axes[0], signal, recording)
        for ax, panel in zip(axes[1:], cues, strict=True):
            _draw_cues(ax, panel, recording)
        for ax in axes:
            _mark_spans(ax, analysis)
        _number_repetitions(axes[0], analysis.repetitions)
        _finish_axes(axes, recording, analysis)
        _head_and_foot(figure, height_in, analysis, exercise, left_out)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _accessible(out.getvalue().decode("utf-8"), analysis, exercise)


def _strips(figure: Figure, height_in: float, cue_panels: int) -> list[Axes]:
    """Panels from top to bottom, placed by inches so that every strip has its own height."""
    left, right = 1.75 / WIDTH_IN, 1.0 - 1.35 / WIDTH_IN
    top_in = height_in - HEAD_IN
    axes: list[Axes] = []
    for n in range(1 + cue_panels):
        tall_in = CUE_IN if n else SIGNAL_IN
        box = (left, (top_in - tall_in) / height_in, right - left, tall_in / height_in)
        axes.append(figure.add_axes(box, sharex=axes[0] if axes else None))
        top_in -= tall_in + GAP_IN
    return axes


def _scaled(values: FloatArray, unit: str) -> FloatArray:
    return 100.0 * values if unit == "ratio" else values


def _title(ax: Axes, panel: Panel) -> None:
    unit = UNITS.get(panel.unit, panel.unit)
    if any(cue.relative_to == "neutral" for cue in panel.cues):
        unit += " from neutral"
    words = panel.title.split()
    half = (len(words) + 1) // 2
    lines = [" ".join(words[:half]), " ".join(words[half:])]
    text = "\n".join(lines) if len(panel.title) > 14 and len(words) > 1 else panel.title
    box: Any = {"transform": ax.transAxes, "ha": "right", "clip_on": False}
    ax.text(-0.065, 0.5, text, va="center", weight="bold", linespacing=1.25, **box)
    ax.annotate(unit, (-0.012, 1.0), (0, 7), "axes fraction", "offset points", ha="right",
                color=GREY, size=7.5, annotation_clip=False)  # fmt: skip


def _draw_signal(ax: Axes, panel: Panel, recording: Recording) -> None:
    _title(ax, panel)
    looks = {"": (TEAL, "-"), "left": (TEAL, "-"), "right": (BLUE, (0, (5, 1.5)))}
    for side, values in panel.lines:
        colour, dashes = looks[side]
        ax.plot(
            recording.time_s,
            _scaled(values, panel.unit),
            color=colour,
            ls=dashes,
            lw=1.5,
            label=side,
            zorder=3,
        )
    for level, label in panel.levels:
        height = 100.0 * level if panel.unit == "ratio" else level
        ax.axhline(height, color=GREY, lw=0.8, ls=(0, (1, 2)), zorder=2)
        ax.text(
            1.01,
            height,
            f"{label} from here",
            transform=ax.get_yaxis_transform(),
            va="center",
            size=7.5,
            color=GREY,
            clip_on=False,
        )
    if len(panel.lines) > 1:
        ax.legend(
            loc="lower right",
            bbox_to_anchor=(1.0, 1.10),
            ncols=2,
            frameon=False,
            handlelength=2.4,
            borderaxespad=0.0,
            columnspacing=1.4,
        )


def _draw_cues(ax: Axes, panel: Panel, recording: Recording) -> None:
    _title(ax, panel)
    (_, whole), (_, judged) = panel.lines
    time_s = recording.time_s
    ax.plot(time_s, _scaled(whole, panel.unit), color=GREY, lw=0.9, alpha=0.7, zorder=2)
    ax.plot(time_s, _scaled(judged, panel.unit), color=TEAL, lw=1.6, zorder=3)
    alone = _alone(judged)
    ax.plot(time_s[alone], _scaled(judged[alone], panel.unit), "o", color=TEAL, ms=4, zorder=3)
    for cue in panel.cues:
        limit = 100.0 * cue.limit if panel.unit == "ratio" else cue.limit
        ax.axhline(limit, color=ORANGE, lw=0.9, ls=(0, (4, 2)), zorder=2)
        flags = recording.faults.get(cue.id)
        for start_s, end_s in _runs(time_s, flags) if flags is not None else ():
            ax.axvspan(start_s, end_s, color=FAULT_FILL, lw=0, zorder=1)
    _room_for(ax, panel, judged)
    _name_limits(ax, panel)


def _name_limits(ax: Axes, panel: Panel) -> None:
    """Each limit's cue at the right of its line, moved apart where two would overlap."""
    low, high = ax.get_ylim()
    cues = sorted(panel.cues, key=lambda cue: cue.limit)
    limits = _scaled(np.array([cue.limit for cue in cues]), panel.unit)
    for cue, height in zip(cues, _apart((limits - low) / (high - low)), strict=True):
        way = "above" if cue.above is not None else "below"
        amount = value_words(cue.limit, cue.unit).replace("-", "−")
        ax.text(1.01, height, f"{cue.label}\n{way} {amount}", transform=ax.transAxes, va="center",
                size=7.5, color=ORANGE, clip_on=False, linespacing=1.2)  # fmt: skip


def _apart(heights: FloatArray) -> FloatArray:
    """Increasing heights (0 to 1 of a strip), each at least a label above the one before,
    moved as little as that needs on the whole."""
    spread = heights.copy()
    for n in range(1, spread.size):
        spread[n] = max(spread[n], spread[n - 1] + LABEL_RATIO)
    return spread - np.mean(spread - heights) if spread.size else spread


def _room_for(ax: Axes, panel: Panel, judged: FloatArray) -> None:
    """A height that shows the judged values and the limits; what was not judged may leave it."""
    limits = _scaled(np.array([cue.limit for cue in panel.cues]), panel.unit)
    known = _scaled(judged[np.isfinite(judged)], panel.unit)
    low, high = np.percentile(known, (1, 99)) if known.size else (limits.min(), limits.max())
    clear = _scaled(np.array([cue.clear for cue in panel.cues]), panel.unit).max()
    low, high = min(low, limits.min() - clear), max(high, limits.max() + clear)
    ax.set_ylim(low - 0.12 * (high - low), high + 0.12 * (high - low))


def _alone(values: FloatArray) -> NDArray[np.bool_]:
    """Values whose neighbours are unknown: they'd be invisible as a line."""
    known = np.pad(np.isfinite(values), 1)
    alone: NDArray[np.bool_] = known[1:-1] & ~known[:-2] & ~known[2:]
    return alone


def _runs(time_s: FloatArray, flags: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Start and end of each stretch in which the flags are set; at least a hair wide."""
    edges = np.flatnonzero(np.diff(np.pad(flags.astype(np.int8), 1)))
    step_s = float(np.median(np.diff(time_s))) if time_s.size > 1 else 0.0
    return [
        (float(time_s[start]), float(time_s[end - 1]) + step_s)
        for start, end in edges.reshape(-1, 2)
    ]


def _mark_spans(ax: Axes, analysis: Analysis) -> None:
    for repetition in analysis.repetitions:
        ax.axvspan(repetition.start_s, repetition.end_s, color=BAND, lw=0, zorder=0)
    for hold in analysis.holds:
        ax.axvspan(hold.start_s, hold.end_s, color=BAND, lw=0, zorder=0)
    for gap in analysis.cannot_judge:
        ax.axvspan(
            gap.start_s,
            gap.end_s,
            facecolor="white",
            edgecolor=HATCH,
            hatch="////",
            lw=0,
            zorder=1.5,
        )


def _number_repetitions(ax: Axes, repetitions: Sequence[Repetition]) -> None:
    many = len(repetitions) > 40
    for repetition in repetitions:
        if many and repetition.number % 5:
            continue
        side = {"left": " L", "right": " R", None: ""}[repetition.side]
        ax.text(
            (repetition.start_s + repetition.end_s) / 2, 1.025, f"{repetition.number}{side}",
            transform=ax.get_xaxis_transform(), ha="center", va="bottom", weight="bold",
            size=9 if len(repetitions) <= 16 else 7,
            color=ORANGE if repetition.faults else TEAL, clip_on=False,
        )  # fmt: skip


def _finish_axes(axes: list[Axes], recording: Recording, analysis: Analysis) -> None:
    end_s = max(recording.end_s, analysis.video.duration_s, 0.1)
    axes[0].set_xlim(recording.start_s, end_s)
    for ax in axes:
        ax.spines[["top", "right"]].set_visible(False)
        ax.tick_params(length=0, labelbottom=ax is axes[-1], pad=4)
        ax.yaxis.set_major_locator(MaxNLocator(4 if ax is axes[0] else 3))
        ax.grid(axis="y", color="#e4eaec", lw=0.7)
        ax.set_axisbelow(True)
    axes[-1].xaxis.set_major_locator(MaxNLocator(12, steps=[1, 2, 3, 6, 10], integer=True))
    axes[-1].xaxis.set_major_formatter(FuncFormatter(lambda time_s, _: clock_words(time_s)))


def _head_and_foot(
    figure: Figure, height_in: float, analysis: Analysis, exercise: Exercise, left_out: list[str]
) -> None:
    def from_top(inches: float) -> float:
        return 1.0 - inches / height_in

    left = 0.3 / WIDTH_IN
    name = PurePath(analysis.video.path).name
    figure.text(left, from_top(0.36), exercise.name, size=15, weight="bold", va="baseline")
    figure.text(
        left,
        from_top(0.60),
        f"{name} · {headline(analysis, exercise)}",
        color=GREY,
        size=9.5,
        va="baseline",
    )
    handles = [
        Patch(facecolor=BAND, label="hold" if analysis.holds else "repetition"),
        Patch(facecolor=FAULT_FILL, label="fault"),
        Patch(facecolor="white", edgecolor=HATCH, hatch="////", label="can't be judged"),
        Line2D([], [], color=TEAL, lw=1.6, label="judged"),
        Line2D([], [], color=GREY, lw=0.9, alpha=0.7, label="measured"),
        Line2D([], [], color=ORANGE, lw=0.9, ls=(0, (4, 2)), label="limit"),
    ]
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(left, 0.22 / height_in),
        ncols=6,
        frameon=False,
        borderaxespad=0.0,
        handlelength=1.8,
        columnspacing=1.8,
    )
    if left_out:
        figure.text(
            left,
            0.12 / height_in,
            f"Not drawn: {', '.join(left_out)}",
            size=7,
            color=GREY,
            va="baseline",
        )


def describe(analysis: Analysis, exercise: Exercise) -> str:
    """The plot in words, for those who listen to it."""
    sentences = [f"{headline(analysis, exercise)}."]
    for cue in analysis.cues:
        if cue.verdict == "fault":
            sentences.append(f"{cue_label(exercise, cue.id)}: {when_words(cue)}.")
    if unseen_s := unseen_seconds(analysis):
        sentences.append(f"{seconds_words(unseen_s)} could not be judged.")
    return " ".join(sentences)


def _accessible(svg: str, analysis: Analysis, exercise: Exercise) -> str:
    """Give the SVG a role, a title and a description, as WAI-ARIA asks of pictures."""
    title = escape(f"{exercise.name}: measured over time, {PurePath(analysis.video.path).name}")
    start = svg.index("<svg ")
    inside = svg.index(">", start) + 1
    opening = svg[start:inside].replace(
        "<svg ", '<svg role="img" aria-labelledby="plot-title plot-description" ', 1
    )
    words = (
        f'\n <title id="plot-title">{title}</title>'
        f'\n <desc id="plot-description">{escape(describe(analysis, exercise))}</desc>'
    )
    return svg[:start] + opening + words + svg[inside:]
