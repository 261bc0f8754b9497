"""What pain told in a session changes in the rest of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from backline.daily.past import planned
from backline.daily.steps import decided, eased_dose, is_eased
from backline.daily.stored import DayPlan
from backline.journal.records import ExerciseRecord, PainAnswer, SessionRecord
from backline.person.answers import Pain
from backline.programme.load import Programme
from backline.programme.permit import Limit
from backline.programme.plan import PlanItem, SessionPlan, item_minutes, total_minutes

BECAUSE_OF_PAIN = "eased"
"""Why an exercise that wasn't begun yet gave way to an easier one, or was left out."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One exercise that isn't begun yet: what it becomes. item: None leaves it out. differs: it
    isn't what was planned."""

    exercise: ExerciseRecord
    item: PlanItem | None
    differs: bool


def to_review(
    session: SessionRecord, day: DayPlan | None, intake_id: int | None
) -> PainAnswer | None:
    """The latest pain told, when the plan doesn't take it into account though it may change it:
    more than the plan was made for, or enough to ease; or when answers have changed since. None
    when nothing is to be done. intake_id: of the answers that hold now."""
    answers = [one for one in session.pain if one.moment in {"before", "after-exercise"}]
    if not answers or not any(one.state == "waiting" for one in session.exercises):
        return None
    latest = answers[-1]
    if day is None or day.intake_id != intake_id:
        return latest
    if latest.id <= day.reviewed:
        return None
    more = not isinstance(day.pain_now, int) or latest.nprs > day.pain_now
    eases = decided(session, latest).decision in {"ease", "leave-exercise"}
    return latest if more or (eases and not day.plan.eased) else None


def revisions(
    session: SessionRecord, day: DayPlan | None, anew: SessionPlan, programme: Programme
) -> tuple[Revision, ...]:
    """What becomes of the exercises that aren't begun yet, under a plan made for the pain told.

    An exercise or stage that the rules keep out now goes, or gives way to its easier stage;
    nothing becomes more or harder; eased, all doses are the least. anew: a plan of the same day
    for the pain now; what could be done is among its items and spares.
    """
    eased = anew.eased or is_eased(session, programme)
    able = {one.exercise: one for one in (*anew.items, *anew.spares)}
    out = {(one.exercise, one.stage) for one in anew.left_out if not one.whole}
    found = []
    for row in session.exercises:
        if row.state != "waiting":
            continue
        old = None if day is None else day.item(row.exercise)
        new = _revised(row, old, able.get(row.exercise), out, eased, programme)
        same = new is not None and (new.stage, new.dose) == (row.stage, planned(row.dose))
        found.append(Revision(row, new, not same or (eased and not row.eased)))
    return tuple(found)


def _revised(
    row: ExerciseRecord,
    old: PlanItem | None,
    able: PlanItem | None,
    out: set[tuple[str, str | None]],
    eased: bool,
    programme: Programme,
) -> PlanItem | None:
    mine = programme.exercises.get(row.exercise)
    if able is None or mine is None:
        return None
    stages = [rung.stage for rung in mine.rungs]
    dose, stage = planned(row.dose), row.stage
    if stage not in stages or (row.exercise, stage) in out:
        easier = stage in stages and stages.index(able.stage) < stages.index(stage)
        if not easier:
            return None
        stage = able.stage
        dose = dose.model_copy(update={"amount": min(dose.amount, mine.dose.start)})
    if eased:
        dose = eased_dose(dose, row.exercise, programme)
    before = () if old is None or old.stage != stage else old.limits
    return replace(
        able,
        stage=stage,
        dose=dose,
        minutes=item_minutes(programme.session, mine, dose),
        limits=tuple(_together(before, able.limits)),
        why=able.why if old is None else old.why,
    )


def _together(one: tuple[Limit, ...], other: tuple[Limit, ...]) -> Iterator[Limit]:
    """The limits of both, each once."""
    yield from {limit.rule.id: limit for limit in (*one, *other)}.values()


def revised_plan(
    session: SessionRecord,
    day: DayPlan | None,
    anew: SessionPlan,
    changes: tuple[Revision, ...],
    programme: Programme,
) -> SessionPlan:
    """The day's plan after a review: what was done as it was, what is to come as it became, and
    what else could be done with this pain to take its place."""
    new = {one.exercise.exercise: one.item for one in changes}
    items: list[PlanItem] = []
    for row in session.exercises:
        old = None if day is None else day.item(row.exercise)
        item = new.get(row.exercise, old)
        if item is not None and all(item.exercise != one.exercise for one in items):
            items.append(item)
    eased = anew.eased or is_eased(session, programme)
    there = {row.exercise for row in session.exercises}
    spares = [one for one in (*anew.items, *anew.spares) if one.exercise not in there]
    if eased:
        spares = [_eased(one, programme) for one in spares]
    return replace(
        anew,
        kind="session" if items else "nothing",
        items=tuple(items),
        spares=tuple(spares),
        eased=eased,
        minutes=total_minutes(items),
    )


def _eased(item: PlanItem, programme: Programme) -> PlanItem:
    dose = eased_dose(item.dose, item.exercise, programme)
    mine = programme.exercises[item.exercise]
    return replace(item, dose=dose, minutes=item_minutes(programme.session, mine, dose))


def most(one: Pain, other: Pain) -> Pain:
    """The greater of two scores, of which one may not be known."""
    known = [pain for pain in (one, other) if isinstance(pain, int)]
    return max(known) if known else one
