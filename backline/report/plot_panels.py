"""What a plot of an exercise shows: which measures, in which strips, with which limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backline.body import FloatArray
from backline.form.result import Analysis
from backline.guide.schema import Cue, Exercise
from backline.report.recorder import Recording

MOST_CUE_PANELS = 6


@dataclass(frozen=True)
class Panel:
    """One strip of the plot: what is drawn in it."""

    title: str
    unit: str
    lines: tuple[tuple[str, FloatArray], ...]
    cues: tuple[Cue, ...] = ()
    levels: tuple[tuple[float, str], ...] = ()


def panels(
    recording: Recording, analysis: Analysis, exercise: Exercise
) -> tuple[Panel, list[Panel], list[str]]:
    """The signal's panel, those of the cues, and the labels of cues that found no room. Cues on
    the same measure share a panel, those on a hold's own measure the signal's; those with
    faults come first to be shown."""
    groups: dict[tuple[str, str], list[Cue]] = {}
    for cue in exercise.cues:
        groups.setdefault((cue.measure, cue.relative_to), []).append(cue)
    signal = _signal_panel(recording, exercise)
    own = (exercise.signal.measure, exercise.signal.relative_to)
    if exercise.signal.kind == "hold" and own in groups:
        signal = _cue_panel(recording, groups.pop(own))
    faulty = {c.id for c in analysis.cues if c.verdict == "fault"}

    def rank(group: list[Cue]) -> tuple[bool, bool]:
        seen = any(np.isfinite(recording.values.get(c.id, np.empty(0))).any() for c in group)
        return (not any(c.id in faulty for c in group), not seen)

    ranked = sorted(groups.values(), key=rank)
    shown = [group for group in ranked[:MOST_CUE_PANELS] if rank(group) != (True, True)]
    left_out = [cue.label for group in groups.values() if group not in shown for cue in group]
    ordered = [_cue_panel(recording, group) for group in groups.values() if group in shown]
    return signal, ordered, left_out


def _signal_panel(recording: Recording, exercise: Exercise) -> Panel:
    signal = exercise.signal
    empty = np.full(recording.time_s.size, np.nan)
    sides = ("left", "right") if signal.each_side else ("",)
    lines = tuple(
        (side, recording.measures.get("_".join(filter(None, (signal.measure, side))), empty))
        for side in sides
    )
    levels = tuple((lobe.beyond, lobe.label) for lobe in signal.lobes)
    return Panel(_measure_name(signal.measure), signal.unit, lines, (), levels)


def _cue_panel(recording: Recording, cues: list[Cue]) -> Panel:
    """The cues' shared value where they were looked at, over the whole measure, shifted to the
    same zero where the value is relative to the person's neutral."""
    empty = np.full(recording.time_s.size, np.nan)
    value = empty
    for cue in cues:
        mine = recording.values.get(cue.id, empty)
        value = np.where(np.isnan(value), mine, value)
    whole = recording.measures.get(cues[0].measure, empty)
    both = np.isfinite(whole) & np.isfinite(value)
    whole = whole - np.median(whole[both] - value[both]) if both.any() else empty
    return Panel(
        _measure_name(cues[0].measure),
        cues[0].unit,
        (("all", whole), ("judged", value)),
        tuple(cues),
    )


def _measure_name(measure: str) -> str:
    """ "lumbar_bend_ratio" as "Lumbar bend"; the unit is shown apart."""
    stem = measure
    for ending in ("_ratio", "_deg", "_s", "_m"):
        stem = stem.removesuffix(ending)
    return stem.replace("_", " ").capitalize()
