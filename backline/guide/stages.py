"""The stages of an exercise: what an exercise file may say of easier and harder ways of it.

A stage is told as changes to the file's own data; `resolve.py` puts the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field, model_validator

from backline.guide.strict import Strict
from backline.language import LaidOver, Text


class Readiness(Strict):
    """What must have been measured in an earlier stage before the next one.

    repetitions or hold_s: how much, in one set (repetitions per side where the exercise has
    sides; seconds from first to last). good_share: the share of those repetitions, or of that
    time, with nothing to correct, 0 to 1. text: the same in words, for people.
    """

    repetitions: int | None = Field(default=None, ge=1)
    hold_s: float | None = Field(default=None, gt=0)
    good_share: float = Field(gt=0, le=1)
    text: Text = Field(min_length=8)
    source: str = Field(min_length=4)

    @model_validator(mode="after")
    def _one_amount(self) -> Readiness:
        if (self.repetitions is None) == (self.hold_s is None):
            raise ValueError("readiness: give exactly one of repetitions and hold_s")
        return self


class Needs(Strict):
    """What a stage needs.

    equipment: instead of the exercise's own list; None leaves that as it is.
    after: the stages of this exercise that must each have been done as `readiness` says.
    """

    equipment: list[Text] | None = None
    after: list[str] = Field(default_factory=list)
    readiness: Readiness | None = None

    @model_validator(mode="after")
    def _measured(self) -> Needs:
        if bool(self.after) != (self.readiness is not None):
            raise ValueError("needs: after and readiness go together")
        return self


class Stage(Strict):
    """One way of doing an exercise. A file lists its stages from easy to hard.

    standard: the file's own data is this stage, so it has no changes; exactly one stage is.
    points: the guide's points that ask for this stage.
    changes: what is different, laid over the file's own data: mappings are merged, everything
        else takes the place of what was there, null removes it. Where the file has a list of
        things with ids (`cues`, `variations`), a mapping with `keep` (ids, in any order; all
        when left out), `change` (by id) and `add` (whole ones) works on that list. Planted
        faults of cues that aren't kept go with them.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: Text
    summary: Text
    standard: bool = False
    needs: Needs = Field(default_factory=Needs)
    points: list[str] = Field(default_factory=list)
    changes: Annotated[dict[str, Any], LaidOver()] = Field(default_factory=dict)


def stage_problems(
    stages: Sequence[Stage], stage: str | None, known_points: Collection[str]
) -> Iterator[str]:
    """What is wrong with an exercise's stages among each other, a line each.

    stage: the one that the exercise's data is said to be, None when nothing is said.
    """
    ids = [one.id for one in stages]
    if len(set(ids)) != len(ids):
        yield "two stages share an id"
    if stage is not None and stage not in ids:
        yield f"there is no stage {stage}"
    if stages and sum(one.standard for one in stages) != 1:
        yield "exactly one stage must be the standard one"
    for place, one in enumerate(stages):
        if one.standard and (one.changes or one.needs.equipment is not None):
            yield f"stage {one.id}: the standard stage is the file's own data, without changes"
        for earlier in one.needs.after:
            if earlier not in ids[:place]:
                yield f"stage {one.id}: {earlier} is no earlier stage"
        for point in one.points:
            if point not in known_points:
                yield f"stage {one.id}: unknown point {point}"
