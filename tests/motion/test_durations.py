"""The lengths of a movement's parts: right on movements whose parts are known."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from backline.motion.durations import DURATIONS, duration_s
from backline.motion.repetitions import CycleCounter, Excursion, ExcursionCounter
from tests.motion.test_repetitions import cat_cow_signal, cat_cows, reach_signal, sampled

Path = Callable[[float], float]


def raised(up_s: float, stay_s: float, down_s: float, top: float = 100.0) -> Path:
    """From 0 to the top by the minimum-jerk profile, a stay, and back by it."""

    def at(time_s: float) -> float:
        if time_s < up_s:
            return top * smooth(time_s / up_s)
        if time_s < up_s + stay_s:
            return top
        return top * (1.0 - smooth((time_s - up_s - stay_s) / down_s))

    return at


def smooth(share: float) -> float:
    """10t^3 - 15t^4 + 6t^5 between 0 and 1."""
    t = min(max(share, 0.0), 1.0)
    return t**3 * (10.0 - 15.0 * t + 6.0 * t * t)


def counted(path: Path, duration_s: float, fps: float = 30.0) -> Excursion:
    counter = ExcursionCounter(reach_signal())
    found = [counter.update(value, time_s) for time_s, value in sampled(path, duration_s, fps)]
    (movement,) = [one for one in found if one is not None]
    return movement


@pytest.mark.parametrize("fps", [12.0, 30.0, 60.0])
@pytest.mark.parametrize("stay_s", [0.0, 1.0, 2.0])
@pytest.mark.parametrize(("up_s", "down_s"), [(2.0, 2.0), (1.5, 4.0), (3.0, 1.0)])
def test_the_stay_at_the_top_is_told_whatever_the_speed_of_the_ways(
    up_s: float, stay_s: float, down_s: float, fps: float
) -> None:
    movement = counted(raised(up_s, stay_s, down_s), up_s + stay_s + down_s + 1.0, fps)
    assert duration_s("top_hold_s", movement) == pytest.approx(stay_s, abs=0.35)


@pytest.mark.parametrize("down_s", [0.8, 2.0, 4.0])
def test_the_way_back_is_timed_from_the_top_to_rest(down_s: float) -> None:
    movement = counted(raised(2.0, 1.0, down_s), down_s + 4.0)
    # From 92 % of the way to 32 %, where this signal is released: 0.375 of a smooth way.
    assert duration_s("return_duration_s", movement) == pytest.approx(0.375 * down_s, abs=0.15)


def test_a_repetition_lasts_from_leaving_rest_to_being_back() -> None:
    movement = Excursion(1.0, 2.0, 4.5, 80.0)
    assert duration_s("repetition_duration_s", movement) == pytest.approx(3.5)


def test_a_cycle_has_no_top_and_no_way_back() -> None:
    counter = CycleCounter(cat_cow_signal())
    found = [
        counter.update(value, time_s, firm=True)
        for time_s, value in sampled(cat_cows(6.0, 2), 13.0, 30.0)
    ]
    movement = next(one for one in found if one is not None)
    assert duration_s("repetition_duration_s", movement) > 2.0
    assert math.isnan(duration_s("top_hold_s", movement))
    assert math.isnan(duration_s("return_duration_s", movement))


def test_an_unknown_length_cant_be_judged() -> None:
    assert math.isnan(duration_s("hip_extension_deg", Excursion(0.0, 1.0, 2.0, 50.0)))
    assert set(DURATIONS) == {"repetition_duration_s", "top_hold_s", "return_duration_s"}
