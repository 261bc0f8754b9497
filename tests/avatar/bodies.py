"""What the avatar's tests share: performances and how to look at them as arrays."""

from __future__ import annotations

from functools import cache

import numpy as np

from backline.avatar.figure import Figure
from backline.avatar.performance import Performance
from backline.body import FloatArray, Landmark
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise

EXERCISES = ("cat-cow", "bird-dog", "plank")
FAULTS = [(name, cue) for name in EXERCISES for cue in load_exercise(name).demonstration.faults]
VARIATIONS = [
    (name, kind) for name in EXERCISES for kind in load_exercise(name).demonstration.variations
]


@cache
def exercise(name: str) -> Exercise:
    return load_exercise(name)


def short(name: str, **options: object) -> Performance:
    """A performance as short as it can be and still show everything."""
    kept = {"hold_s": 4.0, "repetitions": 1 if name == "plank" else 2, **options}
    return Performance(exercise(name), **kept)  # type: ignore[arg-type]


def marks(figures: list[Figure]) -> FloatArray:
    """(T, 33, 3) metres."""
    return np.stack([figure.landmarks_m for figure in figures])


def middle_of(performance: Performance, phase: str) -> float:
    """An instant in the middle of the first stay in that phase."""
    span = next(s for s in performance.truth().phases if s.name == phase)
    return 0.5 * (span.start_s + span.end_s)


def at(figure: Figure, name: str) -> FloatArray:
    """(3,) a landmark by name, e.g. "left_knee"."""
    return figure.landmarks_m[Landmark[name.upper()]]


def mid(figure: Figure, name: str) -> FloatArray:
    """(3,) the middle between the left and the right landmark."""
    return 0.5 * (at(figure, f"left_{name}") + at(figure, f"right_{name}"))
