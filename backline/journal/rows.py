"""Rows as the plain records that leave the journal."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import cast

from backline.journal.records import (
    DayPain,
    Dose,
    ExerciseRecord,
    ExerciseState,
    Hold,
    Intake,
    Moment,
    PainAnswer,
    Plan,
    PlankTest,
    Profile,
    Repetition,
    Screening,
    SessionRecord,
    SessionState,
    SetRecord,
    Side,
    Tally,
)
from backline.journal.tables import (
    DayPainRow,
    ExerciseRow,
    HoldRow,
    IntakeRow,
    PainRow,
    PlankTestRow,
    PlanRow,
    ProfileRow,
    RepetitionRow,
    ScreeningRow,
    SessionRow,
    SetRow,
)


def profile(row: ProfileRow) -> Profile:
    return Profile(row.id, row.name, row.zone, row.created_at, row.language)


def intake(row: IntakeRow) -> Intake:
    return Intake(
        id=row.id,
        profile_id=row.profile_id,
        version=row.version,
        schema_version=row.schema_version,
        answers=row.answers,
        at=row.at,
        zone=row.zone,
        skipped=tuple(row.skipped or ()),
    )


def screening(row: ScreeningRow) -> Screening:
    return Screening(row.id, row.profile_id, row.intake_id, row.schema_version, row.result, row.at)


def plan(row: PlanRow) -> Plan:
    return Plan(
        row.id,
        row.profile_id,
        row.for_day,
        row.schema_version,
        row.plan,
        row.reasons,
        row.made_at,
    )


def tally(row: ExerciseRow) -> Tally:
    return Tally(
        repetitions=row.repetitions,
        left=row.repetitions_left,
        right=row.repetitions_right,
        judged=row.judged,
        clean=row.clean,
        held_s=row.held_s,
        watched_s=row.watched_s,
        good_s=row.good_s,
        mean_range=row.range_sum / row.range_count if row.range_count else math.nan,
        range_unit=row.range_unit,
    )


def _dose(row: ExerciseRow) -> Dose:
    repetitions, hold_s = row.planned_repetitions, row.planned_hold_s
    open_end = repetitions is None and hold_s is None
    return Dose(repetitions, hold_s, row.planned_sets, row.each_side, open_end)


def exercise(row: ExerciseRow) -> ExerciseRecord:
    return ExerciseRecord(
        id=row.id,
        session_id=row.session_id,
        place=row.place,
        attempt=row.attempt,
        exercise=row.exercise,
        stage=row.stage,
        dose=_dose(row),
        watched=row.watched,
        state=cast(ExerciseState, row.state),
        why=row.why,
        tally=tally(row),
        eased=row.eased,
    )


def pain(row: PainRow) -> PainAnswer:
    return PainAnswer(
        id=row.id,
        session_id=row.session_id,
        exercise_id=row.session_exercise_id,
        moment=cast(Moment, row.moment),
        nprs=row.nprs,
        at=row.at,
        zone=row.zone,
        day=row.day,
        tight=row.tight,
    )


def day_pain(row: DayPainRow) -> DayPain:
    return DayPain(row.id, row.profile_id, row.nprs, row.week, row.at, row.zone, row.day)


def session(
    row: SessionRow, exercises: Iterable[ExerciseRow] = (), pains: Iterable[PainRow] = ()
) -> SessionRecord:
    return SessionRecord(
        id=row.id,
        profile_id=row.profile_id,
        plan_id=row.plan_id,
        state=cast(SessionState, row.state),
        why=row.why,
        began_at=row.began_at,
        ended_at=row.ended_at,
        zone=row.zone,
        day=row.day,
        exercises=tuple(exercise(e) for e in exercises),
        pain=tuple(pain(p) for p in pains),
    )


def repetition(row: RepetitionRow) -> Repetition:
    return Repetition(
        number=row.number,
        side=cast(Side | None, row.side),
        start_s=row.start_s,
        peak_s=row.peak_s,
        end_s=row.end_s,
        range=_measured(row.range_value),
        unit=row.unit,
        faults=tuple(row.faults),
        judged=row.judged,
        variation=row.variation,
        highest=_measured(row.highest),
        lowest=_measured(row.lowest),
    )


def _measured(value: float | None) -> float:
    return math.nan if value is None else value


def hold(row: HoldRow) -> Hold:
    return Hold(row.number, row.start_s, row.end_s, row.good_s, row.ended)


def set_(
    row: SetRow, repetitions: Iterable[RepetitionRow] = (), holds: Iterable[HoldRow] = ()
) -> SetRecord:
    return SetRecord(
        id=row.id,
        exercise_id=row.session_exercise_id,
        number=row.number,
        side=cast(Side | None, row.side),
        began_at=row.began_at,
        ended_at=row.ended_at,
        repetitions=tuple(repetition(r) for r in repetitions),
        holds=tuple(hold(h) for h in holds),
        watched=row.watched,
    )


def plank_test(row: PlankTestRow) -> PlankTest:
    return PlankTest(
        id=row.id,
        profile_id=row.profile_id,
        session_id=row.session_id,
        stage=row.stage,
        held_s=row.held_s,
        good_s=row.good_s,
        ended=row.ended,
        watched=row.watched,
        at=row.at,
        zone=row.zone,
        day=row.day,
    )
