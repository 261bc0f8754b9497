"""The live page without an exercise: Backline tells which one is done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from backline.guide.schema import Exercise
from backline.web import who
from backline.web.personal import personal
from backline.web.rendering import go, page, speaker
from backline.web.shown import placement
from backline.web.state import exercises
from backline.web.words import page_words

router = APIRouter(default_response_class=HTMLResponse)
SIDE_DEG = 90.0


@router.get("/live")
def free_page(request: Request) -> Response:
    """The camera, and a coach that finds out what is done. Who must not train now is told so."""
    known = personal(request)
    if known is not None and known.stopped:
        return go("/outcome")
    said = speaker(request)
    context = {
        "page": "/library",
        "personal": known,
        "placement": placement(_from_the_side(request), said) | {"text": said("free.placement")},
        "words": page_words(who.language(request)),
    }
    return page(request, "free.html", context)


def _from_the_side(request: Request) -> Exercise:
    """An exercise that is seen from the side, whose camera's place is good for most."""
    known = list(exercises(request).values())
    return next((one for one in known if one.view.azimuth_deg == SIDE_DEG), known[0])
