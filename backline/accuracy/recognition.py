"""Whether the exercise is told without being named: clean drawn work, seen by the recogniser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backline.accuracy.scenarios import Scenario
from backline.accuracy.score import Share
from backline.accuracy.store import FrameStore
from backline.form.recognise import NONE, Recogniser
from backline.guide.load import load_every
from backline.guide.schema import Exercise


@dataclass(frozen=True, slots=True)
class RecognitionTask:
    """One drawn performance to be recognised. cache: where drawn frames are kept."""

    scenario: Scenario
    exercise: Exercise
    cache: Path | None


@dataclass(frozen=True, slots=True)
class RecognitionScore:
    """One exercise or stage. told: performances whose exercise was told right, at whatever stage.
    stage_told: those whose stage was right too. taken_for: what the others were taken for."""

    key: str
    told: Share
    stage_told: Share
    taken_for: tuple[tuple[str, int], ...]


def recognise(task: RecognitionTask) -> str:
    """The key of what a performance was recognised as, or "none"."""
    recogniser = Recogniser(load_every())
    for frame in FrameStore(task.cache).drawn(task.scenario, task.exercise).frames:
        recogniser.update(frame)
    found = recogniser.exercise
    return NONE if found is None else found.key


def recognition_score(exercise: Exercise, told: Sequence[str]) -> RecognitionScore:
    """What the performances of one exercise, at its stage, were recognised as."""
    wrong = Counter(key for key in told if key.partition("@")[0] != exercise.id)
    return RecognitionScore(
        key=exercise.key,
        told=Share.of(key.partition("@")[0] == exercise.id for key in told),
        stage_told=Share.of(key == exercise.key for key in told),
        taken_for=tuple(wrong.most_common()),
    )
