"""What is kept of a stream."""

from __future__ import annotations

import pytest

from backline.body import CannotJudge, PoseFrame
from backline.form.record import JOIN_GAP_S, SHORTEST_UNSEEN_S, Record
from backline.form.result import Unseen
from tests.bodies import pose_frame
from tests.form.performances import video

FPS = 30.0


def unseen_of(*parts: tuple[CannotJudge | None, float]) -> list[Unseen]:
    record, frame = Record("cat-cow"), 0
    for reason, seconds in parts:
        for _ in range(round(seconds * FPS)):
            record.frame(pose_frame(time_s=frame / FPS), reason)
            frame += 1
    return record.analysis(video(frame, FPS), []).cannot_judge


HIDDEN, NOBODY = CannotJudge.TRUNK_HIDDEN, CannotJudge.NO_PERSON


def test_a_stretch_of_one_reason_is_one_entry() -> None:
    (one,) = unseen_of((None, 1.0), (HIDDEN, 2.0), (None, 1.0))
    assert one.reason is HIDDEN
    assert one.start_s == pytest.approx(1.0, abs=0.04)
    assert one.end_s == pytest.approx(3.0, abs=0.04)


def test_short_moments_are_left_out_and_short_breaks_bridged() -> None:
    assert unseen_of((None, 1.0), (HIDDEN, SHORTEST_UNSEEN_S - 0.1), (None, 1.0)) == []
    (one,) = unseen_of((HIDDEN, 1.0), (None, JOIN_GAP_S - 0.1), (HIDDEN, 1.0))
    assert one.end_s - one.start_s == pytest.approx(2.4, abs=0.1)
    assert len(unseen_of((HIDDEN, 1.0), (None, JOIN_GAP_S + 0.1), (HIDDEN, 1.0))) == 2


def test_reasons_that_take_turns_stay_apart() -> None:
    found = unseen_of(*[(reason, 0.1) for _ in range(10) for reason in (HIDDEN, NOBODY)])
    assert {one.reason for one in found} == {HIDDEN, NOBODY}
    assert len(found) == 2


def test_the_share_of_frames_with_a_person() -> None:
    record = Record("cat-cow")
    for i in range(10):
        seen = i % 5 != 0
        frame = pose_frame(time_s=i / FPS) if seen else PoseFrame.empty(i / FPS, 640, 480)
        record.frame(frame, None if seen else NOBODY)
    seen = record.analysis(video(10, FPS), []).seen
    assert (seen.frames, seen.fraction) == (8, 0.8)


def test_a_stream_of_nothing() -> None:
    analysis = Record("plank").analysis(video(0), [])
    assert analysis.exercise == "plank"
    assert (analysis.seen.frames, analysis.seen.fraction) == (0, 0.0)
    assert analysis.cannot_judge == []
