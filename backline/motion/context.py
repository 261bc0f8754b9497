"""What a measure may look at: one frame's geometry, the person's neutral, the working side."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from backline.body import FloatArray
from backline.motion.geometry import Geometry, Side
from backline.motion.kept import kept


@dataclass(frozen=True)
class Neutral:
    """The person's own start posture.

    values: measure name to its value there. hip_px: (2,) where the hips were.
    trunk_px: how long the trunk was. firm: True when it was taken while the person held
    still; False when it is only the first moments of the posture.
    """

    values: dict[str, float]
    hip_px: FloatArray = field(default_factory=lambda: np.full(2, np.nan))
    trunk_px: float = float("nan")
    firm: bool = False


@dataclass(frozen=True)
class Context:
    """Everything measures are computed from. `side` is the working side (the lifted leg's)
    or, where nothing moves, the side nearer to the camera. The pose model now and then swaps the
    two legs in the middle of a movement: `side` follows what is out in this frame, `named_side`
    is the side the movement began with (None while nothing moves or it isn't told yet).

    known: values already worked out, by measure and side, so that many cues may ask for the
    same one; `Measure.value` fills it.
    """

    geometry: Geometry
    side: Side
    neutral: Neutral | None = None
    named_side: Side | None = None
    known: dict[tuple[str, Side | None], float] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def on_side(self, side: Side) -> Context:
        """The same with another working side; what is known is shared."""
        return self if side == self.side else self._twin

    @kept
    def _twin(self) -> Context:
        other: Side = "right" if self.side == "left" else "left"
        twin = Context(self.geometry, other, self.neutral, self.named_side)
        twin.__dict__.update(known=self.known)
        return twin

    def with_neutral(self, neutral: Neutral | None) -> Context:
        """The same with another neutral, knowing nothing yet."""
        if neutral is self.neutral:
            return self
        return Context(self.geometry, self.side, neutral, self.named_side)

    def working(self, side: Side, named: Side | None) -> Context:
        """The same with another working side and another name for it, knowing nothing yet."""
        return Context(self.geometry, side, self.neutral, named)

    @property
    def across(self) -> Side:
        """The side opposite the movement's."""
        return "right" if (self.named_side or self.side) == "left" else "left"
