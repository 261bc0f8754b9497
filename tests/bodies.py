"""Stick bodies seen exactly from the side: poses whose every angle and length is known.

They move in one plane only, so what a measure should say can be told by hand. Angles are
those of the measures: hip flexion 0 with the thigh in line with the trunk and 90 on all
fours, knees and elbows 0 when straight, arms by how far they hang to the front of the
trunk's line (90 square with it), flexion positive.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from backline.body import BACK_STATIONS, BackLine, CannotJudge, FloatArray, Landmark, PoseFrame

Facing = Literal["left", "right"]
Pair = tuple[float, float]
"""A value for the left and one for the right side of the body."""

TRUNK_M, THIGH_M, SHANK_M, FOOT_M = 0.50, 0.44, 0.40, 0.20
UPPER_ARM_M, FOREARM_M, HAND_M = 0.28, 0.22, 0.08
SHOULDER_HALF_M, HIP_HALF_M = 0.18, 0.14
BACK_THICKNESS_RATIO = 0.20
"""How far the back lies behind the hip-shoulder chord, in trunk lengths."""


@dataclass(frozen=True)
class Body:
    """One posture. The defaults stand on hands and knees with a level trunk.

    pitch_deg: shoulders higher is positive; 90 is upright. bend: height of the back line's
    bow (a parabola) over the trunk's length. hip_rise_m: left hip above the right one.
    """

    pitch_deg: float = 0.0
    hip_flexion_deg: Pair = (90.0, 90.0)
    knee_flexion_deg: Pair = (90.0, 90.0)
    arm_deg: Pair = (90.0, 90.0)
    elbow_flexion_deg: Pair = (0.0, 0.0)
    head_deg: float = 90.0
    bend: float = 0.0
    hip_rise_m: float = 0.0
    back: CannotJudge | None = None

    def but(self, **changes: object) -> Body:
        """The same posture with some values changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


ALL_FOURS = Body()
PLANK = Body(
    pitch_deg=4.0,
    hip_flexion_deg=(0.0, 0.0),
    knee_flexion_deg=(0.0, 0.0),
    arm_deg=(90.0, 90.0),
    elbow_flexion_deg=(90.0, 90.0),
)
STANDING = Body(
    pitch_deg=90.0, hip_flexion_deg=(0.0, 0.0), knee_flexion_deg=(0.0, 0.0), arm_deg=(178.0, 178.0)
)
SITTING = STANDING.but(hip_flexion_deg=(90.0, 90.0), knee_flexion_deg=(90.0, 90.0))
KNEELING = STANDING.but(knee_flexion_deg=(90.0, 90.0))
LYING_PRONE = Body(
    pitch_deg=0.0, hip_flexion_deg=(0.0, 0.0), knee_flexion_deg=(0.0, 0.0), arm_deg=(10.0, 10.0)
)
DOWN_DOG = Body(
    pitch_deg=-50.0, hip_flexion_deg=(80.0, 80.0), knee_flexion_deg=(0.0, 0.0), arm_deg=(0.0, 0.0)
)


def _turned(vector: FloatArray, degrees: float) -> FloatArray:
    """Counterclockwise, y up."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])


def _side_points(body: Body, side: int, trunk: FloatArray) -> dict[str, FloatArray]:
    """Points of one side (0 left, 1 right), x towards the head of a prone body, y up."""
    rise = (0.5 if side == 0 else -0.5) * body.hip_rise_m
    hip = np.array([0.0, rise])
    shoulder = TRUNK_M * trunk
    thigh = _turned(-trunk, body.hip_flexion_deg[side])
    shank = _turned(thigh, -body.knee_flexion_deg[side])
    foot = _turned(shank, 75.0)
    arm = _turned(trunk, -body.arm_deg[side])
    forearm = _turned(arm, body.elbow_flexion_deg[side])
    face = _turned(trunk, -body.head_deg)
    knee = hip + THIGH_M * thigh
    ankle = knee + SHANK_M * shank
    elbow = shoulder + UPPER_ARM_M * arm
    wrist = elbow + FOREARM_M * forearm
    ear = shoulder + 0.20 * trunk
    return {
        "HIP": hip,
        "SHOULDER": shoulder,
        "KNEE": knee,
        "ANKLE": ankle,
        "HEEL": ankle - 0.05 * foot,
        "FOOT_INDEX": ankle + FOOT_M * foot,
        "ELBOW": elbow,
        "WRIST": wrist,
        "PINKY": wrist + HAND_M * forearm,
        "INDEX": wrist + HAND_M * forearm,
        "THUMB": wrist + 0.5 * HAND_M * forearm,
        "EAR": ear,
        "EYE": ear + 0.09 * face,
        "EYE_INNER": ear + 0.10 * face,
        "EYE_OUTER": ear + 0.08 * face,
        "MOUTH": ear + 0.09 * face - 0.04 * trunk,
        "NOSE": ear + 0.12 * face,
    }


def _sagittal(body: Body) -> tuple[FloatArray, FloatArray]:
    """(33, 2) points in the body's plane, y up, from the hips; (33,) lateral places in
    metres, left positive."""
    trunk = _turned(np.array([1.0, 0.0]), body.pitch_deg)
    points, lateral = np.zeros((33, 2)), np.zeros(33)
    for side, (name, sign) in enumerate((("LEFT", 1.0), ("RIGHT", -1.0))):
        for part, at in _side_points(body, side, trunk).items():
            key = {"NOSE": "NOSE", "MOUTH": f"MOUTH_{name}"}.get(part, f"{name}_{part}")
            points[Landmark[key]] = at
            wide = SHOULDER_HALF_M if part in ("SHOULDER", "ELBOW", "WRIST") else HIP_HALF_M
            head = part in ("NOSE", "MOUTH", "EAR") or part.startswith("EYE")
            lateral[Landmark[key]] = sign * (0.0 if part == "NOSE" else 0.06 if head else wide)
    return points, lateral


def parabola(height: float) -> FloatArray:
    """Back line offsets of a bow `height` trunk lengths high."""
    stations = np.linspace(0.0, 1.0, BACK_STATIONS)
    return BACK_THICKNESS_RATIO + height * 4 * stations * (1 - stations)


def pose_frame(
    body: Body = ALL_FOURS,
    time_s: float = 0.0,
    *,
    facing: Facing = "left",
    px_per_m: float = 300.0,
    hip_px: Pair = (640.0, 360.0),
    size_px: tuple[int, int] = (1280, 720),
    hidden: Iterable[Landmark] = (),
    offsets: FloatArray | None = None,
    azimuth_deg: float = 90.0,
) -> PoseFrame:
    """The body as a camera far away sees it.

    facing: where the face of a person on all fours points. The person's left side is near
    when facing left. hidden: landmarks with no visibility. offsets: (40,) back line offsets
    instead of the body's parabola. azimuth_deg: 90 is the exact side.
    """
    points, lateral = _sagittal(body)
    ahead = -1.0 if facing == "left" else 1.0
    turn = math.radians(90.0 - azimuth_deg)
    near = lateral * -ahead
    world = np.stack(
        [
            ahead * points[:, 0] * math.cos(turn) + near * math.sin(turn),
            -points[:, 1],
            ahead * points[:, 0] * math.sin(turn) - near * math.cos(turn),
        ],
        axis=1,
    )
    pixels = np.array(hip_px) + px_per_m * world[:, :2]
    visibility = np.ones(33)
    visibility[list(hidden)] = 0.0
    back: BackLine | CannotJudge | None = body.back
    if back is None:
        back = _back_line(pixels, ahead, parabola(body.bend) if offsets is None else offsets)
    return PoseFrame(time_s, *size_px, pixels, visibility, world, back, present=True)


def _back_line(pixels: FloatArray, ahead: float, offsets: FloatArray) -> BackLine:
    hip = (pixels[Landmark.LEFT_HIP] + pixels[Landmark.RIGHT_HIP]) / 2
    shoulder = (pixels[Landmark.LEFT_SHOULDER] + pixels[Landmark.RIGHT_SHOULDER]) / 2
    chord = shoulder - hip
    dorsal = -ahead * np.array([-chord[1], chord[0]])
    stations = np.linspace(0.0, 1.0, BACK_STATIONS)[:, None]
    return BackLine(hip + stations * chord + offsets[:, None] * dorsal, offsets)


def film(
    at: Callable[[float], Body], duration_s: float, fps: float = 30.0, **how: object
) -> list[PoseFrame]:
    """Frames of a moving body: `at` gives the posture at each instant."""
    times = [i / fps for i in range(round(duration_s * fps) + 1)]
    return [pose_frame(at(t), t, **how) for t in times]  # type: ignore[arg-type]
