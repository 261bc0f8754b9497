"""Watching one performance and holding what was found against what was done."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from backline.accuracy.perform import Played
from backline.accuracy.scenarios import Scenario
from backline.avatar.events import RepetitionTruth
from backline.body import BackLine, FloatArray
from backline.form.result import Analysis, Repetition, Update, Video
from backline.form.watcher import Watcher
from backline.guide.schema import Cue, Exercise

ONCE = frozenset({"rep", "end"})
"""Phases in which a cue is judged a single time."""
LAG_S = 0.4
"""What is said up to this long after a repetition's end still belongs to it."""


@dataclass(frozen=True, slots=True)
class RepetitionOutcome:
    """One repetition that was really done.

    faulty: whether the planted fault was in it. counted: whether the watcher counted it.
    faults: the cues it found fault with. values: per cue, the value that decided (see
    `deciding_values`); cues that were never judged in it are missing. judged: those of them that
    were judged for at least half of the moments they apply to, as the watcher asks where a whole
    repetition is judged by its best moment.
    """

    faulty: bool
    counted: bool
    faults: tuple[str, ...]
    values: dict[str, float]
    judged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HoldOutcome:
    """How many holds, seconds held and held well, done and found; `ended` likewise."""

    true_count: int
    found_count: int
    true_s: float
    found_s: float
    true_good_s: float
    found_good_s: float
    true_ended: str
    found_ended: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One performance, done and found.

    true_count, found_count: repetitions of the exercise, or of a hold's variation.
    extra: what was counted beside the true ones (by overlap in time).
    faults: cues found at fault anywhere. judged: cues judged anywhere. values: per cue, the
    deciding value of the whole performance. back_seen: share of the frames in the posture
    whose back line could be judged.
    """

    scenario: Scenario
    true_count: int
    found_count: int
    extra: int
    repetitions: tuple[RepetitionOutcome, ...]
    hold: HoldOutcome | None
    faults: frozenset[str]
    judged: frozenset[str]
    values: dict[str, float]
    back_seen: float
    frames: int


@dataclass
class _Tape:
    """One cue's values as they were judged: runs of frames without a gap; and the frames in which
    it applied but couldn't be told."""

    cue: Cue
    runs: list[list[tuple[float, float]]] = field(default_factory=list)
    unseen_s: list[float] = field(default_factory=list)
    _open: bool = False

    @property
    def _once(self) -> bool:
        """Whether each value decides: the cue isn't judged frame by frame."""
        return self.cue.judge == "best" or bool(ONCE.intersection(self.cue.when))

    def add(self, time_s: float, value: float | None) -> None:
        """value: None when the cue didn't apply in this frame, NaN when it couldn't be told."""
        if value is None or math.isnan(value):
            self._open = False
            if value is not None:
                self.unseen_s.append(time_s)
            return
        if not self._open:
            self.runs.append([])
            self._open = True
        self.runs[-1].append((time_s, value))

    def seen_s(self) -> list[float]:
        """The times of the frames in which it was judged."""
        return [time_s for run in self.runs for time_s, _ in run]

    def deciding_values(self) -> list[tuple[float, float]]:
        """(time, value) of every moment at which the cue was decided.

        Frame by frame: the value nearest to fine within the `sustain_s` before, which must be
        beyond the limit for the fault to be found. Cues judged once a repetition or hold (by
        its best moment, its duration, its ending): that value.
        """
        if self._once:
            return [pair for run in self.runs for pair in run]
        sign = 1.0 if self.cue.above is not None else -1.0
        out: list[tuple[float, float]] = []
        for run in self.runs:
            times, values = (np.array(column) for column in zip(*run, strict=True))
            out += _sustained(times, sign * values, self.cue.sustain_s, sign)
        return out


def _sustained(
    times: FloatArray, values: FloatArray, sustain_s: float, sign: float
) -> list[tuple[float, float]]:
    """For each frame with enough before it, the least value of the last `sustain_s`."""
    first = np.searchsorted(times, times - sustain_s + 1e-6, side="right") - 1
    return [
        (float(times[i]), sign * float(values[first[i] : i + 1].min()))
        for i in range(len(times))
        if first[i] >= 0
    ]


def furthest(cue: Cue, values: Sequence[float]) -> float:
    """The value furthest towards the fault; NaN when there is none."""
    if not values:
        return math.nan
    return max(values) if cue.above is not None else min(values)


def watch(scenario: Scenario, exercise: Exercise, played: Played) -> Outcome:
    """Run the watcher over a performance and compare."""
    watcher = Watcher(exercise)
    tapes = {cue.id: _Tape(cue) for cue in exercise.cues}
    inside = seen = 0
    for frame in played.frames:
        update = watcher.update(frame)
        inside += update.stage in ("ready", "working")
        seen += update.stage in ("ready", "working") and isinstance(frame.back, BackLine)
        _note(update, tapes)
    analysis = watcher.finish(_video(played))
    return _compare(scenario, exercise, played, analysis, tapes, seen / inside if inside else 0.0)


def _note(update: Update, tapes: dict[str, _Tape]) -> None:
    values = {verdict.cue_id: verdict.value for verdict in update.verdicts}
    for cue_id, tape in tapes.items():
        tape.add(update.frame.time_s, values.get(cue_id))


def _video(played: Played) -> Video:
    first, last = played.frames[0], played.frames[-1]
    return Video(
        path="avatar",
        duration_s=last.time_s,
        fps=(len(played.frames) - 1) / last.time_s if last.time_s > 0 else 0.0,
        width=first.width_px,
        height=first.height_px,
        frames=len(played.frames),
    )


def _compare(
    scenario: Scenario,
    exercise: Exercise,
    played: Played,
    analysis: Analysis,
    tapes: dict[str, _Tape],
    back_seen: float,
) -> Outcome:
    done = played.truth.variations if scenario.variation else played.truth.repetitions
    found = [r for r in analysis.repetitions if r.variation == scenario.variation]
    matches = _matched(done, found)
    decided = {cue_id: tape.deciding_values() for cue_id, tape in tapes.items()}
    faulty = _faulty(scenario, played)
    values_of = {c.id: _by_repetition(c, done, decided[c.id]) for c in exercise.cues}
    judged_of = {c: _judged(tapes[c], done, v) for c, v in values_of.items()}
    repetitions = tuple(
        RepetitionOutcome(
            faulty=faulty(truth),
            counted=match is not None,
            faults=tuple(match.faults) if match is not None else (),
            values={c: v[i] for c, v in values_of.items() if not math.isnan(v[i])},
            judged=tuple(c for c, judged in judged_of.items() if judged[i]),
        )
        for i, (truth, match) in enumerate(zip(done, matches, strict=True))
    )
    whole = {c.id: furthest(c, [v for _, v in decided[c.id]]) for c in exercise.cues}
    return Outcome(
        scenario=scenario,
        true_count=len(done),
        found_count=len(found),
        extra=len(analysis.repetitions) - sum(m is not None for m in matches),
        repetitions=repetitions,
        hold=_hold(exercise, played, analysis),
        faults=frozenset(c.id for c in analysis.cues if c.verdict == "fault"),
        judged=frozenset(c.id for c in analysis.cues if c.verdict != "cannot-judge"),
        values={c: v for c, v in whole.items() if not math.isnan(v)},
        back_seen=back_seen,
        frames=len(played.frames),
    )


def _faulty(scenario: Scenario, played: Played) -> Callable[[RepetitionTruth], bool]:
    """Tells whether the planted fault was in a repetition."""
    if scenario.fault is None:
        return lambda truth: False
    if scenario.fault_repetitions is not None:
        chosen = set(scenario.fault_repetitions)
        return lambda truth: truth.number in chosen
    return lambda truth: True


def _matched(
    done: Sequence[RepetitionTruth], found: Sequence[Repetition]
) -> list[Repetition | None]:
    """For each true repetition the found one that shares most time with it; each found one
    is used once."""
    free = list(found)
    out: list[Repetition | None] = []
    for truth in done:
        shared = [min(truth.end_s, r.end_s) - max(truth.start_s, r.start_s) for r in free]
        best = int(np.argmax(shared)) if shared else -1
        if best >= 0 and shared[best] > 0:
            out.append(free.pop(best))
        else:
            out.append(None)
    return out


def _by_repetition(
    cue: Cue, done: Sequence[RepetitionTruth], decided: Sequence[tuple[float, float]]
) -> list[float]:
    """The deciding value of each true repetition."""
    groups: list[list[float]] = [[] for _ in done]
    which = _repetition_of([time_s for time_s, _ in decided], done)
    for i, (_, value) in zip(which, decided, strict=True):
        if i < len(groups):
            groups[i].append(value)
    return [furthest(cue, group) for group in groups]


def _judged(tape: _Tape, done: Sequence[RepetitionTruth], deciding: Sequence[float]) -> list[bool]:
    """For each true repetition, whether the cue was judged for half of its moments and more, and
    long enough to be decided."""
    seen, unseen = (
        np.bincount(_repetition_of(times_s, done), minlength=len(done) + 1)
        for times_s in (tape.seen_s(), tape.unseen_s)
    )
    return [
        bool(s >= u) and not math.isnan(value)
        for s, u, value in zip(seen[:-1], unseen[:-1], deciding, strict=True)
    ]


def _repetition_of(times_s: Sequence[float], done: Sequence[RepetitionTruth]) -> list[int]:
    """The index of the true repetition that each moment belongs to: from the end of the one
    before to its own end, as the watcher blames faults between repetitions on the next one.
    What comes after the last one has an index beyond."""
    ends = np.array([truth.end_s + LAG_S for truth in done])
    return [int(i) for i in np.searchsorted(ends, np.array(times_s, dtype=float))]


def _hold(exercise: Exercise, played: Played, analysis: Analysis) -> HoldOutcome | None:
    if exercise.signal.kind != "hold":
        return None
    done, found = played.truth.holds, analysis.holds
    return HoldOutcome(
        true_count=len(done),
        found_count=len(found),
        true_s=sum(h.end_s - h.start_s for h in done),
        found_s=sum(h.end_s - h.start_s for h in found),
        true_good_s=sum(h.good_s for h in done),
        found_good_s=sum(h.good_s for h in found),
        true_ended=done[-1].ended if done else "end",
        found_ended=found[-1].ended if found else None,
    )
