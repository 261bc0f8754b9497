"""The terminal's tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from rich.table import Table

from backline.accuracy.outcome import Outcome
from backline.accuracy.plank_rows import LABELS, UNJUDGED, Confusion
from backline.accuracy.score import CueScore, ExerciseScore, Share, Spread

LABEL_WORDS = {"C": "C correct", "H": "H hips high", "L": "L hips low", UNJUDGED: "can't judge"}


def confusion_table(confusion: Confusion) -> Table:
    """Rows: how they are labelled. Columns: what the cues say."""
    limits = ", ".join(f"{cue} {limit:g}" for cue, limit in confusion.limits.items())
    table = Table(title=f"Plank rows (limits: {limits})", title_justify="left")
    table.add_column("labelled")
    told = (*LABELS, UNJUDGED)
    for name in told:
        table.add_column(LABEL_WORDS[name], justify="right")
    table.add_column("right", justify="right")
    for label in LABELS:
        row = confusion.counts[label]
        total = sum(row.values())
        share = f"{100 * row[label] / total:.1f} %" if total else "-"
        table.add_row(LABEL_WORDS[label], *(str(row[name]) for name in told), share)
    return table


def number(value: float, unit: str) -> str:
    """A measured value, as exact as its unit deserves; a dash for NaN."""
    if math.isnan(value):
        return "-"
    return f"{value:.3f}" if unit == "ratio" else f"{value:.1f}"


def share(share: Share) -> str:
    """ "46/48 96 %"; a dash of nothing."""
    return f"{share.part}/{share.whole} {100 * share.ratio:.0f} %" if share.whole else "-"


def spread(spread: Spread, unit: str) -> str:
    """Three percentiles."""
    if not spread.count:
        return "-"
    return "  ".join(number(v, unit) for v in (spread.low, spread.middle, spread.high))


def between(cue: CueScore) -> str:
    """Where a limit would part clean from faulty: the middle of the gap between the clean
    values' tail and the faulty ones' (5th and 95th percentiles), and its width as a share of
    what lies between the two middles; "overlap" when there is no gap."""
    if not cue.clean.count or not cue.faulty.count:
        return "-"
    above = cue.cue.above is not None
    clean_end = cue.clean.high if above else cue.clean.low
    faulty_end = cue.faulty.low if above else cue.faulty.high
    gap = (faulty_end - clean_end) if above else (clean_end - faulty_end)
    if gap <= 0:
        return f"overlap {number(-gap, cue.cue.unit)}"
    return f"{number((clean_end + faulty_end) / 2, cue.cue.unit)} ±{number(gap / 2, cue.cue.unit)}"


def tune_table(score: ExerciseScore, source: str) -> Table:
    """All cues of an exercise: what was measured on clean and faulty work, and the limit."""
    table = Table(title=f"{score.exercise.key}, {source}", title_justify="left")
    for name in ("cue", "limit", "unit"):
        table.add_column(name)
    for name in ("found", "spill", "alarms", "judged", "clean 5/50/95", "faulty 5/50/95"):
        table.add_column(name, justify="right")
    table.add_column("between")
    table.add_column("other cues on this fault")
    for row in score.cues:
        cue = row.cue
        sign = ">" if cue.above is not None else "<"
        also = ", ".join(f"{n} {100 * s.ratio:.0f}%" for n, s in row.also if s.ratio >= 0.1)
        table.add_row(
            cue.id, f"{sign} {cue.limit:g}", cue.unit, share(row.found), share(row.spill),
            share(row.alarms), share(row.judged), spread(row.clean, cue.unit),
            spread(row.faulty, cue.unit), between(row), also,
        )  # fmt: skip
    return table


def summary_lines(score: ExerciseScore) -> list[str]:
    """The figures that aren't a cue's."""
    lines = [
        f"{score.performances} performances, {score.frames} frames",
        f"clean cases with any cue: {share(score.alarms)}",
        f"back line judged in the posture, 5/50/95 %: {spread(score.back_seen, 'ratio')}",
    ]
    if score.exact.whole:
        lines.append(
            f"repetitions exact: {share(score.exact)}; on clean work {share(score.exact_clean)}"
        )
    if score.extra:
        lines.append(f"counted beside the true ones: {score.extra}")
    lines += [f"{name} counted exactly: {share(s)}" for name, s in score.variations.items()]
    if score.hold is not None:
        lines.append(f"hold time: {seconds(score.hold.error_s)}")
        lines.append(f"good-form time: {seconds(score.hold.good_error_s)}")
        lines.append(f"ending told right: {share(score.hold.ended)}")
    return lines


def seconds(errors: Sequence[float]) -> str:
    """Signed errors in words."""
    if not errors:
        return "-"
    off = np.abs(errors)
    return (
        f"median error {np.median(errors):+.2f} s, 95 % within {np.percentile(off, 95):.2f} s, "
        f"largest {off.max():.2f} s"
    )


def misses(outcomes: Sequence[Outcome], most: int = 40) -> list[str]:
    """One line for each performance that went wrong, and how: miscounted, fault not found, or
    an alarm on clean work."""
    lines = [line for line in map(_miss, outcomes) if line]
    if len(lines) > most:
        lines = [*lines[:most], f"... and {len(lines) - most} more"]
    return lines


def _miss(outcome: Outcome) -> str:
    wrong = []
    done, found = outcome.true_count, outcome.found_count
    if outcome.hold is not None and outcome.scenario.variation is None:
        done, found = outcome.hold.true_count, outcome.hold.found_count
    if done != found and outcome.scenario.view == "side":
        wrong.append(f"counted {found} of {done}")
    scenario = outcome.scenario
    cases = [r for r in outcome.repetitions if r.faulty and outcome.hold is None]
    if cases:
        missed = sum(scenario.fault not in r.faults for r in cases)
        if missed:
            wrong.append(f"not found in {missed} of {len(cases)}")
    elif scenario.fault is not None and scenario.fault not in outcome.faults:
        wrong.append("not found")
    if scenario.clean and outcome.faults:
        wrong.append("alarms " + ", ".join(sorted(outcome.faults)))
    if not wrong:
        return ""
    what = scenario.fault or scenario.variation or "clean"
    return (
        f"{what}: {'; '.join(wrong)}. {scenario.shape}, tempo {scenario.tempo:g}, azimuth "
        f"{scenario.azimuth_deg:.0f}, camera {scenario.height_m:.2f} m high, "
        f"{scenario.distance_m:.1f} m away, {scenario.look}, seed {scenario.seed}"
    )
