"""Exercises in another language: every text, nothing but the texts, and still exercises."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from backline.guide.load import load_exercise, load_exercises
from backline.guide.resolve import at_stage, every_stage
from backline.guide.schema import Exercise
from backline.language import LaidOver, Text, texts, translate, translated
from backline.programme.limited import limited
from tests.programme.test_limited import limits

EXERCISES = list(load_exercises().values())


def dumped(exercise: Exercise) -> dict[str, Any]:
    return exercise.model_dump(by_alias=True)


def differences(one: Any, other: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """Where two values of one shape differ, by path."""
    if isinstance(one, dict) and isinstance(other, dict) and set(one) == set(other):
        return {p: d for k in one for p, d in differences(one[k], other[k], f"{path}.{k}").items()}
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return {p: d for n, (a, b) in pairs for p, d in differences(a, b, f"{path}.{n}").items()}
    return {} if one == other else {path: (one, other)}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_only_texts_change_and_all_of_them(exercise: Exercise) -> None:
    spanish = translated(exercise, "es")
    for path, (before, after) in differences(dumped(exercise), dumped(spanish)).items():
        assert after == translate(before, "es") != before, path
    assert set(texts(spanish)) == {translate(text, "es") for text in texts(exercise)}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_a_translated_exercise_is_an_exercise(exercise: Exercise) -> None:
    for one in (exercise, *every_stage(exercise).values()):
        spanish = translated(one, "es")
        assert Exercise.model_validate(dumped(spanish)) == spanish
        assert (spanish.key, spanish.is_standard) == (one.key, one.is_standard)
        assert spanish.model_fields_set == one.model_fields_set


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_a_stage_is_the_same_whichever_comes_first(exercise: Exercise) -> None:
    for stage in exercise.stages:
        first = translated(at_stage(exercise, stage.id), "es")
        assert first == at_stage(translated(exercise, "es"), stage.id)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_translating_twice_is_translating_once(exercise: Exercise) -> None:
    spanish = translated(exercise, "es")
    assert translated(spanish, "es") == spanish


def test_english_is_the_very_same_exercise() -> None:
    exercise = load_exercise("plank")
    assert translated(exercise) is exercise
    assert translated(exercise, "en") is exercise


@pytest.mark.parametrize("rule", ["cat-cow-no-round", "cat-cow-small-arch"])
def test_a_limited_exercise_is_translated_with_its_limits(rule: str) -> None:
    exercise = limited(load_exercise("cat-cow"), limits("cat-cow", rule))
    for text in texts(exercise):
        assert translate(text, "es") != text or text == "U"


class Leaf(BaseModel):
    id: str
    text: Text
    more: Text | None = None


class Tree(BaseModel):
    name: str
    leaves: list[Leaf] = []
    pair: tuple[Text, ...] = ()
    by_word: dict[Text, int] = {}
    by_id: dict[str, Text] = {}
    changes: dict[str, Any] | None = None
    inner: Tree | None = None


class Laid(Tree):
    over: LaidOver | None = None


def test_what_is_marked_is_found_wherever_it_stands() -> None:
    tree = Tree(
        name="Up",
        leaves=[Leaf(id="Up", text="Up")],
        pair=("Up", "U"),
        by_word={"Up": 1},
        by_id={"Up": "Up"},
        changes={"name": "Up"},
        inner=Tree(name="Up", leaves=[Leaf(id="Up", text="Nothing known.", more="Up")]),
    )
    spanish = translated(tree, "es")
    assert spanish == Tree(
        name="Up",
        leaves=[Leaf(id="Up", text="Arriba")],
        pair=("Arriba", "U"),
        by_word={"Arriba": 1},
        by_id={"Up": "Arriba"},
        changes={"name": "Up"},
        inner=Tree(name="Up", leaves=[Leaf(id="Up", text="Nothing known.", more="Arriba")]),
    )
    assert texts(tree) == ("Up", "U", "Nothing known.")
    assert tree.leaves[0].text == "Up"
