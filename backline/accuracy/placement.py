"""Where the camera may stand: the same performances from other places, one thing moved at a time.

Each place is seen by every exercise with the same few performances: the exercise file's own
place in the middle of its ranges, then turned, raised or lowered, nearer or further.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backline.accuracy.outcome import Outcome
from backline.accuracy.scenarios import Plan, Scenario, scenarios
from backline.accuracy.score import Share
from backline.guide.schema import Exercise

TURNS_DEG = (-90.0, -60.0, -30.0, 30.0)
"""Off the exercise's own azimuth; negative towards the head end, or the front of who stands."""
HEIGHTS_M = (1.6,)
NEARER, FURTHER = 0.7, 1.6
"""Times the distance."""
FAULTS = 1
"""Planted faults for each exercise: all of them together show what a place hides."""
PLAN = Plan(clean=1, per_fault=1, per_variation=0, repetitions=(2, 2), enter_always=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A camera's place against the exercise's own: turned by `turn_deg`, at `height_m` (None: in
    the middle of the exercise's range), the distance times `distance`."""

    factor: str
    label: str
    turn_deg: float = 0.0
    height_m: float | None = None
    distance: float = 1.0


def _turned(turn_deg: float) -> Place:
    towards = "head or front" if turn_deg < 0 else "feet or back"
    return Place("turn", f"{abs(turn_deg):g}° towards {towards}", turn_deg=turn_deg)


PLACES: tuple[Place, ...] = (
    Place("own", "where the exercise asks for it"),
    *(_turned(turn_deg) for turn_deg in TURNS_DEG),
    *(Place("height", f"lens {height_m:g} m high", height_m=height_m) for height_m in HEIGHTS_M),
    Place("distance", f"{NEARER:g} of the distance", distance=NEARER),
    Place("distance", f"{FURTHER:g} times the distance", distance=FURTHER),
)


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """One exercise from one place, or all exercises.

    exact: performances counted right. found: planted faults whose cue spoke, of those it could
    be judged in. unjudged: planted faults that couldn't be. alarms: clean performances with any
    cue.
    """

    place: Place
    exact: Share
    found: Share
    unjudged: Share
    alarms: Share


def placed(exercise: Exercise, place: Place) -> list[Scenario]:
    """The performances to see from a place. Every place has the same ones."""
    measures: dict[str, str] = {}
    for cue in exercise.cues:
        if cue.id in exercise.demonstration.faults and "rep" not in cue.when:
            measures.setdefault(cue.measure, cue.id)
    chosen = scenarios(exercise, PLAN, only=list(measures.values())[:FAULTS])
    return [_moved(s, exercise, place) for s in chosen if s.view == "side"]


def _moved(scenario: Scenario, exercise: Exercise, place: Place) -> Scenario:
    low_m, high_m = exercise.view.height_m
    facing = 1.0 if scenario.azimuth_deg < 180.0 else -1.0
    azimuth_deg = facing * (exercise.view.azimuth_deg + place.turn_deg)
    height_m = 0.5 * (low_m + high_m) if place.height_m is None else place.height_m
    return replace(
        scenario,
        azimuth_deg=round(azimuth_deg % 360.0, 2),
        height_m=round(height_m, 3),
        distance_m=round(scenario.distance_m * place.distance, 3),
    )


def place_score(place: Place, outcomes: Sequence[Outcome]) -> PlaceScore:
    """What was right of some performances seen from a place."""
    clean = [o for o in outcomes if o.scenario.clean]
    planted = [o for o in outcomes if not o.scenario.clean]
    told = [o for o in planted if o.scenario.fault in o.judged | o.faults]
    return PlaceScore(
        place=place,
        exact=Share.of(map(counted_right, outcomes)),
        found=Share.of(o.scenario.fault in o.faults for o in told),
        unjudged=Share(len(planted) - len(told), len(planted)),
        alarms=Share.of(bool(o.faults) for o in clean),
    )


def counted_right(outcome: Outcome) -> bool:
    """Whether the repetitions, or the one hold, were found."""
    if outcome.hold is not None:
        return outcome.hold.found_count == outcome.hold.true_count
    return outcome.found_count == outcome.true_count
