"""What real videos are like: cut, paused, begun too late, cropped, mirrored, with other things
done first. The avatar's true joints, spoiled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from backline.body import BackLine, Landmark, PoseFrame
from backline.form.result import Analysis
from backline.guide.load import load_exercise, load_exercises
from tests.form.distracting import distracting
from tests.form.performances import FPS, fault_ids, performed, watch

REPETITIONS = 3
COUNTED = tuple(e.id for e in load_exercises().values() if e.signal.kind == "repetitions")
FEET = [mark for mark in Landmark if any(w in mark.name for w in ("ANKLE", "HEEL", "FOOT"))]


def _frames(exercise_id: str) -> tuple[PoseFrame, ...]:
    """Three repetitions, or one hold."""
    repetitions = REPETITIONS if exercise_id in COUNTED else 1
    return performed(exercise_id, repetitions=repetitions)[0]


def _in_a_row(*parts: Sequence[PoseFrame]) -> list[PoseFrame]:
    """The parts one after the other, as frames of one stream."""
    out: list[PoseFrame] = []
    for part in parts:
        start_s = out[-1].time_s + 1.0 / FPS if out else 0.0
        out += [replace(f, time_s=start_s + f.time_s - part[0].time_s) for f in part]
    return out


def _still(frame: PoseFrame, seconds: float) -> list[PoseFrame]:
    """Nobody holds quite still: a sway of about a pixel."""
    times_s = np.arange(round(seconds * FPS)) / FPS
    return [
        replace(
            frame,
            time_s=float(t),
            landmarks_px=frame.landmarks_px + np.array([np.sin(t), np.cos(1.3 * t)]),
        )
        for t in times_s
    ]


@cache
def _plain(exercise_id: str) -> Analysis:
    """What is made of the frames as they are."""
    return _counted(exercise_id, _frames(exercise_id))


def _counted(exercise_id: str, frames: Sequence[PoseFrame]) -> Analysis:
    return watch(exercise_id, frames)[1]


@pytest.mark.parametrize("exercise_id", COUNTED)
def test_a_clip_that_begins_at_the_bottom_counts_what_follows(exercise_id: str) -> None:
    frames, truth = performed(exercise_id, repetitions=REPETITIONS)
    late = [f for f in frames if f.time_s >= truth.repetitions[0].peak_s]
    found = len(_counted(exercise_id, late).repetitions)
    assert REPETITIONS - 1 <= found <= REPETITIONS


@pytest.mark.parametrize("exercise_id", COUNTED)
def test_a_cut_costs_at_most_the_repetition_it_falls_into(exercise_id: str) -> None:
    frames, truth = performed(exercise_id, repetitions=REPETITIONS)
    second = truth.repetitions[1]
    a = [f for f in frames if f.time_s < 0.5 * (second.start_s + second.peak_s)]
    b = [f for f in frames if f.time_s > 0.5 * (second.peak_s + second.end_s)]
    found = len(_counted(exercise_id, _in_a_row(a, b)).repetitions)
    assert REPETITIONS - 1 <= found <= REPETITIONS


@pytest.mark.parametrize("where", ["top", "bottom"])
@pytest.mark.parametrize("exercise_id", COUNTED)
def test_a_pause_is_no_repetition_and_costs_none(exercise_id: str, where: str) -> None:
    frames, truth = performed(exercise_id, repetitions=REPETITIONS)
    second = truth.repetitions[1]
    pause_s = second.peak_s if where == "bottom" else second.start_s
    a = [f for f in frames if f.time_s <= pause_s]
    b = [f for f in frames if f.time_s > pause_s]
    paused = _in_a_row(a, _still(a[-1], 6.0), b)
    analysis = _counted(exercise_id, paused)
    assert len(analysis.repetitions) == REPETITIONS
    assert not fault_ids(analysis)


@pytest.mark.parametrize("exercise_id", [e for e in COUNTED if e != "band-deadlift"])
def test_what_was_done_before_isnt_counted(exercise_id: str) -> None:
    """Standing, bending for something, waving; then the exercise. To the deadlift a bend is a
    bend, which its file says (`cannot_see`)."""
    before = distracting("looking-round")
    analysis = _counted(exercise_id, _in_a_row(before, _frames(exercise_id)))
    assert len(analysis.repetitions) == REPETITIONS


@pytest.mark.parametrize("exercise_id", load_exercises())
def test_feet_out_of_the_picture_make_no_faults_up(exercise_id: str) -> None:
    whole = _plain(exercise_id)
    cropped = _counted(exercise_id, [_without_feet(f) for f in _frames(exercise_id)])
    assert len(cropped.repetitions) <= len(whole.repetitions)
    assert not fault_ids(cropped)


def _without_feet(frame: PoseFrame) -> PoseFrame:
    visibility, places = frame.visibility.copy(), frame.landmarks_px.copy()
    visibility[FEET] = 0.05
    places[FEET, 1] += 2.0 * frame.height_px
    return replace(frame, visibility=visibility, landmarks_px=places)


@pytest.mark.parametrize("exercise_id", load_exercises())
def test_a_mirror_image_counts_the_same_on_the_other_side(exercise_id: str) -> None:
    plain = _plain(exercise_id)
    mirrored = _counted(exercise_id, [_mirrored(f) for f in _frames(exercise_id)])
    assert len(mirrored.repetitions) == len(plain.repetitions)
    assert len(mirrored.holds) == len(plain.holds)
    assert fault_ids(mirrored) == fault_ids(plain)
    if load_exercise(exercise_id).signal.each_side:
        other = {"left": "right", "right": "left", None: None}
        assert [r.side for r in mirrored.repetitions] == [other[r.side] for r in plain.repetitions]


def _mirrored(frame: PoseFrame) -> PoseFrame:
    """As a selfie camera shows it: what was the left hand is seen as a right one."""
    swap = [_other_side(mark) for mark in Landmark]
    flip = np.array([-1.0, 1.0])
    places = (frame.landmarks_px * flip + np.array([frame.width_px, 0.0]))[swap]
    world = (frame.world_m * np.array([-1.0, 1.0, 1.0]))[swap]
    back = frame.back
    if isinstance(back, BackLine):
        points = back.points_px * flip + np.array([frame.width_px, 0.0])
        back = replace(back, points_px=points)
    return replace(
        frame,
        landmarks_px=places,
        world_m=world,
        visibility=frame.visibility[swap],
        back=back,
    )


def _other_side(mark: Landmark) -> Landmark:
    for one, other in (("LEFT", "RIGHT"), ("RIGHT", "LEFT")):
        if one in mark.name:
            return Landmark[mark.name.replace(one, other)]
    return mark
