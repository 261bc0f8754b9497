"""Reading the package's YAML data files. This is the one place that does.

Other rooms read their own files through here: they name their package, a file or a folder in
it, and the shape that the content must have. Every problem is collected and raised once.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml
from pydantic import ValidationError

from backline.guide.resolve import problem_lines
from backline.guide.strict import GuideError, Strict

try:  # libyaml reads six times as fast; PyYAML can be built without it
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

Shape = TypeVar("Shape", bound=Strict)


class Readable(Protocol):
    """What a packaged resource and a `Path` have in common."""

    @property
    def name(self) -> str: ...

    def read_text(self, encoding: str | None = None) -> str: ...


def read_file(package: str, name: str, shape: type[Shape]) -> Shape:
    """A YAML file of a package, checked against its shape.

    package: dotted, `backline.person`. name: the file's path within it, `words/en.yaml`.
    Raises GuideError with every problem of the file.
    """
    problems: list[str] = []
    found = checked(files(package) / name, shape, problems)
    if found is None:
        raise GuideError(problems)
    return found


def read_folder(package: str, folder: str, shape: type[Shape]) -> dict[str, Shape]:
    """All YAML files of a folder in a package, by their names without the ending, in that order.

    Raises GuideError with every problem of every file.
    """
    found: dict[str, Shape] = {}
    problems: list[str] = []
    inside = (files(package) / folder).iterdir()
    for resource in sorted((f for f in inside if f.name.endswith(".yaml")), key=lambda f: f.name):
        one = checked(resource, shape, problems)
        if one is not None:
            found[resource.name.removesuffix(".yaml")] = one
    if problems:
        raise GuideError(problems)
    return found


def read_path(path: Path, shape: type[Shape]) -> Shape:
    """A YAML file on disk, checked against its shape. Raises GuideError like `read_file`."""
    problems: list[str] = []
    found = checked(path, shape, problems)
    if found is None:
        raise GuideError(problems)
    return found


def checked(resource: Readable, shape: type[Shape], problems: list[str]) -> Shape | None:
    """One file against its shape; None, and lines added to `problems`, when it doesn't fit."""
    before = len(problems)
    data = load_yaml(resource, problems)
    if len(problems) > before:
        return None
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        problems += problem_lines(resource.name, error)
        return None


def load_yaml(resource: Readable, problems: list[str]) -> Any:
    """What a file says; None, and a line added to `problems`, when it can't be read."""
    try:
        return yaml.load(resource.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = " ".join(str(error).split())
        problems.append(f"{resource.name}: can't be read as YAML: {reason}")
        return None


class _UniqueKeyLoader(SafeLoader):
    """Safe YAML in which a key given twice is an error, not a silent overwrite."""


def _unique_mapping(loader: SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is given twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)
