"""Changes that a person makes to a plan: another exercise, one less, a shorter session."""

from __future__ import annotations

from dataclasses import replace

from backline.programme.history import Dose
from backline.programme.load import Programme, load_programme
from backline.programme.plan import (
    LeftOut,
    PlanItem,
    SessionPlan,
    fitted,
    item_minutes,
    total_minutes,
)
from backline.programme.reasons import Reason, reason
from backline.programme.shapes import Reasoned


class PlanChangeError(ValueError):
    """A change that a plan can't take. The message says what can be done instead."""


def swap(
    plan: SessionPlan, out: str, to: str | None = None, programme: Programme | None = None
) -> SessionPlan:
    """The plan with one exercise in another's place, keeping the dose.

    to: one of the plan's spares; the best of them when None. The amount stays, within what
    the other exercise allows; it is the other's own where one is held and the other counted,
    and never more than its own on an eased day or while it steps back.
    Raises PlanChangeError for an exercise that isn't in the plan, one with a fixed place, and
    when there is no such spare.
    """
    programme = load_programme() if programme is None else programme
    item = _item(plan, out)
    if item.slot is not None:
        raise PlanChangeError(f"{out} has its fixed place in a session; leave it out instead.")
    if not plan.spares:
        raise PlanChangeError(f"Nothing else suits you in place of {out}; leave it out instead.")
    spare = next((one for one in plan.spares if to in (None, one.exercise)), None)
    if spare is None:
        known = ", ".join(one.exercise for one in plan.spares)
        raise PlanChangeError(f"{to} can't take the place of {out}. Choose among: {known}.")
    new = _with_dose_of(programme, spare, item, eased=plan.eased)
    why = (_plain(programme, "swapped-away"),)
    left_out = [one for one in plan.left_out if not (one.whole and one.exercise == spare.exercise)]
    return replace(
        plan,
        items=tuple(new if one is item else one for one in plan.items),
        spares=(*(one for one in plan.spares if one is not spare), item),
        left_out=(*left_out, LeftOut(out, None, True, why)),
        minutes=total_minutes(new if one is item else one for one in plan.items),
    )


def skip(plan: SessionPlan, out: str, programme: Programme | None = None) -> SessionPlan:
    """The plan without an exercise; nothing takes its place.

    Raises PlanChangeError for an exercise that isn't in the plan.
    """
    programme = load_programme() if programme is None else programme
    item = _item(plan, out)
    items = tuple(one for one in plan.items if one is not item)
    return replace(
        plan,
        kind="session" if items else "nothing",
        items=items,
        left_out=(*plan.left_out, LeftOut(out, None, True, (_plain(programme, "skipped-today"),))),
        minutes=total_minutes(items),
    )


def shorten(plan: SessionPlan, minutes: float, programme: Programme | None = None) -> SessionPlan:
    """The plan made to fit into so many minutes: fewer sets first, then fewer exercises.

    The first ones stay, down to the fewest exercises that make a session; what is left out
    becomes a spare. A plan that fits already comes back as it is.
    """
    programme = load_programme() if programme is None else programme
    items = list(fitted(programme, plan.items, minutes))
    spares, left_out = list(plan.spares), list(plan.left_out)
    why = (_plain(programme, "enough-for-today"),)
    while total_minutes(items) > minutes and len(items) > programme.session.length.short_exercises:
        gone = items.pop()
        spares.insert(0, gone)
        left_out.append(LeftOut(gone.exercise, None, True, why))
    return replace(
        plan,
        items=tuple(items),
        spares=tuple(spares),
        left_out=tuple(left_out),
        minutes=total_minutes(items),
    )


def _item(plan: SessionPlan, exercise: str) -> PlanItem:
    for item in plan.items:
        if item.exercise == exercise:
            return item
    known = ", ".join(item.exercise for item in plan.items) or "nothing"
    raise PlanChangeError(f"{exercise} isn't in the plan. There is: {known}.")


def _with_dose_of(
    programme: Programme, spare: PlanItem, item: PlanItem, *, eased: bool
) -> PlanItem:
    mine = programme.exercises[spare.exercise]
    amount, why = spare.dose.amount, "dose-limited"
    if spare.dose.kind == item.dose.kind:
        wanted = mine.dose.clipped(item.dose.amount)
        held = eased or spare.step == "step-back"
        amount = min(wanted, amount) if held else wanted
        why = "dose-kept" if amount == item.dose.amount else "dose-limited"
    dose = Dose(
        kind=spare.dose.kind,
        amount=amount,
        sets=min(item.dose.sets, spare.dose.sets),
        each_side=spare.dose.each_side,
    )
    return replace(
        spare,
        dose=dose,
        minutes=item_minutes(programme.session, mine, dose),
        why=(spare.why[0], _plain(programme, "choice-swapped")),
        dose_why=(_plain(programme, why),),
    )


def _plain(programme: Programme, name: str) -> Reason:
    said: Reasoned = programme.said[name]
    return reason(said)
