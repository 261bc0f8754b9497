"""Both hands on one thing: together, straight, at the sides of a ball."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.arms import palms_m
from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.figure import Figure
from backline.avatar.postures import still_figure
from backline.avatar.things import Ball
from backline.body import FloatArray
from backline.guide.props import BallHands
from tests.avatar.bodies import at, mid

HELD = BallHands(kind="ball-hands", radius_ratio=0.16)


def held(pose: dict[str, float], shape: BodyShape | None = None, ball: bool = False) -> Figure:
    joined = {"hands_joined_ratio": 1.0, **pose}
    return still_figure(shape or BodyShape(), joined, ["knee", "foot"], [HELD] if ball else [])


def palms(figure: Figure) -> FloatArray:
    return palms_m(
        figure.landmarks_m, (figure.joints_m["left_hand"], figure.joints_m["right_hand"])
    )


def bend_deg(figure: Figure, side: str) -> float:
    upper = at(figure, f"{side}_elbow") - at(figure, f"{side}_shoulder")
    lower = at(figure, f"{side}_wrist") - at(figure, f"{side}_elbow")
    cosine = upper @ lower / np.linalg.norm(upper) / np.linalg.norm(lower)
    return float(np.rad2deg(np.arccos(np.clip(cosine, -1, 1))))


@settings(max_examples=60, deadline=None)
@given(
    shape=st.sampled_from(sorted(PRESETS)),
    lift=st.floats(0.0, 175.0),
    turn=st.floats(-14.0, 14.0),
    rotation=st.floats(-35.0, 35.0),
)
def test_straight_arms_meet_wherever_they_point(
    shape: str, lift: float, turn: float, rotation: float
) -> None:
    figure = held(
        {
            "hands_flexion_deg": lift,
            "hands_turn_deg": turn,
            "trunk_turn_deg": rotation,
        },
        PRESETS[shape],
    )
    left, right = palms(figure)
    assert np.linalg.norm(left - right) < 0.03 * figure.landmarks_m[:, 1].max() + 0.02
    for side in ("left", "right"):
        assert bend_deg(figure, side) < 12.0
        arm = at(figure, f"{side}_wrist") - at(figure, f"{side}_elbow")
        assert np.linalg.norm(arm) == pytest.approx(PRESETS[shape].forearm_m)


@settings(max_examples=40, deadline=None)
@given(shape=st.sampled_from(sorted(PRESETS)), lift=st.floats(30.0, 170.0))
def test_palms_lie_on_the_ball(shape: str, lift: float) -> None:
    figure = held({"hands_flexion_deg": lift}, PRESETS[shape], ball=True)
    (ball,) = (t for t in figure.things if isinstance(t, Ball))
    gaps = np.linalg.norm(palms(figure) - ball.centre_m, axis=1) - ball.radius_m
    thick = 0.011 * PRESETS[shape].height_m
    assert gaps == pytest.approx([thick, thick], abs=0.01)
    assert max(bend_deg(figure, side) for side in ("left", "right")) < 3.0


def test_the_hands_go_where_the_angles_say() -> None:
    down, ahead, above = (held({"hands_flexion_deg": d}) for d in (0.0, 90.0, 180.0))
    for figure, axis, sign in ((down, 1, -1), (ahead, 0, 1), (above, 1, 1)):
        away = mid(figure, "wrist") - mid(figure, "shoulder")
        assert sign * away[axis] == pytest.approx(np.linalg.norm(away), abs=0.02)
    left = held({"hands_flexion_deg": 90.0, "hands_turn_deg": 15.0})
    away = mid(left, "wrist") - mid(left, "shoulder")
    assert np.rad2deg(np.arctan2(-away[2], away[0])) == pytest.approx(15.0, abs=2.0)


def test_hands_can_be_apart_and_elbows_bent() -> None:
    wide = held({"hands_flexion_deg": 90.0, "hands_apart_m": 0.40})
    left, right = palms(wide)
    assert np.linalg.norm(left - right) == pytest.approx(0.40 + 2 * 0.011 * 1.7, abs=0.01)
    bent = held({"hands_flexion_deg": 90.0, "elbow_flexion_deg": 50.0})
    for side in ("left", "right"):
        assert bend_deg(bent, side) == pytest.approx(50.0, abs=6.0)
        assert at(bent, f"{side}_elbow")[1] < at(bent, f"{side}_shoulder")[1], "elbows drop"


def test_arms_come_together_gradually_and_not_without_being_asked() -> None:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    gaps = []
    for share in shares:
        left, right = palms(held({"hands_joined_ratio": share, "shoulder_flexion_deg": 90.0,
                                  "hands_flexion_deg": 90.0}))  # fmt: skip
        gaps.append(np.linalg.norm(left - right))
    assert (np.diff(gaps) < 0.0).all()
    assert gaps[0] == pytest.approx(2 * BodyShape().half_shoulder_m, abs=0.02)
