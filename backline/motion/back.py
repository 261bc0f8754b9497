"""How much the back line bends.

The back line's offsets from the chord have a straight part (the trunk is thicker at one
end) and a bend. We take the straight trend between the two ends away; what is left,
dorsal positive, is flexion. Tried on photographs: flat on all fours 0.035, rounded 0.137,
plank 0.018 (docs/decisions).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from backline.body import BACK_STATIONS, BackLine, FloatArray

END_MARGIN = 0.08
"""Share of the chord left out at each end, where buttocks and shoulder shape the outline."""
END_WIDTH = 0.10
"""Share of the chord whose mean offset makes each end of the straight trend."""
MIN_SEEN = 0.8
"""Share of the inner stations that must be known."""

_STATIONS = np.linspace(0.0, 1.0, BACK_STATIONS)
_INNER = (_STATIONS > END_MARGIN) & (_STATIONS < 1 - END_MARGIN)


def _filled(offset: FloatArray) -> FloatArray | None:
    """Offsets with short gaps bridged; None when too little was seen."""
    known = np.isfinite(offset)
    if known.all():
        return offset
    if known[_INNER].mean() < MIN_SEEN:
        return None
    return np.asarray(np.interp(_STATIONS, _STATIONS[known], offset[known]))


@cache
def _weights(low: float, high: float) -> FloatArray:
    """(BACK_STATIONS,) by which the offsets are multiplied and summed to give the sagitta.

    From the area under the bow over the straight trend between its ends, which averages the
    outline's noise: a parabola's height is 1.5 times its mean.
    """
    at = _STATIONS
    inside = (at >= low) & (at <= high)
    first, last = inside & (at < low + END_WIDTH), inside & (at > high - END_WIDTH)
    x0, x1 = at[first].mean(), at[last].mean()
    middle = inside & (at >= x0) & (at <= x1)
    share = ((at[middle] - x0) / (x1 - x0)).mean()
    trend = (1 - share) * first / first.sum() + share * last / last.sum()
    return np.asarray(1.5 * (middle / middle.sum() - trend))


def sagitta_ratio(back: BackLine, low: float = END_MARGIN, high: float = 1 - END_MARGIN) -> float:
    """Signed height of the back line's bow between stations `low` and `high` (0 hip,
    1 shoulder), in trunk lengths; flexion positive.

    NaN when less than `MIN_SEEN` of the outline is known.
    """
    offset = _filled(back.offset_ratio)
    return math.nan if offset is None else float(_weights(low, high) @ offset)
