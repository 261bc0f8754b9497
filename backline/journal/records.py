"""What goes into the journal and comes out of it: plain data that never changes.

Times are aware datetimes in UTC; a `day` is the date on the calendar of the `zone` they were
noted in. `_s` values inside a set are seconds from the start of the stream it was watched in
(a set taken up again after a break goes on in a new stream, so they may begin anew).
What wasn't measured is None here, but for a `Repetition`'s `range`, `highest` and `lowest`, which
are NaN as in `form`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from backline.journal import checks
from backline.journal.errors import BadValue

Side = Literal["left", "right"]
Moment = Literal["before", "after-exercise", "end", "next-morning"]
SessionState = Literal["open", "paused", "finished", "stopped"]
ExerciseState = Literal["waiting", "doing", "done", "skipped", "swapped", "stopped"]
SIDES: tuple[Side, ...] = ("left", "right")
MOMENTS: tuple[Moment, ...] = ("before", "after-exercise", "end", "next-morning")
UNFINISHED: tuple[SessionState, ...] = ("open", "paused")
OPEN_EXERCISE: tuple[ExerciseState, ...] = ("waiting", "doing")
MAYBE_UNMEASURED = ("range", "highest", "lowest")
"""What may not have been measured of a repetition: NaN then, and NULL in the database."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person of the household. zone: where they usually are, for sessions that don't say.
    language: the code of the one they read and hear ("en")."""

    id: int
    name: str
    zone: str
    created_at: datetime
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Intake:
    """Answers of one intake. version: 1 for the person's first, then counting; none is ever
    overwritten. schema_version: of the questions that were asked. skipped: ids of the questions
    that the person left out."""

    id: int
    profile_id: int
    version: int
    schema_version: int
    answers: Mapping[str, Any]
    at: datetime
    zone: str
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening made of an intake."""

    id: int
    profile_id: int
    intake_id: int | None
    schema_version: int
    result: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """A session as planned for a day, with the reasons for every choice."""

    id: int
    profile_id: int
    for_day: date
    schema_version: int
    plan: Mapping[str, Any]
    reasons: Any
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Dose:
    """How much was planned. repetitions: per set, on each side where `each_side`. open_end: a
    hold for as long as it lasts, as in a timed test: neither number is planned, and neither is
    in the database."""

    repetitions: int | None = None
    hold_s: float | None = None
    sets: int = 1
    each_side: bool = False
    open_end: bool = False

    def __post_init__(self) -> None:
        if self.open_end != (self.repetitions is None and self.hold_s is None):
            raise BadValue("dose: give repetitions or hold_s, or neither for an open end")
        if self.repetitions is not None:
            checks.whole(self.repetitions, "dose: repetitions", 1, 1000)
        if self.hold_s is not None:
            checks.seconds(self.hold_s, "dose: hold_s")
        checks.whole(self.sets, "dose: sets", 1, 100)


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise about to be done. watched: False without a camera, when the person counts.
    eased: less than usual, because of pain."""

    exercise: str
    dose: Dose
    stage: str | None = None
    watched: bool = True
    eased: bool = False

    def __post_init__(self) -> None:
        checks.text(self.exercise, "exercise")
        checks.maybe_text(self.stage, "stage")


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition. number: 1 for the first of its set, then counting without a gap.

    range: NaN when it couldn't be measured. judged: it was seen from start to end, so that no
    `faults` (cue ids) means clean; False when not watched. variation: as in `form`. highest,
    lowest: the two ends of the range, as in `form`; NaN when not measured, and in all that was
    recorded before they were kept.
    """

    number: int
    side: Side | None
    start_s: float
    peak_s: float
    end_s: float
    range: float = math.nan
    unit: str = "deg"
    faults: tuple[str, ...] = ()
    judged: bool = False
    variation: str | None = None
    highest: float = math.nan
    lowest: float = math.nan

    def __post_init__(self) -> None:
        checks.whole(self.number, "repetition: number", 1, 100_000)
        times = [
            checks.seconds(getattr(self, name), f"repetition {self.number}: {name}")
            for name in ("start_s", "peak_s", "end_s")
        ]
        if any(b < a - checks.ROUNDING_S for a, b in itertools.pairwise(times)):
            raise BadValue(f"repetition {self.number}: start, peak and end aren't in order")
        for name in MAYBE_UNMEASURED:
            if not math.isnan(getattr(self, name)):
                checks.finite(getattr(self, name), f"repetition {self.number}: {name}")
        if self.lowest > self.highest:
            raise BadValue(f"repetition {self.number}: its lowest is above its highest")
        if self.side is not None and self.side not in SIDES:
            raise BadValue(f"repetition {self.number}: {self.side!r} is no side")
        checks.text(self.unit, f"repetition {self.number}: unit")
        checks.maybe_text(self.variation, f"repetition {self.number}: variation")
        for fault in self.faults:
            checks.text(fault, f"repetition {self.number}: fault")

    @property
    def measured(self) -> dict[str, float | None]:
        """What was measured of it; None for what couldn't be."""
        values = {name: getattr(self, name) for name in MAYBE_UNMEASURED}
        return {k: None if math.isnan(v) else v for k, v in values.items()}

    @property
    def clean(self) -> bool | None:
        """Whether it was without a fault; None when that couldn't be judged."""
        if self.faults:
            return False
        return True if self.judged else None


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold. ended: how ("knees", "flop", "out-of-view", "end", ...); None while it goes on.
    good_s: the seconds of it in good form, None when nobody watched."""

    number: int
    start_s: float
    end_s: float
    good_s: float | None = None
    ended: str | None = None

    def __post_init__(self) -> None:
        checks.whole(self.number, "hold: number", 1, 100_000)
        start_s = checks.seconds(self.start_s, f"hold {self.number}: start_s")
        held_s = checks.seconds(self.end_s, f"hold {self.number}: end_s") - start_s
        if held_s < 0:
            raise BadValue(f"hold {self.number}: ends before it starts")
        if self.good_s is not None:
            good_s = checks.seconds(self.good_s, f"hold {self.number}: good_s")
            if good_s > held_s + checks.ROUNDING_S:
                raise BadValue(f"hold {self.number}: more good seconds than it lasted")
        checks.maybe_text(self.ended, f"hold {self.number}: ended")

    @property
    def held_s(self) -> float:
        """Its whole length, good or not."""
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class Cue:
    """A correction as it was given. at_s: in the stream; value: what was measured, if it was."""

    cue_id: str
    at_s: float
    value: float | None = None
    unit: str | None = None

    def __post_init__(self) -> None:
        checks.text(self.cue_id, "cue")
        checks.seconds(self.at_s, f"cue {self.cue_id}: at_s")
        if self.value is not None:
            checks.finite(self.value, f"cue {self.cue_id}: value")
        checks.maybe_text(self.unit, f"cue {self.cue_id}: unit")


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done of an exercise, over all its sets.

    judged, clean: of the repetitions. good_s: seconds held in good form, watched ones only;
    watched_s: the seconds held that were watched. mean_range: NaN when none was measured.
    """

    repetitions: int = 0
    left: int = 0
    right: int = 0
    judged: int = 0
    clean: int = 0
    held_s: float = 0.0
    watched_s: float = 0.0
    good_s: float = 0.0
    mean_range: float = math.nan
    range_unit: str | None = None

    @property
    def form_ratio(self) -> float | None:
        """The form score, 0 to 1; see `form_ratio`."""
        return form_ratio(self.judged, self.clean, self.watched_s, self.good_s)


def form_ratio(judged: int, clean: int, watched_s: float, good_s: float) -> float | None:
    """The form score, 0 to 1: the share of what could be judged that was done cleanly.

    Of the repetitions judged where there are some, else of the seconds of hold that were
    watched; None when nothing could be judged. A plain share, Backline's own choice: it can be
    said in one sentence to the person it is about.
    """
    if judged:
        return clean / judged
    return min(1.0, good_s / watched_s) if watched_s > 0 else None


@dataclass(frozen=True, slots=True)
class ExerciseRecord:
    """An exercise of a session. place: 1 for the first; one taken in another's stead has its
    place and the next `attempt`. why: of a skip or a swap."""

    id: int
    session_id: int
    place: int
    attempt: int
    exercise: str
    stage: str | None
    dose: Dose
    watched: bool
    state: ExerciseState
    why: str | None
    tally: Tally
    eased: bool = False


@dataclass(frozen=True, slots=True)
class PainAnswer:
    """Pain as told, 0 to 10 (NPRS). tight: whether the back had tightened up; None, not told."""

    id: int
    session_id: int
    exercise_id: int | None
    moment: Moment
    nprs: int
    at: datetime
    zone: str
    day: date
    tight: bool | None = None


@dataclass(frozen=True, slots=True)
class DayPain:
    """Pain as told about a day, apart from any session, 0 to 10 (NPRS). week: the worst of the
    seven days up to it; None when that wasn't told."""

    id: int
    profile_id: int
    nprs: int
    week: int | None
    at: datetime
    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session, its exercises in the order they are done, and the pain told about it.

    why: of a stop. An exercise still "waiting" in a finished session wasn't reached.
    """

    id: int
    profile_id: int
    plan_id: int | None
    state: SessionState
    why: str | None
    began_at: datetime
    ended_at: datetime | None
    zone: str
    day: date
    exercises: tuple[ExerciseRecord, ...] = ()
    pain: tuple[PainAnswer, ...] = ()

    @property
    def is_test(self) -> bool:
        """Whether it is a timed test of one hold, which has no end planned."""
        return any(one.dose.open_end for one in self.exercises)


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set with all that was done in it. ended_at: None while it is open."""

    id: int
    exercise_id: int
    number: int
    side: Side | None
    began_at: datetime
    ended_at: datetime | None
    repetitions: tuple[Repetition, ...] = ()
    holds: tuple[Hold, ...] = ()
    watched: bool = True


@dataclass(frozen=True, slots=True)
class Resumption:
    """Exactly where a session was. exercise: the one to go on with, None when all are through.
    open_set: the set that was under way, None between sets. sets_done: of that exercise."""

    session: SessionRecord
    exercise: ExerciseRecord | None
    open_set: SetRecord | None
    sets_done: int


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Something is on disk. number: its own in the set; count: of the exercise so far (a hold's
    count is its seconds). repeated: it had been recorded before, and nothing was added."""

    event_id: str
    number: int
    count: float
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class SetSums:
    """A set in numbers. longest_s: the longest hold in it; longest_good_s: the seconds of that
    one in good form, None when nobody watched. The rest is of its repetitions."""

    exercise_id: int
    number: int
    watched: bool
    repetitions: int = 0
    left: int = 0
    right: int = 0
    judged: int = 0
    clean: int = 0
    longest_s: float = 0.0
    longest_good_s: float | None = None


@dataclass(frozen=True, slots=True)
class PlankTest:
    """One try of "how long can you plank?". good_s is the result; without a camera it is what
    the timer said, and `watched` False."""

    id: int
    profile_id: int
    session_id: int | None
    stage: str | None
    held_s: float
    good_s: float
    ended: str
    watched: bool
    at: datetime
    zone: str
    day: date


@dataclass(frozen=True, slots=True)
class ExercisePast:
    """One earlier time an exercise was done, with the pain round it (None: not told)."""

    session_id: int
    session_state: SessionState
    day: date
    began_at: datetime
    done: ExerciseRecord
    pain_before: int | None
    pain_after: int | None
    pain_end: int | None
    pain_next_morning: int | None


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was erased: rows by table."""

    rows: Mapping[str, int] = field(default_factory=dict)
