"""One upright picture with its time: what a camera gives and the pose runner takes."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

RgbArray = NDArray[np.uint8]

MAX_JPEG_BYTES = 2_000_000
"""A 1280 x 720 camera JPEG at high quality is about 0.3 MB; more than this is no camera frame."""
MAX_JPEG_SIDE_PX = 4096
MIN_SIDE_PX = 2


class PictureError(ValueError):
    """Bytes that can't be used as a camera picture. The message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a person would see it: upright, square pixels.

    time_s: seconds from the start of the stream.
    rgb: (height, width, 3) uint8, contiguous, red first.
    """

    time_s: float
    rgb: RgbArray

    @property
    def width_px(self) -> int:
        """Width in pixels."""
        return int(self.rgb.shape[1])

    @property
    def height_px(self) -> int:
        """Height in pixels."""
        return int(self.rgb.shape[0])


def decode_jpeg(data: bytes, time_s: float) -> Picture:
    """Turn one JPEG from a live camera into an upright `Picture`.

    The size is read from the header before anything is decoded, so an oversized picture
    costs nothing. Grey and CMYK become RGB; an EXIF orientation is applied.

    Raises PictureError when the bytes are no JPEG, are damaged or cut short, are more than
    `MAX_JPEG_BYTES`, or hold a picture with a side beyond `MAX_JPEG_SIDE_PX` pixels.
    """
    if len(data) > MAX_JPEG_BYTES:
        raise PictureError(f"the picture is over {MAX_JPEG_BYTES / 1e6:.0f} MB: send a smaller one")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                _check_size(image.size)
                upright = ImageOps.exif_transpose(image).convert("RGB")
    except PictureError:
        raise
    except Exception as error:
        # Damaged files raise many kinds (OSError, SyntaxError, struct.error, ...), all of
        # which mean the same to the sender.
        raise PictureError("the picture is not a whole, readable JPEG") from error
    return Picture(time_s, np.ascontiguousarray(upright, dtype=np.uint8))


def _check_size(size: tuple[int, int]) -> None:
    """Refuse pictures too large to serve or too small to mean anything."""
    if max(size) > MAX_JPEG_SIDE_PX:
        raise PictureError(
            f"the picture is {size[0]} by {size[1]} pixels: "
            f"at most {MAX_JPEG_SIDE_PX} a side is accepted"
        )
    if min(size) < MIN_SIDE_PX:
        raise PictureError("the picture is empty")
