"""The people of a household: who they are, what they answered, what was planned for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from backline.journal import checks, export, find, rows
from backline.journal.database import Database
from backline.journal.errors import BadValue
from backline.journal.records import DayPain, Erased, Intake, Plan, Profile, Screening
from backline.journal.tables import DayPainRow, IntakeRow, PlanRow, ProfileRow, ScreeningRow


class People:
    """Profiles and what is known of them. Nothing is overwritten but a profile's name, zone
    and language.

    Every method raises NoSuchRecord for a profile that isn't there, BadValue for what can't be
    stored and NotRecorded when the database refuses.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(self, name: str, zone: str, language: str = "en") -> Profile:
        """A new profile. zone: an IANA name ("Europe/Berlin"). language: its code. Two may share
        a name."""
        with self._database.write() as db:
            row = ProfileRow(
                name=checks.text(name, "name").strip(),
                zone=checks.zone(zone),
                language=checks.language(language),
                created_at=self._now(),
            )
            db.add(row)
            db.flush()
            return rows.profile(row)

    def change(
        self,
        profile_id: int,
        *,
        name: str | None = None,
        zone: str | None = None,
        language: str | None = None,
    ) -> Profile:
        """Another name, zone or language, from now on; what is recorded keeps the zone it was
        noted in."""
        with self._database.write() as db:
            row = find.profile(db, profile_id, lock=True)
            if name is not None:
                row.name = checks.text(name, "name").strip()
            if zone is not None:
                row.zone = checks.zone(zone)
            if language is not None:
                row.language = checks.language(language)
            return rows.profile(row)

    def all(self) -> tuple[Profile, ...]:
        """Everybody, in the order they came."""
        with self._database.read() as db:
            return tuple(map(rows.profile, db.scalars(select(ProfileRow).order_by(ProfileRow.id))))

    def get(self, profile_id: int) -> Profile:
        """One profile."""
        with self._database.read() as db:
            return rows.profile(find.profile(db, profile_id))

    def save_intake(
        self,
        profile_id: int,
        answers: Mapping[str, Any],
        *,
        schema_version: int,
        skipped: Sequence[str] = (),
        zone: str | None = None,
    ) -> Intake:
        """The answers of an intake, as the person's next version. skipped: ids of the questions
        that were left out."""
        kept = checks.json_value(dict(answers), "answers")
        left_out = checks.json_value(list(skipped), "skipped")
        with self._database.write() as db:
            owner = find.profile(db, profile_id, lock=True)
            made = select(func.max(IntakeRow.version)).where(IntakeRow.profile_id == profile_id)
            row = IntakeRow(
                profile_id=profile_id,
                version=(db.scalar(made) or 0) + 1,
                schema_version=schema_version,
                answers=kept,
                skipped=left_out,
                at=self._now(),
                zone=checks.zone(zone or owner.zone),
            )
            db.add(row)
            db.flush()
            return rows.intake(row)

    def intakes(self, profile_id: int) -> tuple[Intake, ...]:
        """Every intake, oldest first."""
        query = select(IntakeRow).where(IntakeRow.profile_id == profile_id)
        with self._database.read() as db:
            return tuple(map(rows.intake, db.scalars(query.order_by(IntakeRow.version))))

    def latest_intake(self, profile_id: int) -> Intake | None:
        """The answers that hold now; None before the first intake."""
        query = select(IntakeRow).where(IntakeRow.profile_id == profile_id)
        with self._database.read() as db:
            row = db.scalars(query.order_by(IntakeRow.version.desc()).limit(1)).first()
            return None if row is None else rows.intake(row)

    def save_screening(
        self,
        profile_id: int,
        result: Mapping[str, Any],
        *,
        schema_version: int,
        intake_id: int | None = None,
    ) -> Screening:
        """What screening made of an intake."""
        kept = checks.json_value(dict(result), "screening result")
        with self._database.write() as db:
            find.profile(db, profile_id, lock=True)
            if intake_id is not None:
                _must_be_of(find.row(db, IntakeRow, intake_id), profile_id)
            row = ScreeningRow(
                profile_id=profile_id,
                intake_id=intake_id,
                schema_version=schema_version,
                result=kept,
                at=self._now(),
            )
            db.add(row)
            db.flush()
            return rows.screening(row)

    def latest_screening(self, profile_id: int) -> Screening | None:
        """The result that holds now; None before the first."""
        query = select(ScreeningRow).where(ScreeningRow.profile_id == profile_id)
        with self._database.read() as db:
            row = db.scalars(query.order_by(ScreeningRow.id.desc()).limit(1)).first()
            return None if row is None else rows.screening(row)

    def tell_pain(
        self, profile_id: int, nprs: int, *, week: int | None = None, zone: str | None = None
    ) -> DayPain:
        """Pain as told about today, 0 to 10 (NPRS). week: the worst of the seven days up to now,
        when that was told. Telling it again adds an answer; the latest holds."""
        checks.whole(nprs, "pain", 0, 10)
        if week is not None:
            checks.whole(week, "pain of the week", 0, 10)
        with self._database.write() as db:
            owner = find.profile(db, profile_id, lock=True)
            at, where = self._now(), checks.zone(zone or owner.zone)
            row = DayPainRow(
                profile_id=profile_id,
                nprs=nprs,
                week=week,
                at=at,
                zone=where,
                day=checks.day_in(at, where),
            )
            db.add(row)
            db.flush()
            return rows.day_pain(row)

    def day_pains(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[DayPain, ...]:
        """What was told about each day from first to last, both included, oldest first."""
        query = select(DayPainRow).where(DayPainRow.profile_id == profile_id)
        if first is not None:
            query = query.where(DayPainRow.day >= first)
        if last is not None:
            query = query.where(DayPainRow.day <= last)
        with self._database.read() as db:
            return tuple(map(rows.day_pain, db.scalars(query.order_by(DayPainRow.id))))

    def save_plan(
        self,
        profile_id: int,
        for_day: date,
        plan: Mapping[str, Any],
        reasons: Any,
        *,
        schema_version: int,
    ) -> Plan:
        """A session planned for a day. A later one for the same day takes its place, but doesn't
        overwrite it."""
        kept = checks.json_value(dict(plan), "plan")
        why = checks.json_value(reasons, "reasons")
        with self._database.write() as db:
            find.profile(db, profile_id, lock=True)
            row = PlanRow(
                profile_id=profile_id,
                for_day=for_day,
                schema_version=schema_version,
                plan=kept,
                reasons=why,
                made_at=self._now(),
            )
            db.add(row)
            db.flush()
            return rows.plan(row)

    def plan(self, plan_id: int) -> Plan | None:
        """One plan; None when there is no such."""
        with self._database.read() as db:
            row = find.row(db, PlanRow, plan_id)
            return None if row is None else rows.plan(row)

    def plans(
        self, profile_id: int, first: date | None = None, last: date | None = None
    ) -> tuple[Plan, ...]:
        """The plan that holds for each day from first to last, both included, by day."""
        query = select(PlanRow).where(PlanRow.profile_id == profile_id).order_by(PlanRow.id)
        if first is not None:
            query = query.where(PlanRow.for_day >= first)
        if last is not None:
            query = query.where(PlanRow.for_day <= last)
        with self._database.read() as db:
            latest = {row.for_day: rows.plan(row) for row in db.scalars(query)}
            return tuple(latest[day] for day in sorted(latest))

    def export_json(self, profile_id: int) -> str:
        """Everything the journal holds of one person, as JSON."""
        with self._database.read() as db:
            return export.export_json(db, profile_id, self._now())

    def erase(self, profile_id: int) -> Erased:
        """Everything of one person, gone for good: on SQLite the file keeps no trace of it."""
        with self._database.write() as db:
            gone = Erased(export.erase(db, profile_id))
        self._database.forget()
        return gone


def _must_be_of(row: IntakeRow | None, profile_id: int) -> None:
    if row is None or row.profile_id != profile_id:
        raise BadValue("That intake isn't this person's.")
