"""The coach's stages, counting and ends."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest

from backline.body import CannotJudge
from backline.coach.line import LINE_LOST_S
from backline.coach.notices import ANOTHER_S
from backline.coach.session import (
    LEFT_AFTER_S,
    LOST_AFTER_S,
    RESTED_AFTER_S,
    CoachSession,
)
from backline.form.result import Hold
from backline.guide.load import load_exercise
from tests.coach.driver import Driver
from tests.coach.fakes import exercise, repetition, update, verdict


def driver(target: int = 3, **options: bool) -> Driver:
    return Driver(CoachSession(exercise(**options), target_repetitions=target))


def holder(target_s: float = 20.0) -> Driver:
    return Driver(CoachSession(exercise(kind="hold"), target_hold_s=target_s))


def test_it_leads_from_an_empty_room_to_the_work():
    coach = driver()
    assert coach.play(1, "framing").stage == "framing"
    state = coach.play(1, "getting-ready")
    assert state.stage == "getting-ready"
    assert state.instruction is not None
    assert "hands and knees" in state.instruction.text
    assert coach.play(1, "ready").stage == "countdown"
    assert coach.session.state.instruction is None
    assert coach.play(5, "ready").stage == "work"
    countdown = [s.countdown for s in coach.states if s.countdown]
    assert sorted(set(countdown), reverse=True) == [3, 2, 1]
    assert countdown == sorted(countdown, reverse=True)
    assert [t for t in coach.texts() if t in ("Three.", "Two.", "One.")] == [
        "Three.",
        "Two.",
        "One.",
    ]


def test_moving_in_the_countdown_starts_it_over_but_a_flicker_does_not():
    coach = driver()
    coach.play(2.5, "ready")
    assert coach.play(0.3, "getting-ready").stage == "countdown"
    assert coach.play(0.2, "ready").stage == "countdown"
    assert coach.play(1.0, "getting-ready").stage == "getting-ready"
    assert coach.play(1.0, "ready").countdown is None


def test_it_waits_for_the_neutral_before_it_counts_down():
    coach = driver()
    state = coach.play(4, "ready", cannot_judge=CannotJudge.NO_NEUTRAL)
    assert state.stage == "countdown"
    assert state.countdown is None
    assert coach.play(5, "ready").stage == "work"


def test_somebody_who_begins_early_is_counted():
    coach = driver()
    coach.play(2, "ready")
    assert coach.repeat().count == 1
    assert coach.session.state.stage == "work"


def test_it_counts_praises_the_target_and_keeps_counting():
    coach = driver(target=2)
    coach.start()
    for _ in range(4):
        state = coach.repeat()
    assert state.count == 4
    assert state.reached
    assert state.stage == "work"
    assert sum("all you set out" in text for text in coach.texts()) == 1


def test_leaving_the_posture_ends_the_set_by_itself():
    coach = driver(target=5)
    coach.start()
    coach.repeat()
    assert coach.play(LEFT_AFTER_S - 1, "left").stage == "work"
    state = coach.play(2, "left")
    assert state.stage == "left"
    assert state.summary is not None
    assert state.summary.repetitions == 1
    assert coach.play(3, "working", repetitions=9).count == 1


def test_leaving_after_the_target_is_done():
    coach = driver(target=1)
    coach.start()
    coach.repeat()
    assert coach.play(LEFT_AFTER_S + 1, "left").stage == "done"


def test_resting_in_the_posture_ends_the_set_once_all_is_done():
    coach = driver(target=2)
    coach.start()
    coach.repeat()
    assert coach.play(RESTED_AFTER_S + 2, "working").stage == "work"  # not all is done yet
    coach.repeat()
    assert coach.play(RESTED_AFTER_S - 2, "working").stage == "work"
    assert coach.repeat().count == 3  # one more, of one's own will
    assert coach.play(RESTED_AFTER_S - 2, "working").stage == "work"
    state = coach.play(4, "working")
    assert state.stage == "done"
    assert state.summary is not None
    assert state.summary.repetitions == 3


def test_coming_back_in_time_goes_on():
    coach = driver()
    coach.start()
    coach.repeat()
    coach.play(2, "left")
    coach.play(1, "ready")
    assert coach.play(2, "left").stage == "work"


def test_leaving_before_anything_was_done_goes_back_to_getting_ready():
    coach = driver()
    coach.start()
    assert coach.play(LEFT_AFTER_S + 1, "left").stage == "getting-ready"


def test_being_out_of_sight_for_long_ends_it_and_says_so():
    coach = driver()
    coach.start()
    coach.repeat()
    assert coach.play(LOST_AFTER_S - 1, "framing").stage == "work"
    state = coach.play(2, "framing")
    assert state.stage == "left"
    assert state.summary is not None
    assert "lost sight" in state.summary.headline
    assert any("could not judge" in line for line in state.summary.lines)


@pytest.mark.parametrize("prepare", ["nothing", "countdown", "work", "left"])
def test_pain_stops_at_once_from_any_stage_for_good(prepare: str):
    coach = driver()
    if prepare == "countdown":
        coach.play(2, "ready")
    elif prepare in ("work", "left"):
        coach.start()
        coach.repeat()
        if prepare == "left":
            coach.play(LEFT_AFTER_S + 1, "left")
    state = coach.hurts()
    assert state.stage == "stopped"
    assert [u.kind for u in state.say] == ["pain"]
    assert state.say[0].interrupts
    assert "doctor" in state.say[0].text
    assert coach.hurts().say == ()
    assert coach.play(10, "working").stage == "stopped"
    assert coach.texts()[-1] == state.say[0].text


def test_leaving_the_picture_is_not_leaving_the_posture():
    coach = driver()
    coach.start()
    coach.repeat()
    state = coach.play(LEFT_AFTER_S + 1, "left", cannot_judge=CannotJudge.NO_PERSON)
    assert state.stage == "work"
    assert state.hint is not None


def test_finishing_by_hand():
    coach = driver()
    coach.start()
    coach.repeat()
    state = coach.session.finish(coach.now_s)
    assert state.stage == "left"
    assert state.summary is not None


def test_sides_are_counted_apart():
    coach = driver(each_side=True)
    coach.start()
    for number, side in enumerate(("left", "right", "left"), start=1):
        coach.repetitions = number
        state = coach.step("working", finished=repetition(number, side=side))
    assert state.sides == {"left": 2, "right": 1}


def test_the_default_target_is_the_low_end_of_the_dose_on_each_side():
    assert CoachSession(exercise()).target == 5
    assert CoachSession(exercise(each_side=True)).target == 10
    assert CoachSession(exercise(kind="hold")).target == 20


@pytest.mark.parametrize("target", [0, -1])
def test_a_target_must_be_positive(target: int):
    with pytest.raises(ValueError, match="positive"):
        CoachSession(exercise(), target_repetitions=target)


def test_the_clock_counts_good_seconds_only_and_says_that_it_waits():
    coach = holder()
    coach.start()
    for tenth in range(50):
        state = coach.step("working", phase="hold", hold_s=tenth / 10, good_hold_s=tenth / 10)
    assert state.clock_s == pytest.approx(4.9)
    assert not state.paused
    for tenth in range(50, 80):
        state = coach.step("working", phase="hold", hold_s=tenth / 10, good_hold_s=4.9)
    assert state.clock_s == pytest.approx(4.9)
    assert state.paused


def test_the_clock_is_called_every_ten_seconds_and_at_the_target():
    coach = holder(target_s=25)
    coach.start()
    for tenth in range(320):
        coach.step("working", phase="hold", hold_s=tenth / 10, good_hold_s=tenth / 10)
    assert coach.texts("count") == ["10 seconds.", "20 seconds.", "30 seconds."]
    assert next(t for t in coach.texts() if "set out" in t).startswith("25 seconds")


def test_a_hold_is_summed_up():
    coach = holder()
    coach.start()
    fault = (verdict("fix", "fault"),)
    for tenth in range(100):
        coach.step("working", hold_s=tenth / 10, good_hold_s=tenth / 20, verdicts=fault)
    finished = Hold(start_s=0, end_s=10, good_s=5, ended="knees")
    coach.step("left", hold_s=10.0, good_hold_s=5.0, finished=finished)
    state = coach.play(LEFT_AFTER_S + 1, "left", hold_s=10.0, good_hold_s=5.0)
    assert state.summary is not None
    assert state.summary.lines == ("5 seconds in good form", "10 seconds held in all")
    assert [(c.id, c.times) for c in state.summary.cues] == [("fix", 1)]


def test_time_going_back_changes_nothing():
    session = CoachSession(exercise())
    session.update(update("getting-ready"), 5.0)
    before = session.state
    assert session.update(update("getting-ready"), 1.0).stage == before.stage


def test_a_set_that_broke_off_is_counted_on() -> None:
    driver = Driver(CoachSession(exercise(each_side=True), 4, already=("left", "right")))
    driver.start()
    assert driver.states[-1].count == 2
    assert driver.states[-1].sides == {"left": 1, "right": 1}
    state = driver.repeat()
    assert (state.count, state.reached) == (3, False)
    state = driver.repeat()
    assert (state.count, state.reached) == (4, True)
    assert "3." in driver.texts("count")
    assert "1." not in driver.texts("count")


def test_only_a_repetition_seen_whole_is_judged() -> None:
    driver = Driver(CoachSession(exercise(), 5))
    driver.start()
    assert driver.repeat("ok").judged is True
    assert driver.repeat("cannot-judge").judged is False
    assert driver.step("ready").judged is None


def test_another_exercise_is_told_once_and_shown_for_a_while():
    coach = Driver(CoachSession(exercise()))
    coach.play(3, "getting-ready")
    other = load_exercise("bird-dog")
    state = coach.step("getting-ready", another=other)
    assert state.another is not None
    assert state.another.id == "bird-dog"
    assert state.another.title == "This looks like “Bird dog”"
    assert state.another.text == "This set counts “Test move”."
    assert coach.play(ANOTHER_S - 0.5, "getting-ready").another is not None
    assert coach.play(1.0, "getting-ready").another is None
    coach.play(20, "getting-ready")
    assert coach.texts("another") == ["This looks like “Bird dog”. This set counts “Test move”."]


def test_another_exercise_waits_for_a_correction_and_for_quiet():
    coach = Driver(CoachSession(exercise()))
    coach.start()
    coach.play(2.0, "working", verdicts=(verdict("stop", "fault"),))
    other = load_exercise("bird-dog")
    coach.step("working", verdicts=(verdict("stop", "fault"),), another=other)
    coach.play(9.0, "working", verdicts=(verdict("stop", "fault"),))
    kinds = [u.kind for _, u in coach.said]
    assert kinds.index("stop-cue") < kinds.index("another")
    assert kinds.count("another") == 1
    for (first_s, first), (second_s, _) in pairwise(coach.said):
        assert second_s >= first_s + first.duration_s - 0.11 or second_s == first_s


def test_another_exercise_is_told_in_spanish():
    coach = Driver(CoachSession(load_exercise("cat-cow"), language="es"))
    state = coach.step("framing", another=load_exercise("bird-dog"))
    assert state.another is not None
    assert state.another.title == "Esto parece «Perro-pájaro»"
    assert state.another.text == "Esta serie cuenta «Gato-vaca»."


def openly(seconds: float, **more: Any) -> Driver:
    """Somebody who has held so long, all of it good, with no end set."""
    coach = Driver(CoachSession(exercise(kind="hold"), open_end=True))
    coach.start()
    for tenth in range(round(seconds * 10)):
        held = (tenth + 1) / 10
        coach.step("working", phase="hold", hold_s=held, good_hold_s=held, **more)
    return coach


def test_a_hold_without_an_end_goes_on_beyond_any_dose():
    coach = openly(75)
    state = coach.states[-1]
    assert (state.stage, state.reached, state.target) == ("work", False, math.inf)
    assert coach.texts("count")[-1] == "70 seconds."
    assert not [text for text in coach.texts() if "set out" in text]


def test_it_is_over_as_soon_as_the_person_is_down():
    coach = openly(30)
    finished = Hold(start_s=0, end_s=30, good_s=30, ended="knees")
    assert coach.step("left", finished=finished).stage == "work"  # so that it can be recorded
    state = coach.step("left")
    assert (state.stage, state.clock_s) == ("done", 30)
    assert coach.texts()[-1] == "Finished. Rest now."


def test_a_hold_of_a_moment_was_getting_into_position():
    coach = openly(4)
    coach.step("left", finished=Hold(start_s=0, end_s=4, good_s=4, ended="knees"))
    assert coach.play(1, "left").stage == "work"
    for tenth in range(120):
        state = coach.step("working", hold_s=tenth / 10, good_hold_s=tenth / 10)
    assert (state.stage, state.clock_s) == ("work", 11.9)


@pytest.mark.parametrize(
    ("word", "cue", "stage"),
    [("fault", "fix", "done"), ("fault", "polish", "work"), ("cannot-judge", "fix", "work")],
)
def test_it_is_over_once_the_line_is_lost_for_good(word: str, cue: str, stage: str):
    coach = openly(20)
    wrong = (verdict(cue, word),)
    state = coach.play(LINE_LOST_S - 0.5, "working", hold_s=24, good_hold_s=20, verdicts=wrong)
    assert state.stage == "work"
    coach.step("working", hold_s=25, good_hold_s=20.1)  # put right for a moment
    state = coach.play(LINE_LOST_S - 0.5, "working", hold_s=29, good_hold_s=20.1, verdicts=wrong)
    assert state.stage == "work"
    assert coach.play(1.5, "working", hold_s=30, good_hold_s=20.1, verdicts=wrong).stage == stage
    assert ("Your line has gone" in coach.texts()[-1]) == (stage == "done")


def test_time_unseen_is_no_time_wrong():
    coach = openly(20)
    held = {"hold_s": 22, "good_hold_s": 20}
    coach.play(2, "working", **held, verdicts=(verdict("fix", "fault"),))
    coach.play(6, "working", **held, cannot_judge=CannotJudge.NO_PERSON)
    assert coach.play(2, "working", **held, verdicts=(verdict("fix", "fault"),)).stage == "work"
    assert coach.play(2, "working", **held, verdicts=(verdict("fix", "fault"),)).stage == "done"


def test_without_a_good_second_there_is_no_line_to_lose():
    coach = Driver(CoachSession(exercise(kind="hold"), open_end=True))
    coach.start()
    wrong = (verdict("fix", "fault"),)
    assert coach.play(15, "working", hold_s=15, good_hold_s=0.0, verdicts=wrong).stage == "work"


def test_ending_it_by_hand_is_the_end_as_well():
    assert openly(12).session.finish(99.0).stage == "done"
    assert openly(2).session.finish(99.0).stage == "left"
