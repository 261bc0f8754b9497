"""The movement an exercise file describes: sides, gates, the neutral."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from backline.body import Landmark
from backline.form.signals import SignalTracker, needed_measures
from backline.guide.load import load_exercise, load_exercises
from backline.guide.schema import Signal
from backline.motion.context import Neutral
from backline.motion.durations import DURATIONS
from backline.motion.measures import MEASURES
from tests.bodies import ALL_FOURS, Body, pose_frame
from tests.motion.contexts import context

FPS = 20.0
REACH_S = 4.0


def signal(**changes: Any) -> Signal:
    """The leg's way back, on either side, with an arm lifted."""
    values: dict[str, Any] = {
        "kind": "repetitions",
        "measure": "hip_extension_deg",
        "unit": "deg",
        "relative_to": "absolute",
        "each_side": True,
        "lobes": [{"name": "reach", "beyond": 50, "release": 30, "label": "Reach"}],
        "gates": [{"measure": "arm_reach_ratio", "above": 0.3, "source": "tests"}],
        "min_duration_s": 1.0,
        "source": "tests",
    }
    return Signal.model_validate({**values, **changes})


def reach(side: int, share: float, *, arm: bool = True) -> Body:
    """Leg `side` (0 left, 1 right) and the opposite arm, lifted by a share of the whole way."""
    legs, knees, arms = [90.0, 90.0], [90.0, 90.0], [90.0, 90.0]
    legs[side] = knees[side] = 90.0 * (1 - share)
    if arm:
        arms[1 - side] = 90.0 * (1 - share)
    return ALL_FOURS.but(
        hip_flexion_deg=tuple(legs), knee_flexion_deg=tuple(knees), arm_deg=tuple(arms)
    )


def reaching(sides: list[int], *, arm: bool = True) -> Callable[[float], Body]:
    def at(time_s: float) -> Body:
        number = int(time_s / REACH_S)
        if number >= len(sides):
            return ALL_FOURS
        return reach(sides[number], math.sin(math.pi * (time_s % REACH_S) / REACH_S) ** 2, arm=arm)

    return at


def count(
    tracker: SignalTracker, at: Callable[[float], Body], seconds: float, **how: Any
) -> list[str | None]:
    """The sides of the movements that count."""
    sides: list[str | None] = []
    for i in range(round(seconds * FPS)):
        time_s = i / FPS
        here = context(pose_frame(at(time_s), time_s, **how))
        if tracker.update(here, time_s) is not None:
            sides.append(tracker.last_side)
    return sides


def test_each_movement_has_the_side_that_moved() -> None:
    tracker = SignalTracker(signal())
    sides = count(tracker, reaching([0, 1, 1, 0]), 17.0)
    assert sides == ["left", "right", "right", "left"]


def test_the_moving_side_is_told_while_it_moves() -> None:
    tracker = SignalTracker(signal())
    assert tracker.resting
    assert tracker.moving_side is None
    count(tracker, reaching([1]), REACH_S / 2)
    assert not tracker.resting
    assert tracker.moving_side == "right"
    assert tracker.phase == "reach"
    assert tracker.progress > 1.0
    tracker.reset()
    assert tracker.resting


def test_legs_that_are_swapped_on_the_way_dont_change_the_side() -> None:
    """What the model swaps it swaps when the legs have long parted."""
    tracker = SignalTracker(signal())
    steady = reaching([0])

    def swapped(time_s: float) -> Body:
        body = steady(time_s)
        if not 1.4 <= time_s <= 3.0:
            return body
        return body.but(
            hip_flexion_deg=body.hip_flexion_deg[::-1], knee_flexion_deg=body.knee_flexion_deg[::-1]
        )

    assert count(tracker, swapped, 2.0) == []
    assert (tracker.moving_side, tracker.named_side) == ("right", "left")
    assert count(SignalTracker(signal()), swapped, 6.0) == ["left"]


def test_without_the_arm_the_gate_stays_shut() -> None:
    assert count(SignalTracker(signal()), reaching([0, 1], arm=False), 9.0) == []
    free = SignalTracker(signal(gates=[]))
    assert count(free, reaching([0, 1], arm=False), 9.0) == ["left", "right"]


def test_arms_that_cant_be_seen_dont_stop_the_counting() -> None:
    arms = [m for m in Landmark if "ELBOW" in m.name or "WRIST" in m.name]
    sides = count(SignalTracker(signal()), reaching([0, 1], arm=False), 9.0, hidden=arms)
    assert sides == ["left", "right"]


@pytest.mark.parametrize(("above", "told"), [(0.5, True), (1.5, False)])
def test_a_movements_length_can_tell_it_from_others(above: float, told: bool) -> None:
    """A reach that is kept for a second: the way out, the stay, the way back."""
    tells = [{"measure": "top_hold_s", "above": above, "source": "tests"}]
    tracker = SignalTracker(signal(tells=tells))
    steady = reaching([0])

    def kept(time_s: float) -> Body:
        return steady(min(time_s, max(time_s - 1.0, REACH_S / 2)))

    assert count(tracker, kept, 7.0) == ["left"]
    assert tracker.told is told


def test_each_movement_passes_the_gate_on_its_own() -> None:
    tracker = SignalTracker(signal())
    first, second = reaching([0]), reaching([0], arm=False)
    sides = count(tracker, lambda t: first(t) if t < REACH_S else second(t - REACH_S), 9.0)
    assert sides == ["left"]


def test_relative_to_the_neutral_needs_one() -> None:
    tracker = SignalTracker(signal(relative_to="neutral", gates=[]))
    assert count(tracker, reaching([0]), 5.0) == []
    neutral = Neutral({"hip_extension_deg": 25.0})
    here = context(reach(0, 1.0), neutral=neutral)
    assert tracker.values(here)["hip_extension_deg_left"] == pytest.approx(65.0)
    assert tracker.values(here)["hip_extension_deg_right"] == pytest.approx(-25.0)


@pytest.mark.parametrize("exercise", load_exercises().values(), ids=lambda e: e.id)
def test_the_neutral_holds_whatever_the_exercise_compares_with(exercise: Any) -> None:
    names = needed_measures(exercise)
    assert set(names) <= set(MEASURES)
    assert {c.measure for c in exercise.cues if c.relative_to == "neutral"} <= set(names)
    assert "back_bend_ratio" in names
    for signal_of in (exercise.signal, *(v.signal for v in exercise.variations)):
        assert signal_of.measure in MEASURES
        if signal_of.relative_to == "neutral":
            assert signal_of.measure in names
        if signal_of.each_side:
            assert MEASURES[signal_of.measure].sided


class Asked(dict[str, float]):
    """Neutral values that remember which of them were asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return 0.0

    __getitem__ = get


@pytest.mark.parametrize("name", MEASURES)
def test_measures_ask_the_neutral_for_no_more_than_they_declare(name: str) -> None:
    asked = Asked()
    MEASURES[name].value(context(reach(0, 1.0), neutral=Neutral(asked)))
    assert asked.names == set(MEASURES[name].refers_to)


@pytest.mark.parametrize("exercise", load_exercises().values(), ids=lambda e: e.id)
def test_every_measure_a_cue_or_posture_names_exists(exercise: Any) -> None:
    late = {*DURATIONS, "leave_drop_ratio"}
    for cue in exercise.cues:
        assert cue.measure in MEASURES or (cue.measure in late and {"rep", "end"} & set(cue.when))
        if cue.measure in MEASURES:
            assert MEASURES[cue.measure].unit == cue.unit
    for gate in exercise.signal.gates:
        assert gate.measure in MEASURES


def test_the_packaged_bird_dog_counts_stick_bodies_too() -> None:
    tracker = SignalTracker(load_exercise("bird-dog").signal)
    assert count(tracker, reaching([0, 1]), 9.0) == ["left", "right"]
