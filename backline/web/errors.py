"""One shape for every error: `{"error": {"code", "message"}}`; people get a page instead."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from backline.journal.errors import BadValue, JournalError, NoSuchRecord, NotAllowedNow
from backline.web.rendering import error_page, go, speaker
from backline.web.who import Elsewhere

log = structlog.get_logger()


class WebError(Exception):
    """A refusal with a status, a stable code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)


def error_body(code: str, message: str) -> dict[str, dict[str, str]]:
    """The JSON of an error, over HTTP and over the socket."""
    return {"error": {"code": code, "message": message}}


CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def install(app: FastAPI) -> None:
    """Give the app its error answers."""

    @app.exception_handler(Elsewhere)
    async def elsewhere(request: Request, error: Elsewhere) -> Response:
        return go(error.address)

    @app.exception_handler(WebError)
    async def refused(request: Request, error: WebError) -> Response:
        return _answer(request, error.status, error.code, error.message)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code = CODES.get(error.status_code, "refused")
        not_found = code == "not-found"
        message = speaker(request)("error.not-found") if not_found else str(error.detail)
        return _answer(request, error.status_code, code, message)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        message = speaker(request)("error.invalid", where=where)
        return _answer(request, 422, "invalid", message)

    @app.exception_handler(JournalError)
    async def journal(request: Request, error: JournalError) -> Response:
        said = speaker(request)
        match error:
            case NoSuchRecord():
                return _answer(request, 404, "not-found", said("error.not-found"))
            case NotAllowedNow():
                return _answer(request, 409, "not-now", said("error.not-now"))
            case BadValue():
                return _answer(request, 422, "invalid", str(error))
        log.warning("the journal could not be used", why=str(error))
        return _answer(request, 503, "journal", said("error.journal"))


def _answer(request: Request, status: int, code: str, message: str) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return error_page(request, status, message)
    return JSONResponse(error_body(code, message), status_code=status)
