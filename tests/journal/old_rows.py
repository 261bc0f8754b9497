"""Rows as the first revision's tables take them, written out in plain SQL values.

These are what somebody's database held before the sums were kept; they never change with the
program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

T = "2026-01-05 17:00:00.000000"
_EXERCISE: dict[str, Any] = {
    "session_id": 1,
    "attempt": 0,
    "stage": None,
    "planned_repetitions": 5,
    "planned_hold_s": None,
    "planned_sets": 1,
    "each_side": False,
    "watched": True,
    "state": "done",
    "why": None,
}
_SET: dict[str, Any] = {"side": None, "began_at": T, "ended_at": T}
_REPETITION: dict[str, Any] = {
    "start_s": 1.0,
    "peak_s": 2.0,
    "end_s": 3.0,
    "unit": "deg",
    "faults": "[]",
    "judged": True,
    "variation": None,
    "at": T,
}


def _repetition(set_id: int, number: int, **more: Any) -> dict[str, Any]:
    side, clean, size = more.pop("side", None), more.pop("clean", True), more.pop("size", None)
    row = {"set_id": set_id, "number": number, "side": side, "clean": clean, "range_value": size}
    return {**_REPETITION, **row, **more}


ROWS: dict[str, list[Mapping[str, Any]]] = {
    "profiles": [{"name": "Ann", "zone": "Europe/Berlin", "created_at": T}],
    "intakes": [
        {
            "profile_id": 1,
            "version": 1,
            "schema_version": 1,
            "answers": '{"pain": {"now": 3}}',
            "at": T,
            "zone": "Europe/Berlin",
        }
    ],
    "screenings": [{"profile_id": 1, "intake_id": 1, "schema_version": 1, "result": "{}", "at": T}],
    "plans": [
        {
            "profile_id": 1,
            "for_day": "2026-01-05",
            "schema_version": 1,
            "plan": "{}",
            "reasons": '["first"]',
            "made_at": T,
        }
    ],
    "sessions": [
        {
            "profile_id": 1,
            "plan_id": 1,
            "state": "open",
            "why": None,
            "began_at": T,
            "ended_at": None,
            "zone": "Europe/Berlin",
            "day": "2026-01-05",
        }
    ],
    "session_exercises": [
        {**_EXERCISE, "place": 1, "exercise": "cat-cow"},
        {**_EXERCISE, "place": 2, "exercise": "plank", "planned_hold_s": 20.0},
        {**_EXERCISE, "place": 3, "exercise": "bird-dog", "state": "waiting"},
    ],
    "sets": [
        {**_SET, "session_exercise_id": 1, "number": 1},
        {**_SET, "session_exercise_id": 1, "number": 2},
        {**_SET, "session_exercise_id": 2, "number": 1},
    ],
    "repetitions": [
        _repetition(1, 1, side="left", size=30.0),
        _repetition(1, 2, side="right", size=20.0, clean=False, faults='["x"]'),
        _repetition(1, 3, side="right", clean=None, judged=False),
        _repetition(2, 1, size=0.5, unit="ratio"),
        _repetition(2, 2, size=40.0),
        _repetition(2, 3, size=99.0, variation="rock"),
    ],
    "holds": [
        {"set_id": 3, "number": 1, "start_s": 1.0, "end_s": 21.0, "good_s": 15.0}
        | {"ended": "knees", "at": T},
        {"set_id": 3, "number": 2, "start_s": 30.0, "end_s": 40.0, "good_s": None}
        | {"ended": "own", "at": T},
    ],
    "cues": [
        {"set_id": 1, "cue_id": "x", "at_s": 2.0, "value": None, "unit": None, "at": T},
    ],
    "pain_answers": [
        {
            "session_id": 1,
            "session_exercise_id": None,
            "moment": "before",
            "nprs": 3,
            "at": T,
            "zone": "Europe/Berlin",
            "day": "2026-01-05",
        }
    ],
    "plank_tests": [
        {
            "profile_id": 1,
            "session_id": None,
            "stage": None,
            "held_s": 40.0,
            "good_s": 33.0,
            "ended": "knees",
            "watched": True,
            "at": T,
            "zone": "Europe/Berlin",
            "day": "2026-01-05",
        }
    ],
    "events": [
        {
            "profile_id": 1,
            "session_id": 1,
            "event_id": "e-1",
            "kind": "pause",
            "detail": "{}",
            "result": "{}",
            "at": T,
        }
    ],
}


def insert(connection: Connection) -> None:
    """Put all of them in."""
    utc = "+00" if connection.dialect.name == "postgresql" else ""
    for table, rows in ROWS.items():
        for row in rows:
            values = {k: f"{v}{utc}" if v == T else v for k, v in row.items()}
            columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)


def count() -> dict[str, int]:
    """Rows by table."""
    return {table: len(rows) for table, rows in ROWS.items()}
