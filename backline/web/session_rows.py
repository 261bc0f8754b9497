"""A session's steps as its pages show them: rows of words, nothing decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backline.daily.desk import SessionView
from backline.daily.limits import own_key
from backline.daily.past import PAIN
from backline.daily.steps import PainCheck, Rest, Show, Step, Work
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError
from backline.journal.records import ExerciseRecord, SessionRecord, SetRecord
from backline.language import translate, translated
from backline.person.answers import Answers
from backline.person.condition import NOT_ANSWERED
from backline.programme.history import Dose
from backline.programme.plan import PlanItem
from backline.programme.words import reason_words
from backline.web.demos import POSTER, RIGHT, DemoStudio
from backline.web.plan_rows import exercise_name, reasons_said
from backline.web.shown import Say, demo_json, placement

LINES = 2
"""So many lines of how stand on the page at once; the rest is folded."""

TOLD_BY: Mapping[str, str] = {
    "herniated-disc": "herniated-disc",
    "spinal-stenosis": "spinal-stenosis",
}
"""Conditions of cautions (the guide's words) that concern only those who told a diagnosis."""


def token(step: Step) -> str:
    """Names where a session is, so that a form of an older page does nothing by mistake."""
    match step:
        case Show():
            return f"set-{step.exercise.id}-1"
        case Work():
            return f"set-{step.exercise.id}-{step.number}"
        case Rest():
            return f"set-{step.exercise.id}-{step.next_number}"
        case PainCheck():
            return f"check-{step.exercise.id}"
        case _:
            return f"pain-{getattr(step, 'moment', 'over')}"


def demo_name(item: PlanItem, stage: str | None, exercises: Mapping[str, Exercise]) -> str:
    """Under which name the demonstration of an exercise is drawn, within the person's limits."""
    return own_key(item if stage is None else replace(item, stage=stage), exercises)


def amount_words(dose: Dose, said: Say) -> str:
    """What one set is to be, in words."""
    key = f"today.dose-{dose.kind}" + ("-sides" if dose.each_side else "")
    return said(key, amount=dose.amount)


def shown(
    view: SessionView,
    step: Show,
    exercises: Mapping[str, Exercise],
    studio: DemoStudio,
    answers: Answers,
    language: str,
    said: Say,
) -> dict[str, Any]:
    """An exercise before its first set. Without a readable plan (`exercise` None) there is only
    its name, for nobody can say within which limits it would be done."""
    row = {
        "name": exercise_name(exercises, step.exercise.exercise, language),
        "place": step.place,
        "of": step.of,
        "eased": step.eased,
        "watched": step.exercise.watched,
        "exercise": None,
    }
    if view.exercise is None or step.item is None:
        return row
    mine = translated(view.exercise, language)
    key = demo_name(step.item, step.exercise.stage, exercises)
    studio.want(key, POSTER)
    studio.want(key, RIGHT)
    item = step.item
    planned_why = (*item.stage_why, *item.dose_why)
    alone = view.session.is_test or item.slot is not None
    spares = () if view.day is None or alone else view.day.plan.spares
    return row | {
        "exercise": mine,
        "name": mine.name,
        "dose": said("test.dose") if step.exercise.dose.open_end else amount_words(step.dose, said),
        "sets": said("today.sets", count=step.dose.sets) if step.dose.sets > 1 else None,
        "key": key,
        "right": demo_json(studio.find(key, RIGHT)),
        "poster": demo_json(studio.find(key, POSTER)),
        "lines": mine.how[:LINES],
        "more": mine.how[LINES:],
        "own": bool(item.limits),
        "care": care(mine, item, answers, language),
        "placement": placement(mine, said),
        "why": [
            *reasons_said(item.why, language),
            *([] if view.session.is_test else reasons_said(planned_why, language)),
        ],
        "limits": reasons_said((limit.reason for limit in item.limits), language),
        "spares": [
            {"id": one.exercise, "name": exercise_name(exercises, one.exercise, language)}
            for one in spares
        ],
    }


def care(exercise: Exercise, item: PlanItem, answers: Answers, language: str) -> list[str]:
    """What somebody should mind: their limits, and the cautions that concern them. Those about
    diagnoses only if they told (or may have) one, and no limit keeps it already."""
    told = answers.diagnoses
    cautions = [
        one.text
        for one in exercise.cautions
        if one.condition not in TOLD_BY
        or (not item.limits and (told == NOT_ANSWERED or TOLD_BY[one.condition] in told))
    ]
    limits = dict.fromkeys(reason_words(limit.reason, language) for limit in item.limits)
    return [*limits, *cautions]


def looked_back(
    session: SessionRecord,
    sets: Mapping[int, tuple[SetRecord, ...]],
    exercises: Mapping[str, Exercise],
    language: str,
    said: Say,
) -> list[dict[str, Any]]:
    """What was done of each exercise of a session. sets: by the exercise's id."""
    return [
        {"name": _name(one, exercises, language), "lines": _done(one, sets.get(one.id, ()), said)}
        for one in session.exercises
    ]


def _name(one: ExerciseRecord, exercises: Mapping[str, Exercise], language: str) -> str:
    if one.exercise not in exercises:
        return one.exercise
    known = exercises[one.exercise]
    try:
        return translate(at_stage(known, one.stage).name, language)
    except GuideError:  # a stage of another version
        return translate(known.name, language)


def _done(one: ExerciseRecord, sets: tuple[SetRecord, ...], said: Say) -> list[str]:
    """Lines about an exercise: how much, how well, and what nobody saw."""
    tally, lines = one.tally, []
    used = [each for each in sets if each.repetitions or each.holds]
    if tally.repetitions == 1:
        lines.append(said("session.done-one"))
    elif tally.repetitions:
        lines.append(said("session.done-repetitions", count=tally.repetitions))
    if tally.left or tally.right:
        lines.append(said("session.done-sides", left=tally.left, right=tally.right))
    if tally.held_s:
        lines.append(said("session.done-held", seconds=round(tally.held_s)))
    if tally.judged:
        lines.append(said("session.form", clean=tally.clean, judged=tally.judged))
    if tally.watched_s:
        lines.append(said("session.form-held", seconds=int(tally.good_s)))
    watched = [each for each in used if each.watched]
    unseen = sum(not r.judged for each in watched for r in each.repetitions)
    if unseen:
        lines.append(
            said("session.unseen-one") if unseen == 1 else said("session.unseen", count=unseen)
        )
    if used and not watched:
        lines.append(said("session.own-count"))
    elif len(watched) < len(used):
        lines.append(said("session.part-own"))
    if one.state == "stopped" or one.why == PAIN:
        lines.append(said("session.state-pain"))
    elif one.state in {"skipped", "swapped", "waiting"}:
        lines.append(said(f"session.state-{one.state}"))
    return lines


def pain_line(session: SessionRecord, said: Say) -> str | None:
    """Pain before and after, as it was told; None when it wasn't."""
    before = [one.nprs for one in session.pain if one.moment == "before"]
    after = [one.nprs for one in session.pain if one.moment in {"after-exercise", "end"}]
    if not before:
        return None
    if not after:
        return said("session.pain-before", before=before[-1])
    return said("session.pain-both", before=before[-1], after=after[-1])
