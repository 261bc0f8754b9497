"""Over the ball and on the seat: what carries the body keeps carrying it."""

from __future__ import annotations

import numpy as np
import pytest

from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.figure import Figure
from backline.avatar.performance import Performance
from backline.avatar.things import Ball, Box
from tests.avatar.bodies import at, middle_of
from tests.avatar.equipped import perform


def ball_of(figure: Figure) -> Ball:
    (ball,) = (t for t in figure.things if isinstance(t, Ball))
    return ball


def sunk_m(figure: Figure) -> float:
    """How deep the belly's surface lies in the ball at its deepest."""
    ball = ball_of(figure)
    points = np.array([s.centre_m - s.ventral_m * s.axes[1] for s in figure.trunk])
    return float(ball.radius_m - np.linalg.norm(points - ball.centre_m, axis=1).min())


@pytest.mark.parametrize("shape", PRESETS)
def test_the_belly_stays_on_the_ball(shape: str) -> None:
    performance = perform("rotate", shape=PRESETS[shape])
    figures = performance.figures(performance.times_s(6.0))
    depths = np.array([sunk_m(f) for f in figures])
    assert depths.min() > 0.0
    assert depths.max() < 0.10
    places = np.array([ball_of(f).centre_m for f in figures])
    assert np.ptp(places, axis=0).max() == 0.0, "it doesn't roll away"
    assert places[0, 1] == pytest.approx(ball_of(figures[0]).radius_m), "it lies on the floor"


def parts(performance: Performance) -> tuple[Figure, Figure]:
    return tuple(  # type: ignore[return-value]
        performance.figure_at(middle_of(performance, phase)) for phase in ("start", "up")
    )


@pytest.mark.parametrize("shape", PRESETS)
def test_one_hand_pushes_and_the_other_rises_with_the_chest(shape: str) -> None:
    performance = perform("rotate", shape=PRESETS[shape], naturalness=0.0)
    over, up = parts(performance)
    for figure in (over, up):
        anchor = performance.stances[0].anchors["right_hand"]
        assert at(figure, "right_wrist") == pytest.approx(anchor, abs=0.01)
    assert at(up, "left_wrist")[1] > at(up, "left_shoulder")[1] + 0.1
    assert at(up, "left_shoulder")[1] > at(up, "right_shoulder")[1] + 0.15
    moved = up.trunk[2].centre_m - over.trunk[2].centre_m
    assert np.linalg.norm(moved) < 0.08
    assert abs(moved[2]) < 0.01, "the pelvis stays over the ball"
    ball = ball_of(over)
    chest = 0.5 * (at(over, "left_shoulder") + at(over, "right_shoulder"))
    assert chest[0] > ball.centre_m[0] + 0.6 * ball.radius_m, "the chest is in front of it"


def test_toes_or_knees_carry_the_legs() -> None:
    for figure in perform("rotate").figures([0.5, 2.5, 5.0]):
        for side in ("left", "right"):
            assert figure.joints_m[f"{side}_toes"][1] == pytest.approx(0.0153, abs=0.004)
            assert at(figure, f"{side}_knee")[1] > 0.15


def test_the_ball_can_lie_too_far_forward() -> None:
    clean, wrong = perform("rotate"), perform("rotate", fault=("too-far", 1.0))
    gap = [
        np.mean([at(f, "left_shoulder")[0], at(f, "right_shoulder")[0]]) - ball_of(f).centre_m[0]
        for f in (p.figure_at(0.5) for p in (clean, wrong))
    ]
    assert 0.08 < gap[0] - gap[1] < 0.17


@pytest.mark.parametrize("shape", PRESETS)
def test_a_sitting_body_has_level_thighs_and_flat_feet(shape: str) -> None:
    body: BodyShape = PRESETS[shape]
    performance = perform("row", shape=body)
    for figure in performance.figures(np.linspace(0.0, performance.duration_s, 9)):
        pad = next(t for t in figure.things if isinstance(t, Box) and t.material == "cushion")
        top = pad.centre_m[1] + pad.half_m[1]
        assert top == pytest.approx(0.26 * body.height_m)
        for side in ("left", "right"):
            thigh = at(figure, f"{side}_knee") - at(figure, f"{side}_hip")
            assert abs(np.rad2deg(np.arctan2(thigh[1], thigh[0]))) < 15.0
            assert at(figure, f"{side}_ankle")[1] == pytest.approx(body.rest_height_m["sole"])
            assert 0.05 < at(figure, f"{side}_hip")[1] - top < 0.13
