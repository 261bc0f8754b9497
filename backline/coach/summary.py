"""A set looked back on, in a few plain lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from backline.coach.praise import PraiseKeeper
from backline.coach.state import CueTally, Summary
from backline.coach.words import saying
from backline.form.result import Repetition
from backline.guide.schema import Exercise
from backline.language import SOURCE_LANGUAGE

WORTH_SAYING_S = 1.0

Say = Callable[..., str]
"""`saying` in one language."""


def summarise(
    exercise: Exercise,
    headline: str,
    repetitions: Sequence[Repetition],
    already: Sequence[str | None],
    count: int,
    hold_s: float,
    good_hold_s: float,
    unseen_s: float,
    keeper: PraiseKeeper,
    shown: Sequence[CueTally],
    language: str = SOURCE_LANGUAGE,
) -> Summary:
    """Put a finished set into words. already: the sides of repetitions counted before these,
    in a stream that broke off; count includes them. Says nothing about what was not seen but
    that it wasn't."""
    say = partial(saying, language=language)
    holding = exercise.signal.kind == "hold"
    lines = (
        _hold_lines(say, hold_s, good_hold_s)
        if holding
        else _repetition_lines(say, exercise, repetitions, already, count, keeper)
    )
    if not lines:
        lines = [say("line-nothing")]
    if unseen_s >= WORTH_SAYING_S:
        lines.append(say("line-unseen", seconds=round(unseen_s)))
    return Summary(
        headline=say(f"headline-{headline}"),
        lines=tuple(lines),
        repetitions=count,
        clean=keeper.clean,
        judged=keeper.judged,
        hold_s=hold_s,
        good_hold_s=good_hold_s,
        unseen_s=unseen_s,
        cues=tuple(shown) if holding else _by_repetition(exercise, repetitions, shown),
    )


def _hold_lines(say: Say, hold_s: float, good_hold_s: float) -> list[str]:
    if hold_s < WORTH_SAYING_S:
        return []
    lines = [say("line-hold", good=int(good_hold_s))]
    if int(hold_s) > int(good_hold_s):
        lines.append(say("line-hold-all", held=int(hold_s)))
    return lines


def _repetition_lines(
    say: Say,
    exercise: Exercise,
    repetitions: Sequence[Repetition],
    already: Sequence[str | None],
    count: int,
    keeper: PraiseKeeper,
) -> list[str]:
    if not count:
        return []
    lines = [say("line-repetitions-one" if count == 1 else "line-repetitions", count=count)]
    if exercise.signal.each_side:
        sides = Counter((*already, *(r.side for r in repetitions)))
        lines.append(say("line-sides", left=sides["left"], right=sides["right"]))
    if keeper.clean:
        lines.append(say("line-clean", clean=keeper.clean, judged=keeper.judged))
    return lines


def _by_repetition(
    exercise: Exercise, repetitions: Sequence[Repetition], shown: Sequence[CueTally]
) -> tuple[CueTally, ...]:
    """Cues counted by the repetitions they were wrong in, most often first."""
    counts = Counter(fault for r in repetitions for fault in r.faults)
    seconds = {tally.id: tally.seconds for tally in shown}
    tallies = [
        CueTally(cue.id, cue.label, counts[cue.id], seconds.get(cue.id, 0.0))
        for cue in exercise.cues
        if counts[cue.id]
    ]
    return tuple(sorted(tallies, key=lambda t: -t.times))
