"""Checks of single values on their way into the journal. Each raises BadValue with one line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backline.journal.errors import BadValue

LONGEST_TEXT = 2_000
LONGEST_NAME = 100
LONGEST_JSON = 1_000_000
"""Characters. No honest value comes near; a runaway one must not fill the disk."""
DEEPEST_JSON = 50
ROUNDING_S = 0.01
"""Times come rounded to a millisecond or so; that much out of order is no error."""


def text(value: object, what: str, *, longest: int = LONGEST_NAME) -> str:
    """The text, if it is some, isn't too long and can be stored by every database."""
    if not isinstance(value, str) or not value.strip():
        raise BadValue(f"{what}: give some text")
    if len(value) > longest:
        raise BadValue(f"{what}: at most {longest} characters, this has {len(value)}")
    return storable(value, what)


def maybe_text(value: object, what: str, *, longest: int = LONGEST_NAME) -> str | None:
    """Like `text`; None stays None."""
    return None if value is None else text(value, what, longest=longest)


def storable(value: str, what: str) -> str:
    """The text, if it holds neither NUL nor half a character."""
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadValue(f"{what}: has a character that can't be stored")
    return value


def finite(value: object, what: str) -> float:
    """The number, if it is one and finite."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadValue(f"{what}: {value!r} is not a number")
    return float(value)


def seconds(value: object, what: str) -> float:
    """A finite number that isn't below zero."""
    number = finite(value, what)
    if number < 0:
        raise BadValue(f"{what}: {value!r} is below zero")
    return number


def whole(value: object, what: str, lowest: int, highest: int) -> int:
    """The whole number, if it lies between the two, both included."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise BadValue(f"{what}: {value!r} is not a whole number from {lowest} to {highest}")
    return value


def zone(name: str) -> str:
    """The name of a time zone, if it is a known one ("Europe/Berlin")."""
    try:
        ZoneInfo(text(name, "time zone"))
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise BadValue(f"{name!r} is not a time zone; give one like Europe/Berlin") from error
    except KeyError as error:
        raise BadValue(f"{name!r} is not a known time zone; give one like Europe/Berlin") from error
    return name


def language(code: object) -> str:
    """A language's code as in BCP 47: "en", "es", "pt-BR"."""
    if not isinstance(code, str) or not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", code):
        raise BadValue(f"{code!r} is not a language; give its code, like en or es")
    return code


def day_in(moment: datetime, zone_name: str) -> date:
    """The date on the wall calendar of that zone."""
    return moment.astimezone(ZoneInfo(zone_name)).date()


def json_value(value: Any, what: str) -> Any:
    """A copy made of plain JSON types. Raises BadValue for NaN, for keys that aren't text and
    for anything that JSON or a database has no word for."""
    _check_inside(value, what)
    try:
        written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what}: can't be written as JSON: {error}") from error
    if len(written) > LONGEST_JSON:
        raise BadValue(f"{what}: more than {LONGEST_JSON} characters of JSON")
    return json.loads(written)


def _check_inside(value: Any, what: str, depth: int = 0) -> None:
    if depth > DEEPEST_JSON:
        raise BadValue(f"{what}: nested too deeply")
    if isinstance(value, str):
        storable(value, what)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise BadValue(f"{what}: the key {key!r} isn't text")
            storable(key, what)
            _check_inside(inner, what, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check_inside(inner, what, depth + 1)
