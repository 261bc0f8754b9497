"""Writes docs/exercises: a page for each exercise, from its file: `python -m tools.exercise_pages`.

Each page is the handout, what is checked, prompted and taught with the guide's ids, and pictures
of right and wrong drawn by the avatar. Nothing on it is written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2

from backline.avatar.demo import demo_picture
from backline.guide.handout import dose_words, view_words
from backline.guide.load import load_exercises, load_general
from backline.guide.schema import Cue, Exercise, Kind
from backline.guide.words import in_a_row, limit_words

FOLDER = Path("docs/exercises")
PICTURE_PX = (480, 300)
JPEG_QUALITY = 82
KIND_WORDS: dict[Kind, str] = {
    "check": "checked",
    "prompt": "prompted",
    "teach": "taught",
    "rule": "a rule",
}


def page(exercise: Exercise) -> str:
    """The exercise's page as Markdown."""
    blocks = [
        f"# {exercise.name}",
        "*Made from the exercise's file by `make pages`. Don't edit it.*",
        f"![{exercise.name}, done right]({picture_name(exercise)})",
        exercise.summary,
        *_section("Why", _texts(exercise, f"{exercise.code}-why")),
        *_section("Safety first", _bullets(_safety(exercise))),
        *_section("Set-up and camera", _bullets(_set_up(exercise))),
        *_section("How to do it", [f"{n}. {step}" for n, step in enumerate(exercise.how, 1)]),
        *_section("How much", [f"**{dose_words(exercise.dose)}.** {exercise.dose.tempo}"]),
        *_section(
            "Said along the way", _bullets(f"“{p.say}” ({p.point})" for p in exercise.prompts)
        ),
        *_section("Easier and harder", _bullets(_stages(exercise))),
        "## What Backline watches",
        *(block for cue in exercise.cues for block in _cue(exercise, cue)),
        *_section("What it can't see", _bullets(_unseen(exercise))),
        "## Point by point",
        _points_table(exercise),
    ]
    return "\n\n".join(blocks) + "\n"


def index() -> str:
    """The list of all pages as Markdown."""
    rows = [
        f"| [{e.name}]({e.id}.md) | {e.summary} | {dose_words(e.dose)} |"
        for e in load_exercises().values()
    ]
    table = "\n".join(["| exercise | what it is | how much |", "| --- | --- | --- |", *rows])
    return f"# The exercises\n\n*Made by `make pages`. Don't edit it.*\n\n{table}\n"


def picture_name(exercise: Exercise, fault: str | None = None) -> str:
    """Where a picture lies, from the pages' folder."""
    return f"images/{fault or exercise.id}.jpg"


def write(folder: Path) -> None:
    """All pages and pictures."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(index(), encoding="utf-8")
    for exercise in load_exercises().values():
        (folder / f"{exercise.id}.md").write_text(page(exercise), encoding="utf-8")
        for fault in (None, *pictured(exercise)):
            rgb = demo_picture(exercise, fault=fault, size=PICTURE_PX)
            path = folder / picture_name(exercise, fault)
            quality = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
            cv2.imwrite(str(path), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), quality)


def pictured(exercise: Exercise) -> list[str]:
    """The faults that a still shows: all but those that are only a matter of tempo."""
    faults = exercise.demonstration.faults.items()
    return [name for name, fault in faults if fault.adds or fault.poses or fault.contacts]


def _section(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"## {heading}"
        yield "\n".join(lines)


def _bullets(items: Iterator[str]) -> list[str]:
    return [f"- {item}" for item in items]


def _texts(exercise: Exercise, *point_ids: str) -> list[str]:
    return [f"{exercise.points[p].text} ({p})" for p in point_ids if p in exercise.points]


def _safety(exercise: Exercise) -> Iterator[str]:
    for point_id, point in exercise.points.items():
        if point.kind == "rule":
            yield f"{point.text} ({point_id})"
    for point_id in ("G1", "G2", "G3"):
        yield f"{load_general()[point_id].text} ({point_id})"


def _set_up(exercise: Exercise) -> Iterator[str]:
    if exercise.equipment:
        yield f"You need: {in_a_row(exercise.equipment)}."
    yield exercise.view.text
    yield view_words(exercise.view)


def _stages(exercise: Exercise) -> Iterator[str]:
    for stage in exercise.stages:
        here = " (this page)" if stage.standard else ""
        ready = stage.needs.readiness
        first = f" First: {ready.text}" if ready else ""
        yield f"**{stage.name}**{here}. {stage.summary}{first}"


def _cue(exercise: Exercise, cue: Cue) -> Iterator[str]:
    against = ", compared with your start position" if cue.relative_to == "neutral" else ""
    yield f"### {cue.label} (`{cue.id}`)"
    fault = exercise.demonstration.faults.get(cue.id)
    if cue.id in pictured(exercise):
        yield f"![{cue.label}: not like this]({picture_name(exercise, cue.id)})"
    if fault:
        yield f"Not like this: {fault.text}"
    yield f"Backline says “{cue.say}” when {limit_words(cue)}{against}."
    yield f"*Where the limit comes from: {cue.source}.*"


def _unseen(exercise: Exercise) -> Iterator[str]:
    for point_id, text in exercise.not_judged.items():
        yield f"{text} ({point_id})"
    yield from exercise.cannot_see


def _points_table(exercise: Exercise) -> str:
    lines = ["| point | how | what |", "| --- | --- | --- |"]
    for point_id, point in exercise.points.items():
        kind = KIND_WORDS[point.kind]
        if point_id in exercise.not_judged:
            kind = "yours to look after"
        lines.append(f"| {point_id} | {kind} | {point.text} |")
    return "\n".join(lines)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
