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
    faults: (N,) for each cue ever looked at, True while it was a fault.
    stages: the N stages. unseen: (N,) True while nothing could be judged.
    """

    time_s: FloatArray
    measures: dict[str, FloatArray]
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
        self._faults: dict[str, array[int]] = {}
        self._stages: list[str] = []
        self._reasons: list[CannotJudge | None] = []

    def add(self, update: Update) -> None:
        """Note one frame. A measure or cue that appears late has NaN or no fault before."""
        count = len(self._time_s)
        self._time_s.append(update.frame.time_s)
        self._stages.append(update.stage)
        self._reasons.append(update.cannot_judge)
        for name, value in update.measures.items():
            column = self._measures.setdefault(name, array("d"))
            column.extend([np.nan] * (count - len(column)))
            column.append(value)
        for verdict in update.verdicts:
            flags = self._faults.setdefault(verdict.cue_id, array("b"))
            flags.extend([0] * (count - len(flags)))
            flags.append(verdict.verdict == "fault")

    def recording(self) -> Recording:
        """All frames so far; later additions don't change it."""
        count = len(self._time_s)
        return Recording(
            time_s=np.array(self._time_s),
            measures={name: _filled(np.array(c), count) for name, c in self._measures.items()},
            faults={
                name: np.pad(np.array(c, dtype=np.bool_), (0, count - len(c)))
                for name, c in self._faults.items()
            },
            stages=tuple(self._stages),
            reasons=tuple(self._reasons),
        )


def _filled(column: FloatArray, count: int) -> FloatArray:
    return np.pad(column, (0, count - column.size), constant_values=np.nan)
