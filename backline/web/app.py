"""The web application: pages, demonstrations and the live socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, WebSocket
from fastapi.staticfiles import StaticFiles

from backline.web import api, errors, pages
from backline.web.demos import DemoStudio
from backline.web.live import LiveHub
from backline.web.security import Guard
from backline.web.settings import WebSettings

STATIC = Path(__file__).parent / "static"


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """A Backline server's application.

    Everything a live set knows lives in its socket; the app keeps nothing but drawn
    demonstrations. Raises GuideError when the exercise files can't be read.
    """
    settings = settings or WebSettings()
    studio = DemoStudio(settings.exercises, settings.cache_dir, settings.draw)
    hub = LiveHub(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        studio.start()
        yield
        studio.close()
        hub.close()

    app = FastAPI(
        title="Backline", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan
    )
    app.state.settings = settings
    app.state.studio = studio
    app.state.hub = hub
    app.include_router(pages.router)
    app.include_router(api.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")

    @app.websocket("/api/live")
    async def live(socket: WebSocket) -> None:
        await hub.serve(socket)

    errors.install(app)
    app.add_middleware(Guard, hosts=settings.hosts)
    return app
