"""Holds a document against a JSON Schema, as far as the project's schemas go.

Only the keywords that they use are known; another one is an error, never passed over.
"""

from __future__ import annotations

import math
from typing import Any

NOTES = {"$schema", "$defs", "$ref", "title", "description", "default"}
KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "null": (type(None),),
}


def problems(document: Any, schema: dict[str, Any]) -> list[str]:
    """What is wrong with a document, a line each; empty when it is valid."""
    return list(_problems(document, schema, schema, "document"))


def _problems(value: Any, rule: dict[str, Any], root: dict[str, Any], where: str) -> list[str]:
    found: list[str] = []
    if "$ref" in rule:
        name = rule["$ref"].removeprefix("#/$defs/")
        found += _problems(value, root["$defs"][name], root, where)
    for keyword, wanted in rule.items():
        if keyword in NOTES or keyword == "additionalProperties":
            continue
        if keyword == "type":
            kinds = wanted if isinstance(wanted, list) else [wanted]
            if not any(_is(value, kind) for kind in kinds):
                found.append(f"{where}: {value!r} is not {' or '.join(kinds)}")
        elif keyword == "enum":
            found += [] if value in wanted else [f"{where}: {value!r} is not one of {wanted}"]
        elif keyword == "const":
            found += [] if value == wanted else [f"{where}: {value!r} is not {wanted!r}"]
        elif keyword == "anyOf":
            ways = [_problems(value, way, root, where) for way in wanted]
            found += min(ways, key=len)
        elif keyword == "required":
            missing = [name for name in wanted if isinstance(value, dict) and name not in value]
            found += [f"{where}: {name} is missing" for name in missing]
        elif keyword == "properties":
            found += _of_object(value, rule, root, where)
        elif keyword == "items":
            for index, item in enumerate(value if isinstance(value, list) else ()):
                found += _problems(item, wanted, root, f"{where}[{index}]")
        else:
            raise NotImplementedError(f"{where}: the keyword {keyword} is not known here")
    return found


def _of_object(value: Any, rule: dict[str, Any], root: dict[str, Any], where: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    known, found = rule["properties"], []
    for name, item in value.items():
        if name in known:
            found += _problems(item, known[name], root, f"{where}.{name}")
        elif rule.get("additionalProperties", True) is False:
            found.append(f"{where}: {name} is not expected")
    return found


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, float) and not math.isfinite(value):
        return False
    return isinstance(value, KINDS[kind])
