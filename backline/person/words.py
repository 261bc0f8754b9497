"""The intake's and the screening's words, by key and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field

from backline.guide.data_files import read_folder
from backline.guide.strict import GuideError, Strict
from backline.person.intake import Question, load_questions
from backline.person.rules import Level, Movement, Tier, load_rules
from backline.person.screen import Finding, Gate

SOURCE_LANGUAGE = "en"
"""The language that the rule files' own reasons are written in."""


class QuestionWords(Strict):
    """ask: the question. help: a line below it. options: by key, what can be chosen."""

    ask: str
    help: str | None = None
    options: dict[str, str] = Field(default_factory=dict)


class GateWords(Strict):
    """How an outcome is told."""

    title: str
    show: str


class PersonWords(Strict):
    """One file of `words/`. rules: reasons by the rule's id, except in the source language."""

    schema_version: Literal[1] = Field(alias="schema")
    language: str
    intended_use: str
    not_answered: str
    skip: str
    none_of_these: str
    questions: dict[str, QuestionWords]
    gates: dict[Gate, GateWords]
    tiers: dict[Tier, str]
    restrictions: dict[Movement, dict[Level, str]]
    unsure: str
    rules: dict[str, str]

    def question(self, question: Question) -> QuestionWords:
        """The words of a question. Raises KeyError when there are none."""
        return self.questions[question.id]

    def reason(self, finding: Finding) -> str:
        """Why a rule applies, in plain words; with a line more when answers are missing."""
        said = self.rules[finding.rule]
        return f"{said} {self.unsure}" if finding.unsure else said


@cache
def person_words(language: str = SOURCE_LANGUAGE) -> PersonWords:
    """All the words of a language, the rules' reasons among them.

    Raises GuideError with every problem of the files, and for a language there is none of.
    """
    found = _all_words()
    if language not in found:
        raise GuideError([f"There are no words in {language!r}. There are: {', '.join(found)}."])
    return found[language]


def languages() -> tuple[str, ...]:
    """The languages there are words in, by their codes."""
    return tuple(_all_words())


@cache
def _all_words() -> Mapping[str, PersonWords]:
    found = read_folder("backline.person", "words", PersonWords)
    own = {rule.id: rule.reason for rule in load_rules()}
    source = found[SOURCE_LANGUAGE]
    found[SOURCE_LANGUAGE] = source.model_copy(update={"rules": own})
    problems = [f"{name}.yaml: {line}" for name, one in found.items() for line in _gaps(one, own)]
    problems += [
        f"{name}.yaml: its language is {one.language!r}, unlike its file name"
        for name, one in found.items()
        if one.language != name
    ]
    if problems:
        raise GuideError(problems)
    return found


def _gaps(words: PersonWords, rules: Mapping[str, str]) -> list[str]:
    """What a language has no words for, and what it has words for that isn't there."""
    wanted = {f"rule {rule}" for rule in rules}
    there = {f"rule {rule}" for rule in words.rules}
    for question in load_questions():
        wanted |= {f"question {question.id}"}
        wanted |= {f"question {question.id}: {choice}" for choice in question.choices}
    for name, one in words.questions.items():
        there |= {f"question {name}", *(f"question {name}: {choice}" for choice in one.options)}
    lacking = [f"no words for {what}" for what in sorted(wanted - there)]
    return lacking + [f"words for {what}, which isn't there" for what in sorted(there - wanted)]
