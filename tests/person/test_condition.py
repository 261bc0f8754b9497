"""Conditions: three truths, one form each, nothing taken for "no"."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backline.person.condition import NOT_ANSWERED, Condition

FACTS: dict[str, list[Any]] = {
    "sure": [True, False],
    "pain": list(range(11)),
    "things": [frozenset(), frozenset({"mat"}), frozenset({"mat", "ball"})],
    "phase": ["acute", "chronic"],
}


def read(data: dict[str, Any]) -> Condition:
    return Condition.model_validate(data)


LEAVES = st.sampled_from(
    [
        {"is": {"sure": True}},
        {"is": {"phase": "acute"}},
        {"one_of": {"phase": ["acute", "chronic"]}},
        {"has": {"things": "ball"}},
        {"at_least": {"pain": 4}},
        {"above": {"pain": 4}},
        {"at_most": {"pain": 4}},
        {"below": {"pain": 4}},
    ]
)
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"all": of}),
        st.lists(inner, min_size=1, max_size=3).map(lambda of: {"any": of}),
        inner.map(lambda of: {"not": of}),
        st.tuples(st.integers(1, 3), st.lists(inner, min_size=1, max_size=3)).map(
            lambda pair: {"count": {"at_least": pair[0], "of": pair[1]}}
        ),
    ),
    max_leaves=5,
)


@given(CONDITIONS, st.sets(st.sampled_from(sorted(FACTS))))
def test_known_answers_are_never_undone_by_the_missing_ones(
    data: dict[str, Any], missing: set[str]
) -> None:
    """What comes out with answers missing holds whatever they would have been."""
    condition = read(data)
    names = sorted(missing)
    known = {name: values[0] for name, values in FACTS.items()}
    blank = condition.of({**known, **dict.fromkeys(names, NOT_ANSWERED)})
    for values in product(*(FACTS[name] for name in names)):
        full = condition.of({**known, **dict(zip(names, values, strict=True))})
        assert full is not None
        assert blank is None or blank is full


@pytest.mark.parametrize(
    ("data", "facts", "truth"),
    [
        ({"at_least": {"pain": 6}}, {"pain": 6}, True),
        ({"at_least": {"pain": 6}}, {"pain": 5}, False),
        ({"above": {"pain": 6}}, {"pain": 6}, False),
        ({"at_most": {"pain": 3}}, {"pain": 3}, True),
        ({"below": {"pain": 3}}, {"pain": 3}, False),
        ({"has": {"things": "ball"}}, {"things": frozenset({"ball"})}, True),
        ({"has": {"things": "ball"}}, {"things": NOT_ANSWERED}, None),
        ({"not": {"is": {"sure": True}}}, {"sure": NOT_ANSWERED}, None),
        (
            {"any": [{"is": {"sure": True}}, {"at_least": {"pain": 1}}]},
            {"sure": NOT_ANSWERED, "pain": 2},
            True,
        ),
        (
            {"all": [{"is": {"sure": True}}, {"at_least": {"pain": 1}}]},
            {"sure": NOT_ANSWERED, "pain": 0},
            False,
        ),
        (
            {"count": {"at_least": 2, "of": [{"is": {"sure": True}}, {"at_least": {"pain": 1}}]}},
            {"sure": NOT_ANSWERED, "pain": 2},
            None,
        ),
        (
            {"count": {"at_least": 2, "of": [{"is": {"sure": True}}, {"at_least": {"pain": 1}}]}},
            {"sure": NOT_ANSWERED, "pain": 0},
            False,
        ),
    ],
)
def test_truths(data: dict[str, Any], facts: dict[str, Any], truth: bool | None) -> None:
    assert read(data).of(facts) is truth


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"is": {"a": 1}, "has": {"b": "c"}},
        {"is": {"a": 1, "b": 2}},
        {"all": []},
        {"eval": "1 == 1"},
        {"count": {"at_least": 0, "of": [{"is": {"a": 1}}]}},
    ],
)
def test_a_condition_says_exactly_one_thing(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(data)


def test_an_unknown_fact_is_an_error_and_not_an_answer() -> None:
    with pytest.raises(KeyError):
        read({"is": {"sure": True}}).of({})


def test_names_are_told_once_in_order() -> None:
    data = {
        "all": [
            {"at_least": {"pain": 1}},
            {"not": {"has": {"things": "mat"}}},
            {"below": {"pain": 9}},
        ]
    }
    assert read(data).names == ("pain", "things")
