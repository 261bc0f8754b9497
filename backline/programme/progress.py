"""How an exercise goes on from the last times it was done: the stage and the amount."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from backline.person.condition import NOT_ANSWERED, Condition
from backline.programme.facts import morning_rise
from backline.programme.history import Time, Today
from backline.programme.permit import Judge, Verdict
from backline.programme.reasons import Reason, reason
from backline.programme.shapes import ExerciseProgramme, Step, StepRule

Times = Sequence[Time]


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done of an exercise today.

    verdict: that of the stage; None when it rests or no stage may be done. amount: repetitions
    (per side) or seconds in one set. step: how it goes on; None the first time. stage_why,
    dose_why: the reasons of both.
    """

    verdict: Verdict | None
    amount: int
    step: Step | None
    stage_why: tuple[Reason, ...]
    dose_why: tuple[Reason, ...]


def next_time(
    judge: Judge,
    mine: ExerciseProgramme,
    verdicts: Sequence[Verdict],
    today: Today,
    *,
    eased: bool,
) -> Next:
    """The stage and the amount of an exercise for today, each with its reasons.

    verdicts: of its stages, from easy to hard. eased: a day of less, on which nothing goes up
    and the amount is the least.
    """
    times = judge.history.times(mine.exercise)
    known = [rung.stage for rung in mine.rungs]
    times = [time for time in times if time.done.stage in known]
    target = _first(judge, mine) if not times else _further(judge, mine, verdicts, times, today)
    if target.step == "rest":
        return Next(None, mine.dose.start, "rest", (), target.dose_why)
    place = target.place
    if eased:
        place = min(place, known.index(times[0].done.stage) if times else place)
    return _allowed(judge, mine, verdicts, target, place, eased=eased)


@dataclass(frozen=True, slots=True)
class _Target:
    """Where it would go, before what is allowed today is looked at."""

    place: int
    amount: int
    step: Step | None
    stage_why: tuple[Reason, ...]
    dose_why: tuple[Reason, ...]


def _allowed(
    judge: Judge,
    mine: ExerciseProgramme,
    verdicts: Sequence[Verdict],
    target: _Target,
    place: int,
    *,
    eased: bool,
) -> Next:
    """The hardest stage that may be done, no harder than the target."""
    amount, stage_why, dose_why = target.amount, target.stage_why, target.dose_why
    open_ = [at for at in range(place + 1) if verdicts[at].allowed]
    if not open_:
        return Next(None, amount, target.step, (), ())
    if open_[-1] != place:
        stage_why = (judge.said("stage-lower"), *verdicts[place].out)
        amount = mine.dose.start
    elif place != target.place:
        stage_why = (judge.said("stage-as-before"),)
    if eased:
        amount, dose_why = mine.dose.start, (judge.said("eased"),)
    return Next(verdicts[open_[-1]], mine.dose.clipped(amount), target.step, stage_why, dose_why)


def _first(judge: Judge, mine: ExerciseProgramme) -> _Target:
    """Where an exercise begins: what somebody has learned already, or the start of its file."""
    learned = judge.facts["learned"]
    known = [rung.learned for rung in mine.rungs]
    at = [n for n, what in enumerate(known) if what and learned != NOT_ANSWERED and what in learned]
    place = at[0] if at else [rung.stage for rung in mine.rungs].index(mine.start)
    why = judge.said("stage-learned" if at else "stage-start")
    return _Target(place, mine.dose.start, None, (why,), (judge.said("first-time"),))


def _further(
    judge: Judge,
    mine: ExerciseProgramme,
    verdicts: Sequence[Verdict],
    times: Times,
    today: Today,
) -> _Target:
    last = usual(times)[0].done
    place = [rung.stage for rung in mine.rungs].index(last.stage)
    after = next((at for at in range(place + 1, len(verdicts)) if verdicts[at].allowed), None)
    facts = step_facts(judge, mine, times, today, next_open=after is not None)
    rule = decide(judge.programme.progression.steps, facts)
    amount = mine.dose.clipped(last.planned.amount)
    stage_why = judge.said("stage-as-before")
    if rule.step == "add":
        amount += mine.dose.step
    elif rule.step == "next-stage" and after is not None:
        place, amount, stage_why = after, mine.dose.start, reason(rule)
    elif rule.step == "step-back" and amount - mine.dose.step >= mine.dose.start:
        amount -= mine.dose.step
    elif rule.step == "step-back":
        easier = next((at for at in range(place - 1, -1, -1) if verdicts[at].allowed), None)
        amount = mine.dose.start
        if easier is not None:
            place, stage_why = easier, reason(rule)
    return _Target(place, amount, rule.step, (stage_why,), (reason(rule),))


def decide(rules: Sequence[StepRule], facts: Mapping[str, Any]) -> StepRule:
    """The first step that holds; the last one when none does."""
    return next((rule for rule in rules if rule.holds(rule.when.of(facts))), rules[-1])


def usual(times: Times) -> Times:
    """The times that were neither on a day of less nor a timed test; without any, those that
    weren't a test; all of them when there are no others."""
    sessions = [time for time in times if not time.session.test]
    return [time for time in sessions if not time.done.eased] or sessions or times


def step_facts(
    judge: Judge, mine: ExerciseProgramme, times: Times, today: Today, *, next_open: bool
) -> dict[str, Any]:
    """The facts that decide how an exercise goes on (`load.STEP_TYPES`).

    times: the past ones, the latest first, at least one. Cleanness counts the last times in a
    row with the same stage and amount; days of less are passed over, but their pain isn't.
    """
    rules = judge.programme.progression
    session = times[0].session
    normal = usual(times)
    last = normal[0].done
    key = (last.stage, last.planned.amount)
    same = list(takewhile(lambda t: (t.done.stage, t.done.planned.amount) == key, normal))
    return {
        **times[0].facts,
        "times": len(times),
        "clean_in_a_row": in_a_row(rules.clean, same),
        "unwatched_in_a_row": in_a_row(rules.unwatched, same),
        "painful_in_a_row": in_a_row(rules.painful, times),
        "poor_in_a_row": in_a_row(rules.poor, normal),
        "morning_rise": morning_rise(session, today),
        "days_since": (today.on - session.on).days,
        "amount_left": mine.dose.most - mine.dose.clipped(last.planned.amount),
        "can_advance": next_open and last.planned.amount >= mine.dose.advance,
    }


def in_a_row(condition: Condition, times: Times) -> int:
    """How many of the last times in a row a condition is known to be true of."""
    return sum(1 for _ in takewhile(lambda time: time.holds(condition), times))
