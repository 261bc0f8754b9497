"""How the avatar looks: skin, hair, clothes and room, as named colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from backline.avatar.head import HairStyle
from backline.body import FloatArray


@dataclass(frozen=True, slots=True)
class Look:
    """One person's colours in one room. Colours are sRGB as "#rrggbb".

    sleeves: "short" or "long"; legs: "long" (trousers), "shorts" or "leggings".
    """

    skin: str = "#e0ac8a"
    hair: str = "#4a3226"
    hair_style: HairStyle = "short"
    shirt: str = "#3f8f8b"
    trim: str = "#2f6f6d"
    trousers: str = "#3b4463"
    shoe: str = "#c96f4a"
    sole: str = "#f4f2ec"
    sock: str = "#f1eee8"
    iris: str = "#4d3524"
    sleeves: Literal["short", "long"] = "short"
    legs: Literal["long", "shorts", "leggings"] = "long"
    wall: str = "#e6dfd3"
    floor: str = "#c9a983"
    mat: str = "#8fa7b8"
    ball: str = "#c8574d"


LOOKS: dict[str, Look] = {
    "calm": Look(),
    "dawn": Look(
        skin="#8d5a3c", hair="#1d1614", hair_style="cropped", shirt="#e9c46a", trim="#cfa545",
        trousers="#44505c", shoe="#3a3f47", iris="#2a1a10",
        wall="#dfe4e2", floor="#b99672", mat="#7c9a86",
    ),
    "plum": Look(
        skin="#f0c7ac", hair="#8a5a33", hair_style="bun", shirt="#8b5079", trim="#6e3c60",
        trousers="#2d3142", shoe="#b9c4cc", iris="#4b6b7a",
        legs="leggings", wall="#ece6df", floor="#d2b48f", mat="#a9a3c4",
    ),
    "night": Look(
        skin="#c68e66", hair="#15110f", hair_style="short", shirt="#39424e", trim="#2b323c",
        trousers="#23272f", shoe="#c9563f", sleeves="long", iris="#2f2015",
        wall="#d8d3cb", floor="#bd9b78", mat="#b5694f",
    ),
    "chalk": Look(
        skin="#5f3b28", hair="#120e0d", hair_style="bun", shirt="#eceae4", trim="#cfcabf",
        trousers="#9aa7b1", shoe="#5b6f82", iris="#20130c",
        legs="leggings", wall="#cfd6d6", floor="#a98663", mat="#4e7d84",
    ),
    "meadow": Look(
        skin="#eab892", hair="#b9b4ad", hair_style="cropped", shirt="#6a9f58", trim="#52803f",
        trousers="#6b5b4b", shoe="#efece4", legs="shorts", iris="#57707f",
        wall="#e9e4d4", floor="#c49f78", mat="#87919c",
    ),
}  # fmt: skip
"""Named looks; the first is the demonstration's. The others vary skin, hair, and light
and dark clothes for the sweep."""


def linear(colour: str) -> FloatArray:
    """An "#rrggbb" sRGB colour as linear light, (3,) 0 to 1 (IEC 61966-2-1).

    Raises ValueError when it isn't of that form.
    """
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"a colour is written #rrggbb, not {colour!r}")
    code = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255.0
    result: FloatArray = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return result


def palette(look: Look) -> dict[str, FloatArray]:
    """The linear colour of every name that meshes use."""
    skin, hair = linear(look.skin), linear(look.hair)
    return {
        "skin": skin,
        "hair": hair,
        "ear": skin * np.array([0.62, 0.48, 0.45]),
        "lip": skin * np.array([0.86, 0.56, 0.55]),
        "mouth": skin * np.array([0.40, 0.24, 0.24]),
        "eye": linear("#efe9e2"),
        "iris": linear(look.iris),
        "lash": linear("#1c1513"),
        "brow": 0.55 * hair + 0.25 * skin * np.array([0.6, 0.5, 0.45]),
        "shirt": linear(look.shirt),
        "trim": linear(look.trim),
        "trousers": linear(look.trousers),
        "shoe": linear(look.shoe),
        "sole": linear(look.sole),
        "sock": linear(look.sock),
        "ball": linear(look.ball),
        "ball-ring": 0.82 * linear(look.ball),
        "band": linear("#2f6db3"),
        "grip": linear("#2b2d31"),
        "post": linear("#8b8f94"),
        "iron": linear("#3b3e44"),
        "steel": linear("#a9adb2"),
        "wood": linear("#b58a5c"),
        "cushion": linear("#5d6b7a"),
    }
