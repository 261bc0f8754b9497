"""`backline demo`: the demonstration of an exercise as a video file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from backline.cli.outputs import OrderError
from backline.cli.progress import progress_bar
from backline.cli.shared import WRONG, complain, out_console, why_not_written
from backline.guide.load import GuideError, load_exercise
from backline.guide.schema import Exercise
from backline.report.files import replacing

SMALLEST_PX, LARGEST_PX = 64, 3840
MOST_STRENGTH = 3.0
"""Beyond it, joints would bend as no body's do."""


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """The command line of `backline demo`."""

    exercise: str
    output: Path
    fault: str | None = None
    strength: float = 1.0
    size: str = "1280x720"
    stage: str | None = None


def run_demo(order: DemoOrder) -> int:
    """Draw what was ordered; the exit status: 0, or 2 when the order can't be carried out."""
    from backline.avatar.demo import render_demo

    try:
        exercise = load_exercise(order.exercise, stage=order.stage)
        size_px = _size_px(order.size)
        _check(order, exercise)
        with replacing(order.output) as place, progress_bar(order.output.name) as bar:
            render_demo(
                exercise,
                place,
                fault=order.fault,
                strength=order.strength,
                size=size_px,
                progress=lambda share: bar.at(share, 1.0),
            )
    except (GuideError, OrderError) as error:
        complain(str(error))
        return WRONG
    except OSError as error:
        complain(why_not_written(order.output, error))
        return WRONG
    out_console().print(f"{exercise.name} is drawn: {order.output}", markup=False, soft_wrap=True)
    return 0


def _size_px(text: str) -> tuple[int, int]:
    """Width and height from "1280x720". Raises OrderError."""
    found = re.fullmatch(r"(\d{1,6})[x×](\d{1,6})", text.strip(), flags=re.IGNORECASE | re.ASCII)
    if found is None:
        raise OrderError(f"--size {text}: give width and height in pixels, such as 1280x720")
    width, height = int(found[1]), int(found[2])
    if min(width, height) < SMALLEST_PX or max(width, height) > LARGEST_PX:
        raise OrderError(f"--size {text}: give {SMALLEST_PX} to {LARGEST_PX} pixels each way")
    return width, height


def _check(order: DemoOrder, exercise: Exercise) -> None:
    """Raise OrderError for what can't be drawn, before anything is."""
    from backline.avatar.video import SUFFIXES

    if order.output.suffix.lower() not in SUFFIXES:
        raise OrderError(f"{order.output}: the name must end in {' or '.join(SUFFIXES)}")
    if not 0.0 <= order.strength <= MOST_STRENGTH:
        raise OrderError(
            f"--strength {order.strength:g}: give a number from 0 to {MOST_STRENGTH:g}; "
            "1 is plain to see"
        )
    known = exercise.demonstration.faults
    if order.fault is not None and order.fault not in known:
        offer = f"it has {', '.join(known)}" if known else "it has none"
        raise OrderError(f"--fault {order.fault}: {exercise.id} has no such fault; {offer}")
    if order.fault is None and order.strength != 1.0:
        raise OrderError("--strength needs a --fault to be the strength of")
