"""Contexts for measures, made from stick bodies."""

from __future__ import annotations

from backline.body import PoseFrame
from backline.motion import posture  # noqa: F401  (registers every measure)
from backline.motion.context import Context, Neutral
from backline.motion.geometry import Geometry, Side
from backline.motion.measures import MEASURES
from tests.bodies import ALL_FOURS, Body, pose_frame


def context(
    frame: PoseFrame | Body = ALL_FOURS, side: Side | None = None, neutral: Neutral | None = None
) -> Context:
    """The context of one frame; the near side unless told otherwise."""
    seen = pose_frame(frame) if isinstance(frame, Body) else frame
    geometry = Geometry(seen)
    return Context(geometry, side or geometry.near_side, neutral)


def value(name: str, frame: PoseFrame | Body, side: Side = "left", **how: object) -> float:
    """One measure of one frame. how: `neutral`, a `Neutral`."""
    return MEASURES[name].value(context(frame, side, **how))  # type: ignore[arg-type]


def neutral_of(frame: PoseFrame | Body, *, firm: bool = True) -> Neutral:
    """A neutral that holds every measure of the frame that needs no neutral."""
    here = context(frame)
    values = {name: measure.value(here) for name, measure in MEASURES.items()}
    return Neutral(values, here.geometry.hip, here.geometry.trunk_px, firm)
