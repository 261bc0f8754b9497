"""Choosing a language and putting texts into it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.language import languages, negotiate, translate


def test_english_is_itself() -> None:
    assert translate("Spine. 100 % {count}") == "Spine. 100 % {count}"


def test_spanish_is_spanish() -> None:
    assert translate("Breathe out.", "es") == "Suelta el aire."


def test_what_has_no_translation_stays_english() -> None:
    assert translate("No such sentence.", "es") == "No such sentence."


def test_a_sentence_may_mean_something_else_in_its_place() -> None:
    assert translate("right", "es") == "derecha"
    assert translate("right", "es", context="live.demo-right") == "bien"
    assert translate("left", "es", context="live.demo-right") == "izquierda"


def test_an_unknown_language_is_told_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"'xx'.*en, es"):
        translate("Breathe out.", "xx")


def test_english_opens_no_file_and_needs_no_babel() -> None:
    program = (
        "import sys; from backline.language import translate;"
        "assert translate('Up') == 'Up'; sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("es-MX", "es"),
        ("es_ES", "es"),
        ("ES", "es"),
        ("de", "en"),
        ("xx", "en"),
        ("de,es;q=0.7,en;q=0.3", "es"),
        ("en;q=0.3, es;q=0.7", "es"),
        ("es;q=0, en", "en"),
        ("es;q=0", "en"),
        ("es;q=strange", "en"),
        ("*, es;q=0.5", "en"),
        ("de, *;q=0.1", "en"),
        (["fr", "es"], "es"),
        ([], "en"),
        (["fr", "de"], "en"),
        ("../../etc", "en"),
    ],
)
def test_the_best_language_there_is(wanted: str | list[str] | None, found: str) -> None:
    assert negotiate(wanted) == found


@given(st.text())
def test_whatever_is_wanted_a_language_there_is_comes_out(wanted: str) -> None:
    assert negotiate(wanted) in languages()
