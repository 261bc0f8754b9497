"""No plan ever contains what the guide forbids, and everything left out or limited says why.

`oracle.py` tells the guide again by itself; `space.py` walks over everybody that the rules can
tell apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from backline.person.rules import Rule, load_rules
from backline.person.screen import screen
from backline.programme.load import Programme, load_programme
from backline.programme.plan import plan
from tests.programme import oracle
from tests.programme.oracle import Someone
from tests.programme.space import (
    Expected,
    answers_of,
    covering,
    equipments,
    exercises,
    faults,
    history_of,
    pain_bands,
    pains,
    people,
    phases,
    today_of,
    with_equipment,
    without_rule,
)

EVERYTHING = frozenset({"mat", "ball", "band", "kettlebell", "chair"})


def wrong(
    someone: Iterable[Someone],
    things: Iterable[frozenset[str] | None],
    programme: Programme | None = None,
    rules: tuple[Rule, ...] | None = None,
) -> Iterator[str]:
    """What is wrong with these people's plans, a line each."""
    all_things = list(things)
    for person in someone:
        expected = Expected(person)
        profile = screen(answers_of(person), rules)
        today, history = today_of(person), history_of(person)
        here = all_things if profile.gate == "go" else all_things[:1]
        for have in here:
            made = plan(with_equipment(profile, have), history, today, exercises(), programme)
            for fault in faults(expected, have, made):
                yield f"{person} with {have}: {fault}"


def test_the_rules_tell_these_apart() -> None:
    """The bands come from the rules; a rule with another limit makes more of them."""
    assert pain_bands("pain_now") == [0, 1, 4, 6, 7]
    assert pain_bands("pain_last_week") == [0, 1]
    assert set(phases()) == {"acute", "chronic", "subacute", None}
    assert len(pains()) == 9
    assert frozenset() in equipments()
    assert len(equipments()) == 16
    assert len(covering()) == 4
    assert sum(1 for _ in people(experienced=True)) == 9 * 9 * 4 * 3 * 17


@pytest.mark.slow
def test_no_plan_of_anybody_contains_what_the_guide_forbids() -> None:
    """Those who have done and learned it all, so that only the rules stand in the way, with
    every way in which each exercise's needs can be met."""
    assert list(wrong(people(experienced=True), covering())) == []


@pytest.mark.slow
def test_no_plan_of_a_beginner_contains_what_the_guide_forbids() -> None:
    """With all there is to exercise with."""
    assert list(wrong(people(experienced=False), [EVERYTHING])) == []


@pytest.mark.slow
def test_no_plan_with_any_set_of_things_contains_what_the_guide_forbids() -> None:
    """Every set of things that rules can tell apart, for those whom nothing hurts."""
    calm = (p for p in people(experienced=True) if p.hurts == frozenset() and p.cleared)
    assert list(wrong(calm, equipments())) == []


# ---------------------------------------------------------------- every rule is needed


@cache
def witnesses() -> tuple[Someone, ...]:
    """People at whom a lost rule shows: cleared or not, with one thing or two the matter."""
    return tuple(
        person
        for experienced in (True, False)
        for person in people(experienced=experienced)
        if len(person.diagnoses or ()) <= 2
        and len(person.hurts or ()) <= 1
        and person.phase in {"acute", "subacute"}
        and person.cleared is not None
    )


RULES = [(name, r.id) for name, mine in load_programme().exercises.items() for r in mine.rules]


def test_the_witnesses_find_nothing_wrong_with_all_rules() -> None:
    assert list(wrong(witnesses(), [EVERYTHING])) == []


@pytest.mark.parametrize(("exercise", "rule"), RULES, ids=[rule for _, rule in RULES])
def test_no_rule_of_an_exercise_can_be_lost_unnoticed(exercise: str, rule: str) -> None:
    programme = without_rule(load_programme(), exercise, rule)
    found = next(wrong(witnesses(), [EVERYTHING], programme), "")
    assert found, f"without {rule} every plan is the same"


IN_SPACE = {"diagnoses", "pain_now", "duration", "clearance", "hurts", "learned"}


@pytest.mark.parametrize(
    "rule",
    [
        rule
        for rule in load_rules()
        if (rule.restrict or "G2" in rule.guide) and set(rule.when.names) <= IN_SPACE
    ],
    ids=lambda rule: rule.id,
)
def test_a_lost_screening_rule_shows_in_a_plan_too(rule: Rule) -> None:
    """Beside the clinician's cases, for the rules about what this space varies."""
    rest = tuple(one for one in load_rules() if one is not rule)
    assert next(wrong(witnesses(), [EVERYTHING], rules=rest), "")


def test_every_rule_point_of_the_guide_is_in_some_rule() -> None:
    """CC-d, CC-s, BD-p, PL-a, CH8, CH-r, BR-d, DL1, PD9, SR1, and the general ones."""
    programme = load_programme()
    told = {point for one in programme.said.values() for point in one.guide}
    told |= {point for rule in load_rules() for point in rule.guide}
    for mine in programme.exercises.values():
        told |= {point for rung in mine.rungs for point in rung.prerequisites}
        told |= set(mine.strict_pain)
    for exercise in exercises().values():
        rules = {pid for pid, point in exercise.points.items() if point.kind == "rule"}
        assert rules <= told
        known = set(exercise.points)
        mine_points = {point for point in told if point.startswith(exercise.code)}
        assert mine_points <= known
    assert {"G1", "G2", "G3", "G6"} <= told


def test_the_oracle_knows_the_guides_exercises() -> None:
    for exercise in exercises().values():
        stages = tuple(stage.id for stage in exercise.stages) or (None,)
        assert oracle.STAGES[exercise.id] == stages
