"""The JSON and video addresses beside the pages."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse

from backline.guide.schema import Exercise
from backline.web.demos import POSTER, Demo
from backline.web.errors import WebError
from backline.web.shown import demo_json
from backline.web.state import studio
from backline.web.words import word

router = APIRouter()


@router.get("/api/exercises")
def exercises(request: Request) -> dict[str, Any]:
    """The exercises there are."""
    known = request.app.state.settings.exercises.values()
    return {"exercises": [_told(exercise) for exercise in known]}


def _told(exercise: Exercise) -> dict[str, Any]:
    stages = [{"id": s.id, "name": s.name, "standard": s.standard} for s in exercise.stages]
    return {
        "id": exercise.id,
        "name": exercise.name,
        "summary": exercise.summary,
        "stages": stages,
    }


@router.get("/api/demos/{exercise_id}")
def demos(request: Request, exercise_id: str) -> dict[str, Any]:
    """How far each demonstration of an exercise is. A stage's are under `ID@STAGE`."""
    found = studio(request).of(exercise_id)
    if not found:
        raise WebError(404, "unknown-exercise", word("error.unknown-exercise"))
    return {"demos": {name: demo_json(demo) for name, demo in found.items()}}


@router.post("/api/demos/{exercise_id}/{name}", status_code=202)
def want_demo(request: Request, exercise_id: str, name: str) -> dict[str, Any]:
    """Ask for a demonstration to be drawn next."""
    demo = studio(request).want(exercise_id, name)
    if demo is None:
        raise WebError(404, "no-demo", word("error.no-demo"))
    return {"demo": demo_json(demo)}


@router.get("/demos/{exercise_id}/{name}")
def demo_file(request: Request, exercise_id: str, name: str) -> FileResponse:
    """The video or the poster itself."""
    demo: Demo | None = studio(request).find(exercise_id, name)
    if demo is None:
        raise WebError(404, "no-demo", word("error.no-demo"))
    if demo.state != "ready" or not demo.path.exists():
        raise WebError(404, "not-drawn", word("error.not-drawn"))
    kind = "image/jpeg" if name == POSTER else "video/mp4"
    return FileResponse(demo.path, media_type=kind, headers={"Cache-Control": "no-cache"})
