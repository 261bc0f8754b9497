"""The catalogues are complete and say the same as the English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from backline.guide.data_files import load_yaml
from backline.guide.load import load_exercise, load_exercises
from backline.guide.resolve import every_stage
from backline.guide.schema import Exercise
from backline.language import SOURCE_LANGUAGE, language_names, languages, texts, translate
from backline.programme.load import load_programme
from backline.programme.reasons import reason
from backline.programme.words import reason_words
from tools.messages import (
    TEMPLATE,
    as_text,
    exercise_texts,
    limit_texts,
    messages,
    path_of,
    placeholders,
    template,
    updated,
)

OTHERS = [one for one in languages() if one != SOURCE_LANGUAGE]
SAME_IN_BOTH = {"U", "No", "Asia", "Australia"}
"""Texts that are the same in English and in another language."""
LONGEST_SAYING = 12
"""Words in a spoken cue. English has at most 9; Spanish needs its articles."""
NOT_SHOWN = {"source", "measure", "id"}
"""Fields of exercise files whose words nobody is shown."""
EXERCISES = list(load_exercises().values())


@pytest.fixture(scope="module")
def new() -> Catalog:
    return template()


def catalogue(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def lacking(exercise: Exercise, language: str) -> list[str]:
    """The texts of an exercise that a language has no words for."""
    known = catalogue(language)
    found = [known.get(text) for text in dict.fromkeys(exercise_texts(exercise))]
    pairs = zip(dict.fromkeys(exercise_texts(exercise)), found, strict=True)
    return [text for text, one in pairs if one is None or not one.string or one.fuzzy]


def test_spanish_is_there() -> None:
    assert languages()[0] == SOURCE_LANGUAGE
    assert "es" in languages()
    assert language_names() == {"en": "English", "es": "español"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language: str, new: Catalog) -> None:
    known = catalogue(language)
    gone = [m.id for m in new if m.id and known.get(str(m.id), context=m.context) is None]
    empty = [m.id for m in known if m.id and (not m.string or m.fuzzy)]
    assert not gone, "run `make messages`, then translate what it lists"
    assert not empty, "these have no translation yet"


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_translated_that_is_no_longer_said(language: str, new: Catalog) -> None:
    said = {(m.context, m.id) for m in new}
    assert [m.id for m in catalogue(language) if (m.context, m.id) not in said] == []


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_the_same(language: str) -> None:
    for message in catalogue(language):
        assert placeholders(str(message.id)) == placeholders(str(message.string)), message.id


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_in_english(language: str) -> None:
    same = {str(m.id) for m in catalogue(language) if m.id == m.string and has_words(str(m.id))}
    assert same <= SAME_IN_BOTH


def has_words(text: str) -> bool:
    """Whether there is anything but placeholders and the product's name."""
    return bool(re.search(r"[a-z]", re.sub(r"\{[^}]*\}|Backline", "", text), re.IGNORECASE))


@pytest.mark.parametrize("language", OTHERS)
def test_whitespace_and_full_stops_are_kept(language: str) -> None:
    for message in catalogue(language):
        english, other = str(message.id), str(message.string)
        if not english:
            continue
        assert "  " not in other
        assert other[:1].isspace() == english[:1].isspace(), english
        assert other[-1:].isspace() == english[-1:].isspace(), english
        assert other.endswith(".") == english.endswith("."), (english, other)


@pytest.mark.parametrize("language", OTHERS)
def test_the_files_are_as_the_command_writes_them(language: str, new: Catalog) -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == as_text(new)
    assert path_of(language).read_text(encoding="utf-8") == as_text(updated(language, new))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_every_text_of_an_exercise_is_in_the_catalogue(exercise: Exercise) -> None:
    assert lacking(exercise, "es") == []


def test_a_new_text_of_an_exercise_is_missed() -> None:
    exercise = load_exercise("cat-cow")
    cue = exercise.cues[0].model_copy(update={"say": "Something nobody has translated."})
    changed = exercise.model_copy(update={"cues": [cue, *exercise.cues[1:]]})
    assert lacking(changed, "es") == ["Something nobody has translated."]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_every_sentence_of_an_exercise_file_is_collected(exercise: Exercise) -> None:
    """A new field of the schema that holds a sentence must be marked as `Text`."""
    problems: list[str] = []
    folder = Path("backline/guide/exercises")
    data = load_yaml(folder / f"{exercise.id}.yaml", problems)
    assert not problems
    assert sentences(data) <= set(exercise_texts(exercise))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_every_sentence_that_a_limit_puts_into_an_exercise_is_collected(exercise: Exercise) -> None:
    path = Path(f"backline/programme/data/exercises/{exercise.id}.yaml")
    rules = yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    said = {s for rule in rules if not rule.get("exclude") for s in sentences(rule)}
    assert said <= set(limit_texts(exercise.id))


def sentences(data: Any) -> set[str]:
    """All strings of several words, but for those in fields that aren't shown."""
    if isinstance(data, dict):
        return {s for key, one in data.items() if key not in NOT_SHOWN for s in sentences(one)}
    if isinstance(data, list):
        return {s for one in data for s in sentences(one)}
    return {data} if isinstance(data, str) and " " in data else set()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_spoken_cues_stay_short_and_apart(exercise: Exercise) -> None:
    for one in (exercise, *every_stage(exercise).values()):
        said = [translate(cue.say, "es") for cue in one.cues]
        assert all(len(text.split()) <= LONGEST_SAYING for text in said), said
        assert len(set(said)) == len(said), "two cues of an exercise say the same"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_a_limit_gives_the_same_reason_in_the_exercise_as_in_the_plan(exercise: Exercise) -> None:
    for rule in load_programme().exercises[exercise.id].rules:
        if not rule.exclude:
            assert translate(rule.reason, "es") == reason_words(reason(rule), "es")


def test_a_text_stands_once_in_the_template(new: Catalog) -> None:
    told = {(context, text) for _, context, text in messages()}
    assert len(new) == len(told)
    assert len(texts(load_exercise("plank"))) == len(set(texts(load_exercise("plank"))))


def test_a_translation_comes_back_with_its_text(new: Catalog, tmp_path: Path) -> None:
    spanish = updated("es", new)
    without = Catalog(locale="es")
    without.add("Up")
    spanish.update(without, no_fuzzy_matching=True)
    assert spanish.get("Down and across") is None
    path = tmp_path / "es.po"
    path.write_text(as_text(spanish), encoding="utf-8")
    again = updated("es", new, path)
    assert again.obsolete.keys() == updated("es", new).obsolete.keys()
    back = again.get("Down and across")
    assert back is not None
    assert back.string == "Abajo y a través"
