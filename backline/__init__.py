"""Backline: a camera coach for low-back pain.

>>> from backline import analyze
>>> analysis = analyze("birddog.mp4", exercise="bird-dog")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backline.analysis import VideoWarning, analyze
    from backline.body import CannotJudge, PoseFrame
    from backline.form.result import (
        Analysis,
        CueSummary,
        Hold,
        Repetition,
        Seen,
        Unseen,
        Update,
        Verdict,
        Video,
    )
    from backline.vision.video import VideoError

__all__ = [
    "Analysis",
    "CannotJudge",
    "CueSummary",
    "Hold",
    "PoseFrame",
    "Repetition",
    "Seen",
    "Unseen",
    "Update",
    "Verdict",
    "Video",
    "VideoError",
    "VideoWarning",
    "analyze",
]

_HOMES = {
    "backline.analysis": ("VideoWarning", "analyze"),
    "backline.body": ("CannotJudge", "PoseFrame"),
    "backline.form.result": (
        "Analysis",
        "CueSummary",
        "Hold",
        "Repetition",
        "Seen",
        "Unseen",
        "Update",
        "Verdict",
        "Video",
    ),
    "backline.vision.video": ("VideoError",),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import backline` costs nothing."""
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
