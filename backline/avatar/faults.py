"""Planting a fault: how one step of a demonstration changes when it is done wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backline.avatar.angles import (
    INDEX,
    PLACE_NAMES,
    Side,
    add_vector,
    contact_names,
    pose_vector,
)
from backline.body import FloatArray
from backline.guide.schema import Demonstration, PlantedFault

_EVERYWHERE = "all"
_PLACES = [INDEX[name] for name in PLACE_NAMES]


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault at a strength: 0 is clean, 1 the stated clear fault, 0.5 half of it.

    A negative strength turns the differences round (elbows behind instead of ahead) and
    swaps no poses.
    """

    cue_id: str
    fault: PlantedFault
    strength: float

    def applies(self, phase: str) -> bool:
        """Whether the fault shows in that phase at all."""
        return phase in self.fault.phases or _EVERYWHERE in self.fault.phases

    @property
    def swaps(self) -> bool:
        """Whether poses and contacts are exchanged, which has no halves."""
        return self.strength >= 0.5

    @property
    def moves_places(self) -> bool:
        """Whether hands, elbows, knees or feet are put down elsewhere, which lasts."""
        return any(name in PLACE_NAMES for name in self.fault.adds)

    def shows(self, phase: str, now: bool) -> bool:
        """Whether the fault is to be seen in a step of that phase; `now` as in `step_pose`."""
        return self.moves_places or (now and self.applies(phase))

    def tempo(self, phase: str) -> float:
        """Factor on the durations of a step of that phase; below 1 is faster."""
        if self.fault.phases and not self.applies(phase):
            return 1.0
        return float((self.fault.tempo or 1.0) ** self.strength)


def plant(demonstration: Demonstration, cue_id: str, strength: float) -> Planted:
    """The fault of that cue. Raises ValueError when the demonstration has none."""
    if cue_id not in demonstration.faults:
        known = ", ".join(sorted(demonstration.faults)) or "none"
        raise ValueError(f"no planted fault {cue_id!r}; known: {known}")
    return Planted(cue_id, demonstration.faults[cue_id], strength)


def step_pose(
    demonstration: Demonstration,
    pose: str,
    phase: str,
    side: Side | None,
    planted: Planted | None,
    now: bool,
) -> FloatArray:
    """The (N,) pose vector of a step. `now`: whether the planted fault is on at this step
    (places of hands and feet keep their fault throughout: nobody moves them in between)."""
    if planted is None:
        return pose_vector(demonstration.poses[pose], side)
    on = now and planted.applies(phase)
    if on and planted.swaps:
        pose = planted.fault.poses.get(pose, pose)
    vector = pose_vector(demonstration.poses[pose], side)
    adds = planted.strength * add_vector(planted.fault.adds, side)
    if not on:
        places = adds[_PLACES]
        adds[:] = 0.0
        adds[_PLACES] = places
    return vector + adds


def step_contacts(
    demonstration: Demonstration,
    phase: str,
    side: Side | None,
    planted: Planted | None,
    now: bool,
) -> frozenset[str]:
    """The body points on the floor in a step. Raises ValueError when none are given."""
    points: Iterable[str] | None = demonstration.contacts.get(
        phase, demonstration.contacts.get(_EVERYWHERE)
    )
    if planted is not None and now and planted.applies(phase) and planted.swaps:
        points = planted.fault.contacts.get(phase, points)
    if points is None:
        raise ValueError(f"no contacts are given for phase {phase!r}")
    return contact_names(points, side)
