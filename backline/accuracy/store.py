"""Keeping what the pose model saw of drawn performances, since seeing takes the time.

Files lie in the user's cache folder. Their names hold a hash of everything the frames
depend on (scenario, demonstration, the avatar's and the vision room's source, library
versions) and nothing of cues and limits, so a changed limit is tried again in seconds.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

import numpy as np
import platformdirs

from backline import body
from backline.accuracy import perform
from backline.accuracy.scenarios import Scenario
from backline.body import BackLine, CannotJudge, PoseFrame
from backline.guide.schema import Exercise
from backline.report.files import replacing

_REASONS = tuple(CannotJudge)
_LIBRARIES = ("ai-edge-litert", "numpy", "opencv-python-headless")
KEPT_VERSIONS = 3
"""Frames of older versions of the source are thrown away beyond this many."""


def default_folder() -> Path:
    """Where frames are kept on this computer."""
    return Path(platformdirs.user_cache_dir("backline")) / "accuracy"


@cache
def source_hash() -> str:
    """Short hash of all the source and libraries that make frames."""
    root = Path(body.__file__).parent
    files = [root / "body.py", Path(perform.__file__)]
    for room in ("avatar", "vision"):
        files += sorted((root / room).glob("*.py"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    for library in _LIBRARIES:
        digest.update(importlib.metadata.version(library).encode())
    return digest.hexdigest()[:12]


def key(scenario: Scenario, exercise: Exercise) -> str:
    """Hash of one performance: the scenario and how the exercise is performed. The faults that
    aren't planted make no difference."""
    demonstration = exercise.demonstration.model_dump(mode="json")
    faults = demonstration["faults"]
    demonstration["faults"] = {f: faults[f] for f in faults if f == scenario.fault}
    told = {
        "scenario": asdict(scenario),
        "demonstration": demonstration,
        "kind": exercise.signal.kind,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


class FrameStore:
    """Frames of drawn performances on disk. folder: None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder / source_hash()

    def drawn(self, scenario: Scenario, exercise: Exercise) -> perform.Played:
        """The drawn performance, from the disk when it is there."""
        if self._folder is None:
            return perform.play_drawn(scenario, exercise)
        path = self._folder / f"{key(scenario, exercise)}.npz"
        frames = load(path)
        if frames is not None:
            return perform.Played(frames, perform.performance_of(scenario, exercise).truth())
        played = perform.play_drawn(scenario, exercise)
        save(path, played.frames)
        return perform.Played(load(path) or played.frames, played.truth)


def prune(folder: Path) -> None:
    """Throw away the frames of all but the `KEPT_VERSIONS` last used versions."""
    if not folder.is_dir():
        return
    if (folder / source_hash()).is_dir():
        (folder / source_hash()).touch()
    versions = sorted(
        (p for p in folder.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True
    )
    for old in versions[KEPT_VERSIONS:]:
        if old.is_symlink():
            old.unlink()
        else:
            shutil.rmtree(old)


def save(path: Path, frames: Sequence[PoseFrame]) -> None:
    """Write frames as one compressed file (float32)."""
    backs = [f.back if isinstance(f.back, BackLine) else None for f in frames]
    nothing = np.full((body.BACK_STATIONS, 2), np.nan)
    with replacing(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(
            file,
            time_s=np.array([f.time_s for f in frames]),
            size_px=np.array([(f.width_px, f.height_px) for f in frames], dtype=np.int32),
            present=np.array([f.present for f in frames]),
            landmarks_px=np.array([f.landmarks_px for f in frames], dtype=np.float32),
            visibility=np.array([f.visibility for f in frames], dtype=np.float32),
            world_m=np.array([f.world_m for f in frames], dtype=np.float32),
            reason=np.array(
                [-1 if isinstance(f.back, BackLine) else _REASONS.index(f.back) for f in frames],
                dtype=np.int8,
            ),
            back_px=np.array([nothing if b is None else b.points_px for b in backs], np.float32),
            back_ratio=np.array(
                [nothing[:, 0] if b is None else b.offset_ratio for b in backs], np.float32
            ),
        )


def load(path: Path) -> tuple[PoseFrame, ...] | None:
    """Frames as `save` wrote them; None when there is no such file or it is damaged."""
    try:
        with np.load(path) as file:
            data = {name: file[name] for name in file.files}
        return tuple(_frame(data, i) for i in range(len(data["time_s"])))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _frame(data: dict[str, np.ndarray], i: int) -> PoseFrame:
    reason = int(data["reason"][i])
    back: BackLine | CannotJudge
    if reason < 0:
        back = BackLine(data["back_px"][i].astype(float), data["back_ratio"][i].astype(float))
    else:
        back = _REASONS[reason]
    return PoseFrame(
        time_s=float(data["time_s"][i]),
        width_px=int(data["size_px"][i][0]),
        height_px=int(data["size_px"][i][1]),
        landmarks_px=data["landmarks_px"][i].astype(float),
        visibility=data["visibility"][i].astype(float),
        world_m=data["world_m"][i].astype(float),
        back=back,
        present=bool(data["present"][i]),
    )
