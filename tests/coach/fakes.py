"""Updates made by hand, and a small exercise that no file change can break."""

from __future__ import annotations

from typing import Any

from backline.body import CannotJudge, PoseFrame
from backline.form.result import Repetition, Update, Verdict
from backline.guide.schema import Exercise

FRAME = PoseFrame.empty(0.0, 640, 480)


def exercise(kind: str = "repetitions", each_side: bool = False) -> Exercise:
    """An exercise with one cue of each severity, one about finished repetitions, and prompts."""
    lobes = [{"name": "reach", "beyond": 0.6, "release": 0.3, "label": "Reach"}]
    phase = "reach" if kind == "repetitions" else "hold"
    cues: list[dict[str, Any]] = [
        cue("polish", "polish", ["move"]),
        cue("fix", "fix", ["move"], praise="Fixed it."),
        cue("stop", "stop", ["move"]),
        cue("fast", "fix", ["rep"]),
        cue("reached", "fix", ["start"], praise="Far enough.", judge="best"),
    ]
    return Exercise.model_validate(
        {
            "schema": 1,
            "id": "test-move",
            "code": "TM",
            "order": 1,
            "name": "Test move",
            "posture": "hands-and-knees",
            "summary": "A move for tests.",
            "points": {"TM1": {"kind": "check", "text": "Keep it level."}},
            "how": ["Do it."],
            "view": {
                "azimuth_deg": 90,
                "tolerance_deg": 25,
                "height_m": [0.3, 1.0],
                "distance_m": [2.0, 3.0],
                "text": "From the side.",
                "source": "tests",
            },
            "dose": {
                "repetitions": [5, 15],
                "hold_s": [20, 60],
                "each_side": each_side,
                "tempo": "Slow.",
                "source": "tests",
            },
            "prompts": [{"point": "TM1", "phase": phase, "say": "Breathe out."}],
            "signal": {
                "kind": kind,
                "measure": "leg_reach",
                "unit": "ratio",
                "each_side": each_side,
                "lobes": lobes if kind == "repetitions" else [],
                "min_duration_s": 1.0,
                "points": ["TM1"],
                "source": "tests",
            },
            "cues": cues,
            "demonstration": {
                "poses": {"level": {}},
                "repetition": [{"pose": "level", "move_s": 1.0, "phase": "start"}],
                "contacts": {"all": ["left_hand"]},
            },
        }
    )


def cue(
    cue_id: str,
    severity: str,
    when: list[str],
    praise: str | None = None,
    judge: str = "while",
) -> dict[str, Any]:
    """One cue as a file would give it."""
    return {
        "id": cue_id,
        "points": ["TM1"],
        "label": f"Label {cue_id}",
        "measure": "leg_reach",
        "unit": "ratio",
        "above": 1.0,
        "when": when,
        "judge": judge,
        "severity": severity,
        "say": f"Do {cue_id}.",
        "praise": praise,
        "clear": 0.1,
        "source": "tests",
    }


def verdict(cue_id: str, word: str) -> Verdict:
    """One verdict with a plausible value."""
    value = float("nan") if word == "cannot-judge" else 1.5
    return Verdict(cue_id, word, value, 1.0)  # type: ignore[arg-type]


def update(stage: str, **changes: Any) -> Update:
    """An update in `stage`; anything else is as in a quiet moment."""
    values: dict[str, Any] = {
        "frame": FRAME,
        "stage": stage,
        "phase": "start",
        "repetitions": 0,
        "side": None,
        "progress": 0.0,
        "hold_s": 0.0,
        "good_hold_s": 0.0,
        "verdicts": (),
        "cannot_judge": None,
    }
    if stage == "framing":
        values["cannot_judge"] = CannotJudge.NO_PERSON
    values.update(changes)
    return Update(**values)


def repetition(number: int, faults: tuple[str, ...] = (), side: str | None = None) -> Repetition:
    """A finished repetition."""
    return Repetition(
        number=number,
        side=side,
        start_s=0.0,
        peak_s=1.0,
        end_s=2.0,
        range=1.0,
        unit="ratio",
        faults=list(faults),
        highest=0.75,
        lowest=-0.25,
    )
