"""Making a whole exercise of one of its stages.

The result is an `Exercise` like any other, checked by the same rules, so that nothing that
reads exercises needs to know of stages.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from backline.guide.schema import Exercise
from backline.guide.stages import Stage
from backline.guide.strict import GuideError

SAME_AT_EVERY_STAGE = ("schema", "id", "code", "order", "points", "stages", "stage")
SAID_BY_THE_STAGE = ("name", "summary", "equipment")
"""A stage says these itself (the equipment in `needs`), not in its changes."""
CHOICE = frozenset({"keep", "change", "add"})


def at_stage(exercise: Exercise, stage_id: str | None) -> Exercise:
    """The exercise at one of its stages, complete and checked.

    exercise: at its standard stage, as loaded. stage_id: None leaves it as it is.
    Raises GuideError for a stage it doesn't have (naming those it has), for one that doesn't
    come out as a whole exercise, and when `exercise` is at another stage already.
    """
    if stage_id is None or stage_id == exercise.stage:
        return exercise
    stage = next((one for one in exercise.stages if one.id == stage_id), None)
    if stage is None:
        known = ", ".join(one.id for one in exercise.stages)
        it_has = f"Known stages: {known}." if known else "It has none."
        raise GuideError([f"{exercise.id} has no stage {stage_id!r}. {it_has}"])
    if not exercise.is_standard:
        raise GuideError([f"{exercise.id} is already at its stage {exercise.stage!r}"])
    return exercise if stage.standard else _resolved(exercise, stage)


def standard(exercise: Exercise) -> Exercise:
    """An exercise just read from its file, told which of its stages it is."""
    chosen = [stage.id for stage in exercise.stages if stage.standard]
    return exercise.model_copy(update={"stage": chosen[0]}) if chosen else exercise


def every_stage(exercise: Exercise) -> dict[str, Exercise]:
    """All stages of an exercise by id, from easy to hard; none when it has none.

    Raises GuideError with every problem of every stage, and for check points that no stage
    checks.
    """
    problems: list[str] = []
    found: dict[str, Exercise] = {}
    for stage in exercise.stages:
        try:
            found[stage.id] = at_stage(exercise, stage.id)
        except GuideError as error:
            problems += error.problems
    if found and not problems:
        checked = set().union(*(one.checked_points for one in found.values()))
        problems += [f"check point {p} has no cue" for p in exercise.unchecked(checked)]
    if problems:
        raise GuideError(problems)
    return found


def problem_lines(name: str, error: ValidationError) -> list[str]:
    """Every problem of a file, a line each. name: stands in front."""
    lines = []
    for detail in error.errors():
        where = ".".join(str(part) for part in detail["loc"])
        reason = detail["msg"].removeprefix("Value error, ")
        lines += [f"{name}: {where}: {r}" if where else f"{name}: {r}" for r in reason.split("; ")]
    return lines


def _resolved(exercise: Exercise, stage: Stage) -> Exercise:
    problems = [
        f"{key} can't be changed by a stage" for key in SAME_AT_EVERY_STAGE if key in stage.changes
    ]
    problems += [
        f"{key} is said by the stage itself" for key in SAID_BY_THE_STAGE if key in stage.changes
    ]
    own = exercise.model_dump(by_alias=True, exclude_unset=True)
    try:
        data = _merged(own, _without_lost_faults(own, stage.changes))
    except _ChoiceError as error:
        problems.append(str(error))
    if problems:
        raise GuideError(f"stage {stage.id}: {problem}" for problem in problems)
    data |= {"stage": stage.id, "name": f"{exercise.name}: {stage.name.lower()}"}
    data["summary"] = stage.summary
    if stage.needs.equipment is not None:
        data["equipment"] = stage.needs.equipment
    try:
        return Exercise.model_validate(data)
    except ValidationError as error:
        raise GuideError(problem_lines(f"stage {stage.id}", error)) from error


class _ChoiceError(ValueError):
    """A `keep`, `change` or `add` that doesn't fit its list."""


def _without_lost_faults(own: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, and with them the removal of faults whose cues aren't kept."""
    cues = _merged(own.get("cues", []), changes.get("cues") or {})
    kept = {cue.get("id") for cue in cues if isinstance(cue, dict)}
    lost = [fault for fault in own["demonstration"].get("faults", {}) if fault not in kept]
    dropped: dict[str, Any] = {"demonstration": {"faults": dict.fromkeys(lost)}}
    return dict(_merged(dropped, changes, removing=False)) if lost else dict(changes)


def _merged(own: Any, changes: Any, *, removing: bool = True) -> Any:
    """`changes` over `own`, without changing either. removing: whether null takes away what
    it stands for, or is kept as null."""
    if isinstance(own, list) and isinstance(changes, Mapping) and set(changes) <= CHOICE:
        return _chosen(own, changes)
    if not (isinstance(own, Mapping) and isinstance(changes, Mapping)):
        return deepcopy(changes)
    result = dict(own)
    for key, change in changes.items():
        if change is None and removing:
            result.pop(key, None)
        else:
            result[key] = _merged(own.get(key), change, removing=removing)
    return result


def _chosen(own: list[Any], choice: Mapping[str, Any]) -> list[Any]:
    """A list of things with ids: those kept, changed, and those added."""
    by_id = {one.get("id"): one for one in own if isinstance(one, Mapping)}
    keep = choice.get("keep", list(by_id))
    change = choice.get("change", {})
    if not isinstance(keep, list) or not isinstance(change, Mapping):
        raise _ChoiceError("keep must be a list of ids, change a mapping by id")
    unknown = [name for name in keep if name not in by_id]
    unknown += [name for name in change if name not in by_id or name not in keep]
    if unknown:
        raise _ChoiceError(f"{', '.join(map(str, unknown))} can't be kept or changed")
    kept = [_merged(one, change.get(name, {})) for name, one in by_id.items() if name in keep]
    return [*kept, *deepcopy(choice.get("add", []))]
