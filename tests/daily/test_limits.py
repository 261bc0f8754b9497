"""What a person does is their own: at the stage, within the limits, under a name of its own."""

from __future__ import annotations

import pytest

from backline.daily.household import Household
from backline.daily.limits import exercise_by_key, exercise_for, own_key
from backline.guide.strict import GuideError
from backline.programme.plan import PlanItem
from tests.daily.fakes import CALM, someone

DISC = {**CALM, "diagnoses": ["herniated-disc"], "hurts": ["bending-forward"]}


def items(home: Household, name: str, **answers: object) -> tuple[PlanItem, ...]:
    plan = home.tell_pain(someone(home, name, **answers), 2).plan
    assert plan is not None
    return (*plan.items, *plan.spares)


def test_a_limited_exercise_is_never_mistaken_for_the_usual_one(home: Household) -> None:
    limited, usual = items(home, "Ann", **DISC), items(home, "Bo", **CALM)
    keys = {own_key(item, home.exercises) for item in limited if item.limits}
    assert keys
    assert not keys & {own_key(item, home.exercises) for item in usual}
    for item in (*limited, *usual):
        mine = exercise_for(home.exercises, item)
        assert mine.stage == item.stage or item.stage is None
        assert exercise_for(home.exercises, item) is mine  # built once
        assert exercise_by_key(home.exercises, own_key(item, home.exercises)) == mine
        if item.limits:
            plain = exercise_by_key(home.exercises, mine.key)
            assert plain != mine
            assert any("-limit-" in cue.id for cue in mine.cues) or len(mine.cues) < len(plain.cues)


def test_no_flexion_shows_no_rounding(home: Household) -> None:
    cat_cow = next(i for i in items(home, "Ann", **DISC) if i.exercise == "cat-cow")
    mine = exercise_for(home.exercises, cat_cow)
    assert {lobe.name for lobe in mine.signal.lobes} < {
        lobe.name for lobe in home.exercises["cat-cow"].signal.lobes
    }


@pytest.mark.parametrize("key", ["gone", "bird-dog@gone", "bird-dog+gone", "plank+plank-out", ""])
def test_a_name_that_stands_for_nothing(home: Household, key: str) -> None:
    with pytest.raises(GuideError):
        exercise_by_key(home.exercises, key)
