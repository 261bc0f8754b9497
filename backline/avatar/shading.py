"""Light on the body: one soft lamp, a pale ceiling and a warm floor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backline.body import FloatArray

LAMP = np.array([1.02, 0.97, 0.88])
CEILING = np.array([0.62, 0.66, 0.70])
FLOOR = np.array([0.30, 0.26, 0.22])


def _srgb_code(light: FloatArray) -> FloatArray:
    """Linear light 0 to 1 as an sRGB code 0 to 255, not rounded (IEC 61966-2-1)."""
    curve = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.asarray(255.0 * curve)


_TABLE = _srgb_code(np.linspace(0.0, 1.0, 4096)).astype(np.float32)


def to_srgb(light: NDArray[np.floating], dither: FloatArray | None = None) -> NDArray[np.uint8]:
    """Linear light (1 is white, soft above 0.8) as sRGB codes. dither: -0.5 to 0.5, added
    before rounding, so that smooth surfaces don't show bands."""
    soft = np.where(light > 0.8, 0.8 + 0.2 * np.tanh((light - 0.8) / 0.2), light)
    code = _TABLE[(np.clip(soft, 0.0, 1.0) * 4095.0).astype(np.int32)]
    if dither is not None:
        code = np.clip(code + dither, 0.0, 255.0)
    return np.asarray(code + 0.5, np.uint8)


def shade(
    colours: FloatArray,
    gloss: FloatArray,
    normals: FloatArray,
    height_m: FloatArray,
    far_m: FloatArray,
    frame: FloatArray,
) -> NDArray[np.uint8]:
    """Colours of faces as seen, (F, 3) sRGB.

    colours: linear, (F, 3). normals: unit, room axes. height_m: over the floor. far_m:
    behind the middle of the body, away from the camera. frame: (3, 3) rows the camera's
    right, up and towards-the-camera directions in room axes.

    What lies behind the body's middle is dimmer and a little cooler, so that the near and
    the far limb can be told apart, and so is what nearly touches the floor.
    """
    lamp = frame.T @ np.array([-0.42, 0.74, 0.52])
    facing = normals @ lamp
    key = np.clip((facing + 0.25) / 1.25, 0.0, 1.0) ** 1.3
    upward = 0.5 + 0.5 * normals[:, 1]
    near_floor = 0.45 + 0.55 * np.clip(height_m / 0.30, 0.0, 1.0) ** 0.7
    ambient = upward[:, None] * CEILING + ((1.0 - upward) * near_floor)[:, None] * FLOOR
    light = 0.62 * ambient + 0.72 * key[:, None] * LAMP
    behind = np.clip(far_m / 0.16, 0.0, 1.0)
    light *= 1.0 - behind[:, None] * np.array([0.40, 0.37, 0.33])
    view = frame[2]
    halfway = (lamp + view) / np.linalg.norm(lamp + view)
    shine = gloss * np.clip(normals @ halfway, 0.0, 1.0) ** 24
    rim = 0.10 * (1.0 - np.clip(normals @ view, 0.0, 1.0)) ** 3 * upward
    return to_srgb(colours * (light + rim[:, None]) + 0.5 * shine[:, None] * LAMP)
