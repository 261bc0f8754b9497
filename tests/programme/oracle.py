"""What the guide forbids, told again from its points, without the rule engine or its data.

The tables below are to be read beside the guide's points (G1 ... SR4). `may_be` is how they
take a missing answer: it may be the worst.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Stage = tuple[str, str | None]


@dataclass(frozen=True)
class Someone:
    """A person on a day; None is "not answered"."""

    diagnoses: frozenset[str] | None
    pain_now: int | None
    pain_week: int | None
    phase: str | None
    cleared: bool | None
    hurts: frozenset[str] | None
    learned: frozenset[str]
    experienced: bool

    def told(self, *diagnoses: str) -> bool:
        """One of these may have been told."""
        return self.diagnoses is None or bool(self.diagnoses & set(diagnoses))

    def may_hurt(self, movement: str) -> bool:
        return self.hurts is None or movement in self.hurts

    @property
    def fresh(self) -> bool:
        return self.phase in {None, "acute"}

    @property
    def not_cleared(self) -> bool:
        return self.cleared is not True

    def pain_may_be(self, at_least: int) -> bool:
        return self.pain_now is None or self.pain_now >= at_least

    @property
    def any_diagnosis(self) -> bool:
        return self.told("herniated-disc", "spinal-stenosis", "other")

    # How much of a movement is left.

    @property
    def no_rounding(self) -> bool:
        return self.told("herniated-disc") and (self.fresh or self.may_hurt("bending-forward"))

    @property
    def little_rounding(self) -> bool:
        return self.told("herniated-disc") or self.may_hurt("bending-forward")

    @property
    def no_arching(self) -> bool:
        return self.told("spinal-stenosis") and (self.fresh or self.may_hurt("arching"))

    @property
    def little_arching(self) -> bool:
        return self.told("spinal-stenosis") or self.may_hurt("arching")

    @property
    def no_twisting(self) -> bool:
        return self.may_hurt("twisting") or (self.fresh and self.not_cleared)

    @property
    def little_twisting(self) -> bool:
        return self.no_twisting or self.fresh or self.any_diagnosis


STAGES: dict[str, tuple[str | None, ...]] = {
    "cat-cow": (None,),
    "bird-dog": ("arm-only", "leg-only", "arm-and-leg"),
    "plank": ("on-knees", "on-toes", "leg-lift", "rocking", "side-to-side"),
    "chop": ("hold", "pull-across", "pull-down-across"),
    "ball-rotation": (None,),
    "ball-raise": (None,),
    "band-deadlift": ("hinge", "band", "loaded"),
    "pulldown": (None,),
    "squat-row": ("squat", "standing-row", "seated-row", "squat-row"),
}


def of(exercise: str, *stages: str) -> tuple[Stage, ...]:
    """These stages of an exercise; all of them when none is named."""
    return tuple((exercise, stage) for stage in stages or STAGES[exercise])


NEEDS: dict[Stage, set[str]] = {
    **{key: {"mat"} for key in of("cat-cow") + of("bird-dog") + of("plank")},
    **{key: {"mat", "ball"} for key in of("ball-rotation") + of("ball-raise")},
    **{key: {"band"} for key in of("chop") + of("pulldown")},
    **{key: {"band"} for key in of("squat-row", "standing-row", "squat-row")},
    **{key: {"band", "chair"} for key in of("squat-row", "seated-row")},
    **{key: {"band"} for key in of("band-deadlift", "band")},
    **{key: {"band", "kettlebell"} for key in of("band-deadlift", "loaded")},
    **{key: set() for key in of("squat-row", "squat") + of("band-deadlift", "hinge")},
}

# No exercise at all: the guide's point, and for whom.
NO_EXERCISE: list[tuple[str, Callable[[Someone], bool]]] = [
    ("G2", lambda p: p.not_cleared and p.pain_now is not None and p.pain_now >= 7),
    ("G2", lambda p: p.not_cleared and bool(p.diagnoses)),
    ("G1", lambda p: p.pain_now is not None and p.pain_now >= 6),
]

# Left out: the guide's point, for whom, and what.
HARDER_PLANKS = of("plank", "on-toes", "leg-lift", "rocking", "side-to-side")
PULLS = of("chop", "pull-across", "pull-down-across")
LEFT_OUT: list[tuple[str, Callable[[Someone], bool], tuple[Stage, ...]]] = [
    ("CC-d", lambda p: p.no_rounding and p.no_arching, of("cat-cow")),
    ("CC-s", lambda p: p.no_rounding and p.no_arching, of("cat-cow")),
    ("BD-p", lambda p: p.pain_may_be(4), of("bird-dog", "arm-and-leg")),
    ("PL-a", lambda p: p.fresh and p.not_cleared, of("plank")),
    ("PL-a", lambda p: p.fresh or p.pain_may_be(4), HARDER_PLANKS),
    ("G1", lambda p: p.no_twisting, of("plank", "side-to-side")),
    ("CH-r", lambda p: p.no_twisting, of("chop")),
    ("CH-r", lambda p: p.little_twisting, PULLS + of("ball-rotation")),
    ("CC-d", lambda p: p.little_rounding, PULLS),
    ("CC-s", lambda p: p.little_arching, PULLS),
    ("CC-d", lambda p: p.little_rounding, of("band-deadlift", "loaded")),
    ("CC-d", lambda p: p.no_rounding, of("ball-rotation") + of("band-deadlift")),
    ("CC-s", lambda p: p.little_arching, of("ball-rotation")),
    ("CC-s", lambda p: p.no_arching, of("ball-raise")),
    (
        "BR-d",
        lambda p: (
            p.told("herniated-disc", "spinal-stenosis")
            and (p.not_cleared or "ball-rotation-checked" not in p.learned)
        ),
        of("ball-rotation"),
    ),
    ("DL1", lambda p: p.not_cleared, of("band-deadlift")),
    ("DL1", lambda p: "deadlift-supervised" not in p.learned, of("band-deadlift")),
    ("DL1", lambda p: p.may_hurt("lifting"), of("band-deadlift")),
    ("DL1", lambda p: p.pain_may_be(1), of("band-deadlift")),
    ("DL1", lambda p: p.pain_week is None or p.pain_week >= 1, of("band-deadlift")),
    ("SR1", lambda p: not p.experienced, of("squat-row", "squat-row")),
    ("G1", lambda p: p.may_hurt("lifting"), of("squat-row", "squat-row")),
    ("PL9", lambda p: not p.experienced, of("plank", "leg-lift", "rocking", "side-to-side")),
    ("CH-why", lambda p: not p.experienced, PULLS),
    ("DL3", lambda p: not p.experienced, of("band-deadlift", "band")),
    ("DL4", lambda p: not p.experienced, of("band-deadlift", "loaded")),
]

# Watched more closely: the guide's point, for whom, the exercise, the half that stays out, the
# measure (or one of several, by the stage), and on which side of it the limit lies.
Watched = tuple[str, Callable[[Someone], bool], str, str | None, str, str]
LIMITED: list[Watched] = [
    ("CC-d", lambda p: p.no_rounding, "cat-cow", "cat", "back_bend_ratio", "most"),
    ("CC-d", lambda p: p.little_rounding, "cat-cow", None, "back_bend_ratio", "most"),
    ("CC-s", lambda p: p.no_arching, "cat-cow", "cow", "back_bend_ratio", "least"),
    ("CC-s", lambda p: p.little_arching, "cat-cow", None, "back_bend_ratio", "least"),
    *(
        ("CC-d", lambda p: p.little_rounding, exercise, None, measure, "most")
        for exercise, measure in [
            ("bird-dog", "lumbar_bend_ratio"),
            ("plank", "lumbar_bend_ratio"),
            ("chop", "back_bend_ratio"),
            ("band-deadlift", "back_bend_ratio"),
            ("pulldown", "lumbar_bend_ratio"),
            ("squat-row", "back_bend_ratio"),
        ]
    ),
    *(
        ("CC-s", lambda p: p.little_arching, exercise, None, measure, "least")
        for exercise, measure in [
            ("bird-dog", "lumbar_bend_ratio"),
            ("plank", "hip_line_ratio|hip_knee_line_ratio"),
            ("chop", "lumbar_bend_ratio"),
            ("ball-raise", "lumbar_bend_ratio"),
            ("band-deadlift", "back_bend_ratio"),
            ("pulldown", "lumbar_bend_ratio"),
            ("squat-row", "back_bend_ratio"),
        ]
    ),
]

# What asks for more than the limit allows, and so must be silent.
SILENT: list[tuple[Callable[[Someone], bool], str, str]] = [
    (lambda p: p.little_rounding, "cat-cow", "CC2-round"),
    (lambda p: p.little_arching, "cat-cow", "CC4-arch"),
]


def forbidden(person: Someone) -> dict[Stage, set[str]]:
    """By stage, the guide's points that keep it out; equipment apart."""
    found: dict[Stage, set[str]] = {}
    for point, when, what in LEFT_OUT:
        if when(person):
            for stage in what:
                found.setdefault(stage, set()).add(point)
    return found


def no_exercise(person: Someone) -> set[str]:
    """The guide's points that speak against any exercise."""
    return {point for point, when in NO_EXERCISE if when(person)}
