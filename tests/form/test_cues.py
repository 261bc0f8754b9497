"""One cue over time: a fault only when it lasts, never on what can't be judged."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.form.cues import STEADY_S, CueTrack, passed, value_of
from backline.form.result import Verdict
from backline.guide.schema import Cue
from backline.motion.context import Context, Neutral
from tests.bodies import ALL_FOURS, pose_frame
from tests.motion.contexts import context

FPS = 30.0
LIMIT = 20.0
HIDDEN = [mark for mark in range(33) if mark in (11, 12)]


def cue(**changes: Any) -> Cue:
    """Trunk pitch must stay below `LIMIT` during "reach", for no longer than half a second."""
    values: dict[str, Any] = {
        "id": "T1-level",
        "points": ["T1"],
        "label": "Level",
        "measure": "trunk_pitch_deg",
        "unit": "deg",
        "above": LIMIT,
        "when": ["reach"],
        "sustain_s": 0.5,
        "say": "Level.",
        "clear": 5.0,
        "source": "tests",
    }
    values.update(changes)
    if "below" in changes:
        values.pop("above")
    return Cue.model_validate(values)


def pitched(degrees: float) -> Context:
    """A context whose trunk is pitched so far; NaN gives one that can't be judged."""
    if math.isnan(degrees):
        return context(pose_frame(hidden=HIDDEN))  # type: ignore[arg-type]
    return context(ALL_FOURS.but(pitch_deg=degrees))


def run(
    track: CueTrack, *parts: tuple[float, float], phase: str = "reach", from_s: float = 0.0
) -> list[Verdict | None]:
    """Stretches of (pitch in degrees, seconds), frame by frame."""
    said: list[Verdict | None] = []
    for degrees, seconds in parts:
        here = pitched(degrees)
        for _ in range(round(seconds * FPS)):
            said.append(track.update(here, {phase}, from_s + len(said) / FPS))
    return said


def words(said: list[Verdict | None]) -> set[str]:
    return {verdict.verdict for verdict in said if verdict is not None}


# --- judged while it lasts ------------------------------------------------------------------


def test_good_form_is_ok_all_the_way() -> None:
    track = CueTrack(cue())
    assert words(run(track, (5.0, 3.0))) == {"ok"}
    summary = track.summary()
    assert summary.verdict == "ok"
    assert summary.seconds == 0.0
    assert summary.first_s is None
    assert summary.worst == pytest.approx(5.0)


def test_a_fault_needs_to_last() -> None:
    track = CueTrack(cue())
    said = run(track, (5.0, 1.0), (30.0, 0.4), (5.0, 1.0), (30.0, 0.4), (5.0, 1.0))
    assert words(said) == {"ok"}
    assert track.summary().verdict == "ok"
    assert track.summary().worst == pytest.approx(30.0)


def test_a_lasting_fault_is_told_from_when_it_began() -> None:
    track = CueTrack(cue())
    said = run(track, (5.0, 1.0), (30.0, 2.0), (5.0, 1.0))
    faults = [(i / FPS, v) for i, v in enumerate(said) if v is not None and v.verdict == "fault"]
    first_s, first = faults[0]
    began_s = 1.0 + STEADY_S / 2
    assert first_s == pytest.approx(began_s + 0.5, abs=0.08)
    assert first.since_s == pytest.approx(began_s, abs=0.08)
    assert all(verdict.since_s == first.since_s for _, verdict in faults)
    assert faults[-1][0] == pytest.approx(3.0 + STEADY_S / 2, abs=0.08)
    summary = track.summary()
    assert summary.verdict == "fault"
    assert summary.first_s == pytest.approx(began_s, abs=0.08)
    assert summary.seconds == pytest.approx(2.0, abs=0.1)


def test_two_faults_add_their_seconds() -> None:
    track = CueTrack(cue())
    run(track, (30.0, 1.5), (5.0, 1.0), (30.0, 1.0), (5.0, 1.0))
    assert track.summary().seconds == pytest.approx(2.5, abs=0.2)


@pytest.mark.parametrize("sustain_s", [0.0, 0.3, 1.2])
def test_how_long_is_the_cues_own(sustain_s: float) -> None:
    track = CueTrack(cue(sustain_s=sustain_s))
    said = run(track, (30.0, 3.0))
    first = next(i for i, v in enumerate(said) if v is not None and v.verdict == "fault")
    assert first / FPS == pytest.approx(sustain_s, abs=1.5 / FPS)


def test_below_is_the_mirror_of_above() -> None:
    track = CueTrack(cue(below=-LIMIT))
    assert words(run(track, (5.0, 1.0))) == {"ok"}
    assert "fault" in words(run(track, (-30.0, 1.0), from_s=1.0))
    assert track.summary().worst == pytest.approx(-30.0)
    assert track.summary().limit == -LIMIT


# --- what can't be judged -------------------------------------------------------------------


def test_the_unseen_is_never_a_fault_and_never_ok() -> None:
    track = CueTrack(cue())
    assert words(run(track, (math.nan, 5.0))) == {"cannot-judge"}
    assert track.summary().verdict == "cannot-judge"
    assert track.summary().worst is None


def test_an_unseen_moment_breaks_what_lasted_so_far() -> None:
    track = CueTrack(cue())
    said = run(track, (30.0, 0.4), (math.nan, 1 / FPS), (30.0, 0.4))
    assert "fault" not in words(said)


@pytest.mark.parametrize("gap_s", [0.5, 1.9])
def test_time_in_which_nobody_was_found_lasts_for_nothing(gap_s: float) -> None:
    track = CueTrack(cue())
    run(track, (30.0, 0.4))
    track.interrupt()
    assert words(run(track, (30.0, 0.4), from_s=0.4 + gap_s)) == {"ok"}
    track = CueTrack(cue())
    run(track, (30.0, 1.0))
    track.interrupt()
    run(track, (30.0, 1.0), from_s=1.0 + gap_s)
    assert track.summary().seconds == pytest.approx(2.0, abs=0.15)


@given(
    st.lists(st.sampled_from([math.nan, 5.0, 30.0, 19.0, 21.0]) | st.just(math.nan), max_size=120),
    st.sampled_from([0.0, 0.2, 0.5]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_comes_the_unseen_cant_be_judged(pitches: list[float], sustain_s: float) -> None:
    track = CueTrack(cue(sustain_s=sustain_s))
    contexts = {degrees: pitched(degrees) for degrees in {*pitches} if degrees == degrees}
    hidden = pitched(math.nan)
    for i, degrees in enumerate(pitches):
        said = track.update(contexts.get(degrees, hidden), {"reach"}, i / FPS)
        assert said is not None
        assert (said.verdict == "cannot-judge") == math.isnan(degrees)
        assert math.isnan(said.value) == math.isnan(degrees)
        if said.verdict == "fault":
            assert said.since_s is not None
            assert i / FPS - said.since_s >= sustain_s - 1e-9
    summary = track.summary()
    assert 0.0 <= summary.seconds <= len(pitches) / FPS
    assert (summary.verdict == "cannot-judge") == all(math.isnan(p) for p in pitches)


# --- moments ----------------------------------------------------------------------------------


def test_out_of_its_phase_a_cue_is_silent() -> None:
    track = CueTrack(cue())
    assert run(track, (30.0, 3.0), phase="start") == [None] * 90
    assert track.summary().verdict == "cannot-judge"


def test_leaving_the_phase_ends_the_fault_and_what_lasted() -> None:
    track = CueTrack(cue())
    run(track, (30.0, 1.0))
    assert track.active
    run(track, (30.0, 0.1), phase="start", from_s=1.0)
    assert not track.active
    assert words(run(track, (30.0, 0.4), from_s=1.1)) == {"ok"}


def test_repetitions_with_the_fault_are_listed() -> None:
    track = CueTrack(cue())
    run(track, (30.0, 1.0))
    run(track, (5.0, 0.2), phase="start", from_s=1.0)
    assert track.end_repetition(1)
    run(track, (5.0, 1.0), from_s=2.0)
    assert not track.end_repetition(2)
    run(track, (30.0, 1.0), from_s=4.0)
    run(track, (5.0, 0.2), phase="start", from_s=5.0)
    assert track.end_repetition(3)
    assert track.summary().repetitions == [1, 3]


def test_a_fault_in_a_movement_that_never_counted_isnt_put_on_the_next_one() -> None:
    track = CueTrack(cue())
    run(track, (30.0, 1.0))
    track.leave()
    run(track, (5.0, 1.0), from_s=5.0)
    assert not track.end_repetition(1)
    assert track.summary().verdict == "fault"
    assert track.summary().repetitions == []


# --- judged by the best moment ----------------------------------------------------------------


def best() -> CueTrack:
    """The trunk must come below `LIMIT` at some moment of the repetition."""
    return CueTrack(cue(judge="best"))


def test_one_good_moment_is_enough() -> None:
    track = best()
    assert run(track, (40.0, 1.0), (10.0, 0.5), (40.0, 1.0)) == [None] * 75
    verdict = track.judge_best(2.0)
    assert verdict is not None
    assert verdict.verdict == "ok"
    assert verdict.value == pytest.approx(10.0)
    assert not track.end_repetition(1)


def test_never_getting_there_is_a_fault() -> None:
    track = best()
    run(track, (40.0, 1.0), (25.0, 0.5), (40.0, 1.0))
    verdict = track.judge_best(2.0)
    assert verdict is not None
    assert verdict.verdict == "fault"
    assert verdict.value == pytest.approx(25.0)
    assert track.end_repetition(1)
    assert track.summary().repetitions == [1]
    assert track.summary().first_s == 2.0


def test_a_single_wild_frame_is_no_good_moment() -> None:
    track = best()
    run(track, (40.0, 1.0), (0.0, 1 / FPS), (40.0, 1.0))
    verdict = track.judge_best(2.0)
    assert verdict is not None
    assert verdict.verdict == "fault"


def test_each_repetition_has_a_best_moment_of_its_own() -> None:
    track = best()
    run(track, (10.0, 1.0))
    track.judge_best(1.0)
    track.end_repetition(1)
    track.interrupt()
    run(track, (40.0, 1.0), from_s=2.0)
    verdict = track.judge_best(3.0)
    assert verdict is not None
    assert verdict.verdict == "fault"


@pytest.mark.parametrize("bad", [40.0, 10.0])
def test_a_repetition_hardly_seen_cant_be_judged(bad: float) -> None:
    track = best()
    run(track, (bad, 0.4), (math.nan, 1.0))
    verdict = track.judge_best(2.0)
    assert verdict is not None
    assert verdict.verdict == "cannot-judge"
    assert track.summary().verdict == "cannot-judge"


def test_a_repetition_without_the_phase_cant_be_judged() -> None:
    track = best()
    verdict = track.judge_best(2.0)
    assert verdict is not None
    assert verdict.verdict == "cannot-judge"
    assert CueTrack(cue()).judge_best(2.0) is None


# --- judged once --------------------------------------------------------------------------------


def test_one_value_for_a_whole_repetition() -> None:
    track = CueTrack(cue(measure="repetition_duration_s", unit="s", below=3.0, when=["rep"]))
    assert track.judge_once(4.0, 4.0).verdict == "ok"
    assert not track.end_repetition(1)
    late = track.judge_once(2.0, 9.0)
    assert (late.verdict, late.value, late.limit, late.since_s) == ("fault", 2.0, 3.0, 9.0)
    assert track.end_repetition(2)
    assert track.judge_once(math.nan, 12.0).verdict == "cannot-judge"
    summary = track.summary()
    assert (summary.verdict, summary.worst, summary.first_s) == ("fault", 2.0, 9.0)
    assert summary.repetitions == [2]


# --- the value ------------------------------------------------------------------------------------


def test_against_the_neutral_where_the_cue_says_so() -> None:
    here = pitched(30.0)
    relative = cue(relative_to="neutral")
    assert value_of(cue(), here) == pytest.approx(30.0)
    assert math.isnan(value_of(relative, here))
    neutral = Neutral({"trunk_pitch_deg": 12.0})
    assert value_of(relative, here.with_neutral(neutral)) == pytest.approx(18.0)
    assert math.isnan(value_of(relative, here.with_neutral(Neutral({}))))


def test_the_limit_itself_is_still_fine() -> None:
    assert not passed(cue(), LIMIT)
    assert passed(cue(), LIMIT + 1e-9)
    assert not passed(cue(below=-5.0), -5.0)
    assert passed(cue(below=-5.0), -5.1)
    assert not passed(cue(), math.nan)
    assert not passed(cue(below=-5.0), math.nan)
