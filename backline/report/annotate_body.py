"""Drawing the person: the skeleton, and the back line coloured by its bend."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.body import SKELETON, BackLine, CannotJudge, FloatArray, Landmark, PoseFrame
from backline.drawing_text import Colour
from backline.form.result import Update
from backline.vision.picture import RgbArray

SEEN_VISIBILITY = 0.5
"""Landmarks below this aren't drawn: the model itself thinks them hidden."""
BONE: Colour = (255, 255, 255)
EDGE: Colour = (20, 30, 36)
CALM: Colour = (45, 200, 183)
ROUNDED: Colour = (255, 122, 48)
ARCHED: Colour = (214, 84, 196)
UNTOLD: Colour = (205, 214, 217)
"""The back line's colours: neutral, flexed, extended, and before the neutral is known. They
differ in lightness and hue for people with any of the common colour-vision differences."""
FULL_BEND_RATIO = 0.06
"""Distance from the neutral line, over the trunk's length, at which a colour is full. Rounding
and arching as far as a healthy back goes moves its middle by about 0.1."""
NEUTRAL_TIME_S = 1.0
WATCHERS_NEUTRAL = "neutral_back_bend_ratio"
"""Measured from the moment on at which the watcher has taken the neutral."""
SMOOTHING_TIME_S = 0.15
SUBPIXEL_BITS = 4


def unit_px(canvas: RgbArray) -> float:
    """What all sizes are counted in: 1 at 720 lines, more in larger pictures."""
    return max(0.25, float(min(canvas.shape[:2])) / 720.0)


def draw_skeleton(canvas: RgbArray, frame: PoseFrame) -> None:
    """Bones and joints in white with a dark edge, in place; the far side of the body fainter."""
    if not frame.present:
        return
    unit = unit_px(canvas)
    seen = (frame.visibility >= SEEN_VISIBILITY) & np.isfinite(frame.landmarks_px).all(axis=1)
    bones = [(a, b) for a, b in SKELETON if seen[a] and seen[b]]
    far = _far_side(frame)
    for group, opacity in ((far, 0.45), (None, 0.9)):
        mine = [bone for bone in bones if (_side(bone) == far) == (group is not None)]
        if mine:
            _draw_bones(canvas, frame.landmarks_px, mine, unit, opacity)


def _side(bone: tuple[Landmark, Landmark]) -> str | None:
    sides = {landmark.name.split("_")[0] for landmark in bone}
    return sides.pop() if len(sides) == 1 else None


def _far_side(frame: PoseFrame) -> str | None:
    """The side of the body away from the camera, or None when it is seen from front or back."""
    depth = frame.world_m[:, 2]
    left = depth[[Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]].mean()
    right = depth[[Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]].mean()
    if not math.isfinite(left - right) or abs(left - right) < 0.1:
        return None
    return "LEFT" if left > right else "RIGHT"


def _draw_bones(
    canvas: RgbArray,
    points_px: FloatArray,
    bones: list[tuple[Landmark, Landmark]],
    unit: float,
    opacity: float,
) -> None:
    """Draw on the part of the picture around the bones only, and mix that in."""
    used = sorted({landmark for bone in bones for landmark in bone})
    reach = math.ceil(8 * unit)
    box = _box(points_px[used], reach, canvas)
    if box is None:
        return
    part = canvas[box]
    layer = part.copy()
    offset = np.array([box[1].start, box[0].start])
    for colour, thicker in ((EDGE, 2.4), (BONE, 0.0)):
        for a, b in bones:
            line = np.stack([points_px[a], points_px[b]]) - offset
            _polyline(layer, line, colour, (2.6 + thicker) * unit)
        for landmark in used:
            radius = (4.2 + thicker / 2) * unit
            cv2.circle(
                layer, _fixed(points_px[landmark] - offset), round(radius * 2**SUBPIXEL_BITS),
                colour, -1, cv2.LINE_AA, SUBPIXEL_BITS,
            )  # fmt: skip
    cv2.addWeighted(layer, opacity, part, 1.0 - opacity, 0.0, dst=layer)
    canvas[box] = layer


class BackPainter:
    """Draws the back line, each stretch coloured by how far it is from the neutral line.

    The neutral line is the mean of what was seen while the person rested in the start
    position (stage "ready"), over about the last second of it. Someone who begins without
    resting is drawn from the line at the moment at which the watcher knew their neutral.
    """

    def __init__(self) -> None:
        self._neutral: FloatArray | None = None
        self._recent: FloatArray | None = None
        self._shown: FloatArray | None = None
        self._last_s: float | None = None

    def draw(self, canvas: RgbArray, update: Update) -> None:
        """Draw the line of this frame, in place; nothing when it could not be told."""
        time_s, back = update.frame.time_s, update.frame.back
        step_s = 0.0 if self._last_s is None else max(0.0, time_s - self._last_s)
        self._last_s = time_s
        if isinstance(back, CannotJudge):
            self._shown = None
            return
        self._recent = _towards(self._recent, back.offset_ratio, step_s, NEUTRAL_TIME_S)
        if self._neutral is None and WATCHERS_NEUTRAL in update.measures:
            self._neutral = self._recent
        if update.stage == "ready":
            self._neutral = _towards(self._neutral, back.offset_ratio, step_s, NEUTRAL_TIME_S)
        self._shown = _towards(self._shown, back.offset_ratio, step_s, SMOOTHING_TIME_S)
        bend = None if self._neutral is None else _smooth(self._shown - self._neutral)
        _draw_back(canvas, back, bend)


def _towards(old: FloatArray | None, new: FloatArray, step_s: float, time_s: float) -> FloatArray:
    """One step of exponential smoothing; unknown stations are taken from the other."""
    if old is None:
        return new
    mixed = old + (new - old) * (1.0 - math.exp(-step_s / time_s))
    return np.where(np.isnan(mixed), np.where(np.isnan(new), old, new), mixed)


def _smooth(values: FloatArray) -> FloatArray:
    """A running mean over five stations, so that colours flow."""
    padded = np.pad(values, 2, mode="edge")
    return np.convolve(padded, np.full(5, 0.2), mode="valid")


def _draw_back(canvas: RgbArray, back: BackLine, bend_ratio: FloatArray | None) -> None:
    unit = unit_px(canvas)
    known = np.asarray(np.isfinite(back.points_px).all(axis=1))
    for start, end in _runs(known):
        points = back.points_px[start:end]
        _polyline(canvas, points, EDGE, 11.0 * unit)
        if bend_ratio is None:
            _polyline(canvas, points, UNTOLD, 7.0 * unit)
            continue
        for n in range(end - start - 1):
            colour = bend_colour(float(bend_ratio[start + n : start + n + 2].mean()))
            _polyline(canvas, points[n : n + 2], colour, 7.0 * unit)


def bend_colour(bend_ratio: float) -> Colour:
    """The colour of a bend away from neutral: teal at 0, orange when rounded (positive), magenta
    when arched (negative); grey when unknown (NaN)."""
    if math.isnan(bend_ratio):
        return UNTOLD
    share = min(1.0, abs(bend_ratio) / FULL_BEND_RATIO) ** 1.3
    end = ROUNDED if bend_ratio > 0 else ARCHED
    red, green, blue = (
        round(calm + (full - calm) * share) for calm, full in zip(CALM, end, strict=True)
    )
    return red, green, blue


def _runs(known: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and end (exclusive) of each stretch of at least two known stations."""
    edges = np.flatnonzero(np.diff(np.pad(known.astype(np.int8), 1))).reshape(-1, 2)
    return [(int(start), int(end)) for start, end in edges if end - start >= 2]


def _fixed(point: FloatArray) -> tuple[int, int]:
    """OpenCV's fixed-point coordinates, kept within what it accepts."""
    x, y = np.clip(np.round(point * 2**SUBPIXEL_BITS), -(2**24), 2**24)
    return int(x), int(y)


def _polyline(canvas: RgbArray, points: FloatArray, colour: Colour, thick_px: float) -> None:
    fixed = np.array([_fixed(point) for point in points], dtype=np.int32)
    thickness = max(1, round(thick_px))
    cv2.polylines(canvas, [fixed], False, colour, thickness, cv2.LINE_AA, SUBPIXEL_BITS)


def _box(points: FloatArray, margin: int, canvas: RgbArray) -> tuple[slice, slice] | None:
    """The part of the picture around some points; None when they lie outside it."""
    height, width = canvas.shape[:2]
    low = np.floor(points.min(axis=0)).clip(-1e6, 1e6).astype(int) - margin
    high = np.ceil(points.max(axis=0)).clip(-1e6, 1e6).astype(int) + margin
    left, right = max(0, low[0]), min(width, high[0])
    top, bottom = max(0, low[1]), min(height, high[1])
    return (slice(top, bottom), slice(left, right)) if left < right and top < bottom else None
