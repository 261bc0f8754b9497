"""Which of the languages there are suits somebody."""

from __future__ import annotations

from collections.abc import Iterable

from backline.language.catalogue import SOURCE_LANGUAGE, languages


def negotiate(wanted: str | Iterable[str] | None) -> str:
    """The best language for what is wanted; English when nothing fits or nothing is asked for.

    wanted: a browser's `Accept-Language` ("es-MX,es;q=0.9,en;q=0.5"), one code, or codes with
        the dearest first. "es-MX" is served by "es". What can't be read is passed over; nothing
        is raised.
    """
    if wanted is None:
        return SOURCE_LANGUAGE
    known = languages()
    for code in _by_weight(wanted) if isinstance(wanted, str) else wanted:
        plain = code.strip().replace("_", "-").lower()
        if plain == "*":
            return SOURCE_LANGUAGE
        for fitting in (plain, plain.partition("-")[0]):
            if fitting in known:
                return fitting
    return SOURCE_LANGUAGE


def _by_weight(header: str) -> list[str]:
    """The codes of an `Accept-Language` (RFC 9110, 12.5.4), most wanted first; weight 0 is no."""
    weighed = [(code, _weight(rest)) for code, _, rest in map(_parted, header.split(","))]
    return [code for code, weight in sorted(weighed, key=lambda one: -one[1]) if weight > 0]


def _parted(entry: str) -> tuple[str, str, str]:
    return entry.partition(";")


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if not name.strip():
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if name.strip() == "q" and 0.0 <= weight <= 1.0 else 0.0
