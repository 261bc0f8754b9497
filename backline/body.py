"""The one picture of a body at an instant that every room shares.

A `PoseFrame` comes from the pose model, from the avatar's true joints, or over the
live socket; whoever consumes it can't tell which. Landmark numbering is BlazePose's 33
(Bazarevsky et al. 2020, "BlazePose: On-device Real-time Body Pose tracking").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

LANDMARK_COUNT = 33
BACK_STATIONS = 40
"""Stations along the hip-shoulder chord at which the back line is sampled."""


class Landmark(IntEnum):
    """BlazePose's landmark numbers. Left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


SKELETON: tuple[tuple[Landmark, Landmark], ...] = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(
        (Landmark[f"{side}_{a}"], Landmark[f"{side}_{b}"])
        for side in ("LEFT", "RIGHT")
        for a, b in (
            ("SHOULDER", "ELBOW"),
            ("ELBOW", "WRIST"),
            ("WRIST", "INDEX"),
            ("SHOULDER", "HIP"),
            ("HIP", "KNEE"),
            ("KNEE", "ANKLE"),
            ("ANKLE", "HEEL"),
            ("HEEL", "FOOT_INDEX"),
            ("ANKLE", "FOOT_INDEX"),
        )
    ),
)
"""Pairs of landmarks to join when a skeleton is drawn."""


class CannotJudge(StrEnum):
    """Why something was not measured. Shown to people through `guide`'s wording."""

    NO_PERSON = "no-person"
    NOT_SIDE_VIEW = "not-side-view"
    TRUNK_HIDDEN = "trunk-hidden"
    OUT_OF_FRAME = "out-of-frame"
    LANDMARKS_HIDDEN = "landmarks-hidden"
    NO_NEUTRAL = "no-neutral"
    NOT_IN_POSITION = "not-in-position"
    NOT_FRONT_VIEW = "not-front-view"


@dataclass(frozen=True, slots=True)
class BackLine:
    """The dorsal outline of the trunk between hip and shoulder.

    points_px: (BACK_STATIONS, 2) image points of the outline, hip end first.
    offset_ratio: (BACK_STATIONS,) signed distance of the outline from the straight
        hip-shoulder chord, dorsal positive, divided by the chord's length.
        NaN at stations where the outline could not be told.
    """

    points_px: FloatArray
    offset_ratio: FloatArray


def _nan(*shape: int) -> FloatArray:
    return np.full(shape, np.nan)


@dataclass(frozen=True, slots=True)
class PoseFrame:
    """One person at one instant.

    time_s: seconds from the start of the stream.
    width_px, height_px: size of the (upright) image the pixels refer to.
    landmarks_px: (33, 2) x right, y down, pixels; may lie outside the image.
    visibility: (33,) 0 to 1, the model's belief that the landmark is in the image
        and not hidden.
    world_m: (33, 3) metres, origin at mid-hip; x right in the image, y down,
        z away from the camera.
    back: the back line, or why it can't be judged.
    present: False when no person was found; then all arrays are NaN, visibility 0.
    """

    time_s: float
    width_px: int
    height_px: int
    landmarks_px: FloatArray = field(default_factory=lambda: _nan(LANDMARK_COUNT, 2))
    visibility: FloatArray = field(default_factory=lambda: np.zeros(LANDMARK_COUNT))
    world_m: FloatArray = field(default_factory=lambda: _nan(LANDMARK_COUNT, 3))
    back: BackLine | CannotJudge = CannotJudge.NO_PERSON
    present: bool = False

    @classmethod
    def empty(cls, time_s: float, width_px: int, height_px: int) -> PoseFrame:
        """A frame in which nobody was found."""
        return cls(time_s, width_px, height_px)
