"""The avatar's body: how long and how thick everything is.

Lengths are fractions of body height. Legs, trunk and head: Drillis and Contini's table as
given in Winter, "Biomechanics and Motor Control of Human Movement" (4th ed., fig. 4.1).
Winter measures the arm from the acromion; landmarks are joint centres, so the arm is de
Leva's ("Adjustments to Zatsiorsky-Seluyanov's segment inertia parameters", J Biomech 1996,
table 4: shoulder, elbow and wrist centres, mean of women and men). Hip centres: 14 % of the
distance between the iliac spines inside each spine (Bell, Brand and Pedersen 1989).
Thicknesses and the spine's resting curve are ours, chosen to look like an adult of average
build; nothing that is judged relies on them beyond the back line's resting shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from backline.body import FloatArray

LUMBAR_LINKS = 7
THORACIC_LINKS = 9
PELVIS_SECTIONS = 5
SECTION_COUNT = PELVIS_SECTIONS + LUMBAR_LINKS + THORACIC_LINKS

# Rigid pelvis, crotch to L5/S1: dorsal and cranial place, then half-widths.
_PELVIS = np.array(
    [  # dorsal, cranial, lateral, to the back, to the front
        (0.012, -0.058, 0.060, 0.048, 0.030),
        (0.011, -0.030, 0.086, 0.060, 0.048),
        (0.011, 0.000, 0.096, 0.060, 0.060),
        (0.014, 0.030, 0.096, 0.055, 0.068),
        (0.019, 0.058, 0.090, 0.049, 0.074),
    ]
)
_LUMBAR_LENGTH = 0.105
_THORACIC_LENGTH = 0.158
# Lean of the links at rest (degrees forward of the hip-shoulder line), from L5 to C7/T1.
_LUMBAR_LEAN_DEG = (6.0, 3.0, 0.0, -3.0, -5.0)
_THORACIC_LEAN_DEG = (-5.0, -3.0, 0.0, 4.0, 8.0, 13.0, 18.0)
# Half-widths along lumbar and thoracic spine, from L5/S1's upper neighbour to C7/T1.
_UPPER_PROFILE = np.array(
    [  # lateral, to the back, to the front
        (0.084, 0.0475, 0.074),
        (0.080, 0.0470, 0.073),
        (0.080, 0.0470, 0.072),
        (0.084, 0.0470, 0.076),
        (0.088, 0.0465, 0.082),
        (0.092, 0.0455, 0.086),
        (0.094, 0.0450, 0.086),
        (0.094, 0.0440, 0.082),
        (0.090, 0.0425, 0.074),
        (0.078, 0.0395, 0.060),
        (0.046, 0.0340, 0.042),
    ]
)
_LUMBAR_SHARE = (0.26, 0.23, 0.20, 0.17, 0.14)
"""How lumbar flexion divides between its levels: more below than above."""
_THORACIC_SHARE = (0.19, 0.18, 0.17, 0.15, 0.13, 0.10, 0.08)


def _spread(values: tuple[float, ...], count: int) -> FloatArray:
    """`values` at `count` evenly spaced places, linearly between the given ones."""
    at = (np.arange(count) + 0.5) / count
    given = (np.arange(len(values)) + 0.5) / len(values)
    return np.interp(at, given, values)


@dataclass(frozen=True, slots=True)
class SpineTemplate:
    """The resting trunk, in metres and radians; S = SECTION_COUNT, K = links.

    pelvis_m: (PELVIS_SECTIONS, 3) section centres in the pelvis frame (lateral, dorsal,
        cranial), origin at mid-hip. link_m: (K,) lengths. rest_rad: (K,) lean of each link
        at rest. lumbar_share, thoracic_share: (K,) cumulated share of the flexion that each
        link has taken up. widths_m: (S, 3) lateral, dorsal and ventral half-widths.
    """

    pelvis_m: FloatArray
    link_m: FloatArray
    rest_rad: FloatArray
    lumbar_share: FloatArray
    thoracic_share: FloatArray
    widths_m: FloatArray


@dataclass(frozen=True)
class BodyShape:
    """Height and build of the avatar. Ratios are 1 for the average build.

    leg_ratio, trunk_ratio and arm_ratio stretch the segments against the height's average
    (so a long-legged person of the same hip-to-shoulder length is taller than `height_m`
    says; the presets balance them). girth_ratio widens trunk and limbs.
    """

    height_m: float = 1.70
    leg_ratio: float = 1.0
    trunk_ratio: float = 1.0
    arm_ratio: float = 1.0
    girth_ratio: float = 1.0
    shoulder_ratio: float = 1.0
    hip_ratio: float = 1.0

    def __post_init__(self) -> None:
        if not 1.2 <= self.height_m <= 2.2:
            raise ValueError(f"height_m {self.height_m} is no adult's (1.2 to 2.2)")
        for name in ("leg", "trunk", "arm", "girth", "shoulder", "hip"):
            ratio = getattr(self, f"{name}_ratio")
            if not 0.7 <= ratio <= 1.6:
                raise ValueError(f"{name}_ratio {ratio} is outside 0.7 to 1.6")

    @cached_property
    def thigh_m(self) -> float:
        """Hip centre to knee centre."""
        return 0.245 * self.height_m * self.leg_ratio

    @cached_property
    def shank_m(self) -> float:
        """Knee centre to ankle centre."""
        return 0.246 * self.height_m * self.leg_ratio

    @cached_property
    def upper_arm_m(self) -> float:
        """Shoulder centre to elbow centre."""
        return 0.160 * self.height_m * self.arm_ratio

    @cached_property
    def forearm_m(self) -> float:
        """Elbow centre to wrist centre."""
        return 0.153 * self.height_m * self.arm_ratio

    @cached_property
    def palm_m(self) -> float:
        """Wrist centre to knuckles (de Leva: third knuckle)."""
        return 0.047 * self.height_m * self.arm_ratio

    @cached_property
    def trunk_m(self) -> float:
        """Mid-hip to mid-shoulder at rest."""
        return 0.288 * self.height_m * self.trunk_ratio

    @cached_property
    def half_hip_m(self) -> float:
        return 0.0505 * self.height_m * self.hip_ratio

    @cached_property
    def half_shoulder_m(self) -> float:
        return 0.1035 * self.height_m * self.shoulder_ratio

    @cached_property
    def foot_m(self) -> dict[str, tuple[float, float]]:
        """Points of the foot from the ankle: (towards the toes, towards the sole)."""
        h = self.height_m
        return {
            "heel": (-0.030 * h, 0.028 * h),
            "ball": (0.080 * h, 0.032 * h),
            "sole": (0.0, 0.039 * h),
            "toe": (0.027 * h, 0.0),
        }

    @cached_property
    def rest_height_m(self) -> dict[str, float]:
        """How high above the floor a supporting point's centre lies."""
        h = self.height_m
        return {
            "knee": 0.030 * h,
            "foot": 0.026 * h,
            "toes": 0.009 * h,
            "sole": 0.039 * h,
            "hand": 0.024 * h,
            "elbow": 0.024 * h,
            "forearm": 0.020 * h,
            "belly": 0.064 * h * self.girth_ratio,
        }

    @cached_property
    def radii_m(self) -> dict[str, float]:
        """Half-thickness of the limbs, for `Figure.radii_m`."""
        h, g = self.height_m, self.girth_ratio**0.7
        per_height = {
            "shoulder": 0.0345 * g,
            "elbow": 0.0235 * g,
            "wrist": 0.0165 * g**0.5,
            "hand": 0.0200,
            "hip": 0.0520 * g,
            "knee": 0.0310 * g**0.6,
            "calf": 0.0330 * g,
            "ankle": 0.0205 * g**0.5,
            "foot": 0.0190,
            "neck": 0.0340 * g,
            "head": 0.0560,
        }
        return {name: value * h for name, value in per_height.items()}

    @cached_property
    def spine(self) -> SpineTemplate:
        return _spine_template(self)

    @cached_property
    def head_m(self) -> dict[str, tuple[float, float, float]]:
        """Points of the head from its centre between the ears: lateral, dorsal, cranial."""
        h = self.height_m
        face = {
            "nose": (0.0, -0.066, -0.008),
            "eye_inner": (0.010, -0.054, 0.014),
            "eye": (0.019, -0.053, 0.014),
            "eye_outer": (0.027, -0.047, 0.013),
            "ear": (0.044, 0.004, 0.0),
            "mouth": (0.015, -0.055, -0.034),
        }
        return {name: (a * h, b * h, c * h) for name, (a, b, c) in face.items()}


def _spine_template(shape: BodyShape) -> SpineTemplate:
    h = shape.height_m
    length = h * shape.trunk_ratio
    girth = shape.girth_ratio
    links = np.concatenate(
        (
            np.full(LUMBAR_LINKS, _LUMBAR_LENGTH / LUMBAR_LINKS),
            np.full(THORACIC_LINKS, _THORACIC_LENGTH / THORACIC_LINKS),
        )
    )
    lean = np.concatenate(
        (_spread(_LUMBAR_LEAN_DEG, LUMBAR_LINKS), _spread(_THORACIC_LEAN_DEG, THORACIC_LINKS))
    )
    lumbar = _spread(_LUMBAR_SHARE, LUMBAR_LINKS)
    thoracic = _spread(_THORACIC_SHARE, THORACIC_LINKS)
    zeros, ones = np.zeros(LUMBAR_LINKS), np.ones(THORACIC_LINKS)
    count = LUMBAR_LINKS + THORACIC_LINKS
    at = np.linspace(0.0, 1.0, count)
    given = np.linspace(0.0, 1.0, len(_UPPER_PROFILE))
    upper = np.stack([np.interp(at, given, column) for column in _UPPER_PROFILE.T], axis=1)
    widths = np.concatenate((_PELVIS[:, 2:], upper)) * h
    widths *= np.array([girth**0.9, girth**0.5, girth])
    pelvis = np.zeros((PELVIS_SECTIONS, 3))
    pelvis[:, 1] = _PELVIS[:, 0] * h
    pelvis[:, 2] = _PELVIS[:, 1] * length
    return SpineTemplate(
        pelvis_m=pelvis,
        link_m=links * length,
        rest_rad=np.deg2rad(lean),
        lumbar_share=np.concatenate((np.cumsum(lumbar) / lumbar.sum(), ones)),
        thoracic_share=np.concatenate((zeros, np.cumsum(thoracic) / thoracic.sum())),
        widths_m=widths,
    )


PRESETS: dict[str, BodyShape] = {
    "average": BodyShape(),
    "short": BodyShape(height_m=1.52),
    "tall": BodyShape(height_m=1.93),
    "slim": BodyShape(height_m=1.74, girth_ratio=0.84, shoulder_ratio=0.95),
    "heavy": BodyShape(height_m=1.72, girth_ratio=1.32, hip_ratio=1.06),
    "long-legged": BodyShape(height_m=1.76, leg_ratio=1.07, trunk_ratio=0.93),
    "long-trunked": BodyShape(height_m=1.68, leg_ratio=0.94, trunk_ratio=1.07, arm_ratio=0.97),
}
"""Bodies for a sweep."""
