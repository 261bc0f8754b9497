"""What the cues say, and that they can be said."""

from __future__ import annotations

import re

import pytest

from backline.guide.load import load_exercises
from backline.guide.schema import Cue

CUE_IDS = {
    "cat-cow": "CC1-level CC2-round CC2-head CC4-arch CC4-head CC6-fast",
    "bird-dog": (
        "BD1-same-side BD2-fast BD3-pelvis BD3-shift BD4-arch BD4-round BD5-high "
        "BD5-arm-high BD5-bent-leg BD5-bent-arm BD5-head"
    ),
    "plank": (
        "PL1-elbows PL2-width PL3-knees PL5-sag PL5-flat PL6-hips-high PL6-upper-back "
        "PL7-collapse PL8-flop"
    ),
    "ball-rotation": "BR1-ball BR3-bent BR4-head BR6-turn BR6-push BR6-fast",
    "ball-raise": "KR1-low KR1-bent KR2-short KR3-drop KR4-arch KR5-head KR7-shrug",
}
LONGEST_SAYING = 8
LONGEST_LABEL = 4
BLAMING = re.compile(
    r"\b(wrong|bad|badly|poor|incorrect|fail\w*|mistake|error|don't|do not|never|too)\b",
    re.IGNORECASE,
)

ALL_CUES = [cue for exercise in load_exercises().values() for cue in exercise.cues]
each_cue = pytest.mark.parametrize("cue", ALL_CUES, ids=[cue.id for cue in ALL_CUES])


@pytest.mark.parametrize("exercise_id", CUE_IDS)
def test_the_cues_are_those_that_others_name(exercise_id: str) -> None:
    cues = load_exercises()[exercise_id].cues
    assert [cue.id for cue in cues] == CUE_IDS[exercise_id].split()


@each_cue
def test_a_saying_is_short_enough_to_be_heard(cue: Cue) -> None:
    assert 2 <= len(cue.say.split()) <= LONGEST_SAYING
    assert cue.say.endswith(".")
    assert 1 <= len(cue.label.split()) <= LONGEST_LABEL


@each_cue
def test_a_saying_tells_what_to_do_and_blames_nobody(cue: Cue) -> None:
    for text in (cue.say, cue.label, cue.praise or ""):
        assert not BLAMING.search(text), text


@each_cue
def test_a_saying_has_nothing_that_a_voice_stumbles_on(cue: Cue) -> None:
    for text in (cue.say, cue.praise or "Good."):
        assert re.fullmatch(r"[A-Za-z' ,.:-]+", text), text


@each_cue
def test_its_id_begins_with_its_first_point(cue: Cue) -> None:
    assert cue.id.split("-")[0] == cue.points[0]


def test_no_two_cues_of_an_exercise_sound_alike() -> None:
    for exercise in load_exercises().values():
        sayings = [cue.say for cue in exercise.cues]
        labels = [cue.label for cue in exercise.cues]
        assert len(set(sayings)) == len(sayings)
        assert len(set(labels)) == len(labels)


def test_prompts_are_short_enough_to_be_heard() -> None:
    for exercise in load_exercises().values():
        for prompt in exercise.prompts:
            assert len(prompt.say.split()) <= LONGEST_SAYING, prompt
