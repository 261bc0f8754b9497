"""Outcomes kept on disk come back whole; a changed exercise is watched anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from backline.accuracy import outcome_store
from backline.accuracy.outcome import Outcome
from backline.accuracy.outcome_store import OutcomeStore, judging_hash
from backline.accuracy.scenarios import Plan, Scenario, scenarios
from backline.accuracy.store import source_hash
from backline.accuracy.sweep import Task, run_task
from backline.guide.load import load_exercise

EXERCISE = load_exercise("bird-dog")
SCENARIO = scenarios(EXERCISE, Plan(0, 1, 0, (1, 1)))[0]


def refuse() -> Outcome:
    raise AssertionError("it was watched again")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return run_task(Task(SCENARIO, EXERCISE, "joints"))


def test_an_outcome_comes_back_whole(tmp_path: Path, outcome: Outcome) -> None:
    store = OutcomeStore(tmp_path)
    assert store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome) is outcome
    assert store.outcome(SCENARIO, EXERCISE, "joints", refuse) == outcome


def test_a_changed_limit_or_source_or_performance_is_watched_anew(
    tmp_path: Path, outcome: Outcome
) -> None:
    store = OutcomeStore(tmp_path)
    store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome)
    cues = [cue.model_copy(update={"sustain_s": 9.0}) for cue in EXERCISE.cues]
    other = scenarios(EXERCISE, Plan(1, 0, 0, (1, 1)))[0]
    changed: list[tuple[Scenario, object, str]] = [
        (SCENARIO, EXERCISE.model_copy(update={"cues": cues}), "joints"),
        (SCENARIO, EXERCISE, "drawn"),
        (other, EXERCISE, "joints"),
    ]
    for scenario, exercise, source in changed:
        with pytest.raises(AssertionError, match="again"):
            store.outcome(scenario, exercise, source, refuse)  # type: ignore[arg-type]


def test_changed_code_is_watched_anew_and_the_old_is_thrown_away(
    tmp_path: Path, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = OutcomeStore(tmp_path)
    store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome)
    kept = tmp_path / source_hash() / "outcomes"
    assert [f.name for f in kept.iterdir()] == [judging_hash()]
    store.forget_older()
    assert [f.name for f in kept.iterdir()] == [judging_hash()]
    monkeypatch.setattr(outcome_store, "judging_hash", lambda: "another")
    with pytest.raises(AssertionError, match="again"):
        store.outcome(SCENARIO, EXERCISE, "joints", refuse)
    store.forget_older()
    assert not any(kept.iterdir())


def test_a_damaged_file_is_watched_anew(tmp_path: Path, outcome: Outcome) -> None:
    store = OutcomeStore(tmp_path)
    store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome)
    next(tmp_path.rglob("*.json")).write_text('{"scenario":')
    assert store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome) is outcome


def test_without_a_folder_nothing_is_kept(outcome: Outcome) -> None:
    store = OutcomeStore(None)
    store.forget_older()
    assert store.outcome(SCENARIO, EXERCISE, "joints", lambda: outcome) is outcome
    with pytest.raises(AssertionError, match="again"):
        store.outcome(SCENARIO, EXERCISE, "joints", refuse)
