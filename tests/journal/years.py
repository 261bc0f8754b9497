"""Years of daily history, quickly; and how long the questions of a progress page take on it.

python -m tests.journal.years [DATABASE_URL]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from backline.journal.journal import Journal
from backline.journal.tables import (
    Base,
    CueRow,
    EventRow,
    ExerciseRow,
    HoldRow,
    PainRow,
    PlankTestRow,
    RepetitionRow,
    SessionRow,
    SetRow,
)
from tests.journal.fakes import BERLIN

EXERCISES = ("cat-cow", "bird-dog", "plank", "ball-raise")
REPETITIONS = 20
FIRST_DAY = date(2023, 1, 1)
DAYS = 3 * 365
LAST_YEAR = FIRST_DAY + timedelta(days=DAYS - 365)


class Years:
    """Rows of a person who did four exercises a day, made by chance (but always the same)."""

    def __init__(self, profile_id: int, days: int) -> None:
        self._chance = random.Random(7)
        self._profile_id = profile_id
        self._ids = count(1)
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}
        for number in range(days):
            self._day(FIRST_DAY + timedelta(days=number))

    def _put(self, row: type[Base], **values: Any) -> int:
        number = next(self._ids)
        self.rows.setdefault(row, []).append({"id": number, **values})
        return number

    def _day(self, day: date) -> None:
        at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
        stopped = self._chance.random() < 0.05
        session = self._put(
            SessionRow,
            profile_id=self._profile_id,
            state="stopped" if stopped else "finished",
            why="pain" if stopped else None,
            began_at=at,
            ended_at=at + timedelta(minutes=14),
            zone=BERLIN,
            day=day,
        )
        for place, exercise in enumerate(EXERCISES, start=1):
            self._exercise(session, place, exercise, at)
        self._pain(session, "before", day, at)
        self._pain(session, "end", day, at)
        self._pain(session, "next-morning", day + timedelta(days=1), at + timedelta(hours=14))
        if day.day == 1:
            good_s = self._chance.uniform(20, 120)
            self._put(
                PlankTestRow,
                profile_id=self._profile_id,
                held_s=good_s + 5,
                good_s=good_s,
                ended="knees",
                watched=True,
                at=at,
                zone=BERLIN,
                day=day,
            )

    def _pain(self, session: int, moment: str, day: date, at: datetime) -> None:
        nprs = self._chance.randint(0, 5)
        self._put(
            PainRow, session_id=session, moment=moment, nprs=nprs, at=at, zone=BERLIN, day=day
        )

    def _exercise(self, session: int, place: int, exercise: str, at: datetime) -> None:
        holds = exercise == "plank"
        row: dict[str, Any] = {
            "session_id": session,
            "place": place,
            "attempt": 0,
            "exercise": exercise,
            "planned_repetitions": None if holds else REPETITIONS,
            "planned_hold_s": 30.0 if holds else None,
            "planned_sets": 1,
            "each_side": False,
            "watched": True,
            "state": "done",
            "range_unit": None,
        }
        number = self._put(ExerciseRow, **row)
        opened = self._put(SetRow, session_exercise_id=number, number=1, began_at=at, ended_at=at)
        sums = self._hold(opened, at) if holds else self._repetitions(session, opened, at)
        none = {"repetitions": 0, "judged": 0, "clean": 0, "longest_s": 0.0, "longest_good_s": None}
        own = {"longest_s": sums["held_s"], "longest_good_s": sums["good_s"]} if holds else sums
        self.rows[SetRow][-1].update({**none, **{k: own[k] for k in none if k in own}})
        empty = dict.fromkeys(("repetitions", "judged", "clean", "range_count"), 0)
        seconds = dict.fromkeys(("held_s", "watched_s", "good_s", "range_sum"), 0.0)
        self.rows[ExerciseRow][-1].update({**empty, **seconds, **sums})
        self._put(CueRow, set_id=opened, cue_id="BD5-high", at_s=8.0, at=at)

    def _hold(self, opened: int, at: datetime) -> dict[str, Any]:
        good_s = self._chance.uniform(10, 30)
        values = {"number": 1, "start_s": 0.0, "end_s": 30.0, "good_s": good_s, "ended": "knees"}
        self._put(HoldRow, set_id=opened, at=at, **values)
        return {"held_s": 30.0, "watched_s": 30.0, "good_s": good_s}

    def _repetitions(self, session: int, opened: int, at: datetime) -> dict[str, Any]:
        clean, ranges = 0, 0.0
        for number in range(1, REPETITIONS + 1):
            fault = self._chance.random() < 0.2
            size = self._chance.uniform(20, 40)
            clean, ranges = clean + (not fault), ranges + size
            values = {
                "set_id": opened,
                "number": number,
                "start_s": number * 4.0,
                "peak_s": number * 4.0 + 1,
                "end_s": number * 4.0 + 2,
                "range_value": size,
                "highest": 0.7 * size,
                "lowest": -0.3 * size,
                "unit": "deg",
                "faults": ["BD5-high"] if fault else [],
                "judged": True,
                "clean": not fault,
            }
            self._put(RepetitionRow, at=at, **values)
            self._put(
                EventRow,
                profile_id=self._profile_id,
                session_id=session,
                event_id=f"{opened}-{number}",
                kind="repetition",
                detail=values,
                result={"number": number, "count": number},
                at=at,
            )
        sums = {"repetitions": REPETITIONS, "judged": REPETITIONS, "clean": clean}
        return {**sums, "range_sum": ranges, "range_count": REPETITIONS, "range_unit": "deg"}


def fill(journal: Journal, days: int, without: Sequence[type[Base]] = ()) -> tuple[int, Years]:
    """Give a new person that many days. Returns the profile's id and the rows put in. Only for
    an empty journal, for the rows bring their ids along. without: tables to leave empty."""
    person = journal.people.add("Ann", BERLIN)
    years = Years(person.id, days)
    with journal._database.write() as db:
        for table in Base.metadata.sorted_tables:
            for row, values in years.rows.items():
                if row.__table__ is table and row not in without:
                    db.execute(insert(row), values)
    return person.id, years


def questions(journal: Journal, profile_id: int) -> dict[str, Callable[[], object]]:
    """What a progress page may ask, over the whole history."""
    history = journal.history
    return {
        "days": lambda: history.days(profile_id),
        "days, last 365": lambda: history.days(profile_id, LAST_YEAR),
        "pain, last 365": lambda: history.pain(profile_id, LAST_YEAR),
        "form, last 365": lambda: history.form(profile_id, None, LAST_YEAR),
        "pain": lambda: history.pain(profile_id),
        "form, all exercises": lambda: history.form(profile_id),
        "form, cat-cow": lambda: history.form(profile_id, "cat-cow"),
        "ends, cat-cow": lambda: history.ends(profile_id, "cat-cow"),
        "ends, last 365": lambda: history.ends(profile_id, "cat-cow", LAST_YEAR),
        "first_ends_day": lambda: history.first_ends_day(profile_id, "cat-cow"),
        "best_plank": lambda: history.best_plank(profile_id),
        "plank_tests": lambda: history.plank_tests(profile_id),
        "recent_sessions, 30": lambda: history.recent_sessions(profile_id),
        "exercise_past, 10": lambda: history.exercise_past(profile_id, "bird-dog"),
        "unfinished": lambda: journal.sessions.unfinished(profile_id),
    }


def median_ms(ask: Callable[[], object], times: int = 21) -> float:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/journal.db"
        with Journal.open(url) as journal:
            profile_id, years = fill(journal, DAYS)
            print({row.__tablename__: len(rows) for row, rows in years.rows.items()})
            for name, ask in questions(journal, profile_id).items():
                print(f"{name:24} {median_ms(ask):7.2f} ms")
        begun = time.perf_counter()
        Journal.open(url).close()
        print(f"{'open':24} {(time.perf_counter() - begun) * 1000:7.2f} ms")


if __name__ == "__main__":
    main()
