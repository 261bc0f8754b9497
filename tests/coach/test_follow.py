"""Following somebody from exercise to exercise: bouts, and what is named when."""

from __future__ import annotations

import pytest

from backline.coach.follow import CHANGE_S, SETTLE_S, Follower, Following
from backline.coach.lately import Lately
from backline.guide.load import load_every, load_exercise
from tests.coach.watching import Done, frames, repeated, scripted
from tests.form.performances import performed

EVERY = load_every()
KEYS = {one.id: one.key for one in EVERY if one.is_standard}


def follow(until_s: float) -> list[Following]:
    follower = Follower(EVERY)
    return [follower.update(frame) for frame in frames(until_s)]


def bouts(following: Following) -> list[tuple[str, int]]:
    done = [one for one in (*following.before, following.bout) if one is not None]
    return [(one.exercise.key, len(one.repetitions)) for one in done]


def test_nothing_is_named_before_anything_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(monkeypatch)
    assert all(one.bout is None for one in follow(10.0))


def test_an_exercise_is_named_a_moment_after_it_was_first_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripted(
        monkeypatch,
        Done(KEYS["pulldown"], 1.0, 3.0),
        Done(KEYS["chop"], 1.2, 3.3),  # the same movement; it told itself
    )
    named = [one.bout for one in follow(8.0) if one.bout is not None]
    assert named[0].update.frame.time_s == pytest.approx(3.0 + SETTLE_S, abs=0.11)
    assert {one.exercise.id for one in named} == {"chop"}


def test_a_stage_is_named_after_its_second_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    arm = load_exercise("bird-dog", stage="arm-only")
    scripted(monkeypatch, *repeated(arm.key, 1.0, 3))
    found = follow(20.0)
    assert bouts(found[-1]) == [(arm.key, 3)]
    first = next(one.bout for one in found if one.bout is not None)
    assert len(first.repetitions) == 2


def test_it_changes_when_another_has_taken_over_and_keeps_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scripted(
        monkeypatch,
        *repeated(KEYS["bird-dog"], 1.0, 3),
        *repeated(KEYS["cat-cow"], 14.0, 3),
        Done(KEYS["plank"], 40.0, 52.0, hold=True),
    )
    found = follow(60.0)
    assert bouts(found[-1]) == [(KEYS["bird-dog"], 3), (KEYS["cat-cow"], 3), (KEYS["plank"], 0)]
    last = found[-1].bout
    assert last is not None
    assert last.hold_s == pytest.approx(12.0)
    changed = next(one for one in found if one.before)
    assert changed.bout is not None
    assert len(changed.bout.repetitions) == 2
    assert changed.bout.last_s - 12.0 >= CHANGE_S - 0.2


def test_one_stray_repetition_doesnt_change_it(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(
        monkeypatch,
        *repeated(KEYS["cat-cow"], 1.0, 3),
        Done(KEYS["band-deadlift"], 20.0, 23.0),
        *repeated(KEYS["cat-cow"], 40.0, 2),
    )
    assert bouts(follow(60.0)[-1]) == [(KEYS["cat-cow"], 5)]


def test_doing_asks_only_for_what_began_since(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(
        monkeypatch,
        *repeated(KEYS["bird-dog"], 1.0, 3),
        Done(KEYS["plank"], 20.0, 40.0, hold=True),
    )
    lately = Lately(EVERY)
    for frame in frames(31.0):
        lately.update(frame)
    whole, since, none = lately.doing(0.0), lately.doing(13.0), lately.doing(21.0)
    assert whole is not None
    assert (whole.exercise.id, len(whole.repetitions), whole.last_s) == ("bird-dog", 3, 12.0)
    assert since is not None
    assert (since.exercise.id, since.first_s) == ("plank", pytest.approx(20.0))
    assert since.holding_s == pytest.approx(10.9)
    assert none is None
    again = lately.done(load_exercise("bird-dog"), 4.5)
    assert again is not None
    assert len(again.repetitions) == 2
    assert lately.done(load_exercise("bird-dog").model_copy(update={"id": "new"}), 0.0) is None


def test_a_drawn_set_is_followed() -> None:
    stream, truth = performed("bird-dog", repetitions=4)
    follower = Follower(EVERY)
    found = [follower.update(frame) for frame in stream][-1]
    assert bouts(found) == [(KEYS["bird-dog"], 4)]
    assert found.bout is not None
    assert [one.side for one in found.bout.repetitions] == [one.side for one in truth.repetitions]
