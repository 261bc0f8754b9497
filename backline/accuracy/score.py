"""From outcomes to figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from backline.accuracy.outcome import Outcome, RepetitionOutcome
from backline.guide.schema import Cue, Exercise


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def ratio(self) -> float:
        """0 to 1; NaN of nothing."""
        return self.part / self.whole if self.whole else math.nan

    @classmethod
    def of(cls, truths: Iterable[bool]) -> Share:
        """How many are true."""
        values = list(truths)
        return cls(sum(values), len(values))


@dataclass(frozen=True, slots=True)
class Spread:
    """5th, 50th and 95th percentile of `count` values; NaN without values."""

    count: int
    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """The spread of some numbers, NaN left out."""
        known = [v for v in values if not math.isnan(v)]
        if not known:
            return cls(0, math.nan, math.nan, math.nan)
        low, middle, high = np.percentile(known, [5, 50, 95])
        return cls(len(known), float(low), float(middle), float(high))


@dataclass(frozen=True, slots=True)
class CueScore:
    """One cue. A case is a repetition, or a whole hold.

    found: cases with the planted fault in which the cue spoke (0 of 0 when no fault is
    planted), of those it could be judged in or that went uncounted. unjudged: cases with the
    planted fault in which it couldn't be told, so that nothing was said of it. alarms: clean
    cases in which it spoke. spill: clean repetitions beside faulty ones in which it spoke.
    judged: cases, faulty and clean, in which it could be judged. clean, faulty: the deciding
    values. also: other cues that spoke in this fault's cases, with their shares, most
    frequent first.
    """

    cue: Cue
    found: Share
    unjudged: Share
    alarms: Share
    spill: Share
    judged: Share
    clean: Spread
    faulty: Spread
    also: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True)
class HoldScore:
    """Errors in seconds, found minus done, of the whole hold and of its good part (left out
    where the planted fault is only a matter of polish, which doesn't stop the clock).
    exact: performances with exactly one hold found. ended: endings told right."""

    exact: Share
    error_s: tuple[float, ...]
    good_error_s: tuple[float, ...]
    ended: Share


@dataclass(frozen=True, slots=True)
class ExerciseScore:
    """One exercise's figures.

    exact, exact_clean: performances with exactly the true number of repetitions, all and
    clean ones (0 of 0 for a hold). variations: the same for each variation of a hold.
    extra: repetitions counted that weren't any, over all performances.
    alarms: clean cases with any cue. back_seen: median share of frames in the posture whose
    back line could be judged.
    """

    exercise: Exercise
    performances: int
    frames: int
    exact: Share
    exact_clean: Share
    variations: dict[str, Share]
    extra: int
    alarms: Share
    hold: HoldScore | None
    back_seen: Spread
    cues: tuple[CueScore, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """A repetition or a hold: what was found there."""

    faulty: bool
    counted: bool
    faults: frozenset[str]
    values: dict[str, float]
    judged: frozenset[str]

    def tells(self, cue_id: str) -> bool:
        """Whether it tells if a cue finds its fault. Where the cue couldn't be judged it
        doesn't; where nothing was counted it does: the cue was silent for a wrong reason."""
        return not self.counted or cue_id in self.judged or cue_id in self.faults


def _cases(outcome: Outcome, holding: bool) -> list[_Case]:
    if holding:
        counted = outcome.hold is not None and outcome.hold.found_count > 0
        faulty = not outcome.scenario.clean
        return [_Case(faulty, counted, outcome.faults, outcome.values, outcome.judged)]
    return [_repetition_case(r) for r in outcome.repetitions]


def _repetition_case(repetition: RepetitionOutcome) -> _Case:
    return _Case(
        repetition.faulty,
        repetition.counted,
        frozenset(repetition.faults),
        repetition.values,
        frozenset(repetition.judged),
    )


def score(exercise: Exercise, outcomes: Sequence[Outcome]) -> ExerciseScore:
    """Figures of one exercise from all its outcomes, of one source."""
    holding = exercise.signal.kind == "hold"
    side = [o for o in outcomes if o.scenario.view == "side"]
    plain = [o for o in side if o.scenario.variation is None]
    clean = [o for o in side if o.scenario.clean]
    counted = [o for o in plain if o.true_count]
    names = sorted({o.scenario.variation for o in side if o.scenario.variation})
    return ExerciseScore(
        exercise=exercise,
        performances=len(outcomes),
        frames=sum(o.frames for o in outcomes),
        exact=Share.of(o.found_count == o.true_count for o in counted),
        exact_clean=Share.of(o.found_count == o.true_count for o in counted if o.scenario.clean),
        variations={
            name: Share.of(
                o.found_count == o.true_count for o in side if o.scenario.variation == name
            )
            for name in names
        },
        extra=sum(o.extra for o in side),
        alarms=Share.of(bool(case.faults) for o in clean for case in _cases(o, holding)),
        hold=_hold_score(exercise, plain) if holding else None,
        back_seen=Spread.of([o.back_seen for o in side]),
        cues=tuple(_cue_score(cue, exercise, outcomes, holding) for cue in exercise.cues),
    )


def _hold_score(exercise: Exercise, outcomes: Sequence[Outcome]) -> HoldScore:
    polish = {cue.id for cue in exercise.cues if cue.severity == "polish"}
    holds = [(o.scenario.fault, o.hold) for o in outcomes if o.hold is not None]
    return HoldScore(
        exact=Share.of(h.found_count == h.true_count for _, h in holds),
        error_s=tuple(h.found_s - h.true_s for _, h in holds),
        good_error_s=tuple(
            h.found_good_s - h.true_good_s for fault, h in holds if fault not in polish
        ),
        ended=Share.of(h.found_ended == h.true_ended for _, h in holds),
    )


def _cue_score(
    cue: Cue, exercise: Exercise, outcomes: Sequence[Outcome], holding: bool
) -> CueScore:
    view = "front" if cue.view == "front" else "side"
    seen = [o for o in outcomes if o.scenario.view == view]
    planted = [c for o in seen if o.scenario.fault == cue.id for c in _cases(o, holding)]
    faulty = [case for case in planted if case.faulty]
    beside = [case for case in planted if not case.faulty]
    clean = [c for o in seen if o.scenario.clean for c in _cases(o, holding)]
    spoke: Callable[[_Case], bool] = lambda case: cue.id in case.faults  # noqa: E731
    told = [case for case in faulty if case.tells(cue.id)]
    others = Counter(other for case in faulty for other in case.faults if other != cue.id)
    return CueScore(
        cue=cue,
        found=Share.of(map(spoke, told)),
        unjudged=Share(len(faulty) - len(told), len(faulty)),
        alarms=Share.of(map(spoke, clean)),
        spill=Share.of(map(spoke, beside)),
        judged=Share.of(cue.id in case.judged for case in faulty + clean),
        clean=Spread.of([case.values.get(cue.id, math.nan) for case in clean]),
        faulty=Spread.of([case.values.get(cue.id, math.nan) for case in faulty]),
        also=tuple((name, Share(n, len(faulty))) for name, n in others.most_common()),
    )
