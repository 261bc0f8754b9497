"""Frames kept on disk come back as they were; their key follows what they depend on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from backline.accuracy import perform
from backline.accuracy.perform import play_joints
from backline.accuracy.scenarios import Plan, scenarios
from backline.accuracy.store import FrameStore, key, load, prune, save
from backline.body import BackLine, CannotJudge, PoseFrame
from backline.guide.load import load_exercise

PLAN = Plan(clean=2, per_fault=0, per_variation=0)


def test_frames_come_back(tmp_path: Path) -> None:
    exercise = load_exercise("cat-cow")
    frames = list(play_joints(scenarios(exercise, PLAN)[0], exercise).frames[:5])
    frames.append(PoseFrame.empty(9.0, 640, 360))
    save(tmp_path / "a" / "b.npz", frames)
    again = load(tmp_path / "a" / "b.npz")
    assert again is not None
    assert [f.time_s for f in again] == [f.time_s for f in frames]
    assert [f.present for f in again] == [True] * 5 + [False]
    assert np.allclose(again[2].landmarks_px, frames[2].landmarks_px, atol=1e-3)
    assert isinstance(again[0].back, BackLine)
    assert again[-1].back is CannotJudge.NO_PERSON


def test_a_damaged_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(b"PK\x03\x04 not really")
    assert load(tmp_path / "a.npz") is None
    assert load(tmp_path / "absent.npz") is None


def test_the_key_follows_the_performance_and_not_the_limits() -> None:
    exercise = load_exercise("cat-cow")
    one, two = scenarios(exercise, PLAN)
    assert key(one, exercise) != key(two, exercise)
    cues = [cue.model_copy(update={"sustain_s": 9.0}) for cue in exercise.cues]
    assert key(one, exercise.model_copy(update={"cues": cues})) == key(one, exercise)
    show = exercise.demonstration
    slower = show.repetition[0].model_copy(update={"move_s": 9.0})
    changed = show.model_copy(update={"repetition": [slower, *show.repetition[1:]]})
    assert key(one, exercise.model_copy(update={"demonstration": changed})) != key(one, exercise)


def test_only_the_planted_faults_look_counts_for_the_key() -> None:
    exercise = load_exercise("cat-cow")
    show = exercise.demonstration
    name, other = list(show.faults)[:2]
    quick = show.faults[name].model_copy(update={"tempo": 0.5})
    changed = show.model_copy(update={"faults": {**show.faults, name: quick}})
    changed_exercise = exercise.model_copy(update={"demonstration": changed})
    for fault, same in ((name, False), (other, True)):
        scenario = scenarios(exercise, Plan(0, 1, 0), only=[fault])[0]
        assert (key(scenario, changed_exercise) == key(scenario, exercise)) is same


def test_the_key_tells_stages_apart() -> None:
    keys = set()
    for stage in ("arm-only", "leg-only", None):
        exercise = load_exercise("bird-dog", stage=stage)
        keys.add(key(scenarios(exercise, PLAN)[0], exercise))
    assert len(keys) == 3


def test_a_kept_performance_isnt_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = load_exercise("cat-cow")
    scenario = scenarios(exercise, PLAN)[0]
    monkeypatch.setattr(perform, "play_drawn", play_joints)
    first = FrameStore(tmp_path).drawn(scenario, exercise)
    monkeypatch.setattr(perform, "play_drawn", None)
    second = FrameStore(tmp_path).drawn(scenario, exercise)
    assert len(first.frames) == len(second.frames)
    assert first.truth == second.truth


def test_old_versions_go(tmp_path: Path) -> None:
    import os

    for number in range(5):
        folder = tmp_path / f"version{number}"
        folder.mkdir()
        (folder / "a.npz").write_bytes(b"x")
        os.utime(folder, (number, number))
    prune(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["version2", "version3", "version4"]
    prune(tmp_path / "absent")
