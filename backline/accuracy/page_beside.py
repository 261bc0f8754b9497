"""The parts of the accuracy page that are measured beside the sweep: camera places,
recognising, and the error of each measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from backline.accuracy.measure_errors import MeasureError
from backline.accuracy.page_words import markdown_table, percent
from backline.accuracy.placement import PlaceScore
from backline.accuracy.recognition import RecognitionScore
from backline.accuracy.score import Share
from backline.accuracy.tables import number

PLACES = """\
## Where the camera may stand

The same two performances of every exercise, drawn and seen from other places: one clean and one
with a fault, each exercise's own place in the middle of its ranges, then one thing moved at a
time. Cues aren't judged further off than each exercise file says, so a turned camera costs
judgement, not mistakes."""

PLACES_EACH = (
    "By exercise: **counted right** / faults found of those judged / faults that weren't judged."
)

RECOGNITION = """\
## Told without being named

Clean drawn performances, watched by everything at once (`backline analyze` without
`--exercise`). Stages that start and count like the exercise itself can't be told from it by any
movement, and count as told right. Movements that are no exercise (a donkey kick, a child's pose, an
open book, an inchworm, kneeling up, picking something up, a glute bridge) are tried on the avatar's
true joints in the tests and give none."""

ERRORS = """\
## How far off each measure is

The pose model's value less the true joints', frame by frame, on every third drawn performance of
each exercise, faulty ones too, and on every one of its other stages for what only they measure.
*Bias* is the median; *spread* is half of what holds the middle 90 %. *Of a change* is the spread
of the change since the start position, which is what a cue against the person's own neutral
judges. Ratios are in lengths of the trunk. A limit inside the error would be a guess."""


def places_section(places: Mapping[str, Sequence[PlaceScore]]) -> str:
    """Camera places over all exercises, and by exercise; nothing when they weren't swept."""
    if not places:
        return ""
    labels = [one.place.label for one in next(iter(places.values()))]
    rows = []
    for number_, label in enumerate(labels):
        scores = [scores[number_] for scores in places.values()]
        rows.append(
            [
                label,
                percent(_sum(s.exact for s in scores), True),
                percent(_sum(s.found for s in scores), True),
                percent(_sum(s.unjudged for s in scores), True),
                percent(_sum(s.alarms for s in scores), True),
            ]
        )
    header = ["camera", "counted right", "faults found", "faults not judged", "alarms"]
    each = [
        [label, *(_place_cell(scores[i]) for scores in places.values())]
        for i, label in enumerate(labels)
    ]
    return "\n\n".join(
        [
            PLACES,
            markdown_table(header, rows),
            PLACES_EACH,
            markdown_table(["camera", *places], each),
        ]
    )


def _place_cell(score: PlaceScore) -> str:
    exact, found, unjudged = score.exact, score.found, score.unjudged
    told = f"{found.part}/{found.whole}" if found.whole else "–"
    return f"**{exact.part}/{exact.whole}** / {told} / {unjudged.part}"


def recognition_section(scores: Sequence[RecognitionScore]) -> str:
    """What clean work was recognised as; nothing when it wasn't tried."""
    if not scores:
        return ""
    rows = [
        [
            f"`{score.key}`",
            percent(score.told, True),
            percent(score.stage_told, True),
            ", ".join(f"`{key}` {count}" for key, count in score.taken_for) or "–",
        ]
        for score in scores
    ]
    header = ["done", "exercise told right", "its stage, too", "taken for"]
    return RECOGNITION + "\n\n" + markdown_table(header, rows)


def errors_section(errors: Mapping[str, Sequence[MeasureError]]) -> str:
    """Bias and spread of every measure, by exercise; nothing when they weren't compared."""
    if not errors:
        return ""
    rows = [
        [
            exercise_id,
            f"`{error.measure}`",
            {"deg": "°", "ratio": "ratio"}.get(error.unit, error.unit),
            f"{error.frames:,}",
            _signed(error.bias, error.unit),
            f"± {number(error.spread, error.unit)}",
            f"± {number(error.change_spread, error.unit)}",
        ]
        for exercise_id, found in errors.items()
        for error in found
    ]
    header = ["exercise", "measure", "unit", "frames", "bias", "spread", "of a change"]
    return ERRORS + "\n\n" + markdown_table(header, rows)


def _signed(value: float, unit: str) -> str:
    shown = number(value, unit)
    return shown if shown.startswith("-") else f"+{shown}"


def _sum(shares: Iterable[Share]) -> Share:
    every = list(shares)
    return Share(sum(s.part for s in every), sum(s.whole for s in every))
