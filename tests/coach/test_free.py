"""The coach without an exercise: names, counts, looks back; corrects nothing."""

from __future__ import annotations

import pytest

from backline.body import PoseFrame
from backline.coach.follow import Following
from backline.coach.free import FreeCoach
from backline.coach.lately import Doing
from backline.coach.state import CoachState
from tests.coach.fakes import update
from tests.coach.watching import bout

SEEN = PoseFrame(
    **{name: getattr(PoseFrame.empty(0.0, 64, 48), name) for name in PoseFrame.__slots__}
    | {"present": True}
)


class Player:
    """A coach and its clock."""

    def __init__(self, language: str = "en") -> None:
        self.coach = FreeCoach(language)
        self.now_s = 0.0
        self.said: list[str] = []

    def play(
        self, seconds: float, current: Doing | None = None, *before: Doing, seen: bool = True
    ) -> CoachState:
        frame = SEEN if seen else PoseFrame.empty(0.0, 64, 48)
        for _ in range(round(seconds * 10)):
            self.now_s += 0.1
            following = Following(update("ready", frame=frame), current, before)
            state = self.coach.update(following, self.now_s)
            self.said += [one.text for one in state.say]
        return state


def test_first_it_says_what_it_looks_for() -> None:
    player = Player()
    state = player.play(4.0)
    assert state.stage == "getting-ready"
    assert state.instruction is not None
    assert "start position" in state.instruction.text
    assert player.said == ["I am watching. Take any start position, with your side to the camera."]
    assert state.doing is None


def test_whoever_isnt_seen_is_told_so() -> None:
    player = Player()
    state = player.play(6.0, seen=False)
    assert state.stage == "framing"
    assert state.hint is not None
    assert state.hint.reason == "no-person"
    assert player.said == [state.hint.say]


def test_it_names_counts_and_notices_a_change() -> None:
    player = Player()
    player.play(4.0)
    dogs = [bout("bird-dog", count) for count in (1, 2)]
    for one in dogs:
        state = player.play(4.0, one)
    assert state.doing is not None
    assert (state.doing.id, state.doing.name, state.count) == ("bird-dog", "Bird dog", 2)
    assert (state.kind, state.stage, state.target) == ("repetitions", "work", 0.0)
    assert state.sides == {"left": 2, "right": 0}
    state = player.play(4.0, bout("cat-cow", 2, first_s=30.0), dogs[-1])
    assert player.said[1:] == ["Bird dog. 1.", "2.", "Cat-cow. 2."]
    assert state.sides == {}


def test_it_speaks_a_holds_tens() -> None:
    player = Player()
    for held in (6, 8, 10, 12, 21):
        state = player.play(3.0, bout("plank", hold_s=float(held), holding_s=float(held)))
    assert (state.kind, state.clock_s) == ("hold", 21.0)
    assert player.said == ["Plank. 6 seconds.", "10 seconds.", "20 seconds."]


def test_the_end_looks_back_on_every_bout() -> None:
    player = Player()
    player.play(1.0, bout("plank", hold_s=32.4), bout("bird-dog", 3), bout("cat-cow", 1))
    state = player.coach.finish(player.now_s)
    assert state.stage == "done"
    assert state.summary is not None
    assert state.summary.headline == "This is what I saw"
    assert state.summary.lines == (
        "Bird dog, 3 repetitions (3 left, 0 right)",
        "Cat-cow, 1 repetition",
        "Plank, 32 seconds",
    )
    assert [one.kind for one in state.say] == ["stage"]
    assert player.coach.wait(player.now_s + 9.0).stage == "done"


def test_without_anything_recognised_it_says_so() -> None:
    player = Player("es")
    player.play(2.0)
    summary = player.coach.finish(player.now_s).summary
    assert summary is not None
    assert summary.headline == "No reconocí ningún ejercicio"


def test_pain_stops_it_for_good() -> None:
    player = Player()
    player.play(4.0, bout("cat-cow", 2))
    state = player.coach.hurts(player.now_s)
    assert state.stage == "stopped"
    assert [one.kind for one in state.say] == ["pain"]
    assert player.play(2.0, bout("cat-cow", 3)).stage == "stopped"
    assert player.coach.finish(player.now_s).stage == "stopped"


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="'xx'"):
        FreeCoach("xx")
