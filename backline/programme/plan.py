"""Today's session: which exercises, which stage, how much, and why. A pure function."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from backline.guide.schema import Exercise
from backline.person.condition import NOT_ANSWERED
from backline.person.screen import Profile
from backline.programme.facts import day_facts
from backline.programme.history import Dose, History, Today
from backline.programme.load import Programme, load_programme
from backline.programme.permit import Judge, Limit, because_of
from backline.programme.progress import next_time
from backline.programme.reasons import Reason, finding_reason, reason
from backline.programme.shapes import ExerciseProgramme, Role, SessionRules, Step

Kind = Literal["session", "rest", "nothing", "not-yet"]
"""A session; a day of rest; nothing that suits; or no exercise until screening allows it."""


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One exercise of a session.

    stage: None when the exercise has none. minutes: about how long it takes, with everything
    around it. limits: what stays out or small. why, stage_why, dose_why: the reasons of its
    being there, of the stage and of the dose. step: how it goes on; None the first time.
    """

    exercise: str
    stage: str | None
    role: Role
    slot: int | None
    dose: Dose
    minutes: float
    limits: tuple[Limit, ...]
    why: tuple[Reason, ...]
    stage_why: tuple[Reason, ...]
    dose_why: tuple[Reason, ...]
    step: Step | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An exercise that isn't in the session, or (with `stage`) a stage that may not be done
    today, with every reason. whole: the exercise as a whole isn't in the session."""

    exercise: str
    stage: str | None
    whole: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A day's plan.

    items: in the order to do them. spares: what could take the place of one of them, the best
    first. left_out: whatever isn't there, with its reasons. reasons: of the day as a whole.
    eased: a day of less. minutes: about how long it takes.
    to_answer: names of answers without which nothing begins.
    """

    kind: Kind
    items: tuple[PlanItem, ...]
    spares: tuple[PlanItem, ...]
    left_out: tuple[LeftOut, ...]
    reasons: tuple[Reason, ...]
    eased: bool = False
    minutes: float = 0.0
    to_answer: tuple[str, ...] = ()


def plan(
    profile: Profile,
    history: History,
    today: Today,
    exercises: Mapping[str, Exercise],
    programme: Programme | None = None,
) -> SessionPlan:
    """The session for a person on a day. The same input always gives the same plan.

    profile: from screening. history: past sessions. today: the day and its pain; pain that
    isn't answered is taken for some pain. exercises: those that are there, by id, at their
    standard stage, as the guide's loader gives them. programme: the packaged one unless
    another is given.
    """
    if profile.gate != "go":
        return _not_yet(profile, exercises)
    programme = load_programme() if programme is None else programme
    facts = day_facts(profile, history, today)
    days = [rule for rule in programme.session.day if rule.holds(rule.when.of(facts))]
    rests = tuple(reason(rule) for rule in days if rule.effect == "rest")
    if rests:
        left_out = tuple(LeftOut(name, None, True, rests) for name in exercises)
        return SessionPlan("rest", (), (), left_out, rests)
    eased = bool(days)
    judge = Judge(programme, facts, history, because_of(profile))
    found, left_out_list = _candidates(judge, exercises, today, eased=eased)
    ranked = sorted(found, key=lambda one: _rank(judge, programme, exercises, one))
    items = _compose(judge, ranked, today)
    names = {item.exercise for item in items}
    spares = tuple(one for one in ranked if one.exercise not in names)
    enough = (judge.said("enough-for-today"),)
    left_out_list += [LeftOut(one.exercise, None, True, enough) for one in spares]
    reasons = tuple(reason(rule) for rule in days)
    if not items:
        reasons = (*reasons, judge.said("nothing-today"))
    return SessionPlan(
        kind="session" if items else "nothing",
        items=items,
        spares=spares,
        left_out=tuple(left_out_list),
        reasons=reasons,
        eased=eased,
        minutes=total_minutes(items),
    )


def _not_yet(profile: Profile, exercises: Iterable[str]) -> SessionPlan:
    stopping = [f for f in profile.flags if f.tier in {"emergency", "see-doctor"}]
    reasons = tuple(finding_reason(finding) for finding in stopping) or (UNANSWERED,)
    left_out = tuple(LeftOut(name, None, True, reasons) for name in exercises)
    return SessionPlan("not-yet", (), (), left_out, reasons, to_answer=profile.to_answer)


UNANSWERED = Reason("answer-first", "gate.answer-first", (), "the questions that screening asks")
"""Why there is no plan while safety questions are open; words in the screening's `gates`."""


def _candidates(
    judge: Judge, exercises: Mapping[str, Exercise], today: Today, *, eased: bool
) -> tuple[list[PlanItem], list[LeftOut]]:
    """What could be done today, and what can't with its reasons."""
    found: list[PlanItem] = []
    left_out: list[LeftOut] = []
    for name, exercise in exercises.items():
        mine = judge.programme.exercises.get(name)
        if mine is None:
            left_out.append(LeftOut(name, None, True, (judge.said("no-programme"),)))
            continue
        verdicts = judge.verdicts(mine, exercise)
        left_out += [LeftOut(name, v.rung.stage, False, v.out) for v in verdicts if v.out]
        if name in today.skip:
            left_out.append(LeftOut(name, None, True, (judge.said("skipped-today"),)))
            continue
        go_on = next_time(judge, mine, verdicts, today, eased=eased)
        if go_on.verdict is None:
            left_out.append(LeftOut(name, None, True, go_on.dose_why or verdicts[0].out))
            continue
        dose = Dose(
            kind=mine.dose.kind,
            amount=go_on.amount,
            sets=_sets(judge.programme.session, mine, go_on.amount, eased=eased),
            each_side=mine.each_side,
        )
        found.append(
            PlanItem(
                exercise=name,
                stage=go_on.verdict.rung.stage,
                role=mine.role,
                slot=mine.slot,
                dose=dose,
                minutes=item_minutes(judge.programme.session, mine, dose),
                limits=go_on.verdict.limits,
                why=(reason(mine.why), *_choice(judge, mine)),
                stage_why=go_on.stage_why,
                dose_why=go_on.dose_why,
                step=go_on.step,
            )
        )
    return found, left_out


def _sets(session: SessionRules, mine: ExerciseProgramme, amount: int, *, eased: bool) -> int:
    if eased:
        return session.sets.eased
    beyond = mine.dose.start + session.sets.single_above * (mine.dose.most - mine.dose.start)
    return 1 if amount > beyond else session.sets.usual


def _choice(judge: Judge, mine: ExerciseProgramme) -> tuple[Reason, ...]:
    """Why this one among those that could be done; its place says it for those that have one."""
    if mine.slot is not None:
        return ()
    goal = (judge.said("choice-goal"),) if _near_a_goal(judge, mine) else ()
    if 0 < _run(judge, mine) < judge.programme.session.keep_for:
        return (judge.said("choice-keep-going"), *goal)
    done_before = bool(judge.history.times(mine.exercise))
    return (*goal, judge.said("choice-variety" if done_before else "choice-new"))


def _rank(
    judge: Judge, programme: Programme, exercises: Mapping[str, Exercise], item: PlanItem
) -> tuple[float, ...]:
    """Order of preference, the smallest first: fixed places, then what is being kept up, then
    what is near a goal, then the longest left alone, then the gentlest."""
    mine = programme.exercises[item.exercise]
    if mine.slot is not None:
        return (0, mine.slot)
    run = _run(judge, mine)
    turn = 1 if 0 < run < programme.session.keep_for else 2 if run == 0 else 3
    times = judge.history.times(item.exercise)
    last = times[0].session.on.toordinal() if times else 0
    order = exercises[item.exercise].order
    return (turn, -int(_near_a_goal(judge, mine)), last, mine.gentleness, order)


def _near_a_goal(judge: Judge, mine: ExerciseProgramme) -> bool:
    areas = judge.facts["goal_areas"]
    return areas != NOT_ANSWERED and bool(set(areas) & set(mine.helps))


def _run(judge: Judge, mine: ExerciseProgramme) -> int:
    """In how many of the last sessions in a row an exercise was done; tests are none."""
    run = 0
    for session in reversed(judge.history.sessions):
        if session.test:
            continue
        if all(done.exercise != mine.exercise for done in session.exercises):
            break
        run += 1
    return run


def _compose(judge: Judge, ranked: Sequence[PlanItem], today: Today) -> tuple[PlanItem, ...]:
    """As many of the best as there is time for."""
    length = judge.programme.session.length
    most_min = min(today.minutes or length.most_min, length.most_min)
    least = length.least_exercises if most_min >= length.least_min else length.short_exercises
    items: list[PlanItem] = []
    for one in ranked[: length.most_exercises]:
        if len(items) < least or total_minutes(items) + one.minutes <= most_min:
            items.append(one)
    return fitted(judge.programme, items, most_min)


def fitted(
    programme: Programme, items: Sequence[PlanItem], most_min: float
) -> tuple[PlanItem, ...]:
    """The items with sets taken away, from the last one on, until they fit into the time."""
    fewer = reason(programme.said["sets-fewer"])
    made = list(items)
    for at in range(len(made) - 1, -1, -1):
        while made[at].dose.sets > 1 and total_minutes(made) > most_min:
            dose = made[at].dose.model_copy(update={"sets": made[at].dose.sets - 1})
            mine = programme.exercises[made[at].exercise]
            why = tuple(dict.fromkeys((*made[at].dose_why, fewer)))
            minutes = item_minutes(programme.session, mine, dose)
            made[at] = replace(made[at], dose=dose, minutes=minutes, dose_why=why)
    return tuple(made)


def item_minutes(session: SessionRules, mine: ExerciseProgramme, dose: Dose) -> float:
    """About how long an exercise takes, in minutes, with getting into place, rests between sets
    and the pain check."""
    sides = 2 if dose.each_side else 1
    each = 1.0 if dose.kind == "hold" else mine.seconds_each
    work_s = dose.sets * dose.amount * sides * each
    around_s = session.times.settle_s + session.times.pain_check_s
    return (work_s + around_s + (dose.sets - 1) * session.times.rest_s) / 60


def total_minutes(items: Iterable[PlanItem]) -> float:
    """About how long these take together, in minutes."""
    return sum(item.minutes for item in items)
