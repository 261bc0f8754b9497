"""What was measured in a frame, worked out only when somebody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from backline.form.signals import SignalTracker
from backline.guide.schema import Exercise
from backline.motion.context import Context
from backline.motion.measures import MEASURES

BEND = "back_bend_ratio"
NEUTRAL_BEND = "neutral_back_bend_ratio"


def shown_measures(exercise: Exercise) -> tuple[str, ...]:
    """Names of the measures that are told of every frame: those of the cues, and the bend."""
    names = {cue.measure for cue in exercise.cues} | {BEND}
    return tuple(sorted(names & set(MEASURES)))


class Measured(Mapping[str, float]):
    """The measures of one frame by name; the signal's with their sides, and the neutral's bend
    as `NEUTRAL_BEND` once it is known. NaN where it can't be judged."""

    def __init__(self, names: tuple[str, ...], context: Context, signal: SignalTracker) -> None:
        self._names = names
        self._context = context
        self._signal = signal

    @cached_property
    def _others(self) -> dict[str, float]:
        values = self._signal.values(self._context)
        if self._context.neutral is not None:
            values[NEUTRAL_BEND] = self._context.neutral.values[BEND]
        return values

    def __getitem__(self, name: str) -> float:
        if name in self._others:
            return self._others[name]
        if name in self._names:
            return MEASURES[name].value(self._context)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._names, *self._others)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
