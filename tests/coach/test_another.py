"""Another exercise than the coached one: told once, only when it is clear, never on clean work."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.body import PoseFrame
from backline.coach.another import LEAST_HOLD_S, QUIET_S, Another
from backline.form.watcher import Watcher
from backline.guide.load import load_every, load_exercise
from tests.coach.fakes import update
from tests.coach.watching import Done, frames, repeated, scripted
from tests.form.performances import performed

EVERY = load_every()
CAT_COW = load_exercise("cat-cow")


def told(another: Another, stream: Sequence[PoseFrame], stage: str = "ready") -> list[str]:
    """What is told while the coached exercise counts nothing."""
    given = [another.update(update(stage, frame=frame)) for frame in stream]
    return [one.id for one in given if one is not None]


def test_it_is_told_once_and_only_after_a_quiet_while(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, *repeated(load_exercise("bird-dog").key, 2.0, 20))
    another = Another(CAT_COW, EVERY)
    assert told(another, frames(QUIET_S - 0.5)) == []
    assert told(another, frames(80.0, QUIET_S - 0.5)) == ["bird-dog"]


def test_a_second_other_one_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = load_exercise("bird-dog").key, load_exercise("band-deadlift").key
    scripted(monkeypatch, *repeated(first, 2.0, 6), *repeated(second, 40.0, 8))
    assert told(Another(CAT_COW, EVERY), frames(90.0)) == ["bird-dog", "band-deadlift"]


@pytest.mark.parametrize(
    ("own", "script"),
    [
        ("cat-cow", [Done("bird-dog", 21.0, 24.0)]),  # once may be somebody who gets up
        ("cat-cow", [Done("bird-dog", 4.0, 7.0), Done("bird-dog", 30.0, 33.0)]),  # long ago
        ("cat-cow", repeated("squat-row", 4.0, 9)),  # see below: it didn't do what tells it
        ("cat-cow", [Done("plank", 5.0, 5.0 + LEAST_HOLD_S - 1.0, hold=True)]),
        ("cat-cow", [Done("plank", 5.0, 60.0, hold=True)]),  # in the cat-cow's own position
        ("chop", repeated("pulldown", 4.0, 9)),  # can't be told apart
        ("pulldown", repeated("chop", 4.0, 9)),
    ],
)
def test_it_isnt_told(monkeypatch: pytest.MonkeyPatch, own: str, script: list[Done]) -> None:
    told_apart = "squat-row" not in {one.key for one in script}
    keys = {one.id: one.key for one in EVERY if one.is_standard}
    scripted(
        monkeypatch,
        *(Done(keys[d.key], d.start_s, d.end_s, d.hold, told_apart) for d in script),
    )
    assert told(Another(load_exercise(own), EVERY), frames(70.0)) == []


def test_a_stage_of_the_coached_one_isnt_another(monkeypatch: pytest.MonkeyPatch) -> None:
    arm = load_exercise("bird-dog", stage="arm-only")
    leg = load_exercise("bird-dog", stage="leg-only")
    scripted(monkeypatch, *repeated(load_exercise("bird-dog").key, 2.0, 9))
    assert told(Another(arm, EVERY), frames(60.0)) == []
    scripted(monkeypatch, *repeated(leg.key, 2.0, 9))
    assert told(Another(arm, EVERY), frames(60.0)) == []


def test_a_hold_elsewhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch, Done(load_exercise("plank").key, 5.0, 60.0, hold=True))
    assert told(Another(CAT_COW, EVERY), frames(40.0), "getting-ready") == ["plank"]


def test_the_others_sleep_while_the_coached_one_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    watcher = scripted(monkeypatch)
    another = Another(CAT_COW, EVERY)
    asleep = 0
    for i, frame in enumerate(stream := frames(60.0)):
        another.update(update("working", frame=frame, repetitions=i // 60))  # one in 6 s
        asleep += not another.awake
    assert asleep >= len(stream) - 61
    made = watcher.made
    for frame in frames(63.5, 60.0):
        another.update(update("ready", frame=frame, repetitions=9))
    assert not another.awake
    for frame in frames(65.0, 63.5):
        another.update(update("ready", frame=frame, repetitions=9))
    assert another.awake
    assert watcher.made > made


@settings(max_examples=25, deadline=None)
@given(
    own=st.lists(st.floats(1.0, QUIET_S - 1.0), min_size=1, max_size=6),
    other=st.lists(st.floats(1.5, 12.0), min_size=1, max_size=10),
)
def test_it_is_never_told_while_the_coached_one_counts_in_time(
    own: list[float], other: list[float]
) -> None:
    script, at_s = [], 0.0
    for length_s in other:
        script.append(Done(load_exercise("bird-dog").key, at_s, at_s + length_s - 0.5))
        at_s += length_s
    counts_s = [sum(own[: i + 1]) for i in range(len(own))]
    with pytest.MonkeyPatch.context() as patch:
        scripted(patch, *script)
        another = Another(CAT_COW, EVERY)
        for frame in frames(counts_s[-1]):
            count = sum(one <= frame.time_s for one in counts_s)
            assert another.update(update("ready", frame=frame, repetitions=count)) is None


def test_there_must_be_another() -> None:
    with pytest.raises(ValueError, match="must be another"):
        Another(CAT_COW, [CAT_COW])


def watched_as(exercise_id: str, stream: Sequence[PoseFrame]) -> tuple[list[str], float]:
    """What the true watchers tell, and the share of frames in which the others watched."""
    exercise = load_exercise(exercise_id)
    watcher, another = Watcher(exercise), Another(exercise, EVERY)
    found, awake = [], 0
    for frame in stream:
        other = another.update(watcher.update(frame))
        awake += another.awake
        found += [] if other is None else [other.id]
    return found, awake / len(stream)


def test_a_drawn_bird_dog_is_told_in_a_set_of_cat_cows_and_not_in_its_own() -> None:
    stream, truth = performed("bird-dog", repetitions=4)
    assert watched_as("cat-cow", stream)[0] == ["bird-dog"]
    found, awake = watched_as("bird-dog", stream)
    assert found == []
    first_s = truth.repetitions[0].end_s
    assert awake < (first_s + 2.5) / stream[-1].time_s
