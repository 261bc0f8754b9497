"""The library: every exercise."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.language import translated
from backline.web import who
from backline.web.demos import POSTER
from backline.web.rendering import page, speaker
from backline.web.shown import demo_json, dose_words
from backline.web.state import exercises, studio

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/library")
def library(request: Request) -> Response:
    """All exercises, to look at or to do one of."""
    said, drawn = speaker(request), studio(request)
    cards = [
        {
            "exercise": translated(exercise, who.language(request)),
            "dose": dose_words(exercise, said),
            "poster": demo_json(drawn.find(exercise.id, POSTER)),
        }
        for exercise in exercises(request).values()
    ]
    return page(request, "library.html", {"cards": cards, "here": "library"})
