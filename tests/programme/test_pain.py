"""The pain check: stop, leave, ease, go on, or ask."""

from __future__ import annotations

from typing import Any

import pytest

from backline.person.condition import NOT_ANSWERED
from backline.programme.load import Programme, load_programme
from backline.programme.pain import pain_check

CASES: list[tuple[Any, Any, str | None, Any, str, str]] = [
    # before, now, exercise, tight, decision, a guide point it names
    (2, 2, "cat-cow", False, "go-on", "G1"),
    (2, 3, "bird-dog", False, "ease", "BD-p"),
    (4, 4, None, False, "ease", "G1"),
    (5, 5, "plank", False, "ease", "G1"),
    (0, 2, "plank", False, "stop", "G1"),
    (3, 5, None, False, "stop", "G1"),
    (6, 6, "cat-cow", False, "stop", "G1"),
    (5, 6, "cat-cow", False, "stop", "G1"),
    (0, 0, "chop", True, "leave-exercise", "CH8"),
    (0, 1, "chop", False, "leave-exercise", "CH8"),
    (0, 0, "pulldown", True, "leave-exercise", "PD9"),
    (0, 0, "pulldown", False, "go-on", "G1"),
    (0, 0, "pulldown", NOT_ANSWERED, "ask", "G1"),
    (0, 0, "cat-cow", True, "ease", "G1"),
    (0, 0, "cat-cow", NOT_ANSWERED, "go-on", "G1"),
    (0, NOT_ANSWERED, "cat-cow", False, "ask", "G1"),
    (NOT_ANSWERED, 2, "cat-cow", False, "stop", "G1"),
    (NOT_ANSWERED, 0, "cat-cow", False, "go-on", "G1"),
]


@pytest.mark.parametrize(("before", "now", "exercise", "tight", "decision", "point"), CASES)
def test_case(
    before: Any, now: Any, exercise: str | None, tight: Any, decision: str, point: str
) -> None:
    made = pain_check(before, now, exercise, tight)
    assert made.decision == decision
    assert point in made.reason.guide
    assert (decision == "ask") == bool(made.missing)


def test_six_or_two_more_always_stops_and_four_or_five_never_goes_on() -> None:
    for before in range(11):
        for now in range(11):
            decision = pain_check(before, now, None, False).decision
            assert (decision == "stop") == (now >= 6 or now - before >= 2)
            if now >= 4:
                assert decision in {"stop", "ease"}


@pytest.mark.parametrize("rule", load_programme().pain.steps[:-1], ids=lambda rule: rule.id)
def test_no_rule_can_be_lost_unnoticed(rule: Any) -> None:
    whole = load_programme()
    rest = tuple(one for one in whole.pain.steps if one is not rule)
    changed = whole.pain.model_copy(update={"steps": rest})
    programme = Programme(whole.exercises, whole.session, whole.progression, changed)
    made = [pain_check(b, n, e, t, programme).decision for b, n, e, t, _, _ in CASES]
    assert made != [decision for *_, decision, _ in CASES]


def test_what_to_ask_is_said() -> None:
    assert pain_check(0, NOT_ANSWERED).missing == ("pain",)
    assert pain_check(0, 0, "chop").missing == ("tight",)
