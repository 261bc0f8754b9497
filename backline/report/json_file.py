"""The analysis as JSON: the published contract (`docs/json.md`).

`python -m backline.report.json_file` prints its JSON Schema, kept in
`docs/analysis.schema.json`.
"""

from __future__ import annotations

import json
import math
from typing import Any

from backline.form.result import Analysis

MAYBE_UNMEASURED = ("range", "highest", "lowest")
"""Numbers of a repetition that can fail to be measured although it was counted: null then."""
SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def analysis_json(analysis: Analysis, *, one_line: bool = False) -> str:
    """The analysis as JSON text ending in a line break. Numbers are rounded to 4 decimals
    (times to a tenth of a millisecond); what could not be measured is null, never NaN.

    one_line: without line breaks inside, for one document a line.
    """
    # Pydantic writes NaN and infinities as null.
    data = _rounded(json.loads(analysis.model_dump_json(by_alias=True)))
    layout: dict[str, Any] = {"separators": (",", ":")} if one_line else {"indent": 2}
    return json.dumps(data, allow_nan=False, ensure_ascii=False, **layout) + "\n"


def read_analysis(text: str) -> Analysis:
    """An analysis from its JSON. Raises pydantic's ValidationError when it is something else."""
    data = json.loads(text)
    for repetition in data.get("repetitions", []) if isinstance(data, dict) else []:
        if isinstance(repetition, dict):
            unknown = [one for one in MAYBE_UNMEASURED if repetition.get(one, 0) is None]
            repetition.update(dict.fromkeys(unknown, math.nan))
    return Analysis.model_validate(data)


def analysis_schema() -> dict[str, Any]:
    """The JSON Schema of `analysis_json`'s documents."""
    schema = Analysis.model_json_schema(by_alias=True, mode="serialization")
    for name in MAYBE_UNMEASURED:
        schema["$defs"]["Repetition"]["properties"][name]["type"] = ["number", "null"]
    return {"$schema": SCHEMA_DIALECT, **schema}


def schema_text() -> str:
    """`analysis_schema` as the text of its file."""
    return json.dumps(analysis_schema(), indent=2, ensure_ascii=False) + "\n"


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return value


if __name__ == "__main__":
    print(schema_text(), end="")
