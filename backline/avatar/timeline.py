"""The order and timing of a demonstration: exercise steps turned into dated beats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from backline.avatar.angles import ROLES, Side
from backline.avatar.faults import Planted, step_contacts, step_pose
from backline.body import FloatArray
from backline.guide.schema import Demonstration, Step

FAULT_RAMP_S = 0.8
"""How long a fault takes to come and go within a hold."""
_TEMPO_SPREAD, _RANGE_SPREAD = 0.05, 0.03
_HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Options:
    """What is wanted of a performance; see `Performance`."""

    repetitions: int = 3
    tempo: float = 1.0
    first_side: Side = "left"
    fault_repetitions: frozenset[int] | None = None
    fault_window_s: tuple[float, float] | None = None
    enter: bool = True
    leave: bool = True
    still_s: float = 1.5
    hold_s: float | None = None
    pause_s: float = 0.0
    variation: str | None = None
    variation_repetitions: int = 4
    variation_lead_s: float = 2.0
    naturalness: float = 1.0


@dataclass(frozen=True, slots=True)
class Beat:
    """One step as it will be done: go to `pose` in move_s, stay hold_s.

    part: enter, repetition or leave. repetition: its number from 1, or 0 outside of them.
    variation: its id during a variation; cycle: which time of doing it, from 1. faulty:
    whether the planted fault shows.
    """

    pose: FloatArray
    contacts: frozenset[str]
    move_s: float
    hold_s: float
    phase: str
    caption: str | None
    prompt: str | None
    part: str
    repetition: int = 0
    side: Side | None = None
    variation: str | None = None
    cycle: int = 0
    faulty: bool = False


@dataclass(slots=True)
class Score:
    """Writes the beats of one performance, like notes."""

    show: Demonstration
    options: Options
    planted: Planted | None
    rng: np.random.Generator
    beats: list[Beat] = field(default_factory=list)
    start: FloatArray | None = None
    gain: float = 1.0
    stayed: tuple[str, int] | None = None

    def write(self) -> list[Beat]:
        """All beats in order. The first one is where the performance begins."""
        options = self.options
        first = options.first_side if self.show.each_side else None
        if self.show.enter and options.enter:
            for step in self.show.enter:
                self._add(step, "enter", first)
        else:
            self._add(self._start_step(), "enter", first)
        self.start = self.beats[-1].pose
        for number in range(1, options.repetitions + 1):
            side = self._side(number) if self.show.each_side else None
            for step in self.show.repetition:
                self._repetition_step(step, number, side)
            if options.pause_s > 0.0:
                last = self.beats[-1]
                self.beats[-1] = replace(last, hold_s=last.hold_s + options.pause_s)
        if options.leave and self.show.leave:
            for step in self.show.leave:
                self._add(step, "leave", first)
        elif options.still_s > 0.0 and self.beats[-1].phase != _HOLD:
            still = replace(self.beats[-1], move_s=1e-3, hold_s=options.still_s, part="leave")
            self.beats.append(replace(still, repetition=0, caption=None, prompt=None))
        return self.beats

    def _start_step(self) -> Step:
        """Where repetitions begin when nobody is seen getting into position."""
        source = (self.show.enter or self.show.repetition)[-1]
        return source.model_copy(update={"hold_s": max(source.hold_s, self.options.still_s)})

    def _side(self, number: int) -> Side:
        first = self.options.first_side
        if number % 2:
            return first
        return "right" if first == "left" else "left"

    def _repetition_step(self, step: Step, number: int, side: Side | None) -> None:
        options = self.options
        if step.phase != _HOLD:
            self._add(step, "repetition", side, number)
            return
        if options.hold_s is not None:
            step = step.model_copy(update={"hold_s": options.hold_s})
        variation = options.variation or self.show.variation
        if variation is not None:
            self._varied_hold(step, number, variation)
        elif self.planted is not None and options.fault_window_s is not None:
            self._windowed_hold(step, side, number)
        else:
            self._add(step, "repetition", side, number)

    def _varied_hold(self, step: Step, number: int, name: str) -> None:
        """A hold with a variation done over and over. A windowed fault shows in the steps that
        begin within its window; any other one throughout."""
        options = self.options
        if name not in self.show.variations:
            known = ", ".join(self.show.variations) or "none"
            raise ValueError(f"no variation {name!r}; known: {known}")
        still = step.model_copy(update={"hold_s": options.variation_lead_s})
        side = options.first_side
        window = options.fault_window_s if self.planted is not None else None
        before = False if window is not None else None
        passed_s = options.variation_lead_s
        self._add(still, "repetition", side, number, now=before)
        for count in range(1, options.variation_repetitions + 1):
            for varied in self.show.variations[name]:
                now = None if window is None else window[0] <= passed_s < window[1]
                self._add(varied, "repetition", self._side(count), number, (name, count), now=now)
                passed_s += (varied.move_s + varied.hold_s) * options.tempo
        self._add(still, "repetition", side, number, now=before)

    def _windowed_hold(self, step: Step, side: Side | None, number: int) -> None:
        """A hold with the fault only from .. until, seconds after its start."""
        assert self.options.fault_window_s is not None
        begin, end = self.options.fault_window_s
        total = step.hold_s
        if not 0.0 <= begin < begin + FAULT_RAMP_S <= end <= total - FAULT_RAMP_S:
            raise ValueError(
                f"fault_window_s {begin} to {end} doesn't fit a hold of {total} s "
                f"with ramps of {FAULT_RAMP_S} s"
            )
        quiet = {"caption": None, "prompt": None, "move_s": FAULT_RAMP_S}
        self._add(step.model_copy(update={"hold_s": begin}), "repetition", side, number, now=False)
        on = step.model_copy(update={**quiet, "hold_s": end - begin - FAULT_RAMP_S})
        self._add(on, "repetition", side, number, now=True)
        off = step.model_copy(update={**quiet, "hold_s": total - end - FAULT_RAMP_S})
        self._add(off, "repetition", side, number, now=False)

    def _add(
        self,
        step: Step,
        part: str,
        side: Side | None,
        number: int = 0,
        variation: tuple[str | None, int] = (None, 0),
        now: bool | None = None,
    ) -> None:
        if now is None:
            wanted = self.options.fault_repetitions
            now = wanted is None or number in wanted
        planted = self.planted
        pose = step_pose(self.show, step.pose, step.phase, side, planted, now)
        if self.start is not None and part == "repetition" and step.phase != _HOLD:
            gain = 1.0 + _RANGE_SPREAD * self.options.naturalness * self.rng.standard_normal()
            if self.stayed == (step.pose, number):
                gain = self.gain  # still in the same pose: nobody moves between the two steps
            self.gain, self.stayed = gain, (step.pose, number)
            clean = step_pose(self.show, step.pose, step.phase, side, None, now)
            pose = pose + (gain - 1.0) * (clean - self.start)
        factor = self._factor(step, part, now)
        self.beats.append(
            Beat(
                pose=pose,
                contacts=step_contacts(self.show, step.phase, side, planted, now),
                move_s=step.move_s * factor,
                hold_s=step.hold_s * (1.0 if step.phase == _HOLD else factor),
                phase=step.phase,
                caption=step.caption,
                prompt=step.prompt,
                part=part,
                repetition=number,
                side=side if self.show.each_side or self._sided(step) else None,
                variation=variation[0],
                cycle=variation[1],
                faulty=planted is not None and planted.shows(step.phase, now),
            )
        )

    def _sided(self, step: Step) -> bool:
        """Whether a step is written for a working and a resting side."""
        names = [*self.show.poses[step.pose], *self.show.contacts.get(step.phase, ())]
        return any(name.startswith(ROLES) for name in names)

    def _factor(self, step: Step, part: str, now: bool) -> float:
        """What a step's durations are multiplied by."""
        spread = _TEMPO_SPREAD * self.options.naturalness
        factor = self.options.tempo * float(np.exp(spread * self.rng.standard_normal()))
        if self.planted is not None and now and part == "repetition":
            factor *= self.planted.tempo(step.phase)
        return factor
