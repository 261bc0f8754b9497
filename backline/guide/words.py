"""The sentences for what Backline can and can't see, and what its measures mean.

They are data (`words.yaml`), checked when they are read. Sentences that belong to one
exercise stand in its own file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Literal

from pydantic import Field, field_validator

from backline.body import CannotJudge, Landmark
from backline.guide.load import load_posture, read_packaged
from backline.guide.schema import Cue, Strict
from backline.language import SOURCE_LANGUAGE, Text, translate, translated

Stage = Literal["framing", "getting-ready", "ready", "working", "left"]

UNIT_SIGNS = {"deg": "°", "s": " s", "m": " m"}


class Wording(Strict):
    """One thing to tell a person: `title` heads a screen, `show` explains, `say` is spoken."""

    title: Text
    show: Text
    say: Text

    def filled(self, **values: str) -> Wording:
        """The wording with its `{placeholders}` replaced."""
        return Wording(
            title=self.title.format(**values),
            show=self.show.format(**values),
            say=self.say.format(**values),
        )


class MeasureWords(Strict):
    """What a measure beyond a limit looks like, in either direction; `of` names a ratio's base."""

    positive: Text
    negative: Text | None = None
    of: Text | None = None


class Words(Strict):
    """The whole of `words.yaml`."""

    schema_version: Literal[1] = Field(alias="schema")
    reasons: dict[CannotJudge, Wording]
    hidden_parts: Wording
    stages: dict[Stage, Wording]
    parts: dict[Text, tuple[str, ...]]
    never_seen: tuple[Text, ...]
    when_unseen: Text
    small_print: Text
    measures: dict[str, MeasureWords]

    @field_validator("reasons")
    @classmethod
    def _every_reason(cls, reasons: dict[CannotJudge, Wording]) -> dict[CannotJudge, Wording]:
        missing = [reason.value for reason in CannotJudge if reason not in reasons]
        if missing:
            raise ValueError(f"no words for {', '.join(missing)}")
        return reasons

    @field_validator("parts")
    @classmethod
    def _every_landmark(cls, parts: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        named = sorted(name for names in parts.values() for name in names)
        if named != sorted(landmark.name for landmark in Landmark):
            raise ValueError("each landmark belongs to exactly one part")
        return parts


ANY_POSTURE = "Come into the start position."
"""How to get into a posture when it isn't known which."""
PHRASES: dict[str, str] = {
    "row": "{first} and {last}",
    "more": "more than {amount}",
    "less": "less than {amount}",
    "share": "{amount} of {whole}",
    "unnamed": "{measure} is {amount}",
}
"""Pieces that sentences about measures are put together from."""


@cache
def words(language: str = SOURCE_LANGUAGE) -> Words:
    """All the words in a language. Raises GuideError with every problem of the file, ValueError
    for a language that there are no words in."""
    return translated(read_packaged("words.yaml", Words), language)


def reason_words(
    reason: CannotJudge, hidden: Iterable[Landmark] = (), language: str = SOURCE_LANGUAGE
) -> Wording:
    """What to tell a person when something can't be judged, and what to do about it.

    hidden: the landmarks that are missing; when the reason is that some are hidden or out
        of the picture, the body parts they belong to are named.
    """
    parts = body_parts(hidden, language)
    if parts and reason in {CannotJudge.LANDMARKS_HIDDEN, CannotJudge.OUT_OF_FRAME}:
        return words(language).hidden_parts.filled(parts=in_a_row(parts, language))
    return words(language).reasons[reason]


def stage_words(
    stage: Stage, posture: str | None = None, language: str = SOURCE_LANGUAGE
) -> Wording:
    """What to tell a person at a stage of `form`'s updates.

    posture: the exercise's `posture`, for how to get into it. Raises GuideError for one that
        doesn't exist.
    """
    get_there = ANY_POSTURE if posture is None else load_posture(posture).get_into
    return words(language).stages[stage].filled(get_there=translate(get_there, language))


def body_parts(landmarks: Iterable[Landmark], language: str = SOURCE_LANGUAGE) -> list[str]:
    """The body parts that landmarks belong to, from head to feet, each once."""
    names = {landmark.name for landmark in landmarks}
    return [part for part, members in words(language).parts.items() if names & set(members)]


def in_a_row(items: Sequence[str], language: str = SOURCE_LANGUAGE) -> str:
    """ "hands", "hands and feet", "head, hands and feet"."""
    if len(items) < 2:
        return "".join(items)
    return _phrase("row", language, first=", ".join(items[:-1]), last=items[-1])


def limit_words(cue: Cue, language: str = SOURCE_LANGUAGE) -> str:
    """When the cue speaks up, in plain words: "the leg is more than 12° above ...".

    A measure without words of its own is given by its name, so that an added exercise
    file can't leave a gap.
    """
    known = words(language).measures.get(cue.measure)
    unnamed = _phrase("unnamed", language, measure=cue.measure, amount="{amount}")
    phrase = known or MeasureWords(positive=unnamed)
    limit, more = cue.limit, cue.above is not None
    direction = phrase.positive
    if phrase.negative is not None and (limit < 0 or (limit == 0 and not more)):
        limit, more, direction = -limit, not more, phrase.negative
    amount = _phrase("more" if more else "less", language, amount=amount_words(limit, cue.unit))
    if phrase.of is not None and cue.unit == "ratio":
        amount = _phrase("share", language, amount=amount, whole=phrase.of)
    return direction.format(amount=amount)


def amount_words(value: float, unit: str) -> str:
    """A value with its unit, as people read it: "12°", "3 s", "4 %"."""
    if unit == "ratio":
        return f"{100 * value:.2g} %" if abs(value) < 1 else f"{100 * value:.0f} %"
    return f"{value:g}{UNIT_SIGNS.get(unit, ' ' + unit)}"


def _phrase(key: str, language: str, **values: str) -> str:
    return translate(PHRASES[key], language).format(**values)


REASONS: Mapping[CannotJudge, str] = {
    reason: wording.say for reason, wording in words().reasons.items()
}
"""What to say aloud for each reason."""
