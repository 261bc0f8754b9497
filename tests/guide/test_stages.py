"""Stages: changes over an exercise's own data, whole and checked when they come out."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from backline.guide.handout import handout_text
from backline.guide.load import GuideError, load_exercise, load_exercises, load_posture
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.motion import posture  # noqa: F401  (registers every measure)
from backline.motion.durations import DURATIONS
from backline.motion.measures import MEASURES
from tests.guide.test_load import minimal, problems_with, write

STAGED = [(e.id, s.id) for e in load_exercises().values() for s in e.stages]
each_stage = pytest.mark.parametrize(("exercise_id", "stage"), STAGED)


def with_stage(changes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The least exercise, with an easier stage."""
    data = deepcopy(minimal())
    data["cues"].append({**data["cues"][0], "id": "SB1-low", "below": -10, "label": "Not low"})
    del data["cues"][1]["above"]
    data["cues"][1]["say"] = "Stay up."
    show = data["demonstration"]
    show["faults"] = {
        "SB1-tall": {"adds": {"lumbar_flexion_deg": 9}, "phases": ["bend"], "text": "Bent."},
        "SB1-low": {"adds": {"lumbar_flexion_deg": -9}, "phases": ["bend"], "text": "Low."},
    }
    easy = {"id": "easy", "name": "Easy", "summary": "Less of it.", "changes": changes, **fields}
    whole = {"id": "whole", "name": "Whole", "summary": "All of it.", "standard": True}
    data["stages"] = [easy, whole]
    return data


def easy(folder: Path, changes: dict[str, Any], **fields: Any) -> Exercise:
    write(folder, with_stage(changes, **fields))
    return load_exercise("side-bend", folder, stage="easy")


# ------------------------------------------------------------------ the packaged stages


def test_the_stages_are_those_that_others_name() -> None:
    found: dict[str, list[str]] = {}
    for exercise_id, stage in STAGED:
        found.setdefault(exercise_id, []).append(stage)
    assert found == {
        "bird-dog": ["arm-only", "leg-only", "arm-and-leg"],
        "plank": ["on-knees", "on-toes", "leg-lift", "rocking", "side-to-side"],
        "chop": ["hold", "pull-across", "pull-down-across"],
        "band-deadlift": ["hinge", "band", "loaded"],
        "squat-row": ["squat", "standing-row", "seated-row", "squat-row"],
    }


@each_stage
def test_a_stage_names_only_measures_that_there_are(exercise_id: str, stage: str) -> None:
    exercise = load_exercise(exercise_id, stage=stage)
    wanted = {cue.measure for cue in exercise.cues} | {exercise.signal.measure}
    assert wanted <= set(MEASURES) | set(DURATIONS) | {"leave_drop_ratio"}


@each_stage
def test_a_stage_is_a_whole_exercise_of_the_same_id(exercise_id: str, stage: str) -> None:
    exercise, own = load_exercise(exercise_id, stage=stage), load_exercise(exercise_id)
    assert (exercise.id, exercise.stage) == (exercise_id, stage)
    assert exercise.stages == own.stages
    assert exercise.points == own.points
    assert exercise == Exercise.model_validate(exercise.model_dump(by_alias=True))
    assert load_posture(exercise.posture)
    cue_ids = {cue.id for cue in exercise.cues}
    assert set(exercise.demonstration.faults) <= cue_ids
    assert at_stage(own, stage) == exercise


@each_stage
def test_only_the_standard_stage_goes_by_the_bare_id(exercise_id: str, stage: str) -> None:
    exercise = load_exercise(exercise_id, stage=stage)
    standard = next(s.standard for s in exercise.stages if s.id == stage)
    assert exercise.is_standard == standard
    assert exercise.key == (exercise_id if standard else f"{exercise_id}@{stage}")
    assert (exercise == load_exercise(exercise_id)) == standard


@each_stage
def test_every_number_of_a_stage_says_where_it_comes_from(exercise_id: str, stage: str) -> None:
    exercise = load_exercise(exercise_id, stage=stage)
    sources = [exercise.signal.source, *(cue.source for cue in exercise.cues)]
    sources += [s.needs.readiness.source for s in exercise.stages if s.needs.readiness]
    assert all(len(source.split()) >= 4 for source in sources)


@each_stage
def test_what_a_cue_measures_has_changed_only_with_a_source_of_its_own(
    exercise_id: str, stage: str
) -> None:
    own = {cue.id: cue for cue in load_exercise(exercise_id).cues}
    for cue in load_exercise(exercise_id, stage=stage).cues:
        before = own.get(cue.id)
        if before is None:
            assert cue.source not in {other.source for other in own.values()}
        elif (cue.measure, cue.limit) != (before.measure, before.limit):
            assert cue.source != before.source


def test_a_sideways_movement_is_not_pretended_to_be_seen() -> None:
    exercise = load_exercise("plank", stage="side-to-side")
    assert exercise.variations == []
    assert "PL9" not in exercise.checked_points
    assert any("isn't counted" in text for text in exercise.cannot_see)


def test_the_handout_lists_the_stages_and_what_each_needs() -> None:
    text = " ".join(handout_text(load_exercise("plank")).split())
    for stage in load_exercise("plank").stages:
        assert f"{stage.id} {stage.name}" in text.replace(" (this page)", "")
    assert text.count("First: A plain plank held for 30 seconds") == 3
    assert "EASIER AND HARDER" not in handout_text(load_exercise("cat-cow"))


def test_a_stages_handout_has_only_what_it_watches() -> None:
    text = handout_text(load_exercise("bird-dog", stage="leg-only"))
    assert "BIRD DOG: LEG ONLY" in text
    assert "BD5-high" in text
    assert "BD5-arm-high" not in text
    assert "make a diagonal" not in text


# ------------------------------------------------------------------ unknown ones


def test_an_unknown_stage_is_told_with_the_known_ones() -> None:
    with pytest.raises(GuideError, match=r"'no-arms'.* arm-only, leg-only, arm-and-leg"):
        load_exercise("bird-dog", stage="no-arms")
    with pytest.raises(GuideError, match=r"no stage 'slow'.* It has none"):
        load_exercise("cat-cow", stage="slow")


def test_a_stage_has_no_further_stages() -> None:
    arm = load_exercise("bird-dog", stage="arm-only")
    assert at_stage(arm, "arm-only") is arm
    with pytest.raises(GuideError, match="already at its stage 'arm-only'"):
        at_stage(arm, "leg-only")


# ------------------------------------------------------------------ putting it together


def test_mappings_merge_lists_replace_and_null_removes(tmp_path: Path) -> None:
    exercise = easy(
        tmp_path,
        {"dose": {"tempo": "Slower."}, "how": ["Sit."], "signal": {"min_duration_s": 2}},
        needs={"equipment": ["a chair"]},
    )
    assert exercise.dose.tempo == "Slower."
    assert exercise.dose.repetitions == (5, 15)
    assert exercise.how == ["Sit."]
    assert exercise.signal.min_duration_s == 2
    assert exercise.equipment == ["a chair"]
    assert (exercise.name, exercise.summary) == ("Side bend: easy", "Less of it.")
    own = load_exercise("side-bend", tmp_path)
    assert (own.stage, own.how, own.equipment) == ("whole", ["Stand tall."], [])


def test_cues_are_kept_changed_and_added_and_lost_faults_go(tmp_path: Path) -> None:
    own = with_stage({})
    added = {**own["cues"][0], "id": "SB1-new", "say": "Grow tall.", "label": "Grow"}
    change = {"SB1-low": {"above": 4, "below": None}}
    exercise = easy(tmp_path, {"cues": {"keep": ["SB1-low"], "change": change, "add": [added]}})
    low, new = exercise.cues
    assert (low.id, low.above, low.below, low.say) == ("SB1-low", 4, None, "Stay up.")
    assert new.id == "SB1-new"
    assert list(exercise.demonstration.faults) == ["SB1-low"]
    assert len(load_exercise("side-bend", tmp_path).cues) == 2


def test_without_keep_all_cues_stay(tmp_path: Path) -> None:
    exercise = easy(tmp_path, {"cues": {"change": {"SB1-tall": {"above": 20}}}})
    assert [cue.limit for cue in exercise.cues] == [20, -10]


def test_a_point_may_be_checked_by_one_stage_only(tmp_path: Path) -> None:
    data = with_stage({"signal": {"points": ["SB2"]}})
    data["points"]["SB2"] = {"kind": "check", "text": "Bend a little."}
    write(tmp_path, data)
    assert load_exercise("side-bend", tmp_path).checked_points == {"SB1"}
    data["stages"][0]["changes"] = {}
    write(tmp_path, data)
    from backline.guide.load import _load_exercises

    _load_exercises.cache_clear()
    assert problems_with(tmp_path) == ["side-bend.yaml: check point SB2 has no cue"]


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cues": {"keep": ["SB1-x"]}}, "stage easy: SB1-x can't be kept or changed"),
        (
            {"cues": {"keep": ["SB1-low"], "change": {"SB1-tall": {"above": 1}}}},
            "stage easy: SB1-tall can't be kept or changed",
        ),
        ({"cues": {"keep": "SB1-low"}}, "stage easy: keep must be a list of ids"),
        ({"id": "other"}, "stage easy: id can't be changed by a stage"),
        ({"points": {}}, "stage easy: points can't be changed by a stage"),
        ({"name": "Other"}, "stage easy: name is said by the stage itself"),
        ({"colour": "red"}, "stage easy: colour: Extra inputs"),
        ({"posture": None}, "stage easy: posture: Field required"),
        (
            {"cues": {"change": {"SB1-tall": {"when": ["noon"]}}}},
            "stage easy: cue SB1-tall: unknown phase noon",
        ),
        (
            {"demonstration": {"repetition": [{"pose": "x", "move_s": 1, "phase": "bend"}]}},
            "stage easy: demonstration: unknown pose x",
        ),
        ({"demonstration": {"variation": "x"}}, "demonstration: unknown variation x"),
    ],
)
def test_a_stage_that_doesnt_come_out_whole_is_told_by_name(
    tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    write(tmp_path, with_stage(changes))
    problems = problems_with(tmp_path)
    assert all(line.startswith("side-bend.yaml: stage easy: ") for line in problems)
    assert any(told in line for line in problems), problems


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"standard": True}, "exactly one stage must be the standard one"),
        ({"id": "whole"}, "two stages share an id"),
        ({"points": ["SB9"]}, "stage easy: unknown point SB9"),
        ({"needs": {"after": ["whole"]}}, "after and readiness go together"),
        (
            {
                "needs": {
                    "after": ["whole"],
                    "readiness": {
                        "repetitions": 8,
                        "good_share": 0.8,
                        "text": "Eight good ones.",
                        "source": "a test",
                    },
                }
            },
            "stage easy: whole is no earlier stage",
        ),
    ],
)
def test_stages_must_agree_with_each_other(
    tmp_path: Path, fields: dict[str, Any], told: str
) -> None:
    write(tmp_path, with_stage({}, **fields))
    assert any(told in line for line in problems_with(tmp_path))


def test_the_standard_stage_changes_nothing(tmp_path: Path) -> None:
    data = with_stage({})
    data["stages"][1]["changes"] = {"how": ["Otherwise."]}
    write(tmp_path, data)
    assert any("the file's own data" in line for line in problems_with(tmp_path))


def test_which_stage_a_file_is_cant_be_said_twice(tmp_path: Path) -> None:
    write(tmp_path, with_stage({}) | {"stage": "easy"})
    (told,) = problems_with(tmp_path)
    assert "stage: say which one is the standard" in told


def test_a_stages_new_cue_may_not_take_another_exercises_id(tmp_path: Path) -> None:
    added = {**minimal()["cues"][0], "id": "BD5-high"}
    write(tmp_path, with_stage({"cues": {"add": [added]}}))
    told = problems_with(tmp_path)
    assert any("BD5-high is already used by bird-dog" in line for line in told)
