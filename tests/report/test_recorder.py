"""Every frame is a row, whatever it held."""

from __future__ import annotations

import math

import numpy as np

from backline.body import CannotJudge, PoseFrame
from backline.form.result import Update, Verdict
from backline.report.recorder import Recorder
from tests.report import fakes


def update(
    time_s: float,
    measures: dict[str, float] | None = None,
    verdicts: tuple[Verdict, ...] = (),
    reason: CannotJudge | None = None,
) -> Update:
    frame = PoseFrame.empty(time_s, 640, 360)
    return Update(
        frame, "ready", "start", 0, None, math.nan, 0.0, 0.0, verdicts, reason, measures or {}
    )


def test_late_and_missing_columns_are_padded() -> None:
    recorder = Recorder()
    recorder.add(update(0.0, {"a": 1.0}))
    recorder.add(update(0.1, {"b": 2.0}, (Verdict("X1", "fault", 9.0, 5.0),)))
    recorder.add(update(0.2, {"a": 3.0}, (Verdict("X1", "ok", 4.0, 5.0),)))
    recorder.add(update(0.3, reason=CannotJudge.NO_PERSON))
    got = recorder.recording()
    nan = np.nan
    np.testing.assert_array_equal(got.time_s, [0.0, 0.1, 0.2, 0.3])
    np.testing.assert_array_equal(got.measures["a"], [1.0, nan, 3.0, nan])
    np.testing.assert_array_equal(got.measures["b"], [nan, 2.0, nan, nan])
    np.testing.assert_array_equal(got.values["X1"], [nan, 9.0, 4.0, nan])
    np.testing.assert_array_equal(got.faults["X1"], [False, True, False, False])
    assert got.faults["X1"].dtype == np.bool_
    np.testing.assert_array_equal(got.unseen, [False, False, False, True])
    assert got.reasons[-1] is CannotJudge.NO_PERSON
    assert got.stages == ("ready",) * 4
    assert (got.start_s, got.end_s) == (0.0, 0.3)


def test_not_judged_is_neither_good_nor_fault() -> None:
    recorder = Recorder()
    recorder.add(update(0.0, {}, (Verdict("X1", "cannot-judge", math.nan, 5.0),)))
    got = recorder.recording()
    assert np.isnan(got.values["X1"]).all()
    assert not got.faults["X1"].any()


def test_nothing_added_is_an_empty_recording() -> None:
    got = Recorder().recording()
    assert got.time_s.shape == (0,)
    assert (got.measures, got.values, got.faults) == ({}, {}, {})
    assert got.unseen.shape == (0,)
    assert (got.start_s, got.end_s) == (0.0, 0.0)


def test_a_recording_doesnt_change_afterwards() -> None:
    recorder = Recorder()
    recorder.add(update(0.0, {"a": 1.0}))
    early = recorder.recording()
    recorder.add(update(0.1, {"a": 2.0, "b": 1.0}))
    assert early.time_s.tolist() == [0.0]
    assert early.measures["a"].tolist() == [1.0]
    assert set(early.measures) == {"a"}
    assert recorder.recording().measures["a"].tolist() == [1.0, 2.0]


def test_a_whole_session_is_kept_row_by_row() -> None:
    recorder, session = Recorder(), fakes.session()
    for one in session:
        recorder.add(one)
    got = recorder.recording()
    columns = [*got.measures.values(), *got.values.values(), *got.faults.values()]
    assert {column.shape for column in columns} == {(len(session),)}
    for row, one in enumerate(session):
        for name, column in got.measures.items():
            np.testing.assert_equal(column[row], one.measures.get(name, np.nan))
        found = {v.cue_id for v in one.verdicts if v.verdict == "fault"}
        assert {name for name, column in got.faults.items() if column[row]} == found
