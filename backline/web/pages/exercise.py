"""One exercise, and the live page of it."""

from __future__ import annotations

import math

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.daily.timed import has_test
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError
from backline.language import translated
from backline.web import who
from backline.web.demos import POSTER, RIGHT, SET_PREFIX, SET_REPETITIONS, SET_SECONDS
from backline.web.pages.timed_test import address_of_test
from backline.web.personal import kept_from, personal
from backline.web.rendering import error_page, go, page, speaker
from backline.web.shown import (
    demo_json,
    dose_words,
    fault_rows,
    page_address,
    placement,
    prompt_words,
    stage_rows,
    target_choices,
)
from backline.web.state import exercises, studio
from backline.web.words import page_words

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/exercise/{exercise_id}")
def exercise_page(request: Request, exercise_id: str, stage: str | None = None) -> Response:
    """One exercise, or a stage of it: video, why, how, cautions, where the camera goes, what is
    watched."""
    exercise = _exercise(request, exercise_id, stage)
    if isinstance(exercise, Response):
        return exercise
    drawn, said = studio(request), speaker(request)
    drawn.want(exercise.key, RIGHT)
    drawn.want(exercise.key, POSTER)
    context = {
        "here": "library",
        "personal": personal(request),
        "kept_from": kept_from(request, exercise),
        "exercise": exercise,
        "dose": dose_words(exercise, said),
        "targets": target_choices(exercise, said),
        "why": [point.text for point in exercise.points.values() if point.kind == "teach"],
        "prompts": prompt_words(exercise),
        "stages": stage_rows(exercise, said),
        "stage": None if exercise.is_standard else exercise.stage,
        "faults": fault_rows(exercise, drawn),
        "right": demo_json(drawn.find(exercise.key, RIGHT)),
        "poster": demo_json(drawn.find(exercise.key, POSTER)),
        "placement": placement(exercise, said),
        "test": address_of_test(exercise.id) if has_test(exercise.id) else None,
    }
    return page(request, "exercise.html", context)


@router.get("/live/{exercise_id}")
def live_page(
    request: Request, exercise_id: str, target: float | None = None, stage: str | None = None
) -> Response:
    """The camera and the coach. Whoever screening keeps from this exercise is told so instead."""
    exercise = _exercise(request, exercise_id, stage)
    if isinstance(exercise, Response):
        return exercise
    known = personal(request)
    if known is not None and known.stopped:
        return go("/outcome")
    if kept_from(request, exercise):
        return go(page_address(exercise))
    studio(request).want(exercise.key, SET_PREFIX + RIGHT)
    said = speaker(request)
    choices = target_choices(exercise, said)
    usable = target is not None and math.isfinite(target) and 0 < target <= 3600
    context = {
        "exercise": exercise,
        "stage": None if exercise.is_standard else exercise.stage,
        "page": page_address(exercise),
        "target": target if usable else None,
        "shown_target": target if usable else choices["values"][0]["value"],
        "placement": placement(exercise, said),
        "faults": [c for c in exercise.cues if c.id in exercise.demonstration.faults],
        "demo_target": SET_SECONDS if exercise.signal.kind == "hold" else SET_REPETITIONS,
        "words": page_words(who.language(request)),
    }
    return page(request, "live.html", context)


def _exercise(request: Request, exercise_id: str, stage: str | None) -> Exercise | Response:
    """The exercise at the stage, or the page that says there is none."""
    said = speaker(request)
    exercise = exercises(request).get(exercise_id)
    if exercise is None:
        return error_page(request, 404, said("error.unknown-exercise"))
    try:
        return translated(at_stage(exercise, stage or None), who.language(request))
    except GuideError:
        return error_page(request, 404, said("error.unknown-stage"))
