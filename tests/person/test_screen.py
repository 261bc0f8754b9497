"""Screening against the cases that a clinician can read, and what holds for all answers."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.guide.strict import GuideError
from backline.person.answers import (
    AgeBand,
    Answers,
    Diagnosis,
    Duration,
    Hurting,
    Learned,
    LegSymptom,
    RedFlagAnswers,
)
from backline.person.condition import NOT_ANSWERED
from backline.person.rules import LEVELS, Movement, Rule, load_rules, rule_problems
from backline.person.screen import Profile, screen
from backline.person.words import person_words
from tests.person.cases import Case, failing, load_cases, ordinary, outcome

WEAK_SIGNS = ("infection_risk", "night_pain", "minor_fall", "getting_worse", "care_did_not_help")


def sets_of(choices: object) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(get_args(choices)))


VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(RedFlagAnswers.model_fields, st.booleans()),
    "age_band": st.sampled_from(get_args(AgeBand)),
    "pain_now": st.integers(0, 10),
    "duration": st.sampled_from(get_args(Duration)),
    "recurring": st.booleans(),
    "clearance": st.booleans(),
    "leg_symptoms": sets_of(LegSymptom),
    "diagnoses": sets_of(Diagnosis),
    "hurts": sets_of(Hurting),
    "learned": sets_of(Learned),
}
UNSURE_TOO = {name: values | st.just(NOT_ANSWERED) for name, values in VALUES.items()}
CALM = load_cases().ordinary


@st.composite
def people(draw: st.DrawFn) -> Answers:
    """Somebody ordinary, with some answers drawn anew."""
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=8, unique=True))
    changes = {name: draw(UNSURE_TOO[name]) for name in names}
    return Answers.model_validate({**CALM, "pain_worst": 10, **changes})


def levels(profile: Profile) -> dict[str, int]:
    return {movement: LEVELS.index(profile.level(movement)) for movement in get_args(Movement)}


@pytest.mark.parametrize("case", load_cases().cases, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    assert outcome(screen(ordinary(**case.given))) == (case.gate, case.flags, case.left)


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_no_rule_can_be_lost_unnoticed(rule: Rule) -> None:
    """Without any single rule, a case comes out wrong."""
    assert failing([one for one in load_rules() if one is not rule])


@pytest.mark.parametrize("rule", [r for r in load_rules() if r.unless], ids=lambda rule: rule.id)
def test_a_clearance_lifts_only_when_it_is_said(rule: Rule) -> None:
    given_ = satisfying(rule)
    assert rule.id not in fired(screen(ordinary(**given_, clearance=True)))
    assert rule.id in fired(screen(ordinary(**given_, clearance=False)))
    assert rule.id in fired(screen(ordinary(**given_, clearance=NOT_ANSWERED)))


def satisfying(rule: Rule) -> dict[str, Any]:
    """Answers under which a rule's condition is true, found by trying the cases' answers."""
    for case in load_cases().cases:
        given_ = {name: v for name, v in case.given.items() if name != "clearance"}
        if rule.when.of(ordinary(**given_).facts()) is True:
            return given_
    raise AssertionError(f"no case makes {rule.id} apply")


def fired(profile: Profile) -> set[str]:
    return {finding.rule for finding in (*profile.flags, *profile.limits)}


@given(people(), st.sampled_from(sorted(VALUES)), st.data())
@settings(max_examples=300, deadline=None)
def test_a_missing_answer_is_never_easier_than_any_answer(
    answers: Answers, name: str, data: st.DataObject
) -> None:
    """Leaving a question out never lets anybody do more than some answer to it would."""
    blank = screen(answers.model_copy(update={name: NOT_ANSWERED}))
    told = screen(answers.model_copy(update={name: data.draw(VALUES[name])}))
    if blank.gate == "go":
        assert told.gate == "go"
    assert all(levels(blank)[movement] >= level for movement, level in levels(told).items())


@given(people(), st.sampled_from(sorted(RedFlagAnswers.model_fields)))
@settings(max_examples=200, deadline=None)
def test_a_red_flag_more_never_opens_a_gate(answers: Answers, flag: str) -> None:
    with_flag = screen(answers.model_copy(update={flag: True}))
    without = screen(answers.model_copy(update={flag: False}))
    assert not (with_flag.gate == "go" and without.gate != "go")


@given(people())
@settings(max_examples=200, deadline=None)
def test_every_finding_says_why(answers: Answers) -> None:
    profile = screen(answers)
    assert profile == screen(answers)
    rules = {rule.id: rule for rule in load_rules()}
    for finding in (*profile.flags, *profile.limits):
        assert finding.because
        assert finding.source == rules[finding.rule].source
        assert set(finding.because) <= set(rules[finding.rule].when.names)
        if finding.unsure:
            assert rules[finding.rule].unanswered == "apply"
    order = [finding.tier for finding in profile.flags]
    assert order == sorted(order, key=("emergency", "see-doctor", "book-visit").index)
    assert (profile.gate == "answer-first") <= bool(profile.to_answer)


@pytest.mark.parametrize("sign", WEAK_SIGNS)
def test_one_weak_sign_alone_locks_nobody_out(sign: str) -> None:
    assert screen(ordinary(**{sign: True})).gate == "go"


def test_no_emergency_is_ever_lifted() -> None:
    assert all(rule.unless is None for rule in load_rules() if rule.tier == "emergency")


def test_a_rule_on_what_does_not_exist_is_refused_with_all_its_problems() -> None:
    rule = load_rules()[0]
    bad = rule.model_copy(
        update={
            "when": type(rule.when).model_validate(
                {"all": [{"is": {"shoe_size": 42}}, {"has": {"hurts": "sneezing"}}]}
            )
        }
    )
    problems = list(rule_problems([bad, rule]))
    assert any("shoe_size" in problem for problem in problems)
    assert any("sneezing" in problem for problem in problems)
    assert any("twice" in problem for problem in problems)


def test_a_profile_survives_being_stored() -> None:
    profile = screen(ordinary(diagnoses=["herniated-disc"]))
    assert Profile.model_validate_json(profile.model_dump_json()) == profile


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(GuideError, match="no words in 'xx'"):
        person_words("xx")
