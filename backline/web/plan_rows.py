"""A day's plan as the Today page shows it: rows of words, nothing decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backline.daily.limits import own_key
from backline.guide.resolve import at_stage
from backline.guide.schema import Exercise
from backline.language import translate
from backline.programme.history import Dose
from backline.programme.plan import LeftOut, PlanItem, SessionPlan
from backline.programme.reasons import Reason
from backline.programme.words import because_words, reason_words
from backline.web.demos import POSTER, DemoStudio
from backline.web.shown import Say, demo_json, page_address

SHORTER_MIN = (5, 8, 10, 12)
"""What a shorter session may be asked to fit into, minutes. Backline's own choice."""


def item_rows(
    plan: SessionPlan,
    exercises: Mapping[str, Exercise],
    studio: DemoStudio,
    language: str,
    said: Say,
) -> list[dict[str, Any]]:
    """The exercises of a session in their order, each with its reasons and what could take its
    place; nothing can for one with a fixed place."""
    spares = [
        {"id": one.exercise, "name": exercise_name(exercises, one.exercise, language)}
        for one in plan.spares
    ]
    return [
        _item(one, exercises, studio, language, said)
        | {"spares": spares if one.slot is None else []}
        for one in plan.items
    ]


def _item(
    item: PlanItem,
    exercises: Mapping[str, Exercise],
    studio: DemoStudio,
    language: str,
    said: Say,
) -> dict[str, Any]:
    exercise = at_stage(exercises[item.exercise], item.stage)
    own = bool(item.limits)
    poster = studio.want(own_key(item, exercises), POSTER)
    return {
        "id": item.exercise,
        "name": translate(exercise.name, language),
        "dose": plan_dose_words(item.dose, said),
        "page": page_address(exercise),
        "key": exercise.key,
        "poster": demo_json(poster),
        "own": own,
        "why": reasons_said((*item.why, *item.stage_why, *item.dose_why), language),
        "limits": reasons_said((limit.reason for limit in item.limits), language),
    }


def stage_name(exercise: Exercise, stage_id: str, language: str) -> str | None:
    """What a stage of an exercise is called; None when there is no such."""
    names = [stage.name for stage in exercise.stages if stage.id == stage_id]
    return translate(names[0], language) if names else None


def plan_dose_words(dose: Dose, said: Say) -> str:
    """A planned dose in words; sets are told only when there are several."""
    key = f"today.dose-{dose.kind}" + ("-sides" if dose.each_side else "")
    text = said(key, amount=dose.amount)
    return text if dose.sets == 1 else f"{text}, {said('today.sets', count=dose.sets)}"


def reasons_said(reasons: Iterable[Reason], language: str) -> list[str]:
    """Reasons in words, each once, with what stands behind them."""
    lines: dict[str, None] = {}
    for reason in reasons:
        lines[reason_words(reason, language)] = None
        lines.update(dict.fromkeys(because_words(reason, language)))
    return list(lines)


def left_out_rows(
    left_out: Iterable[LeftOut], exercises: Mapping[str, Exercise], language: str
) -> list[dict[str, Any]]:
    """What isn't in the session, by exercise: why as a whole, or else why which of its stages."""
    rows: dict[str, dict[str, Any]] = {}
    for one in left_out:
        name = exercise_name(exercises, one.exercise, language)
        row = rows.setdefault(one.exercise, {"name": name, "why": [], "stages": []})
        why = reasons_said(one.reasons, language)
        if one.whole or one.stage is None:
            row["why"] += [line for line in why if line not in row["why"]]
        else:
            stage = stage_name(exercises[one.exercise], one.stage, language)
            row["stages"].append({"stage": stage or name, "why": why})
    return [row | {"stages": [] if row["why"] else row["stages"]} for row in rows.values()]


def exercise_name(exercises: Mapping[str, Exercise], exercise_id: str, language: str) -> str:
    """An exercise's name in a language."""
    return translate(exercises[exercise_id].name, language)


def shorter_choices(plan: SessionPlan) -> list[int]:
    """How short the session could be made, in minutes."""
    return [minutes for minutes in SHORTER_MIN if minutes + 0.5 < plan.minutes]
