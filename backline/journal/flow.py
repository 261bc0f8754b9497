"""How a session may go: its states, and what each of them allows.

    session:  open <-> paused,  both -> finished or stopped
    exercise: waiting -> doing -> done; both -> skipped or swapped; doing -> stopped (session ended)

Nothing goes back, nothing goes into a session that has ended, and things come in their order: an
exercise after those before it, one set at a time, repetition 4 after repetition 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backline.journal import checks, find
from backline.journal.errors import BadValue, NotAllowedNow
from backline.journal.records import (
    OPEN_EXERCISE,
    SIDES,
    UNFINISHED,
    Cue,
    Hold,
    PlannedExercise,
    Repetition,
    Side,
)
from backline.journal.tables import (
    CueRow,
    ExerciseRow,
    HoldRow,
    PlanRow,
    ProfileRow,
    RepetitionRow,
    SessionRow,
    SetRow,
)

MOST_EXERCISES = 50


def begin(
    db: Session,
    profile: ProfileRow,
    exercises: Sequence[PlannedExercise],
    plan_id: int | None,
    zone: str,
    now: datetime,
) -> SessionRow:
    """A new open session. Raises NotAllowedNow while another of this person is unfinished."""
    if find.unfinished(db, profile.id) is not None:
        raise NotAllowedNow("An earlier session isn't finished: go on with it or end it first.")
    if not 1 <= len(exercises) <= MOST_EXERCISES:
        raise BadValue(f"A session has 1 to {MOST_EXERCISES} exercises, not {len(exercises)}.")
    if plan_id is not None:
        plan = find.row(db, PlanRow, plan_id)
        if plan is None or plan.profile_id != profile.id:
            raise BadValue("That plan isn't this person's.")
    session = SessionRow(
        profile_id=profile.id,
        plan_id=plan_id,
        state="open",
        began_at=now,
        zone=checks.zone(zone),
        day=checks.day_in(now, zone),
    )
    db.add(session)
    db.flush()
    for place, planned in enumerate(exercises, start=1):
        db.add(_exercise_row(session.id, place, 0, planned))
    return session


def _exercise_row(
    session_id: int, place: int, attempt: int, planned: PlannedExercise
) -> ExerciseRow:
    return ExerciseRow(
        session_id=session_id,
        place=place,
        attempt=attempt,
        exercise=planned.exercise,
        stage=planned.stage,
        planned_repetitions=planned.dose.repetitions,
        planned_hold_s=planned.dose.hold_s,
        planned_sets=planned.dose.sets,
        each_side=planned.dose.each_side,
        watched=planned.watched,
        eased=planned.eased,
        state="waiting",
    )


def must_be_unfinished(session: SessionRow) -> None:
    if session.state not in UNFINISHED:
        raise NotAllowedNow("That session has ended; nothing can be added to it.")


def _must_be_open(session: SessionRow) -> None:
    must_be_unfinished(session)
    if session.state == "paused":
        raise NotAllowedNow("That session is paused; go on with it first.")


def _must_be_open_exercise(exercise: ExerciseRow) -> None:
    if exercise.state not in OPEN_EXERCISE:
        raise NotAllowedNow(f"That exercise is over ({exercise.state}).")


def begin_set(
    db: Session,
    session: SessionRow,
    exercise: ExerciseRow,
    side: Side | None,
    watched: bool,
    now: datetime,
) -> SetRow:
    """A new open set. The exercises before it must be over, and no other set open."""
    _must_be_open(session)
    _must_be_open_exercise(exercise)
    if side is not None and side not in SIDES:
        raise BadValue(f"{side!r} is no side; give left or right.")
    if find.open_set(db, session.id) is not None:
        raise NotAllowedNow("Another set is still open; end it first.")
    for earlier in find.exercises(db, session.id):
        if earlier.place < exercise.place and earlier.state in OPEN_EXERCISE:
            raise NotAllowedNow(f"{earlier.exercise} comes first: do it, skip it or swap it.")
    row = SetRow(
        session_exercise_id=exercise.id,
        number=len(find.sets(db, exercise.id)) + 1,
        side=side,
        watched=watched,
        began_at=now,
    )
    exercise.state = "doing"
    db.add(row)
    db.flush()
    return row


def end_set(session: SessionRow, row: SetRow, now: datetime) -> None:
    """The set is over; it may be ended while the session is paused, too."""
    must_be_unfinished(session)
    if row.ended_at is not None:
        raise NotAllowedNow("That set has ended already.")
    row.ended_at = now


def _must_take(session: SessionRow, row: SetRow) -> None:
    _must_be_open(session)
    if row.ended_at is not None:
        raise NotAllowedNow("That set has ended; nothing can be added to it.")


def add_repetition(
    db: Session,
    session: SessionRow,
    exercise: ExerciseRow,
    row: SetRow,
    done: Repetition,
    now: datetime,
) -> None:
    """One more repetition. Raises NotAllowedNow unless its number is the next one."""
    _must_take(session, row)
    kept = select(func.count()).where(RepetitionRow.set_id == row.id)
    expected = (db.scalar(kept) or 0) + 1
    if done.number != expected:
        raise NotAllowedNow(f"Repetition {expected} comes next in this set, not {done.number}.")
    measured = done.measured
    db.add(
        RepetitionRow(
            set_id=row.id,
            number=done.number,
            side=done.side,
            start_s=done.start_s,
            peak_s=done.peak_s,
            end_s=done.end_s,
            range_value=measured["range"],
            unit=done.unit,
            faults=list(done.faults),
            judged=done.judged,
            clean=done.clean,
            variation=done.variation,
            highest=measured["highest"],
            lowest=measured["lowest"],
            at=now,
        )
    )
    for sums in (exercise, row):
        sums.repetitions += 1
        sums.repetitions_left += done.side == "left"
        sums.repetitions_right += done.side == "right"
        sums.judged += done.clean is not None
        sums.clean += done.clean is True
    if measured["range"] is not None and done.variation is None:
        _add_range(exercise, done)


def _add_range(exercise: ExerciseRow, done: Repetition) -> None:
    """Ranges of one unit only can be averaged: that of the first one."""
    exercise.range_unit = exercise.range_unit or done.unit
    if exercise.range_unit == done.unit:
        exercise.range_sum += done.range
        exercise.range_count += 1


def record_hold(
    db: Session, session: SessionRow, exercise: ExerciseRow, row: SetRow, done: Hold, now: datetime
) -> None:
    """A hold, or how far one has come: while `ended` is None, a later call with the same number
    takes its place. Raises NotAllowedNow when it ended before, would grow shorter, or when its
    number is neither the last one's nor the next."""
    _must_take(session, row)
    holds = find.holds(db, row.id)
    last = holds[-1] if holds else None
    if last is not None and last.ended is None:
        if done.number != last.number:
            raise NotAllowedNow(f"Hold {last.number} of this set hasn't ended yet.")
        _must_go_on(last, done)
    elif done.number != len(holds) + 1:
        raise NotAllowedNow(f"Hold {len(holds) + 1} comes next in this set, not {done.number}.")
    else:
        last = HoldRow(set_id=row.id, number=done.number, start_s=done.start_s, end_s=done.start_s)
        db.add(last)
    exercise.held_s += done.end_s - last.end_s
    exercise.good_s += (done.good_s or 0.0) - (last.good_s or 0.0)
    if done.good_s is not None:
        seen_s = last.end_s - last.start_s if last.good_s is not None else 0.0
        exercise.watched_s += done.held_s - seen_s
    last.end_s, last.good_s, last.ended, last.at = done.end_s, done.good_s, done.ended, now
    if done.held_s >= row.longest_s:
        row.longest_s, row.longest_good_s = done.held_s, done.good_s


def _must_go_on(last: HoldRow, done: Hold) -> None:
    same = done.start_s == last.start_s and (done.good_s is None) == (last.good_s is None)
    if not same:
        raise NotAllowedNow(f"Hold {last.number} has begun otherwise than that.")
    if done.end_s < last.end_s or (done.good_s or 0.0) < (last.good_s or 0.0):
        raise NotAllowedNow(f"Hold {last.number} has already lasted longer than that.")


def add_cue(db: Session, session: SessionRow, row: SetRow, given: Cue, now: datetime) -> None:
    """A correction that was given in an open set."""
    _must_take(session, row)
    db.add(
        CueRow(
            set_id=row.id,
            cue_id=given.cue_id,
            at_s=given.at_s,
            value=given.value,
            unit=given.unit,
            at=now,
        )
    )


def end_exercise(db: Session, session: SessionRow, exercise: ExerciseRow, now: datetime) -> None:
    """The exercise is done. It must have been begun; a set still open ends with it."""
    _must_be_open(session)
    _must_be_open_exercise(exercise)
    if exercise.state != "doing":
        raise NotAllowedNow("That exercise hasn't been begun; skip it instead.")
    _leave(db, exercise, "done", None, now)


def skip_exercise(
    db: Session, session: SessionRow, exercise: ExerciseRow, why: str, now: datetime
) -> None:
    """The exercise is left out, or broken off."""
    must_be_unfinished(session)
    _must_be_open_exercise(exercise)
    _leave(db, exercise, "skipped", checks.text(why, "why", longest=checks.LONGEST_TEXT), now)


def swap_exercise(
    db: Session,
    session: SessionRow,
    exercise: ExerciseRow,
    other: PlannedExercise,
    why: str,
    now: datetime,
) -> ExerciseRow:
    """Another exercise takes this one's place; what was done of this one stays with it."""
    must_be_unfinished(session)
    _must_be_open_exercise(exercise)
    _leave(db, exercise, "swapped", checks.text(why, "why", longest=checks.LONGEST_TEXT), now)
    row = _exercise_row(session.id, exercise.place, exercise.attempt + 1, other)
    db.add(row)
    db.flush()
    return row


def _leave(db: Session, exercise: ExerciseRow, state: str, why: str | None, now: datetime) -> None:
    for row in find.sets(db, exercise.id):
        row.ended_at = row.ended_at or now
    exercise.state, exercise.why = state, why


def pause(session: SessionRow) -> None:
    """Nothing goes on until the session is resumed. Pausing a paused one changes nothing."""
    must_be_unfinished(session)
    session.state = "paused"


def resume(session: SessionRow) -> None:
    """The session goes on. Resuming an open one (after a crash) changes nothing."""
    must_be_unfinished(session)
    session.state = "open"


def end(db: Session, session: SessionRow, state: str, why: str | None, now: datetime) -> None:
    """The session is over, "finished" or "stopped" (and why). The exercise under way is done
    or stopped with it; those not reached stay "waiting"."""
    must_be_unfinished(session)
    for exercise in find.exercises(db, session.id):
        if exercise.state == "doing":
            _leave(db, exercise, "done" if state == "finished" else "stopped", None, now)
    session.state, session.why, session.ended_at = state, why, now
