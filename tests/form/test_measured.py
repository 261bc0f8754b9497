"""What was measured is there for whoever asks, and for nobody else."""

from __future__ import annotations

import pytest

from backline.form.measured import NEUTRAL_BEND, Measured, shown_measures
from backline.form.signals import SignalTracker
from backline.guide.load import load_exercise
from backline.motion.context import Context, Neutral
from backline.motion.geometry import Geometry
from backline.motion.measures import MEASURES
from tests.bodies import pose_frame

BIRD_DOG = load_exercise("bird-dog")


def measured(neutral: Neutral | None = None) -> tuple[Measured, Context]:
    here = Context(Geometry(pose_frame()), "left", neutral)
    return Measured(shown_measures(BIRD_DOG), here, SignalTracker(BIRD_DOG.signal)), here


def test_nothing_is_worked_out_unasked() -> None:
    values, here = measured()
    assert here.known == {}
    assert values["back_bend_ratio"] == MEASURES["back_bend_ratio"].value(here)
    assert "trunk_pitch_deg" not in {name for name, _ in here.known}


def test_it_holds_the_cues_measures_and_the_signal_of_both_sides() -> None:
    values, _ = measured()
    durations = {cue.measure for cue in BIRD_DOG.cues} - set(MEASURES)
    sides = {f"{BIRD_DOG.signal.measure}_{side}" for side in ("left", "right")}
    assert {cue.measure for cue in BIRD_DOG.cues} - durations | sides <= set(values)
    assert len(values) == len(list(values)) == len(dict(values))


def test_the_neutrals_bend_is_there_once_it_is_known() -> None:
    assert NEUTRAL_BEND not in measured()[0]
    known, _ = measured(Neutral({"back_bend_ratio": 0.03}))
    assert known[NEUTRAL_BEND] == 0.03


def test_what_isnt_measured_isnt_there() -> None:
    values, _ = measured()
    assert values.get("head_turn_deg") is None
    with pytest.raises(KeyError):
        values["head_turn_deg"]
