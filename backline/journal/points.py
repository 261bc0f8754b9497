"""What looking back gives: single points of the curves of a progress page, plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from backline.journal.records import SessionState


@dataclass(frozen=True, slots=True)
class FormPoint:
    """How well an exercise was done once: a point of its curve on the progress page.

    form_ratio: as in `Tally`. mean_range: NaN when none was measured.
    """

    day: date
    session_id: int
    exercise: str
    stage: str | None
    repetitions: int
    held_s: float
    form_ratio: float | None
    mean_range: float
    range_unit: str | None


@dataclass(frozen=True, slots=True)
class EndsPoint:
    """How far an exercise went to either end once: the means of those of its repetitions of which
    both are known. As in `form`: in `unit`, counted from the neutral where the signal is."""

    day: date
    session_id: int
    exercise: str
    stage: str | None
    unit: str
    highest: float
    lowest: float


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """When a session was. ended_at: None while it goes on, or when it was never ended. test: it
    was a timed test of one hold."""

    session_id: int
    day: date
    state: SessionState
    began_at: datetime
    ended_at: datetime | None
    test: bool = False


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day's work. sessions: those begun; finished: of these. Timed tests aside."""

    day: date
    sessions: int
    finished: int
    exercises: int
    repetitions: int
    held_s: float
    good_s: float
