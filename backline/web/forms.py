"""What a form sent. Forms are small and plain, so the standard library reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from backline.web.errors import WebError
from backline.web.rendering import speaker

MOST_BYTES = 64_000
MOST_FIELDS = 200


class Form:
    """The fields of a form: each name with every value that was sent for it, in order."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def one(self, name: str, default: str = "") -> str:
        """The last value of a field, without spaces around it; the default when not sent."""
        values = self._fields.get(name)
        return values[-1].strip() if values else default

    def many(self, name: str) -> list[str]:
        """Every value of a field: the boxes that were ticked."""
        return list(self._fields.get(name, ()))

    def number(self, name: str) -> int | None:
        """A field as a whole number; None when it isn't one or is absent."""
        text = self.one(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


async def read_form(request: Request) -> Form:
    """The form that a page posted.

    Raises WebError when it is too large, of another kind, or not text.
    """
    said = speaker(request)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise WebError(413, "too-large", said("error.form-too-large"))
    kind = request.headers.get("content-type", "application/x-www-form-urlencoded")
    unreadable = WebError(400, "unreadable", said("error.form-unreadable"))
    if kind.partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise unreadable
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise unreadable from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Form(fields)


Fields = Annotated[Form, Depends(read_form)]
"""A page's parameter: what its form sent."""
