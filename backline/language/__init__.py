"""Words in more than one language.

English stands where it is written, in the data files and the dicts of sentences. Every other
language is one gettext catalogue that goes by the English text. How to add one:
docs/translating.md.
"""

from backline.language.catalogue import SOURCE_LANGUAGE, language_names, languages, translate
from backline.language.negotiate import negotiate
from backline.language.shown import LaidOver, Text, texts, translated

__all__ = [
    "SOURCE_LANGUAGE",
    "LaidOver",
    "Text",
    "language_names",
    "languages",
    "negotiate",
    "texts",
    "translate",
    "translated",
]
