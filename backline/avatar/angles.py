"""The names a pose may use, and how one-sided names become left and right.

A pose is a `dict[str, float]`, as written in an exercise file; what it leaves out is 0.
Degrees for `_deg`, metres for `_m`; flexion is positive.

Trunk
    pelvis_pitch_deg          forward tilt: 0 upright, 90 face down. The lean of a standing,
                              kneeling or sitting trunk, and of one over a ball. Not used with
                              hands or elbows on the floor: there the supports decide it.
    pelvis_roll_deg           about the body's long axis; + lifts the left hip off the floor
                              of a face-down body (turns the front to the left: the hips of
                              a standing body turn over planted feet).
    pelvis_yaw_deg            about the body's front-back axis; + brings the left hip nearer
                              the feet.
    lumbar_flexion_deg, lumbar_lateral_deg (+ to the left), lumbar_rotation_deg (+ to the left),
    thoracic_flexion_deg, thoracic_lateral_deg, thoracic_rotation_deg
    trunk_turn_deg            + to the left: the chest turns on the pelvis about the trunk's
                              straight axis, most of it in the upper back, shoulders level.
                              (The two rotations turn about each joint's own leaning axis.)
    neck_flexion_deg, head_flexion_deg, head_turn_deg (+ to the left)
    head_forward_m            the head pushed forward, looking straight on.
Both hands on one thing (`backline/avatar/arms.py`)
    hands_joined_ratio        1 holds, 0 leaves each arm to its own angles. Without it a ball
                              between the hands follows them, but they don't lie on its sides.
    hands_flexion_deg         where the hands are from the middle of the shoulders, relative to
                              the ribcage: 0 down, 90 ahead, 180 overhead.
    hands_turn_deg            + to the left. Both arms stay straight up to about 14; further
                              across, turn the chest (trunk_turn_deg) along.
    hands_apart_m             gap between the palms; a held ball's width comes by itself.
    With `elbow_flexion_deg` 0 the arms are straight; bend it and the hands come nearer.
Sides (`left_` / `right_` before the name; without a side it means both)
    scapula_elevation_m (towards the ear), scapula_protraction_m (away from the spine, forward)
    shoulder_flexion_deg, shoulder_abduction_deg, shoulder_rotation_deg (+ inward),
    elbow_flexion_deg, wrist_extension_deg,
    forearm_pronation_deg     on a level arm: 0 thumb up, 90 palm down.
    hip_flexion_deg, hip_abduction_deg, hip_rotation_deg (+ inward), knee_flexion_deg,
    ankle_plantarflexion_deg
Supports
    thigh_lean_deg            hips in front of (+) or behind (-) the knees they stand on.
    shift_forward_m, shift_left_m   whole body over its supports, towards the head or the left.
    Standing on `sole`s, give `pelvis_pitch_deg` and `knee_flexion_deg`: the lean of the shanks,
    and with it the hips' flexion, is what keeps the weight over the feet (hip_flexion_deg is not
    used; shift_forward_m moves the weight towards the toes). Upright is (0, 5), a hinge (65, 20),
    a squat (40, 105), leaning back (-14, 4). There hip_rotation_deg lets the knees fall in and
    hip_abduction_deg pushes them out; 15 is plain to see, at 25 hip-wide knees meet. The weight
    of things held isn't reckoned with.
Floor places (they move where the supports are put down, and hold for a whole performance)
    front_forward_m           hands or elbows ahead of (+) the shoulders in the start posture.
    front_out_m               hands or elbows wider (+) than the shoulders, each side.
    rear_out_m                knees or feet wider than the hips, each side.
    ball_forward_m            the ball on the floor further towards the head (+) than below the
                              navel.

Contact points: hand, elbow, knee, foot (instep), toes, sole, each with a side or for both;
belly (on the floor), back (the shoulder blades on the floor), ball (the belly on a `ball-floor`
prop), seat (the hips on a `seat` prop).
Tall kneeling is [knee, foot], or [knee, toes] with the toes tucked under; `thigh_lean_deg`
below 0 sits back.
On the back it is [back, sole], with pelvis_pitch_deg -90 lying flat and below it with the hips
lifted (-115 in a bridge); hip_flexion_deg and knee_flexion_deg say where the soles are put down.
Over a ball of 0.165 body heights it is [ball, toes, hand], with pelvis_pitch_deg about 104, so
that the elbows are a little bent (a straight arm that comes to bend jerks), and front_forward_m
about 0.06, so that the arms clear the ball. Turning the chest up lowers the shoulder that
stays: for an arm that pushes off, lessen the pitch (96) and thoracic_flexion_deg (-6) as well.

One-sided exercises write `working_` for the side that names the repetition and `resting_` for
the other; `across_` is another word for `resting_`, for a limb that works together with the
working side from across the body (in a bird dog the leg is `working_`, the lifted arm
`across_`). Before a trunk name that points to the left (`pelvis_roll_deg`, `shift_left_m`, ...)
`working_` means "towards the working side": the number is negated when that is the right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from backline.body import FloatArray

Side = Literal["left", "right"]

_LEFTWARD = (
    "pelvis_roll_deg",
    "pelvis_yaw_deg",
    "lumbar_lateral_deg",
    "lumbar_rotation_deg",
    "thoracic_lateral_deg",
    "thoracic_rotation_deg",
    "head_turn_deg",
    "shift_left_m",
    "hands_turn_deg",
    "trunk_turn_deg",
)
_CENTRAL = (
    "pelvis_pitch_deg",
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "neck_flexion_deg",
    "head_flexion_deg",
    "thigh_lean_deg",
    "shift_forward_m",
    "head_forward_m",
    "hands_joined_ratio",
    "hands_flexion_deg",
    "hands_apart_m",
    *_LEFTWARD,
)
PLACE_NAMES = ("front_forward_m", "front_out_m", "rear_out_m", "ball_forward_m")
SIDED_NAMES = (
    "scapula_elevation_m",
    "scapula_protraction_m",
    "shoulder_flexion_deg",
    "shoulder_abduction_deg",
    "shoulder_rotation_deg",
    "elbow_flexion_deg",
    "wrist_extension_deg",
    "forearm_pronation_deg",
    "hip_flexion_deg",
    "hip_abduction_deg",
    "hip_rotation_deg",
    "knee_flexion_deg",
    "ankle_plantarflexion_deg",
)
NAMES: tuple[str, ...] = (
    *_CENTRAL,
    *PLACE_NAMES,
    *(f"{side}_{name}" for name in SIDED_NAMES for side in ("left", "right")),
)
"""The columns of a pose vector, sides next to each other."""

INDEX: dict[str, int] = {name: i for i, name in enumerate(NAMES)}
IS_DEG: FloatArray = np.array([name.endswith("_deg") for name in NAMES])
CONTACT_POINTS = ("hand", "elbow", "knee", "foot", "toes", "sole")
CENTRAL_CONTACTS = ("belly", "back", "ball", "seat")

ROLES = ("working", "resting", "across")
"""Words for a side that is only known when a repetition is."""


def both(name: str) -> slice:
    """The (left, right) columns of a sided name."""
    start = INDEX[f"left_{name}"]
    return slice(start, start + 2)


def _other(side: Side) -> Side:
    return "right" if side == "left" else "left"


def _split_role(name: str, side: Side | None) -> tuple[Side | None, str]:
    """(left/right or None, rest of the name) of a name with or without a prefix."""
    prefix, _, rest = name.partition("_")
    if prefix == "left":
        return "left", rest
    if prefix == "right":
        return "right", rest
    if prefix in ROLES:
        if side is None:
            raise ValueError(f"{name}: a one-sided name in an exercise without sides")
        return (side if prefix == "working" else _other(side)), rest
    return None, name


def _columns(name: str, side: Side | None) -> tuple[list[int], float]:
    """The pose-vector columns that `name` writes to, and the sign of the value."""
    which, rest = _split_role(name, side)
    if which is None:
        if rest in SIDED_NAMES:
            return [INDEX[f"left_{rest}"], INDEX[f"right_{rest}"]], 1.0
        if rest in INDEX:
            return [INDEX[rest]], 1.0
    elif rest in SIDED_NAMES:
        return [INDEX[f"{which}_{rest}"]], 1.0
    elif rest in _LEFTWARD:
        return [INDEX[rest]], 1.0 if which == "left" else -1.0
    raise ValueError(f"{name} is no angle or length of the avatar's body")


def pose_vector(pose: Mapping[str, float], side: Side | None = None) -> FloatArray:
    """A pose as a (len(NAMES),) vector, degrees and metres.

    Names without a side are set first, so a sided name beside them wins.
    Raises ValueError for an unknown name.
    """
    vector = np.zeros(len(NAMES))
    resolved = [(_columns(name, side), value) for name, value in pose.items()]
    for (columns, sign), value in sorted(resolved, key=lambda item: -len(item[0][0])):
        vector[columns] = sign * value
    return vector


def add_vector(adds: Mapping[str, float], side: Side | None = None) -> FloatArray:
    """Differences to add to a pose vector; sided and unsided entries sum up."""
    vector = np.zeros(len(NAMES))
    for name, value in adds.items():
        columns, sign = _columns(name, side)
        vector[columns] += sign * value
    return vector


def contact_names(points: Iterable[str], side: Side | None = None) -> frozenset[str]:
    """Body points with sides ("left_hand"); an unsided point means both.

    "belly", "ball" and "seat" have no side. Raises ValueError for an unknown point.
    """
    names: set[str] = set()
    for point in points:
        which, rest = _split_role(point, side)
        if rest in CENTRAL_CONTACTS and which is None:
            names.add(rest)
        elif rest not in CONTACT_POINTS:
            known = ", ".join((*CONTACT_POINTS, *CENTRAL_CONTACTS))
            raise ValueError(f"{point} is no contact point: {known}")
        elif which is None:
            names |= {f"left_{rest}", f"right_{rest}"}
        else:
            names.add(f"{which}_{rest}")
    return frozenset(names)
