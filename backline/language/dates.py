"""Dates as people read them."""

from __future__ import annotations

from datetime import date

from backline.language.catalogue import SOURCE_LANGUAGE

_LOCALES = {"en": "en_GB"}
"""The day before the month, in English too: Backline's own choice."""


def date_words(day: date, language: str = SOURCE_LANGUAGE, *, year: bool = False) -> str:
    """A day with its weekday: "Friday 27 November"; with the year where it is asked for."""
    from babel.dates import format_skeleton

    skeleton = "yMMMMEEEEd" if year else "MMMMEEEEd"
    return format_skeleton(skeleton, day, locale=_LOCALES.get(language, language)).replace(",", "")
