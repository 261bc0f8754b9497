"""What a person told us. "Not answered" is a value of its own and never read as "no"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, ValidationError

from backline.guide.resolve import problem_lines
from backline.guide.strict import Strict
from backline.person.condition import NOT_ANSWERED, NotAnswered

YesNo = StrictBool | NotAnswered
Pain = Annotated[int, Field(strict=True, ge=0, le=10)] | NotAnswered
"""NPRS: 0 is no pain, 10 the worst that can be imagined."""

Duration = Literal["none", "acute", "subacute", "chronic"]
"""How long this back pain has lasted: none at present, under 6 weeks, 6 to 12, over 12."""

AgeBand = Literal["under-18", "18-34", "35-49", "50-64", "65-74", "75-plus"]
Diagnosis = Literal["herniated-disc", "spinal-stenosis", "other"]
"""Told by a clinician. An empty set is "none of these"."""

LegSymptom = Literal["pain-above-knee", "pain-below-knee", "numb-or-tingling", "weak"]
Hurting = Literal["bending-forward", "arching", "twisting", "lifting"]
Equipment = Literal["mat", "ball", "band", "kettlebell", "chair"]
"""A band or cable counts only with something firm to fasten it to."""

Learned = Literal[
    "squat", "standing-row", "seated-row", "deadlift-supervised", "ball-rotation-checked"
]
"""What somebody qualified has shown the person and watched them do."""

GoalArea = Literal["sitting", "bending-lifting", "standing-walking", "reaching-turning", "other"]


class Goal(Strict):
    """An activity of the person's own that their back makes hard, as in the PSFS.

    score: 0, can't do it, to 10, as well as before the trouble. area: the nearest of a few
    kinds, so that the programme can prefer what helps with it.
    """

    activity: str = Field(min_length=1, max_length=120)
    score: Annotated[int, Field(strict=True, ge=0, le=10)] | NotAnswered = NOT_ANSWERED
    area: GoalArea = "other"


class RedFlagAnswers(Strict):
    """Signs of the rare things that aren't ordinary back pain, each yes, no or not answered.

    The words that people read stand in the words file under the same names.
    """

    saddle_numbness: YesNo = NOT_ANSWERED
    bladder_or_bowel: YesNo = NOT_ANSWERED
    sexual_dysfunction: YesNo = NOT_ANSWERED
    leg_weakness_growing: YesNo = NOT_ANSWERED
    both_legs_weak: YesNo = NOT_ANSWERED

    severe_trauma: YesNo = NOT_ANSWERED
    fever_or_unwell: YesNo = NOT_ANSWERED
    cancer_history: YesNo = NOT_ANSWERED
    weight_loss: YesNo = NOT_ANSWERED
    long_steroids: YesNo = NOT_ANSWERED
    fragile_bones: YesNo = NOT_ANSWERED

    infection_risk: YesNo = NOT_ANSWERED
    night_pain: YesNo = NOT_ANSWERED
    minor_fall: YesNo = NOT_ANSWERED
    getting_worse: YesNo = NOT_ANSWERED
    care_did_not_help: YesNo = NOT_ANSWERED

    began_before_45: YesNo = NOT_ANSWERED
    began_before_35: YesNo = NOT_ANSWERED
    wakes_late_at_night: YesNo = NOT_ANSWERED
    buttock_pain: YesNo = NOT_ANSWERED
    better_with_movement: YesNo = NOT_ANSWERED
    anti_inflammatories_help: YesNo = NOT_ANSWERED
    relative_with_spondyloarthritis: YesNo = NOT_ANSWERED
    arthritis_or_psoriasis: YesNo = NOT_ANSWERED


class Answers(RedFlagAnswers):
    """All answers of the intake.

    answered_on: the person's own date. pain_now at that moment; pain_worst and pain_average in
    the week up to it. recurring: has come and gone before. clearance: a clinician who knows of
    all this has said that exercise is fine. hurts: what brings the pain on.
    """

    answered_on: date
    age_band: AgeBand | NotAnswered = NOT_ANSWERED
    pain_now: Pain = NOT_ANSWERED
    pain_worst: Pain = NOT_ANSWERED
    pain_average: Pain = NOT_ANSWERED
    duration: Duration | NotAnswered = NOT_ANSWERED
    recurring: YesNo = NOT_ANSWERED
    leg_symptoms: frozenset[LegSymptom] | NotAnswered = NOT_ANSWERED
    diagnoses: frozenset[Diagnosis] | NotAnswered = NOT_ANSWERED
    clearance: YesNo = NOT_ANSWERED
    hurts: frozenset[Hurting] | NotAnswered = NOT_ANSWERED
    equipment: frozenset[Equipment] | NotAnswered = NOT_ANSWERED
    learned: frozenset[Learned] | NotAnswered = NOT_ANSWERED
    goals: tuple[Goal, ...] | NotAnswered = Field(default=NOT_ANSWERED)

    @property
    def goal_areas(self) -> frozenset[str] | NotAnswered:
        """The kinds of activity among the goals."""
        if isinstance(self.goals, str):
            return NOT_ANSWERED
        return frozenset(goal.area for goal in self.goals)

    def facts(self) -> dict[str, Any]:
        """By name, what conditions may ask for. What wasn't told is `NOT_ANSWERED`."""
        return {name: getattr(self, name) for name in FACT_NAMES}


FACT_NAMES: tuple[str, ...] = (
    *(name for name in Answers.model_fields if name not in {"answered_on", "goals"}),
    "goal_areas",
)

MOST_GOALS = 3
"""The PSFS asks for up to five activities (Stratford et al. 1995); three keep it short."""


class AnswersError(ValueError):
    """Answers that can't be taken. `problems` holds one line for each problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def read_answers(data: Mapping[str, Any]) -> Answers:
    """Answers from plain data, as a form or a file gives them; what is missing isn't answered.

    Raises AnswersError with every problem, a line each.
    """
    try:
        answers = Answers.model_validate(dict(data))
    except ValidationError as error:
        raise AnswersError(problem_lines("answers", error)) from error
    problems = _contradictions(answers)
    if problems:
        raise AnswersError(problems)
    return answers


def changed(answers: Answers, changes: Mapping[str, Any]) -> Answers:
    """The answers with some of them given anew, to be screened again.

    Raises AnswersError with every problem, a line each; the answers before stay as they are.
    """
    return read_answers({**answers.model_dump(), **changes})


def _contradictions(answers: Answers) -> list[str]:
    problems = []
    if not isinstance(answers.goals, str) and len(answers.goals) > MOST_GOALS:
        problems.append(f"answers: goals: give at most {MOST_GOALS}")
    for name in ("pain_now", "pain_average"):
        other, worst = getattr(answers, name), answers.pain_worst
        if isinstance(worst, int) and isinstance(other, int) and worst < other:
            problems.append(f"answers: pain_worst can't be below {name}; check both")
    return problems
