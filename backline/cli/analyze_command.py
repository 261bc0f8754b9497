"""`backline analyze`: one video after the other, each failing for itself."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePath

from backline.analysis import OnPicture, OnUpdate, Seer, analyze
from backline.cli.outputs import OrderError, plan_outputs, require_ending
from backline.cli.progress import progress_bar
from backline.cli.shared import (
    WRONG,
    complain,
    out_console,
    why_not_written,
    without_native_chatter,
)
from backline.form.recognise import NONE
from backline.form.result import Analysis
from backline.guide.load import GuideError, load_exercise
from backline.guide.schema import Exercise
from backline.report.files import replacing, write_text
from backline.report.json_file import analysis_json
from backline.report.recorder import Recorder
from backline.report.text import none_recognised, report
from backline.vision.video import VideoError, VideoReader

JSON_TO_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class AnalyzeOrder:
    """The command line of `backline analyze`. exercise: None to find out which it is."""

    videos: tuple[str, ...]
    exercise: str | None = None
    json: str | None = None
    plot: str | None = None
    annotate: str | None = None
    quiet: bool = False
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class _Job:
    """One video and where its outputs go."""

    video: str
    json: Path | None
    plot: Path | None
    annotate: Path | None


def run_analyze(order: AnalyzeOrder) -> int:
    """Do what was ordered; the exit status: 0, or 2 when a video or the order was wrong. A
    video that can't be read is complained about in one line, and the others are still done."""
    try:
        exercise = _exercise(order)
        jobs = _jobs(order)
    except (GuideError, OrderError) as error:
        complain(str(error))
        return WRONG
    status = 0
    for job in jobs:
        try:
            _do(job, exercise, order)
        except VideoError as error:
            complain(str(error))
            status = WRONG
        except OSError as error:
            complain(why_not_written(job.video, error))
            status = WRONG
    return status


def _exercise(order: AnalyzeOrder) -> Exercise | None:
    """The exercise that was named, if one was. Raises GuideError and OrderError."""
    if order.exercise is not None:
        return load_exercise(order.exercise, stage=order.stage)
    if order.stage is not None:
        raise OrderError("--stage names a stage of an exercise: give --exercise too")
    return None


def _jobs(order: AnalyzeOrder) -> list[_Job]:
    require_ending(order.plot, ".svg")
    require_ending(order.annotate, ".mp4")
    to_file = None if order.json == JSON_TO_STDOUT else order.json
    jobs = [
        _Job(*row)
        for row in zip(
            order.videos,
            plan_outputs(order.videos, to_file, ".json"),
            plan_outputs(order.videos, order.plot, ".svg"),
            plan_outputs(order.videos, order.annotate, "-annotated.mp4"),
            strict=True,
        )
    ]
    for job in jobs:
        places = [p.resolve() for p in (job.json, job.plot, job.annotate) if p is not None]
        if len(set(places)) < len(places):
            raise OrderError(f"{places[0]}: two outputs would go to the same file")
    return jobs


def _do(job: _Job, exercise: Exercise | None, order: AnalyzeOrder) -> None:
    """One video from beginning to end. Raises VideoError and OSError."""
    recognised = exercise is None
    if exercise is None:
        found, exercise = _recognise(job, order)
        if exercise is None or (job.annotate is None and job.plot is None):
            _tell(job, order, found, exercise, None)
            return
    recorder = Recorder()
    with ExitStack() as stack:
        on_picture = None
        if job.annotate is not None:
            from backline.report.annotate import AnnotatedVideo

            fps = VideoReader(job.video).info.fps
            place = stack.enter_context(replacing(job.annotate))
            on_picture = stack.enter_context(AnnotatedVideo(place, exercise, fps=fps)).add
        on_update = recorder.add if job.plot is not None else None
        analysis = _watch(job, order, exercise, on_update, on_picture)
    analysis = analysis.model_copy(update={"recognised": recognised})
    _tell(job, order, analysis, exercise, recorder)


def _recognise(job: _Job, order: AnalyzeOrder) -> tuple[Analysis, Exercise | None]:
    """Go through the video to find out which exercise it is; None when it is none."""
    found = _watch(job, order, None, None, None)
    if found.exercise == NONE:
        return found, None
    return found, load_exercise(found.exercise, stage=found.stage)


def _watch(
    job: _Job,
    order: AnalyzeOrder,
    exercise: Exercise | None,
    on_update: OnUpdate | None,
    on_picture: OnPicture | None,
) -> Analysis:
    """Go through the video once. What can't be read of it is complained about at the end."""
    # Opening it first gives a bad file its one line before anything slow is loaded.
    VideoReader(job.video)
    notices: list[str] = []
    with progress_bar(PurePath(job.video).name, hidden=order.quiet) as bar:
        analysis = analyze(
            job.video,
            exercise=exercise,
            on_update=on_update,
            on_picture=on_picture,
            progress=bar.at,
            on_notice=notices.append,
            seer=_seer(),
        )
    for notice in notices:
        complain(notice)
    return analysis


def _tell(
    job: _Job,
    order: AnalyzeOrder,
    analysis: Analysis,
    exercise: Exercise | None,
    recorder: Recorder | None,
) -> None:
    """Write what is wanted, and print the report."""
    _write(job, order, analysis, exercise, recorder)
    if not order.quiet and order.json != JSON_TO_STDOUT:
        if exercise is None:
            out_console().print(none_recognised(analysis))
        else:
            out_console().print(report(analysis, exercise))


def _seer() -> Seer:
    with without_native_chatter():
        from backline.vision.tracker import PoseTracker

        return PoseTracker()


def _write(
    job: _Job,
    order: AnalyzeOrder,
    analysis: Analysis,
    exercise: Exercise | None,
    recorder: Recorder | None,
) -> None:
    if order.json == JSON_TO_STDOUT:
        sys.stdout.write(analysis_json(analysis, one_line=len(order.videos) > 1))
        sys.stdout.flush()
    if job.json is not None:
        write_text(job.json, analysis_json(analysis))
    if job.plot is not None and exercise is not None and recorder is not None:
        from backline.report.plot import plot_svg

        write_text(job.plot, plot_svg(recorder.recording(), analysis, exercise))
