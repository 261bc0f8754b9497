"""Clips of real people (and generated ones), labelled by hand: counts and holds against them.

The clips aren't part of the repository. Every exercise watches every clip at once, so each
clip is also a trial of what must not be counted.
"""

from __future__ import annotations

import csv
import math
import os
from dataclasses import dataclass
from pathlib import Path

from backline.form.result import Video
from backline.form.watcher import Watcher
from backline.guide.schema import Exercise
from backline.vision.tracker import PoseTracker
from backline.vision.video import VideoError, VideoReader

MAX_SIDE_PX = 1920
LABELS = "labels.csv"
PLANK_ROWS = Path("plank-landmarks") / "labelled.csv"
EXERCISE_OF_LABEL = {"bird_dog": "bird-dog", "cat_cow": "cat-cow", "forearm_plank": "plank"}
"""The labels' words for our exercises; all others are movements to leave uncounted."""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of the labels. repetitions, hold_s: None where they aren't given. kind: "real"
    or "ai" (generated)."""

    path: str
    movement: str
    kind: str
    repetitions: int | None
    hold_s: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """What one exercise's watcher made of a clip. faults: cues found at fault."""

    exercise_id: str
    repetitions: int
    hold_s: float
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClipResult:
    """One clip. seen: share of its pictures in which somebody was found."""

    label: Label
    duration_s: float
    seen: float
    found: tuple[Found, ...]


def clips_folder() -> Path | None:
    """BACKLINE_CLIPS, or shared/clips beside the repository; None when there is none."""
    named = os.environ.get("BACKLINE_CLIPS")
    repository = Path(__file__).resolve().parents[2]
    folder = Path(named) if named else repository.parent / "shared" / "clips"
    return folder if (folder / LABELS).is_file() else None


def read_labels(folder: Path) -> list[Label]:
    """The labelled clips that are there. Lines without a path, or whose file is missing, are
    left out. Raises ValueError when the file has no such columns or numbers."""
    with (folder / LABELS).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    labels: list[Label] = []
    for row in rows:
        if not {"path", "exercise", "kind", "reps", "hold_s"} <= row.keys():
            raise ValueError(f"{folder / LABELS}: a column is missing")
        if row["path"] and (folder / row["path"]).is_file():
            repetitions, hold_s = row["reps"], row["hold_s"]
            labels.append(
                Label(
                    path=row["path"],
                    movement=row["exercise"],
                    kind=row["kind"],
                    repetitions=int(repetitions) if repetitions else None,
                    hold_s=float(hold_s) if hold_s else None,
                )
            )
    return labels


@dataclass(frozen=True, slots=True)
class Clip:
    """A labelled clip and who is to watch it."""

    folder: Path
    label: Label
    exercises: tuple[Exercise, ...]


def watch_clip(clip: Clip) -> ClipResult | None:
    """Go through one clip with all exercises watching; None when it can't be read."""
    tracker, label = PoseTracker(), clip.label
    watchers = [Watcher(exercise) for exercise in clip.exercises]
    pictures = seen = 0
    last_s = 0.0
    reader = VideoReader(clip.folder / label.path, max_side_px=MAX_SIDE_PX)
    try:
        for picture in reader:
            frame = tracker.see(picture)
            pictures, seen, last_s = pictures + 1, seen + frame.present, picture.time_s
            for watcher in watchers:
                watcher.update(frame)
    except VideoError:
        return None
    video = Video(
        path=label.path,
        duration_s=last_s,
        fps=reader.info.fps,
        width=reader.info.width_px,
        height=reader.info.height_px,
        frames=pictures,
    )
    found = []
    for exercise, watcher in zip(clip.exercises, watchers, strict=True):
        analysis = watcher.finish(video)
        found.append(
            Found(
                exercise_id=exercise.id,
                repetitions=sum(r.variation is None for r in analysis.repetitions),
                hold_s=sum(h.end_s - h.start_s for h in analysis.holds),
                faults=tuple(c.id for c in analysis.cues if c.verdict == "fault"),
            )
        )
    return ClipResult(label, last_s, seen / pictures if pictures else math.nan, tuple(found))
