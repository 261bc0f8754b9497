"""The truth of a performance: what was done and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backline.avatar.angles import Side
from backline.avatar.faults import Planted
from backline.avatar.timeline import Beat
from backline.body import FloatArray
from backline.guide.schema import Exercise

_HOLD = "hold"
_START = "start"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time with a name (a phase, or a cue id)."""

    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class RepetitionTruth:
    """start_s: leaving the start posture. peak_s: middle of the first excursion's stay.
    end_s: back again. phases: each stay with its phase. variation: its id in a hold."""

    number: int
    side: Side | None
    start_s: float
    peak_s: float
    end_s: float
    phases: tuple[Span, ...]
    variation: str | None = None


@dataclass(frozen=True, slots=True)
class HoldTruth:
    """start_s: in position, the start posture being the hold's first moment. end_s: beginning
    to leave it. good_s: seconds of it without a planted fault. ended: how it was left
    ("knees", "flop", or "end" of the performance)."""

    start_s: float
    end_s: float
    good_s: float
    ended: str


@dataclass(frozen=True, slots=True)
class PerformanceTruth:
    """What a perfect watcher would report.

    repetitions: of the exercise; variations: of a variation within a hold. faults: when the
    planted fault showed at more than half its strength. ready_s: when the start posture was
    first reached. phases: of every beat, from arriving to departing.
    """

    exercise_id: str
    duration_s: float
    ready_s: float
    repetitions: tuple[RepetitionTruth, ...]
    variations: tuple[RepetitionTruth, ...]
    holds: tuple[HoldTruth, ...]
    faults: tuple[Span, ...]
    phases: tuple[Span, ...]


def tell_truth(
    exercise: Exercise,
    beats: Sequence[Beat],
    arrive_s: FloatArray,
    depart_s: FloatArray,
    planted: Planted | None,
) -> PerformanceTruth:
    """The truth of dated beats. arrive_s, depart_s: (len(beats),) seconds."""
    ready = max(i for i, beat in enumerate(beats) if beat.part == "enter")
    faults = () if planted is None else _fault_spans(planted.cue_id, beats, arrive_s, depart_s)
    groups: dict[tuple[int, int], list[int]] = {}
    for i, beat in enumerate(beats):
        if beat.repetition and (beat.variation or beat.phase != _HOLD):
            groups.setdefault((beat.repetition, beat.cycle), []).append(i)
    counted = [
        _repetition(key[1] or key[0], indices, beats, arrive_s, depart_s)
        for key, indices in groups.items()
    ]
    return PerformanceTruth(
        exercise_id=exercise.id,
        duration_s=float(depart_s[-1]),
        ready_s=float(arrive_s[ready]),
        repetitions=tuple(r for r in counted if r.variation is None),
        variations=tuple(r for r in counted if r.variation is not None),
        holds=_holds(beats, arrive_s, depart_s, faults),
        faults=faults,
        phases=tuple(
            Span(b.phase, float(t), float(u))
            for b, t, u in zip(beats, arrive_s, depart_s, strict=True)
        ),
    )


def _repetition(
    number: int,
    indices: Sequence[int],
    beats: Sequence[Beat],
    arrive_s: FloatArray,
    depart_s: FloatArray,
) -> RepetitionTruth:
    first, last = indices[0], indices[-1]
    return RepetitionTruth(
        number=number,
        side=beats[first].side,
        start_s=float(depart_s[first - 1]),
        peak_s=float(0.5 * (arrive_s[first] + depart_s[first])),
        end_s=float(arrive_s[last]),
        phases=tuple(Span(beats[i].phase, float(arrive_s[i]), float(depart_s[i])) for i in indices),
        variation=beats[first].variation,
    )


def _fault_spans(
    cue_id: str, beats: Sequence[Beat], arrive_s: FloatArray, depart_s: FloatArray
) -> tuple[Span, ...]:
    spans: list[Span] = []
    for i, beat in enumerate(beats):
        if not beat.faulty:
            continue
        start = arrive_s[i] if i == 0 else 0.5 * (depart_s[i - 1] + arrive_s[i])
        last = i + 1 == len(beats)
        end = depart_s[i] if last else 0.5 * (depart_s[i] + arrive_s[i + 1])
        if spans and abs(spans[-1].end_s - start) < 1e-9:
            spans[-1] = Span(cue_id, spans[-1].start_s, float(end))
        else:
            spans.append(Span(cue_id, float(start), float(end)))
    return tuple(spans)


def _holds(
    beats: Sequence[Beat],
    arrive_s: FloatArray,
    depart_s: FloatArray,
    faults: Sequence[Span],
) -> tuple[HoldTruth, ...]:
    """Runs of beats whose repetition holds; a variation is part of its hold, and so is the
    moment in the start posture that leads into it."""
    holding = {b.repetition for b in beats if b.phase == _HOLD}
    out: list[HoldTruth] = []
    for number in sorted(holding):
        inside = [i for i, b in enumerate(beats) if b.repetition == number]
        first = inside[0]
        while first > 0 and beats[first - 1].phase == _START:
            first -= 1
        start, end = float(arrive_s[first]), float(depart_s[inside[-1]])
        bad = sum(max(0.0, min(end, f.end_s) - max(start, f.start_s)) for f in faults)
        left = beats[inside[-1] + 1] if inside[-1] + 1 < len(beats) else None
        ended = "end"
        if left is not None:
            ended = "flop" if "belly" in left.contacts else "knees"
        out.append(HoldTruth(start, end, end - start - bad, ended))
    return tuple(out)
