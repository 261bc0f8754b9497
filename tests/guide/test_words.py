"""The sentences for what can't be seen, the stages, and what measures mean."""

from __future__ import annotations

from typing import get_args, get_type_hints

import pytest

from backline.body import CannotJudge, Landmark
from backline.form.result import Update
from backline.guide.load import load_exercises, load_posture
from backline.guide.schema import Cue
from backline.guide.words import (
    REASONS,
    Stage,
    amount_words,
    body_parts,
    in_a_row,
    limit_words,
    reason_words,
    stage_words,
    words,
)

LONGEST_SAYING = 12
STAGES = get_args(Stage)


def cue(measure: str, unit: str, **limit: float) -> Cue:
    return Cue(
        id="XX1-test",
        points=["XX1"],
        label="Test",
        measure=measure,
        unit=unit,
        when=["move"],
        say="Do it.",
        clear=1.0,
        source="a test",
        **limit,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("reason", CannotJudge)
def test_every_reason_has_words_that_say_what_to_do(reason: CannotJudge) -> None:
    wording = reason_words(reason)
    assert REASONS[reason] == wording.say
    assert len(wording.say.split()) <= LONGEST_SAYING
    assert wording.title
    assert wording.show.endswith(".")
    assert "{" not in wording.title + wording.show + wording.say


def test_hidden_feet_are_called_feet() -> None:
    hidden = [Landmark.LEFT_ANKLE, Landmark.RIGHT_HEEL]
    wording = reason_words(CannotJudge.LANDMARKS_HIDDEN, hidden)
    assert wording.say == "I can't see your feet. Move the camera back a little."


def test_hidden_parts_change_no_other_reason() -> None:
    hidden = [Landmark.LEFT_ANKLE]
    assert reason_words(CannotJudge.NO_NEUTRAL, hidden) == reason_words(CannotJudge.NO_NEUTRAL)


def test_side_view_is_asked_for_in_one_breath() -> None:
    assert REASONS[CannotJudge.NOT_SIDE_VIEW] == "Turn your side to the camera."


def test_parts_are_named_from_head_to_feet_once() -> None:
    found = body_parts([Landmark.LEFT_HEEL, Landmark.RIGHT_THUMB, Landmark.LEFT_WRIST])
    assert found == ["hands", "feet"]


@pytest.mark.parametrize("landmark", Landmark)
def test_every_landmark_belongs_to_one_part(landmark: Landmark) -> None:
    assert len(body_parts([landmark])) == 1


@pytest.mark.parametrize(
    ("items", "row"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_in_a_row(items: list[str], row: str) -> None:
    assert in_a_row(items) == row


def test_the_stages_are_those_of_an_update() -> None:
    assert get_args(get_type_hints(Update)["stage"]) == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_has_words(stage: Stage) -> None:
    for posture in {e.posture for e in load_exercises().values()}:
        wording = stage_words(stage, posture)
        assert len(wording.say.split()) <= LONGEST_SAYING
        assert "{" not in wording.title + wording.show + wording.say


def test_getting_ready_names_the_posture() -> None:
    assert "hands and knees" in stage_words("getting-ready", "hands-and-knees").say
    assert "forearms" in stage_words("getting-ready", "forearm-plank").say
    assert "start position" in stage_words("getting-ready").say


def test_every_posture_of_an_exercise_has_words() -> None:
    assert all(load_posture(e.posture).get_into for e in load_exercises().values())


def test_every_measure_of_a_cue_has_words_in_the_direction_it_needs() -> None:
    for exercise in load_exercises().values():
        for one in exercise.cues:
            known = words().measures[one.measure]
            if one.limit < 0:
                assert known.negative is not None, one.id
            assert "{" not in limit_words(one)


@pytest.mark.parametrize(
    ("measure", "unit", "limit", "expected"),
    [
        (
            "working_leg_elevation_deg",
            "deg",
            {"above": 12},
            "the foot is more than 12° above the level of the hip",
        ),
        ("head_flexion_deg", "deg", {"below": -20}, "the head tips back by more than 20°"),
        ("head_flexion_deg", "deg", {"above": -10}, "the head tips back by less than 10°"),
        (
            "head_flexion_deg",
            "deg",
            {"below": 10},
            "the chin moves towards the chest by less than 10°",
        ),
        ("repetition_duration_s", "s", {"below": 3}, "a repetition takes less than 3 s"),
        ("knee_flexion_deg", "deg", {"above": 30}, "the knees are bent more than 30°"),
        ("a_new_measure", "m", {"above": 0.5}, "a_new_measure is more than 0.5 m"),
        ("a_new_measure", "m", {"below": -0.5}, "a_new_measure is less than -0.5 m"),
    ],
)
def test_limits_read_as_a_person_would_say_them(
    measure: str, unit: str, limit: dict[str, float], expected: str
) -> None:
    assert limit_words(cue(measure, unit, **limit)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (12, "deg", "12°"),
        (3.0, "s", "3 s"),
        (0.04, "ratio", "4 %"),
        (0.125, "ratio", "12 %"),
        (0.012, "ratio", "1.2 %"),
        (1.5, "ratio", "150 %"),
    ],
)
def test_amounts(value: float, unit: str, expected: str) -> None:
    assert amount_words(value, unit) == expected
