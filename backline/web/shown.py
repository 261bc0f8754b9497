"""An exercise as the pages show it: its dose, its cues, its stages and the camera's place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from backline.guide.load import load_posture
from backline.guide.schema import Exercise
from backline.guide.stages import Stage
from backline.web.demos import Demo, DemoStudio
from backline.web.words import word

Say = Callable[..., str]
"""`word` in somebody's language."""


def demo_json(demo: Demo | None) -> dict[str, Any] | None:
    """A demonstration as pages and programs see it."""
    if demo is None:
        return None
    return {
        "name": demo.name,
        "state": demo.state,
        "progress": round(demo.progress, 2),
        "url": f"/demos/{demo.exercise}/{demo.name}" if demo.state == "ready" else None,
    }


def dose_words(exercise: Exercise, said: Say = word) -> str:
    """How much, in words."""
    dose = exercise.dose
    if exercise.signal.kind == "hold" and dose.hold_s:
        return said("dose.hold", low=f"{dose.hold_s[0]:g}", high=f"{dose.hold_s[1]:g}")
    low, high = dose.repetitions or (5, 15)
    text = said("dose.repetitions", low=low, high=high)
    return said("dose.each-side", dose=text) if dose.each_side else text


def target_choices(exercise: Exercise, said: Say = word) -> dict[str, Any]:
    """What a person may aim for: the dose's range in a few steps; both sides counted."""
    dose = exercise.dose
    if exercise.signal.kind == "hold":
        low, high = dose.hold_s or (20.0, 60.0)
        steps = _steps(low, high, 10)
        return {"label": "hold", "values": [{"value": s, "text": f"{s}"} for s in steps]}
    steps = _steps(*(dose.repetitions or (5, 15)), step=1 if dose.repetitions is None else 2)
    values = [
        {"value": 2 * s, "text": said("exercise.each-side", number=s)}
        if dose.each_side
        else {"value": s, "text": f"{s}"}
        for s in steps
    ]
    return {"label": "repetitions", "values": values}


def _steps(low: float, high: float, step: int) -> list[int]:
    values = list(range(round(low), round(high) + 1, step))
    return values if values[-1] == round(high) else [*values, round(high)]


def prompt_words(exercise: Exercise) -> list[dict[str, str | None]]:
    """Prompts with the word of the moment they belong to."""
    labels = {lobe.name: lobe.label for lobe in exercise.signal.lobes}
    return [{"when": labels.get(p.phase), "say": p.say} for p in exercise.prompts]


def fault_rows(exercise: Exercise, studio: DemoStudio) -> list[dict[str, Any]]:
    """Every cue: what is watched, and the demonstration of it gone wrong where there is one."""
    rows = []
    for cue in exercise.cues:
        fault = exercise.demonstration.faults.get(cue.id)
        rows.append(
            {
                "cue": cue,
                "text": None if fault is None else fault.text,
                "demo": demo_json(studio.find(exercise.key, cue.id)),
            }
        )
    return rows


def stage_rows(exercise: Exercise, said: Say = word) -> list[dict[str, Any]]:
    """The stages from easy to hard: what each is, what comes first, and its page."""
    return [
        {
            "stage": stage,
            "first": _first_words(stage, said),
            "page": page_address(exercise, stage),
            "chosen": stage.id == exercise.stage,
        }
        for stage in exercise.stages
    ]


def _first_words(stage: Stage, said: Say) -> str | None:
    ready = stage.needs.readiness
    return None if ready is None else said("exercise.stage-after", text=ready.text)


def page_address(exercise: Exercise, stage: Stage | None = None) -> str:
    """The page of an exercise at its own stage, or at another one of its stages."""
    standard = exercise.is_standard if stage is None else stage.standard
    which = exercise.stage if stage is None else stage.id
    return f"/exercise/{exercise.id}" + ("" if standard else f"?stage={which}")


def placement(exercise: Exercise, said: Say = word) -> dict[str, Any]:
    """What the picture of where the camera goes tells: a plan seen from above, the camera at the
    bottom. turn_deg: how far the body is turned from lying across, its head, or its face when
    upright, to the right; clockwise."""
    view = exercise.view
    return {
        "upright": load_posture(exercise.posture).upright,
        "turn_deg": round(90.0 - view.azimuth_deg, 1),
        "distance": said(
            "camera.distance", low=f"{view.distance_m[0]:g}", high=f"{view.distance_m[1]:g}"
        ),
        "height": said(
            "camera.height",
            low=round(view.height_m[0] * 100),
            high=round(view.height_m[1] * 100),
        ),
        "text": view.text,
    }
