"""One-Euro smoothing of many values at once.

Casiez, Roussel & Vogel 2012, "1 € Filter": slow movement is smoothed much, fast movement
little, so that still limbs don't tremble and moving ones don't lag.
"""

from __future__ import annotations

import math

import numpy as np

from backline.body import FloatArray


class OneEuro:
    """A filter over arrays of one shape.

    min_cutoff_hz: cut-off at rest. beta: how much the cut-off rises with speed, where
    speed is in body sizes per second (`scale` in `smooth` divides it).
    derivative_cutoff_hz: cut-off of the speed estimate.
    """

    def __init__(
        self, min_cutoff_hz: float, beta: float, derivative_cutoff_hz: float = 1.0
    ) -> None:
        self.min_cutoff_hz = min_cutoff_hz
        self.beta = beta
        self.derivative_cutoff_hz = derivative_cutoff_hz
        self.reset()

    def reset(self) -> None:
        """Forget everything; the next value passes unchanged."""
        self._time_s = math.nan
        self._raw: FloatArray | None = None
        self._value: FloatArray | None = None
        self._speed: FloatArray | None = None

    def smooth(self, value: FloatArray, time_s: float, scale: float) -> FloatArray:
        """The smoothed value. A time that doesn't advance gives the last value again."""
        if self._raw is None or self._value is None or self._speed is None:
            self._raw, self._value, self._speed = value, value, np.zeros_like(value)
            self._time_s = time_s
            return value
        elapsed_s = time_s - self._time_s
        if elapsed_s <= 0:
            return self._value
        speed = (value - self._raw) / (scale * elapsed_s)
        self._speed = self._speed + _alpha(self.derivative_cutoff_hz, elapsed_s) * (
            speed - self._speed
        )
        cutoff = self.min_cutoff_hz + self.beta * np.abs(self._speed)
        self._value = self._value + _alpha(cutoff, elapsed_s) * (value - self._value)
        self._raw, self._time_s = value, time_s
        return self._value


def _alpha(cutoff_hz: FloatArray | float, elapsed_s: float) -> FloatArray | float:
    """Weight of the new value in a first-order low-pass."""
    return 1.0 / (1.0 + 1.0 / (2 * math.pi * cutoff_hz * elapsed_s))
