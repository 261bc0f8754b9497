"""The pages: home, one exercise, live. Made on the server; they read well without scripts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates

from backline.guide.load import load_posture
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.guide.stages import Stage
from backline.guide.strict import GuideError
from backline.web.demos import (
    POSTER,
    RIGHT,
    SET_PREFIX,
    SET_REPETITIONS,
    SET_SECONDS,
    Demo,
    DemoStudio,
)
from backline.web.words import page_words, word

HERE = Path(__file__).parent
TEMPLATES = Jinja2Templates(HERE / "templates")
TEMPLATES.env.globals.update(t=word)
TEMPLATES.env.trim_blocks = TEMPLATES.env.lstrip_blocks = True

HTML = HTMLResponse
router = APIRouter(default_response_class=HTML)


@router.get("/")
def home(request: Request) -> Response:
    """Choose an exercise."""
    studio = _studio(request)
    cards = [
        {
            "exercise": exercise,
            "dose": dose_words(exercise),
            "poster": demo_json(studio.find(exercise.id, POSTER)),
        }
        for exercise in _exercises(request).values()
    ]
    return TEMPLATES.TemplateResponse(request, "home.html", {"cards": cards})


@router.get("/exercise/{exercise_id}")
def exercise_page(request: Request, exercise_id: str, stage: str | None = None) -> Response:
    """One exercise, or a stage of it: video, why, how, cautions, where the camera goes, what is
    watched."""
    exercise = _exercise(request, exercise_id, stage)
    if isinstance(exercise, Response):
        return exercise
    studio = _studio(request)
    studio.want(exercise.key, RIGHT)
    studio.want(exercise.key, POSTER)
    context = {
        "exercise": exercise,
        "dose": dose_words(exercise),
        "targets": target_choices(exercise),
        "why": [point.text for point in exercise.points.values() if point.kind == "teach"],
        "prompts": prompt_words(exercise),
        "stages": stage_rows(exercise),
        "stage": None if exercise.is_standard else exercise.stage,
        "faults": fault_rows(exercise, studio),
        "right": demo_json(studio.find(exercise.key, RIGHT)),
        "poster": demo_json(studio.find(exercise.key, POSTER)),
        "placement": placement(exercise),
    }
    return TEMPLATES.TemplateResponse(request, "exercise.html", context)


@router.get("/live/{exercise_id}")
def live_page(
    request: Request, exercise_id: str, target: float | None = None, stage: str | None = None
) -> Response:
    """The camera and the coach."""
    exercise = _exercise(request, exercise_id, stage)
    if isinstance(exercise, Response):
        return exercise
    _studio(request).want(exercise.key, SET_PREFIX + RIGHT)
    choices = target_choices(exercise)
    usable = target is not None and math.isfinite(target) and 0 < target <= 3600
    context = {
        "exercise": exercise,
        "stage": None if exercise.is_standard else exercise.stage,
        "page": page_address(exercise),
        "target": target if usable else None,
        "shown_target": target if usable else choices["values"][0]["value"],
        "placement": placement(exercise),
        "faults": [c for c in exercise.cues if c.id in exercise.demonstration.faults],
        "demo_target": SET_SECONDS if exercise.signal.kind == "hold" else SET_REPETITIONS,
        "words": page_words(),
    }
    return TEMPLATES.TemplateResponse(request, "live.html", context)


def error_page(request: Request, status: int, message: str) -> Response:
    """An error, for people."""
    context = {"message": message}
    return TEMPLATES.TemplateResponse(request, "error.html", context, status_code=status)


def demo_json(demo: Demo | None) -> dict[str, Any] | None:
    """A demonstration as pages and programs see it."""
    if demo is None:
        return None
    return {
        "name": demo.name,
        "state": demo.state,
        "progress": round(demo.progress, 2),
        "url": f"/demos/{demo.exercise}/{demo.name}" if demo.state == "ready" else None,
    }


def dose_words(exercise: Exercise) -> str:
    """How much, in words."""
    dose = exercise.dose
    if exercise.signal.kind == "hold" and dose.hold_s:
        return word("dose.hold", low=f"{dose.hold_s[0]:g}", high=f"{dose.hold_s[1]:g}")
    low, high = dose.repetitions or (5, 15)
    text = word("dose.repetitions", low=low, high=high)
    return word("dose.each-side", dose=text) if dose.each_side else text


def target_choices(exercise: Exercise) -> dict[str, Any]:
    """What a person may aim for: the dose's range in a few steps; both sides counted."""
    dose = exercise.dose
    if exercise.signal.kind == "hold":
        low, high = dose.hold_s or (20.0, 60.0)
        steps = _steps(low, high, 10)
        return {"label": "hold", "values": [{"value": s, "text": f"{s}"} for s in steps]}
    steps = _steps(*(dose.repetitions or (5, 15)), step=1 if dose.repetitions is None else 2)
    values = [
        {"value": 2 * s, "text": word("exercise.each-side", number=s)}
        if dose.each_side
        else {"value": s, "text": f"{s}"}
        for s in steps
    ]
    return {"label": "repetitions", "values": values}


def _steps(low: float, high: float, step: int) -> list[int]:
    values = list(range(round(low), round(high) + 1, step))
    return values if values[-1] == round(high) else [*values, round(high)]


def prompt_words(exercise: Exercise) -> list[dict[str, str | None]]:
    """Prompts with the word of the moment they belong to."""
    labels = {lobe.name: lobe.label for lobe in exercise.signal.lobes}
    return [{"when": labels.get(p.phase), "say": p.say} for p in exercise.prompts]


def fault_rows(exercise: Exercise, studio: DemoStudio) -> list[dict[str, Any]]:
    """Every cue: what is watched, and the demonstration of it gone wrong where there is one."""
    rows = []
    for cue in exercise.cues:
        fault = exercise.demonstration.faults.get(cue.id)
        rows.append(
            {
                "cue": cue,
                "text": None if fault is None else fault.text,
                "demo": demo_json(studio.find(exercise.key, cue.id)),
            }
        )
    return rows


def stage_rows(exercise: Exercise) -> list[dict[str, Any]]:
    """The stages from easy to hard: what each is, what comes first, and its page."""
    return [
        {
            "stage": stage,
            "first": _first_words(stage),
            "page": page_address(exercise, stage),
            "chosen": stage.id == exercise.stage,
        }
        for stage in exercise.stages
    ]


def _first_words(stage: Stage) -> str | None:
    ready = stage.needs.readiness
    return None if ready is None else word("exercise.stage-after", text=ready.text)


def page_address(exercise: Exercise, stage: Stage | None = None) -> str:
    """The page of an exercise at its own stage, or at another one of its stages."""
    standard = exercise.is_standard if stage is None else stage.standard
    which = exercise.stage if stage is None else stage.id
    return f"/exercise/{exercise.id}" + ("" if standard else f"?stage={which}")


def placement(exercise: Exercise) -> dict[str, Any]:
    """The picture of where the camera goes: a plan seen from above, 320 by 224.

    The mat lies along x; the person's head, or face when upright, is to the right. Azimuth 90
    is the side.
    """
    view = exercise.view
    angle = math.radians(view.azimuth_deg)
    middle_x, middle_y, away = 160.0, 62.0, 128.0
    camera_x = middle_x + away * math.cos(angle)
    camera_y = middle_y + away * math.sin(angle)
    spread = math.radians(37)
    reach = 178.0
    back = math.atan2(middle_y - camera_y, middle_x - camera_x)
    corners = [
        (camera_x + reach * math.cos(back + s), camera_y + reach * math.sin(back + s))
        for s in (-spread, spread)
    ]
    points = [(camera_x, camera_y), *corners]
    return {
        "upright": load_posture(exercise.posture).upright,
        "cone": " ".join(f"{x:.1f},{y:.1f}" for x, y in points),
        "camera_x": round(camera_x, 1),
        "camera_y": round(camera_y, 1),
        "turn_deg": round(math.degrees(back) + 90, 1),
        "distance": word(
            "camera.distance", low=f"{view.distance_m[0]:g}", high=f"{view.distance_m[1]:g}"
        ),
        "height": word(
            "camera.height",
            low=round(view.height_m[0] * 100),
            high=round(view.height_m[1] * 100),
        ),
        "text": view.text,
    }


def _studio(request: Request) -> DemoStudio:
    studio: DemoStudio = request.app.state.studio
    return studio


def _exercises(request: Request) -> Mapping[str, Exercise]:
    exercises: Mapping[str, Exercise] = request.app.state.settings.exercises
    return exercises


def _exercise(request: Request, exercise_id: str, stage: str | None) -> Exercise | Response:
    """The exercise at the stage, or the page that says there is none."""
    exercise = _exercises(request).get(exercise_id)
    if exercise is None:
        return error_page(request, 404, word("error.unknown-exercise"))
    try:
        return at_stage(exercise, stage or None)
    except GuideError:
        return error_page(request, 404, word("error.unknown-stage"))
