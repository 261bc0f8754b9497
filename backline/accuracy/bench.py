"""`python -m backline.accuracy.bench [VIDEO]`: what a picture costs, in one run on one video.

The bare landmark model is invoked between the pipeline's own pictures, on the same crops and
with as many threads, so whatever else the computer is doing slows both alike. Medians.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from backline.accuracy import machine
from backline.accuracy.store import default_folder, source_hash
from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.performance import Performance
from backline.form.watcher import Watcher
from backline.guide.load import GuideError, load_exercise
from backline.guide.schema import Exercise
from backline.video_file import VideoWriter
from backline.vision.detector import PersonDetector
from backline.vision.landmarker import INPUT_PX, BlazePoseLandmarker, BodyFinding
from backline.vision.model_files import landmarks_path
from backline.vision.outline import dorsal_vote, trace_back_line
from backline.vision.picture import Picture
from backline.vision.region import Region
from backline.vision.runtime import LiteRtModel
from backline.vision.tracker import PoseTracker
from backline.vision.video import VideoError, VideoReader

MAX_SIDE_PX = 1920
"""As `backline.analysis` reads videos."""
CLIP_SIZE_PX = (1280, 720)
CLIP_FPS = 30.0
CLIP_S = 15.0
MEMORY_PICTURES = 150
"""Pictures after which memory use no longer grows."""


class Model:
    """The pipeline's landmark model, remembering what it was last asked and said."""

    def __init__(self, threads: int) -> None:
        self._model = BlazePoseLandmarker(threads)
        self.calls = 0
        self.finding: BodyFinding | None = None

    def find(self, rgb: np.ndarray, region: Region) -> BodyFinding:
        """As `BlazePoseLandmarker.find`."""
        self.calls += 1
        self.finding = self._model.find(rgb, region)
        return self.finding


class Detector(PersonDetector):
    """The pipeline's detector, counting."""

    calls = 0

    def find(self, rgb: np.ndarray) -> Region | None:
        """As `PersonDetector.find`."""
        self.calls += 1
        return super().find(rgb)


class BareModel:
    """The landmark model and nothing else: picture in, raw outputs out."""

    def __init__(self, threads: int) -> None:
        self._model = LiteRtModel(landmarks_path(), threads)

    def time_s(self, rgb: np.ndarray, region: Region) -> float:
        """Seconds the model takes on the region, cropping left out."""
        crop = region.crop(rgb, INPUT_PX).astype(np.float32)[None] / np.float32(255)
        start_s = time.perf_counter()
        self._model.run(crop, BlazePoseLandmarker.OUTPUTS)
        return time.perf_counter() - start_s


@dataclass
class Timings:
    """Seconds, one entry for each picture in which the person was being followed.

    bare: the landmark model alone. see: `PoseTracker.see`. watch: `Watcher.update`.
    back: tracing the back line (timed again on its own; it is part of `see`). decode:
    reading the picture from the file. pictures: all of the video's. first_s: from opening
    the file to the first picture in which somebody was seen and judged; None if never.
    """

    bare: list[float] = field(default_factory=list)
    see: list[float] = field(default_factory=list)
    watch: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    decode: list[float] = field(default_factory=list)
    pictures: int = 0
    first_s: float | None = None


def measure(video: Path, exercise: Exercise, threads: int) -> Timings:
    """Go through the video once. Raises VideoError when it can't be read."""
    bare = BareModel(threads)
    out = Timings()
    opened_s = time.perf_counter()
    model, detector = Model(threads), Detector(threads)
    tracker, watcher = PoseTracker(model, detector), Watcher(exercise)
    for decode_s, picture in _timed(VideoReader(video, max_side_px=MAX_SIDE_PX)):
        calls = (model.calls, detector.calls)
        start_s = time.perf_counter()
        frame = tracker.see(picture)
        seen_s = time.perf_counter()
        watcher.update(frame)
        watched_s = time.perf_counter()
        out.pictures += 1
        if frame.present and out.first_s is None:
            out.first_s = watched_s - opened_s
        followed = (model.calls, detector.calls) == (calls[0] + 1, calls[1])
        if not (frame.present and followed and model.finding is not None):
            continue
        out.decode.append(decode_s)
        out.see.append(seen_s - start_s)
        out.watch.append(watched_s - seen_s)
        out.back.append(_back_s(model.finding))
        out.bare.append(bare.time_s(picture.rgb, model.finding.region))
    return out


def _timed(reader: VideoReader) -> Iterator[tuple[float, Picture]]:
    """Each picture with the seconds its decoding took."""
    pictures = iter(reader)
    while True:
        start_s = time.perf_counter()
        picture = next(pictures, None)
        if picture is None:
            return
        yield time.perf_counter() - start_s, picture


def _back_s(finding: BodyFinding) -> float:
    points_px = finding.points_px
    start_s = time.perf_counter()
    vote = dorsal_vote(points_px, finding.visibility, finding.world_m)
    trace_back_line(finding, points_px, 1.0 if vote >= 0 else -1.0)
    return time.perf_counter() - start_s


def pipeline_memory_mb(video: str, exercise_id: str, threads: int) -> float | None:
    """Largest memory use of the pipeline alone; to be called in a process of its own."""
    tracker, watcher = PoseTracker(threads=threads), Watcher(load_exercise(exercise_id))
    for number, picture in enumerate(VideoReader(video, max_side_px=MAX_SIDE_PX)):
        watcher.update(tracker.see(picture))
        if number >= MEMORY_PICTURES:
            break
    return machine.peak_memory_mb()


def _peak_memory_mb(video: Path, exercise_id: str, threads: int) -> float | None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(pipeline_memory_mb, str(video), exercise_id, threads).result()


def avatar_clip() -> Path:
    """A drawn bird dog of about `CLIP_S` seconds, made once and kept in the cache folder."""
    path = default_folder() / "bench" / f"bird-dog-{source_hash()}.mp4"
    if path.is_file():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    for older in path.parent.glob("*.mp4"):
        older.unlink(missing_ok=True)
    performance = Performance(load_exercise("bird-dog"), repetitions=2, enter=False, still_s=1.0)
    times_s = performance.times_s(CLIP_FPS)
    times_s = times_s[times_s <= CLIP_S]
    camera = Camera(width_px=CLIP_SIZE_PX[0], height_px=CLIP_SIZE_PX[1])
    renderer = Renderer(*CLIP_SIZE_PX)
    unfinished = path.with_suffix(".part.mp4")
    with VideoWriter(unfinished, fps=CLIP_FPS) as writer:
        for figure, time_s in zip(performance.figures(times_s), times_s, strict=True):
            writer.add(float(time_s), renderer.draw(figure, camera))
    return unfinished.replace(path)


def _ms(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile, milliseconds."""
    return 1e3 * float(np.median(values)), 1e3 * float(np.percentile(values, 95))


def report(timings: Timings, memory_mb: float | None) -> Table:
    """All figures as one table."""
    whole = [s + w for s, w in zip(timings.see, timings.watch, strict=True)]
    decoded = [a + d for a, d in zip(whole, timings.decode, strict=True)]
    bare_ms = _ms(timings.bare)[0]
    rows = [
        ("landmark model alone", timings.bare),
        ("whole pipeline (see + watch)", whole),
        ("  of it: analysis (watch)", timings.watch),
        ("  of it: back line", timings.back),
        ("decoding the video", timings.decode),
        ("whole pipeline and decoding", decoded),
    ]
    table = Table()
    table.add_column("while tracking")
    for name in ("median ms", "95th ms", "over the model"):
        table.add_column(name, justify="right")
    for name, values in rows:
        median, high = _ms(values)
        table.add_row(name, f"{median:.2f}", f"{high:.2f}", f"{median / bare_ms:.2f} ×")
    table.add_section()
    table.add_row("pictures, of which tracking", f"{timings.pictures}", f"{len(timings.bare)}", "")
    if timings.first_s is not None:
        table.add_row("opening to first result", f"{1e3 * timings.first_s:.0f}", "", "")
    if memory_mb is not None:
        table.add_row("peak memory, MB", f"{memory_mb:.0f}", "", "")
    return table


def main(
    video: Annotated[Path | None, typer.Argument(help="by default a drawn bird dog")] = None,
    exercise: Annotated[str, typer.Option(help="what to watch for")] = "bird-dog",
    threads: Annotated[int, typer.Option(min=1, help="for the models, as the product has")] = 2,
) -> None:
    """Measure what a picture costs: the bare pose model against the whole of Backline."""
    console = Console()
    try:
        known = load_exercise(exercise)
        if video is None:
            with console.status("drawing the clip (once)"):
                video = avatar_clip()
        timings = measure(video, known, threads)
    except (VideoError, GuideError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if not timings.bare:
        typer.echo(
            f"{video}: nobody could be followed in it, so there is nothing to time", err=True
        )
        raise typer.Exit(1)
    memory_mb = _peak_memory_mb(video, exercise, threads)
    console.print(f"{video.name}, {threads} threads, {machine.describe()}", soft_wrap=True)
    console.print(report(timings, memory_mb))


if __name__ == "__main__":
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(main)
    sys.exit(app())
