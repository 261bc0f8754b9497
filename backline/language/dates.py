"""Dates as people read them."""

from __future__ import annotations

import re
from datetime import date

from backline.language.catalogue import SOURCE_LANGUAGE

_LOCALES = {"en": "en_GB"}
"""The day before the month, in English too: Backline's own choice."""
_YEAR = re.compile(r"[,\s]*('[^']*'\s*)?y+")


def date_words(day: date, language: str = SOURCE_LANGUAGE, *, year: bool = False) -> str:
    """A day with its weekday: "Friday 27 November", "viernes, 27 de noviembre"; with the year
    where it is asked for. Written as the language's own full date (CLDR)."""
    from babel import Locale
    from babel.dates import format_date

    locale = Locale.parse(_LOCALES.get(language, language))
    pattern = locale.date_formats["full"].pattern
    return format_date(day, pattern if year else _YEAR.sub("", pattern), locale=locale)
