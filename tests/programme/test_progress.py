"""How an exercise goes on: each step of the data has a case, and none can be lost unnoticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from backline.person.screen import Profile, screen
from backline.programme.history import Dose, ExerciseDone, History, SessionDone, SetDone, Today
from backline.programme.load import Programme, load_programme
from backline.programme.plan import PlanItem, SessionPlan, plan
from tests.person.cases import ordinary
from tests.programme.space import DAY, exercises

CLEARED = {"clearance": True, "pain_now": 0, "pain_worst": 0, "pain_average": 0}


def profile(**changes: Any) -> Profile:
    return screen(ordinary(**{**CLEARED, **changes}))


def session(
    days_ago: int,
    amount: int = 5,
    *,
    good: float | None = 1.0,
    watched: bool = True,
    stage: str | None = "arm-and-leg",
    exercise: str = "bird-dog",
    pain: Any = 0,
    before: Any = 0,
    morning: Any = 0,
    stopped: bool = False,
    eased: bool = False,
    done: int | None = None,
) -> SessionDone:
    kind = load_programme().exercises[exercise].dose.kind
    sets = (SetDone(amount=amount if done is None else done, good_share=good, watched=watched),) * 2
    one = ExerciseDone(
        exercise=exercise,
        stage=stage,
        planned=Dose(kind=kind, amount=amount, sets=2),
        sets=sets,
        pain_after=pain,
        stopped=stopped,
        eased=eased,
    )
    return SessionDone(
        on=DAY - timedelta(days=days_ago),
        pain_before=before,
        pain_after=pain,
        next_morning=morning,
        stopped=stopped,
        exercises=(one,),
    )


def plan_after(
    *sessions: SessionDone,
    pain: Any = 0,
    programme: Programme | None = None,
    who: Profile | None = None,
) -> SessionPlan:
    today = Today(on=DAY, pain_now=pain, pain_last_week=0)
    return plan(who or profile(), History(sessions=sessions), today, exercises(), programme)


def of(made: SessionPlan, exercise: str = "bird-dog") -> PlanItem | None:
    return next((i for i in (*made.items, *made.spares) if i.exercise == exercise), None)


def result(made: SessionPlan, exercise: str = "bird-dog") -> tuple[Any, ...]:
    """The stage, the amount and why; only why when it rests."""
    item = of(made, exercise)
    if item is None:
        whole = next(o for o in made.left_out if o.exercise == exercise and o.whole)
        return ("out", whole.reasons[0].rule)
    return (item.stage, item.dose.amount, item.dose_why[0].rule)


TWICE_CLEAN = (session(5), session(3))
# What was done, and what comes of it today.
CASES: list[tuple[str, Sequence[SessionDone], dict[str, Any], tuple[Any, ...]]] = [
    ("once clean", [session(3)], {}, ("arm-and-leg", 5, "same-again")),
    ("twice clean", TWICE_CLEAN, {}, ("arm-and-leg", 7, "a-little-more")),
    (
        "clean at the most",
        [session(5, 15), session(3, 15)],
        {},
        ("arm-and-leg", 15, "same-again"),
    ),
    (
        "twice clean in an easier stage, far enough",
        [session(5, 7, stage="leg-only"), session(3, 7, stage="leg-only")],
        {},
        ("arm-and-leg", 5, "on-to-the-next-stage"),
    ),
    (
        "twice clean in an easier stage, not far enough",
        [session(5, stage="leg-only"), session(3, stage="leg-only")],
        {},
        ("leg-only", 7, "a-little-more"),
    ),
    (
        "ached a little more",
        [session(5), session(3, pain=1)],
        {},
        ("arm-and-leg", 5, "same-with-pain"),
    ),
    (
        "pain not answered",
        [session(5), session(3, pain="not-answered")],
        {},
        ("arm-and-leg", 5, "same-with-pain"),
    ),
    (
        "pain of four that was there before",
        [session(5, before=4, pain=4), session(3, before=4, pain=4)],
        {},
        ("arm-and-leg", 5, "same-with-pain"),
    ),
    ("hurt last time", [session(3, 9, pain=2)], {}, ("arm-and-leg", 7, "back-after-pain")),
    ("hurt at the least dose", [session(3, 5, pain=2)], {}, ("leg-only", 5, "back-after-pain")),
    ("was stopped", [session(3, 9, stopped=True)], {}, ("arm-and-leg", 7, "back-after-pain")),
    ("hurt badly", [session(3, 9, before=5, pain=6)], {}, ("arm-and-leg", 7, "back-after-pain")),
    (
        "hurt twice in a row",
        [session(5, pain=3), session(3, pain=3)],
        {},
        ("out", "rest-after-pain-twice"),
    ),
    (
        "hurt twice in a row, over a week ago",
        [session(12, 9, pain=3), session(9, 9, pain=3)],
        {},
        ("arm-and-leg", 7, "back-after-pain"),
    ),
    (
        "worse the morning after",
        [session(5, 9), session(3, 9, morning=2)],
        {},
        ("arm-and-leg", 7, "back-after-the-morning"),
    ),
    (
        "a long break",
        [session(16, 9), session(14, 9)],
        {},
        ("arm-and-leg", 7, "back-after-a-break"),
    ),
    (
        "poor form twice",
        [session(5, 9, good=0.4), session(3, 9, good=0.4)],
        {},
        ("arm-and-leg", 7, "back-for-form"),
    ),
    ("poor form once", [session(3, 9, good=0.4)], {}, ("arm-and-leg", 9, "same-again")),
    (
        "not all of it done",
        [session(5, 9, done=6), session(3, 9, done=6)],
        {},
        ("arm-and-leg", 9, "same-again"),
    ),
    (
        "unwatched twice",
        [session(5, good=None, watched=False), session(3, good=None, watched=False)],
        {},
        ("arm-and-leg", 5, "same-again"),
    ),
    (
        "unwatched three times",
        [session(n, good=None, watched=False) for n in (7, 5, 3)],
        {},
        ("arm-and-leg", 7, "a-little-more-unwatched"),
    ),
    (
        "unwatched never opens the next stage",
        [session(n, 7, good=None, watched=False, stage="leg-only") for n in (7, 5, 3)],
        {},
        ("leg-only", 9, "a-little-more-unwatched"),
    ),
    (
        "pain today, so less",
        [session(5, 9), session(3, 9)],
        {"pain": 4},
        ("leg-only", 5, "eased"),
    ),
    (
        "after a day of less it goes on from before",
        [session(6, 9), session(5, 9), session(3, 5, eased=True)],
        {},
        ("arm-and-leg", 11, "a-little-more"),
    ),
]


@pytest.mark.parametrize(("name", "done", "more", "expected"), CASES, ids=[c[0] for c in CASES])
def test_case(
    name: str, done: Sequence[SessionDone], more: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert result(plan_after(*done, **more)) == expected


def failing(programme: Programme) -> Iterator[str]:
    for name, done, more, expected in CASES:
        if result(plan_after(*done, programme=programme, **more)) != expected:
            yield name


STEPS = load_programme().progression.steps


@pytest.mark.parametrize("step", STEPS[:-1], ids=lambda step: step.id)
def test_no_step_can_be_lost_unnoticed(step: Any) -> None:
    """Without it a case comes out wrong. The last one is what remains."""
    whole = load_programme()
    rest = tuple(one for one in STEPS if one is not step)
    changed = whole.progression.model_copy(update={"steps": rest})
    programme = Programme(whole.exercises, whole.session, changed, whole.pain)
    assert list(failing(programme))


# ---------------------------------------------------------------- the day


DAYS: list[tuple[str, Sequence[SessionDone], Any, tuple[str, bool, tuple[str, ...]]]] = [
    ("a good day", [session(3)], 3, ("session", False, ())),
    ("some pain", [session(3)], 4, ("session", True, ("day-some-pain",))),
    ("pain not told", [session(3)], "not-answered", ("session", True, ("day-some-pain",))),
    ("strong pain", [session(3, before=6, pain=6)], 6, ("rest", False, ("day-strong-pain",))),
    (
        "the morning after",
        [session(1, morning=2)],
        2,
        ("rest", False, ("day-worse-since-last-time",)),
    ),
    (
        "the morning after, told only today",
        [session(1, morning="not-answered")],
        2,
        ("rest", False, ("day-worse-since-last-time",)),
    ),
    (
        "two days after a stop",
        [session(2, stopped=True)],
        0,
        ("session", True, ("day-after-a-stop",)),
    ),
    ("three days after a stop", [session(3, stopped=True)], 0, ("session", False, ())),
]


def day(made: SessionPlan) -> tuple[str, bool, tuple[str, ...]]:
    return made.kind, made.eased, tuple(reason.rule for reason in made.reasons)


@pytest.mark.parametrize(("name", "done", "pain", "expected"), DAYS, ids=[d[0] for d in DAYS])
def test_day(
    name: str,
    done: Sequence[SessionDone],
    pain: Any,
    expected: tuple[str, bool, tuple[str, ...]],
) -> None:
    assert day(plan_after(*done, pain=pain)) == expected


@pytest.mark.parametrize("rule", load_programme().session.day, ids=lambda rule: rule.id)
def test_no_rule_of_the_day_can_be_lost_unnoticed(rule: Any) -> None:
    whole = load_programme()
    rest = tuple(one for one in whole.session.day if one is not rule)
    changed = whole.session.model_copy(update={"day": rest})
    programme = Programme(whole.exercises, changed, whole.progression, whole.pain)
    made = [day(plan_after(*done, pain=p, programme=programme)) for _, done, p, _ in DAYS]
    assert made != [expected for *_, expected in DAYS]


# ---------------------------------------------------------------- stages that must be earned


def part(stage: str, *, amount: int = 9, good: float | None = 1.0, watched: bool = True) -> Any:
    return session(
        9, amount, good=good, watched=watched, stage=stage, exercise="squat-row"
    ).exercises[0]


def measured(*parts: ExerciseDone) -> set[str | None]:
    """The stages of the squat row that are out because their parts weren't measured."""
    done = SessionDone(on=DAY - timedelta(days=9), pain_before=0, exercises=parts)
    made = plan_after(done)
    return {
        out.stage
        for out in made.left_out
        if out.exercise == "squat-row" and any(r.guide == ("SR1",) for r in out.reasons)
    }


def test_the_squat_row_waits_for_all_its_parts_in_good_form() -> None:
    three = [part(stage) for stage in ("squat", "standing-row", "seated-row")]
    assert measured(*three) == set()
    for missing in range(3):
        assert measured(*three[:missing], *three[missing + 1 :]) == {"squat-row"}
    assert measured(*three[:2], part("seated-row", good=0.5)) == {"squat-row"}
    assert measured(*three[:2], part("seated-row", amount=5)) == {"squat-row"}
    assert measured(*three[:2], part("seated-row", good=None, watched=False)) == {"squat-row"}


def test_somebody_who_learned_the_row_begins_there() -> None:
    made = plan_after(who=profile(learned=["standing-row"]))
    item = of(made, "squat-row")
    assert item is not None
    assert item.stage == "standing-row"
    assert item.stage_why[0].rule == "stage-learned"
    beginner = of(plan_after(who=profile(learned=[])), "squat-row")
    assert beginner is not None
    assert beginner.stage == "squat"
