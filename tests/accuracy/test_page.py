"""The page says what was measured, and plainly what was not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backline.accuracy import full
from backline.accuracy.__main__ import app
from backline.accuracy.agreement import Agreement, read_agreement
from backline.accuracy.page import Figures, render
from backline.accuracy.page_real import agreement_section, clips_section, rows_section
from backline.accuracy.page_words import percent
from backline.accuracy.plank_rows import Confusion
from backline.accuracy.real_clips import ClipResult, Found, Label, clips_folder, read_labels
from backline.accuracy.scenarios import Plan, scenarios
from backline.accuracy.score import Share, score
from backline.accuracy.sweep import Task, run
from backline.guide.load import load_exercise

TINY = Plan(clean=1, per_fault=1, per_variation=0, repetitions=(2, 2), enter_always=False)
AGREEMENT = {
    "official_version": "0.10.21",
    "version": "0.1.0",
    "clips": [
        {"clip": "a/b.mp4", "pictures": 20, "compared": 19, "mean": 0.005, "p95": 0.01,
         "largest": 0.02},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> Figures:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(full, "QUICK_JOINTS", TINY)
        exercise = load_exercise("cat-cow")
        return full.sweep(full.Wanted([exercise], quick=True, drawn=False), lambda line: None)


def test_the_page_says_what_was_swept(figures: Figures) -> None:
    page = render(figures)
    assert "# How right Backline is" in page
    assert "## Cat-cow" in page
    assert "A quick sweep" in page
    assert f"| Cat-cow | {figures.joints['cat-cow'].performances} |" in page
    for cue in load_exercise("cat-cow").cues:
        assert f"`{cue.id}`" in page
    assert "nan" not in page.lower().replace("nano", "")


def test_a_stage_is_told_whose_movement_no_camera_shows(figures: Figures) -> None:
    """Rocking from side to side is performed, but not among what is counted."""
    stage = load_exercise("plank", stage="side-to-side")
    plan = Plan(clean=1, per_fault=0, per_variation=1, repetitions=(1, 1))
    tasks = [Task(s, stage, "joints") for s in scenarios(stage, plan)]
    both = {**figures.joints, stage.key: score(stage, run(tasks))}
    page = render(replace(figures, joints=both))
    assert "| variation `side-to-side` | not counted: this view doesn't show it |" in page
    assert f"### {stage.name}\n" in page
    assert "| – side to side | the time alone | – |" in page


def test_the_page_says_what_was_not_at_hand(figures: Figures) -> None:
    page = render(figures)
    assert "were not at hand" in page
    assert "Not measured when this page was written" in page
    assert "## Only tried on the avatar" in page


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full, "QUICK_JOINTS", TINY)
    monkeypatch.setenv("BACKLINE_CLIPS", str(tmp_path / "absent"))
    agreement = tmp_path / "agreement.json"
    agreement.write_text(json.dumps(AGREEMENT), encoding="utf-8")
    out = tmp_path / "page.md"
    options = ["--quick", "--true-joints-only", "--exercise", "cat-cow", "--jobs", "1"]
    done = CliRunner().invoke(app, [*options, "--agreement", str(agreement), "-o", str(out)])
    assert done.exit_code == 0, done.output
    page = out.read_text(encoding="utf-8")
    assert "## Cat-cow" in page
    assert "## Plank" not in page
    assert "0.50 %" in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--exercise", "handstand"], "handstand"),
        (["--agreement", "absent.json"], "absent.json"),
        (["tune", "--exercise", "handstand"], "handstand"),
    ],
)
def test_a_wrong_word_gets_one_line(options: list[str], said: str) -> None:
    done = CliRunner().invoke(app, options)
    assert done.exit_code == 2
    assert said in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_tune_prints_every_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "220")
    options = ["--exercise", "cat-cow", "--true-joints-only", "--clean", "1", "--per-fault", "1"]
    done = CliRunner().invoke(app, ["tune", *options, "--cue", "CC6-fast"])
    assert done.exit_code == 0, done.output
    for cue in load_exercise("cat-cow").cues:
        assert cue.id in done.output
    assert "repetitions exact" in done.output


# --- real clips ----------------------------------------------------------------------------


def clip(movement: str, repetitions: int | None, found: list[Found]) -> ClipResult:
    return ClipResult(Label("x/a.mp4", movement, "real", repetitions, None), 9.0, 1.0, tuple(found))


def test_clips_are_held_against_their_labels() -> None:
    clips = [
        clip("bird_dog", 2, [Found("bird-dog", 2, 0.0, ("BD4-arch",)), Found("plank", 0, 3.0, ())]),
        clip("standing_turn", 0, [Found("bird-dog", 1, 0.0, ()), Found("plank", 0, 0.0, ())]),
    ]
    text = clips_section(clips, ["bird-dog", "plank"])
    assert "100 % (1 of 1) of clips" in text
    assert "33 % (1 of 3) of pairs" in text
    assert "**2**; cues: `BD4-arch`" in text
    assert "3.0 s held" in text


def test_rows_are_told_with_their_limits() -> None:
    counts = {
        "C": {"C": 9, "H": 1, "L": 0, "?": 0},
        "H": {"C": 0, "H": 5, "L": 0, "?": 0},
        "L": {"C": 0, "H": 0, "L": 4, "?": 1},
    }
    text = rows_section(Confusion(counts, {"PL5-sag": -0.06}))
    assert "**90.0 %**" in text
    assert "`PL5-sag` (-0.06)" in text
    assert rows_section(None) == ""


def test_labels_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.mp4").write_bytes(b"")
    (tmp_path / "labels.csv").write_text(
        "path,exercise,kind,reps,hold_s\nhere.mp4,bird_dog,real,2,\ngone.mp4,bird_dog,real,1,\n",
        encoding="utf-8",
    )
    assert read_labels(tmp_path) == [Label("here.mp4", "bird_dog", "real", 2, None)]
    monkeypatch.setenv("BACKLINE_CLIPS", str(tmp_path))
    assert clips_folder() == tmp_path
    monkeypatch.setenv("BACKLINE_CLIPS", str(tmp_path / "absent"))
    assert clips_folder() is None
    (tmp_path / "labels.csv").write_text("path,other\nhere.mp4,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="column"):
        read_labels(tmp_path)


# --- the rest ------------------------------------------------------------------------------


def test_agreement_is_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps(AGREEMENT), encoding="utf-8")
    agreement = read_agreement(file)
    assert agreement == Agreement.model_validate(AGREEMENT)
    assert "0.50 % | 1.00 % | 2.00 %" in agreement_section(agreement)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="not a result"):
        read_agreement(file)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 0, "–"), (0, 9, "0 %"), (9, 9, "100 %"), (1, 3, "33 %"), (999, 1000, "99.9 %"),
     (9999, 10_000, "99.9 %"), (1, 1000, "0.1 %")],
)  # fmt: skip
def test_shares_arent_rounded_to_all_or_none(part: int, whole: int, shown: str) -> None:
    assert percent(Share(part, whole)) == shown
