"""Days, times and numbers in short, as on charts; from Babel's tables (Unicode CLDR)."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.numbers import format_decimal

from backline.language.catalogue import SOURCE_LANGUAGE

REGIONS = {"en": "en_GB"}
"""Where a language is written differently from country to country: the day before the month and
24 hours are read by most."""


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(REGIONS.get(language, language))


@lru_cache(maxsize=4096)
def day_words(day: date, language: str = SOURCE_LANGUAGE, *, year: bool = False) -> str:
    """A day in short: "5 Mar", or "5 Mar 2026"."""
    return format_skeleton("yMMMd" if year else "MMMd", _noon(day), locale=_locale(language))


def month_words(day: date, language: str = SOURCE_LANGUAGE) -> str:
    """The month of a day in short: "Mar"."""
    return format_date(day, "LLL", locale=_locale(language))


def weekday_names(
    language: str = SOURCE_LANGUAGE, width: Literal["wide", "abbreviated", "narrow"] = "wide"
) -> tuple[str, ...]:
    """The seven weekdays, Monday first."""
    names = get_day_names(width, context="stand-alone", locale=_locale(language))
    return tuple(names[number] for number in range(7))


def time_words(at: time, language: str = SOURCE_LANGUAGE) -> str:
    """A time of day, without seconds: "18:00"."""
    return format_time(at, "short", locale=_locale(language))


@lru_cache(maxsize=4096)
def number_words(number: float, language: str = SOURCE_LANGUAGE, *, digits: int = 0) -> str:
    """A number with at most that many digits after the point: "2.5", or "2,5"."""
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    return format_decimal(round(number, digits), pattern, locale=_locale(language))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))
