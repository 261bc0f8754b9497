"""The catalogues: what a text is in another language. One `.po` file each, read when first used.

Nothing is compiled beforehand: what a translator saves is what is shown after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

SOURCE_LANGUAGE = "en"
"""The language that every text is written in."""
DOMAIN = "backline"

Messages = Mapping[tuple[str | None, str], str]
"""By context (None for most) and English text: the text in one language."""


def translate(text: str, language: str = SOURCE_LANGUAGE, context: str | None = None) -> str:
    """A text in a language; the text itself where the catalogue has none for it.

    context: the key of a sentence; it matters only where the same English must become two
        different things, and is ignored where the catalogue doesn't tell them apart.
    Placeholders (`{count}`) stay as they are. English comes back untouched and opens no file.
    Raises ValueError naming the known languages for one that there is no catalogue of.
    """
    if language == SOURCE_LANGUAGE:
        return text
    messages = _messages(language)
    own = None if context is None else messages.get((context, text))
    return own or messages.get((None, text), text)


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, by their codes, English first."""
    folders = (files("backline.language") / "locale").iterdir()
    found = sorted(one.name for one in folders if one.is_dir())
    return (SOURCE_LANGUAGE, *(name for name in found if name != SOURCE_LANGUAGE))


@cache
def language_names() -> Mapping[str, str]:
    """What each language calls itself, by code: {"en": "English", "es": "español"}."""
    from babel import Locale

    return {code: Locale.parse(code).get_display_name(code) or code for code in languages()}


@cache
def _messages(language: str) -> Messages:
    """Everything that is translated. What is marked fuzzy or left empty isn't."""
    if language not in languages():
        known = ", ".join(languages())
        raise ValueError(f"There are no words in {language!r}. There are: {known}.")
    from babel.messages.pofile import read_po

    path = files("backline.language") / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN, abort_invalid=True)
    return {
        (message.context, str(message.id)): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
