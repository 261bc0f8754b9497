"""Days as people read them."""

from __future__ import annotations

from datetime import date

import pytest

from backline.language import languages
from backline.language.dates import date_words

DAY = date(2026, 11, 27)


def test_days_read_as_each_language_writes_them():
    assert date_words(DAY) == "Friday, 27 November"
    assert date_words(DAY, year=True) == "Friday, 27 November 2026"
    assert date_words(DAY, "es") == "viernes, 27 de noviembre"
    assert date_words(DAY, "es", year=True) == "viernes, 27 de noviembre de 2026"


@pytest.mark.parametrize("language", languages())
def test_no_day_has_its_year_or_a_stray_sign(language: str):
    for month in range(1, 13):
        text = date_words(date(2026, month, 9), language)
        assert "2026" not in text
        assert text == text.strip(" ,")
        assert "de de" not in text
