"""Watching whole exercises: the avatar's true joints in, counts, holds and cues out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backline.body import BACK_STATIONS, BackLine, CannotJudge, Landmark, PoseFrame
from backline.form.result import Analysis, Hold, Repetition, Update
from backline.form.watcher import VIEW_SLACK_DEG, Watcher
from backline.guide.load import load_exercise, load_exercises
from tests.bodies import ALL_FOURS, PLANK, STANDING, film, pose_frame
from tests.form.performances import FPS, fault_ids, performed, video, watch

EXERCISES = tuple(load_exercises())
COUNTED = ("cat-cow", "bird-dog")
NO_PERSON, NOT_SIDE = CannotJudge.NO_PERSON, CannotJudge.NOT_SIDE_VIEW


def holds_of(analysis: Analysis) -> list[tuple[float, float]]:
    return [(hold.start_s, hold.end_s) for hold in analysis.holds]


# --- clean work ---------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0, 75.0, 105.0])
@pytest.mark.parametrize("exercise", COUNTED)
def test_clean_repetitions_are_counted_exactly_and_nothing_is_at_fault(
    exercise: str, azimuth_deg: float
) -> None:
    frames, truth = performed(exercise, azimuth_deg=azimuth_deg, repetitions=4)
    _, analysis = watch(exercise, frames)
    assert len(analysis.repetitions) == 4
    assert fault_ids(analysis) == set()
    assert analysis.holds == []
    for found, true in zip(analysis.repetitions, truth.repetitions, strict=True):
        assert found.side == true.side
        assert true.start_s <= found.start_s < found.peak_s < found.end_s
        assert found.end_s <= true.end_s + 0.3
        assert found.start_s <= true.phases[0].end_s
        assert found.faults == []


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_a_clean_plank_is_timed_and_all_good(azimuth_deg: float) -> None:
    frames, truth = performed("plank", azimuth_deg=azimuth_deg)
    updates, analysis = watch("plank", frames)
    (hold,), (true,) = analysis.holds, truth.holds
    assert hold.ended == "knees"
    assert hold.start_s == pytest.approx(true.start_s, abs=0.7)
    assert hold.end_s == pytest.approx(true.end_s, abs=0.7)
    assert hold.good_s == pytest.approx(hold.end_s - hold.start_s, abs=0.2)
    assert fault_ids(analysis) == set()
    assert analysis.repetitions == []
    assert max(update.good_hold_s for update in updates) >= hold.good_s - 0.2


@pytest.mark.parametrize("exercise", EXERCISES)
def test_everything_the_side_view_shows_was_judged(exercise: str) -> None:
    frames, _ = performed(exercise, repetitions=1 if exercise == "plank" else 2)
    _, analysis = watch(exercise, frames)
    unseen = {cue.id for cue in analysis.cues if cue.verdict == "cannot-judge"}
    front = {cue.id for cue in load_exercise(exercise).cues if cue.view == "front"}
    assert unseen <= front
    assert [cue.id for cue in analysis.cues] == [c.id for c in load_exercise(exercise).cues]


# --- planted faults -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("exercise", "cue"),
    [
        ("bird-dog", "BD1-same-side"),
        ("bird-dog", "BD2-fast"),
        ("bird-dog", "BD3-shift"),
        ("bird-dog", "BD5-high"),
        ("bird-dog", "BD5-bent-leg"),
        ("cat-cow", "CC2-head"),
        ("cat-cow", "CC4-head"),
        ("cat-cow", "CC6-fast"),
    ],
)
def test_a_fault_in_one_repetition_is_found_there_and_only_there(exercise: str, cue: str) -> None:
    frames, _ = performed(
        exercise, fault=(cue, 1.0), fault_repetitions=frozenset({2}), enter=False, leave=False
    )
    updates, analysis = watch(exercise, frames)
    assert [cue in repetition.faults for repetition in analysis.repetitions] == [
        False,
        True,
        False,
    ]
    (summary,) = [one for one in analysis.cues if one.id == cue]
    assert summary.verdict == "fault"
    assert summary.repetitions == [2]
    said = {v.cue_id for u in updates for v in u.verdicts if v.verdict == "fault"}
    assert cue in said


@pytest.mark.parametrize(
    ("cue", "bad"), [("PL5-sag", True), ("PL6-hips-high", True), ("PL1-elbows", False)]
)
def test_time_in_bad_form_isnt_good_time_unless_it_is_polish(cue: str, bad: bool) -> None:
    frames, _ = performed("plank", fault=(cue, 1.0), hold_s=8.0)
    _, analysis = watch("plank", frames)
    assert cue in fault_ids(analysis)
    (hold,) = analysis.holds
    length_s = hold.end_s - hold.start_s
    if bad:
        assert hold.good_s < 0.4 * length_s
    else:
        assert hold.good_s > 0.9 * length_s


def test_flopping_down_is_found_at_the_end() -> None:
    frames, truth = performed("plank", fault=("PL8-flop", 1.0), hold_s=6.0)
    updates, analysis = watch("plank", frames)
    (hold,) = analysis.holds
    assert hold.ended == "flop"
    assert truth.holds[0].ended == "flop"
    assert hold.end_s == pytest.approx(truth.holds[0].end_s, abs=0.8)
    assert "PL8-flop" in fault_ids(analysis)
    ending = [u for u in updates if isinstance(u.finished, Hold)]
    assert len(ending) == 1
    assert any(v.cue_id == "PL8-flop" and v.verdict == "fault" for v in ending[0].verdicts)


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
@pytest.mark.parametrize("variation", ["leg-lift", "rock-forward-back"])
def test_a_variation_within_a_plank_is_counted_by_its_name(
    variation: str, azimuth_deg: float
) -> None:
    frames, truth = performed("plank", variation=variation, azimuth_deg=azimuth_deg)
    _, analysis = watch("plank", frames)
    done = [(one.variation, one.side) for one in analysis.repetitions]
    sided = variation == "leg-lift"
    assert done == [(variation, one.side if sided else None) for one in truth.variations]
    assert [one.faults for one in analysis.repetitions] == [[]] * len(done)
    assert len(analysis.holds) == 1
    assert fault_ids(analysis) == set()


# --- when nothing may be counted ------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES)
def test_nobody_gives_nothing(exercise: str) -> None:
    frames = [PoseFrame.empty(i / FPS, 640, 480) for i in range(60)]
    updates, analysis = watch(exercise, frames)
    assert analysis.repetitions == []
    assert analysis.holds == []
    assert all(cue.verdict == "cannot-judge" for cue in analysis.cues)
    assert {update.stage for update in updates} == {"framing"}
    assert [(one.reason, one.start_s) for one in analysis.cannot_judge] == [(NO_PERSON, 0.0)]
    assert analysis.seen.fraction == 0.0


FROM_STANDING = [e.id for e in load_exercises().values() if e.posture == "standing-legs"]
"""Standing is their start position, so somebody who stands about is in it."""


@pytest.mark.parametrize("exercise", EXERCISES)
def test_standing_about_gives_nothing(exercise: str) -> None:
    def pottering(time_s: float) -> object:
        lift = 60.0 + 60.0 * math.sin(2.0 * time_s)
        return STANDING.but(
            hip_flexion_deg=(lift, 0.0), knee_flexion_deg=(lift, 0.0), arm_deg=(178.0, 90.0)
        )

    updates, analysis = watch(exercise, film(pottering, 20.0, FPS))  # type: ignore[arg-type]
    assert analysis.repetitions == []
    assert analysis.holds == []
    if exercise in FROM_STANDING:
        return
    assert all(cue.verdict == "cannot-judge" for cue in analysis.cues)
    assert all(update.verdicts == () for update in updates)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_getting_into_and_out_of_position_is_no_part_of_it(exercise: str) -> None:
    frames, truth = performed(exercise, repetitions=1 if exercise == "plank" else 2)
    updates, _ = watch(exercise, frames)
    for update in updates:
        if update.frame.time_s < truth.ready_s - 1.5:
            assert update.repetitions == 0
            assert update.hold_s == 0.0
            if exercise not in FROM_STANDING:
                assert update.stage in ("framing", "getting-ready")
                assert update.verdicts == ()
    done = [u for u in updates if isinstance(u.finished, Repetition)]
    assert len(done) == (0 if exercise == "plank" else 2)


@pytest.mark.parametrize("exercise", COUNTED)
def test_a_person_standing_still_on_all_fours_does_no_repetition(exercise: str) -> None:
    updates, analysis = watch(exercise, film(lambda _: ALL_FOURS, 10.0, FPS))
    assert analysis.repetitions == []
    assert fault_ids(analysis) == set()
    assert updates[-1].stage == "ready"


@pytest.mark.parametrize("azimuth_deg", [0.0, 30.0, 180.0])
@pytest.mark.parametrize("exercise", EXERCISES)
def test_from_the_front_nothing_is_judged_and_the_reason_is_told(
    exercise: str, azimuth_deg: float
) -> None:
    repetitions = 1 if exercise == "plank" else 2
    how = {"fps": 10.0, "repetitions": repetitions, "enter": False}
    frames, _ = performed(exercise, azimuth_deg=azimuth_deg, **how)
    updates, analysis = watch(exercise, frames)
    assert fault_ids(analysis) == set()
    counted_to_deg = load_exercise(exercise).view.counts_within_deg or 0.0
    if not 90.0 - azimuth_deg <= counted_to_deg + VIEW_SLACK_DEG or azimuth_deg > 90.0:
        assert analysis.repetitions == []
    judged = [u for u in updates if u.stage in ("ready", "working")]
    assert all(u.cannot_judge is not None for u in judged)
    assert analysis.cannot_judge


def test_who_doesnt_face_the_camera_where_that_is_asked_for_is_told_so() -> None:
    frames, _ = performed("chop", stage="pull-across", azimuth_deg=90.0)
    updates, analysis = watch("chop", frames, "pull-across")
    assert all(u.cannot_judge is not None for u in updates)
    assert updates[0].cannot_judge is CannotJudge.NOT_FRONT_VIEW
    assert analysis.repetitions == []
    assert {cue.verdict for cue in analysis.cues} == {"cannot-judge"}


def test_from_the_front_nobody_asks_for_the_back() -> None:
    frames, truth = performed("chop", stage="pull-across")
    assert not any(isinstance(frame.back, BackLine) for frame in frames)
    updates, analysis = watch("chop", frames, "pull-across")
    assert len(analysis.repetitions) == len(truth.repetitions)
    assert {u.cannot_judge for u in updates if u.stage == "working"} == {None}


@pytest.mark.parametrize("exercise", EXERCISES)
def test_a_hidden_back_is_told_and_no_cue_of_the_back_is_judged(exercise: str) -> None:
    repetitions = 1 if exercise == "plank" else 2
    frames, _ = performed(exercise, fps=10.0, repetitions=repetitions, enter=False)
    covered = [replace(frame, back=CannotJudge.TRUNK_HIDDEN) for frame in frames]
    _, analysis = watch(exercise, covered)
    of_the_back = {
        cue.id
        for cue in load_exercise(exercise).cues
        if cue.measure.endswith("_bend_ratio") or "back" in cue.measure
    }
    assert of_the_back or exercise == "ball-rotation"
    for cue in analysis.cues:
        if cue.id in of_the_back:
            assert cue.verdict == "cannot-judge"
    reasons = {one.reason for one in analysis.cannot_judge}
    assert reasons >= {CannotJudge.TRUNK_HIDDEN} or (reasons and not analysis.repetitions)
    if exercise == "cat-cow":
        assert analysis.repetitions == []


def test_hidden_far_limbs_dont_stop_the_counting() -> None:
    far = [m for m in Landmark if m.name.startswith("RIGHT") and m.value > 12 and m.value != 24]
    frames, _ = performed("cat-cow", repetitions=2)
    dim = []
    for frame in frames:
        visibility = frame.visibility.copy()
        visibility[far] = 0.05
        dim.append(replace(frame, visibility=visibility))
    _, analysis = watch("cat-cow", dim)
    assert len(analysis.repetitions) == 2


# --- interruptions ------------------------------------------------------------------------


def without(frames: Sequence[PoseFrame], spans: Sequence[tuple[float, float]]) -> list[PoseFrame]:
    """Nobody is found within the spans."""
    return [
        PoseFrame.empty(f.time_s, f.width_px, f.height_px)
        if any(start <= f.time_s < end for start, end in spans)
        else f
        for f in frames
    ]


def test_losing_the_person_in_a_plank_gives_no_good_time_for_it() -> None:
    frames, truth = performed("plank")
    (true,) = truth.holds
    middle_s = (true.start_s + true.end_s) / 2
    _, whole = watch("plank", frames)
    _, broken = watch("plank", without(frames, [(middle_s, middle_s + 1.5)]))
    assert len(broken.holds) == 1
    assert whole.holds[0].good_s - broken.holds[0].good_s == pytest.approx(1.5, abs=0.2)
    _, torn = watch("plank", without(frames, [(middle_s, middle_s + 4.0)]))
    first, second = torn.holds
    assert first.ended == "out-of-view"
    assert first.end_s == pytest.approx(middle_s, abs=0.15)
    assert second.start_s >= middle_s + 4.0
    assert first.good_s + second.good_s <= whole.holds[0].good_s - 4.0 + 0.2


def test_a_fault_doesnt_last_through_time_nobody_was_seen() -> None:
    frames, truth = performed("plank", fault=("PL5-sag", 1.0), hold_s=10.0)
    (true,) = truth.holds
    _, whole = watch("plank", frames)
    _, broken = watch("plank", without(frames, [(true.start_s + 4.0, true.start_s + 5.5)]))

    def seconds(analysis: Analysis) -> float:
        return next(cue.seconds for cue in analysis.cues if cue.id == "PL5-sag")

    assert seconds(whole) - seconds(broken) == pytest.approx(1.5, abs=0.3)


def test_leaving_and_coming_back_takes_a_new_neutral_and_counts_on() -> None:
    frames, _ = performed("bird-dog", repetitions=2)
    length_s = frames[-1].time_s + 1.0
    away = [
        replace(pose_frame(STANDING), time_s=length_s + i / FPS, width_px=960, height_px=540)
        for i in range(45)
    ]
    again = [replace(f, time_s=f.time_s + length_s + 4.0) for f in frames]
    updates, analysis = watch("bird-dog", [*frames, *away, *again])
    assert [one.number for one in analysis.repetitions] == [1, 2, 3, 4]
    assert "left" in {update.stage for update in updates}
    assert fault_ids(analysis) == set()


def test_a_flop_in_one_hold_leaves_no_trace_in_the_next() -> None:
    flop, _ = performed("plank", fault=("PL8-flop", 1.0), hold_s=5.0)
    clean, _ = performed("plank", hold_s=5.0)
    later_s = flop[-1].time_s + 30.0
    _, analysis = watch("plank", [*flop, *(replace(f, time_s=f.time_s + later_s) for f in clean)])
    assert [hold.ended for hold in analysis.holds] == ["flop", "knees"]
    for cue in analysis.cues:
        assert cue.seconds < 5.0
    assert all(hold.end_s - hold.start_s < 8.0 for hold in analysis.holds)


# --- the contract of updates and analyses ----------------------------------------------------


def check_updates(exercise_id: str, updates: Sequence[Update]) -> None:
    """What may be relied on of any stream's updates."""
    exercise = load_exercise(exercise_id)
    cue_ids = {cue.id for cue in exercise.cues}
    limits = {cue.id: cue.limit for cue in exercise.cues}
    for before, now in pairwise(updates):
        assert now.repetitions - before.repetitions == isinstance(now.finished, Repetition)
    for update in updates:
        assert len({v.cue_id for v in update.verdicts}) == len(update.verdicts)
        for verdict in update.verdicts:
            assert verdict.cue_id in cue_ids
            assert verdict.limit == limits[verdict.cue_id]
            assert math.isnan(verdict.value) == (verdict.verdict == "cannot-judge")
            assert (verdict.since_s is not None) == (verdict.verdict == "fault")
        assert 0.0 <= update.good_hold_s <= update.hold_s + 1e-6
        assert math.isnan(update.progress) or update.progress >= 0.0
        assert update.phase in exercise.phases | {"none"}
        if not update.frame.present:
            assert update.cannot_judge is NO_PERSON
            assert update.measures == {}
        if update.stage in ("framing", "getting-ready", "left"):
            assert update.phase == "none"
            assert update.hold_s == 0.0


def check_analysis(exercise_id: str, analysis: Analysis) -> None:
    """What may be relied on of any stream's analysis."""
    exercise = load_exercise(exercise_id)
    cue_ids = [cue.id for cue in exercise.cues]
    variations = {variation.id for variation in exercise.variations}
    assert analysis.exercise == exercise_id
    assert [cue.id for cue in analysis.cues] == cue_ids
    assert [one.number for one in analysis.repetitions] == list(
        range(1, len(analysis.repetitions) + 1)
    )
    for one in analysis.repetitions:
        assert one.start_s <= one.peak_s <= one.end_s
        assert one.range > 0
        assert one.highest - one.lowest == pytest.approx(one.range, abs=2e-4)
        assert set(one.faults) <= set(cue_ids)
        assert one.variation is None or one.variation in variations
    for hold in analysis.holds:
        assert 0.0 <= hold.good_s <= hold.end_s - hold.start_s + 1e-3
    for before, after in pairwise(analysis.holds):
        assert before.end_s <= after.start_s
    for cue in analysis.cues:
        numbers = [one.number for one in analysis.repetitions if cue.id in one.faults]
        assert cue.repetitions == numbers
        assert (cue.first_s is not None) == (cue.verdict == "fault")
        assert (cue.worst is None) == (cue.verdict == "cannot-judge")
        assert cue.seconds >= 0.0
    for unseen in analysis.cannot_judge:
        assert unseen.start_s < unseen.end_s <= analysis.video.duration_s + 1e-6
    assert Analysis.model_validate_json(analysis.model_dump_json(by_alias=True)) == analysis


Spoiled = tuple[float, float, str]
"""A stretch of a stream (from and how long, as shares of it) and what befalls it."""

spoiled = st.lists(
    st.tuples(
        st.floats(0.0, 1.0),
        st.floats(0.0, 0.3),
        st.sampled_from(["nobody", "dim", "legs", "back", "front", "dropped", "jitter"]),
    ),
    max_size=6,
)
LEGS = [mark for mark in Landmark if mark >= Landmark.LEFT_KNEE]


def spoil(frames: Sequence[PoseFrame], spoils: Sequence[Spoiled]) -> list[PoseFrame]:
    """A stream with stretches of bad sight."""
    out = list(frames)
    for begin, share, how in spoils:
        first = int(begin * len(frames))
        for i in range(first, min(len(frames), first + int(share * len(frames)))):
            out[i] = worse(out[i], how, i)
    return [frame for frame in out if frame.time_s >= 0.0]


def worse(frame: PoseFrame, how: str, number: int) -> PoseFrame:
    """One frame, spoiled; a "dropped" one gets a time below zero."""
    if how == "dropped":
        return replace(frame, time_s=-1.0)
    if how == "nobody":
        return PoseFrame.empty(frame.time_s, frame.width_px, frame.height_px)
    if how == "back":
        return replace(frame, back=CannotJudge.TRUNK_HIDDEN)
    if how == "front":
        turned = frame.world_m[:, [2, 1, 0]]
        return replace(frame, world_m=turned, back=NOT_SIDE)
    if how == "jitter":
        shake = 15.0 * math.sin(7.0 * number)
        return replace(frame, landmarks_px=frame.landmarks_px + shake)
    visibility = frame.visibility.copy()
    visibility[LEGS if how == "legs" else slice(None)] = 0.05
    return replace(frame, visibility=visibility)


@pytest.mark.slow
@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("exercise", EXERCISES)
@given(spoils=spoiled)
@example(spoils=[(0.5, 0.25, "dim"), (0.40625, 0.25, "back")])
@settings(max_examples=12, deadline=None)
def test_whatever_is_seen_the_results_hold_together(exercise: str, spoils: list[Spoiled]) -> None:
    clean, _ = performed(exercise, repetitions=1 if exercise == "plank" else 2, fps=10.0)
    frames = spoil(clean, spoils)
    updates, analysis = watch(exercise, frames)
    check_updates(exercise, updates)
    check_analysis(exercise, analysis)
    assert len(analysis.repetitions) <= (0 if exercise == "plank" else 2)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("fault", [False, True])
def test_the_results_of_faulty_work_hold_together_too(exercise: str, fault: bool) -> None:
    for cue in load_exercise(exercise).demonstration.faults if fault else ():
        frames, _ = performed(
            exercise, fault=(cue, 1.0), repetitions=1, hold_s=5.0, enter=False, fps=10.0
        )
        updates, analysis = watch(exercise, frames)
        check_updates(exercise, updates)
        check_analysis(exercise, analysis)


def essence(update: Update) -> tuple[object, ...]:
    """An update without its frame, comparable although NaN isn't equal to itself."""
    return (
        update.stage,
        update.phase,
        update.repetitions,
        update.side,
        repr(update.progress),
        update.hold_s,
        update.good_hold_s,
        repr(update.verdicts),
        update.cannot_judge,
        repr(sorted(update.measures.items())),
        repr(update.finished),
    )


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_comes_later_changes_nothing_said_before(exercise: str) -> None:
    frames, _ = performed(exercise, repetitions=1 if exercise == "plank" else 2, fps=10.0)
    whole = [essence(update) for update in watch(exercise, frames)[0]]
    for cut in (len(frames) // 3, len(frames) // 2, len(frames) - 7):
        updates, analysis = watch(exercise, frames[:cut])
        assert [essence(update) for update in updates] == whole[:cut]
        check_analysis(exercise, analysis)


def test_two_watchers_dont_mind_each_other() -> None:
    frames, _ = performed("cat-cow", repetitions=2, fps=10.0)
    alone, _ = watch("cat-cow", frames)
    one, two = (Watcher(load_exercise("cat-cow")) for _ in range(2))
    together = []
    for frame in frames:
        together.append(one.update(frame))
        two.update(replace(frame, landmarks_px=frame.landmarks_px + 3.0))
    assert [essence(u) for u in together] == [essence(u) for u in alone]


@pytest.mark.parametrize("fps", [10.0, 25.0, 50.0])
@pytest.mark.parametrize("exercise", COUNTED)
def test_the_cameras_rate_doesnt_matter(exercise: str, fps: float) -> None:
    frames, _ = performed(exercise, repetitions=3, fps=fps)
    _, analysis = watch(exercise, frames)
    assert len(analysis.repetitions) == 3
    assert fault_ids(analysis) == set()


def test_the_measures_of_an_update_are_those_of_its_cues() -> None:
    frames, _ = performed("bird-dog", repetitions=2)
    updates, _ = watch("bird-dog", frames)
    working = [u for u in updates if u.stage == "working"]
    assert working
    for update in working:
        assert {"back_bend_ratio", "hip_extension_deg_left", "hip_extension_deg_right"} <= set(
            update.measures
        )
        for verdict in update.verdicts:
            cue = next(c for c in load_exercise("bird-dog").cues if c.id == verdict.cue_id)
            assert cue.measure in update.measures or "rep" in cue.when


def test_an_unfinished_movement_at_the_end_of_the_stream() -> None:
    """A cat-cow that is cut off in the cow counts; a plank under two seconds is none."""
    frames, truth = performed("cat-cow", repetitions=2)
    cow_s = truth.repetitions[1].phases[1].end_s
    _, analysis = watch("cat-cow", [f for f in frames if f.time_s < cow_s])
    assert len(analysis.repetitions) == 2
    _, short = watch("plank", film(lambda _: PLANK, 1.5, FPS))
    assert short.holds == []


def test_a_stream_may_be_finished_at_once() -> None:
    for exercise in EXERCISES:
        analysis = Watcher(load_exercise(exercise)).finish(video(0))
        check_analysis(exercise, analysis)


def test_a_back_line_with_gaps_still_counts() -> None:
    frames, _ = performed("cat-cow", repetitions=2)
    holed = []
    for i, frame in enumerate(frames):
        back = frame.back
        if isinstance(back, BackLine):
            offsets = back.offset_ratio.copy()
            offsets[(i % 30) + 3 : (i % 30) + 7] = math.nan
            back = BackLine(back.points_px, offsets)
        holed.append(replace(frame, back=back))
    _, analysis = watch("cat-cow", holed)
    assert len(analysis.repetitions) == 2


numbers = st.sampled_from([math.nan, 0.0, -50.0, 300.0, 5000.0, 1e9])


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("exercise", EXERCISES)
@given(seed=st.integers(0, 2**32 - 1), strange=st.lists(numbers, min_size=1, max_size=4))
@settings(max_examples=25, deadline=None)
def test_frames_that_make_no_sense_never_raise_and_never_count(
    exercise: str, seed: int, strange: list[float]
) -> None:
    """Frames may come over the live socket from a device's own pose model."""
    rng = np.random.default_rng(seed)
    clean = pose_frame(PLANK if exercise == "plank" else ALL_FOURS)
    frames = []
    for i in range(40):
        points, world = clean.landmarks_px.copy(), clean.world_m.copy()
        offsets = np.full(BACK_STATIONS, rng.choice(strange))
        for values in (points, world):
            where = rng.random(values.shape) < rng.choice([0.0, 0.1, 1.0])
            values[where] = rng.choice(strange, where.sum())
        back = BackLine(np.tile(offsets[:, None], 2), offsets)
        sight = rng.choice([0.0, 0.3, 1.0, math.nan], 33)
        frames.append(
            replace(
                clean,
                time_s=i / FPS,
                landmarks_px=points,
                world_m=world,
                visibility=sight,
                back=back,
            )
        )
    updates, analysis = watch(exercise, frames)
    check_updates(exercise, updates)
    check_analysis(exercise, analysis)
    assert analysis.repetitions == []
