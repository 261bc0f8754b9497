"""Keeps other websites and other names out, and tells the browser what pages may do.

A page on the internet can make a browser send requests to this computer. Two checks stop
it: the `Host` must be one of ours (a name that someone else points at this computer is
not), and whoever opens the socket or posts must come from our own pages (`Origin`).
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD"})

STATIC_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" a browser would send `Origin: null` with our own forms, too (Fetch, 3.2).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), screen-wake-lock=(self), microphone=(), geolocation=(), "
        "display-capture=(), payment=(), usb=(), serial=()"
    ),
}


def content_security_policy(host: str) -> str:
    """What a page may load: its own files, its own socket, nothing else.

    The socket's address is named because some browsers don't take 'self' for `ws:`.
    """
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self' ws://{host} wss://{host}",
            "img-src 'self' blob:",
            "media-src 'self' blob:",
            "script-src 'self'",
            "style-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def host_name(host: str) -> str:
    """The name in a `Host` header, without its port, in lower case."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[: host.find("]") + 1]
    return host.partition(":")[0]


def same_origin(origin: str | None, host: str) -> bool:
    """True when `Origin` is absent (no browser page) or is this very server."""
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.strip().lower()


class Guard:
    """Checks Host and Origin of every request and socket, and adds the headers."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        refusal = self._refusal(scope, headers, host)
        if refusal is None:
            await self.app(scope, receive, self._with_headers(scope, send, host))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4403, "reason": refusal[0]})
        else:
            body = {"error": {"code": refusal[0], "message": refusal[1]}}
            await JSONResponse(body, status_code=403)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers, host: str) -> tuple[str, str] | None:
        if host_name(host) not in self.hosts:
            return "wrong-host", "This server does not answer to that name."
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if writes and not same_origin(headers.get("origin"), host):
            return "wrong-origin", "Only Backline's own pages may do that."
        return None

    def _with_headers(self, scope: Scope, send: Send, host: str) -> Send:
        if scope["type"] != "http":
            return send

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in STATIC_HEADERS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = content_security_policy(host)
                page = headers.get("content-type", "").startswith(("text/html", "application/json"))
                headers.setdefault("Cache-Control", "no-store" if page else "no-cache")
            await send(message)

        return wrapped
