"""What may be said of things in a demonstration."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from backline.guide.load import load_exercises
from backline.guide.props import BallFloor, Band, Prop
from backline.guide.schema import Demonstration

PROP: TypeAdapter[Prop] = TypeAdapter(Prop)
BARE: dict[str, Any] = {"poses": {}, "repetition": [], "contacts": {}}


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "ball-floor", "radius_m": 0.3},
        {"kind": "ball-hands", "radius_ratio": 0.16},
        {"kind": "band", "to": "hands", "towards": "front", "distance_m": 1.2, "height_ratio": 1.1},
        {"kind": "band", "to": "hips", "towards": "back", "distance_m": 1.2, "height_m": 0.8},
        {"kind": "kettlebell"},
        {"kind": "bar", "plate_radius_m": 0.2},
        {"kind": "seat", "height_m": 0.0},
    ],
)
def test_props_are_told_apart_by_their_kind(data: dict[str, Any]) -> None:
    assert PROP.validate_python(data).kind == data["kind"]
    assert Demonstration.model_validate(BARE | {"props": [data]}).props[0].kind == data["kind"]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"kind": "trampoline"}, "trampoline"),
        ({"kind": "ball-floor"}, "either radius_m or radius_ratio"),
        ({"kind": "ball-floor", "radius_m": 0.3, "radius_ratio": 0.2}, "either"),
        ({"kind": "seat"}, "either height_m or height_ratio"),
        ({"kind": "band", "to": "knees", "towards": "front", "distance_m": 1, "height_m": 1}, "to"),
        ({"kind": "band", "to": "hands", "towards": "up", "distance_m": 1, "height_m": 1}, "tow"),
        ({"kind": "kettlebell", "weight": 12}, "weight"),
    ],
)
def test_what_does_not_fit_is_refused(data: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        PROP.validate_python(data)


def test_ratios_follow_the_bodys_height_and_metres_do_not() -> None:
    assert BallFloor(kind="ball-floor", radius_ratio=0.2).sized_m(1.5) == pytest.approx(0.3)
    assert BallFloor(kind="ball-floor", radius_m=0.3).sized_m(1.9) == 0.3
    band = {"kind": "band", "to": "hands", "towards": "front", "distance_m": 1.0}
    assert Band.model_validate(band | {"height_ratio": 1.0}).high_m(1.8) == pytest.approx(1.8)
    assert Band.model_validate(band | {"height_m": 0.0}).high_m(1.8) == 0.0


def test_exercises_without_props_have_none() -> None:
    assert load_exercises()["cat-cow"].demonstration.props == []
