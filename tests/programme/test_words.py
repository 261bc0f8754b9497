"""Every reason has words in every language, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from backline.guide.strict import GuideError
from backline.person.rules import load_rules
from backline.person.screen import screen
from backline.person.words import languages, person_words
from backline.programme.history import History, Today
from backline.programme.load import load_programme
from backline.programme.plan import UNANSWERED, plan
from backline.programme.reasons import reason
from backline.programme.words import reason_words
from tests.person.cases import ordinary
from tests.programme.space import DAY, exercises

SHARED_GUIDE = Path(__file__).parents[3] / "shared" / "GUIDE.md"
COPIED_WORDS = 6


@pytest.mark.parametrize("language", languages())
def test_everything_that_is_said_has_words(language: str) -> None:
    for said in load_programme().said.values():
        assert reason_words(reason(said), language)
    assert reason_words(UNANSWERED, language)
    today = Today(on=DAY, pain_now=1)
    stopped = plan(screen(ordinary(weight_loss=True)), History(), today, exercises())
    assert reason_words(stopped.reasons[0], language)


def test_the_languages_differ() -> None:
    for said in load_programme().said.values():
        assert reason_words(reason(said), "es") != reason_words(reason(said), "en")
    english, spanish = person_words("en"), person_words("es")
    assert all(english.rules[rule.id] != spanish.rules[rule.id] for rule in load_rules())


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(GuideError, match="no words in 'xx'"):
        reason_words(reason(load_programme().said["eased"]), "xx")


def test_no_sentence_is_copied_from_the_guide() -> None:
    if not SHARED_GUIDE.exists():
        pytest.skip("the requirements list isn't beside the repository")
    theirs = set(runs_of_words(SHARED_GUIDE.read_text(encoding="utf-8")))
    texts = [said.reason for said in load_programme().said.values()]
    texts += [rule.reason for rule in load_rules()]
    texts += [words.ask for words in person_words("en").questions.values()]
    assert [run for text in texts for run in runs_of_words(text) if run in theirs] == []


def runs_of_words(text: str) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"[a-z0-9']+", text.lower())
    for start in range(len(found) - COPIED_WORDS + 1):
        yield tuple(found[start : start + COPIED_WORDS])


def test_nothing_shown_claims_to_diagnose_or_heal() -> None:
    texts = [said.reason for said in load_programme().said.values()]
    texts += [rule.reason for rule in load_rules()]
    for text in texts:
        assert not re.search(r"\b(cure|heal|you have a|you suffer|must not fail)\b", text, re.I), (
            text
        )
