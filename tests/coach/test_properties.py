"""What must hold whatever the camera sees: Hypothesis plays random sets."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import CannotJudge
from backline.coach.session import CoachSession
from backline.coach.state import CoachState
from backline.form.result import Update
from tests.coach.fakes import exercise, repetition, update, verdict

REPETITIONS = exercise()
HOLD = exercise(kind="hold")


@dataclass(frozen=True)
class Event:
    """One stretch of a random set: the same finding for a number of frames."""

    stage: str
    frames: int
    step_s: float
    words: tuple[tuple[str, str], ...]
    unseen: CannotJudge | None
    counts: bool
    hurts: bool


EVENTS = st.builds(
    Event,
    stage=st.sampled_from(["framing", "getting-ready", "ready", "working", "working", "left"]),
    frames=st.integers(1, 40),
    step_s=st.sampled_from([0.03, 0.1, 0.4, 2.0]),
    words=st.lists(
        st.tuples(
            st.sampled_from(["polish", "fix", "stop", "fast"]),
            st.sampled_from(["ok", "ok", "fault", "cannot-judge"]),
        ),
        max_size=3,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
    unseen=st.one_of(st.none(), st.none(), st.sampled_from(list(CannotJudge))),
    counts=st.booleans(),
    hurts=st.sampled_from([False] * 9 + [True]),
)


def play(events: list[Event], hold: bool) -> list[tuple[Update | None, float, CoachState]]:
    """Every (update, time, state) of a set made of these stretches."""
    session = CoachSession(HOLD if hold else REPETITIONS)
    now_s, count, good_s = 0.0, 0, 0.0
    seen: list[tuple[Update | None, float, CoachState]] = []
    for event in events:
        for frame in range(event.frames):
            now_s += event.step_s
            finishes = event.stage == "working" and event.counts and frame == 0
            count += finishes
            good_s += event.step_s if event.stage == "working" and event.counts else 0.0
            given = update(
                event.stage,
                repetitions=count,
                phase="reach",
                hold_s=good_s,
                good_hold_s=good_s,
                verdicts=tuple(verdict(cue, word) for cue, word in event.words),
                finished=repetition(count) if finishes and not hold else None,
                **({"cannot_judge": event.unseen} if event.unseen else {}),
            )
            seen.append((given, now_s, session.update(given, now_s)))
        if event.hurts:
            seen.append((None, now_s, session.hurts(now_s)))
    return seen


SETS = given(st.lists(EVENTS, min_size=1, max_size=25), st.booleans())


@SETS
@settings(deadline=None, max_examples=150)
def test_counts_and_clock_never_decrease(events: list[Event], hold: bool):
    states = [state for _, _, state in play(events, hold)]
    for before, after in itertools.pairwise(states):
        assert after.count >= before.count
        assert after.clock_s >= before.clock_s
        assert after.reached >= before.reached


@SETS
@settings(deadline=None, max_examples=150)
def test_nothing_good_is_said_and_no_cue_shown_on_cannot_judge(events: list[Event], hold: bool):
    for given_update, _, state in play(events, hold):
        if given_update is None or given_update.cannot_judge is None:
            continue
        assert state.cue is None
        assert not any(u.kind in ("praise", "fix", "stop-cue", "polish") for u in state.say)


@SETS
@settings(deadline=None, max_examples=150)
def test_a_shown_cue_is_never_one_that_cannot_be_judged(events: list[Event], hold: bool):
    for given_update, _, state in play(events, hold):
        if given_update is not None and state.cue is not None:
            blind = {v.cue_id for v in given_update.verdicts if v.verdict == "cannot-judge"}
            assert state.cue.id not in blind


@SETS
@settings(deadline=None, max_examples=150)
def test_one_utterance_at_a_time(events: list[Event], hold: bool):
    free_from_s = 0.0
    last_id = 0
    for _, now_s, state in play(events, hold):
        assert len(state.say) <= 1
        for utterance in state.say:
            assert utterance.interrupts or now_s >= free_from_s
            assert utterance.id == last_id + 1
            last_id = utterance.id
            free_from_s = now_s + utterance.duration_s


@SETS
@settings(deadline=None, max_examples=150)
def test_after_pain_there_is_only_stopped(events: list[Event], hold: bool):
    stopped = False
    for given_update, _, state in play(events, hold):
        if stopped and given_update is not None:
            assert state.stage == "stopped"
            assert state.say == ()
        stopped |= given_update is None
        assert (state.stage == "stopped") == stopped


@SETS
@settings(deadline=None, max_examples=60)
def test_the_same_set_is_coached_the_same_way(events: list[Event], hold: bool):
    first = [repr(state) for _, _, state in play(events, hold)]
    assert first == [repr(state) for _, _, state in play(events, hold)]
