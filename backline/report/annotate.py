"""The video with what Backline saw drawn into it: skeleton, back line, count and cue."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from backline.form.result import Update
from backline.guide.schema import Exercise
from backline.report.annotate_body import BackPainter, draw_skeleton
from backline.report.annotate_plates import Plates
from backline.video_file import VideoWriter
from backline.vision.picture import Picture, RgbArray


class Annotator:
    """Draws what is known onto the pictures of one stream, in order of time.

    It remembers a little (the back's neutral line, how long a cue has been shown), so use one
    per stream. Only what was seen is drawn: a hidden limb or an untold back line stays away.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._back = BackPainter()
        self._plates = Plates(exercise)

    def draw(self, picture: Picture, update: Update) -> RgbArray:
        """(H, W, 3) uint8: a copy of the picture with everything drawn on it."""
        canvas = picture.rgb.copy()
        draw_skeleton(canvas, update.frame)
        self._back.draw(canvas, update)
        self._plates.draw(canvas, update)
        return canvas


class AnnotatedVideo:
    """Writes an annotated MP4 with the source's own timing; a context manager.

    `add` fits `analyze`'s `on_picture`.
    """

    def __init__(self, path: Path, exercise: Exercise, *, fps: float = 30.0) -> None:
        self._annotator = Annotator(exercise)
        self._writer = VideoWriter(path, fps=fps)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._writer.__exit__(kind, error, trace)

    def add(self, picture: Picture, update: Update) -> None:
        """Draw and append one picture."""
        drawn = self._annotator.draw(picture, update)
        self._writer.add(picture.time_s, np.ascontiguousarray(drawn))
