"""What the coach gives after every frame: plain data, ready to be shown, spoken or stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from backline.body import CannotJudge
from backline.guide.schema import Severity

CoachStage = Literal["framing", "getting-ready", "countdown", "work", "done", "left", "stopped"]
FINAL_STAGES: frozenset[CoachStage] = frozenset({"done", "left", "stopped"})

UtteranceKind = Literal[
    "pain", "stop-cue", "fix", "count", "stage", "hint", "polish", "another", "prompt", "praise"
]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to say aloud, once.

    id: grows by one with every utterance of a session, so that a page speaks each once.
    duration_s: how long speaking it is expected to take.
    interrupts: whatever is being said must be cut short for it.
    """

    id: int
    kind: UtteranceKind
    text: str
    priority: int
    duration_s: float
    interrupts: bool = False


@dataclass(frozen=True, slots=True)
class CueNow:
    """The one correction shown now."""

    id: str
    label: str
    say: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Hint:
    """Why nothing can be judged, and how to move so that it can."""

    reason: CannotJudge
    title: str
    text: str
    say: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """What to do next, before the work begins."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AnotherNow:
    """Another exercise than the coached one seems to be done. id: the exercise's."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DoingNow:
    """The exercise found out where none was named. id, stage: as in its file."""

    id: str
    stage: str | None
    name: str


@dataclass(frozen=True, slots=True)
class CueTally:
    """How often one cue was given in a set. `repetitions` is 0 for a hold."""

    id: str
    label: str
    times: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """A set, looked back on. `judged` counts the repetitions seen from start to end."""

    headline: str
    lines: tuple[str, ...]
    repetitions: int
    clean: int
    judged: int
    hold_s: float
    good_hold_s: float
    unseen_s: float
    cues: tuple[CueTally, ...]


@dataclass(frozen=True, slots=True)
class CoachState:
    """What to show and say at one instant.

    count: repetitions so far; clock_s: seconds held in good form. Neither ever decreases, but at
        the end of a hold without an end set: its way down, seen only then, is taken off again.
    target: repetitions or seconds to reach, infinite for a hold without an end set, 0 where nothing
        is set; `reached` once it has been.
    countdown: 3, 2, 1 during the countdown, else None.
    phase: the moment within the repetition; `phase_label` is its word for people.
    progress: 0 to 1 within the repetition, NaN when unknown.
    instruction: what to do while framing and getting ready, unless a hint says more.
    paused: a hold goes on but its time doesn't count now.
    doing: where no exercise was named, the one found out; None before. count and clock_s are its
        own then, and begin anew with another.
    another: for a while, once for each, when another exercise is clearly done.
    say: what to speak now; at most one utterance, and never over the one before it
        unless it interrupts.
    judged: on the frame that ends a repetition, whether it was seen from start to end, so that
        nothing found wrong means clean; None on every other frame.
    """

    stage: CoachStage
    kind: Literal["repetitions", "hold"]
    count: int
    clock_s: float
    target: float
    reached: bool
    sides: dict[str, int]
    phase: str
    phase_label: str | None
    progress: float
    paused: bool = False
    countdown: int | None = None
    cue: CueNow | None = None
    prompt: str | None = None
    hint: Hint | None = None
    instruction: Instruction | None = None
    say: tuple[Utterance, ...] = ()
    summary: Summary | None = None
    side: str | None = None
    doing: DoingNow | None = None
    another: AnotherNow | None = None
    judged: bool | None = None
