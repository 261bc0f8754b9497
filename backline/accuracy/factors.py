"""Where it goes wrong: the same figures, split by body, camera and tempo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backline.accuracy.outcome import Outcome
from backline.accuracy.scenarios import Scenario
from backline.accuracy.score import Share

Level = Callable[[Scenario], str]


def _turn_deg(scenario: Scenario) -> float:
    """How far the camera is from the exact side, towards the head end positive."""
    off = scenario.azimuth_deg - 90.0
    return off if abs(off) < 90.0 else -(off - 180.0)


def _turn(scenario: Scenario) -> str:
    turn = _turn_deg(scenario)
    if abs(turn) <= 10.0:
        return "1. within 10° of the side"
    return "2. 10–20° towards the head" if turn < 0 else "3. 10–20° towards the feet"


def _facing(scenario: Scenario) -> str:
    return "1. left" if abs(scenario.azimuth_deg - 90.0) < 90.0 else "2. right"


def _in_two(value: float, middle: float, words: tuple[str, str]) -> str:
    return f"1. {words[0]}" if value < middle else f"2. {words[1]}"


FACTORS: dict[str, Level] = {
    "view": _turn,
    "facing": _facing,
    "camera": lambda s: _in_two(s.height_m, 0.65, ("0.3–0.65 m high", "0.65–1.0 m high")),
    "distance": lambda s: _in_two(s.distance_m, 2.75, ("nearer than 2.75 m", "further")),
    "tempo": lambda s: _in_two(s.tempo, 1.02, ("quicker", "slower")),
    "body": lambda s: f"{0 if s.shape == 'average' else 1}. {s.shape}",
}
"""By name: which level of the factor a scenario is at. The number orders the levels."""


@dataclass(frozen=True, slots=True)
class LevelScore:
    """One level of one factor, over all exercises seen from the side.

    exact: performances with the true number of repetitions, or exactly one hold. alarms:
    clean performances with any cue. found: performances with a planted fault whose cue spoke.
    """

    factor: str
    level: str
    exact: Share
    alarms: Share
    found: Share


def by_factor(outcomes: Sequence[Outcome]) -> list[LevelScore]:
    """All levels of all factors."""
    side = [o for o in outcomes if o.scenario.view == "side"]
    out: list[LevelScore] = []
    for factor, level in FACTORS.items():
        for name in sorted({level(o.scenario) for o in side}):
            chosen = [o for o in side if level(o.scenario) == name]
            clean = [o for o in chosen if o.scenario.clean]
            planted = [o for o in chosen if not o.scenario.clean]
            out.append(
                LevelScore(
                    factor=factor,
                    level=name.split(". ", 1)[1],
                    exact=Share.of(_exact(o) for o in chosen),
                    alarms=Share.of(bool(o.faults) for o in clean),
                    found=Share.of(o.scenario.fault in o.faults for o in planted if _told(o)),
                )
            )
    return out


def _told(outcome: Outcome) -> bool:
    """Whether the planted fault could be judged, or something was wrong with the count."""
    return outcome.scenario.fault in outcome.judged | outcome.faults or not _exact(outcome)


def _exact(outcome: Outcome) -> bool:
    if outcome.hold is not None and outcome.scenario.variation is None:
        return outcome.hold.found_count == outcome.hold.true_count
    return outcome.found_count == outcome.true_count
