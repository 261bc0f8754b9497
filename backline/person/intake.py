"""The intake's questions, as data, and which one comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal

from pydantic import Field

from backline.guide.data_files import read_file
from backline.guide.strict import GuideError, Strict
from backline.person.answers import FACT_NAMES, Answers
from backline.person.condition import NOT_ANSWERED, Condition
from backline.person.rules import condition_problems, fact_types, load_rules

Kind = Literal["scale", "one", "many", "yes-no", "checklist", "goals"]
ONE_FIELD: frozenset[Kind] = frozenset({"scale", "one", "many", "yes-no", "goals"})


class Question(Strict):
    """One question of the intake.

    fields: the answers it fills; a checklist fills several, each with yes or no. options: what
        can be chosen, by the words' keys; a checklist's are its fields.
    when: asked only if this is true or unknown; always when None.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    kind: Kind
    fields: tuple[str, ...] = Field(min_length=1)
    options: tuple[str, ...] = ()
    when: Condition | None = None

    @property
    def choices(self) -> tuple[str, ...]:
        """The keys of what can be chosen."""
        return self.fields if self.kind == "checklist" else self.options

    def asked_of(self, answers: Answers) -> bool:
        """Whether it makes sense to ask, as far as is known."""
        return self.when is None or self.when.of(answers.facts()) is not False

    def answered_in(self, answers: Answers) -> bool:
        """Whether every answer it fills has been given."""
        return all(getattr(answers, name) != NOT_ANSWERED for name in self.fields)

    def required(self) -> bool:
        """Whether no exercise begins before it is answered."""
        asking = (rule for rule in load_rules() if rule.unanswered == "ask")
        return any(name in self.fields for rule in asking for name in rule.when.names)


class Intake(Strict):
    """The file `data/intake.yaml`."""

    schema_version: Literal[1] = Field(alias="schema")
    questions: list[Question]


@cache
def load_questions() -> tuple[Question, ...]:
    """The questions in their order.

    Raises GuideError with every problem: among them an answer that no question asks for, or
    that two do.
    """
    questions = tuple(read_file("backline.person", "data/intake.yaml", Intake).questions)
    problems = list(question_problems(questions))
    if problems:
        raise GuideError(problems)
    return questions


def question_problems(questions: Iterable[Question]) -> Iterator[str]:
    """What is wrong with questions among each other and towards the answers, a line each."""
    asked: list[str] = []
    for question in questions:
        who = f"question {question.id}"
        if question.kind in ONE_FIELD and len(question.fields) != 1:
            yield f"{who}: a question of kind {question.kind} fills one answer"
        if question.kind in {"one", "many"}:
            yield from _bad_options(who, question)
        if question.when is not None:
            yield from condition_problems(who, question.when, fact_types())
        asked += question.fields
    known = {name for name in FACT_NAMES if name != "goal_areas"} | {"goals"}
    yield from (f"no question asks for {name}" for name in sorted(known - set(asked)))
    yield from (f"no answer is called {name}" for name in sorted(set(asked) - known))
    yield from (
        f"{name} is asked for twice" for name in sorted(set(asked)) if asked.count(name) > 1
    )


def _bad_options(who: str, question: Question) -> Iterator[str]:
    kind = "has" if question.kind == "many" else "is"
    for option in question.options:
        one = Condition.model_validate({kind: {question.fields[0]: option}})
        yield from condition_problems(who, one, fact_types())


def next_question(answers: Answers, skipped: Iterable[str] = ()) -> Question | None:
    """The first question that is still to ask; None when there is none.

    skipped: ids of questions that the person left out. Their answers stay not answered, which
        is never read as "no".
    """
    left_out = set(skipped)
    for question in load_questions():
        if question.id in left_out or question.answered_in(answers):
            continue
        if question.asked_of(answers):
            return question
    return None


def question_for(answer: str) -> Question:
    """The question that fills an answer, for `Profile.to_answer` and `still_open`.

    Raises KeyError for a name that no question fills.
    """
    name = "goals" if answer == "goal_areas" else answer
    for question in load_questions():
        if name in question.fields:
            return question
    raise KeyError(answer)


def ticked(question: Question, chosen: Iterable[str]) -> dict[str, Any]:
    """What a checklist's or a choice's ticks mean as answers, ready for `read_answers`.

    chosen: the keys that were ticked; none is an answer too ("none of these"). Raises
    ValueError for a key that isn't among the question's choices.
    """
    keys = list(chosen)
    unknown = [key for key in keys if key not in question.choices]
    if unknown:
        known = ", ".join(question.choices)
        raise ValueError(f"{question.id}: unknown choice {unknown[0]!r}; choose among {known}")
    if question.kind == "checklist":
        return {name: name in keys for name in question.fields}
    return {question.fields[0]: frozenset(keys)}
