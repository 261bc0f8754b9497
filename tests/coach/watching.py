"""Watchers that count by a script, and bouts made by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from backline.body import PoseFrame
from backline.coach.lately import Doing
from backline.form import recognise
from backline.form.result import Hold, Repetition, Update
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise
from tests.coach.fakes import repetition, update

FPS = 10.0


@dataclass(frozen=True)
class Done:
    """A repetition or (with hold) a hold of one exercise. told: it did what tells it apart."""

    key: str
    start_s: float
    end_s: float
    hold: bool = False
    told: bool = True


class Scripted:
    """Counts what the script says of its exercise; `script` is set by `scripted`."""

    script: tuple[Done, ...] = ()
    made = 0

    def __init__(self, exercise: Exercise) -> None:
        type(self).made += 1
        self.mine = [one for one in self.script if one.key == exercise.key]
        self.told = False
        self.repetitions = 0
        self.before_s = -1.0

    def update(self, frame: PoseFrame, geometry: Any = None) -> Update:
        ended = [one for one in self.mine if self.before_s < one.end_s <= frame.time_s]
        holding = [one for one in self.mine if one.hold and one.start_s <= frame.time_s < one.end_s]
        self.before_s = frame.time_s
        finished: Repetition | Hold | None = None
        for one in ended:
            self.told = one.told
            if one.hold:
                finished = Hold(start_s=one.start_s, end_s=one.end_s, good_s=0.0, ended="end")
            else:
                self.repetitions += 1
                finished = did(one, self.repetitions)
        return update(
            "working" if holding else "ready",
            frame=frame,
            repetitions=self.repetitions,
            hold_s=frame.time_s - holding[0].start_s if holding else 0.0,
            finished=finished,
        )


def did(one: Done, number: int) -> Repetition:
    """The repetition of a script's line."""
    times = {"start_s": one.start_s, "peak_s": one.start_s, "end_s": one.end_s}
    return repetition(number).model_copy(update=times)


def scripted(monkeypatch: pytest.MonkeyPatch, *script: Done) -> type[Scripted]:
    """From now on every watcher along counts what the script says."""
    watcher = type("Script", (Scripted,), {"script": script, "made": 0})
    monkeypatch.setattr(recognise, "Watcher", watcher)
    return watcher


def repeated(key: str, first_s: float, count: int, each_s: float = 4.0) -> list[Done]:
    """Repetitions one after the other."""
    return [Done(key, first_s + i * each_s, first_s + i * each_s + 3.0) for i in range(count)]


def frames(until_s: float, from_s: float = 0.0) -> list[PoseFrame]:
    """Frames in which nobody needs to be seen."""
    count = round((until_s - from_s) * FPS)
    return [PoseFrame.empty(from_s + i / FPS, 64, 48) for i in range(count)]


def bout(exercise_id: str, count: int = 0, hold_s: float = 0.0, **changes: Any) -> Doing:
    """A bout as the follower gives it; `holding_s` tells whether a hold goes on."""
    values: dict[str, Any] = {
        "exercise": load_exercise(exercise_id),
        "repetitions": tuple(repetition(i + 1, side="left") for i in range(count)),
        "hold_s": hold_s,
        "holding_s": 0.0,
        "first_s": 1.0,
        "last_s": 2.0,
        "update": update("working"),
    }
    return Doing(**(values | changes))
