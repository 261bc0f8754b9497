"""Labelled plank rows: reading them, judging them, refusing what doesn't fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from backline.accuracy.__main__ import app
from backline.accuracy.plank_rows import RowsError, judge_rows, read_rows
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise

SIDES = ("left", "right")
PARTS = ("shoulder", "elbow", "hip", "knee", "ankle")
PLACES = {"shoulder": (0.3, 0.5), "elbow": (0.3, 0.65), "knee": (0.65, 0.6), "ankle": (0.8, 0.65)}
"""Normalised places of a body seen from the side; the hip's height makes the fault."""
HIP_Y = {"C": 0.53, "H": 0.35, "L": 0.62}


def header() -> list[str]:
    return ["label", *(f"{s}_{p}_{part}" for p in PARTS for s in SIDES for part in "xyzv")]


def row(label: str, posed: str | None = None, visibility: float = 0.9) -> list[str]:
    cells = [label]
    for part in PARTS:
        x, y = (0.5, HIP_Y[posed or label]) if part == "hip" else PLACES[part]
        cells += [f"{x}", f"{y}", "0.0", f"{visibility}"] * 2
    return cells


def write(path: Path, rows: list[list[str]], *, head: list[str] | None = None) -> Path:
    lines = [",".join(cells) for cells in [head or header(), *rows]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def with_limit(cue_id: str, **limit: float) -> Exercise:
    plank = load_exercise("plank")
    cues = [c.model_copy(update=limit) if c.id == cue_id else c for c in plank.cues]
    return plank.model_copy(update={"cues": cues})


def test_three_planks_are_told_apart(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [row("C"), row("H"), row("L"), row("C", posed="H")])
    confusion = judge_rows(read_rows(file))
    assert confusion.counts["C"] == {"C": 1, "H": 1, "L": 0, "?": 0}
    assert confusion.counts["H"]["H"] == confusion.counts["L"]["L"] == 1
    assert (confusion.right, confusion.total) == (3, 4)


def test_the_first_column_may_name_the_file(tmp_path: Path) -> None:
    rows = [row("C"), row("H"), row("L")]
    plain = write(tmp_path / "plain.csv", rows)
    named = write(
        tmp_path / "named.csv", [["train.csv", *r] for r in rows], head=["source_file", *header()]
    )
    assert judge_rows(read_rows(plain)) == judge_rows(read_rows(named))


def test_the_cue_limits_decide(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path / "a.csv", [row("H"), row("L")]))
    assert judge_rows(rows, with_limit("PL6-hips-high", above=5.0)).counts["H"]["C"] == 1
    assert judge_rows(rows, with_limit("PL5-sag", below=-5.0)).counts["L"]["C"] == 1


def test_what_is_hidden_cant_be_judged(tmp_path: Path) -> None:
    confusion = judge_rows(read_rows(write(tmp_path / "a.csv", [row("C", visibility=0.1)])))
    assert confusion.counts["C"]["?"] == 1
    assert confusion.share_right == 0.0


def test_empty_cells_are_a_hidden_landmark(tmp_path: Path) -> None:
    cells = ["" if name.startswith(("left_hip", "right_hip")) else cell
             for name, cell in zip(header(), row("C"), strict=True)]  # fmt: skip
    assert judge_rows(read_rows(write(tmp_path / "a.csv", [cells]))).counts["C"]["?"] == 1


def test_the_aspect_ratio_matters(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [row("C")])
    wide, tall = read_rows(file, 1.7778).frames[0], read_rows(file, 0.5625).frames[0]
    assert wide.width_px == 1280
    assert tall.width_px == 405


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column named label"),
        ("a,b\n1,2\n", "no column named label"),
        ("label,left_hip_x\nC,0.1\n", "left_hip_x but no left_hip_y"),
        ("label,left_hip_x,left_hip_y,left_hip_v\nC,1,1,1\n", "left_shoulder_x"),
        (",".join(header()) + "\n", "no rows"),
        (",".join(header()) + "\nC,1\n", "line 2"),
        (",".join(header()) + "\n" + ",".join(row("C")).replace("C", "X", 1), "label 'X'"),
        (",".join(header()) + "\n" + ",".join(row("C")).replace("0.3", "wide", 1), "no number"),
    ],
)
def test_a_bad_file_gets_one_clear_line(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RowsError, match=said) as raised:
        read_rows(file)
    assert "\n" not in str(raised.value)


def test_other_bad_files(tmp_path: Path) -> None:
    binary = tmp_path / "b.csv"
    binary.write_bytes(b"\xff\xfe\x00\x80" * 50)
    for path in (binary, tmp_path / "absent.csv", tmp_path):
        with pytest.raises(RowsError):
            read_rows(path)
    with pytest.raises(RowsError, match="aspect"):
        read_rows(write(tmp_path / "a.csv", [row("C")]), aspect=0.0)


def test_the_command(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", [row("C"), row("H"), row("L")])
    done = CliRunner().invoke(app, ["plank-rows", str(file), "--aspect", "1.7778"])
    assert done.exit_code == 0
    assert "right: 3 of 3 (100.0 %)" in done.output
    refused = CliRunner().invoke(app, ["plank-rows", str(tmp_path / "absent.csv")])
    assert refused.exit_code == 2
    assert len(refused.output.strip().splitlines()) == 1
