"""Conditions as data: what a rule file may say about facts, and how it comes out.

A condition is true, false or unknown. Unknown (None) comes of a fact that wasn't answered: it
is never taken for "no". The logic is Kleene's: "unknown and false" is false, "unknown or true"
is true, everything else stays unknown. Nothing is ever evaluated as code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, StrictBool, StrictInt, model_validator

from backline.guide.strict import Strict

NOT_ANSWERED: Literal["not-answered"] = "not-answered"
"""The value of a fact that nobody has told."""

NotAnswered = Literal["not-answered"]
Truth = bool | None
Facts = Mapping[str, Any]
Test = Callable[[Facts], Truth]
Value = StrictBool | StrictInt | float | str

ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda known, limit: bool(known >= limit),
    "above": lambda known, limit: bool(known > limit),
    "at_most": lambda known, limit: bool(known <= limit),
    "below": lambda known, limit: bool(known < limit),
}


class Count(Strict):
    """At least so many of these conditions."""

    at_least: int = Field(ge=1)
    of: list[Condition] = Field(min_length=1)


class Condition(Strict):
    """Exactly one of these.

    all, any: of several conditions; not: of one. count: at least so many of several.
    is: a fact has this value. one_of: it has one of these. has: a fact that is a set of
        things has this one among them.
    at_least, above, at_most, below: a fact that is a number, compared.
    Those on facts name one fact each.
    """

    all_: list[Condition] | None = Field(default=None, alias="all", min_length=1)
    any_: list[Condition] | None = Field(default=None, alias="any", min_length=1)
    not_: Condition | None = Field(default=None, alias="not")
    count: Count | None = None
    is_: dict[str, Value] | None = Field(default=None, alias="is", min_length=1, max_length=1)
    one_of: dict[str, list[Value]] | None = Field(default=None, min_length=1, max_length=1)
    has: dict[str, str] | None = Field(default=None, min_length=1, max_length=1)
    at_least: dict[str, float] | None = Field(default=None, min_length=1, max_length=1)
    above: dict[str, float] | None = Field(default=None, min_length=1, max_length=1)
    at_most: dict[str, float] | None = Field(default=None, min_length=1, max_length=1)
    below: dict[str, float] | None = Field(default=None, min_length=1, max_length=1)

    @model_validator(mode="after")
    def _one_form(self) -> Condition:
        if len(self.model_fields_set) != 1:
            raise ValueError("a condition says exactly one thing")
        return self

    def of(self, facts: Facts) -> Truth:
        """Whether it holds: True, False, or None when a fact that decides isn't answered.

        Raises KeyError for a fact that isn't among those given (`names` lists what is needed).
        """
        return self._test(facts)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The facts it asks for, each once, in the order they are named."""
        return tuple(dict.fromkeys(name for name, _, _ in self.comparisons()))

    def comparisons(self) -> Iterator[tuple[str, str, Any]]:
        """Every comparison in it: the fact's name, the kind of comparison, what it is held to."""
        for part in self.parts:
            yield from part.comparisons()
        for kind in ("is_", "one_of", "has", *ORDERED):
            for name, value in (getattr(self, kind) or {}).items():
                yield name, kind.rstrip("_"), value

    @property
    def parts(self) -> Sequence[Condition]:
        """The conditions that it is made of; none for a comparison."""
        if self.not_ is not None:
            return [self.not_]
        return self.all_ or self.any_ or (self.count.of if self.count else [])

    @cached_property
    def _test(self) -> Test:
        tests = [part._test for part in self.parts]
        if self.all_ is not None:
            return lambda facts: _all([test(facts) for test in tests])
        if self.any_ is not None:
            return lambda facts: _not(_all([_not(test(facts)) for test in tests]))
        if self.not_ is not None:
            return lambda facts: _not(tests[0](facts))
        if self.count is not None:
            least = self.count.at_least
            return lambda facts: _at_least(least, [test(facts) for test in tests])
        return _comparison(*next(self.comparisons()))


def _comparison(name: str, kind: str, value: Any) -> Test:
    if kind == "is":
        return lambda facts: None if (known := facts[name]) == NOT_ANSWERED else known == value
    if kind == "one_of":
        return lambda facts: None if (known := facts[name]) == NOT_ANSWERED else known in value
    if kind == "has":
        return lambda facts: None if (known := facts[name]) == NOT_ANSWERED else value in known
    compare = ORDERED[kind]
    return lambda facts: None if (known := facts[name]) == NOT_ANSWERED else compare(known, value)


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _all(truths: Sequence[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _at_least(least: int, truths: Sequence[Truth]) -> Truth:
    known = truths.count(True)
    if known >= least:
        return True
    return None if known + truths.count(None) >= least else False


Count.model_rebuild()
Condition.model_rebuild()
