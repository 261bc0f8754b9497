"""Plays updates to a session at a steady frame rate and keeps everything it gave."""

from __future__ import annotations

from typing import Any

from backline.coach.session import CoachSession
from backline.coach.state import CoachState, Utterance
from tests.coach.fakes import repetition, update, verdict

STEP_S = 0.1


class Driver:
    """A session and its clock."""

    def __init__(self, session: CoachSession) -> None:
        self.session = session
        self.now_s = 0.0
        self.repetitions = 0
        self.said: list[tuple[float, Utterance]] = []
        self.states: list[CoachState] = []

    def step(self, stage: str, **changes: Any) -> CoachState:
        """One frame."""
        self.now_s += STEP_S
        changes.setdefault("repetitions", self.repetitions)
        another = changes.pop("another", None)
        return self._keep(self.session.update(update(stage, **changes), self.now_s, another))

    def play(self, seconds: float, stage: str, **changes: Any) -> CoachState:
        """The same finding for a while."""
        for _ in range(round(seconds / STEP_S)):
            state = self.step(stage, **changes)
        return state

    def start(self) -> CoachState:
        """From an empty room to the work."""
        self.play(1, "framing")
        self.play(2, "getting-ready")
        return self.play(4.5, "ready")

    def repeat(self, word: str = "ok", seconds: float = 3.0, **changes: Any) -> CoachState:
        """One repetition throughout which the "fix" cue has this verdict."""
        verdicts = (verdict("fix", word),)
        self.play(seconds, "working", phase="reach", verdicts=verdicts, **changes)
        self.repetitions += 1
        faults = ("fix",) if word == "fault" else ()
        return self.step(
            "working", verdicts=verdicts, finished=repetition(self.repetitions, faults), **changes
        )

    def hurts(self) -> CoachState:
        """The person says it hurts."""
        return self._keep(self.session.hurts(self.now_s))

    def texts(self, kind: str | None = None) -> list[str]:
        """Everything said, or everything of one kind."""
        return [u.text for _, u in self.said if kind is None or u.kind == kind]

    def _keep(self, state: CoachState) -> CoachState:
        self.states.append(state)
        self.said += [(self.now_s, u) for u in state.say]
        return state
