"""Words burnt into demonstrations: what is shown, whether to copy it, what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backline.drawing_text import (
    INK,
    WHITE,
    Colour,
    RgbaArray,
    TextStyle,
    blend,
    over,
    rounded_patch,
    text_patch,
)
from backline.language import SOURCE_LANGUAGE, translate

Picture = NDArray[np.uint8]

RIGHT: Colour = (35, 134, 97)
WRONG: Colour = (196, 62, 54)
SOFT: Colour = (196, 220, 216)
FADE_S = 0.3
"""How long a caption takes to come."""
LIKE_THIS, NOT_LIKE_THIS, INSTEAD = "Like this", "Not like this", "Instead"
_PLATE_ALPHA = 0.80
_OVERSAMPLE = 4


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands in the lower third: a line to read at a glance, and a softer one."""

    main: str
    second: str | None = None


class Captions:
    """Draws a demonstration's words on its frames, which all have one size.

    title: the exercise's name. wrong: whether the film shows what not to do. language: of the
    label that says so; the title comes in it already.
    """

    def __init__(
        self,
        width_px: int,
        height_px: int,
        title: str,
        *,
        wrong: bool,
        language: str = SOURCE_LANGUAGE,
    ) -> None:
        self._size = (width_px, height_px)
        self._unit = min(width_px, height_px * 1.2, 1.6 * min(width_px, height_px)) / 1000.0
        self._title = title
        self._wrong = wrong
        self._label = translate(NOT_LIKE_THIS if wrong else LIKE_THIS, language)
        self._shown: Caption | None = None
        self._since_s = 0.0
        self._before: Caption | None = None

    def draw(self, picture: Picture, caption: Caption | None, time_s: float) -> None:
        """Lay the words over a frame, in place. Frames come in order of time; a new caption
        fades in over the one before."""
        if caption != self._shown:
            self._before, self._shown, self._since_s = self._shown, caption, time_s
        if time_s <= 0.0 or time_s < self._since_s:
            self._since_s = time_s - FADE_S
        self._heading(picture)
        come = float(np.clip((time_s - self._since_s) / FADE_S, 0.0, 1.0))
        if self._before is not None and come < 1.0:
            self._lower(picture, self._before, 1.0 - come)
        if self._shown is not None:
            self._lower(picture, self._shown, come)

    def _heading(self, picture: Picture) -> None:
        margin = round(28 * self._unit)
        chip = _chip(self._label, self._title, self._wrong, round(34 * self._unit))
        blend(picture, chip, margin, margin)

    def _lower(self, picture: Picture, caption: Caption, strength: float) -> None:
        width, height = self._size
        patch = _lower_third(caption, self._wrong, round(44 * self._unit), round(0.9 * width))
        if strength < 1.0:
            patch = patch.copy()
            patch[..., 3] = np.round(patch[..., 3] * strength)
        margin = round(34 * self._unit)
        blend(picture, patch, (width - patch.shape[1]) // 2, height - margin - patch.shape[0])


@lru_cache(maxsize=32)
def _chip(label: str, title: str, wrong: bool, size_px: int) -> RgbaArray:
    """The label in the corner: a tick or a cross in colour, the label, and the title."""
    told = text_patch(label, TextStyle(size_px, "bold"))
    name = text_patch(title, TextStyle(round(size_px * 0.86), "medium", SOFT))
    badge = _badge(wrong, round(size_px * 1.5))
    pad, gap = round(size_px * 0.5), round(size_px * 0.42)
    height = badge.shape[0] + 2 * round(pad * 0.7)
    parts = [badge, told, name]
    width = sum(p.shape[1] for p in parts) + 2 * gap + pad + round(pad * 1.8)
    plate = rounded_patch(width, height, height // 2, INK, _PLATE_ALPHA).copy()
    x = round(pad * 0.7)
    for part, space in zip(parts, (gap, gap, 0), strict=True):
        drop = 0 if part is badge else round(size_px * 0.02)
        over(plate, part, x, (height - part.shape[0]) // 2 + drop)
        x += part.shape[1] + space
    plate.flags.writeable = False
    return plate


@lru_cache(maxsize=64)
def _lower_third(caption: Caption, wrong: bool, size_px: int, room_px: int) -> RgbaArray:
    """Main and second line, centred on a rounded plate no wider than `room_px`."""
    pad = round(size_px * 0.75)
    main = TextStyle(size_px, "bold", WHITE)
    second = TextStyle(round(size_px * 0.74), "medium", SOFT)
    lines = [text_patch(line, main) for line in _balanced(caption.main, main, room_px - 2 * pad)]
    if caption.second:
        wrapped = _balanced(caption.second, second, room_px - 2 * pad)
        lines += [text_patch(line, second) for line in wrapped]
    width = max(line.shape[1] for line in lines) + 2 * pad
    height = sum(line.shape[0] for line in lines) + round(pad * 0.95)
    radius = min(round(size_px * 0.6), height // 2)
    plate = rounded_patch(width, height, radius, INK, _PLATE_ALPHA).copy()
    bar = rounded_patch(max(1, round(size_px * 0.16)), height - pad, round(size_px * 0.08),
                        WRONG if wrong else RIGHT)  # fmt: skip
    over(plate, bar, round(size_px * 0.3), pad // 2)
    y = round(pad * 0.45)
    for line in lines:
        over(plate, line, (width - line.shape[1]) // 2, y)
        y += line.shape[0]
    plate.flags.writeable = False
    return plate


def _balanced(text: str, style: TextStyle, room_px: int) -> list[str]:
    """The text in as few lines as fit, of much the same length."""
    lines = style.wrap(text, room_px)
    for width in range(room_px, 0, -max(1, style.size_px // 2)):
        narrower = style.wrap(text, width)
        if len(narrower) > len(lines) or max(map(style.width_px, narrower)) > room_px:
            break
        lines = narrower
    return lines


@lru_cache(maxsize=8)
def _badge(wrong: bool, size_px: int) -> RgbaArray:
    """A round sign: white tick on green, or white cross on red."""
    sign = rounded_patch(size_px, size_px, size_px // 2, WRONG if wrong else RIGHT).copy()
    large = size_px * _OVERSAMPLE
    mask = np.zeros((large, large), np.uint8)
    ticks = [[(0.28, 0.53), (0.44, 0.68), (0.73, 0.36)]]
    cross = [[(0.33, 0.33), (0.67, 0.67)], [(0.67, 0.33), (0.33, 0.67)]]
    for line in cross if wrong else ticks:
        points = np.round(np.array(line) * large).astype(np.int32)
        cv2.polylines(mask, [points], False, (255,), max(1, round(large * 0.095)), cv2.LINE_AA)
    small = cv2.resize(mask, (size_px, size_px), interpolation=cv2.INTER_AREA)
    mark = np.full((size_px, size_px, 4), 255, np.uint8)
    mark[..., 3] = small
    over(sign, mark, 0, 0)
    sign.flags.writeable = False
    return sign
