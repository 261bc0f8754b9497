"""The body's proportions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.body_model import PRESETS, SECTION_COUNT, BodyShape
from backline.avatar.postures import posture_figure
from tests.avatar.bodies import at, mid


def test_average_body_stands_as_tall_as_it_says() -> None:
    shape = BodyShape(height_m=1.70)
    figure = posture_figure("standing", shape)
    crown_m = figure.joints_m["head"][1] + 0.065 * shape.height_m
    assert crown_m == pytest.approx(1.70, abs=0.03)


def test_joint_heights_match_winters_table() -> None:
    figure = posture_figure("standing", BodyShape(height_m=1.0 / 0.5))
    heights = {"ankle": 0.039, "knee": 0.285, "hip": 0.530, "shoulder": 0.818}
    for joint, share in heights.items():
        assert mid(figure, joint)[1] == pytest.approx(share * 2.0, abs=0.01)


def test_face_is_ahead_of_the_ears_and_eyes_above_the_mouth() -> None:
    figure = posture_figure("standing")
    assert at(figure, "nose")[0] > mid(figure, "ear")[0] + 0.08
    assert at(figure, "left_eye")[1] > figure.landmarks_m[9][1]
    assert at(figure, "left_ear")[2] < at(figure, "right_ear")[2]


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_whole_bodies(name: str) -> None:
    figure = posture_figure("hands-and-knees", PRESETS[name])
    assert len(figure.trunk) == SECTION_COUNT >= 12
    assert np.isfinite(figure.landmarks_m).all()


def test_girth_widens_but_does_not_lengthen() -> None:
    slim, heavy = BodyShape(girth_ratio=0.8), BodyShape(girth_ratio=1.4)
    assert (heavy.spine.widths_m > slim.spine.widths_m).all()
    assert heavy.thigh_m == slim.thigh_m
    assert heavy.radii_m["calf"] > slim.radii_m["calf"]


@pytest.mark.parametrize("wrong", [{"height_m": 0.4}, {"leg_ratio": 3.0}, {"girth_ratio": 0.1}])
def test_impossible_bodies_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        BodyShape(**wrong)


@settings(max_examples=25, deadline=None)
@given(
    height=st.floats(1.4, 2.05),
    leg=st.floats(0.92, 1.08),
    arm=st.floats(0.94, 1.06),
    girth=st.floats(0.8, 1.4),
)
def test_hands_under_shoulders_and_knees_under_hips(
    height: float, leg: float, arm: float, girth: float
) -> None:
    shape = BodyShape(height_m=height, leg_ratio=leg, arm_ratio=arm, girth_ratio=girth)
    figure = posture_figure("hands-and-knees", shape)
    assert mid(figure, "wrist")[0] == pytest.approx(mid(figure, "shoulder")[0], abs=1e-3)
    assert mid(figure, "knee")[0] == pytest.approx(mid(figure, "hip")[0], abs=1e-3)
    assert mid(figure, "ankle")[0] < mid(figure, "knee")[0] - 0.9 * shape.shank_m
    assert mid(figure, "foot_index")[0] < mid(figure, "ankle")[0]


@settings(max_examples=25, deadline=None)
@given(height=st.floats(1.4, 2.05), leg=st.floats(0.9, 1.1), trunk=st.floats(0.9, 1.1))
def test_plank_is_one_line_over_the_elbows(height: float, leg: float, trunk: float) -> None:
    shape = BodyShape(height_m=height, leg_ratio=leg, trunk_ratio=trunk)
    figure = posture_figure("forearm-plank", shape)
    assert mid(figure, "elbow")[0] == pytest.approx(mid(figure, "shoulder")[0], abs=1e-3)
    shoulder, hip, ankle = (mid(figure, n)[:2] for n in ("shoulder", "hip", "ankle"))
    along = (ankle - shoulder) / np.hypot(*(ankle - shoulder))
    away = (hip - shoulder) - ((hip - shoulder) @ along) * along
    assert np.hypot(*away) < 0.02 * height
