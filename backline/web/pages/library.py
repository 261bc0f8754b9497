"""The library: every exercise."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.language import translate
from backline.web import who
from backline.web.demos import POSTER
from backline.web.personal import kept_from, personal
from backline.web.rendering import page, speaker
from backline.web.shown import demo_json, dose_words
from backline.web.state import exercises, studio

router = APIRouter(default_response_class=HTMLResponse)


@router.get("/library")
def library(request: Request) -> Response:
    """All exercises, to look at or to do one of."""
    said, drawn, language = speaker(request), studio(request), who.language(request)
    cards = []
    for exercise in exercises(request).values():
        kept = bool(kept_from(request, exercise))
        cards.append(
            {
                "id": exercise.id,
                "name": translate(exercise.name, language),
                "summary": translate(exercise.summary, language),
                "dose": dose_words(exercise, said),
                "poster": None if kept else demo_json(drawn.find(exercise.id, POSTER)),
                "kept": kept,
            }
        )
    context = {"cards": cards, "here": "library", "personal": personal(request)}
    return page(request, "library.html", context)
