"""The coach names what it can't see, and says how to show it."""

from __future__ import annotations

from dataclasses import replace

from backline.body import CannotJudge, Landmark, PoseFrame
from backline.coach.hidden import hidden_landmarks
from backline.coach.session import CoachSession
from tests.bodies import pose_frame
from tests.coach.driver import Driver
from tests.coach.fakes import exercise

FEET = [mark for mark in Landmark if any(w in mark.name for w in ("ANKLE", "HEEL", "FOOT"))]


def _below_the_picture(marks: list[Landmark]) -> PoseFrame:
    frame = pose_frame()
    places = frame.landmarks_px.copy()
    places[marks, 1] += frame.height_px
    return replace(frame, landmarks_px=places)


def test_nothing_is_hidden_of_a_body_that_is_all_there():
    assert hidden_landmarks(pose_frame()) == ()


def test_only_the_far_side_hidden_is_no_reason_to_move():
    assert hidden_landmarks(pose_frame(hidden=[Landmark.RIGHT_WRIST, Landmark.RIGHT_ANKLE])) == ()


def test_both_sides_hidden_or_outside_are_named():
    hidden = hidden_landmarks(pose_frame(hidden=[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]))
    assert hidden == (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
    outside = hidden_landmarks(_below_the_picture(FEET))
    assert outside == (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)


def test_of_nobody_nothing_is_hidden():
    assert hidden_landmarks(PoseFrame.empty(0.0, 640, 480)) == ()


def test_the_coach_asks_to_see_the_feet():
    coach = Driver(CoachSession(exercise()))
    frame = _below_the_picture(FEET)
    state = coach.play(8.0, "framing", frame=frame, cannot_judge=CannotJudge.OUT_OF_FRAME)
    assert state.hint is not None
    assert "feet" in state.hint.title
    assert any("feet" in text and "back" in text for text in coach.texts("hint"))
    seen = coach.play(8.0, "framing", frame=pose_frame(), cannot_judge=CannotJudge.NOT_SIDE_VIEW)
    assert seen.hint is not None
    assert "feet" not in seen.hint.title
    assert "sideways" in seen.hint.title
