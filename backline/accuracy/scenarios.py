"""Which performances a sweep holds: bodies, tempos, cameras and faults in balance.

Each factor's range is cut into as many equal parts as there are performances, every part is
used once, and the parts are joined at random (Latin hypercube sampling; McKay, Beckman and
Conover 1979). So even a dozen performances cover every factor's range.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from backline.avatar.angles import PLACE_NAMES, Side
from backline.avatar.body_model import PRESETS
from backline.avatar.clothes import LOOKS
from backline.body import FloatArray
from backline.guide.schema import Exercise

Option = TypeVar("Option")
ViewWord = Literal["side", "front"]

AZIMUTH_SPREAD_DEG = 20.0
TEMPO = (0.75, 1.4)
"""Factor on all durations: the slowest takes almost twice as long as the quickest. Both are
meant to be fine; "too fast" is a planted fault."""
DISTANCE_M = (2.3, 3.1)
"""For a body of average height near the floor; taller people stand further away to fit in, and
who stands upright further still (`perform.camera_of`)."""
AVERAGE_HEIGHT_M = 1.70
NOISE = (0.001, 0.004)
"""Standard deviation of every landmark in every frame, in body heights (true joints only)."""
GRAIN = (2.0, 8.0)
"""Standard deviation of the camera's noise, of 255 grey levels (drawn pictures only)."""
NATURALNESS = (0.6, 1.4)
HOLD_S = (9.0, 12.0)
FAULT_WINDOW_S = (3.2, 7.4)
"""A fault within a hold comes and goes between these seconds after its start: a good start
first, because the back is judged against the person's own neutral."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One performance to be played and watched.

    stage: of the exercise, None when it has none.
    fault: the cue whose fault is planted at `strength`, or None for clean work.
    fault_repetitions: the repetitions that have it, from 1; None for all.
    variation: of a hold, by its id. view: where the camera stands. shape and look: names in
    `PRESETS` and `LOOKS`. noise_ratio, grain: see `NOISE`, `GRAIN`. enter: whether getting
    into position is performed too.
    """

    exercise_id: str
    stage: str | None
    fault: str | None
    strength: float
    fault_repetitions: tuple[int, ...] | None
    variation: str | None
    view: ViewWord
    shape: str
    look: str
    tempo: float
    naturalness: float
    azimuth_deg: float
    height_m: float
    distance_m: float
    noise_ratio: float
    grain: float
    first_side: Side
    repetitions: int
    hold_s: float
    enter: bool
    seed: int

    @property
    def clean(self) -> bool:
        """Whether nothing is planted."""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class Plan:
    """How many performances of each kind, for each exercise.

    clean: clean work. per_fault: for each planted fault. per_variation: for each variation.
    repetitions: in a clean performance and in one with a fault.
    """

    clean: int
    per_fault: int
    per_variation: int
    repetitions: tuple[int, int] = (4, 4)
    enter_always: bool = True
    """False leaves getting into (and, but for holds, out of) position out of performances
    with a fault, which saves a third of the frames."""


def scenarios(
    exercise: Exercise,
    plan: Plan,
    seed: int = 0,
    strength: float = 1.0,
    only: Collection[str] = (),
) -> list[Scenario]:
    """All performances of one exercise's sweep. Same arguments, same list.

    only: plant these cues' faults, or all when empty. Cues that only show from the front are
    swept from there, together with as many clean performances seen from the front.
    """
    views = {cue.id: cue.view for cue in exercise.cues}
    faults = [f for f in exercise.demonstration.faults if not only or f in only]
    front = [f for f in faults if views[f] == "front"]
    out = _batch(exercise, plan, plan.clean, seed)
    for variation in exercise.variations:
        own = exercise.demonstration.variation == variation.id
        if variation.id in exercise.demonstration.variations and not own:
            out += _batch(exercise, plan, plan.per_variation, seed, variation=variation.id)
    for fault in faults:
        view: ViewWord = "front" if fault in front else "side"
        out += _batch(exercise, plan, plan.per_fault, seed, fault, view=view, strength=strength)
    if front:
        out += _batch(exercise, plan, plan.per_fault, seed, view="front")
    return out


def _batch(
    exercise: Exercise,
    plan: Plan,
    count: int,
    seed: int,
    fault: str | None = None,
    *,
    variation: str | None = None,
    view: ViewWord = "side",
    strength: float = 1.0,
) -> list[Scenario]:
    """`count` performances of one kind. A hold that is always done with a variation is done
    with it here too."""
    variation = variation or exercise.demonstration.variation
    kind = f"{exercise.id}/{fault}/{variation}/{view}"
    digest = hashlib.sha256(f"{kind}/{seed}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    faulty = _fault_repetitions(exercise, fault, plan.repetitions[1])
    hold = exercise.signal.kind == "hold"
    repetitions = plan.repetitions[0 if fault is None else 1]
    shapes = _cycled(rng, list(PRESETS), count)
    looks = _cycled(rng, list(LOOKS), count)
    sides: list[Side] = _cycled(rng, ["left", "right"], count)
    facing = _cycled(rng, [1.0, -1.0], count)
    turns = _strata(rng, count, -AZIMUTH_SPREAD_DEG, AZIMUTH_SPREAD_DEG)
    tempos = np.exp(_strata(rng, count, *np.log(TEMPO)))
    heights = _strata(rng, count, *exercise.view.height_m)
    distances = _strata(rng, count, *DISTANCE_M)
    noises = _strata(rng, count, *NOISE)
    grains = _strata(rng, count, *GRAIN)
    naturals = _strata(rng, count, *NATURALNESS)
    holds = _strata(rng, count, *HOLD_S)
    seeds = rng.integers(0, 2**31, count)
    middle_deg = exercise.view.azimuth_deg if view == "side" else 0.0
    return [
        Scenario(
            exercise_id=exercise.id,
            stage=exercise.stage,
            fault=fault,
            strength=strength if fault else 0.0,
            fault_repetitions=faulty,
            variation=variation,
            view=view,
            shape=shapes[i],
            look=looks[i],
            tempo=round(float(tempos[i]), 3),
            naturalness=round(float(naturals[i]), 3),
            azimuth_deg=round((middle_deg * facing[i] + float(turns[i])) % 360.0, 2),
            height_m=round(float(heights[i]), 3),
            distance_m=round(float(distances[i]) * _room(shapes[i]), 3),
            noise_ratio=round(float(noises[i]), 5),
            grain=round(float(grains[i]), 2),
            first_side=sides[i],
            repetitions=1 if hold else repetitions,
            hold_s=round(float(holds[i]), 2),
            enter=plan.enter_always or fault is None,
            seed=int(seeds[i]),
        )
        for i in range(count)
    ]


def _room(shape: str) -> float:
    """How much further away than an average body one of this shape stands."""
    body = PRESETS[shape]
    return max(1.0, body.height_m / AVERAGE_HEIGHT_M, body.leg_ratio, body.trunk_ratio)


def _fault_repetitions(
    exercise: Exercise, fault: str | None, repetitions: int
) -> tuple[int, ...] | None:
    """All repetitions, or from the second to the one before the last of four and more.

    Faults of the start position or of where hands and feet stand can't come and go.
    """
    if fault is None or exercise.signal.kind == "hold":
        return None
    planted = exercise.demonstration.faults[fault]
    lasting = "start" in planted.phases or "all" in planted.phases
    if lasting or any(name in planted.adds for name in PLACE_NAMES):
        return None
    return tuple(range(2, max(3, repetitions))) if repetitions > 1 else None


def _strata(rng: np.random.Generator, count: int, low: float, high: float) -> FloatArray:
    """(count,) one value from each of `count` equal parts of low to high, in random order."""
    parts = (rng.permutation(count) + rng.uniform(0.0, 1.0, count)) / max(count, 1)
    return low + (high - low) * parts


def _cycled(rng: np.random.Generator, options: Sequence[Option], count: int) -> list[Option]:
    """`count` of the options, each about equally often, in random order."""
    order = rng.permutation(len(options))
    return [options[int(order[k % len(options)])] for k in rng.permutation(count)]
