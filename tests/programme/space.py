"""Every person and day that the rules can tell apart, and the check of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, product
from typing import Any, get_args

from backline.guide.load import load_exercises
from backline.guide.schema import Exercise
from backline.person.answers import Answers, Diagnosis, Duration, Hurting, Learned
from backline.person.condition import NOT_ANSWERED, Condition
from backline.person.rules import load_rules
from backline.person.screen import Profile
from backline.programme.history import Dose, ExerciseDone, History, SessionDone, SetDone, Today
from backline.programme.load import Programme, load_programme
from backline.programme.plan import PlanItem, SessionPlan
from tests.person.cases import load_cases
from tests.programme import oracle
from tests.programme.oracle import Someone, Stage

DAY = date(2026, 11, 27)
UNKNOWN = None


@cache
def exercises() -> dict[str, Exercise]:
    """All nine."""
    return load_exercises()


# ---------------------------------------------------------------- what the rules tell apart


def conditions() -> Iterator[Condition]:
    """Every condition of screening and of choosing that there is."""
    for rule in load_rules():
        yield from rule.conditions
    programme = load_programme()
    for mine in programme.exercises.values():
        yield from (rule.when for rule in mine.rules)
    yield from (rule.when for rule in programme.session.day)


def pain_bands(*names: str) -> list[int]:
    """The least score of every band of pain that the rules tell apart, from 0 on."""
    cuts = {0}
    for condition in conditions():
        for name, kind, value in condition.comparisons():
            if name in names and kind in {"at_least", "below"}:
                cuts.add(int(value))
            elif name in names:
                cuts.add(int(value) + 1)
    return sorted(cuts)


def phases() -> list[str | None]:
    """The lengths that rules name, one that none names, and not answered."""
    named = {v for c in conditions() for name, _, v in c.comparisons() if name == "duration"}
    others = [one for one in get_args(Duration) if one not in named and one != "none"]
    return [*sorted(named), *others[:1], UNKNOWN]


def subsets(of: Iterable[str]) -> list[frozenset[str]]:
    things = list(of)
    sizes = range(len(things) + 1)
    return [frozenset(s) for s in chain.from_iterable(combinations(things, n) for n in sizes)]


def pains() -> list[tuple[int | None, int | None]]:
    """Pain now, and the worst of the last week."""
    now = pain_bands("pain_now")
    week = pain_bands("pain_last_week")
    calm = [(0, worst) for worst in [*week, UNKNOWN]]
    return [*calm, *((pain, pain) for pain in now if pain), (UNKNOWN, UNKNOWN), (UNKNOWN, 0)]


def equipments() -> list[frozenset[str] | None]:
    """One set of things for each way in which needs can be met, and not answered."""
    needs = [frozenset(r.equipment) for p in load_programme().exercises.values() for r in p.rungs]
    met: dict[tuple[bool, ...], frozenset[str]] = {}
    for things in subsets(frozenset().union(*needs)):
        met.setdefault(tuple(need <= things for need in needs), things)
    return [*met.values(), UNKNOWN]


def covering() -> list[frozenset[str] | None]:
    """Few sets of things in which every exercise's needs are met in each way they can be.

    What may be done of an exercise asks only for that exercise's own needs, so that these show
    all there is to show of it. Greedy: always the set that shows most that is new.
    """

    def shown(things: frozenset[str] | None) -> set[tuple[str, tuple[bool, ...]]]:
        return {
            (name, tuple(things is not None and set(r.equipment) <= things for r in mine.rungs))
            for name, mine in load_programme().exercises.items()
        }

    known = [things for things in equipments() if things is not None]
    left = set().union(*map(shown, known))
    chosen: list[frozenset[str] | None] = []
    while left:
        chosen.append(max(known, key=lambda things: len(shown(things) & left)))
        left -= shown(chosen[-1])
    return [*chosen, UNKNOWN]


def people(*, experienced: bool) -> Iterator[Someone]:
    """Everybody, equipment apart. experienced: they have done and learned it all."""
    hurts = [*subsets(get_args(Hurting)), UNKNOWN]
    diagnoses = [*subsets(get_args(Diagnosis)), UNKNOWN]
    learned = frozenset(get_args(Learned)) if experienced else frozenset()
    for told, pain, phase, cleared, where in product(
        diagnoses, pains(), phases(), (True, False, UNKNOWN), hurts
    ):
        yield Someone(told, *pain, phase, cleared, where, learned, experienced)


def _told(value: Any) -> Any:
    return NOT_ANSWERED if value is UNKNOWN else value


CALM = Answers.model_validate(load_cases().ordinary)


def answers_of(person: Someone) -> Answers:
    return CALM.model_copy(
        update={
            "diagnoses": _told(person.diagnoses),
            "pain_now": _told(person.pain_now),
            "pain_worst": NOT_ANSWERED,
            "pain_average": NOT_ANSWERED,
            "duration": _told(person.phase),
            "clearance": _told(person.cleared),
            "hurts": _told(person.hurts),
            "learned": person.learned,
            "equipment": frozenset(),
        }
    )


def with_equipment(profile: Profile, things: frozenset[str] | None) -> Profile:
    answers = profile.answers.model_copy(update={"equipment": _told(things)})
    return profile.model_copy(update={"answers": answers})


def today_of(person: Someone) -> Today:
    week = _told(person.pain_week)
    return Today(on=DAY, pain_now=_told(person.pain_now), pain_last_week=week)


@cache
def experience() -> History:
    """Every stage done well, three weeks ago, without any pain; the hardest counts as the
    last, so that nothing but the rules keeps people from it."""
    done = []
    for mine in load_programme().exercises.values():
        for rung in reversed(mine.rungs):
            dose = Dose(kind=mine.dose.kind, amount=mine.dose.most, sets=1)
            sets = (SetDone(amount=mine.dose.most, good_share=1.0),)
            done.append(
                ExerciseDone(
                    exercise=mine.exercise, stage=rung.stage, planned=dose, sets=sets, pain_after=0
                )
            )
    on = DAY - timedelta(days=21)
    session = SessionDone(on=on, pain_before=0, pain_after=0, next_morning=0, exercises=tuple(done))
    return History(sessions=(session,))


def history_of(person: Someone) -> History:
    return experience() if person.experienced else History()


# ---------------------------------------------------------------- is this plan right?


class Expected:
    """What the oracle says of a person, equipment apart. Worked out once for each."""

    def __init__(self, person: Someone) -> None:
        self.person = person
        self.none_because = oracle.no_exercise(person)
        self.out = oracle.forbidden(person)
        self.limits = [row for row in oracle.LIMITED if row[1](person)]
        self.silent = [(exercise, cue) for when, exercise, cue in oracle.SILENT if when(person)]
        self.eased = person.pain_may_be(4)


def faults(expected: Expected, things: frozenset[str] | None, made: SessionPlan) -> Iterator[str]:
    """What is wrong with a plan, a line each; nothing when it is right."""
    if expected.none_because or made.kind in {"not-yet", "rest"}:
        yield from _of_no_exercise(expected, made)
        return
    out = {(one.exercise, one.stage): one for one in made.left_out if not one.whole}
    missing = {
        stage for stage, needs in oracle.NEEDS.items() if needs and not (things and needs <= things)
    }
    wanted = expected.out.keys() | missing
    if wanted != out.keys():
        for stage in wanted ^ out.keys():
            yield f"{stage} is {'left out' if stage in out else 'offered'} against the guide"
    for stage, points in expected.out.items():
        told = (
            {point for reason in out[stage].reasons for point in reason.guide}
            if stage in out
            else set()
        )
        if not points <= told:
            yield f"{stage} is left out without saying {points - told}"
    for stage in missing & out.keys():
        said = "equipment-unknown" if things is UNKNOWN else "equipment-missing"
        if all(reason.rule != said for reason in out[stage].reasons):
            yield f"{stage} is left out without saying {said}"
    for item in (*made.items, *made.spares):
        yield from _of_item(expected, wanted, item)
    yield from _of_whole(made, wanted)


def _of_no_exercise(expected: Expected, made: SessionPlan) -> Iterator[str]:
    if made.items or made.spares:
        yield "there are exercises on a day without"
    told = {point for reason in made.reasons for point in reason.guide}
    unanswered = made.kind == "not-yet" and bool(made.to_answer)
    person = expected.person
    asking = person.not_cleared and (person.diagnoses is None or person.pain_now is None)
    if asking and unanswered:
        pass  # it has to ask first, whatever else speaks against exercise
    elif expected.none_because:
        first = {"G2"} & expected.none_because or expected.none_because
        if not first <= told:
            yield f"no exercise, without saying {first}"
    else:
        yield "no exercise, though nothing speaks against it"
    if not made.reasons or {one.exercise for one in made.left_out} != set(oracle.STAGES):
        yield "not everything that is left out has its reason"


def _of_item(expected: Expected, forbidden: Iterable[Stage], item: PlanItem) -> Iterator[str]:
    if (item.exercise, item.stage) in forbidden:
        yield f"{item.exercise} {item.stage} is in the plan"
    if not (item.why and item.stage_why and item.dose_why):
        yield f"{item.exercise} doesn't say why"
    least, most = (10, 60) if item.dose.kind == "hold" else (5, 15)
    if not least <= item.dose.amount <= most:
        yield f"{item.exercise}: a dose of {item.dose.amount}"
    if expected.eased and (item.dose.amount, item.dose.sets) != (least, 1):
        yield f"{item.exercise} isn't eased"
    for point, _, exercise, half, measure, side in expected.limits:
        if exercise == item.exercise and not _is_limited(item, point, half, measure, side):
            yield f"{exercise} isn't limited as {point} asks"
    silenced = {cue for limit in item.limits for cue in limit.rule.silence}
    for exercise, cue in expected.silent:
        if exercise == item.exercise and cue not in silenced:
            yield f"{exercise} still asks for {cue}"
    wanted = {
        (name, side)
        for _, _, exercise, _, measure, side in expected.limits
        if exercise == item.exercise
        for name in measure.split("|")
    }
    for limit in item.limits:
        for one in limit.rule.ranges:
            if (one.measure, "most" if one.at_most is not None else "least") not in wanted:
                yield f"{item.exercise} is limited without need by {limit.rule.id}"


def _is_limited(item: PlanItem, point: str, half: str | None, measure: str, side: str) -> bool:
    for limit in item.limits:
        leaves = limit.rule.leave_out.phase if limit.rule.leave_out else None
        sides = [
            (one.measure, "most" if one.at_most is not None else "least")
            for one in limit.rule.ranges
        ]
        asked = {(name, side) for name in measure.split("|")}
        if point in limit.reason.guide and asked & set(sides) and half in {None, leaves}:
            return True
    return False


def _of_whole(made: SessionPlan, forbidden: Iterable[Stage]) -> Iterator[str]:
    order = [item.exercise for item in made.items]
    out = set(forbidden)
    first = [ex for ex in ("cat-cow", "bird-dog") if set(oracle.of(ex)) - out]
    if order[: len(first)] != first:
        yield f"it begins with {order[:2]}"
    everything = {*order, *(one.exercise for one in made.left_out if one.whole)}
    if everything != set(oracle.STAGES) or len(set(order)) != len(order):
        yield "an exercise is neither in the plan nor left out with its reason"
    if not all(one.reasons for one in made.left_out):
        yield "something is left out without a reason"
    if made.minutes > 15 or len(order) > 4:
        yield f"{len(order)} exercises in {made.minutes:.0f} minutes"


def without_rule(programme: Programme, exercise: str, rule_id: str) -> Programme:
    """The programme with one rule of an exercise taken away."""
    mine = programme.exercises[exercise]
    rules = tuple(rule for rule in mine.rules if rule.id != rule_id)
    changed = mine.model_copy(update={"rules": rules})
    return Programme(
        {**programme.exercises, exercise: changed},
        programme.session,
        programme.progression,
        programme.pain,
    )
