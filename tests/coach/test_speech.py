"""What the coach says and shows, when, and when it keeps quiet."""

from __future__ import annotations

import itertools

import pytest

from backline.body import CannotJudge
from backline.coach.session import CoachSession
from backline.coach.speech import Request, Speaker, duration_s
from backline.coach.talk import CUE_EVERY_S
from tests.coach.driver import Driver
from tests.coach.fakes import exercise, repetition, verdict

WRONG = (verdict("fix", "fault"),)
RIGHT = (verdict("fix", "ok"),)


@pytest.fixture
def coach() -> Driver:
    driver = Driver(CoachSession(exercise(), target_repetitions=50))
    driver.start()
    driver.play(2, "ready")
    driver.said.clear()
    return driver


def test_a_count_is_said_briefly(coach: Driver):
    coach.repeat("ok")
    assert coach.texts("count") == ["1."]
    assert duration_s("1.") < 0.6


def test_a_fault_is_shown_and_said_once_it_persists(coach: Driver):
    assert coach.play(0.3, "working", verdicts=WRONG).cue is None
    state = coach.play(0.3, "working", verdicts=WRONG)
    assert state.cue is not None
    assert state.cue.label == "Label fix"
    assert "Do fix." in coach.texts("fix")


def test_a_blink_of_a_fault_is_never_shown(coach: Driver):
    for _ in range(20):
        coach.play(0.2, "working", verdicts=WRONG)
        coach.play(0.4, "working", verdicts=RIGHT)
    assert not any(state.cue for state in coach.states)


def test_a_cue_is_repeated_only_after_a_while(coach: Driver):
    coach.play(CUE_EVERY_S * 2.5, "working", verdicts=WRONG)
    times = [at for at, u in coach.said if u.kind == "fix"]
    assert len(times) == 3
    assert all(later - sooner >= CUE_EVERY_S - 0.01 for sooner, later in itertools.pairwise(times))


def test_the_gravest_cue_is_shown(coach: Driver):
    both = (verdict("polish", "fault"), verdict("fix", "fault"))
    state = coach.play(1, "working", verdicts=both)
    assert state.cue is not None
    assert state.cue.id == "fix"
    state = coach.play(1, "working", verdicts=(*both, verdict("stop", "fault")))
    assert state.cue is not None
    assert state.cue.id == "stop"


def test_a_corrected_cue_stays_long_enough_to_be_read_then_goes(coach: Driver):
    coach.play(1, "working", verdicts=WRONG)
    assert coach.play(0.5, "working", verdicts=RIGHT).cue is not None
    assert coach.play(3, "working", verdicts=RIGHT).cue is None


def test_a_cue_vanishes_the_moment_it_cannot_be_judged(coach: Driver):
    coach.play(1, "working", verdicts=WRONG)
    assert coach.step("working", cannot_judge=CannotJudge.TRUNK_HIDDEN).cue is None
    coach.play(1, "working", verdicts=WRONG)
    assert coach.step("working", verdicts=(verdict("fix", "cannot-judge"),)).cue is None


def test_a_cue_about_a_finished_repetition_is_shown_at_once(coach: Driver):
    state = coach.step("working", verdicts=(verdict("fast", "fault"),))
    assert state.cue is not None
    assert state.cue.id == "fast"
    assert coach.play(3, "working").cue is not None
    assert coach.play(2, "working").cue is None


def test_a_cue_about_a_whole_phase_is_shown_though_it_is_told_once(coach: Driver):
    coach.play(1, "working", phase="reach")
    state = coach.step("working", verdicts=(verdict("reached", "fault"),))
    assert state.cue is not None
    assert state.cue.id == "reached"
    coach.play(2, "working")
    assert "Do reached." in coach.texts("fix")


def test_putting_a_whole_phase_right_is_praised_by_its_last_word(coach: Driver):
    coach.step("working", verdicts=(verdict("reached", "fault"),))
    coach.play(6, "working")
    for _ in range(2):
        coach.play(3, "working", phase="reach", verdicts=(verdict("reached", "cannot-judge"),))
        coach.repetitions += 1
        done = repetition(coach.repetitions)
        coach.step("working", verdicts=(verdict("reached", "ok"),), finished=done)
        coach.play(2, "working")
    assert coach.texts("praise") == ["Far enough."]


def test_count_and_cue_are_said_in_one_breath(coach: Driver):
    coach.repetitions = 1
    coach.step("working", verdicts=(verdict("fast", "fault"),))
    assert coach.texts() == ["1. Do fast."]


def test_praise_comes_every_third_clean_repetition(coach: Driver):
    for _ in range(6):
        coach.repeat("ok", seconds=5)
    coach.play(2, "working")
    assert len(coach.texts("praise")) == 2


def test_praise_for_putting_a_cue_right_uses_its_own_words(coach: Driver):
    coach.repeat("fault", seconds=6)
    assert "Do fix." in " ".join(coach.texts("fix"))
    coach.repeat("ok", seconds=6)
    coach.play(2, "working")
    assert coach.texts("praise") == ["Fixed it."]


def test_no_praise_for_what_was_not_seen(coach: Driver):
    for _ in range(9):
        coach.step("working", cannot_judge=CannotJudge.NOT_SIDE_VIEW)
        coach.repeat("ok", seconds=5)
    assert coach.texts("praise") == []


def test_no_praise_when_nothing_was_judged(coach: Driver):
    for _ in range(9):
        coach.repeat("cannot-judge", seconds=5)
    assert coach.texts("praise") == []


def test_a_hint_says_how_to_move_when_it_lasts(coach: Driver):
    assert coach.play(1, "working", cannot_judge=CannotJudge.NOT_SIDE_VIEW).hint is None
    state = coach.play(2, "working", cannot_judge=CannotJudge.NOT_SIDE_VIEW)
    assert state.hint is not None
    assert state.hint.reason is CannotJudge.NOT_SIDE_VIEW
    assert state.hint.say in coach.texts("hint")


def test_prompts_are_spoken_twice_and_shown_always(coach: Driver):
    for _ in range(5):
        state = coach.play(4, "working", phase="reach")
        assert state.prompt == "Breathe out."
        coach.repetitions += 1
        coach.play(2, "working")
    assert coach.texts("prompt") == ["Breathe out."] * 2


def test_a_speaker_never_talks_over_itself_but_pain_interrupts():
    speaker = Speaker()
    speaker.offer(Request("hint", "a", "A rather long sentence to be said.", 0.0))
    assert speaker.next(0.0) is not None
    speaker.offer(Request("stop-cue", "b", "Stop that.", 9.0))
    assert speaker.next(0.5) is None
    speaker.offer(Request("pain", "c", "We stop.", 9.0, interrupts=True))
    said = speaker.next(0.5)
    assert said is not None
    assert said.kind == "pain"
    assert said.interrupts


def test_a_speaker_forgets_what_is_no_longer_true():
    speaker = Speaker()
    speaker.offer(Request("count", "count", "4.", 1.0))
    assert speaker.next(1.5) is None
