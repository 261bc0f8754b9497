"""The programme's words, by key and language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field

from backline.guide.data_files import read_folder
from backline.guide.strict import GuideError, Strict
from backline.person.words import SOURCE_LANGUAGE, person_words
from backline.programme.load import load_programme
from backline.programme.reasons import Reason


class ProgrammeWords(Strict):
    """One file of `words/`: by the id of a rule or reason, what is said. The source language
    has no file; its words stand with the rules."""

    schema_version: Literal[1] = Field(alias="schema")
    language: str
    reasons: dict[str, str]


def reason_words(reason: Reason, language: str = SOURCE_LANGUAGE) -> str:
    """What a reason says, in plain words.

    Raises GuideError for a language that there are no words in, KeyError for a reason of
    another programme than the packaged one.
    """
    kind, _, key = reason.words.partition(".")
    if kind == "gate":
        return next(w.show for name, w in person_words(language).gates.items() if name == key)
    return person_words(language).rules[key] if kind == "rule" else _reasons(language)[key]


def because_words(reason: Reason, language: str = SOURCE_LANGUAGE) -> tuple[str, ...]:
    """What stands behind a reason: the words of the screening rules that limit a movement."""
    rules = person_words(language).rules
    return tuple(rules[rule] for rule in reason.because)


@cache
def _reasons(language: str) -> Mapping[str, str]:
    said = {one: what.reason for one, what in load_programme().said.items()}
    if language == SOURCE_LANGUAGE:
        return said
    found = read_folder("backline.programme", "words", ProgrammeWords)
    if language not in found:
        known = ", ".join([SOURCE_LANGUAGE, *found])
        raise GuideError([f"There are no words in {language!r}. There are: {known}."])
    words = found[language].reasons
    problems = [f"{language}.yaml: no words for {one}" for one in sorted(set(said) - set(words))]
    problems += [
        f"{language}.yaml: words for {one}, which isn't there"
        for one in sorted(set(words) - set(said))
    ]
    if problems:
        raise GuideError(problems)
    return words
