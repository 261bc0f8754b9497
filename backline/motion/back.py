"""How much the back line bends.

The back line's offsets from the chord have a straight part (the trunk is thicker at one
end) and a bend. We take the straight trend between the two ends away; what is left,
dorsal positive, is flexion. Tried on photographs: flat on all fours 0.035, rounded 0.137,
plank 0.018 (docs/decisions).
"""

from __future__ import annotations

import math

import numpy as np

from backline.body import BACK_STATIONS, BackLine, FloatArray

END_MARGIN = 0.08
"""Share of the chord left out at each end, where buttocks and shoulder shape the outline."""
END_WIDTH = 0.10
"""Share of the chord whose mean offset makes each end of the straight trend."""
MIN_SEEN = 0.8
"""Share of the inner stations that must be known."""

_STATIONS = np.linspace(0.0, 1.0, BACK_STATIONS)


def _filled(offset: FloatArray) -> FloatArray | None:
    """Offsets with short gaps bridged; None when too little was seen."""
    known = np.isfinite(offset)
    inner = (_STATIONS > END_MARGIN) & (_STATIONS < 1 - END_MARGIN)
    if known[inner].mean() < MIN_SEEN:
        return None
    return np.asarray(np.interp(_STATIONS, _STATIONS[known], offset[known]))


def sagitta_ratio(back: BackLine, low: float = END_MARGIN, high: float = 1 - END_MARGIN) -> float:
    """Signed height of the back line's bow between stations `low` and `high` (0 hip,
    1 shoulder), in trunk lengths; flexion positive.

    From the area under the bow, which averages the outline's noise: a parabola's height
    is 1.5 times its mean. NaN when less than `MIN_SEEN` of the outline is known.
    """
    offset = _filled(back.offset_ratio)
    if offset is None:
        return math.nan
    inside = (low <= _STATIONS) & (high >= _STATIONS)
    at, value = _STATIONS[inside], offset[inside]
    first = at < low + END_WIDTH
    last = at > high - END_WIDTH
    x0, x1 = at[first].mean(), at[last].mean()
    y0, y1 = value[first].mean(), value[last].mean()
    trend = y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    middle = (at >= x0) & (at <= x1)
    return float(1.5 * (value - trend)[middle].mean())
