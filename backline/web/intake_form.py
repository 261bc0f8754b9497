"""Between the intake's questions and a form: reading what was sent, showing what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backline.person.answers import MOST_GOALS, Answers, Goal
from backline.person.condition import NOT_ANSWERED
from backline.person.intake import Question, ticked
from backline.person.words import PersonWords, QuestionWords
from backline.web.forms import Form
from backline.web.shown import Say

NONE = "none"
"""The name of the box "none of these"."""
LONGEST_ACTIVITY = 120
WORST_NPRS = 10


class NotTold(ValueError):
    """What was sent doesn't answer the question. Its text is a sentence for people."""


@dataclass(frozen=True, slots=True)
class GoalFields:
    """One activity as typed; score and area are the options' values."""

    activity: str = ""
    score: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in a question's form: the values that are chosen, and the activities."""

    chosen: frozenset[str] = frozenset()
    none: bool = False
    goals: tuple[GoalFields, ...] = (GoalFields(),) * MOST_GOALS


def given_in(question: Question, answers: Answers) -> Given:
    """The form as it stands for answers: empty where nothing was told."""
    if not question.answered_in(answers):
        return Given()
    value = getattr(answers, question.fields[0])
    match question.kind:
        case "checklist":
            chosen = frozenset(name for name in question.fields if getattr(answers, name) is True)
            return Given(chosen, none=not chosen)
        case "many":
            return Given(frozenset(value), none=not value)
        case "goals":
            typed = [GoalFields(g.activity, _score(g), g.area) for g in value]
            return Given(goals=(*typed, *[GoalFields()] * (MOST_GOALS - len(typed))))
        case "yes-no":
            return Given(frozenset({"yes" if value else "no"}))
        case _:
            return Given(frozenset({str(value)}))


def _score(goal: Goal) -> str:
    return "" if goal.score == NOT_ANSWERED else str(goal.score)


def given_by(question: Question, form: Form) -> Given:
    """The form as it was sent, to be shown again."""
    goals = tuple(
        GoalFields(form.one(f"activity-{n}"), form.one(f"score-{n}"), form.one(f"area-{n}"))
        for n in range(1, MOST_GOALS + 1)
    )
    return Given(frozenset(form.many("answer")), NONE in form.many(NONE), goals)


def read_answer(
    question: Question, given: Given, words: PersonWords, said: Say
) -> Mapping[str, Any]:
    """The answers that a form gives, ready for `Household.answer`.

    Raises NotTold when nothing usable was chosen.
    """
    if question.kind == "goals":
        return {question.fields[0]: _read_goals(question, given, said)}
    if question.kind in {"many", "checklist"}:
        return _read_ticks(question, given, words, said)
    if not given.chosen:
        raise NotTold(said("intake.choose-one"))
    known = dict(choices(question))
    value = next(iter(given.chosen))
    if len(given.chosen) != 1 or value not in known:
        raise NotTold(said("intake.unusable"))
    return {question.fields[0]: known[value]}


def choices(question: Question) -> list[tuple[str, Any]]:
    """What can be chosen where there is one answer: the form's value and what it means."""
    match question.kind:
        case "scale":
            return [(str(n), n) for n in range(WORST_NPRS + 1)]
        case "yes-no":
            return [("yes", True), ("no", False)]
        case _:
            return [(option, option) for option in question.options]


def _read_ticks(
    question: Question, given: Given, words: PersonWords, said: Say
) -> Mapping[str, Any]:
    if given.none and given.chosen:
        raise NotTold(said("intake.none-and-more", none=words.none_of_these))
    if not given.none and not given.chosen:
        raise NotTold(said("intake.tick-something", none=words.none_of_these))
    try:
        return ticked(question, sorted(given.chosen))
    except ValueError as error:
        raise NotTold(said("intake.unusable")) from error


def _read_goals(question: Question, given: Given, said: Say) -> list[dict[str, Any]]:
    goals = []
    for one in given.goals:
        if not one.activity:
            if one.score:
                raise NotTold(said("intake.goal-without-name"))
            continue
        if len(one.activity) > LONGEST_ACTIVITY:
            raise NotTold(said("intake.goal-long", most=LONGEST_ACTIVITY))
        scores = {str(n): n for n in range(WORST_NPRS + 1)} | {"": NOT_ANSWERED}
        if one.score not in scores or (one.area and one.area not in question.options):
            raise NotTold(said("intake.unusable"))
        area = one.area or question.options[-1]
        goals.append({"activity": one.activity, "score": scores[one.score], "area": area})
    return goals


def told(question: Question, answers: Answers, words: PersonWords, said: Say) -> list[str] | None:
    """An answer in words, a line for each thing; None when there is none."""
    if not question.answered_in(answers):
        return None
    mine: QuestionWords = words.question(question)
    value = getattr(answers, question.fields[0])
    match question.kind:
        case "scale":
            return [said("review.of-ten", number=value)]
        case "yes-no":
            return [said("intake.yes" if value else "intake.no")]
        case "one":
            return [mine.options[value]]
        case "goals":
            return [_told_goal(goal, said) for goal in value] or [said("review.none")]
        case _:
            chosen = given_in(question, answers).chosen
            lines = [mine.options[key] for key in question.choices if key in chosen]
            return lines or [words.none_of_these]


def _told_goal(goal: Goal, said: Say) -> str:
    if goal.score == NOT_ANSWERED:
        return goal.activity
    return said("review.goal", activity=goal.activity, score=goal.score)
