"""The published JSON: complete, plain, and what the schema promises."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from backline.form.result import Analysis
from backline.report.json_file import analysis_json, read_analysis, schema_text
from tests import schema_check
from tests.report import fakes

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "analysis.schema.json").read_text(encoding="utf-8")
)


def no_constants(word: str) -> Any:
    raise AssertionError(f"{word} is no JSON")


def strict(text: str) -> Any:
    """The document; NaN and infinities, which aren't JSON, are an error."""
    return json.loads(text, parse_constant=no_constants)


@pytest.mark.parametrize("analysis", [fakes.analysis(), fakes.plank_analysis()])
def test_it_is_what_the_schema_promises_and_comes_back_the_same(analysis: Analysis) -> None:
    text = analysis_json(analysis)
    assert text.endswith("}\n")
    assert schema_check.problems(strict(text), SCHEMA) == []
    again = read_analysis(text)
    assert analysis_json(again) == text
    assert again.repetitions == analysis.repetitions
    assert again.holds == analysis.holds
    assert again.cannot_judge == analysis.cannot_judge
    assert again.cues == analysis.cues


def test_the_version_is_called_schema() -> None:
    document = strict(analysis_json(fakes.analysis()))
    assert document["schema"] == 1
    assert "schema_version" not in document


def broken(change: dict[str, Any]) -> dict[str, Any]:
    return {**strict(analysis_json(fakes.analysis())), **change}


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"exercise": None},
        {"more": 1},
        {"holds": [{"start_s": 0.0, "end_s": 1.0, "good_s": 1.0, "ended": "asleep"}]},
        {"holds": [{"start_s": 0.0, "end_s": 1.0, "good_s": 1.0}]},
        {"seen": {"frames": 1.5, "fraction": 0.5}},
        {"cannot_judge": [{"reason": "shy", "start_s": 0.0, "end_s": 1.0}]},
        {"repetitions": {}},
    ],
)
def test_schema_and_reader_refuse_the_same_documents(change: dict[str, Any]) -> None:
    document = broken(change)
    assert schema_check.problems(document, SCHEMA)
    with pytest.raises(ValidationError):
        read_analysis(json.dumps(document))


@pytest.mark.parametrize("text", ["[]", "3", '"text"', "null"])
def test_other_json_is_refused(text: str) -> None:
    assert schema_check.problems(json.loads(text), SCHEMA)
    with pytest.raises(ValidationError):
        read_analysis(text)


def with_range(value: float) -> Analysis:
    analysis = fakes.analysis()
    analysis.repetitions[0].range = value
    return analysis


def test_what_was_not_measured_is_null_and_comes_back_unknown() -> None:
    text = analysis_json(with_range(math.nan))
    document = strict(text)
    assert document["repetitions"][0]["range"] is None
    assert schema_check.problems(document, SCHEMA) == []
    assert math.isnan(read_analysis(text).repetitions[0].range)


def test_both_ends_of_a_repetition_are_there_or_null() -> None:
    analysis = fakes.analysis()
    analysis.repetitions[0].highest = analysis.repetitions[1].lowest = math.nan
    text = analysis_json(analysis)
    first, second, *_ = (one for one in strict(text)["repetitions"])
    assert (first["highest"], first["lowest"]) == (None, 4.0)
    assert (second["highest"], second["lowest"]) == (88.0, None)
    assert schema_check.problems(strict(text), SCHEMA) == []
    again = read_analysis(text)
    assert math.isnan(again.repetitions[0].highest)
    assert again.repetitions[1].highest == 88.0


def test_a_document_from_before_both_ends_were_kept_is_read() -> None:
    document = strict(analysis_json(fakes.analysis()))
    for one in document["repetitions"]:
        del one["highest"], one["lowest"]
    assert schema_check.problems(document, SCHEMA) == []
    (first, *_) = read_analysis(json.dumps(document)).repetitions
    assert math.isnan(first.highest)
    assert math.isnan(first.lowest)
    assert first.range == 82.0


@given(st.floats(-1e9, 1e9))
def test_numbers_are_rounded_to_four_decimals(value: float) -> None:
    got = strict(analysis_json(with_range(value)))["repetitions"][0]["range"]
    assert got == pytest.approx(value, abs=0.5001e-4)
    assert got == round(got, 4)


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_there_is_no_infinity(value: float) -> None:
    assert strict(analysis_json(with_range(value)))["repetitions"][0]["range"] is None


def test_one_line_holds_the_same() -> None:
    text = analysis_json(fakes.analysis(), one_line=True)
    assert text.count("\n") == 1
    assert strict(text) == strict(analysis_json(fakes.analysis()))


def test_names_are_kept_as_they_are() -> None:
    analysis = fakes.analysis()
    analysis.video.path = 'Übungen/"Montag"\n.mp4'
    text = analysis_json(analysis)
    assert "Übungen" in text
    assert strict(text)["video"]["path"] == analysis.video.path


def test_the_schema_is_a_json_document_that_names_its_dialect() -> None:
    assert strict(schema_text()) == SCHEMA
    assert SCHEMA["$schema"].startswith("https://json-schema.org/")


def test_a_keyword_unknown_to_these_tests_is_no_pass() -> None:
    with pytest.raises(NotImplementedError, match="minimum"):
        schema_check.problems(1, {"minimum": 0})
