"""A tenth exercise, added by a file alone: the worked example of CONTRIBUTING.md."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.coach.session import CoachSession
from backline.form.result import Analysis, Video
from backline.form.watcher import Watcher
from backline.guide.handout import handout_text
from backline.guide.load import load_exercise, load_exercises, load_posture
from backline.guide.words import stage_words

FOLDER = Path(__file__).parents[1] / "exercises"
FPS = 15.0
EXERCISE = load_exercise("glute-bridge", FOLDER)


def _watched(fault: str | None, azimuth_deg: float) -> Analysis:
    performance = Performance(EXERCISE, repetitions=3, fault=(fault, 1.0) if fault else None)
    camera = fitted(Camera(azimuth_deg=azimuth_deg), performance)
    times_s = performance.times_s(FPS)
    watcher, coach = Watcher(EXERCISE), CoachSession(EXERCISE, target_repetitions=3)
    for figure, time_s in zip(performance.figures(times_s), times_s, strict=True):
        state = coach.update(watcher.update(pose_frame(figure, camera, float(time_s))), time_s)
    assert state.count == 3
    return watcher.finish(
        Video(path="x", duration_s=1.0, fps=FPS, width=1, height=1, frames=len(times_s))
    )


@pytest.mark.parametrize("azimuth_deg", [90.0, 285.0])
@pytest.mark.parametrize("fault", [None, *EXERCISE.demonstration.faults])
def test_it_is_counted_and_corrected(fault: str | None, azimuth_deg: float) -> None:
    analysis = _watched(fault, azimuth_deg)
    assert len(analysis.repetitions) == 3
    expected = [] if fault is None else [fault]
    assert all(repetition.faults == expected for repetition in analysis.repetitions)


def test_it_brings_its_own_posture() -> None:
    posture = load_posture(EXERCISE.posture)
    assert posture.name == "On your back, feet flat"
    assert posture.get_into in stage_words("getting-ready", EXERCISE.posture).show


def test_it_joins_the_others_without_changing_them() -> None:
    with_it = load_exercises(FOLDER)
    assert with_it.pop("glute-bridge") == EXERCISE
    assert with_it == load_exercises()
    assert "glute-bridge" not in load_exercises()


def test_no_code_asks_which_exercise_it_is() -> None:
    ids = set(load_exercises())
    asked = []
    for path in sorted((Path(__file__).parents[2] / "backline").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Compare | ast.MatchValue):
                continue
            named = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
            asked += [f"{path.name}:{node.lineno}: {name}" for name in named & ids]
    assert not asked


def test_its_handout_is_written() -> None:
    text = " ".join(handout_text(EXERCISE).split())
    assert all(" ".join(step.split()) in text for step in EXERCISE.how)
