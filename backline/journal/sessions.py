"""Sessions as they happen.

Each call that records is one transaction and returns once it is on disk; only then may what it
recorded be spoken or acknowledged. Each takes an `event_id`, made up by the asker for each new
thing (a UUID, say): asking again with the same id does nothing twice and gives the answer again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backline.journal import checks, find, flow, rows
from backline.journal.database import Database
from backline.journal.errors import BadValue, NotAllowedNow
from backline.journal.events import Asked, once
from backline.journal.history import whole_session, whole_set
from backline.journal.records import (
    MOMENTS,
    OPEN_EXERCISE,
    Acknowledgement,
    Cue,
    ExerciseRecord,
    Hold,
    Moment,
    PainAnswer,
    PlankTest,
    PlannedExercise,
    Repetition,
    Resumption,
    SessionRecord,
    SetRecord,
    Side,
)
from backline.journal.tables import ExerciseRow, PainRow, PlankTestRow, SessionRow


class Sessions:
    """Begins, records, pauses, resumes and ends sessions. `flow` says what is allowed when.

    Every recording method raises NoSuchRecord for what isn't there, NotAllowedNow for what can't
    happen now, BadValue for what can't be stored and NotRecorded when the database refuses.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def begin(
        self,
        profile_id: int,
        exercises: Sequence[PlannedExercise],
        *,
        event_id: str,
        plan_id: int | None = None,
        zone: str | None = None,
    ) -> SessionRecord:
        """A new session with these exercises, in this order. zone: where the person is now, by
        default the profile's. Refused while another session of theirs is unfinished."""
        planned = [asdict(exercise) for exercise in exercises]
        asked = self._asked(event_id, "begin", exercises=planned, plan_id=plan_id, zone=zone)
        with self._database.write() as db:
            owner = find.profile(db, profile_id, lock=True)

            def act() -> dict[str, Any]:
                where = zone or owner.zone
                row = flow.begin(db, owner, exercises, plan_id, where, asked.at)
                return {"session_id": row.id}

            result, _ = once(db, asked, profile_id, None, act)
            return whole_session(db, find.session(db, result["session_id"]))

    def unfinished(self, profile_id: int) -> SessionRecord | None:
        """The person's session that is open or paused, if there is one."""
        with self._database.read() as db:
            row = find.unfinished(db, profile_id)
            return None if row is None else whole_session(db, row)

    def where(self, session_id: int) -> Resumption:
        """Where a session is. Changes nothing."""
        with self._database.read() as db:
            return _where(db, find.readable_session(db, session_id))

    def resume(self, session_id: int, *, event_id: str) -> Resumption:
        """Go on with a session that was paused or broken off: exactly where it was."""
        with self._database.write() as db:
            row = find.session(db, session_id)
            self._once(db, row, self._asked(event_id, "resume"), lambda: flow.resume(row))
            return _where(db, row)

    def pause(self, session_id: int, *, event_id: str) -> SessionRecord:
        """Nothing is recorded until it is resumed, but pain, and the end of the open set."""
        return self._change(session_id, event_id, "pause", lambda _, row, __: flow.pause(row))

    def finish(self, session_id: int, *, event_id: str) -> SessionRecord:
        """The session is over as it should be, early or not."""
        return self._change(
            session_id,
            event_id,
            "finish",
            lambda db, row, at: flow.end(db, row, "finished", None, at),
        )

    def stop(self, session_id: int, why: str, *, event_id: str) -> SessionRecord:
        """The session was stopped, and why ("pain")."""
        reason = checks.text(why, "why", longest=checks.LONGEST_TEXT)
        return self._change(
            session_id,
            event_id,
            "stop",
            lambda db, row, at: flow.end(db, row, "stopped", reason, at),
            why=reason,
        )

    def begin_set(
        self,
        exercise_id: int,
        *,
        event_id: str,
        side: Side | None = None,
        watched: bool | None = None,
    ) -> SetRecord:
        """A set is begun; the exercise with it, if it is its first. watched: whether the camera
        counts in this one; as planned for the exercise when None."""
        with self._database.write() as db:
            session, exercise = find.exercise(db, exercise_id)
            seen = exercise.watched if watched is None else watched
            asked = self._asked(
                event_id, "begin-set", exercise_id=exercise_id, side=side, watched=seen
            )

            def act() -> dict[str, Any]:
                return {"set_id": flow.begin_set(db, session, exercise, side, seen, asked.at).id}

            result, _ = once(db, asked, session.profile_id, session.id, act)
            return whole_set(db, result["set_id"])

    def end_set(self, set_id: int, *, event_id: str) -> SetRecord:
        """A set is over."""
        with self._database.write() as db:
            session, _, row = find.set_(db, set_id)
            asked = self._asked(event_id, "end-set", set_id=set_id)
            self._once(db, session, asked, lambda: flow.end_set(session, row, asked.at))
            return whole_set(db, set_id)

    def add_repetition(
        self, set_id: int, repetition: Repetition, *, event_id: str
    ) -> Acknowledgement:
        """One more repetition of an open set. Its number must be the next one."""
        detail = {"set_id": set_id, **asdict(repetition), **repetition.measured}
        asked = self._asked(event_id, "repetition", **detail)
        with self._database.write() as db:
            session, exercise, row = find.set_(db, set_id)

            def act() -> dict[str, Any]:
                flow.add_repetition(db, session, exercise, row, repetition, asked.at)
                return {"number": repetition.number, "count": exercise.repetitions}

            result, repeated = once(db, asked, session.profile_id, session.id, act)
        return Acknowledgement(event_id, result["number"], result["count"], repeated)

    def add_repetitions(
        self, set_id: int, repetitions: Sequence[Repetition], *, event_id: str
    ) -> SetRecord:
        """Several repetitions of an open set at once, all of them or none: what somebody counted
        for themselves. Their numbers must go on from those there are."""
        detail = [{**asdict(one), **one.measured} for one in repetitions]
        asked = self._asked(event_id, "repetitions", set_id=set_id, repetitions=detail)
        with self._database.write() as db:
            session, exercise, row = find.set_(db, set_id)

            def act() -> None:
                for one in repetitions:
                    flow.add_repetition(db, session, exercise, row, one, asked.at)

            self._once(db, session, asked, act)
            return whole_set(db, set_id)

    def record_hold(self, set_id: int, hold: Hold, *, event_id: str) -> Acknowledgement:
        """A hold that has ended; or how far one has come (`ended` None), as often as wanted,
        under the same number and always a new event id. The count is the exercise's seconds."""
        asked = self._asked(event_id, "hold", set_id=set_id, **asdict(hold))
        with self._database.write() as db:
            session, exercise, row = find.set_(db, set_id)

            def act() -> dict[str, Any]:
                flow.record_hold(db, session, exercise, row, hold, asked.at)
                return {"number": hold.number, "count": exercise.held_s}

            result, repeated = once(db, asked, session.profile_id, session.id, act)
        return Acknowledgement(event_id, result["number"], result["count"], repeated)

    def add_cue(self, set_id: int, cue: Cue, *, event_id: str) -> None:
        """A correction that was given."""
        asked = self._asked(event_id, "cue", set_id=set_id, **asdict(cue))
        with self._database.write() as db:
            session, _, row = find.set_(db, set_id)
            self._once(db, session, asked, lambda: flow.add_cue(db, session, row, cue, asked.at))

    def end_exercise(self, exercise_id: int, *, event_id: str) -> ExerciseRecord:
        """An exercise is done."""
        with self._database.write() as db:
            session, row = find.exercise(db, exercise_id)
            asked = self._asked(event_id, "end-exercise", exercise_id=exercise_id)
            act = lambda: flow.end_exercise(db, session, row, asked.at)  # noqa: E731
            self._once(db, session, asked, act)
            return rows.exercise(row)

    def skip_exercise(self, exercise_id: int, why: str, *, event_id: str) -> ExerciseRecord:
        """An exercise is left out or broken off, and why."""
        with self._database.write() as db:
            session, row = find.exercise(db, exercise_id)
            asked = self._asked(event_id, "skip-exercise", exercise_id=exercise_id, why=why)
            act = lambda: flow.skip_exercise(db, session, row, why, asked.at)  # noqa: E731
            self._once(db, session, asked, act)
            return rows.exercise(row)

    def swap_exercise(
        self, exercise_id: int, other: PlannedExercise, why: str, *, event_id: str
    ) -> ExerciseRecord:
        """Another exercise in this one's place. Returns the new one."""
        with self._database.write() as db:
            session, row = find.exercise(db, exercise_id)
            asked = self._asked(
                event_id, "swap-exercise", exercise_id=exercise_id, other=asdict(other), why=why
            )

            def act() -> dict[str, Any]:
                new = flow.swap_exercise(db, session, row, other, why, asked.at)
                return {"exercise_id": new.id}

            result, _ = once(db, asked, session.profile_id, session.id, act)
            return rows.exercise(find.exercise(db, result["exercise_id"])[1])

    def add_pain(
        self,
        session_id: int,
        moment: Moment,
        nprs: int,
        *,
        event_id: str,
        exercise_id: int | None = None,
        tight: bool | None = None,
        zone: str | None = None,
    ) -> PainAnswer:
        """Pain as told, 0 to 10 (NPRS). exercise_id: for "after-exercise" and no other moment.
        tight: whether the back has tightened up, when that was told.
        "before" and "after-exercise" belong into an unfinished session, "next-morning" after
        an ended one; "end" may come before or after the end."""
        checks.whole(nprs, "pain", 0, 10)
        asked = self._asked(
            event_id,
            "pain",
            moment=moment,
            nprs=nprs,
            exercise_id=exercise_id,
            tight=tight,
            zone=zone,
        )
        with self._database.write() as db:
            session = find.session(db, session_id)

            def act() -> dict[str, Any]:
                _must_fit(db, session, moment, exercise_id)
                where = checks.zone(zone or session.zone)
                row = PainRow(
                    session_id=session_id,
                    session_exercise_id=exercise_id,
                    moment=moment,
                    nprs=nprs,
                    tight=tight,
                    at=asked.at,
                    zone=where,
                    day=checks.day_in(asked.at, where),
                )
                db.add(row)
                db.flush()
                return {"pain_id": row.id}

            result, _ = once(db, asked, session.profile_id, session.id, act)
            return rows.pain(db.get_one(PainRow, result["pain_id"]))

    def add_plank_test(
        self,
        profile_id: int,
        *,
        held_s: float,
        good_s: float,
        ended: str,
        watched: bool,
        event_id: str,
        stage: str | None = None,
        session_id: int | None = None,
        zone: str | None = None,
    ) -> PlankTest:
        """One try of "how long can you plank?". Without a camera good_s is what the timer said."""
        Hold(1, 0.0, held_s, good_s, ended)  # the same rules
        asked = self._asked(
            event_id,
            "plank-test",
            held_s=held_s,
            good_s=good_s,
            ended=ended,
            watched=watched,
            stage=stage,
            session_id=session_id,
            zone=zone,
        )
        with self._database.write() as db:
            owner = find.profile(db, profile_id, lock=True)

            def act() -> dict[str, Any]:
                if session_id is not None and find.session(db, session_id).profile_id != owner.id:
                    raise BadValue("That session isn't this person's.")
                where = checks.zone(zone or owner.zone)
                row = PlankTestRow(
                    profile_id=profile_id,
                    session_id=session_id,
                    stage=checks.maybe_text(stage, "stage"),
                    held_s=held_s,
                    good_s=good_s,
                    ended=checks.text(ended, "ended"),
                    watched=watched,
                    at=asked.at,
                    zone=where,
                    day=checks.day_in(asked.at, where),
                )
                db.add(row)
                db.flush()
                return {"plank_test_id": row.id}

            result, _ = once(db, asked, profile_id, session_id, act)
            return rows.plank_test(db.get_one(PlankTestRow, result["plank_test_id"]))

    def _change(
        self,
        session_id: int,
        event_id: str,
        kind: str,
        change: Callable[[Session, SessionRow, datetime], None],
        **detail: Any,
    ) -> SessionRecord:
        asked = self._asked(event_id, kind, **detail)
        with self._database.write() as db:
            row = find.session(db, session_id)
            self._once(db, row, asked, lambda: change(db, row, asked.at))
            return whole_session(db, row)

    def _asked(self, event_id: str, kind: str, **detail: Any) -> Asked:
        return Asked(event_id, kind, detail, self._now())

    def _once(
        self, db: Session, session: SessionRow, asked: Asked, act: Callable[[], None]
    ) -> None:
        def acted() -> dict[str, Any]:
            act()
            return {}

        once(db, asked, session.profile_id, session.id, acted)


def _where(db: Session, row: SessionRow) -> Resumption:
    going = next((e for e in find.exercises(db, row.id) if e.state in OPEN_EXERCISE), None)
    opened = find.open_set(db, row.id)
    sets = find.sets(db, going.id) if going is not None else ()
    return Resumption(
        session=whole_session(db, row),
        exercise=None if going is None else rows.exercise(going),
        open_set=None if opened is None else whole_set(db, opened.id),
        sets_done=sum(s.ended_at is not None for s in sets),
    )


def _must_fit(db: Session, session: SessionRow, moment: str, exercise_id: int | None) -> None:
    if moment not in MOMENTS:
        raise BadValue(f"{moment!r} is no moment for pain; give {', '.join(MOMENTS)}.")
    if (moment == "after-exercise") != (exercise_id is not None):
        raise BadValue("Pain after an exercise names the exercise; no other pain does.")
    if exercise_id is not None:
        exercise = find.row(db, ExerciseRow, exercise_id)
        if exercise is None or exercise.session_id != session.id:
            raise BadValue("That exercise isn't part of this session.")
    if moment in {"before", "after-exercise"}:
        flow.must_be_unfinished(session)
    if moment == "next-morning" and session.ended_at is None:
        raise NotAllowedNow("That session hasn't ended; its next morning comes later.")
