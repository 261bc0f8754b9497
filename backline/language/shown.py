"""Which fields of a model people read or hear, and the model with those in another language.

A model says so itself: a field of type `Text`, or of lists, tuples and dicts of it, is shown.
Ids, units and sources are `str` and stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from backline.language.catalogue import SOURCE_LANGUAGE, translate


@dataclass(frozen=True, slots=True)
class Shown:
    """Marks a text that people read or hear."""


@dataclass(frozen=True, slots=True)
class LaidOver:
    """Marks raw data that is laid over the outermost model, and so has texts where that has them.

    Where the model has a list of things with ids, the data may instead say what to `change`, by
    id, and what to `add`.
    """


Text = Annotated[str, Shown()]
"""A text that people read or hear; to be translated."""

Model = TypeVar("Model", bound=BaseModel)
Say = Callable[[str], str]
Mapper = Callable[[Any, Say], Any]
"""Takes a value and what to do with a text; gives the value with every text in it replaced, and
the very same object when none was."""


def translated(model: Model, language: str = SOURCE_LANGUAGE) -> Model:
    """The model with every text that people read or hear in a language, and nothing else changed.

    Texts without a translation stay in English. In English the model itself comes back. The
    result isn't validated again. An exercise takes less than a millisecond; who shows it often
    keeps the result. Raises ValueError for a language there is no catalogue of.
    """
    if language == SOURCE_LANGUAGE:
        return model
    return _replaced(model, partial(translate, language=language))


def texts(model: BaseModel) -> tuple[str, ...]:
    """Every text of a model that people read or hear, each once, in the order of its fields."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    _replaced(model, note)
    return tuple(found)


def _replaced(model: Model, say: Say) -> Model:
    replaced: Model = _in_model(type(model), type(model), model, say)
    return replaced


@cache
def _fields(model: type[BaseModel], root: type[BaseModel]) -> Mapping[str, Mapper]:
    """What to do with each field that has texts in it. root: the outermost model."""
    mappers = {
        name: _mapper(field.annotation, tuple(field.metadata), root)
        for name, field in model.model_fields.items()
    }
    return {name: mapper for name, mapper in mappers.items() if mapper is not None}


def _mapper(annotation: Any, marks: tuple[Any, ...], root: type[BaseModel]) -> Mapper | None:
    """What to do with a value of a type; None when there are no texts in it."""
    if any(isinstance(mark, Shown) for mark in marks):
        return _in_text
    if any(isinstance(mark, LaidOver) for mark in marks):
        return partial(_in_model, root, root)
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _mapper(inner[0], inner[1:], root)
    if origin in (list, tuple):
        item = _mapper(inner[0], (), root)
        return None if item is None else partial(_in_items, item)
    if origin is dict:
        key, value = (_mapper(one, (), root) for one in inner)
        return None if key is value is None else partial(_in_dict, key or _kept, value or _kept)
    if origin in (Union, UnionType):
        found = [mapper for one in inner if (mapper := _mapper(one, (), root)) is not None]
        return found[0] if found else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return partial(_in_model, annotation, root)  # looked into later: models may hold themselves
    return None


def _in_text(value: Any, say: Say) -> Any:
    return say(value) if isinstance(value, str) else value


def _kept(value: Any, say: Say) -> Any:
    return value


def _in_items(item: Mapper, value: Any, say: Say) -> Any:
    if isinstance(value, Mapping):  # raw: what to keep, change and add
        change = {name: item(one, say) for name, one in (value.get("change") or {}).items()}
        add = [item(one, say) for one in value.get("add") or ()]
        told = {"change": change, "add": add}
        return {name: told.get(name, one) for name, one in value.items()}
    if value is None:
        return None
    new = [item(one, say) for one in value]
    same = all(one is old for one, old in zip(new, value, strict=True))
    return value if same else type(value)(new)


def _in_dict(key: Mapper, one: Mapper, value: Any, say: Say) -> Any:
    if value is None:
        return None
    new = {key(k, say): one(v, say) for k, v in value.items()}
    same = all(k in value and v is value[k] for k, v in new.items())
    return value if same else new


def _in_model(model: type[BaseModel], root: type[BaseModel], value: Any, say: Say) -> Any:
    if isinstance(value, BaseModel):
        own = [(n, getattr(value, n), mapper) for n, mapper in _fields(type(value), root).items()]
        new = {name: (old, mapper(old, say)) for name, old, mapper in own}
        changed = {name: one for name, (old, one) in new.items() if one is not old}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, Mapping):  # raw
        mappers = _fields(model, root)
        raw = {k: mappers.get(k, _kept)(v, say) for k, v in value.items()}
        return raw if raw != value else value
    return value
