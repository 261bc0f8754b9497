"""What every shape of the guide's data has in common, and how a bad file is told."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Knows its fields and no others, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GuideError(ValueError):
    """The guide can't be read as asked. `problems` holds one line for each problem."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
