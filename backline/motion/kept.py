"""Attributes that are worked out when first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")


class kept(Generic[Kept]):
    """As `functools.cached_property`, without the lock that it takes in Python 3.11: for what is
    asked for ten times a frame the lock costs more than most of the work. Instances need a
    `__dict__`; two threads that ask at once may each work it out."""

    def __init__(self, function: Callable[[Any], Kept]) -> None:
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    def __get__(self, instance: object, owner: type) -> Kept:
        value = instance.__dict__[self._name] = self._function(instance)
        return value
