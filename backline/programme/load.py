"""Reads the programme's data files and holds them against the guide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import StrictBool, TypeAdapter

from backline.guide.data_files import read_file, read_folder
from backline.guide.resolve import every_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError
from backline.person.answers import Pain
from backline.person.condition import Condition, NotAnswered
from backline.person.rules import condition_problems, fact_types
from backline.programme.shapes import (
    ExerciseProgramme,
    PainRules,
    Progression,
    Reasoned,
    SessionRules,
)

ROOM = "backline.programme"
Types = Mapping[str, TypeAdapter[Any]]


@dataclass(frozen=True)
class Programme:
    """All the programme's data. exercises: by exercise id."""

    exercises: Mapping[str, ExerciseProgramme]
    session: SessionRules
    progression: Progression
    pain: PainRules

    @cached_property
    def said(self) -> Mapping[str, Reasoned]:
        """Everything that can say why, by its id."""
        return {one.id: one for one in self._all_said()}

    def _all_said(self) -> Iterator[Reasoned]:
        for exercise in self.exercises.values():
            yield exercise.why
            yield from exercise.rules
            if exercise.test is not None:
                yield exercise.test
        yield from self.session.day
        yield from self.session.reasons
        yield from self.progression.steps
        yield self.pain.ask
        yield from self.pain.steps

    def problems(self) -> Iterator[str]:
        """What is wrong with the files among each other and towards the facts, a line each."""
        ids = [one.id for one in self._all_said()]
        yield from (f"{one} is there twice" for one in sorted(set(ids)) if ids.count(one) > 1)
        for name, exercise in self.exercises.items():
            if exercise.exercise != name:
                yield f"{name}.yaml is about {exercise.exercise!r}, unlike its file name"
            for rule in exercise.rules:
                yield from condition_problems(f"{name}: {rule.id}", rule.when, day_types())
        for day in self.session.day:
            yield from condition_problems(day.id, day.when, day_types())
        for step in self.progression.steps:
            yield from condition_problems(step.id, step.when, STEP_TYPES)
        for word in ("clean", "unwatched", "painful", "poor"):
            condition: Condition = getattr(self.progression, word)
            yield from condition_problems(word, condition, TIME_TYPES)
        for check in self.pain.steps:
            yield from condition_problems(check.id, check.when, PAIN_TYPES)


@cache
def load_programme() -> Programme:
    """The programme as packaged. Raises GuideError with every problem of every file."""
    programme = Programme(
        exercises=read_folder(ROOM, "data/exercises", ExerciseProgramme),
        session=read_file(ROOM, "data/session.yaml", SessionRules),
        progression=read_file(ROOM, "data/progression.yaml", Progression),
        pain=read_file(ROOM, "data/pain.yaml", PainRules),
    )
    problems = list(programme.problems())
    if problems:
        raise GuideError(problems)
    return programme


def _types(shapes: Mapping[str, Any]) -> Types:
    return {name: TypeAdapter(shape) for name, shape in shapes.items()}


_NUMBER = int | NotAnswered
_YES_NO = StrictBool | NotAnswered

TIME_TYPES = _types(
    {
        "pain": Pain,
        "rise": _NUMBER,
        "stopped": StrictBool,
        "full_dose": StrictBool,
        "watched": StrictBool,
        "good_share": float | NotAnswered,
    }
)
"""The facts of one past time of an exercise."""

STEP_TYPES: Types = {
    **TIME_TYPES,
    **_types(
        {
            "times": int,
            "clean_in_a_row": int,
            "unwatched_in_a_row": int,
            "painful_in_a_row": int,
            "poor_in_a_row": int,
            "morning_rise": _NUMBER,
            "days_since": _NUMBER,
            "amount_left": int,
            "can_advance": StrictBool,
        }
    ),
}
"""The facts that decide how an exercise goes on: those of its last time, and these."""

PAIN_TYPES = _types({"pain": Pain, "rise": _NUMBER, "tight": _YES_NO, "strict": StrictBool})
"""The facts of a pain check."""


@cache
def day_types() -> Types:
    """The facts of a day: the answers, what is left of each movement, and what is new."""
    level = Literal["free", "limited", "none"]
    movements = dict.fromkeys(MOVEMENTS, level)
    more = {"pain_last_week": Pain, "morning_rise": _NUMBER, "days_since": _NUMBER}
    return {**fact_types(), **_types({**movements, **more, "stopped": _YES_NO})}


MOVEMENTS = ("flexion", "extension", "rotation", "deadlift", "plank", "ball-rotation")


def guide_problems(programme: Programme, exercises: Iterable[Exercise]) -> Iterator[str]:
    """Where the programme and these exercises' own files don't fit together, a line each.

    Held: the stages and their order, doses within the guide's, sides, cues to silence, points
    and phases that exist, and what stages need.
    """
    for exercise in exercises:
        mine = programme.exercises.get(exercise.id)
        if mine is None:
            yield f"{exercise.id}: there is no programme for it"
        else:
            yield from (f"{exercise.id}: {line}" for line in _misfits(mine, exercise))


def _misfits(mine: ExerciseProgramme, exercise: Exercise) -> Iterator[str]:
    stages: dict[str | None, Exercise] = dict(every_stage(exercise).items()) or {None: exercise}
    if [rung.stage for rung in mine.rungs] != list(stages):
        yield f"its stages are {list(stages)}"
        return
    for name, stage in stages.items():
        yield from _dose_misfits(mine, name, stage)
    cues = {cue.id for stage in stages.values() for cue in stage.cues}
    for rule in mine.rules:
        lobes = {lobe.name for lobe in exercise.signal.lobes}
        yield from (f"{rule.id}: no cue {cue}" for cue in set(rule.silence) - cues)
        phases = set(rule.shrink) | ({rule.leave_out.phase} if rule.leave_out else set())
        yield from (f"{rule.id}: no phase {phase}" for phase in phases - lobes)
    wanted = {stage.id: bool(stage.needs.after) for stage in exercise.stages}
    for rung in mine.rungs:
        if bool(rung.prerequisites) != wanted.get(rung.stage or "", False):
            yield f"stage {rung.stage}: prerequisites, here or in the exercise file, don't fit"


def _dose_misfits(mine: ExerciseProgramme, name: str | None, stage: Exercise) -> Iterator[str]:
    low, high = (
        stage.dose.repetitions if mine.dose.kind == "repetitions" else stage.dose.hold_s
    ) or (0, 0)
    if not low <= mine.dose.start <= mine.dose.most <= high:
        yield f"stage {name}: the dose isn't within {low:g} to {high:g}"
    if mine.each_side != stage.dose.each_side:
        yield f"stage {name}: each_side isn't as in the exercise file"
