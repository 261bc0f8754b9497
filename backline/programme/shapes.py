"""What the programme's data files may say. Every rule about their shape lives here."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from backline.guide.schema import Lobe
from backline.guide.strict import Strict
from backline.language import Text
from backline.person.answers import Equipment, GoalArea, Learned
from backline.person.condition import Condition

Role = Literal["mobility", "stability", "strength", "whole-body"]
DayEffect = Literal["rest", "ease"]
Step = Literal["rest", "step-back", "repeat", "add", "next-stage"]
PainStep = Literal["stop", "leave-exercise", "ease", "go-on"]


class Reasoned(Strict):
    """Anything that must be able to say why.

    reason: in plain words, to the person. guide: the guide's points behind it. source: guide
        points in words, a paper, or "Backline's own choice" with why.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    reason: str = Field(min_length=8)
    guide: tuple[str, ...] = ()
    source: str = Field(min_length=2)


class Ruled(Reasoned):
    """A reason with a condition on the day's facts (`programme/facts.py`).

    unanswered: what happens when facts that decide are missing: "apply" it all the same, or
        "pass" over it. A rule that keeps something out or small must apply.
    """

    when: Condition
    unanswered: Literal["apply", "pass"]

    def holds(self, truth: bool | None) -> bool:
        """Whether it is applied, given how its condition came out."""
        return truth is True or (truth is None and self.unanswered == "apply")


class RangeLimit(Strict):
    """How far a measure may go, so that the live cues can say stop before the end of the range.

    relative_to: "neutral" counts from the person's own neutral, taken in the start position.
    at_most or at_least: the limit, in the measure's unit, exactly one of them.
    share_of_own: the limit is also no more than this share of the person's own range, where
        that has been measured.
    point, label, say, clear: as in a cue of an exercise file, which it becomes.
    """

    measure: str
    unit: str
    relative_to: Literal["absolute", "neutral"] = "neutral"
    at_most: float | None = None
    at_least: float | None = None
    share_of_own: float | None = Field(default=None, gt=0, le=1)
    point: str
    label: Text
    say: Text
    clear: float = Field(gt=0)
    source: str = Field(min_length=12)

    @model_validator(mode="after")
    def _one_limit(self) -> RangeLimit:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError(f"range {self.measure}: give exactly one of at_most and at_least")
        return self

    @property
    def limit(self) -> float:
        """The one limit, in the measure's unit."""
        return self.at_most if self.at_most is not None else self.at_least or 0.0


class LeaveOut(Strict):
    """A half of the movement that isn't done.

    phase: the lobe. points: the check points that go unjudged with it. lobes: what counts as a
        repetition instead. how: the steps to show instead of the exercise's own.
    """

    phase: str
    points: tuple[str, ...]
    lobes: tuple[Lobe, ...]
    how: tuple[Text, ...]
    source: str = Field(min_length=12)


class ExerciseRule(Ruled):
    """When an exercise, or some of its stages, is left out or done within limits.

    stages: those it is about; all when None. exclude: they are left out. Otherwise at least one
    of: leave_out (a half of the movement), ranges, silence (cues that would ask for more than
    the limit allows), shrink (by phase, the share of the movement that the demonstration
    shows), also (a line more for how to do it), count_share (the share of the exercise's
    `min_range` that still counts as a repetition).
    """

    stages: tuple[str, ...] | None = None
    exclude: bool = False
    leave_out: LeaveOut | None = None
    ranges: tuple[RangeLimit, ...] = ()
    silence: tuple[str, ...] = ()
    shrink: dict[str, float] = Field(default_factory=dict)
    count_share: float = Field(default=1.0, gt=0, le=1)
    also: Text | None = None

    @model_validator(mode="after")
    def _does_something(self) -> ExerciseRule:
        limits = bool(self.leave_out or self.ranges or self.silence or self.shrink)
        if self.exclude == limits:
            raise ValueError(f"rule {self.id}: either exclude, or say what is limited")
        if self.unanswered != "apply":
            raise ValueError(f"rule {self.id}: what protects must apply when unanswered")
        return self

    def about(self, stage: str | None) -> bool:
        """Whether it is about that stage."""
        return self.stages is None or stage in self.stages


class Ladder(Strict):
    """How much, from low to high: repetitions per side, or seconds of a hold, in one set.

    step: what is added at a time. advance: from here on the next stage may be tried.
    """

    kind: Literal["repetitions", "hold"]
    start: int = Field(ge=1)
    most: int
    step: int = Field(ge=1)
    advance: int
    source: str = Field(min_length=4)

    @model_validator(mode="after")
    def _in_order(self) -> Ladder:
        if not self.start <= self.advance <= self.most:
            raise ValueError("dose: start, advance and most must be in order")
        return self

    def clipped(self, amount: int) -> int:
        """The nearest amount that is allowed."""
        return min(max(amount, self.start), self.most)


class Rung(Strict):
    """One stage of an exercise, or the exercise itself (`stage: null`) when it has none.

    equipment: what must be there. learned: what somebody may have learned already, so that
    they can begin here. prerequisites: the guide's points that ask for what must have been
    measured before (the guide's own `needs.after` says what).
    """

    stage: str | None
    equipment: tuple[Equipment, ...] = ()
    learned: Learned | None = None
    prerequisites: tuple[str, ...] = ()


class TimedTest(Reasoned):
    """A hold that is timed for as long as it lasts in good form. stages: those it is of, from
    easy to hard; each has a personal best of its own."""

    stages: tuple[str | None, ...] = Field(min_length=1)


class ExerciseProgramme(Strict):
    """Everything the programme knows of one exercise. One file each, named by its id.

    slot: its fixed place at the start of a session (1, 2 ...); None for the rest.
    gentleness: 1 for the gentlest; the order in which new exercises come.
    helps: the kinds of goals it is near to. seconds_each: how long one repetition takes on one
        side; for a hold the dose says it. each_side: whether the dose is for each side.
    strict_pain: the guide's points that ask to stop this exercise as soon as the back
        tightens or hurts; none for the others.
    start: the stage to begin with. rungs: the stages from easy to hard.
    why: the reason to show beside it when it is chosen for its place or for its own sake.
    """

    schema_version: Literal[1] = Field(alias="schema")
    exercise: str
    slot: int | None = Field(default=None, ge=1)
    role: Role
    gentleness: int = Field(ge=1)
    helps: tuple[GoalArea, ...] = ()
    each_side: bool = False
    seconds_each: float = Field(gt=0)
    dose: Ladder
    strict_pain: tuple[str, ...] = ()
    start: str | None = None
    rungs: tuple[Rung, ...] = Field(min_length=1)
    why: Reasoned
    test: TimedTest | None = None
    rules: tuple[ExerciseRule, ...] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> ExerciseProgramme:
        stages = [rung.stage for rung in self.rungs]
        named: list[tuple[str, str | None]]
        named = [(f"rule {rule.id}", stage) for rule in self.rules for stage in rule.stages or ()]
        named += [("start", self.start)]
        if self.test is not None:
            named += [("test", stage) for stage in self.test.stages]
        problems = [f"{who}: there is no stage {s}" for who, s in named if s not in stages]
        if len(set(stages)) != len(stages):
            problems.append("two rungs are of the same stage")
        if problems:
            raise ValueError("; ".join(problems))
        return self


class DayRule(Ruled):
    """What a whole day is like: rest, or an eased session."""

    effect: DayEffect


class Length(Strict):
    """How long a session is, in minutes, and of how many exercises."""

    least_min: float = Field(gt=0)
    most_min: float
    least_exercises: int = Field(ge=1)
    most_exercises: int
    short_exercises: int = Field(ge=1)
    source: str


class Times(Strict):
    """How long what isn't exercise takes, in seconds: for each exercise, and for each set."""

    settle_s: float = Field(gt=0)
    rest_s: float = Field(gt=0)
    pain_check_s: float = Field(gt=0)
    source: str


class Sets(Strict):
    """How many sets of each exercise.

    usual: to begin with. single_above: beyond this share of the way from the least amount to
    the most it is one set. eased: on a day of less.
    """

    usual: int = Field(ge=1)
    single_above: float = Field(ge=0, le=1)
    eased: int = Field(ge=1)
    source: str


class SessionRules(Strict):
    """The file `session.yaml`: the make-up of a session, and the plain reasons there are.

    keep_for: how many sessions in a row an exercise of the free places stays before another
        one takes its turn. reasons: for what isn't a rule with a condition.
    """

    schema_version: Literal[1] = Field(alias="schema")
    dated: date
    length: Length
    times: Times
    sets: Sets
    keep_for: int = Field(ge=1)
    keep_for_source: str
    day: tuple[DayRule, ...]
    reasons: tuple[Reasoned, ...]


class StepRule(Ruled):
    """What the last times of an exercise mean for the next one. The first that holds decides."""

    step: Step


class Progression(Strict):
    """The file `progression.yaml`.

    clean, unwatched, painful, poor: conditions on one past time of an exercise
    (`programme/progress.py` lists the facts); the steps ask how often in a row each was true.
    """

    schema_version: Literal[1] = Field(alias="schema")
    dated: date
    clean: Condition
    unwatched: Condition
    painful: Condition
    poor: Condition
    steps: tuple[StepRule, ...] = Field(min_length=1)


class PainRule(Reasoned):
    """What a pain check means. unanswered: "ask" the question that decides, or "pass"."""

    when: Condition
    step: PainStep
    unanswered: Literal["ask", "pass"]


class PainRules(Strict):
    """The file `pain.yaml`. The first rule that holds decides."""

    schema_version: Literal[1] = Field(alias="schema")
    dated: date
    ask: Reasoned
    steps: tuple[PainRule, ...] = Field(min_length=1)
