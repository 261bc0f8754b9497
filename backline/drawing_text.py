"""Text and plates drawn on pictures: one look for annotated videos and demonstrations.

The letters are Aileron, which Pillow carries inside itself (CC0), made heavier by a thin
stroke; a text with a letter that Aileron lacks is set in DejaVu Sans, which Matplotlib carries.
So the same letters come out on every computer, whatever fonts are installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

RgbArray = NDArray[np.uint8]
RgbaArray = NDArray[np.uint8]
Colour = tuple[int, int, int]
Weight = Literal["regular", "medium", "bold"]

WHITE: Colour = (255, 255, 255)
INK: Colour = (17, 27, 33)
STROKE_RATIO: dict[Weight, float] = {"regular": 0.0, "medium": 0.010, "bold": 0.022}
"""Stroke added around each letter, over the letter size."""
OVERSAMPLE = 4
"""Rounded shapes are drawn this many times larger and averaged, for smooth edges."""


@lru_cache(maxsize=64)
def _font(size_px: int, bold: bool, plain: bool) -> ImageFont.FreeTypeFont:
    if plain:
        font = ImageFont.load_default(size_px)
        if isinstance(font, ImageFont.FreeTypeFont):
            return font
    from matplotlib import get_data_path

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(get_data_path()) / "fonts" / "ttf" / name), size_px)


@lru_cache(maxsize=512)
def _has_letter(letter: str) -> bool:
    font = _font(20, False, True)
    return letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text looks. size_px: the height of the letters' body."""

    size_px: int
    weight: Weight = "regular"
    colour: Colour = WHITE

    def _set(self, text: str) -> tuple[ImageFont.FreeTypeFont, float]:
        plain = all(map(_has_letter, text))
        font = _font(self.size_px, self.weight == "bold", plain)
        return font, STROKE_RATIO[self.weight] * self.size_px if plain else 0.0

    def width_px(self, text: str) -> int:
        """How wide a line is when drawn."""
        font, stroke = self._set(text)
        return int(np.ceil(font.getlength(text) + 2 * stroke))

    def wrap(self, text: str, width_px: int) -> list[str]:
        """The text in lines no wider than asked; a longer word stands alone."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_px(longer) <= width_px:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


@lru_cache(maxsize=256)
def text_patch(text: str, style: TextStyle) -> RgbaArray:
    """(H, W, 4) uint8: one line of text on nothing. Every line of one style is equally tall,
    whatever its letters, so lines can be stacked. Read-only (it is cached)."""
    font, stroke = style._set(text)
    height = round(style.size_px * 1.25)
    mask = Image.new("L", (max(1, style.width_px(text)), height), 0)
    baseline = round(style.size_px * 0.95)
    ImageDraw.Draw(mask).text(
        (stroke, baseline), text, fill=255, font=font, anchor="ls", stroke_width=stroke
    )
    return _tinted(np.asarray(mask), style.colour)


@lru_cache(maxsize=128)
def rounded_patch(
    width_px: int, height_px: int, radius_px: int, colour: Colour, alpha: float = 1.0
) -> RgbaArray:
    """(H, W, 4) uint8: a rounded rectangle with smooth corners. Read-only (it is cached)."""
    large = (width_px * OVERSAMPLE, height_px * OVERSAMPLE)
    mask = Image.new("L", large, 0)
    ImageDraw.Draw(mask).rounded_rectangle(
        (0, 0, large[0] - 1, large[1] - 1), radius_px * OVERSAMPLE, fill=round(255 * alpha)
    )
    smooth = mask.resize((width_px, height_px), Image.Resampling.BOX)
    return _tinted(np.asarray(smooth), colour)


def _tinted(mask: NDArray[np.uint8], colour: Colour) -> RgbaArray:
    patch = np.empty((*mask.shape, 4), np.uint8)
    patch[..., :3] = colour
    patch[..., 3] = mask
    patch.flags.writeable = False
    return patch


def blend(picture: RgbArray, patch: RgbaArray, x_px: int, y_px: int) -> None:
    """Lay a patch over `picture` (H, W, 3), in place, its top left corner at (x, y). What
    lies outside the picture is cut off."""
    height, width = picture.shape[:2]
    top, left = max(0, y_px), max(0, x_px)
    bottom = min(height, y_px + patch.shape[0])
    right = min(width, x_px + patch.shape[1])
    if top >= bottom or left >= right:
        return
    part = patch[top - y_px : bottom - y_px, left - x_px : right - x_px]
    under = picture[top:bottom, left:right].astype(np.int32)
    alpha = part[..., 3:].astype(np.int32)
    mixed = under * (255 - alpha) + part[..., :3].astype(np.int32) * alpha
    picture[top:bottom, left:right] = ((mixed + 127) // 255).astype(np.uint8)


@lru_cache(maxsize=64)
def plate(
    lines: tuple[tuple[str, TextStyle], ...],
    *,
    back: Colour = INK,
    alpha: float = 0.78,
    stripe: Colour | None = None,
    padding_px: int = 16,
    align: Literal["left", "centre"] = "left",
) -> RgbaArray:
    """(H, W, 4) uint8: lines of text on a rounded plate, for `blend`. Read-only (cached).

    stripe: a coloured bar along the left edge.
    """
    patches = [text_patch(text, style) for text, style in lines]
    bar = max(4, padding_px // 3) if stripe else 0
    gap = bar * 2
    inner = max(p.shape[1] for p in patches)
    width = inner + 2 * padding_px + gap
    height = sum(p.shape[0] for p in patches) + 2 * round(padding_px * 0.7)
    whole = rounded_patch(width, height, min(padding_px, height // 2), back, alpha).copy()
    if stripe is not None:
        tall = height - 2 * round(padding_px * 0.7)
        mark = rounded_patch(bar, tall, bar // 2, stripe)
        over(whole, mark, round(padding_px * 0.8), round(padding_px * 0.7))
    y = round(padding_px * 0.7)
    for patch in patches:
        spare = (inner - patch.shape[1]) // 2 if align == "centre" else 0
        over(whole, patch, padding_px + gap + spare, y)
        y += patch.shape[0]
    whole.flags.writeable = False
    return whole


def over(base: RgbaArray, patch: RgbaArray, x_px: int, y_px: int) -> None:
    """Lay a patch over another patch, in place; it must fit inside."""
    part = base[y_px : y_px + patch.shape[0], x_px : x_px + patch.shape[1]]
    top = patch[: part.shape[0], : part.shape[1]].astype(np.float32) / 255.0
    under = part.astype(np.float32) / 255.0
    alpha = top[..., 3:] + under[..., 3:] * (1.0 - top[..., 3:])
    colour = top[..., :3] * top[..., 3:] + under[..., :3] * under[..., 3:] * (1.0 - top[..., 3:])
    part[..., :3] = np.round(255.0 * colour / np.maximum(alpha, 1e-6))
    part[..., 3:] = np.round(255.0 * alpha)
