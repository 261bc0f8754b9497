"""Days, times and numbers in short, in both languages."""

from __future__ import annotations

from datetime import date, time

import pytest

from backline.language import languages
from backline.language.short import (
    day_words,
    month_words,
    number_words,
    time_words,
    weekday_names,
)

DAY = date(2026, 3, 5)


def test_english() -> None:
    assert day_words(DAY) == "5 Mar"
    assert day_words(DAY, year=True) == "5 Mar 2026"
    assert month_words(DAY) == "Mar"
    assert time_words(time(18, 5)) == "18:05"
    assert weekday_names()[0] == "Monday"


def test_spanish() -> None:
    assert day_words(DAY, "es", year=True) == "5 mar 2026"
    assert weekday_names("es")[0] == "lunes"
    assert number_words(2.5, "es", digits=1) == "2,5"


def test_numbers() -> None:
    assert number_words(1234) == "1,234"
    assert number_words(2.04, digits=1) == "2"
    assert number_words(0.5, digits=1) == "0.5"


@pytest.mark.parametrize("language", languages())
def test_every_language_has_seven_weekdays(language: str) -> None:
    assert len(set(weekday_names(language))) == 7
    assert len(weekday_names(language, "narrow")) == 7
