"""The handout: complete, and fit for an 80-column terminal and a printer."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from backline.guide.handout import dose_words, handout_text, print_handout, print_list
from backline.guide.load import load_exercises, load_general
from backline.guide.schema import Dose, Exercise

EXERCISES = list(load_exercises().values())
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=[e.id for e in EXERCISES])

SECTIONS = [
    "WHY",
    "SAFETY FIRST",
    "SET-UP AND CAMERA",
    "HOW TO DO IT",
    "SAID ALONG THE WAY",
    "HOW MUCH",
    "WHAT BACKLINE WATCHES",
    "WHAT IT CAN'T SEE",
    "WORTH KNOWING",
]


def flowing(text: str) -> str:
    """The handout without its margin, on one line, so that sentences can be found in it."""
    return " ".join(word for line in text.splitlines() for word in line[15:].split())


@each_exercise
def test_all_sections_in_their_order(exercise: Exercise) -> None:
    lines = [line.strip() for line in handout_text(exercise).splitlines()]
    assert [line for line in lines if line in SECTIONS] == SECTIONS


@each_exercise
@pytest.mark.parametrize("width", [60, 80, 200])
def test_it_fits_its_columns(exercise: Exercise, width: int) -> None:
    lines = handout_text(exercise, width).splitlines()
    assert max(len(line) for line in lines) <= min(width, 81)
    assert all(line == line.rstrip() for line in lines)


@each_exercise
def test_it_leaves_no_sentence_out(exercise: Exercise) -> None:
    text = flowing(handout_text(exercise))
    said = [exercise.summary, exercise.dose.tempo, exercise.view.text, *exercise.how]
    said += [prompt.say for prompt in exercise.prompts]
    said += [p.text for p in exercise.points.values() if p.kind != "prompt"]
    said += [cue.say.removesuffix(".") for cue in exercise.cues]
    said += exercise.cannot_see
    said += [point.text for point in load_general().values()]
    missing = [sentence for sentence in said if " ".join(sentence.split()) not in text]
    assert not missing


@each_exercise
def test_every_id_stands_in_the_margin(exercise: Exercise) -> None:
    margin = {line[:14].strip() for line in handout_text(exercise).splitlines()}
    ids = {*exercise.points, *(cue.id for cue in exercise.cues), *load_general()}
    assert ids <= margin


@each_exercise
def test_a_plain_terminal_gets_no_control_characters(exercise: Exercise) -> None:
    assert "\x1b" not in handout_text(exercise)


def test_the_head_of_a_handout_reads_like_this() -> None:
    lines = handout_text(load_exercises()["bird-dog"]).splitlines()
    assert lines[0] == "bird-dog       BIRD DOG"
    assert "               WHY" in lines


def test_what_no_cue_can_judge_is_said_and_not_promised() -> None:
    plank = load_exercises()["plank"]
    text = handout_text(plank)
    watched = text[text.index("WHAT BACKLINE WATCHES") : text.index("WHAT IT CAN'T SEE")]
    unseen = text[text.index("WHAT IT CAN'T SEE") :]
    assert plank.points["PL2"].text in flowing(watched)
    assert "Backline keeps the time" not in flowing(watched.split("PL2")[1].split("PL3")[0])
    assert plank.not_judged["PL2"] in flowing(unseen)


def test_an_added_exercise_with_the_least_fields_prints() -> None:
    bare = load_exercises()["plank"].model_copy(
        update={"points": {}, "cues": [], "prompts": [], "cautions": [], "cannot_see": []}
    )
    text = handout_text(bare)
    assert "SAID ALONG THE WAY" not in text
    assert "HOW TO DO IT" in text


def test_the_list_names_every_exercise_and_fits() -> None:
    output = StringIO()
    print_list(Console(file=output, width=80), load_exercises())
    lines = output.getvalue().splitlines()
    assert max(len(line.rstrip()) for line in lines) <= 80
    for exercise in EXERCISES:
        assert any(line.startswith(exercise.name) for line in lines)
        assert any(line.startswith(exercise.id) for line in lines)


def test_colour_goes_to_a_terminal_that_has_it() -> None:
    output = StringIO()
    console = Console(file=output, width=80, force_terminal=True, color_system="standard")
    print_handout(console, EXERCISES[0])
    assert "\x1b[" in output.getvalue()


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        (Dose(repetitions=(5, 15), tempo="", source=""), "5 to 15 repetitions"),
        (
            Dose(repetitions=(5, 15), each_side=True, tempo="", source=""),
            "5 to 15 repetitions on each side",
        ),
        (Dose(hold_s=(10, 60), tempo="", source=""), "Hold for 10 to 60 seconds"),
    ],
)
def test_doses(dose: Dose, expected: str) -> None:
    assert dose_words(dose) == expected
