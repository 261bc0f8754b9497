"""The one door for pages: the people of a household, their answers, their day, their sessions.

Stateless: everything is in the journal, so that a page loaded again, another tab or a crash goes
on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from backline.daily.standing import ANSWERS_SCHEMA, Standing, answered, as_data, standing
from backline.guide.schema import Exercise
from backline.journal.journal import Journal, utc_now
from backline.journal.records import Erased, Profile


class Household:
    """The people who share a journal.

    exercises: those that are there, by id, as the guide's loader gives them. clock: gives aware
    datetimes; the journal keeps time by its own. Every method raises NoSuchRecord for a person
    who isn't there (any more), and another JournalError when the journal refuses.
    """

    def __init__(
        self,
        journal: Journal,
        exercises: Mapping[str, Exercise],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.journal = journal
        self.exercises = exercises
        self._clock = clock

    # --- people

    def people(self) -> tuple[Profile, ...]:
        """Everybody, in the order they came."""
        return self.journal.people.all()

    def add_person(self, name: str, zone: str, language: str = "en") -> Profile:
        """Somebody new. zone: an IANA name ("Europe/Berlin"). language: its code ("en")."""
        return self.journal.people.add(name, zone, language)

    def get(self, profile_id: int) -> Profile:
        """One person."""
        return self.journal.people.get(profile_id)

    def change(
        self,
        profile_id: int,
        *,
        name: str | None = None,
        zone: str | None = None,
        language: str | None = None,
    ) -> Profile:
        """Another name, zone or language; None leaves it as it is."""
        return self.journal.people.change(profile_id, name=name, zone=zone, language=language)

    def export_json(self, profile_id: int) -> str:
        """Everything that is kept of one person, as JSON."""
        return self.journal.people.export_json(profile_id)

    def erase(self, profile_id: int) -> Erased:
        """Everything of one person, gone for good."""
        return self.journal.people.erase(profile_id)

    # --- what they answered

    def standing(self, profile_id: int, now: datetime | None = None) -> Standing:
        """Answers so far, what to ask next, and once that is finished what is safe."""
        day = self._day(self.get(profile_id), now)
        return standing(self.journal.people.latest_intake(profile_id), day)

    def answer(
        self,
        profile_id: int,
        changes: Mapping[str, Any],
        skipped: Iterable[str] = (),
        now: datetime | None = None,
    ) -> Standing:
        """Some answers given, now or anew; the others stay. skipped: ids of questions left out.

        Kept as a new version of the intake, with what screening makes of it once every question
        was answered or left out. Raises AnswersError with every problem of the answers and
        ValueError for a question that doesn't exist; nothing is changed then.
        """
        day = self._day(self.get(profile_id), now)
        people = self.journal.people
        before = standing(people.latest_intake(profile_id), day)
        answers, left_out = answered(before, changes, skipped, day)
        intake = people.save_intake(
            profile_id, as_data(answers), schema_version=ANSWERS_SCHEMA, skipped=left_out
        )
        after = standing(intake, day)
        if after.profile is not None:
            result = after.profile.model_dump(mode="json", exclude={"answers"})
            people.save_screening(
                profile_id, result, schema_version=ANSWERS_SCHEMA, intake_id=intake.id
            )
        return after

    # --- time

    def _day(self, person: Profile, now: datetime | None) -> date:
        """The date on the person's own calendar."""
        return (now or self._clock()).astimezone(ZoneInfo(person.zone)).date()
