"""Every sentence has a key, every key a sentence, and no sentence stands in a template."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from backline.web import words
from backline.web.rendering import PLACES, TEMPLATES

FILES = sorted(Path(str(words.__file__)).parents[1].joinpath("templates").rglob("*.html"))
SHOWN = {"aria-label", "alt", "title", "placeholder"}
KEY = re.compile(r"\bt\('([a-z0-9.-]+)'(?! *\+)")
"""Keys that are put together, `t('a.' + b)`, aren't among these."""


class Literals(HTMLParser):
    """Collects what people would read in a template after its expressions are taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in SHOWN]


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_templates_hold_no_words_of_their_own(file: Path):
    text = re.sub(r"\{% block body_class %\}.*?\{% endblock %\}", "", file.read_text())
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    reader = Literals()
    reader.feed(text)
    assert [one.strip() for one in reader.found if re.search(r"[A-Za-z]{2}", one)] == []


def test_every_key_in_templates_and_programs_has_a_sentence():
    folder = Path(str(words.__file__)).parents[1]
    used = {key for file in FILES for key in KEY.findall(file.read_text())}
    for file in folder.rglob("*.py"):
        used |= set(re.findall(r'\b(?:said|word)\(\s*"([a-z0-9.-]+)"[,)]', file.read_text()))
    assert used <= words.WORDS.keys()
    assert {f"place-{name}" for name in PLACES} <= words.WORDS.keys()


def test_two_modules_cant_have_the_same_key():
    with pytest.raises(ValueError, match="two sentences"):
        words.merged([{"a": "x"}, {"a": "y"}])


def test_a_sentence_comes_in_its_language_with_its_values():
    assert words.word("today.morning", name="Ann") == "Good morning, Ann"
    assert words.word("today.morning", "es", name="Ann") == "Buenos días, Ann"
    with pytest.raises(KeyError):
        words.word("nothing.of.the.kind")


def test_templates_escape_what_they_are_given():
    assert TEMPLATES.env.autoescape
