"""What stands on the floor stays where it is; bones keep their length."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.avatar.body_model import PRESETS, BodyShape
from backline.avatar.performance import Performance
from backline.body import FloatArray, Landmark
from tests.avatar.bodies import EXERCISES, FAULTS, VARIATIONS, marks, short

FPS = 25.0
PLACED = {"hand": "WRIST", "elbow": "ELBOW", "knee": "KNEE", "foot": "ANKLE"}


def slides_m(performance: Performance) -> dict[str, float]:
    """The furthest any point in contact gets from its place on the floor, by point."""
    times = performance.times_s(FPS)
    figures = performance.figures(times)
    where = marks(figures)
    worst: dict[str, float] = {}
    stances = performance.stances
    for k, stance in enumerate(stances):
        before = stances[k - 1] if k else stance
        begin = performance.depart_s[k - 1] if k else 0.0
        always = stance.contacts & before.contacts
        staying = (times >= performance.arrive_s[k]) & (times <= performance.depart_s[k])
        moving = (times >= begin) & (times <= performance.depart_s[k])
        for name in stance.contacts - {"belly"}:
            chosen = np.flatnonzero(moving if name in always else staying)
            side, _, kind = name.partition("_")
            if kind in PLACED:
                points = where[chosen, Landmark[f"{side}_{PLACED[kind]}".upper()]]
            else:
                points = np.array([figures[i].joints_m[f"{side}_toes"] for i in chosen])
            away = np.linalg.norm(points - stance.anchors[name], axis=-1)
            worst[name] = max(worst.get(name, 0.0), float(away.max(initial=0.0)))
    return worst


def check(performance: Performance) -> None:
    slides = slides_m(performance)
    assert slides
    assert max(slides.values()) < 0.005, slides
    lowest = marks(performance.figures(performance.times_s(FPS)))[:, :, 1].min()
    assert lowest > -0.01


@pytest.mark.parametrize("shape", PRESETS)
@pytest.mark.parametrize("name", EXERCISES)
def test_contacts_stay_put_for_every_body(name: str, shape: str) -> None:
    check(short(name, shape=PRESETS[shape]))


@pytest.mark.parametrize("strength", [0.6, 1.3])
@pytest.mark.parametrize(("name", "cue"), FAULTS)
def test_contacts_stay_put_with_faults(name: str, cue: str, strength: float) -> None:
    check(short(name, repetitions=1, fault=(cue, strength)))


@pytest.mark.parametrize(("name", "variation"), VARIATIONS)
def test_contacts_stay_put_in_variations(name: str, variation: str) -> None:
    check(short(name, variation=variation))


@settings(max_examples=15, deadline=None)
@given(
    name=st.sampled_from(EXERCISES),
    height=st.floats(1.45, 2.0),
    leg=st.floats(0.94, 1.07),
    trunk=st.floats(0.93, 1.07),
    arm=st.floats(0.95, 1.06),
    seed=st.integers(0, 1000),
)
def test_contacts_stay_put_for_any_body(
    name: str, height: float, leg: float, trunk: float, arm: float, seed: int
) -> None:
    shape = BodyShape(height_m=height, leg_ratio=leg, trunk_ratio=trunk, arm_ratio=arm)
    check(short(name, shape=shape, repetitions=1, seed=seed))


def bone_lengths_m(where: FloatArray) -> dict[str, FloatArray]:
    pairs = [
        (f"{side}_{a}", f"{side}_{b}")
        for side in ("LEFT", "RIGHT")
        for a, b in (
            ("SHOULDER", "ELBOW"),
            ("ELBOW", "WRIST"),
            ("HIP", "KNEE"),
            ("KNEE", "ANKLE"),
            ("ANKLE", "HEEL"),
        )
    ]
    pairs.append(("LEFT_HIP", "RIGHT_HIP"))
    return {
        f"{a}-{b}": np.linalg.norm(where[:, Landmark[a]] - where[:, Landmark[b]], axis=1)
        for a, b in pairs
    }


@pytest.mark.parametrize("name", EXERCISES)
def test_bones_keep_their_length(name: str) -> None:
    performance = short(name)
    lengths = bone_lengths_m(marks(performance.figures(performance.times_s(FPS))))
    for bone, length in lengths.items():
        assert np.ptp(length) < 1e-6, bone
    shape = performance.shape
    assert lengths["LEFT_HIP-LEFT_KNEE"][0] == pytest.approx(shape.thigh_m)
    assert lengths["LEFT_ELBOW-LEFT_WRIST"][0] == pytest.approx(shape.forearm_m)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_trunk_keeps_its_length_however_it_bends(name: str) -> None:
    performance = short(name)
    figures = performance.figures(performance.times_s(5.0))
    spines = np.array([[s.centre_m for s in figure.trunk] for figure in figures])
    lengths = np.linalg.norm(np.diff(spines, axis=1), axis=2).sum(axis=1)
    assert np.ptp(lengths) < 1e-6
