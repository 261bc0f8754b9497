"""Every point of the guide is there, with its kind, and every check is taken care of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from backline.guide.load import load_every, load_exercises, load_general
from backline.guide.schema import Exercise, Kind
from backline.guide.words import words

SHARED_GUIDE = Path(__file__).parents[3] / "shared" / "GUIDE.md"
COPIED_WORDS = 6

# What the guide asks for, point by point.
EXPECTED: dict[str, dict[str, Kind]] = {
    "general": {
        "G1": "rule",
        "G2": "rule",
        "G3": "rule",
        "G4": "teach",
        "G5": "teach",
        "G6": "rule",
        "G7": "check",
    },
    "cat-cow": {
        "CC-why": "teach",
        "CC1": "check",
        "CC2": "check",
        "CC3": "prompt",
        "CC4": "check",
        "CC5": "prompt",
        "CC6": "check",
        "CC-d": "rule",
        "CC-s": "rule",
    },
    "bird-dog": {
        "BD-why": "teach",
        "BD1": "check",
        "BD2": "check",
        "BD3": "check",
        "BD4": "check",
        "BD5": "check",
        "BD6": "teach",
        "BD-p": "rule",
    },
    "plank": {
        "PL-why": "teach",
        "PL1": "check",
        "PL2": "check",
        "PL3": "check",
        "PL4": "check",
        "PL5": "check",
        "PL6": "check",
        "PL7": "check",
        "PL8": "check",
        "PL9": "check",
        "PL-a": "rule",
    },
    "chop": {
        "CH-why": "teach",
        "CH1": "check",
        "CH2": "check",
        "CH3": "check",
        "CH4": "prompt",
        "CH5": "check",
        "CH6": "prompt",
        "CH7": "check",
        "CH8": "rule",
        "CH-r": "rule",
    },
    "ball-rotation": {
        "BR-why": "teach",
        "BR1": "check",
        "BR2": "prompt",
        "BR3": "check",
        "BR4": "check",
        "BR5": "prompt",
        "BR6": "check",
        "BR-d": "rule",
    },
    "ball-raise": {
        "KR-why": "teach",
        "KR1": "check",
        "KR2": "check",
        "KR3": "check",
        "KR4": "check",
        "KR5": "check",
        "KR6": "prompt",
        "KR7": "check",
    },
    "band-deadlift": {
        "DL-why": "teach",
        "DL1": "rule",
        "DL2": "check",
        "DL3": "check",
        "DL4": "teach",
        "DL5": "check",
    },
    "pulldown": {
        "PD-why": "teach",
        "PD1": "check",
        "PD2": "check",
        "PD3": "prompt",
        "PD4": "check",
        "PD5": "check",
        "PD6": "check",
        "PD7": "prompt",
        "PD8": "check",
        "PD9": "rule",
    },
    "squat-row": {
        "SR-why": "teach",
        "SR1": "rule",
        "SR2": "check",
        "SR3": "check",
        "SR4": "check",
    },
}

# How each check point is taken care of: by cues, by counting or timing ("signal"), by
# movements told apart in a hold ("variation"), not at all, which is said ("not judged",
# docs/decisions/0008), or by the start posture that must be found
# before anything counts ("posture").
CHECKED_BY: dict[str, set[str]] = {
    "CC1": {"posture", "CC1-level"},
    "CC2": {"CC2-round", "CC2-head"},
    "CC4": {"CC4-arch", "CC4-head"},
    "CC6": {"signal", "CC6-fast"},
    "BD1": {"posture", "signal", "BD1-same-side"},
    "BD2": {"signal", "BD2-fast"},
    "BD3": {"BD3-shift"},
    "BD4": {"BD4-arch", "BD4-round"},
    "BD5": {
        "BD4-arch",
        "BD5-high",
        "BD5-arm-high",
        "BD5-bent-leg",
        "BD5-bent-arm",
        "BD5-head",
    },
    "PL1": {"posture", "PL1-elbows"},
    "PL2": {"not judged"},
    "PL3": {"PL3-knees"},
    "PL4": {"signal", "PL3-knees", "PL5-sag", "PL6-hips-high"},
    "PL5": {"PL5-sag", "PL5-flat"},
    "PL6": {"PL6-hips-high", "PL6-upper-back"},
    "PL7": {"PL7-collapse"},
    "PL8": {"PL8-flop"},
    "PL9": {"variation"},
    "CH1": {"not judged"},
    "CH2": {"CH2-hunch", "CH2-arch"},
    "CH3": {"CH3-elbows"},
    "CH5": {"not judged"},
    "CH7": {"CH7-locked", "CH7-deep"},
    "BR1": {"not judged"},
    "BR3": {"not judged"},
    "BR4": {"not judged"},
    "BR6": {"signal", "BR6-push", "BR6-fast"},
    "KR1": {"signal", "KR1-low", "KR1-bent"},
    "KR2": {"KR2-short"},
    "KR3": {"KR3-drop"},
    "KR4": {"KR4-arch"},
    "KR5": {"not judged"},
    "KR7": {"not judged"},
    "DL2": {"DL2-straight"},
    "DL3": {"DL3-squat", "DL3-round", "DL3-arch"},
    "DL5": {"DL5-lean-back"},
    "PD1": {"PD1-arch"},
    "PD2": {"PD2-elbows"},
    "PD4": {"not judged"},
    "PD5": {"PD1-arch", "PD5-flat"},
    "PD6": {"PD6-locked", "PD6-deep"},
    "PD8": {"signal", "PD1-arch", "PD2-elbows", "PD5-flat", "PD8-fast-up"},
    "SR2": {"signal", "SR2-round", "SR2-arch", "SR2-knees"},
    "SR3": {"SR3-row", "SR3-early"},
    "SR4": {"SR4-lean-back"},
}

START_POSTURES = {
    "CC1": ("cat-cow", "all-fours-kept"),
    "BD1": ("bird-dog", "hands-and-knees"),
    "PL1": ("plank", "forearm-plank"),
}


def kinds_of(where: str) -> dict[str, Kind]:
    points = load_general() if where == "general" else load_exercises()[where].points
    return {pid: point.kind for pid, point in points.items()}


def each_exercise() -> list[Exercise]:
    return list(load_exercises().values())


@pytest.mark.parametrize("where", EXPECTED)
def test_every_point_is_there_with_its_kind(where: str) -> None:
    assert kinds_of(where) == EXPECTED[where]


def test_every_exercise_has_an_expected_table() -> None:
    assert set(load_exercises()) == set(EXPECTED) - {"general"}


def test_every_check_point_is_taken_care_of() -> None:
    found: dict[str, set[str]] = {}
    for exercise in each_exercise():
        for cue in exercise.cues:
            for point in cue.points:
                found.setdefault(point, set()).add(cue.id)
        for point in exercise.signal.points:
            found.setdefault(point, set()).add("signal")
        for point in exercise.not_judged:
            found.setdefault(point, set()).add("not judged")
        for variation in exercise.variations:
            for point in variation.points:
                found.setdefault(point, set()).add("variation")
    for point, (exercise_id, posture) in START_POSTURES.items():
        assert load_exercises()[exercise_id].posture == posture
        found.setdefault(point, set()).add("posture")
    general = {"G6", "G7"}
    assert {p: by for p, by in found.items() if p not in general} == CHECKED_BY
    checks = {p for kinds in EXPECTED.values() for p, kind in kinds.items() if kind == "check"}
    assert checks - {"G7"} == set(CHECKED_BY)


def test_every_prompt_is_said_at_a_moment_and_only_checks_have_cues() -> None:
    for exercise in each_exercise():
        kinds = EXPECTED[exercise.id]
        said = {p.point for one in load_every() if one.id == exercise.id for p in one.prompts}
        assert {point for point, kind in kinds.items() if kind == "prompt"} <= said
        cued = {point for cue in exercise.cues for point in cue.points if point in kinds}
        assert {kinds[point] for point in cued} == {"check"}


def test_neutral_spine_is_checked_except_where_the_spine_is_the_movement() -> None:
    watching = {e.id for e in each_exercise() if any("G7" in cue.points for cue in e.cues)}
    assert watching == set(load_exercises()) - {"cat-cow", "ball-rotation"}


def test_plank_variations_are_those_of_the_guide_that_the_side_shows() -> None:
    assert [v.id for v in load_exercises()["plank"].variations] == [
        "leg-lift",
        "rock-forward-back",
    ]


def test_cat_cow_breathes_in_while_rounding_and_out_while_arching() -> None:
    prompts = {p.phase: p for p in load_exercises()["cat-cow"].prompts}
    assert prompts["cat"].point == "CC3"
    assert "in" in prompts["cat"].say.lower().split()
    assert prompts["cow"].point == "CC5"
    assert "out" in prompts["cow"].say.lower().split()


@pytest.mark.parametrize(
    ("exercise_id", "point", "condition"),
    [
        ("cat-cow", "CC-d", "herniated-disc"),
        ("cat-cow", "CC-s", "spinal-stenosis"),
        ("bird-dog", "BD-p", "pain-during"),
        ("plank", "PL-a", "acute-low-back-pain"),
    ],
)
def test_rules_of_an_exercise_are_cautions(exercise_id: str, point: str, condition: str) -> None:
    cautions = load_exercises()[exercise_id].cautions
    assert (point, condition) in [(c.point, c.condition) for c in cautions]


def test_every_rule_of_an_exercise_is_a_caution() -> None:
    for exercise in each_exercise():
        rules = {pid for pid, point in exercise.points.items() if point.kind == "rule"}
        assert rules == {c.point for c in exercise.cautions}


def test_doses_are_the_guides() -> None:
    doses = {e.id: e.dose for e in each_exercise()}
    assert doses["cat-cow"].repetitions == doses["bird-dog"].repetitions == (5, 15)
    assert doses["bird-dog"].each_side
    assert not doses["cat-cow"].each_side
    assert doses["plank"].hold_s is not None


def test_every_number_says_where_it_comes_from() -> None:
    for exercise in each_exercise():
        sources = {f"{exercise.id} view": exercise.view.source}
        sources[f"{exercise.id} dose"] = exercise.dose.source
        sources[f"{exercise.id} signal"] = exercise.signal.source
        sources |= {cue.id: cue.source for cue in exercise.cues}
        sources |= {v.id: v.signal.source for v in exercise.variations}
        for owner, source in sources.items():
            assert len(source.split()) >= 4, f"{owner}: {source!r} explains nothing"


def test_a_lobe_is_left_nearer_to_rest_than_it_is_entered() -> None:
    signals = [e.signal for e in each_exercise()]
    signals += [v.signal for e in each_exercise() for v in e.variations]
    for lobe in (lobe for signal in signals for lobe in signal.lobes):
        assert 0 < lobe.release / lobe.beyond < 1, lobe


# ---------------------------------------------------------------- against the guide itself


@pytest.fixture(scope="module")
def guide_text() -> str:
    if not SHARED_GUIDE.exists():
        pytest.skip("the requirements list isn't beside the repository")
    return SHARED_GUIDE.read_text(encoding="utf-8")


def test_the_expected_table_is_the_guides(guide_text: str) -> None:
    listed = dict(
        re.findall(r"^\| ([A-Z]+-?\w+) \| (check|prompt|teach|rule) \|", guide_text, re.M)
    )
    codes = tuple(e.code for e in each_exercise())
    ours = {pid: kind for kinds in EXPECTED.values() for pid, kind in kinds.items()}
    wanted = {
        pid: kind
        for pid, kind in listed.items()
        if pid.startswith(codes) or re.fullmatch(r"G\d", pid)
    }
    assert len(wanted) == sum(map(len, EXPECTED.values())) > 35
    assert ours == wanted


def test_no_sentence_is_copied(guide_text: str) -> None:
    theirs = set(runs_of_words(guide_text))
    sayings: dict[str, BaseModel] = {e.id: e for e in each_exercise()}
    sayings |= {**load_general(), "words": words()}
    copied = [
        f"{owner}: {' '.join(run)}"
        for owner, model in sayings.items()
        for text in texts_in(model.model_dump())
        for run in runs_of_words(text)
        if run in theirs
    ]
    assert not copied


def runs_of_words(text: str) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"[a-z0-9']+", text.lower())
    for start in range(len(found) - COPIED_WORDS + 1):
        yield tuple(found[start : start + COPIED_WORDS])


def texts_in(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_in(value)
