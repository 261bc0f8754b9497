"""Collects every text people read or hear and brings the catalogues up to date.

`make messages` or `python -m tools.messages`: writes `backline/language/locale/backline.pot` and
puts new texts, still without a translation, into each language's `backline.po`. A translation
that stands is kept; one whose English is gone goes to the end of the file, as a comment, and comes
back if its English does. Prints what is left to do. docs/translating.md says how to go on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from backline.avatar.captions import INSTEAD, LIKE_THIS, NOT_LIKE_THIS
from backline.coach.words import SAYINGS
from backline.guide.handout_words import HEADINGS, LINES
from backline.guide.load import load_exercises, load_general, load_posture
from backline.guide.resolve import every_stage
from backline.guide.schema import Exercise
from backline.guide.words import ANY_POSTURE, PHRASES, words
from backline.language import SOURCE_LANGUAGE, languages, texts
from backline.language.catalogue import DOMAIN
from backline.programme.load import load_programme
from backline.web.words import WORDS

LOCALE = Path("backline/language/locale")
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
WIDTH = 96
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
"""Stands in the files' headers, so that they change only when a text does."""
OWN_CONTEXT = frozenset({"live.demo-right"})
"""Sentences whose English another one has too, but not its meaning: they get an entry of their
own, told apart by their key."""

Message = tuple[str, str | None, str]
"""Where it stands, its context (for most None), and the English text."""


def messages() -> Iterator[Message]:
    """Every text there is, in the order in which a translator best meets them."""
    for exercise in load_exercises().values():
        where = f"guide/exercises/{exercise.id}.yaml"
        yield from ((where, None, text) for text in exercise_texts(exercise))
        where = f"programme/data/exercises/{exercise.id}.yaml"
        yield from ((where, None, text) for text in limit_texts(exercise.id))
    yield from (("guide/general.yaml", None, one.text) for one in load_general().values())
    yield from _sentences("guide/handout_words.py", {**HEADINGS, **LINES})
    yield from (("guide/words.yaml", None, text) for text in texts(words()))
    yield from _sentences("guide/words.py", {**PHRASES, "any-posture": ANY_POSTURE})
    for posture in sorted({one.posture for one in _every_exercise()}):
        known = load_posture(posture)
        yield from (("guide/postures.yaml", None, text) for text in (known.name, known.get_into))
    yield from _sentences("coach/words.py", SAYINGS)
    labels = (LIKE_THIS, NOT_LIKE_THIS, INSTEAD)
    yield from (("avatar/captions.py", None, text) for text in labels)
    yield from _sentences("web/words", WORDS)


def exercise_texts(exercise: Exercise) -> Iterator[str]:
    """The texts of an exercise at every stage. May give a text more than once."""
    yield from texts(exercise)
    for stage in every_stage(exercise).values():
        yield from texts(stage)


def limit_texts(exercise_id: str) -> Iterator[str]:
    """What limits put into an exercise: their cues, other ways of doing it, and why."""
    programme = load_programme().exercises.get(exercise_id)
    for rule in () if programme is None else programme.rules:
        yield from texts(rule)
        if not rule.exclude:
            yield rule.reason


def template() -> Catalog:
    """The catalogue without translations."""
    catalogue = _empty()
    for where, context, text in messages():
        catalogue.add(text, context=context, locations=[(f"backline/{where}", 1)])
    for message in catalogue:
        message.flags.discard("python-format")  # a plain % is no placeholder here
    return catalogue


def updated(language: str, new: Catalog, path: Path | None = None) -> Catalog:
    """A language's catalogue with all texts of `new`, and what was translated of them.

    path: where it stands, if not in its usual place.
    """
    path = path or path_of(language)
    if not path.exists():
        raise SystemExit(f"{path} is missing. Copy another language's file there and run again.")
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    for key, message in [*catalogue.obsolete.items()]:
        if new.get(str(message.id), context=message.context) is not None:
            del catalogue.obsolete[key]
            catalogue.add(message.id, message.string, context=message.context)
    catalogue.update(new, no_fuzzy_matching=True, update_creation_date=False)
    for message in catalogue:
        message.flags.discard("python-format")
    return catalogue


def path_of(language: str) -> Path:
    """Where a language's catalogue stands, from the repository's root."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def as_text(catalogue: Catalog) -> str:
    """The catalogue as the file's text."""
    catalogue.creation_date = catalogue.revision_date = EPOCH
    buffer = BytesIO()
    write_po(buffer, catalogue, width=WIDTH, include_lineno=False)
    return buffer.getvalue().decode("utf-8")


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no translation yet, or only one marked fuzzy."""
    return [str(m.id) for m in catalogue if m.id and (not m.string or m.fuzzy)]


def placeholders(text: str) -> list[str]:
    """The `{names}` in a text, sorted."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def main() -> int:
    """Write the template and every catalogue; say what is left to translate."""
    new = template()
    TEMPLATE.write_text(as_text(new), encoding="utf-8")
    print(f"{TEMPLATE}: {len(new)} texts")
    for language in languages():
        if language == SOURCE_LANGUAGE:
            continue
        catalogue = updated(language, new)
        path_of(language).write_text(as_text(catalogue), encoding="utf-8")
        left = untranslated(catalogue)
        print(f"{path_of(language)}: {len(left)} left to translate")
        print("\n".join(f"  {text}" for text in left))
    return 0


def _empty() -> Catalog:
    return Catalog(
        domain=DOMAIN,
        project="Backline",
        version="",
        copyright_holder="The Backline authors",
        msgid_bugs_address="-",
        last_translator="",
        language_team="",
        header_comment="# Every text that people read or hear. Kept up to date by `make messages`.",
        charset="utf-8",
        fuzzy=False,
    )


def _sentences(where: str, sentences: Mapping[str, str]) -> Iterator[Message]:
    for key, text in sentences.items():
        yield where, key if key in OWN_CONTEXT else None, text


def _every_exercise() -> Iterator[Exercise]:
    for exercise in load_exercises().values():
        yield exercise
        yield from every_stage(exercise).values()


if __name__ == "__main__":
    sys.exit(main())
