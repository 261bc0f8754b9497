"""Screening: from answers to what is safe. Deterministic, and every outcome says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from backline.guide.strict import Strict
from backline.person.answers import Answers
from backline.person.condition import NOT_ANSWERED, Facts, Truth
from backline.person.rules import LEVELS, Movement, Restrict, Rule, Tier, load_rules, rules_dated

Gate = Literal["go", "answer-first", "see-doctor", "emergency"]
"""Whether exercise may begin at all, from free to strict."""

GATES: tuple[Gate, ...] = ("go", "answer-first", "see-doctor", "emergency")


class Finding(Strict):
    """One rule that applies, and why.

    words: the key of its reason in the words files. guide, source: as in the rule.
    because: the answers that made it, by name. unsure: it is applied only because answers are
    missing, to be on the safe side.
    """

    rule: str
    words: str
    guide: tuple[str, ...]
    source: str
    tier: Tier | None = None
    restrict: Restrict | None = None
    because: tuple[str, ...]
    unsure: bool = False


class Profile(Strict):
    """What the answers mean for exercise.

    gate: "go", or why no exercise is planned: questions to answer first, a doctor first, or help
        at once. flags: the findings with a tier, the most urgent first. limits: those that
        restrict a movement.
    to_answer: questions without which nothing begins. still_open: questions whose answers would
        change something, without stopping anything. Both are names of answers.
    rules_dated: when the rules were last gone through.
    """

    answers: Answers
    gate: Gate
    flags: tuple[Finding, ...]
    limits: tuple[Finding, ...]
    to_answer: tuple[str, ...]
    still_open: tuple[str, ...]
    rules_dated: date

    def level(self, movement: Movement) -> str:
        """How much of a movement is left: "free", "limited" or "none"."""
        levels = (f.restrict.level for f in self.reasons(movement) if f.restrict)
        return max(levels, key=LEVELS.index, default="free")

    def reasons(self, movement: Movement) -> tuple[Finding, ...]:
        """Every finding that restricts a movement, in the rules' order."""
        return tuple(f for f in self.limits if f.restrict and f.restrict.movement == movement)


TIERS: tuple[Tier, ...] = ("emergency", "see-doctor", "book-visit")


def screen(answers: Answers, rules: Sequence[Rule] | None = None) -> Profile:
    """What the answers mean for exercise. The same answers always give the same profile.

    rules: those of the package unless others are given. Missing answers are never read as
    "no": each rule says itself what then happens (`Rule.unanswered`).
    """
    facts = answers.facts()
    found: list[Finding] = []
    to_answer: list[str] = []
    still_open: list[str] = []
    for rule in load_rules() if rules is None else rules:
        truth = _truth(rule, facts)
        if truth is True or (truth is None and rule.unanswered == "apply"):
            found.append(_finding(rule, facts, unsure=truth is None))
        elif truth is None:
            (to_answer if rule.unanswered == "ask" else still_open).extend(_missing(rule, facts))
        if truth is None and rule.unanswered == "apply":
            still_open.extend(_missing(rule, facts))
    flags = sorted((f for f in found if f.tier), key=lambda f: TIERS.index(f.tier or "book-visit"))
    needed = tuple(dict.fromkeys(to_answer))
    return Profile(
        answers=answers,
        gate=_gate(flags, needed),
        flags=tuple(flags),
        limits=tuple(f for f in found if f.restrict),
        to_answer=needed,
        still_open=tuple(name for name in dict.fromkeys(still_open) if name not in needed),
        rules_dated=rules_dated(),
    )


def _truth(rule: Rule, facts: Facts) -> Truth:
    """Whether a rule applies. Only what is known to be true can lift it."""
    truth = rule.when.of(facts)
    lifted = truth is not False and rule.unless is not None and rule.unless.of(facts) is True
    return False if lifted else truth


def _finding(rule: Rule, facts: Facts, *, unsure: bool) -> Finding:
    known = tuple(name for name in rule.when.names if facts[name] != NOT_ANSWERED)
    return Finding(
        rule=rule.id,
        words=f"rule.{rule.id}",
        guide=rule.guide,
        source=rule.source,
        tier=rule.tier,
        restrict=rule.restrict,
        because=known or rule.when.names,
        unsure=unsure,
    )


def _missing(rule: Rule, facts: Facts) -> Iterable[str]:
    return (name for name in rule.when.names if facts[name] == NOT_ANSWERED)


def _gate(flags: Sequence[Finding], to_answer: Sequence[str]) -> Gate:
    tiers = {finding.tier for finding in flags}
    if "emergency" in tiers:
        return "emergency"
    if "see-doctor" in tiers:
        return "see-doctor"
    return "answer-first" if to_answer else "go"
