"""What an exercise file may say. One file holds everything the guide knows of an exercise.

Every rule about the shape of the data lives here, so a file that loads can be trusted
by the rooms that read it. `load.py` collects every problem of every file and raises once.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from backline.guide.props import Prop
from backline.guide.stages import Stage, stage_problems
from backline.guide.strict import Strict as Strict
from backline.language import Text

Kind = Literal["check", "prompt", "teach", "rule"]
Severity = Literal["stop", "fix", "polish"]
NEARER_SIDE_DEG = 45.0
"""Half-way between the front (0) and the exact side (90)."""


class Point(Strict):
    """One point of the guide, in our own words. Its id is its key in `points`."""

    kind: Kind
    text: Text = Field(min_length=8)


class View(Strict):
    """Where the camera stands. Azimuth 90 is the person's exact side, 0 the front.

    tolerance_deg: how far off it cues are judged. counts_within_deg: how far off repetitions are
        still counted, when that is further; nothing is judged out there.
    """

    azimuth_deg: float
    tolerance_deg: float
    counts_within_deg: float | None = None
    height_m: tuple[float, float]
    distance_m: tuple[float, float]
    text: Text
    source: str

    @property
    def from_front(self) -> bool:
        """Whether the camera stands nearer to the front than to the side. From there the back
        line doesn't show, so nobody looks for it."""
        return self.azimuth_deg < NEARER_SIDE_DEG


class Dose(Strict):
    """How much. Repetitions are per side where `each_side`."""

    repetitions: tuple[int, int] | None = None
    hold_s: tuple[float, float] | None = None
    each_side: bool = False
    tempo: Text
    source: str


class Caution(Strict):
    """A restriction the guide gives; `point` is its guide id, `condition` a profile word."""

    point: str
    condition: str
    text: Text


class Prompt(Strict):
    """Something said at a moment that the camera can't check (breathing, bracing)."""

    point: str
    phase: str
    say: Text


class Lobe(Strict):
    """One excursion of the signal. Entered beyond `beyond` (above it when positive,
    below it when negative), left again inside `release`, both in the measure's unit."""

    name: str
    beyond: float
    release: float
    label: Text


class Gate(Strict):
    """Something a movement must also have done, at its best moment, to count. What the
    camera couldn't judge doesn't stop it from counting. measure: of the frames, or one of
    backline/motion/durations.py, of the whole movement.

    throughout: at its worst moment instead: it must be so all the time that it is out.
    """

    measure: str
    above: float | None = None
    below: float | None = None
    throughout: bool = False
    source: str

    @model_validator(mode="after")
    def _one_limit(self) -> Gate:
        if (self.above is None) == (self.below is None):
            raise ValueError(f"gate {self.measure}: give exactly one of above and below")
        return self


class Signal(Strict):
    """What makes a repetition or a hold.

    measure: a name in `motion`'s registry. With `each_side`, `_left` and `_right` are
        appended and the side that moves names the repetition.
    lobes: the excursions that one repetition consists of, in order.
    min_range: with two lobes, the smallest span from one to the other that counts.
    points: the check points that counting or timing itself takes care of.
    tells: what a repetition must have done, at its best moment, to tell this exercise from others
        that look alike. Only recognising asks for it, and what the camera couldn't judge passes.
    """

    kind: Literal["repetitions", "hold"]
    measure: str
    unit: str
    relative_to: Literal["absolute", "neutral"] = "neutral"
    each_side: bool = False
    lobes: list[Lobe] = Field(default_factory=list)
    gates: list[Gate] = Field(default_factory=list)
    min_range: float | None = None
    min_duration_s: float
    max_duration_s: float | None = None
    points: list[str] = Field(default_factory=list)
    tells: list[Gate] = Field(default_factory=list)
    source: str


class Cue(Strict):
    """A form check: a measure, its limit, when it applies and what to say.

    The cue is a fault while the measure is above `above` or below `below` for
    `sustain_s` seconds during one of the phases in `when`. Phases: "start" (still,
    in the start posture), a lobe's name (beyond it), "move" (any time within a
    repetition), "hold" (clock running), "rep" (one value per finished repetition: a measure of
    backline/motion/durations.py), "end" (on leaving the posture).
    judge: "while" finds a fault whenever the limit is passed; "best" judges the phase as a
        whole when it ends, by its best moment ("did it get there at all?").
    clear: how far beyond the limit, in the measure's unit, the fault counts as clear,
        so that it must be found.
    """

    id: str
    points: list[str] = Field(min_length=1)
    label: Text
    measure: str
    unit: str
    relative_to: Literal["absolute", "neutral"] = "absolute"
    above: float | None = None
    below: float | None = None
    when: list[str] = Field(min_length=1)
    judge: Literal["while", "best"] = "while"
    sustain_s: float = 0.0
    severity: Severity = "fix"
    view: Literal["side", "front", "any"] = "side"
    say: Text
    praise: Text | None = None
    clear: float = Field(gt=0)
    source: str = Field(min_length=4)

    @property
    def limit(self) -> float:
        """The one limit, in the measure's unit."""
        return self.above if self.above is not None else self.below or 0.0

    @model_validator(mode="after")
    def _one_limit(self) -> Cue:
        if (self.above is None) == (self.below is None):
            raise ValueError(f"cue {self.id}: give exactly one of above and below")
        return self


class Condition(Strict):
    """A posture's condition on one measure.

    sides: "any" side of the body may fulfil it, or "every" side that can be seen must.
        Measures without sides ignore it.
    """

    measure: str
    at_least: float | None = None
    at_most: float | None = None
    sides: Literal["any", "every"] = "any"


class Posture(Strict):
    """A body position, told by measures alone. `start` is strict, for finding the start
    posture; `keep` is what must stay true while the exercise goes on. upright: seen from above,
    it is a head over shoulders."""

    name: Text
    get_into: Text
    upright: bool = False
    start: list[Condition]
    keep: list[Condition]
    source: str


class Postures(Strict):
    """The file `postures.yaml`."""

    schema_version: Literal[1] = Field(alias="schema")
    postures: dict[str, Posture]


class Variation(Strict):
    """A movement told apart inside a hold (PL9)."""

    id: str
    points: list[str]
    label: Text
    signal: Signal


class Step(Strict):
    """One stretch of the demonstration: move to `pose` in `move_s`, stay `hold_s`."""

    pose: str
    move_s: float = Field(gt=0)
    hold_s: float = Field(ge=0, default=0.0)
    phase: str
    caption: Text | None = None
    prompt: Text | None = None


class PlantedFault(Strict):
    """How a fault looks, at strength 1 (the stated "clear" strength).

    adds: joint-angle differences in degrees (or metres for `_m` names), scaled by the
        strength and blended in during `phases` ("all" for every phase).
    poses: poses that take the place of others in those phases, from half strength on.
    contacts: by phase, what stands on the floor instead, from half strength on.
    tempo: factor on every duration at strength 1 (below 1 is faster); with `phases`, only on
        those of their steps.
    """

    adds: dict[str, float] = Field(default_factory=dict)
    phases: list[str] = Field(default_factory=list)
    poses: dict[str, str] = Field(default_factory=dict)
    contacts: dict[str, list[str]] = Field(default_factory=dict)
    tempo: float | None = None
    text: Text


class Demonstration(Strict):
    """Joint angles of named poses, and the order in which they make repetitions.

    Angle names are those of `avatar`'s body. One-sided exercises write `working_` and
    `resting_` instead of a side; repetitions alternate between sides.
    contacts: body points that stay where they are on the floor, per phase or "all".
    variations: by the variation's id, steps done over and over during the hold.
    variation: the one that every hold is done with, if nothing else is asked for.
    props: balls, bands, weights and seats, drawn with the body (`guide/props.py`).
    """

    each_side: bool = False
    enter: list[Step] = Field(default_factory=list)
    poses: dict[str, dict[str, float]]
    repetition: list[Step]
    leave: list[Step] = Field(default_factory=list)
    contacts: dict[str, list[str]]
    variations: dict[str, list[Step]] = Field(default_factory=dict)
    variation: str | None = None
    faults: dict[str, PlantedFault] = Field(default_factory=dict)
    props: list[Prop] = Field(default_factory=list)


class Exercise(Strict):
    """Everything Backline knows about one exercise.

    order: its place in the list. posture: the name of one in `postures.yaml`, or one of its own.
    cannot_see: what the camera misses, said honestly.
    not_judged: check points that no cue can judge from a place where people can put a camera,
        each with what is said instead; what was tried stands in docs/decisions.
    stages: easier and harder ways of it, easy first, the same list at every stage. stage: the
    one that this is (set when it is loaded); None when it has none.
    """

    schema_version: Literal[1] = Field(alias="schema")
    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    code: str = Field(pattern=r"^[A-Z]{2}$")
    order: int = 100
    name: Text
    posture: str | Posture
    summary: Text
    equipment: list[Text] = Field(default_factory=list)
    points: dict[str, Point]
    how: list[Text]
    cautions: list[Caution] = Field(default_factory=list)
    view: View
    dose: Dose
    prompts: list[Prompt] = Field(default_factory=list)
    signal: Signal
    variations: list[Variation] = Field(default_factory=list)
    cues: list[Cue]
    not_judged: dict[str, Text] = Field(default_factory=dict)
    cannot_see: list[Text] = Field(default_factory=list)
    demonstration: Demonstration
    stages: list[Stage] = Field(default_factory=list)
    stage: str | None = None

    @property
    def is_standard(self) -> bool:
        """Whether this is the exercise as its file stands, not another stage of it."""
        return self.stage is None or any(s.standard for s in self.stages if s.id == self.stage)

    @property
    def key(self) -> str:
        """A name for files and addresses: the id, and the stage if it isn't the standard one."""
        return self.id if self.is_standard else f"{self.id}@{self.stage}"

    @property
    def phases(self) -> set[str]:
        """The moments that cues and prompts may name."""
        lobes = [lobe.name for lobe in self.signal.lobes]
        lobes += [lobe.name for v in self.variations for lobe in v.signal.lobes]
        return {"start", "move", "return", "hold", "rep", "end", *lobes}

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Exercise:
        problems = [
            *self._unknown_names(),
            *self._unknown_poses(),
            *stage_problems(self.stages, self.stage, self.points),
        ]
        if not self.stages:  # what one stage doesn't check, another may: see `every_stage`
            unchecked = self.unchecked(self.checked_points)
            problems += [f"check point {pid} has no cue" for pid in unchecked]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _unknown_names(self) -> list[str]:
        known = set(self.points) | {f"G{n}" for n in range(1, 8)}
        cue_ids = [c.id for c in self.cues]
        named = [(f"cue {c.id}", p) for c in self.cues for p in c.points]
        named += [(f"variation {v.id}", p) for v in self.variations for p in v.points]
        named += [("signal", p) for p in self.signal.points]
        named += [("prompt", p.point) for p in self.prompts]
        named += [("caution", c.point) for c in self.cautions]
        named += [("not_judged", point) for point in self.not_judged]
        moments = [(f"cue {c.id}", w) for c in self.cues for w in c.when]
        moments += [("prompt", p.phase) for p in self.prompts]
        problems = [f"{who}: unknown point {point}" for who, point in named if point not in known]
        problems += [f"{who}: unknown phase {m}" for who, m in moments if m not in self.phases]
        problems += [
            f"planted fault {fault} is no cue"
            for fault in self.demonstration.faults
            if fault not in cue_ids
        ]
        if len(set(cue_ids)) != len(cue_ids):
            problems.append("two cues share an id")
        return problems

    def _unknown_poses(self) -> list[str]:
        show = self.demonstration
        varied = [step for steps in show.variations.values() for step in steps]
        named = [step.pose for step in (*show.enter, *show.repetition, *show.leave, *varied)]
        for fault in show.faults.values():
            named += [*fault.poses, *fault.poses.values()]
        problems = [f"demonstration: unknown pose {p}" for p in named if p not in show.poses]
        if show.variation is not None and show.variation not in show.variations:
            problems.append(f"demonstration: unknown variation {show.variation}")
        return problems

    @property
    def checked_points(self) -> set[str]:
        """The points that cues, counting or timing take care of, or that are said to be the
        person's own."""
        checked = {p for c in self.cues for p in c.points}
        checked |= {p for v in self.variations for p in v.points}
        return checked | set(self.signal.points) | set(self.not_judged)

    def unchecked(self, checked: set[str]) -> list[str]:
        """The check points that aren't among those checked."""
        points = self.points.items()
        return [pid for pid, point in points if point.kind == "check" and pid not in checked]
