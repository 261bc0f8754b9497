"""One-Euro: steady is steady, slow is calm, fast is prompt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.vision.smoothing import OneEuro


@dataclass
class ScalarOneEuro:
    """The paper's filter for one value, written the slow way."""

    min_cutoff_hz: float
    beta: float
    last_s: float = math.nan
    raw: float = 0.0
    value: float = 0.0
    speed: float = 0.0

    def smooth(self, value: float, time_s: float, scale: float) -> float:
        if math.isnan(self.last_s):
            self.raw = self.value = value
            self.last_s = time_s
            return value
        if time_s <= self.last_s:
            return self.value
        period_s = time_s - self.last_s
        speed = (value - self.raw) / scale / period_s
        weight = self.weight(1.0, period_s)
        self.speed = weight * speed + (1 - weight) * self.speed
        weight = self.weight(self.min_cutoff_hz + self.beta * abs(self.speed), period_s)
        self.value = weight * value + (1 - weight) * self.value
        self.raw, self.last_s = value, time_s
        return self.value

    @staticmethod
    def weight(cutoff_hz: float, period_s: float) -> float:
        tau = 1 / (2 * math.pi * cutoff_hz)
        return 1 / (1 + tau / period_s)


samples = st.lists(
    st.tuples(
        st.just(0.0) | st.floats(0.001, 0.2), st.floats(-500.0, 500.0), st.floats(-500.0, 500.0)
    ),
    min_size=1,
    max_size=40,
)


@given(samples, st.floats(0.01, 2.0), st.floats(0.0, 100.0), st.floats(1.0, 800.0))
def test_agrees_with_a_scalar_filter_for_each_value(
    steps: list[tuple[float, float, float]], cutoff_hz: float, beta: float, scale: float
) -> None:
    both = OneEuro(cutoff_hz, beta)
    one, two = ScalarOneEuro(cutoff_hz, beta), ScalarOneEuro(cutoff_hz, beta)
    time_s = 0.0
    for step_s, a, b in steps:
        time_s += step_s
        expected = [one.smooth(a, time_s, scale), two.smooth(b, time_s, scale)]
        assert both.smooth(np.array([a, b]), time_s, scale) == pytest.approx(expected)


@given(st.floats(-1e4, 1e4), st.floats(10.0, 60.0))
def test_a_constant_passes_unchanged(value: float, fps: float) -> None:
    smoother = OneEuro(0.05, 80.0)
    for i in range(30):
        assert smoother.smooth(np.full((3, 2), value), i / fps, 400.0) == pytest.approx(value)


@given(samples)
def test_the_output_never_overshoots_what_came_in(steps: list[tuple[float, float, float]]) -> None:
    smoother = OneEuro(0.05, 80.0)
    time_s, seen = 0.0, []
    for step_s, a, _ in steps:
        time_s += step_s
        seen.append(a)
        out = float(smoother.smooth(np.array([a]), time_s, 400.0)[0])
        assert min(seen) - 1e-6 <= out <= max(seen) + 1e-6


def test_a_step_of_a_whole_limb_arrives_within_two_frames() -> None:
    smoother = OneEuro(0.05, 80.0)
    for i in range(30):
        smoother.smooth(np.zeros(1), i / 30, 400.0)
    out = [float(smoother.smooth(np.full(1, 200.0), (30 + i) / 30, 400.0)[0]) for i in range(3)]
    assert out[1] > 0.9 * 200.0


def test_trembling_at_rest_is_calmed() -> None:
    rng = np.random.default_rng(1)
    noise = 0.3 * rng.standard_normal(300)
    smoother = OneEuro(0.05, 80.0)
    out = [float(smoother.smooth(noise[i : i + 1], i / 30, 400.0)[0]) for i in range(300)]
    assert np.std(out[30:]) < 0.6 * np.std(noise[30:])


def test_slow_movement_lags_little() -> None:
    """A limb that crosses half a body in 2 s is less than 4 % of a body behind."""
    smoother = OneEuro(0.05, 80.0)
    worst = 0.0
    for i in range(90):
        true = 400.0 * 0.25 * i / 30
        out = float(smoother.smooth(np.array([true]), i / 30, 400.0)[0])
        worst = max(worst, true - out)
    assert worst < 0.04 * 400.0


def test_a_time_that_doesnt_advance_gives_the_last_value_again() -> None:
    smoother = OneEuro(0.05, 80.0)
    smoother.smooth(np.zeros(2), 0.0, 400.0)
    last = smoother.smooth(np.ones(2), 0.1, 400.0)
    for time_s in (0.1, 0.05):
        assert smoother.smooth(np.full(2, 99.0), time_s, 400.0) == pytest.approx(last)
    later = smoother.smooth(np.ones(2), 0.2, 400.0)
    assert (later < 2.0).all()


def test_reset_forgets() -> None:
    smoother = OneEuro(0.05, 80.0)
    smoother.smooth(np.zeros(2), 0.0, 400.0)
    smoother.reset()
    assert smoother.smooth(np.full(2, 7.0), 0.01, 400.0) == pytest.approx(7.0)


def test_what_comes_in_is_not_changed() -> None:
    smoother = OneEuro(0.05, 80.0)
    first, second = np.zeros(3), np.ones(3)
    kept = smoother.smooth(first, 0.0, 400.0)
    smoother.smooth(second, 0.1, 400.0)
    assert (first == 0.0).all()
    assert (second == 1.0).all()
    assert (kept == 0.0).all()
