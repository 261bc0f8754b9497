"""Reading exercise files: order, additions, and every problem at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backline.guide.load import GuideError, load_exercise, load_exercises, load_general

PACKAGED = [
    "cat-cow", "bird-dog", "plank", "chop", "ball-rotation", "ball-raise", "band-deadlift",
    "pulldown", "squat-row",
]  # fmt: skip


def minimal(exercise_id: str = "side-bend", code: str = "SB") -> dict[str, Any]:
    """The least that an exercise file may say."""
    return {
        "schema": 1,
        "id": exercise_id,
        "code": code,
        "name": "Side bend",
        "posture": "standing",
        "summary": "Bend to one side and come back.",
        "points": {f"{code}1": {"kind": "check", "text": "Stand tall to begin with."}},
        "how": ["Stand tall."],
        "view": {
            "azimuth_deg": 0,
            "tolerance_deg": 20,
            "height_m": [0.5, 1.0],
            "distance_m": [2, 3],
            "text": "In front of you.",
            "source": "a test",
        },
        "dose": {"repetitions": [5, 15], "tempo": "Slow.", "source": "a test"},
        "signal": {
            "kind": "repetitions",
            "measure": "trunk_pitch_deg",
            "unit": "deg",
            "lobes": [{"name": "bend", "beyond": 10, "release": 5, "label": "Bend"}],
            "min_duration_s": 1,
            "source": "a test",
        },
        "cues": [
            {
                "id": f"{code}1-tall",
                "points": [f"{code}1"],
                "label": "Stand tall",
                "measure": "trunk_pitch_deg",
                "unit": "deg",
                "above": 10,
                "when": ["start"],
                "say": "Stand tall.",
                "clear": 5,
                "source": "a test",
            }
        ],
        "demonstration": {
            "poses": {"tall": {}, "bend": {}},
            "repetition": [{"pose": "bend", "move_s": 1, "phase": "bend"}],
            "contacts": {"all": ["left_foot"]},
        },
    }


def write(folder: Path, data: dict[str, Any], name: str | None = None) -> None:
    path = folder / f"{name or data['id']}.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")


def problems_with(folder: Path) -> list[str]:
    with pytest.raises(GuideError) as caught:
        load_exercises(folder)
    return list(caught.value.problems)


def test_exercises_come_in_the_guides_order() -> None:
    assert list(load_exercises()) == PACKAGED


def test_the_callers_dict_is_its_own() -> None:
    load_exercises().clear()
    load_general().clear()
    assert list(load_exercises()) == PACKAGED
    assert list(load_general()) == [f"G{n}" for n in range(1, 8)]


def test_one_exercise_by_id() -> None:
    assert load_exercise("plank").name == "Plank"


def test_an_unknown_id_is_told_in_one_line_with_the_known_ones() -> None:
    with pytest.raises(GuideError) as caught:
        load_exercise("plonk")
    message = str(caught.value)
    assert "\n" not in message
    assert "'plonk'" in message
    assert all(known in message for known in PACKAGED)


def test_a_file_alone_adds_an_exercise(tmp_path: Path) -> None:
    write(tmp_path, minimal())
    assert list(load_exercises(tmp_path)) == [*PACKAGED, "side-bend"]
    assert load_exercise("side-bend", tmp_path).code == "SB"
    assert list(load_exercises()) == PACKAGED


def test_a_file_says_where_in_the_list_it_belongs(tmp_path: Path) -> None:
    write(tmp_path, minimal() | {"order": 0})
    assert list(load_exercises(tmp_path)) == ["side-bend", *PACKAGED]


def test_a_file_can_take_a_packaged_ones_place(tmp_path: Path) -> None:
    write(tmp_path, minimal("plank", "PL"))
    assert load_exercise("plank", tmp_path).name == "Side bend"
    assert load_exercise("plank").name == "Plank"


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("name: [unclosed", encoding="utf-8")
    write(tmp_path, minimal("a-one", "AO") | {"colour": "red", "name": 7})
    second = minimal("b-two", "BT")
    del second["summary"]
    write(tmp_path, second)
    third = minimal("c-three", "CT")
    third["cues"][0]["points"] = ["CT9"]
    third["cues"][0]["when"] = ["noon"]
    write(tmp_path, third)
    told = problems_with(tmp_path)
    expected = [
        ("broken.yaml", "YAML"),
        ("a-one.yaml", "colour"),
        ("a-one.yaml", "name"),
        ("b-two.yaml", "summary"),
        ("c-three.yaml", "unknown point CT9"),
        ("c-three.yaml", "unknown phase noon"),
        ("c-three.yaml", "check point CT1 has no cue"),
    ]
    assert len(told) == len(expected)
    for name, reason in expected:
        assert any(line.startswith(name) and reason in line for line in told), (name, reason)
    assert all("\n" not in line for line in told)


@pytest.mark.parametrize(
    "place",
    [
        (),
        ("points", "SB1"),
        ("view",),
        ("dose",),
        ("signal",),
        ("signal", "lobes", 0),
        ("cues", 0),
        ("demonstration",),
        ("demonstration", "repetition", 0),
    ],
    ids=str,
)
def test_a_field_that_nobody_knows_is_refused(tmp_path: Path, place: tuple[str | int, ...]) -> None:
    data = minimal()
    inner: Any = data
    for key in place:
        inner = inner[key]
    inner["surprise"] = 1
    write(tmp_path, data)
    (told,) = problems_with(tmp_path)
    assert "surprise" in told


def test_a_key_given_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, minimal())
    path = tmp_path / "side-bend.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "name: Again\n", encoding="utf-8")
    (told,) = problems_with(tmp_path)
    assert "'name' is given twice" in told


def test_a_file_name_that_isnt_the_id_is_told(tmp_path: Path) -> None:
    write(tmp_path, minimal(), name="other")
    (told,) = problems_with(tmp_path)
    assert "other.yaml" in told
    assert "'side-bend'" in told


def test_two_exercises_cant_share_ids(tmp_path: Path) -> None:
    write(tmp_path, minimal("side-bend", "CC"))
    told = problems_with(tmp_path)
    assert any("CC1 is already used by cat-cow" in line for line in told)


def test_a_cue_needs_exactly_one_limit(tmp_path: Path) -> None:
    data = minimal()
    data["cues"][0]["below"] = 1
    write(tmp_path, data)
    (told,) = problems_with(tmp_path)
    assert "exactly one of above and below" in told


def test_a_pose_that_isnt_there_is_told(tmp_path: Path) -> None:
    data = minimal()
    data["demonstration"]["repetition"][0]["pose"] = "bent"
    write(tmp_path, data)
    (told,) = problems_with(tmp_path)
    assert "unknown pose bent" in told


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    (told,) = problems_with(tmp_path / "nowhere")
    assert "no such folder" in told


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    (told,) = problems_with(tmp_path)
    assert told.startswith("empty.yaml: ")
