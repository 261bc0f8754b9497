"""The accuracy page: figures to Markdown. Only this writes docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backline.accuracy import page_beside, page_real
from backline.accuracy.agreement import Agreement
from backline.accuracy.factors import LevelScore
from backline.accuracy.measure_errors import MeasureError
from backline.accuracy.page_words import (
    CLOSING,
    INTRODUCTION,
    MEANING,
    ONLY_AVATAR,
    markdown_table,
    percent,
)
from backline.accuracy.perform import FPS, OUTLINE_NOISE_SHARE, SIZE_PX
from backline.accuracy.placement import PlaceScore
from backline.accuracy.plank_rows import Confusion
from backline.accuracy.real_clips import ClipResult
from backline.accuracy.recognition import RecognitionScore
from backline.accuracy.scenarios import (
    AZIMUTH_SPREAD_DEG,
    DISTANCE_M,
    GRAIN,
    NOISE,
    TEMPO,
)
from backline.accuracy.score import CueScore, ExerciseScore, HoldScore, Share, Spread
from backline.accuracy.tables import number
from backline.avatar.body_model import PRESETS
from backline.avatar.clothes import LOOKS
from backline.guide.schema import Exercise


@dataclass(frozen=True, slots=True)
class Beside:
    """What is measured beside the sweep, through the pose model. places: scores from other camera
    places, by exercise. errors: of measures, by exercise. recognition: of exercises and stages."""

    places: Mapping[str, Sequence[PlaceScore]] = field(default_factory=dict)
    errors: Mapping[str, Sequence[MeasureError]] = field(default_factory=dict)
    recognition: Sequence[RecognitionScore] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the page says.

    written: the date. took_s: how long it took, less where frames were kept. strength: of
    the planted faults. drawn, joints: scores by exercise key, an exercise's other stages after
    it (drawn is empty when it was left out). levels: the drawn sweep (or, without one, the
    other) split by factor. clips: None when no clips were at hand. rows: the plank rows, if they
    were. agreement: if given.
    """

    written: str
    version: str
    machine: str
    took_s: float
    quick: bool
    joints: dict[str, ExerciseScore]
    drawn: dict[str, ExerciseScore]
    levels: tuple[LevelScore, ...]
    clips: tuple[ClipResult, ...] | None = None
    rows: Confusion | None = None
    agreement: Agreement | None = None
    beside: Beside = Beside()
    strength: float = 1.0


def render(figures: Figures) -> str:
    """The whole page as Markdown."""
    parts = [
        "# How right Backline is",
        _stamp(figures),
        INTRODUCTION,
        "## In short",
        _in_short(figures),
        "## What was swept",
        _swept(figures),
        MEANING,
        *(_exercise(figures, key) for key in figures.joints),
        "## Where it goes wrong",
        _levels(figures),
        page_beside.places_section(figures.beside.places),
        page_beside.recognition_section(figures.beside.recognition),
        page_beside.errors_section(figures.beside.errors),
        "## Real people",
        page_real.clips_section(figures.clips, _standard(figures)),
        page_real.rows_section(figures.rows),
        "## Against the official pose package",
        page_real.agreement_section(figures.agreement),
        "## Only tried on the avatar",
        ONLY_AVATAR,
        _only_avatar(figures),
        CLOSING,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _stamp(figures: Figures) -> str:
    kind = "A quick sweep: few performances, so wide uncertainty. " if figures.quick else ""
    return (
        f"*Written by `make accuracy` on {figures.written}, with Backline {figures.version}, on "
        f"{figures.machine}. {kind}Don't edit it: run the command again.*"
    )


def _standard(figures: Figures) -> list[str]:
    """The keys of the exercises themselves."""
    return [key for key, score in figures.joints.items() if score.exercise.is_standard]


def _main(figures: Figures, exercise_id: str) -> ExerciseScore:
    """The score that stands in the summary: through the camera where there is one."""
    return figures.drawn.get(exercise_id, figures.joints[exercise_id])


def _counted(score: ExerciseScore) -> tuple[str, str]:
    """What is counted, and the share of performances in which it was counted exactly."""
    if score.hold is None:
        return "repetitions", percent(score.exact)
    if score.hold.exact.whole:
        return "holds", percent(score.hold.exact)
    known = {v.id for v in score.exercise.variations}
    told = [share for name, share in score.variations.items() if name in known]
    return ("repetitions in the hold", percent(told[0])) if told else ("the time alone", "–")


def _in_short(figures: Figures) -> str:
    rows = []
    for exercise_id in figures.joints:
        score = _main(figures, exercise_id)
        cues = [cue for cue in score.cues if cue.found.whole and cue.judged.part]
        found = Share(sum(c.found.part for c in cues), sum(c.found.whole for c in cues))
        rows.append(
            [
                _name(score.exercise),
                *_counted(score),
                percent(score.exact_clean) if score.hold is None else "",
                "" if score.hold is None else _within(score.hold),
                percent(found),
                percent(score.alarms),
            ]
        )
    how = "drawn, through the pose model" if figures.drawn else "true joints with noise only"
    header = [
        "exercise", "counted", "exactly right", "… on clean work", "95 % of hold times within",
        "planted faults found", "clean work with any alarm",
    ]  # fmt: skip
    note = (
        "“Found” is of the faults that could be judged; how many couldn't stands with each "
        "cue, and cues that the view never shows are named at the end."
    )
    return f"Performances {how}. {note}\n\n" + markdown_table(header, rows)


def _name(exercise: Exercise) -> str:
    """The exercise's name, or its stage's below it."""
    stage = next((s.name for s in exercise.stages if s.id == exercise.stage), "")
    return exercise.name if exercise.is_standard else f"– {stage[0].lower()}{stage[1:]}"


def _within(hold: HoldScore) -> str:
    if not hold.error_s:
        return "–"
    return f"{np.percentile(np.abs(hold.error_s), 95):.1f} s"


def _swept(figures: Figures) -> str:
    low, high = NOISE
    lines = [
        f"- **Bodies**: {len(PRESETS)} ({', '.join(PRESETS)}), in {len(LOOKS)} sets of clothes "
        "and rooms, facing left and right, starting on either side.",
        f"- **Tempo**: durations × {TEMPO[0]:g} to {TEMPO[1]:g}, with a person's own unevenness, "
        "sway and breath.",
        f"- **Camera**: as high as each exercise asks, {DISTANCE_M[0]:g} to "
        f"{DISTANCE_M[1]:g} m away (further for tall and standing bodies), up to "
        f"{AZIMUTH_SPREAD_DEG:g}° off the place it asks for (the exact side; for the pull across "
        "the front).",
        f"- **True joints**: {FPS['joints']:g} frames a second; every landmark shaken in every "
        f"frame by {100 * low:g} to {100 * high:g} % of body height (standard deviation), the "
        f"back line by {100 * OUTLINE_NOISE_SHARE:.0f} % of that, which makes its bow tremble as "
        "it does on clips of people.",
        f"- **Drawn**: {SIZE_PX[0]} × {SIZE_PX[1]} at {FPS['drawn']:g} frames a second, with "
        f"camera noise of {GRAIN[0]:g} to {GRAIN[1]:g} grey levels, through the real pose model.",
        f"- **Faults**: one at a time, at {figures.strength:g} times the strength the exercise "
        "file calls clear.",
    ]
    rows = []
    for exercise_id, joints in figures.joints.items():
        drawn = figures.drawn.get(exercise_id)
        rows.append(
            [
                _name(joints.exercise),
                f"{joints.performances:,}",
                f"{joints.frames:,}",
                f"{drawn.performances:,}" if drawn else "–",
                f"{drawn.frames:,}" if drawn else "–",
            ]
        )
    header = ["exercise", "true joints: performances", "frames", "drawn: performances", "frames"]
    return "\n".join(lines) + "\n\n" + markdown_table(header, rows)


def _exercise(figures: Figures, exercise_id: str) -> str:
    joints, drawn = figures.joints[exercise_id], figures.drawn.get(exercise_id)
    standard = joints.exercise.is_standard
    parts = [f"{'##' if standard else '###'} {joints.exercise.name}", _counting(joints, drawn)]
    parts.append(_cue_table(joints, drawn))
    if standard:
        parts.append(_value_table(joints, drawn))
    return "\n\n".join(parts)


def _counting(joints: ExerciseScore, drawn: ExerciseScore | None) -> str:
    rows: list[list[str]] = []

    def add(name: str, *told: str) -> None:
        rows.append([name, *told])

    both = [joints, drawn] if drawn is not None else [joints]
    if joints.hold is None:
        add("repetitions exactly right, all work", *(percent(s.exact, True) for s in both))
        add("… clean work", *(percent(s.exact_clean, True) for s in both))
    else:
        holds = [s.hold for s in both if s.hold is not None]
        add("exactly one hold found", *(percent(h.exact, True) for h in holds))
        add("hold time, found minus done", *(_seconds(h.error_s) for h in holds))
        add("time in good form, found minus done", *(_seconds(h.good_error_s) for h in holds))
        add("how it ended, told right", *(percent(h.ended, True) for h in holds))
    for name in joints.variations:
        label = next((v.label for v in joints.exercise.variations if v.id == name), None)
        told = [percent(s.variations.get(name, Share(0, 0)), True) for s in both]
        if label is None:  # it is performed, and the exercise file says that nobody counts it
            add(f"variation `{name}`", *("not counted: this view doesn't show it" for _ in both))
        else:
            add(f"variation “{label}”, exactly right", *told)
    add("counted beside the true ones", *(str(s.extra) for s in both))
    add("clean work with any alarm", *(percent(s.alarms, True) for s in both))
    add("back line judged, share of frames", *(_back(s.back_seen) for s in both))
    return markdown_table(["", "true joints", *(["drawn"] if drawn else [])], rows)


def _seconds(errors: Sequence[float]) -> str:
    if not errors:
        return "–"
    off = np.abs(errors)
    return (
        f"median {np.median(errors):+.1f} s, 95 % within {np.percentile(off, 95):.1f} s, "
        f"worst {off.max():.1f} s"
    )


def _back(spread: Spread) -> str:
    if not spread.count:
        return "–"
    return f"median {100 * spread.middle:.0f} %, worst twentieth below {100 * spread.low:.0f} %"


def _cue_table(joints: ExerciseScore, drawn: ExerciseScore | None) -> str:
    header = ["cue", "limit", "found", "alarms"]
    if drawn is not None:
        header = ["cue", "limit", "true joints: found", "alarms", "drawn: found", "alarms"]
    rows = []
    for i, row in enumerate(joints.cues):
        cells = [f"{row.cue.label} (`{row.cue.id}`)", _limit(row)]
        for score in (joints, drawn):
            if score is not None:
                cells += [_found(score.cues[i]), percent(score.cues[i].alarms)]
        rows.append(cells)
    return markdown_table(header, rows)


def _limit(row: CueScore) -> str:
    sign = "above" if row.cue.above is not None else "below"
    unit = {"deg": "°", "s": " s", "ratio": ""}.get(row.cue.unit, f" {row.cue.unit}")
    against = " from neutral" if row.cue.relative_to == "neutral" else ""
    return f"{sign} {row.cue.limit:g}{unit}{against}"


def _found(row: CueScore) -> str:
    if not row.found.whole:
        return "no fault to plant"
    if not row.judged.part:
        return "not judged"
    if not row.unjudged.part:
        return percent(row.found, True)
    return f"{percent(row.found, True)}; {row.unjudged.part} more not judged"


def _value_table(joints: ExerciseScore, drawn: ExerciseScore | None) -> str:
    header = ["cue", "limit", "measured on clean work", "with the fault"]
    if drawn is not None:
        header = ["cue", "limit", "true joints: clean", "faulty", "drawn: clean", "faulty"]
    rows = []
    for i, row in enumerate(joints.cues):
        cells = [f"`{row.cue.id}`", number(row.cue.limit, row.cue.unit)]
        for score in (joints, drawn):
            if score is not None:
                cells.append(_spread(score.cues[i].clean, row.cue.unit))
                cells.append(_spread(score.cues[i].faulty, row.cue.unit))
        rows.append(cells)
    return (
        "The values that decided (5th percentile, median, 95th percentile), beside the limit:\n\n"
        + markdown_table(header, rows)
    )


def _spread(spread: Spread, unit: str) -> str:
    if not spread.count:
        return "–"
    return " / ".join(number(v, unit) for v in (spread.low, spread.middle, spread.high))


def _levels(figures: Figures) -> str:
    rows = [
        [
            level.factor, level.level, percent(level.exact), percent(level.found),
            percent(level.alarms),
        ]
        for level in figures.levels
    ]  # fmt: skip
    source = "drawn" if figures.drawn else "true-joint"
    return (
        f"All exercises' {source} performances seen from the side, split by one thing at a "
        "time. Here a fault counts as found when its cue spoke anywhere in the performance, and "
        "an alarm is a clean performance with any cue.\n\n"
    ) + markdown_table(["", "", "counted exactly", "faults found", "alarms"], rows)


def _only_avatar(figures: Figures) -> str:
    silent = [
        f"`{row.cue.id}`"
        for score in (figures.joints[key] for key in _standard(figures))
        for row in score.cues
        if row.found.whole and not row.judged.part
    ]
    untried = [
        f"`{row.cue.id}`"
        for score in (figures.joints[key] for key in _standard(figures))
        for row in score.cues
        if not row.found.whole
    ]
    lines = []
    if silent:
        lines.append(
            f"- Never judged in any performance, so never said: {', '.join(silent)}. The view "
            "these exercises are watched from doesn't show it."
        )
    if untried:
        lines.append(f"- No fault to plant, so only tried on clean work: {', '.join(untried)}.")
    return "\n".join(lines)
