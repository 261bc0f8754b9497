"""A whole video in one call: reading, seeing, watching.

The same three steps as the live page, in the same order; a file is a camera that ends.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from os import PathLike
from typing import Protocol

from backline.body import PoseFrame
from backline.form.result import Analysis, Update, Video
from backline.guide.load import GuideError, load_every, load_exercise
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.vision.picture import Picture
from backline.vision.video import VideoReader

MAX_SIDE_PX = 1920
"""Larger pictures are scaled down while they are decoded: the pose model sees a person in
256 x 256 pixels, so full HD already holds more than it can use."""

OnUpdate = Callable[[Update], None]
OnPicture = Callable[[Picture, Update], None]
Progress = Callable[[float, float], None]


class VideoWarning(UserWarning):
    """Part of a video could not be read; the analysis covers the rest."""


class Seer(Protocol):
    """Finds the person in one picture after the other: `PoseTracker`, or something like it."""

    def see(self, picture: Picture) -> PoseFrame:
        """The person in this picture."""
        ...


class Judge(Protocol):
    """Watches one exercise being done: `Watcher`, or something like it."""

    def update(self, frame: PoseFrame) -> Update:
        """What is known after one more frame."""
        ...

    def finish(self, video: Video) -> Analysis:
        """What the whole stream came to."""
        ...


class VideoWatch:
    """One pass through a video: iterate it, then take `analysis()`.

    For callers that want pictures and verdicts side by side; `analyze` is simpler.
    """

    def __init__(self, reader: VideoReader, seer: Seer, judge: Judge) -> None:
        self.reader = reader
        self._seer = seer
        self._judge = judge
        self._frames = 0
        self._last_s = 0.0

    def __iter__(self) -> Iterator[tuple[Picture, Update]]:
        for picture in self.reader:
            update = self._judge.update(self._seer.see(picture))
            self._frames += 1
            self._last_s = picture.time_s
            yield picture, update

    def analysis(self) -> Analysis:
        """The result of what has been gone through."""
        info = self.reader.info
        fps = (self._frames - 1) / self._last_s if self._last_s > 0 else info.fps
        video = Video(
            path=info.path,
            duration_s=self._frames / fps,
            fps=fps,
            width=info.width_px,
            height=info.height_px,
            frames=self._frames,
        )
        return self._judge.finish(video)

    def notice(self) -> str | None:
        """One line on what could not be read of the file, or None when all of it was."""
        if self.reader.truncated:
            return (
                f"{self.reader.path}: the file breaks off after {self._last_s:.1f} s; "
                "the report covers what could be read"
            )
        if self.reader.damaged:
            return (
                f"{self.reader.path}: {self.reader.damaged} damaged "
                f"{'part was' if self.reader.damaged == 1 else 'parts were'} left out"
            )
        return None


def analyze(
    path: str | PathLike[str],
    *,
    exercise: str | Exercise | None = None,
    stage: str | None = None,
    on_update: OnUpdate | None = None,
    on_picture: OnPicture | None = None,
    progress: Progress | None = None,
    on_notice: Callable[[str], None] | None = None,
    seer: Seer | None = None,
) -> Analysis:
    """Watch one exercise being done in a video file and say how it was done.

    exercise: an id such as "bird-dog", or an `Exercise`. None to find out which it is: all of
        them and their stages watch, and `Analysis.exercise` says which was counted, or "none".
    stage: the id of a stage of it; None for its standard stage (or the `Exercise`'s own).
    on_update: called with what is known after every frame.
    on_picture: the same, with the picture it was seen in (at most `MAX_SIDE_PX` a side;
        `Update.frame` is in its pixels).
    progress: called with the seconds gone through and the seconds in all (NaN if the file
        doesn't say).
    on_notice: called with one line when part of the file could not be read; without it, a
        `VideoWarning` is given.
    seer: finds the person; by default Backline's own pose tracker.

    Memory use doesn't grow with the length of the video. Times are seconds from the first
    picture. Whatever could not be seen is in `Analysis.cannot_judge` and never counts as good.

    Raises VideoError for a file that can't be read as a video, and GuideError for an unknown
    exercise or stage, or a stage of no exercise.
    """
    judge = _judge(exercise, stage)
    if seer is None:
        from backline.vision.tracker import PoseTracker

        seer = PoseTracker()
    reader = VideoReader(path, max_side_px=MAX_SIDE_PX)
    watch = VideoWatch(reader, seer, judge)
    for picture, update in watch:
        if on_update is not None:
            on_update(update)
        if on_picture is not None:
            on_picture(picture, update)
        if progress is not None:
            progress(picture.time_s, _total_s(reader, picture.time_s))
    notice = watch.notice()
    if notice is not None and on_notice is not None:
        on_notice(notice)
    elif notice is not None:
        warnings.warn(notice, VideoWarning, stacklevel=2)
    return watch.analysis()


def _judge(exercise: str | Exercise | None, stage: str | None) -> Judge:
    """Whoever watches: for the one exercise, or for all when none is given."""
    from backline.form.recognise import Recogniser
    from backline.form.watcher import Watcher

    if exercise is None:
        if stage is not None:
            raise GuideError([f"The stage {stage!r} belongs to an exercise: say which one, too."])
        return Recogniser(load_every())
    known = load_exercise(exercise) if isinstance(exercise, str) else exercise
    return Watcher(at_stage(known, stage))


def _total_s(reader: VideoReader, now_s: float) -> float:
    total_s = reader.info.duration_s
    return total_s if math.isnan(total_s) else max(total_s, now_s)
