"""An exercise within a person's limits: what the live cues watch and the demonstration shows.

The result is an `Exercise` like any other, so that whatever judges or draws exercises needs to
know nothing of restrictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backline.guide.schema import Exercise
from backline.programme.permit import Limit
from backline.programme.shapes import ExerciseRule, RangeLimit

OwnRange = Mapping[str, tuple[float, float]]
"""By measure, the least and the most that a person has shown, from their own neutral."""

SUSTAIN_S = {"repetitions": 0.2, "hold": 0.5}
"""How long a limit must be passed before it is told: shorter than the files' own cues, which
are about form (up to 1 s in a hold). Backline's own choice."""


def limited(
    exercise: Exercise, limits: Iterable[Limit], own_range: OwnRange | None = None
) -> Exercise:
    """The exercise (at the stage that is done) with a person's limits laid over it.

    Each range becomes a *stop* cue against the person's own neutral; cues that ask for more
    are gone, and their points are said not to be judged; a half that stays out is neither
    counted nor shown nor spoken of; the demonstration stays within the limits.
    own_range: where known, a limit is also no more than its share of it.
    Without limits the exercise comes back as it is.
    """
    rules = [limit.rule for limit in limits]
    if not rules:
        return exercise
    data = exercise.model_dump(by_alias=True)
    for rule in rules:
        _silence(data, rule)
        if rule.leave_out is not None:
            _leave_out(data, rule)
        if data["signal"]["min_range"] is not None:
            data["signal"]["min_range"] *= rule.count_share
        for phase, share in rule.shrink.items():
            _shrink(data["demonstration"], phase, share)
        for place, limit in enumerate(rule.ranges):
            data["cues"].append(_cue(exercise, rule, limit, place, own_range or {}))
        if rule.also is not None:
            data["how"] = [*data["how"], rule.also]
    return Exercise.model_validate(data)


def _silence(data: dict[str, Any], rule: ExerciseRule) -> None:
    gone = [cue for cue in data["cues"] if cue["id"] in rule.silence]
    data["cues"] = [cue for cue in data["cues"] if cue["id"] not in rule.silence]
    judged = {point for cue in data["cues"] for point in cue["points"]} | set(
        data["signal"]["points"]
    )
    checks = {point for point, said in data["points"].items() if said["kind"] == "check"}
    for cue in gone:
        data["demonstration"]["faults"].pop(cue["id"], None)
        for point in cue["points"]:
            if point in checks - judged:
                data["not_judged"][point] = rule.reason


def _leave_out(data: dict[str, Any], rule: ExerciseRule) -> None:
    part = rule.leave_out
    assert part is not None
    for point in part.points:
        data["not_judged"][point] = rule.reason
    data["signal"] |= {"lobes": [lobe.model_dump() for lobe in part.lobes], "min_range": None}
    data["prompts"] = [prompt for prompt in data["prompts"] if prompt["phase"] != part.phase]
    data["cues"] = [cue for cue in data["cues"] if set(cue["when"]) != {part.phase}]
    data["how"] = list(part.how)
    show = data["demonstration"]
    show["repetition"] = [step for step in show["repetition"] if step["phase"] != part.phase]
    kept = {cue["id"] for cue in data["cues"]}
    faults = show["faults"].items()
    show["faults"] = {
        name: fault | {"phases": [phase for phase in fault["phases"] if phase != part.phase]}
        for name, fault in faults
        if name in kept and fault["phases"] != [part.phase]
    }


def _shrink(show: dict[str, Any], phase: str, share: float) -> None:
    """Poses of a phase go only that share of the way from the start."""
    steps = (*show["enter"], *show["repetition"])
    rest: dict[str, float] = next(
        (show["poses"][step["pose"]] for step in steps if step["phase"] == "start"), {}
    )
    made = []
    for step in show["repetition"]:
        if step["phase"] == phase:
            name = f"{step['pose']}-small"
            show["poses"][name] = _between(rest, show["poses"][step["pose"]], share)
            step = step | {"pose": name}
        made.append(step)
    show["repetition"] = made


def _between(
    rest: Mapping[str, float], pose: Mapping[str, float], share: float
) -> dict[str, float]:
    names = dict.fromkeys((*rest, *pose))
    return {
        name: rest.get(name, 0.0) + share * (pose.get(name, 0.0) - rest.get(name, 0.0))
        for name in names
    }


def _cue(
    exercise: Exercise, rule: ExerciseRule, limit: RangeLimit, place: int, own_range: OwnRange
) -> dict[str, Any]:
    value = limit.limit
    if limit.share_of_own is not None and limit.measure in own_range:
        least, most = own_range[limit.measure]
        own = limit.share_of_own * (most if limit.at_most is not None else least)
        value = min(value, own) if limit.at_most is not None else max(value, own)
    return {
        "id": f"{exercise.code}-limit-{rule.id}-{place + 1}",
        "points": [limit.point],
        "label": limit.label,
        "measure": limit.measure,
        "unit": limit.unit,
        "relative_to": limit.relative_to,
        "above" if limit.at_most is not None else "below": value,
        "when": ["hold"] if exercise.signal.kind == "hold" else ["start", "move"],
        "sustain_s": SUSTAIN_S[exercise.signal.kind],
        "severity": "stop",
        "say": limit.say,
        "clear": limit.clear,
        "source": limit.source,
    }
