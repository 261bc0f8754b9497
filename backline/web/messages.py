"""The live socket's messages (docs/live.md): strict on what comes in, plain in what goes out."""

from __future__ import annotations

import math
import struct
from dataclasses import asdict
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from backline.body import BACK_STATIONS, LANDMARK_COUNT, BackLine, CannotJudge, PoseFrame
from backline.coach.state import CoachState, Summary
from backline.form.result import Update

PROTOCOL = 1
TIME_BYTES = 8
LONGEST_S = 24 * 60 * 60
BEND_MEASURE = "back_bend_ratio"
NEUTRAL_MEASURE = "neutral_back_bend_ratio"

Finite = Annotated[float, Field(allow_inf_nan=False)]
Time = Annotated[float, Field(allow_inf_nan=False, ge=0, le=LONGEST_S)]
RecordId = Annotated[int, Field(gt=0, lt=2**53)]
Pixel = Annotated[float, Field(allow_inf_nan=False, ge=-1e5, le=1e5)]
Metre = Annotated[float, Field(allow_inf_nan=False, ge=-100, le=100)]


class MessageError(ValueError):
    """A message that can't be used; the text says why."""


class Incoming(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Hello(Incoming):
    """The first message: which exercise, or which session's set, and what will be sent. With
    neither, whatever is done is told and counted.

    session: the set belongs to it; what is done, how much, and within which limits the server
    looks up itself. set: the one under way; None begins the next.
    """

    type: Literal["hello"]
    protocol: Literal[1]
    exercise: str | None = Field(default=None, max_length=64)
    stage: str | None = Field(default=None, max_length=64)
    source: Literal["pictures", "poses"] = "pictures"
    target: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)] | None = None
    session: RecordId | None = None
    set: RecordId | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Hello:
        if self.exercise is not None and self.session is not None:
            raise ValueError("give either an exercise or a session")
        if self.exercise is None and (self.stage is not None or self.target is not None):
            raise ValueError(
                "a stage or a target needs its exercise"
                if self.session is None
                else "a session knows its stage and target itself"
            )
        if self.session is None and self.set is not None:
            raise ValueError("a set needs its session")
        return self


class Hurts(Incoming):
    """It hurts: stop."""

    type: Literal["hurts"]


class Finish(Incoming):
    """The person ends the set."""

    type: Literal["finish"]


class Back(Incoming):
    """A back line found elsewhere. `null` in `offset_ratio` is a station that can't be told."""

    points_px: list[tuple[Pixel, Pixel]] = Field(min_length=BACK_STATIONS, max_length=BACK_STATIONS)
    offset_ratio: list[Annotated[float, Field(ge=-5, le=5, allow_inf_nan=False)] | None] = Field(
        min_length=BACK_STATIONS, max_length=BACK_STATIONS
    )


class Pose(Incoming):
    """A pose found elsewhere, in `PoseFrame`'s units and axes. Without a person: no arrays."""

    type: Literal["pose"]
    time_s: Time
    width_px: int = Field(ge=16, le=8192)
    height_px: int = Field(ge=16, le=8192)
    present: bool
    landmarks_px: list[tuple[Pixel, Pixel]] | None = None
    visibility: list[Annotated[float, Field(ge=0, le=1)]] | None = None
    world_m: list[tuple[Metre, Metre, Metre]] | None = None
    back: Back | None = None
    back_unseen: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> Pose:
        arrays = (self.landmarks_px, self.visibility, self.world_m)
        if self.present:
            if any(array is None or len(array) != LANDMARK_COUNT for array in arrays):
                raise ValueError(f"a person needs {LANDMARK_COUNT} of each of the landmarks")
            if (self.back is None) == (self.back_unseen is None):
                raise ValueError("give exactly one of back and back_unseen")
            if self.back_unseen is not None and self.back_unseen not in set(CannotJudge):
                raise ValueError("back_unseen is none of the known reasons")
        elif any(array is not None for array in arrays) or self.back is not None:
            raise ValueError("without a person there are no landmarks")
        return self

    def frame(self) -> PoseFrame:
        """The same as a `PoseFrame`."""
        if not self.present:
            return PoseFrame.empty(self.time_s, self.width_px, self.height_px)
        return PoseFrame(
            time_s=self.time_s,
            width_px=self.width_px,
            height_px=self.height_px,
            landmarks_px=np.array(self.landmarks_px, dtype=np.float64),
            visibility=np.array(self.visibility, dtype=np.float64),
            world_m=np.array(self.world_m, dtype=np.float64),
            back=self._back(),
            present=True,
        )

    def _back(self) -> BackLine | CannotJudge:
        if self.back is None:
            return CannotJudge(self.back_unseen or "")
        offsets = [math.nan if value is None else value for value in self.back.offset_ratio]
        return BackLine(
            points_px=np.array(self.back.points_px, dtype=np.float64),
            offset_ratio=np.array(offsets, dtype=np.float64),
        )


Message = Annotated[Hello | Pose | Hurts | Finish, Field(discriminator="type")]
_MESSAGES: TypeAdapter[Hello | Pose | Hurts | Finish] = TypeAdapter(Message)


def parse_text(text: str) -> Hello | Pose | Hurts | Finish:
    """A JSON message. Raises MessageError naming the first thing wrong with it."""
    try:
        return _MESSAGES.validate_json(text)
    except ValueError as error:
        details = getattr(error, "errors", None)
        first: dict[str, Any] = details()[0] if details else {"loc": (), "msg": "not JSON"}
        where = ".".join(str(part) for part in first["loc"])
        raise MessageError(f"{where}: {first['msg']}" if where else str(first["msg"])) from error


def parse_picture(data: bytes) -> tuple[float, bytes]:
    """(time_s, jpeg) of a binary message. Raises MessageError."""
    if len(data) <= TIME_BYTES:
        raise MessageError("a picture message is 8 bytes of time and a JPEG")
    (time_s,) = struct.unpack("<d", data[:TIME_BYTES])
    if not 0 <= time_s <= LONGEST_S:  # also refuses NaN
        raise MessageError("the time is not a number of seconds")
    return time_s, data[TIME_BYTES:]


def state_message(time_s: float, state: CoachState, update: Update | None) -> dict[str, Any]:
    """The answer to a frame, or to `hurts` and `finish` (then without a pose)."""
    return {
        "type": "state",
        "time_s": time_s,
        "stage": state.stage,
        "kind": state.kind,
        "count": state.count,
        "clock_s": round(state.clock_s, 1),
        "target": _number(state.target, 3),
        "reached": state.reached,
        "sides": state.sides,
        "side": state.side,
        "phase": state.phase,
        "phase_label": state.phase_label,
        "progress": _number(state.progress, 3),
        "paused": state.paused,
        "countdown": state.countdown,
        "cue": None
        if state.cue is None
        else {
            "id": state.cue.id,
            "label": state.cue.label,
            "say": state.cue.say,
            "severity": state.cue.severity,
        },
        "prompt": state.prompt,
        "hint": None
        if state.hint is None
        else {
            "reason": state.hint.reason.value,
            "title": state.hint.title,
            "text": state.hint.text,
        },
        "instruction": None
        if state.instruction is None
        else {"title": state.instruction.title, "text": state.instruction.text},
        "say": [
            {
                "id": u.id,
                "kind": u.kind,
                "text": u.text,
                "priority": u.priority,
                "duration_s": round(u.duration_s, 2),
                "interrupts": u.interrupts,
            }
            for u in state.say
        ],
        "doing": None if state.doing is None else asdict(state.doing),
        "another": None if state.another is None else asdict(state.another),
        "summary": None if state.summary is None else _summary(state.summary),
        "pose": None if update is None else _pose(update),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "headline": summary.headline,
        "lines": list(summary.lines),
        "repetitions": summary.repetitions,
        "clean": summary.clean,
        "judged": summary.judged,
        "hold_s": round(summary.hold_s, 1),
        "good_hold_s": round(summary.good_hold_s, 1),
        "unseen_s": round(summary.unseen_s, 1),
        "cues": [
            {"id": c.id, "label": c.label, "times": c.times, "seconds": round(c.seconds, 1)}
            for c in summary.cues
        ],
    }


def _pose(update: Update) -> dict[str, Any] | None:
    """What the page draws: positions as fractions of the picture's width and height."""
    frame = update.frame
    if not frame.present:
        return None
    size = np.array([frame.width_px, frame.height_px], dtype=np.float64)
    landmarks = np.column_stack([frame.landmarks_px / size, frame.visibility])
    back = frame.back
    return {
        "landmarks": [[_number(v, 4) for v in row] for row in landmarks.tolist()],
        "back": [[_number(v, 4) for v in row] for row in (back.points_px / size).tolist()]
        if isinstance(back, BackLine)
        else None,
        "bend": _number(_bend(update), 4),
    }


def _bend(update: Update) -> float:
    """The back's bend measured from the person's own neutral; NaN while either is unknown."""
    bend = update.measures.get(BEND_MEASURE, math.nan)
    return bend - update.measures.get(NEUTRAL_MEASURE, math.nan)


def _number(value: float, digits: int) -> float | None:
    """JSON knows no NaN: what can't be judged is null."""
    return round(value, digits) if math.isfinite(value) else None
