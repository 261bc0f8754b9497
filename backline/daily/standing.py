"""What a person has answered so far, and what screening makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backline.journal import records
from backline.person.answers import Answers, changed, read_answers
from backline.person.intake import Question, load_questions, next_question
from backline.person.screen import Finding, Profile, screen

ANSWERS_SCHEMA = 1
"""The version of the intake's questions (`data/intake.yaml`)."""

OLD_AFTER = timedelta(weeks=6)
"""After this long the intake is asked for again. Pain that was acute (under 6 weeks) then isn't
any more, so at least that answer is out of date; otherwise Backline's own choice."""

DATED = frozenset({"pain_now", "pain_worst", "pain_average", "duration"})
"""Answers that hold for the day on which they are given; giving one makes the intake new."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with their intake.

    answers: so far; what wasn't told is "not answered". skipped: ids of questions left out.
    next_question: None when there is nothing more to ask. profile: what screening makes of the
    answers, once finished; None before. alarms: findings that need help at once, already while
    the questions go on. intake_id: of the version in the journal, None before the first answer.
    old: the answers are so old that they should be given again.
    """

    answers: Answers
    skipped: frozenset[str]
    next_question: Question | None
    profile: Profile | None
    alarms: tuple[Finding, ...]
    intake_id: int | None
    old: bool = False

    @property
    def finished(self) -> bool:
        """Whether every question was answered or left out."""
        return self.profile is not None

    @property
    def begun(self) -> bool:
        """Whether anything was answered or left out yet."""
        return self.intake_id is not None


def standing(intake: records.Intake | None, day: date) -> Standing:
    """Where somebody stands on a day. intake: the latest one, None before the first answer.

    Screening is worked out anew each time, so that rules which have changed hold at once. A
    journal whose answers no longer fit the questions gives AnswersError.
    """
    if intake is None:
        answers, skipped = Answers(answered_on=day), frozenset[str]()
    else:
        answers, skipped = read_answers(intake.answers), frozenset(intake.skipped)
    question = next_question(answers, skipped)
    found = screen(answers)
    return Standing(
        answers=answers,
        skipped=skipped,
        next_question=question,
        profile=found if question is None else None,
        alarms=tuple(f for f in found.flags if f.tier == "emergency"),
        intake_id=None if intake is None else intake.id,
        old=intake is not None and day - answers.answered_on > OLD_AFTER,
    )


def answered(
    before: Standing, changes: Mapping[str, Any], skipped: Iterable[str], day: date
) -> tuple[Answers, tuple[str, ...]]:
    """The answers with some given anew, and the questions left out, in the intake's order.

    A question that is answered now isn't left out any more. The date of the answers becomes
    that of the day when it is the first, or one that holds for its day only (`DATED`).
    Raises AnswersError with every problem, ValueError for a question that doesn't exist.
    """
    questions = load_questions()
    wanted = set(skipped)
    unknown = sorted(wanted - {question.id for question in questions})
    if unknown:
        raise ValueError(f"There is no question {unknown[0]!r} to leave out.")
    given = dict(changes)
    if not before.begun or DATED & set(given):
        given.setdefault("answered_on", day)
    answers = changed(before.answers, given)
    left_out = {
        question.id
        for question in questions
        if question.id in wanted | before.skipped and not question.answered_in(answers)
    }
    return answers, tuple(question.id for question in questions if question.id in left_out)


def as_data(answers: Answers) -> dict[str, Any]:
    """Answers as plain JSON data, always the same for the same answers."""
    data = answers.model_dump(mode="json")
    return {
        name: sorted(value) if isinstance(getattr(answers, name), frozenset) else value
        for name, value in data.items()
    }
