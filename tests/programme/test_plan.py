"""Sessions: their make-up, their reasons, and the changes that people make to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from backline.person.condition import NOT_ANSWERED
from backline.person.screen import screen
from backline.programme.adapt import PlanChangeError, shorten, skip, swap
from backline.programme.history import (
    Dose,
    ExerciseDone,
    History,
    SessionDone,
    SetDone,
    Time,
    Today,
    rise,
)
from backline.programme.load import guide_problems, load_programme
from backline.programme.plan import PlanItem, SessionPlan, plan
from backline.programme.timed_test import stage_of_test, timed_test
from backline.programme.words import because_words, reason_words
from tests.person.cases import ordinary
from tests.programme.space import DAY, exercises, experience

FREE = {"clearance": True, "pain_now": 0, "pain_worst": 0, "pain_average": 0}


def today(**changes: Any) -> Today:
    return Today(**{"on": DAY, "pain_now": 1, "pain_last_week": 1, **changes})


def made(history: History | None = None, day: Today | None = None, **answers: Any) -> SessionPlan:
    profile = screen(ordinary(**answers))
    return plan(profile, history or History(), day or today(), exercises())


def names(items: Iterable[PlanItem]) -> list[str]:
    return [item.exercise for item in items]


def done_as(planned: SessionPlan, on: Any, good: float = 1.0) -> SessionDone:
    """That plan, done in full and well."""
    return SessionDone(
        on=on,
        pain_before=0,
        pain_after=0,
        next_morning=0,
        exercises=tuple(
            ExerciseDone(
                exercise=item.exercise,
                stage=item.stage,
                planned=item.dose,
                sets=(SetDone(amount=item.dose.amount, good_share=good),) * item.dose.sets,
                pain_after=0,
                eased=planned.eased,
            )
            for item in planned.items
        ),
    )


def months(sessions: int = 60, every_days: int = 3, **answers: Any) -> list[SessionPlan]:
    """Plans of somebody who does all of them well and without pain."""
    history, plans = History(), []
    profile = screen(ordinary(**{**FREE, **answers}))
    for n in range(sessions):
        on = DAY + timedelta(days=n * every_days)
        day = Today(on=on, pain_now=0, pain_last_week=0)
        plans.append(plan(profile, history, day, exercises()))
        history = History(sessions=(*history.sessions, done_as(plans[-1], on)))
    return plans


# ---------------------------------------------------------------- the make-up of a session


def test_a_first_session_is_short_and_low() -> None:
    first = made()
    assert names(first.items)[:2] == ["cat-cow", "bird-dog"]
    assert len(first.items) in {3, 4}
    assert 10 <= first.minutes <= 15
    assert all(item.dose.amount in {5, 10} for item in first.items)
    assert first == made()


def test_no_mat_no_floor() -> None:
    standing = made(equipment=["band"])
    assert names(standing.items)
    assert not {"cat-cow", "bird-dog", "plank"} & set(names(standing.items))
    out = {o.exercise: o.reasons[0].rule for o in standing.left_out if o.whole}
    assert out["cat-cow"] == "equipment-missing"


def test_what_is_not_there_is_not_planned() -> None:
    three = {name: exercises()[name] for name in ("cat-cow", "bird-dog", "plank")}
    only = plan(screen(ordinary()), History(), today(), three)
    assert names(only.items) == list(three)


def test_an_exercise_without_a_programme_is_left_out_with_its_reason() -> None:
    own = exercises()["cat-cow"].model_copy(update={"id": "my-own"})
    with_it = plan(screen(ordinary()), History(), today(), {**exercises(), "my-own": own})
    assert [o.reasons[0].rule for o in with_it.left_out if o.exercise == "my-own"] == [
        "no-programme"
    ]


def test_a_goal_brings_what_is_near_it() -> None:
    goal = {"activity": "reaching the top shelf", "score": 4, "area": "reaching-turning"}
    near = made(goals=[goal])
    assert "pulldown" in names(near.items)
    item = next(item for item in near.items if item.exercise == "pulldown")
    assert "choice-goal" in {reason.rule for reason in item.why}


def test_skipped_today() -> None:
    without = made(day=today(skip=frozenset({"bird-dog"})))
    assert "bird-dog" not in names((*without.items, *without.spares))
    assert any(
        o.exercise == "bird-dog" and o.reasons[0].rule == "skipped-today" for o in without.left_out
    )


def test_over_months_it_grows_within_the_guides_dose_and_everything_has_its_turn() -> None:
    plans = months()
    seen = {name for one in plans for name in names(one.items)}
    assert seen == set(exercises())
    for one in plans:
        assert names(one.items)[:2] == ["cat-cow", "bird-dog"]
        assert 3 <= len(one.items) <= 4
        assert one.minutes <= 15
    amounts = [one.items[0].dose.amount for one in plans]
    assert amounts == sorted(amounts)
    assert amounts[0] == 5
    assert amounts[-1] == 15


def test_stages_are_earned_one_at_a_time() -> None:
    last: dict[str, int] = {}
    highest: dict[str, int] = {}
    for one in months():
        for item in one.items:
            mine = load_programme().exercises[item.exercise]
            stages = [rung.stage for rung in mine.rungs]
            place = stages.index(item.stage)
            before = last.get(item.exercise)
            assert before is not None or item.step is None
            if before is not None and place > before:
                assert item.step == "next-stage"
                assert item.dose.amount == mine.dose.start
            last[item.exercise] = place
            highest[item.exercise] = max(place, highest.get(item.exercise, 0))
    higher = {name for name, place in highest.items() if place}
    assert {"band-deadlift", "squat-row"} <= higher


def test_the_next_stage_never_comes_with_pain() -> None:
    hurting = made(experience(), today(pain_now=4), clearance=True)
    assert hurting.eased
    assert all(item.step != "next-stage" or item.dose.amount in {5, 10} for item in hurting.items)


# ---------------------------------------------------------------- why


@given(
    st.fixed_dictionaries(
        {
            "diagnoses": st.sets(st.sampled_from(["herniated-disc", "spinal-stenosis", "other"])),
            "clearance": st.sampled_from([True, False, NOT_ANSWERED]),
            "duration": st.sampled_from(["none", "acute", "subacute", "chronic", NOT_ANSWERED]),
            "hurts": st.sets(
                st.sampled_from(["bending-forward", "arching", "twisting", "lifting"])
            ),
            "equipment": st.sets(st.sampled_from(["mat", "ball", "band", "kettlebell", "chair"])),
            "cancer_history": st.booleans(),
        }
    ),
    st.one_of(st.integers(0, 10), st.just(NOT_ANSWERED)),
    st.sampled_from([None, 4.0, 8.0, 12.0, 30.0]),
)
@settings(max_examples=150, deadline=None)
def test_every_reason_has_words(answers: dict[str, Any], pain: Any, minutes: float | None) -> None:
    one = made(experience(), today(pain_now=pain, minutes=minutes), **answers)
    reasons = [*one.reasons, *(r for o in one.left_out for r in o.reasons)]
    for item in (*one.items, *one.spares):
        reasons += [*item.why, *item.stage_why, *item.dose_why, *(x.reason for x in item.limits)]
    for reason in reasons:
        assert reason_words(reason)
        assert len(because_words(reason)) == len(reason.because)
        assert reason.source
    assert one.minutes <= 15.01


def test_a_limit_says_whose_rule_is_behind_it() -> None:
    limited = made(diagnoses=["herniated-disc"], clearance=True)
    first = limited.items[0]
    assert [limit.rule.id for limit in first.limits] == ["cat-cow-small-round"]
    assert first.limits[0].reason.because == ("disc-bending",)
    assert "disc" in because_words(first.limits[0].reason)[0]


# ---------------------------------------------------------------- what people change


def test_a_swap_keeps_the_dose_and_the_order() -> None:
    grown = months(8)[-1]
    gone = grown.items[-1]
    spare = next(s for s in grown.spares if s.dose.kind == gone.dose.kind and s.step != "step-back")
    swapped = swap(grown, gone.exercise, spare.exercise)
    new = swapped.items[-1]
    assert new.exercise == spare.exercise
    assert new.dose.amount == gone.dose.amount
    assert names(swapped.items[:-1]) == names(grown.items[:-1])
    assert gone.exercise in names(swapped.spares)
    out = [o for o in swapped.left_out if o.whole and o.exercise == gone.exercise]
    assert [o.reasons[0].rule for o in out] == ["swapped-away"]
    assert new.stage == spare.stage
    assert new.limits == spare.limits


def test_a_swap_on_an_eased_day_stays_eased() -> None:
    eased = made(experience(), today(pain_now=4), clearance=True)
    swapped = swap(eased, eased.items[-1].exercise)
    assert swapped.items[-1].dose.sets == 1
    assert swapped.items[-1].dose.amount in {5, 10}


def test_what_cannot_be_swapped_says_what_to_do() -> None:
    first = made()
    with pytest.raises(PlanChangeError, match="fixed place"):
        swap(first, "cat-cow")
    with pytest.raises(PlanChangeError, match="isn't in the plan"):
        swap(first, "juggling")
    with pytest.raises(PlanChangeError, match="Choose among"):
        swap(first, first.items[-1].exercise, "band-deadlift")


@given(st.lists(st.integers(0, 9), max_size=6), st.floats(3, 15))
@settings(max_examples=80, deadline=None)
def test_changes_never_bring_what_was_left_out(moves: list[int], minutes: float) -> None:
    one = made(experience(), hurts=["twisting"], clearance=True)
    allowed = set(names((*one.items, *one.spares)))
    for move in moves:
        if not one.items:
            break
        item = one.items[move % len(one.items)]
        if move % 3 == 0:
            one = skip(one, item.exercise)
        elif item.slot is None and one.spares:
            one = swap(one, item.exercise)
        else:
            one = shorten(one, minutes)
        assert set(names(one.items)) <= allowed
        assert len(set(names(one.items))) == len(one.items)
        assert one.minutes == pytest.approx(sum(item.minutes for item in one.items))


def test_shorter_keeps_the_beginning() -> None:
    short = shorten(made(), 5)
    assert names(short.items) == ["cat-cow", "bird-dog"]
    assert short.minutes < made().minutes
    asked = made(day=today(minutes=6))
    assert names(asked.items)[:2] == ["cat-cow", "bird-dog"]
    assert asked.minutes <= 6


def test_skipping_everything_leaves_nothing() -> None:
    one = made()
    for name in names(one.items):
        one = skip(one, name)
    assert one.kind == "nothing"
    assert one.minutes == 0


# ---------------------------------------------------------------- the timed test


def plank_history(*holds: tuple[float, float | None, bool], stage: str = "on-toes") -> History:
    sets = tuple(SetDone(amount=a, good_share=g, watched=w) for a, g, w in holds)
    done = ExerciseDone(
        exercise="plank", stage=stage, planned=Dose(kind="hold", amount=20, sets=1), sets=sets
    )
    return History(sessions=(SessionDone(on=DAY - timedelta(days=3), exercises=(done,)),))


def test_the_test_waits_for_a_good_hold_and_a_good_day() -> None:
    exercise = exercises()["plank"]

    def offer(history: History, day: Today, **answers: Any) -> tuple[bool, set[str]]:
        found = timed_test(screen(ordinary(**answers)), history, day, exercise, "on-toes")
        assert found is not None
        return found.allowed, {reason.rule for reason in found.reasons}

    good = plank_history((20, 1.0, True))
    assert offer(good, today()) == (True, {"plank-test", "test-ready"})
    assert offer(History(), today()) == (False, {"test-not-yet"})
    assert offer(plank_history((20, 0.5, True)), today())[0] is False
    assert offer(good, today(pain_now=4)) == (False, {"day-some-pain", "plank-with-pain"})
    assert offer(good, today(), duration="acute")[1] == {"plank-out"}
    assert offer(good, today(), cancer_history=True) == (False, {"cancer-history"})
    assert timed_test(screen(ordinary()), good, today(), exercises()["cat-cow"]) is None


def test_the_test_is_of_the_persons_own_stage() -> None:
    exercise, profile = exercises()["plank"], screen(ordinary())

    def offer(own: str | None, held: str) -> tuple[str | None, bool]:
        found = timed_test(
            profile, plank_history((20, 1.0, True), stage=held), today(), exercise, own
        )
        assert found is not None
        return found.stage, found.allowed

    assert offer("on-knees", "on-knees") == ("on-knees", True)
    assert offer("on-toes", "on-knees") == ("on-toes", False)
    assert offer("rocking", "on-toes") == ("on-toes", True)
    assert offer(None, "on-knees") == ("on-knees", True)


def test_limits_of_a_harder_stage_hold_for_its_test_too() -> None:
    """The plan's limits are those of its own stage; the test may be of an easier one."""
    for mine in load_programme().exercises.values():
        if mine.test is None:
            continue
        stages = [rung.stage for rung in mine.rungs]
        for own in stages:
            stage = stage_of_test(mine, own)
            limits = [rule for rule in mine.rules if not rule.exclude and rule.about(stage)]
            assert all(rule.about(own) for rule in limits), (own, stage)


def test_a_timed_test_changes_no_dose_but_its_pain_counts() -> None:
    def history(pain: int) -> History:
        planned = Dose(kind="hold", amount=20, sets=1)
        sets = (SetDone(amount=20, good_share=1.0),)
        usual = ExerciseDone(
            exercise="plank", stage="on-toes", planned=planned, sets=sets, pain_after=1
        )
        tried = ExerciseDone(
            exercise="plank",
            stage="on-toes",
            planned=Dose(kind="hold", amount=1, sets=1),
            sets=(SetDone(amount=70, good_share=1.0),),
            pain_after=pain,
        )
        days = [DAY - timedelta(days=n) for n in (4, 2, 1)]
        sessions = [SessionDone(on=on, pain_before=1, exercises=(usual,)) for on in days[:2]]
        test = SessionDone(on=days[2], pain_before=1, test=True, exercises=(tried,))
        return History(sessions=(*sessions, test))

    def plank(pain: int) -> tuple[int, str | None]:
        found = made(history=history(pain))
        (item,) = [one for one in (*found.items, *found.spares) if one.exercise == "plank"]
        return item.dose.amount, item.step

    assert plank(1) == (25, "add")
    assert plank(5) == (15, "step-back")


# ---------------------------------------------------------------- data and history


def test_the_programme_fits_the_exercise_files() -> None:
    assert list(guide_problems(load_programme(), exercises().values())) == []


def test_a_misfit_is_told() -> None:
    cat_cow = exercises()["cat-cow"]
    dose = cat_cow.dose.model_copy(update={"repetitions": (8, 12), "each_side": True})
    other = cat_cow.model_copy(update={"dose": dose, "cues": []})
    problems = list(guide_problems(load_programme(), [other]))
    for part in ("isn't within 8 to 12", "each_side", "no cue CC2-round"):
        assert any(part in problem for problem in problems), part


def test_history_is_put_in_order_and_bad_records_are_refused() -> None:
    late, early = (SessionDone(on=DAY - timedelta(days=n)) for n in (1, 9))
    assert History(sessions=(late, early)).sessions == (early, late)
    with pytest.raises(ValidationError):
        SetDone(amount=5, good_share=1.0, watched=False)
    with pytest.raises(ValidationError):
        SessionDone(on=DAY, pain_before=11)


def test_a_history_survives_being_stored() -> None:
    history = experience()
    assert History.model_validate_json(history.model_dump_json()) == history
    assert isinstance(history.times("plank")[0], Time)


def test_a_rise_needs_both_ends() -> None:
    assert rise(2, 5) == 3
    assert rise(NOT_ANSWERED, 5) == rise(2, NOT_ANSWERED) == NOT_ANSWERED
