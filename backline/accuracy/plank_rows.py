"""Judging labelled landmark rows of planks by the plank's own cues.

The rows are those of a public data set (see docs/accuracy.md): seventeen or fewer of the
33 landmarks, normalised by the picture's width and height, each row labelled correct, hips
high or hips low by a person. There is no picture and so no back line.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from backline.body import LANDMARK_COUNT, Landmark, PoseFrame
from backline.form.cues import passed, value_of
from backline.guide.load import load_exercise
from backline.guide.schema import Cue, Exercise
from backline.motion import measures_support  # noqa: F401  (registers its measures)
from backline.motion.context import Context
from backline.motion.geometry import Geometry

EXERCISE = "plank"
CUE_OF_LABEL = {"L": "PL5-sag", "H": "PL6-hips-high"}
"""Which cue stands for which label; a row that neither cue finds fault with is correct."""
CORRECT = "C"
LABELS = (CORRECT, "H", "L")
UNJUDGED = "?"
DEFAULT_ASPECT = 16 / 9
"""The data set doesn't record its pictures' shape; 16:9 fits its bodies' proportions."""
HEIGHT_PX = 720


class RowsError(ValueError):
    """A file that can't be used. The message is one plain line."""


@dataclass(frozen=True, slots=True)
class Rows:
    """labels: N of `LABELS`. frames: N, one PoseFrame a row, all at time 0."""

    labels: tuple[str, ...]
    frames: tuple[PoseFrame, ...]


@dataclass(frozen=True, slots=True)
class Confusion:
    """counts[label][told] is the number of rows; `told` is a label or `UNJUDGED`.

    limits: cue id to its limit.
    """

    counts: dict[str, dict[str, int]]
    limits: dict[str, float]

    @property
    def total(self) -> int:
        """Number of rows."""
        return sum(sum(row.values()) for row in self.counts.values())

    @property
    def right(self) -> int:
        """Rows told as they are labelled. What can't be judged isn't right."""
        return sum(row.get(label, 0) for label, row in self.counts.items())

    @property
    def share_right(self) -> float:
        """0 to 1; NaN without rows."""
        return self.right / self.total if self.total else math.nan


def read_rows(path: Path, aspect: float = DEFAULT_ASPECT) -> Rows:
    """Read a landmark file.

    aspect: picture width over height. Columns before and between the known ones are
    ignored; a landmark the file lacks, or whose cells are empty, is NaN with visibility 0.

    Raises RowsError, with one line, when the file can't be read or doesn't fit.
    """
    if not 0.2 <= aspect <= 5.0:
        raise RowsError(f"an aspect ratio of {aspect:g} is no picture's (0.2 to 5)")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(csv.reader(file), path, aspect)
    except OSError as error:
        raise RowsError(f"{path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise RowsError(f"{path}: this is not a CSV file in UTF-8") from error


def _read(reader: Iterator[list[str]], path: Path, aspect: float) -> Rows:
    header = [name.strip() for name in next(reader, [])]
    columns = _columns(header, path)
    label_at = header.index("label")
    width_px = round(HEIGHT_PX * aspect)
    labels: list[str] = []
    frames: list[PoseFrame] = []
    for number, cells in enumerate(reader, start=2):
        if not cells:
            continue
        if len(cells) != len(header):
            raise RowsError(
                f"{path}, line {number}: {len(cells)} cells where the header has {len(header)}"
            )
        label = cells[label_at].strip()
        if label not in LABELS:
            known = ", ".join(LABELS)
            raise RowsError(f"{path}, line {number}: label {label!r} is none of {known}")
        labels.append(label)
        frames.append(_frame(cells, columns, width_px, f"{path}, line {number}"))
    if not labels:
        raise RowsError(f"{path}: there are no rows in it")
    return Rows(tuple(labels), tuple(frames))


def _columns(header: Sequence[str], path: Path) -> dict[Landmark, tuple[int, int, int]]:
    """Where x, y and visibility of each landmark stand."""
    if "label" not in header:
        raise RowsError(f"{path}: there is no column named label")
    columns: dict[Landmark, tuple[int, int, int]] = {}
    for mark in Landmark:
        names = [f"{mark.name.lower()}_{part}" for part in "xyv"]
        there = [name for name in names if name in header]
        if not there:
            continue
        missing = [name for name in names if name not in header]
        if missing:
            raise RowsError(f"{path}: there is {there[0]} but no {missing[0]}")
        x, y, v = (header.index(name) for name in names)
        columns[mark] = (x, y, v)
    needed = (Landmark[f"{s}_{p}"] for p in ("SHOULDER", "HIP", "ANKLE") for s in ("LEFT", "RIGHT"))
    for mark in needed:
        if mark not in columns:
            raise RowsError(f"{path}: there is no column named {mark.name.lower()}_x")
    return columns


def _frame(
    cells: Sequence[str],
    columns: dict[Landmark, tuple[int, int, int]],
    width_px: int,
    where: str,
) -> PoseFrame:
    landmarks_px = np.full((LANDMARK_COUNT, 2), np.nan)
    visibility = np.zeros(LANDMARK_COUNT)
    for mark, places in columns.items():
        texts = [cells[place].strip() for place in places]
        if not all(texts):
            continue
        try:
            x, y, seen = (float(text) for text in texts)
        except ValueError:
            name = mark.name.lower()
            raise RowsError(f"{where}: {name} has a cell that is no number") from None
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(seen)):
            continue
        landmarks_px[mark] = (x * width_px, y * HEIGHT_PX)
        visibility[mark] = min(max(seen, 0.0), 1.0)
    return PoseFrame(
        0.0, width_px, HEIGHT_PX, landmarks_px=landmarks_px, visibility=visibility, present=True
    )


def judge_row(frame: PoseFrame, cues: dict[str, Cue]) -> str:
    """The label that the cues give a frame; `UNJUDGED` when one of them can't be told.

    cues: by label, as `cues_by_label`.
    """
    context = Context(Geometry(frame), "left")
    told = CORRECT
    for label, cue in cues.items():
        value = value_of(cue, context)
        if math.isnan(value):
            return UNJUDGED
        if passed(cue, value):
            told = label
    return told


def cues_by_label(exercise: Exercise) -> dict[str, Cue]:
    """The cues of `CUE_OF_LABEL`. Raises RowsError when the exercise has them no more."""
    known = {cue.id: cue for cue in exercise.cues}
    for cue_id in CUE_OF_LABEL.values():
        if cue_id not in known:
            raise RowsError(f"the exercise {exercise.id} has no cue {cue_id}")
    return {label: known[cue_id] for label, cue_id in CUE_OF_LABEL.items()}


def judge_rows(rows: Rows, exercise: Exercise | None = None) -> Confusion:
    """Judge all rows by the plank's cues (or those of an `exercise` given)."""
    cues = cues_by_label(exercise or load_exercise(EXERCISE))
    counts = {label: dict.fromkeys((*LABELS, UNJUDGED), 0) for label in LABELS}
    for label, frame in zip(rows.labels, rows.frames, strict=True):
        counts[label][judge_row(frame, cues)] += 1
    return Confusion(counts, {cue.id: cue.limit for cue in cues.values()})
