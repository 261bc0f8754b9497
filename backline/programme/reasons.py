"""Why: the one shape in which every choice, exclusion, limit and dose is explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from backline.person.screen import Finding
from backline.programme.shapes import Reasoned


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    rule: the id of the rule or reason in the data. words: its key in the words files. guide:
    the guide's points behind it. source: where it comes from. because: the screening rules
    behind a limited movement, by id (their words' keys are `rule.ID`).
    """

    rule: str
    words: str
    guide: tuple[str, ...]
    source: str
    because: tuple[str, ...] = ()


def reason(said: Reasoned, because: Sequence[str] = (), guide: Sequence[str] = ()) -> Reason:
    """The reason that a piece of the programme's data gives.

    because: the screening rules behind it. guide: points instead of the piece's own.
    """
    points = tuple(guide) or said.guide
    return _reason(said.id, points, said.source, tuple(because))


@cache
def _reason(rule: str, guide: tuple[str, ...], source: str, because: tuple[str, ...]) -> Reason:
    return Reason(rule, f"programme.{rule}", guide, source, because)


def finding_reason(finding: Finding) -> Reason:
    """The reason that a finding of screening gives."""
    return Reason(
        rule=finding.rule, words=finding.words, guide=finding.guide, source=finding.source
    )
