"""What watching an exercise gives: per-frame updates, and the whole analysis.

`Analysis` is the published contract (`docs/json.md`): its fields, their names and
`schema` change only together with the schema number.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from backline.body import CannotJudge, PoseFrame

VerdictWord = Literal["ok", "fault", "cannot-judge"]
HoldEnd = Literal["knees", "flop", "out-of-view", "end"]
SideWord = Literal["left", "right"]
StageWord = Literal["framing", "getting-ready", "ready", "working", "left"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One cue at one instant. `value` is NaN when it can't be judged."""

    cue_id: str
    verdict: VerdictWord
    value: float
    limit: float
    since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What is known after one frame; the live page and the recorder both read it.

    stage: "framing" (no usable view of the person), "getting-ready" (seen, not in the
        start posture), "ready" (start posture held, neutral being or having been taken),
        "working" (a repetition or hold under way), "left" (was working, has left it).
    phase: the moment within the repetition ("start", a lobe's name, "return", "hold").
    progress: 0 to 1, the signal of the repetition, for a progress ring; NaN if unknown.
    verdicts: one for each cue that applies at this moment.
    finished: the repetition or hold that ended on this very frame.
    """

    frame: PoseFrame
    stage: StageWord
    phase: str
    repetitions: int
    side: SideWord | None
    progress: float
    hold_s: float
    good_hold_s: float
    verdicts: tuple[Verdict, ...]
    cannot_judge: CannotJudge | None
    measures: Mapping[str, float] = field(default_factory=dict)
    finished: Repetition | Hold | None = None


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Video(Model):
    path: str
    duration_s: float
    fps: float
    width: int
    height: int
    frames: int


class Seen(Model):
    frames: int
    fraction: float


class Repetition(Model):
    """One complete repetition. highest, lowest: the two extremes of the exercise's signal, in
    `unit` and as the signal counts them (from the person's own neutral, or absolute), `range`
    apart; for a back, how far it rounded and (negative) how far it arched. NaN (null in JSON) when
    not measured, and in documents from before they were kept."""

    number: int
    side: SideWord | None
    start_s: float
    peak_s: float
    end_s: float
    range: float
    unit: str
    faults: list[str] = Field(default_factory=list)
    variation: str | None = None
    highest: float = Field(default_factory=lambda: math.nan)
    lowest: float = Field(default_factory=lambda: math.nan)


class Hold(Model):
    start_s: float
    end_s: float
    good_s: float
    ended: HoldEnd


class CueSummary(Model):
    """One cue over the whole video. `worst` is the value furthest beyond (or nearest
    to) the limit; null when it was never judged."""

    id: str
    verdict: VerdictWord
    seconds: float
    first_s: float | None
    worst: float | None
    limit: float
    unit: str
    repetitions: list[int] = Field(default_factory=list)


class Unseen(Model):
    reason: CannotJudge
    start_s: float
    end_s: float


class Analysis(Model):
    """The contract. `schema` is 1.

    recognised: whether `exercise` was found out rather than given; it is "none" then when the
        video shows none that is known.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    schema_version: Literal[1] = Field(default=1, alias="schema")
    exercise: str
    stage: str | None = None
    recognised: bool = False
    video: Video
    seen: Seen
    repetitions: list[Repetition]
    holds: list[Hold]
    cues: list[CueSummary]
    cannot_judge: list[Unseen]
