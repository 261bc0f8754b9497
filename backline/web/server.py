"""Runs the web application on this computer."""

from __future__ import annotations

import threading
import webbrowser
from dataclasses import replace

import uvicorn

from backline.web.app import create_app
from backline.web.messages import TIME_BYTES
from backline.web.settings import LOCAL_NAMES, WebSettings

ANY_ADDRESS = frozenset({"0.0.0.0", "::"})


def run(
    host: str = "127.0.0.1",
    port: int = 8765,
    open_browser: bool = True,
    settings: WebSettings | None = None,
) -> None:
    """Serve until interrupted. Raises SystemExit when the port can't be had.

    host: the address to listen on. The server answers to that name and to this computer's
        local ones; when listening on every address, give the further names in `settings`.
    open_browser: show the home page in the person's browser once the server listens.
    """
    settings = settings or WebSettings()
    if host not in ANY_ADDRESS:
        name = f"[{host}]" if ":" in host else host.lower()
        settings = replace(settings, hosts=tuple(dict.fromkeys((*settings.hosts, name))))
    config = uvicorn.Config(
        create_app(settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=settings.limits.picture_bytes + TIME_BYTES,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=2,
    )
    _Server(config, url(host, port) if open_browser else None).run()


def url(host: str, port: int) -> str:
    """The address to open in a browser on this computer."""
    name = LOCAL_NAMES[0] if host in ANY_ADDRESS or host == "127.0.0.1" else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


class _Server(uvicorn.Server):
    """Opens the browser only when there is something to see."""

    def __init__(self, config: uvicorn.Config, page: str | None) -> None:
        super().__init__(config)
        self.page = page

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started and self.page:
            threading.Thread(target=webbrowser.open, args=(self.page,), daemon=True).start()
