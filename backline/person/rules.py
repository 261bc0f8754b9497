"""The screening rules: data files, what they may say, and how they are read.

Every rule about the shape of a rule file lives here. A file with a problem is refused with all
its problems, so that a rule that loads can be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from backline.guide.data_files import read_folder
from backline.guide.strict import GuideError, Strict
from backline.person.answers import FACT_NAMES, Answers, GoalArea
from backline.person.condition import NOT_ANSWERED, Condition, NotAnswered

Tier = Literal["emergency", "see-doctor", "book-visit"]
"""Help now; a doctor before any exercise; a visit to book while exercise goes on."""

Movement = Literal["flexion", "extension", "rotation", "deadlift", "plank", "ball-rotation"]
Level = Literal["limited", "none"]
Unanswered = Literal["ask", "apply", "note"]

LEVELS: tuple[str, ...] = ("free", "limited", "none")
"""How much of a movement is left, from all to nothing."""


class Restrict(Strict):
    """How much of a movement a person is left with."""

    movement: Movement
    level: Level


class Rule(Strict):
    """One rule of screening.

    when: the condition on the answers. unless: lifts the rule, but only when it is known to be
        true. tier or restrict: what follows, exactly one of the two.
    unanswered: what happens when answers that decide are missing. "ask": no exercise until
        they are given; "apply": the rule is applied, to be on the safe side; "note": nothing
        is applied, but the question stays open and is shown as such.
    reason: in plain words, to the person. guide: the guide's points that ask for it.
    source: where it comes from: guide points in words, a guideline with its section and year, or
        "Backline's own choice" with why.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    when: Condition
    unless: Condition | None = None
    tier: Tier | None = None
    restrict: Restrict | None = None
    unanswered: Unanswered
    reason: str = Field(min_length=12)
    guide: tuple[str, ...] = ()
    source: str = Field(min_length=4)

    @model_validator(mode="after")
    def _one_effect(self) -> Rule:
        if (self.tier is None) == (self.restrict is None):
            raise ValueError(f"rule {self.id}: give exactly one of tier and restrict")
        return self

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All the conditions in it."""
        return (self.when,) if self.unless is None else (self.when, self.unless)


class RuleFile(Strict):
    """One file of `rules/`. dated: when it was last gone through as a whole."""

    schema_version: Literal[1] = Field(alias="schema")
    dated: date
    rules: list[Rule] = Field(min_length=1)


@cache
def load_rules() -> tuple[Rule, ...]:
    """All screening rules, in the order of the files and within them.

    Raises GuideError with every problem: a file that doesn't fit, an id used twice, a
    condition on a fact that doesn't exist or on a value it never has.
    """
    files = read_folder("backline.person", "rules", RuleFile)
    rules = tuple(rule for one in files.values() for rule in one.rules)
    problems = list(rule_problems(rules))
    if problems:
        raise GuideError(problems)
    return rules


@cache
def rules_dated() -> date:
    """When the latest of the rule files was gone through."""
    return max(one.dated for one in read_folder("backline.person", "rules", RuleFile).values())


def rule_problems(rules: Iterable[Rule]) -> Iterator[str]:
    """What is wrong with rules among each other and towards the answers, a line each."""
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield f"rule {rule.id} is there twice"
        seen.add(rule.id)
        for condition in rule.conditions:
            yield from condition_problems(f"rule {rule.id}", condition, fact_types())


def condition_problems(
    who: str, condition: Condition, types: Mapping[str, TypeAdapter[Any]]
) -> Iterator[str]:
    """Comparisons that can never come out: unknown facts, and values that a fact never has.

    who: stands in front of each line. types: what each known fact can be.
    """
    for name, kind, value in condition.comparisons():
        if name not in types:
            yield f"{who}: there is no fact {name!r}"
            continue
        possible = {"has": [[value]], "one_of": value}.get(kind, [value])
        for one in possible:
            if one == NOT_ANSWERED or not _fits(types[name], one, kind):
                yield f"{who}: {name} is never {value!r}"
                break


def _fits(adapter: TypeAdapter[Any], value: Any, kind: str) -> bool:
    """Whether a fact can be that; thresholds may lie between whole numbers."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    ordered = kind in {"at_least", "above", "at_most", "below"}
    try:
        found = adapter.validate_python(value)
    except ValidationError:
        return False
    return not ordered or (isinstance(found, int | float) and not isinstance(found, bool))


@cache
def fact_types() -> Mapping[str, TypeAdapter[Any]]:
    """What each fact of screening can be."""
    shapes: dict[str, Any] = {
        name: Answers.model_fields[name].rebuild_annotation()
        for name in FACT_NAMES
        if name in Answers.model_fields
    }
    shapes["goal_areas"] = frozenset[GoalArea] | NotAnswered
    return {name: TypeAdapter(shape) for name, shape in shapes.items()}
