"""One shape for every error: `{"error": {"code", "message"}}`; people get a page instead."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from backline.web.pages import error_page
from backline.web.words import word


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

    @app.exception_handler(WebError)
    async def refused(request: Request, error: WebError) -> Response:
        return _answer(request, error.status, error.code, error.message)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code = CODES.get(error.status_code, "refused")
        message = word("error.not-found") if code == "not-found" else str(error.detail)
        return _answer(request, error.status_code, code, message)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        message = word("error.invalid", where=where)
        return _answer(request, 422, "invalid", message)


def _answer(request: Request, status: int, code: str, message: str) -> Response:
    if "text/html" in request.headers.get("accept", ""):
        return error_page(request, status, message)
    return JSONResponse(error_body(code, message), status_code=status)
