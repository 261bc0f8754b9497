"""Collects what was measured, frame by frame, into tidy arrays."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backline.body import CannotJudge, FloatArray
from backline.form.result import Update


@dataclass(frozen=True, slots=True)
class Recording:
    """A whole stream, one entry a frame (N frames).

    time_s: (N,). measures: (N,) for each name ever measured, NaN where it wasn't.
    values: (N,) for each cue ever looked at: what was compared with its limit (which may be
        relative to the person's neutral, unlike the measure), NaN where it wasn't looked at.
    faults: (N,) for each cue ever looked at, True while it was a fault.
    stages: the N stages. reasons: N, why nothing could be judged, or None.
    """

    time_s: FloatArray
    measures: dict[str, FloatArray]
    values: dict[str, FloatArray]
    faults: dict[str, NDArray[np.bool_]]
    stages: tuple[str, ...]
    reasons: tuple[CannotJudge | None, ...]

    @property
    def unseen(self) -> NDArray[np.bool_]:
        """(N,) True while nothing could be judged."""
        return np.array([reason is not None for reason in self.reasons], dtype=np.bool_)

    @property
    def start_s(self) -> float:
        """Time of the first frame; 0 when there is none."""
        return float(self.time_s[0]) if self.time_s.size else 0.0

    @property
    def end_s(self) -> float:
        """Time of the last frame; 0 when there is none."""
        return float(self.time_s[-1]) if self.time_s.size else 0.0


class Recorder:
    """Add every `Update` of a stream in order, then take the `recording()`."""

    def __init__(self) -> None:
        self._time_s = array("d")
        self._measures: dict[str, array[float]] = {}
        self._values: dict[str, array[float]] = {}
        self._faults: dict[str, array[float]] = {}
        self._stages: list[str] = []
        self._reasons: list[CannotJudge | None] = []

    def add(self, update: Update) -> None:
        """Note one frame. A measure or cue that appears late has NaN or no fault before."""
        count = len(self._time_s)
        self._time_s.append(update.frame.time_s)
        self._stages.append(update.stage)
        self._reasons.append(update.cannot_judge)
        for name, value in update.measures.items():
            _put(self._measures, name, count, value, np.nan)
        for verdict in update.verdicts:
            _put(self._values, verdict.cue_id, count, verdict.value, np.nan)
            _put(self._faults, verdict.cue_id, count, verdict.verdict == "fault", 0.0)

    def recording(self) -> Recording:
        """All frames so far; later additions don't change it."""
        count = len(self._time_s)
        faults = _columns(self._faults, count, 0.0)
        return Recording(
            time_s=np.array(self._time_s),
            measures=_columns(self._measures, count, np.nan),
            values=_columns(self._values, count, np.nan),
            faults={name: column.astype(np.bool_) for name, column in faults.items()},
            stages=tuple(self._stages),
            reasons=tuple(self._reasons),
        )


def _put(table: dict[str, array[float]], name: str, row: int, value: float, missing: float) -> None:
    """Write one cell; rows in which the column was not given are `missing`."""
    column = table.setdefault(name, array("d"))
    column.extend([missing] * (row - len(column)))
    if len(column) == row:
        column.append(value)


def _columns(table: dict[str, array[float]], count: int, missing: float) -> dict[str, FloatArray]:
    return {
        name: np.pad(np.array(column), (0, count - len(column)), constant_values=missing)
        for name, column in table.items()
    }
