"""The web application: pages, demonstrations and the live socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, WebSocket
from fastapi.staticfiles import StaticFiles

from backline.daily.household import Household
from backline.journal.journal import Journal
from backline.web import api, errors
from backline.web.demos import DemoStudio
from backline.web.live import LiveHub
from backline.web.pages import (
    exercise,
    free,
    intake,
    library,
    me,
    outcome,
    progress,
    session,
    session_acts,
    timed_test,
    today,
    welcome,
)
from backline.web.progress_shelf import ProgressShelf
from backline.web.rendering import places_of
from backline.web.security import Guard
from backline.web.settings import WebSettings

STATIC = Path(__file__).parent / "static"

ROUTERS = (
    today.router,
    session.router,
    session_acts.router,
    progress.router,
    welcome.router,
    intake.router,
    outcome.router,
    library.router,
    exercise.router,
    free.router,
    timed_test.router,
    me.router,
    api.router,
)


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """A Backline server's application.

    Everything a live set knows lives in its socket, everything about people in the journal; the
    app keeps nothing but drawn demonstrations. Raises GuideError when the exercise files can't
    be read, and CannotOpen, with one line that says what to do, when the journal can't be used.
    """
    settings = settings or WebSettings()
    journal = Journal.open(settings.journal, now=settings.clock)
    studio = DemoStudio(settings.exercises, settings.cache_dir, settings.draw)
    hub = LiveHub(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        studio.start()
        yield
        studio.close()
        hub.close()
        journal.close()

    app = FastAPI(
        title="Backline", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.settings = settings
    app.state.journal = journal
    app.state.household = Household(journal, settings.exercises, settings.clock)
    app.state.progress = ProgressShelf(journal, settings.exercises, settings.clock)
    app.state.places = places_of(ROUTERS)
    app.state.studio = studio
    app.state.hub = hub
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.websocket("/api/live")
    async def live(socket: WebSocket) -> None:
        await hub.serve(socket)

    errors.install(app)
    app.add_middleware(Guard, hosts=settings.hosts)
    return app
