"""What a pain check means for the session: go on, ease, leave the exercise, or stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from backline.person.answers import Pain, YesNo
from backline.person.condition import NOT_ANSWERED
from backline.programme.load import Programme, load_programme
from backline.programme.reasons import Reason, reason

Decision = Literal["stop", "leave-exercise", "ease", "go-on", "ask"]


@dataclass(frozen=True, slots=True)
class PainDecision:
    """What now, and why. missing: the answers to ask for when the decision is "ask": "pain",
    or "tight" (whether the back has tightened up)."""

    decision: Decision
    reason: Reason
    missing: tuple[str, ...] = ()


def pain_check(
    before: Pain,
    now: Pain,
    exercise: str | None = None,
    tight: YesNo = NOT_ANSWERED,
    programme: Programme | None = None,
) -> PainDecision:
    """What the pain after an exercise, or at the end, means.

    before: NPRS before the session; when it isn't known the rise is counted from 0, to be on
    the safe side. now: NPRS now. exercise: the one just done, None at the end of a session.
    tight: whether the back has tightened up.
    The rules are data (`pain.yaml`) and the first that holds decides. "ask" comes back when an
    answer that decides is missing: what isn't answered is never taken for no pain.
    """
    programme = load_programme() if programme is None else programme
    mine = programme.exercises.get(exercise or "")
    start = before if isinstance(before, int) else 0
    facts: dict[str, Any] = {
        "pain": now,
        "rise": now - start if isinstance(now, int) else NOT_ANSWERED,
        "tight": tight,
        "strict": mine is not None and bool(mine.strict_pain),
    }
    for rule in programme.pain.steps:
        truth = rule.when.of(facts)
        if truth is True:
            guide = mine.strict_pain if mine and rule.step == "leave-exercise" else ()
            return PainDecision(rule.step, reason(rule, guide=guide))
        if truth is None and rule.unanswered == "ask":
            names = [n for n in rule.when.names if facts[n] == NOT_ANSWERED]
            missing = dict.fromkeys("pain" if name == "rise" else name for name in names)
            return PainDecision("ask", reason(programme.pain.ask), tuple(missing))
    return PainDecision("ask", reason(programme.pain.ask), ("pain",))
