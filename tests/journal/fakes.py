"""Short ways to make what goes into a journal."""

from __future__ import annotations

import math
import uuid

from backline.journal.journal import Journal
from backline.journal.records import (
    Dose,
    PlannedExercise,
    Profile,
    Repetition,
    SessionRecord,
    SetRecord,
    Side,
)

BERLIN = "Europe/Berlin"


def new_id() -> str:
    """An event id that no other call has."""
    return str(uuid.uuid4())


def planned(exercise: str = "cat-cow", repetitions: int = 5, **more: object) -> PlannedExercise:
    return PlannedExercise(exercise, Dose(repetitions), **more)  # type: ignore[arg-type]


def repetition(
    number: int,
    *,
    side: Side | None = None,
    range: float = math.nan,
    faults: tuple[str, ...] = (),
    judged: bool = True,
    **more: object,
) -> Repetition:
    start_s = number * 4.0
    return Repetition(
        number,
        side,
        start_s,
        start_s + 1.5,
        start_s + 3.0,
        range,
        faults=faults,
        judged=judged,
        **more,  # type: ignore[arg-type]
    )


def begun(
    journal: Journal, *exercises: PlannedExercise, name: str = "Ann"
) -> tuple[Profile, SessionRecord]:
    """Somebody with an open session."""
    person = journal.people.add(name, BERLIN)
    chosen = exercises or (planned("cat-cow"), planned("bird-dog"))
    return person, journal.sessions.begin(person.id, chosen, event_id=new_id())


def with_set(journal: Journal, *exercises: PlannedExercise) -> tuple[SessionRecord, SetRecord]:
    """An open session whose first exercise has an open set."""
    _, session = begun(journal, *exercises)
    first = session.exercises[0]
    return session, journal.sessions.begin_set(first.id, event_id=new_id())


def do(
    journal: Journal, set_id: int, count: int, first: int = 1, done: list[int] | None = None
) -> None:
    """That many repetitions, one after the other. done: takes the numbers acknowledged."""
    for number in range(first, first + count):
        journal.sessions.add_repetition(set_id, repetition(number), event_id=new_id())
        if done is not None:
            done.append(number)
