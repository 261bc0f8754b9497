"""Looking back: what a programme and a progress page ask of the journal."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session

from backline.journal import find, rows
from backline.journal.database import Database
from backline.journal.points import DayCount, EndsPoint, FormPoint, SessionSpan
from backline.journal.records import (
    ExercisePast,
    PainAnswer,
    PlankTest,
    SessionRecord,
    SetRecord,
    SetSums,
    form_ratio,
)
from backline.journal.tables import (
    DayPainRow,
    EventRow,
    ExerciseRow,
    PainRow,
    PlankTestRow,
    RepetitionRow,
    SessionRow,
    SetRow,
)

Question = Select[*tuple[Any, ...]]
MOST_IDS = 500
"""In one question: databases limit how many values one may name."""


class History:
    """Questions about one person's past. Nothing here writes; an unknown person has no past.

    first, last: days, both included; None means without that end.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def session(self, session_id: int) -> SessionRecord:
        """A session with its exercises and pain. Raises NoSuchRecord."""
        with self._database.read() as db:
            return whole_session(db, find.readable_session(db, session_id))

    def sets(self, exercise_id: int) -> tuple[SetRecord, ...]:
        """The sets of an exercise of a session, with every repetition and hold."""
        with self._database.read() as db:
            return tuple(whole_set(db, row.id) for row in find.sets(db, exercise_id))

    def recent_sessions(self, profile_id: int, last: int = 30) -> tuple[SessionRecord, ...]:
        """The last sessions, newest first, with their exercises and pain."""
        with self._database.read() as db:
            found = db.scalars(
                select(SessionRow)
                .where(SessionRow.profile_id == profile_id)
                .order_by(SessionRow.began_at.desc(), SessionRow.id.desc())
                .limit(last)
            ).all()
            return _whole_sessions(db, found)

    def sessions(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[SessionRecord, ...]:
        """The sessions begun on the days from first to last, oldest first, with their exercises
        and pain."""
        query: Question = (
            select(SessionRow)
            .where(SessionRow.profile_id == profile_id)
            .order_by(SessionRow.began_at, SessionRow.id)
        )
        with self._database.read() as db:
            return _whole_sessions(db, db.scalars(_between(query, first, last)).all())

    def set_sums(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[SetSums, ...]:
        """The sets of all sessions begun on those days, in numbers, by exercise and in order."""
        row = SetRow
        query: Question = (
            select(
                *(row.session_exercise_id, row.number, row.watched, row.repetitions),
                *(row.repetitions_left, row.repetitions_right, row.judged, row.clean),
                *(row.longest_s, row.longest_good_s),
            )
            .join(ExerciseRow, ExerciseRow.id == row.session_exercise_id)
            .join(SessionRow, SessionRow.id == ExerciseRow.session_id)
            .where(SessionRow.profile_id == profile_id)
            .order_by(row.session_exercise_id, row.number)
        )
        with self._database.read() as db:
            return tuple(SetSums(*found) for found in db.execute(_between(query, first, last)))

    def exercise_past(
        self, profile_id: int, exercise: str, last: int | None = 10
    ) -> tuple[ExercisePast, ...]:
        """The last times an exercise was begun, at any stage, newest first. last: how many at
        most, None for all. Those left waiting or skipped before their first set aren't among
        them."""
        with self._database.read() as db:
            done = db.execute(
                select(ExerciseRow, SessionRow)
                .join(SessionRow, SessionRow.id == ExerciseRow.session_id)
                .where(
                    SessionRow.profile_id == profile_id,
                    ExerciseRow.exercise == exercise,
                    _begun(),
                )
                .order_by(SessionRow.began_at.desc(), ExerciseRow.id.desc())
                .limit(last)
            ).all()
            pains = _pains_of(db, [session.id for _, session in done])
            return tuple(_past(row, session, pains[session.id]) for row, session in done)

    def days(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[DayCount, ...]:
        """What was done on each day on which a session was begun, oldest first."""
        sessions: Question = (
            select(
                SessionRow.day,
                func.sum(case((~_is_test(), 1), else_=0)),
                func.sum(case((and_(SessionRow.state == "finished", ~_is_test()), 1), else_=0)),
            )
            .where(SessionRow.profile_id == profile_id)
            .group_by(SessionRow.day)
            .order_by(SessionRow.day)
        )
        work: Question = (
            select(
                SessionRow.day,
                func.sum(case((ExerciseRow.state == "done", 1), else_=0)),
                func.sum(ExerciseRow.repetitions),
                func.sum(ExerciseRow.held_s),
                func.sum(ExerciseRow.good_s),
            )
            .join(SessionRow, SessionRow.id == ExerciseRow.session_id)
            .where(SessionRow.profile_id == profile_id)
            .group_by(SessionRow.day)
        )
        with self._database.read() as db:
            sums = {day: rest for day, *rest in db.execute(_between(work, first, last))}
            return tuple(
                DayCount(day, int(begun), int(finished), *sums[day])
                for day, begun, finished in db.execute(_between(sessions, first, last))
            )

    def mark(self) -> tuple[int, int]:
        """Another one whenever something was recorded in a session or about a day, of anybody;
        for those who keep what they worked out from the past. Quick however long the past."""
        with self._database.read() as db:
            latest = [db.scalar(select(func.max(row.id))) or 0 for row in (EventRow, DayPainRow)]
            return latest[0], latest[1]

    def first_day(self, profile_id: int) -> date | None:
        """The day of the person's first session; None before it."""
        query = select(func.min(SessionRow.day)).where(SessionRow.profile_id == profile_id)
        with self._database.read() as db:
            return db.scalar(query)

    def last_day(self, profile_id: int) -> date | None:
        """The day of the person's latest session, tests aside; None before the first."""
        query = select(func.max(SessionRow.day)).where(
            SessionRow.profile_id == profile_id, ~_is_test()
        )
        with self._database.read() as db:
            return db.scalar(query)

    def spans(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[SessionSpan, ...]:
        """When each session was, without what was done in it; oldest first."""
        row = SessionRow
        query: Question = (
            select(row.id, row.day, row.state, row.began_at, row.ended_at, _is_test())
            .where(row.profile_id == profile_id)
            .order_by(row.began_at, row.id)
        )
        with self._database.read() as db:
            return tuple(SessionSpan(*found) for found in db.execute(_between(query, first, last)))

    def pain(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[PainAnswer, ...]:
        """Every pain answer, oldest first."""
        row = PainRow
        query: Question = (  # columns, not rows: a long series comes in half the time
            select(
                *(row.id, row.session_id, row.session_exercise_id, row.moment, row.nprs),
                *(row.at, row.zone, row.day, row.tight),
            )
            .join(SessionRow, SessionRow.id == row.session_id)
            .where(SessionRow.profile_id == profile_id)
            .order_by(row.at, row.id)
        )
        if first is not None:
            query = query.where(row.day >= first)
        if last is not None:
            query = query.where(row.day <= last)
        with self._database.read() as db:
            return tuple(PainAnswer(*found) for found in db.execute(query))

    def form(
        self,
        profile_id: int,
        exercise: str | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> tuple[FormPoint, ...]:
        """How well exercises were done, each time one was begun, oldest first. exercise: one
        only; None for all of them."""
        row = ExerciseRow
        query: Question = (
            select(
                *(SessionRow.day, SessionRow.id, row.exercise, row.stage, row.repetitions),
                *(row.held_s, row.judged, row.clean, row.watched_s, row.good_s),
                *(row.range_sum, row.range_count, row.range_unit),
            )
            .join(SessionRow, SessionRow.id == row.session_id)
            .where(SessionRow.profile_id == profile_id, _begun())
            .order_by(SessionRow.began_at, row.id)
        )
        if exercise is not None:
            query = query.where(row.exercise == exercise)
        with self._database.read() as db:
            return tuple(_point(*found) for found in db.execute(_between(query, first, last)))

    def ends(
        self, profile_id: int, exercise: str, first: date | None = None, last: date | None = None
    ) -> tuple[EndsPoint, ...]:
        """How far an exercise went to either end, each time both were measured, oldest first.
        Variations are left out, and where an exercise has several units each has its point."""
        one = RepetitionRow
        query: Question = (
            select(
                *(SessionRow.day, SessionRow.id, ExerciseRow.exercise, ExerciseRow.stage),
                *(one.unit, func.avg(one.highest), func.avg(one.lowest)),
            )
            .select_from(ExerciseRow)
            .join(SessionRow, SessionRow.id == ExerciseRow.session_id)
            .join(SetRow, SetRow.session_exercise_id == ExerciseRow.id)
            .join(one, one.set_id == SetRow.id)
            .where(_measured_ends(profile_id, exercise))
            .group_by(SessionRow.id, ExerciseRow.id, one.unit)
            .order_by(SessionRow.began_at, ExerciseRow.id, one.unit)
        )
        with self._database.read() as db:
            return tuple(EndsPoint(*found) for found in db.execute(_between(query, first, last)))

    def first_ends_day(self, profile_id: int, exercise: str) -> date | None:
        """The first day of which `ends` tells; None when there is none."""
        query = (
            select(SessionRow.day)
            .select_from(SessionRow)
            .join(ExerciseRow, ExerciseRow.session_id == SessionRow.id)
            .join(SetRow, SetRow.session_exercise_id == ExerciseRow.id)
            .join(RepetitionRow, RepetitionRow.set_id == SetRow.id)
            .where(_measured_ends(profile_id, exercise))
            .order_by(SessionRow.day)
            .limit(1)
        )
        with self._database.read() as db:
            return db.scalar(query)

    def plank_tests(self, profile_id: int) -> tuple[PlankTest, ...]:
        """Every plank test, oldest first."""
        with self._database.read() as db:
            return tuple(
                rows.plank_test(row)
                for row in db.scalars(
                    select(PlankTestRow)
                    .where(PlankTestRow.profile_id == profile_id)
                    .order_by(PlankTestRow.at, PlankTestRow.id)
                )
            )

    def best_plank(self, profile_id: int, stage: str | None = None) -> PlankTest | None:
        """The personal best: the test of that stage with most good seconds, the earliest of
        equals; a watched one if there is any, for only a watched plank's form was seen."""
        with self._database.read() as db:
            row = db.scalars(
                select(PlankTestRow)
                .where(
                    PlankTestRow.profile_id == profile_id,
                    PlankTestRow.stage.is_(None) if stage is None else PlankTestRow.stage == stage,
                )
                .order_by(PlankTestRow.watched.desc(), PlankTestRow.good_s.desc(), PlankTestRow.at)
                .limit(1)
            ).first()
            return None if row is None else rows.plank_test(row)


def whole_session(db: Session, row: SessionRow) -> SessionRecord:
    """A session with everything a record of it holds."""
    return rows.session(row, find.exercises(db, row.id), find.pains(db, row.id))


def whole_set(db: Session, set_id: int) -> SetRecord:
    """A set with everything done in it. Raises NoSuchRecord."""
    return rows.set_(
        find.readable_set(db, set_id), find.repetitions(db, set_id), find.holds(db, set_id)
    )


def _begun() -> ColumnElement[bool]:
    """Something of it was done, or is being done."""
    return (
        ExerciseRow.state.in_(("doing", "done", "stopped"))
        | (ExerciseRow.repetitions > 0)
        | (ExerciseRow.held_s > 0)
    )


def _is_test() -> ColumnElement[bool]:
    """Whether a session is a timed test: no end of it was planned (`Dose.open_end`)."""
    return exists().where(
        ExerciseRow.session_id == SessionRow.id,
        ExerciseRow.planned_repetitions.is_(None),
        ExerciseRow.planned_hold_s.is_(None),
    )


def _measured_ends(profile_id: int, exercise: str) -> ColumnElement[bool]:
    """Repetitions of somebody's exercise of which both ends are known."""
    return and_(
        SessionRow.profile_id == profile_id,
        ExerciseRow.exercise == exercise,
        RepetitionRow.highest.is_not(None),
        RepetitionRow.lowest.is_not(None),
        RepetitionRow.variation.is_(None),
    )


def _point(
    day: date,
    session_id: int,
    exercise: str,
    stage: str | None,
    repetitions: int,
    held_s: float,
    judged: int,
    clean: int,
    watched_s: float,
    good_s: float,
    range_sum: float,
    range_count: int,
    range_unit: str | None,
) -> FormPoint:
    score = form_ratio(judged, clean, watched_s, good_s)
    mean = range_sum / range_count if range_count else math.nan
    return FormPoint(day, session_id, exercise, stage, repetitions, held_s, score, mean, range_unit)


def _between(
    query: Select[*tuple[Any, ...]], first: date | None, last: date | None
) -> Select[*tuple[Any, ...]]:
    if first is not None:
        query = query.where(SessionRow.day >= first)
    if last is not None:
        query = query.where(SessionRow.day <= last)
    return query


def _whole_sessions(db: Session, found: Sequence[SessionRow]) -> tuple[SessionRecord, ...]:
    ids = [row.id for row in found]
    pains = _pains_of(db, ids)
    exercises: defaultdict[int, list[ExerciseRow]] = defaultdict(list)
    for start in range(0, len(ids), MOST_IDS):
        query = (
            select(ExerciseRow)
            .where(ExerciseRow.session_id.in_(ids[start : start + MOST_IDS]))
            .order_by(ExerciseRow.place, ExerciseRow.attempt)
        )
        for exercise in db.scalars(query):
            exercises[exercise.session_id].append(exercise)
    return tuple(rows.session(row, exercises[row.id], pains[row.id]) for row in found)


def _pains_of(db: Session, session_ids: Sequence[int]) -> defaultdict[int, list[PainRow]]:
    found: defaultdict[int, list[PainRow]] = defaultdict(list)
    for start in range(0, len(session_ids), MOST_IDS):
        ids = session_ids[start : start + MOST_IDS]
        query = select(PainRow).where(PainRow.session_id.in_(ids)).order_by(PainRow.id)
        for row in db.scalars(query):
            found[row.session_id].append(row)
    return found


def _past(row: ExerciseRow, session: SessionRow, pains: Iterable[PainRow]) -> ExercisePast:
    record = rows.session(session)
    told = {p.moment: p.nprs for p in pains if p.moment != "after-exercise"}
    after = [p.nprs for p in pains if p.session_exercise_id == row.id]
    return ExercisePast(
        session_id=session.id,
        session_state=record.state,
        day=session.day,
        began_at=session.began_at,
        done=rows.exercise(row),
        pain_before=told.get("before"),
        pain_after=after[-1] if after else None,
        pain_end=told.get("end"),
        pain_next_morning=told.get("next-morning"),
    )
