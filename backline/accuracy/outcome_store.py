"""Keeping the outcomes of performances that were watched before.

Beside the frames they came from. An outcome is used again only when nothing it depends on has
changed: the code that moves, sees, measures and judges, the whole exercise with its posture and
the performance. So a sweep after changing one exercise's file watches that exercise alone.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from backline import body
from backline.accuracy.outcome import Outcome
from backline.accuracy.scenarios import Scenario
from backline.accuracy.store import source_hash
from backline.guide.load import load_posture
from backline.guide.schema import Exercise
from backline.report.files import write_text

_ROOMS = ("motion", "form", "guide")
_OUTCOME = TypeAdapter(Outcome)


@cache
def judging_hash() -> str:
    """Short hash of all the code that makes outcomes out of frames."""
    root = Path(body.__file__).parent
    files = [root / "accuracy" / "outcome.py"]
    for room in _ROOMS:
        files += sorted((root / room).glob("*.py"))
    digest = hashlib.sha256(source_hash().encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


class OutcomeStore:
    """Outcomes on disk. folder: where frames are kept; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder / source_hash() / "outcomes"

    def outcome(
        self, scenario: Scenario, exercise: Exercise, source: str, watch: Callable[[], Outcome]
    ) -> Outcome:
        """The outcome kept, or else what `watch` gives, which is then kept."""
        if self._folder is None:
            return watch()
        path = self._folder / judging_hash() / f"{_key(scenario, exercise, source)}.json"
        kept = _read(path)
        if kept is not None:
            return kept
        outcome = watch()
        write_text(path, json.dumps(_OUTCOME.dump_python(outcome, mode="json")))
        return outcome

    def forget_older(self) -> None:
        """Throw away what other versions of the code found."""
        if self._folder is None or not self._folder.is_dir():
            return
        for folder in self._folder.iterdir():
            if folder.name != judging_hash():
                shutil.rmtree(folder)


def _key(scenario: Scenario, exercise: Exercise, source: str) -> str:
    told = {
        "scenario": asdict(scenario),
        "exercise": exercise.model_dump(mode="json"),
        "posture": load_posture(exercise.posture).model_dump(mode="json"),
        "source": source,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def _read(path: Path) -> Outcome | None:
    """None when there is no such file or it is damaged."""
    try:
        return _OUTCOME.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
