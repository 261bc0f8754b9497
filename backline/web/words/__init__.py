"""Every sentence on the pages, a module for each page, ready for translation.

Sentences that belong to an exercise live in its file, those the coach says in
`backline.coach.words`, the intake's in `backline.person.words`, the reasons of a plan in
`backline.programme.words`. Keys that begin with `page.live.` travel to the browser with the
live page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from backline.language import SOURCE_LANGUAGE, translate
from backline.web.words import (
    exercise,
    free,
    intake,
    library,
    live,
    me,
    outcome,
    progress,
    session,
    shared,
    socket,
    timed_test,
    today,
    welcome,
)


def merged(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """All sentences by key. Raises ValueError when two modules have the same key."""
    words: dict[str, str] = {}
    for part in parts:
        twice = words.keys() & part.keys()
        if twice:
            raise ValueError(f"two sentences have the key {min(twice)!r}")
        words.update(part)
    return words


WORDS: dict[str, str] = merged(
    module.WORDS
    for module in (
        shared,
        welcome,
        intake,
        outcome,
        today,
        progress,
        session,
        timed_test,
        me,
        library,
        exercise,
        live,
        free,
        socket,
    )
)


def word(key: str, /, language: str = SOURCE_LANGUAGE, **values: object) -> str:
    """The sentence for `key` in a language, with its values filled in.

    Raises KeyError for an unknown key.
    """
    text = translate(WORDS[key], language, context=key)
    return text.format(**values) if values else text


def page_words(language: str = SOURCE_LANGUAGE) -> dict[str, str]:
    """The sentences that the live page's own program needs, by their short keys."""
    prefix = "page.live."
    return {
        key.removeprefix(prefix): word(key, language) for key in WORDS if key.startswith(prefix)
    }
