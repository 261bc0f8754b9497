"""The cases that a clinician can read (`cases.yaml`), as objects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from backline.guide.data_files import read_path
from backline.guide.strict import Strict
from backline.person.answers import Answers, read_answers
from backline.person.rules import Rule
from backline.person.screen import Profile, screen


class Case(Strict):
    """What screening must say of these answers."""

    name: str
    given: dict[str, Any]
    gate: str
    flags: list[str]
    left: dict[str, str]


class Cases(Strict):
    schema_version: Literal[1] = Field(alias="schema")
    ordinary: dict[str, Any]
    cases: list[Case]


@cache
def load_cases() -> Cases:
    return read_path(Path(__file__).with_name("cases.yaml"), Cases)


def ordinary(**changes: Any) -> Answers:
    """The answers of somebody with ordinary back pain, changed."""
    return read_answers({**load_cases().ordinary, **changes})


def outcome(profile: Profile) -> tuple[str, list[str], dict[str, str]]:
    """The gate, the tiers found, and the movements that aren't free."""
    movements = {f.restrict.movement for f in profile.limits if f.restrict}
    left = {movement: profile.level(movement) for movement in movements}
    return profile.gate, [f.tier or "" for f in profile.flags], left


def failing(rules: Sequence[Rule] | None = None) -> list[str]:
    """The names of the cases that come out wrong under these rules."""
    wrong = []
    for case in load_cases().cases:
        if outcome(screen(ordinary(**case.given), rules)) != (case.gate, case.flags, case.left):
            wrong.append(case.name)
    return wrong
