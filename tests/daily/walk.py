"""A person walked through a session, told in plain lines: what was next, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, field

from backline.daily.desk import SessionView
from backline.daily.household import Household
from backline.daily.steps import PainCheck, Rest, Show, Step, Stopped, Summary, TellPain, Work
from tests.journal.clock import Clock


@dataclass
class Walk:
    """Does what each step asks for. pains: by exercise, what is told after it; `calm` otherwise.
    skips: leaves every exercise out instead."""

    home: Household
    clock: Clock
    calm: int = 1
    pains: dict[str, int] = field(default_factory=dict)
    skips: bool = False
    lines: list[str] = field(default_factory=list)

    def through(self, session_id: int, most: int = 100) -> list[str]:
        """To the session's end; what happened, a line a step."""
        for _ in range(most):
            view = self.home.desk.view(session_id)
            self.lines.append(told(view.step))
            if isinstance(view.step, Summary | Stopped):
                return self.lines
            self.one(session_id, view)
        raise AssertionError("no end")

    def one(self, session_id: int, view: SessionView) -> None:
        """One step done."""
        desk, step = self.home.desk, view.step
        self.clock.move(seconds=20)
        if isinstance(step, TellPain):
            desk.tell_pain(session_id, self.calm)
        elif isinstance(step, PainCheck):
            tight = False if step.asks_tight else None
            pain = self.pains.get(step.exercise.exercise, self.calm)
            desk.tell_pain(session_id, pain, tight=tight)
        elif self.skips:
            desk.skip(session_id)
        elif isinstance(step, Show):
            desk.begin_set(session_id)
        elif isinstance(step, Work):
            desk.did(session_id, step.dose.amount)


def told(step: Step) -> str:
    """A step in a few words."""
    match step:
        case TellPain(moment):
            return f"pain {moment}?"
        case Show():
            stage = f" ({step.exercise.stage})" if step.exercise.stage else ""
            eased = ", eased" if step.eased else ""
            kind = "s" if step.dose.kind == "hold" else "x"
            how = f"{step.dose.sets} of {step.dose.amount}{kind}"
            return f"show {step.exercise.exercise}{stage}, {how}{eased}"
        case Work():
            return f"work, set {step.number}"
        case Rest():
            return "rest"
        case PainCheck():
            return f"pain after {step.exercise.exercise}?"
        case Stopped():
            return f"stopped: {step.why}"
        case _:
            return "summary"
