"""Things a demonstration shows beside the body: balls, bands, weights and a seat.

Sizes and heights are given in metres (`_m`) or as shares of the body's height (`_ratio`), so
that a ball or an anchor fits a small person as it fits a tall one.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Direction = Literal["front", "back", "left", "right", "working", "resting"]
Hand = Literal["left_hand", "right_hand", "working_hand", "resting_hand"]


class _Thing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Ball(_Thing):
    radius_m: float | None = Field(default=None, gt=0.05, lt=0.6)
    radius_ratio: float | None = Field(default=None, gt=0.03, lt=0.35)

    @model_validator(mode="after")
    def _one_radius(self) -> _Ball:
        if (self.radius_m is None) == (self.radius_ratio is None):
            raise ValueError(f"{type(self).__name__}: give either radius_m or radius_ratio")
        return self

    def sized_m(self, body_height_m: float) -> float:
        """The radius for a body of that height, metres."""
        return self.radius_m if self.radius_m is not None else body_height_m * self._ratio

    @property
    def _ratio(self) -> float:
        assert self.radius_ratio is not None
        return self.radius_ratio


class BallFloor(_Ball):
    """An exercise ball on the floor; the contact `ball` lays the belly on it."""

    kind: Literal["ball-floor"]


class BallHands(_Ball):
    """An exercise ball between both hands; `hands_joined_ratio` brings them to its sides."""

    kind: Literal["ball-hands"]


class _High(_Thing):
    height_m: float | None = Field(default=None, ge=0.0, le=3.0)
    height_ratio: float | None = Field(default=None, ge=0.0, le=1.6)

    @model_validator(mode="after")
    def _one_height(self) -> _High:
        if (self.height_m is None) == (self.height_ratio is None):
            raise ValueError(f"{type(self).__name__}: give either height_m or height_ratio")
        return self

    def high_m(self, body_height_m: float) -> float:
        """The height over the floor for a body of that height, metres."""
        if self.height_m is not None:
            return self.height_m
        assert self.height_ratio is not None
        return body_height_m * self.height_ratio


class Band(_High):
    """A band or cable from an anchor to hands or hips.

    towards: where the anchor stands, seen from the person; "working" and "resting" are the
        sides of a one-sided exercise. distance_m: from where the body stands, along the floor.
        height_m, height_ratio: of the anchor. to: "hands" is one handle between both,
        "each_hand" a handle for each, "hips" a loop round the front of the hips.
    post: whether a post is drawn that carries the anchor.
    """

    kind: Literal["band"]
    to: Literal["hands", "each_hand", "hips"] | Hand
    towards: Direction
    distance_m: float = Field(gt=0.2, le=3.0)
    post: bool = True


class Kettlebell(_Thing):
    """A kettlebell hanging from both hands together, or from one."""

    kind: Literal["kettlebell"]
    to: Literal["hands"] | Hand = "hands"
    radius_m: float = Field(default=0.095, gt=0.04, lt=0.2)


class Bar(_Thing):
    """A straight bar in both hands; with plates when `plate_radius_m` is given."""

    kind: Literal["bar"]
    length_m: float = Field(default=1.2, gt=0.2, le=2.3)
    plate_radius_m: float | None = Field(default=None, gt=0.05, lt=0.3)


class Seat(_High):
    """A simple seat below the hips; the contact `seat` sits on it. Height 0 is the floor."""

    kind: Literal["seat"]


Prop = Annotated[
    BallFloor | BallHands | Band | Kettlebell | Bar | Seat, Field(discriminator="kind")
]
