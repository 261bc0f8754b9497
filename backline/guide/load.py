"""Reads the guide's files: the exercises and the general points.

Every problem of every file (unreadable YAML, a field the schema doesn't know, ids that
clash) is collected and raised once, so that whoever writes a file sees them all together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePath
from typing import Literal

from pydantic import Field, ValidationError

from backline.guide.data_files import Readable, Shape, load_yaml, read_file
from backline.guide.resolve import at_stage, every_stage, problem_lines, standard
from backline.guide.schema import Exercise, Point, Posture, Postures, Strict
from backline.guide.strict import GuideError as GuideError


class General(Strict):
    """The points that hold for every exercise: `general.yaml`."""

    schema_version: Literal[1] = Field(alias="schema")
    points: dict[str, Point]


def load_exercises(extra_dir: Path | str | None = None) -> dict[str, Exercise]:
    """All exercises by id, in the guide's order.

    extra_dir: a folder whose `*.yaml` files are read after the packaged ones; a file there
        adds an exercise, or takes the place of the packaged one with the same id.
    The files are read once in a process; the returned dict is the caller's own.
    Raises GuideError with every problem of every file.
    """
    return dict(_load_exercises(_folder(extra_dir)).standard)


def load_exercise(
    exercise_id: str, extra_dir: Path | str | None = None, *, stage: str | None = None
) -> Exercise:
    """One exercise, at its standard stage or the one asked for.

    Raises GuideError naming the known ids when there is no such exercise or no such stage.
    """
    guide = _load_exercises(_folder(extra_dir))
    if exercise_id not in guide.standard:
        known = ", ".join(guide.standard)
        raise GuideError([f"There is no exercise {exercise_id!r}. Known exercises: {known}."])
    exercise = guide.standard[exercise_id]
    if stage in guide.stages[exercise_id]:
        return guide.stages[exercise_id][stage]
    return at_stage(exercise, stage)


def load_every(extra_dir: Path | str | None = None) -> tuple[Exercise, ...]:
    """Every exercise at every stage: the standard ones first, in the guide's order, then the
    easier and harder ones. Raises GuideError with every problem of every file."""
    guide = _load_exercises(_folder(extra_dir))
    others = [one for stages in guide.stages.values() for one in stages.values()]
    return (*guide.standard.values(), *(one for one in others if not one.is_standard))


def load_general() -> dict[str, Point]:
    """G1 to G7 by id. Raises GuideError with every problem of the file."""
    return dict(_load_general())


def read_packaged(name: str, shape: type[Shape]) -> Shape:
    """A YAML file of this package, checked against its shape.

    Raises GuideError with every problem of the file.
    """
    return read_file("backline.guide", name, shape)


def load_posture(name: str | Posture) -> Posture:
    """A start posture by name, or the one that an exercise brings itself. Raises GuideError
    naming the known ones."""
    if isinstance(name, Posture):
        return name
    postures = _load_postures()
    if name not in postures:
        raise GuideError([f"There is no posture {name!r}. Known: {', '.join(postures)}."])
    return postures[name]


@cache
def _load_postures() -> dict[str, Posture]:
    return read_packaged("postures.yaml", Postures).postures


@cache
def _load_general() -> dict[str, Point]:
    return read_packaged("general.yaml", General).points


@dataclass(frozen=True)
class _Guide:
    """standard: the exercises by id, in order. stages: by exercise id, each by stage id."""

    standard: dict[str, Exercise]
    stages: dict[str, dict[str, Exercise]]


def _folder(extra_dir: Path | str | None) -> str | None:
    return None if extra_dir is None else str(extra_dir)


@cache
def _load_exercises(extra_dir: str | None) -> _Guide:
    problems: list[str] = []
    packaged = _parse(_packaged_files(), problems)
    extra = {} if extra_dir is None else _parse(_files_in(Path(extra_dir), problems), problems)
    exercises = {**packaged, **extra}
    stages = {name: _stages_of(exercise, problems) for name, exercise in exercises.items()}
    problems += _clashes(exercises, stages)
    if problems:
        raise GuideError(problems)
    ordered = sorted(exercises.items(), key=lambda item: (item[1].order, item[0]))
    return _Guide(dict(ordered), stages)


def _stages_of(exercise: Exercise, problems: list[str]) -> dict[str, Exercise]:
    try:
        return every_stage(exercise)
    except GuideError as error:
        problems += [f"{exercise.id}.yaml: {problem}" for problem in error.problems]
        return {}


def _packaged_files() -> list[Readable]:
    folder = files("backline.guide") / "exercises"
    found: list[Readable] = [f for f in folder.iterdir() if f.name.endswith(".yaml")]
    return sorted(found, key=lambda f: f.name)


def _files_in(folder: Path, problems: list[str]) -> list[Path]:
    if not folder.is_dir():
        problems.append(f"{folder}: there is no such folder of exercise files")
        return []
    return sorted(p for p in folder.iterdir() if p.suffix in {".yaml", ".yml"})


def _parse(resources: Iterable[Readable], problems: list[str]) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    for resource in resources:
        before = len(problems)
        data = load_yaml(resource, problems)
        if len(problems) > before:
            continue
        if isinstance(data, dict) and "stage" in data:
            problems.append(f"{resource.name}: stage: say which one is the standard in `stages`")
            continue
        try:
            exercise = standard(Exercise.model_validate(data))
        except ValidationError as error:
            problems += problem_lines(resource.name, error)
            continue
        if exercise.id != PurePath(resource.name).stem:
            problems.append(f"{resource.name}: its id is {exercise.id!r}, unlike its file name")
        found[exercise.id] = exercise
    return found


def _clashes(
    exercises: Mapping[str, Exercise], stages: Mapping[str, Mapping[str, Exercise]]
) -> Iterator[str]:
    """Ids of points and cues must tell exercises apart in reports and commit messages."""
    owner: dict[str, str] = {}
    for exercise in exercises.values():
        every = [exercise, *stages[exercise.id].values()]
        cues = [cue.id for one in every for cue in one.cues]
        for claim in dict.fromkeys([exercise.code, *exercise.points, *cues]):
            if claim in owner:
                yield f"{exercise.id}: {claim} is already used by {owner[claim]}"
            owner[claim] = exercise.id
            if not claim.startswith(exercise.code):
                yield f"{exercise.id}: {claim} should begin with {exercise.code}"
