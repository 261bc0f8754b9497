"""Three people, from their first answer to the morning after, in plain lines."""

from __future__ import annotations

from backline.daily.household import Household
from backline.person.intake import ticked
from backline.programme.plan import SessionPlan
from tests.daily.fakes import BERLIN
from tests.daily.walk import Walk
from tests.journal.clock import Clock

ALL_SIGNS = ("urgent-signs", "serious-signs", "other-signs", "inflammatory-signs")


def intake(home: Household, name: str, told: dict[str, object], signs: tuple[str, ...] = ()) -> int:
    """Somebody who answers one question after the other, as a page asks them."""
    person = home.add_person(name, BERLIN)
    question = home.standing(person.id).next_question
    while question is not None:
        if question.id in ALL_SIGNS:
            mine = [one for one in signs if one in question.fields]
            now = home.answer(person.id, ticked(question, mine))
        elif question.fields[0] in told:
            now = home.answer(person.id, {question.fields[0]: told[question.fields[0]]})
        else:
            now = home.answer(person.id, {}, skipped=[question.id])
        question = now.next_question
    return person.id


def lines(plan: SessionPlan | None) -> list[str]:
    """A plan: what, at which stage, how much, and within which limits."""
    assert plan is not None
    return [
        f"{item.exercise} {item.stage or '-'} {item.dose.sets}x{item.dose.amount}"
        + "".join(f" ({limit.rule.id})" for limit in item.limits)
        for item in plan.items
    ]


def why(plan: SessionPlan | None) -> list[str]:
    assert plan is not None
    return [one.rule for one in plan.reasons]


HEALTHY_ISH: dict[str, object] = {
    "age_band": "35-49",
    "duration": "chronic",
    "pain_now": 2,
    "pain_worst": 4,
    "pain_average": 3,
    "recurring": True,
    "leg_symptoms": [],
    "diagnoses": [],
    "hurts": [],
    "equipment": ["mat"],
    "learned": [],
}


def test_pain_for_a_long_time_but_otherwise_well(home: Household, clock: Clock) -> None:
    ann = intake(home, "Ann", HEALTHY_ISH)
    view = home.tell_pain(ann, 2)
    first = lines(view.plan)
    assert [line.split()[0] for line in first] == [*("cat-cow", "bird-dog", "plank", "squat-row")]
    assert all(item.why and item.stage_why and item.dose_why for item in view.plan.items)  # type: ignore[union-attr]
    session = home.begin_session(ann, watched=False)
    assert Walk(home, clock, calm=2).through(session) == [
        "show cat-cow, 2 of 5x",
        *("work, set 1", "rest", "rest", "work, set 2"),
        "pain after cat-cow?",
        "show bird-dog (arm-and-leg), 2 of 5x",
        *("work, set 1", "rest", "rest", "work, set 2"),
        "pain after bird-dog?",
        "show plank (on-knees), 2 of 10s",
        *("work, set 1", "rest", "rest", "work, set 2"),
        "pain after plank?",
        "show squat-row (squat), 2 of 5x",
        *("work, set 1", "rest", "rest", "work, set 2"),
        "pain after squat-row?",
        "summary",
    ]
    evening = home.today(ann)
    assert [one.state for one in evening.done_today] == ["finished"]
    clock.move(hours=14)
    assert home.answer_morning(ann, 2).plan is None  # pain isn't told yet
    assert lines(home.tell_pain(ann, 2).plan) == first  # the same again, it is early days
    steps = [item.step for item in home.today(ann).plan.items]  # type: ignore[union-attr]
    assert steps == ["repeat"] * 4
    clock.move(hours=1)
    assert home.answer_morning(ann, 4).plan.kind == "rest"  # type: ignore[union-attr]
    assert why(home.today(ann).plan) == ["day-worse-since-last-time"]
    clock.move(days=1)
    changed = home.tell_pain(ann, 2).plan  # two days later, with a little less
    assert {item.step for item in changed.items} == {"step-back"}  # type: ignore[union-attr]
    assert lines(changed)[1].startswith("bird-dog leg-only")


def test_a_disc_that_does_not_like_bending(home: Household, clock: Clock) -> None:
    told = {**HEALTHY_ISH, "diagnoses": ["herniated-disc"], "hurts": ["bending-forward"]}
    bea = intake(home, "Bea", {**told, "clearance": True})
    profile = home.standing(bea).profile
    assert profile is not None
    assert (profile.gate, profile.level("flexion")) == ("go", "none")
    view = home.tell_pain(bea, 3)
    assert lines(view.plan) == [
        "cat-cow - 2x5 (cat-cow-no-round)",
        "bird-dog arm-and-leg 2x5 (bird-dog-no-round)",
        "plank on-knees 2x10 (plank-no-round)",
        "squat-row squat 2x5 (squat-row-no-round)",
    ]
    session = home.begin_session(bea, watched=False)
    shown = home.desk.view(session).exercise
    assert shown is not None
    assert "round" not in {lobe.name for lobe in shown.signal.lobes}
    assert Walk(home, clock, calm=3, pains={"cat-cow": 4}).through(session) == [
        "show cat-cow, 2 of 5x",
        *("work, set 1", "rest", "rest", "work, set 2"),
        "pain after cat-cow?",
        "show bird-dog (leg-only), 1 of 5x, eased",
        "work, set 1",
        "pain after bird-dog?",
        "show plank (on-knees), 1 of 10s, eased",
        "work, set 1",
        "pain after plank?",
        "show squat-row (squat), 1 of 5x, eased",
        "work, set 1",
        "pain after squat-row?",
        "summary",
    ]
    clock.move(hours=14)
    home.answer_morning(bea, 4)
    after = home.tell_pain(bea, 4).plan
    assert after is not None
    assert (after.kind, after.eased, why(after)) == ("session", True, ["day-some-pain"])
    assert lines(after)[1] == "bird-dog leg-only 1x5 (bird-dog-no-round)"


def test_sudden_strong_pain(home: Household, clock: Clock) -> None:
    told = {**HEALTHY_ISH, "duration": "acute", "pain_now": 9, "pain_worst": 9, "pain_average": 8}
    cem = intake(home, "Cem", told)
    first = home.tell_pain(cem, 9)
    assert (first.hindrance, first.plan.kind) == ("screening", "not-yet")  # type: ignore[union-attr]
    assert home.standing(cem).profile.gate == "see-doctor"  # type: ignore[union-attr]
    clock.move(days=1)
    home.answer(cem, {"clearance": True})  # the doctor said that moving is fine
    view = home.tell_pain(cem, 9)
    assert (view.hindrance, view.plan.items) == ("rest", ())  # type: ignore[union-attr]
    assert why(view.plan) == ["day-strong-pain"]
    clock.move(days=1)
    assert home.today(cem).morning is None  # nothing was done that could be asked about
    better = home.tell_pain(cem, 5)
    assert better.may_begin
    assert better.plan is not None
    assert better.plan.eased
    assert all(item.dose.sets == 1 for item in better.plan.items)
    session = home.begin_session(cem, watched=False)
    assert Walk(home, clock, calm=5, pains={"cat-cow": 6}).through(session)[-1] == "stopped: pain"
    clock.move(days=1)
    after = home.tell_pain(cem, 3)
    assert why(after.plan) == ["day-after-a-stop"]


def test_a_sign_that_needs_help_now(home: Household) -> None:
    told = {**HEALTHY_ISH, "duration": "acute", "pain_now": 9, "pain_worst": 9, "pain_average": 8}
    dia = intake(home, "Dia", told, signs=("saddle_numbness", "bladder_or_bowel"))
    stands = home.standing(dia)
    assert stands.profile is not None
    assert stands.profile.gate == "emergency"
    assert stands.alarms
    view = home.tell_pain(dia, 9)
    assert view.hindrance == "screening"
    assert view.plan is not None
    assert (view.plan.kind, view.plan.items, view.plan.spares) == ("not-yet", (), ())
    assert all(one.reasons for one in view.plan.left_out)
