"""A day's plan as it is kept in the journal, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from backline.journal import records
from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED
from backline.person.rules import load_rules
from backline.programme.history import Dose
from backline.programme.load import load_programme
from backline.programme.permit import Limit
from backline.programme.plan import LeftOut, PlanItem, SessionPlan
from backline.programme.reasons import Reason, reason

PLAN_SCHEMA = 1

ChangeKind = Literal["swap", "skip", "shorten"]


@dataclass(frozen=True, slots=True)
class Change:
    """Something that the person changed in the day's plan. out, to: exercises; minutes: of a
    shorter session."""

    kind: ChangeKind
    out: str | None = None
    to: str | None = None
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day's plan and what it was made of.

    intake_id: the version of the answers. pain_now, pain_last_week: as told. rules: a mark that
    changes with any rule. changes: the person's own, in their order. reviewed: the latest answer
    to a pain check of a session that it takes into account, by id; 0 for none. id: in the
    journal, None while it isn't kept.
    """

    plan: SessionPlan
    intake_id: int
    pain_now: Pain = NOT_ANSWERED
    pain_last_week: Pain = NOT_ANSWERED
    rules: str = ""
    changes: tuple[Change, ...] = ()
    reviewed: int = 0
    id: int | None = None

    def item(self, exercise: str) -> PlanItem | None:
        """What is planned of an exercise, in the session or to take another's place."""
        both = (*self.plan.items, *self.plan.spares)
        return next((one for one in both if one.exercise == exercise), None)


class Unreadable(ValueError):
    """A plan that this Backline can't read any more; it must be made anew."""


@cache
def rules_mark() -> str:
    """A short text that changes whenever any rule of screening or planning does."""
    programme = load_programme()
    parts = [rule.model_dump_json() for rule in load_rules()]
    parts += [one.model_dump_json() for one in programme.exercises.values()]
    rest = (programme.session, programme.progression, programme.pain)
    parts += [one.model_dump_json() for one in rest]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def to_data(day: DayPlan) -> tuple[dict[str, Any], list[Any]]:
    """The plan as plain JSON data, and the reasons of the day as a whole."""
    plan = day.plan
    data = {
        "kind": plan.kind,
        "eased": plan.eased,
        "minutes": plan.minutes,
        "to_answer": list(plan.to_answer),
        "items": [_item(one) for one in plan.items],
        "spares": [_item(one) for one in plan.spares],
        "left_out": [_plain(asdict(one)) for one in plan.left_out],
        "made_of": {
            "intake_id": day.intake_id,
            "pain_now": day.pain_now,
            "pain_last_week": day.pain_last_week,
            "rules": day.rules,
        },
        "changes": [asdict(one) for one in day.changes],
        "reviewed": day.reviewed,
    }
    return data, [_plain(asdict(one)) for one in plan.reasons]


def from_record(record: records.Plan) -> DayPlan:
    """A plan out of the journal. Raises Unreadable when it was written by another Backline whose
    rules or form this one doesn't know."""
    if record.schema_version != PLAN_SCHEMA:
        raise Unreadable(f"plan {record.id} has the form {record.schema_version}")
    try:
        day = _read(record.plan, [Reason(**_tuples(one)) for one in record.reasons])
    except (KeyError, TypeError, ValueError, ValidationError) as error:
        raise Unreadable(f"plan {record.id}: {error}") from error
    return replace(day, id=record.id)


def _read(data: Mapping[str, Any], reasons: list[Reason]) -> DayPlan:
    made_of = data["made_of"]
    plan = SessionPlan(
        kind=data["kind"],
        items=tuple(map(_read_item, data["items"])),
        spares=tuple(map(_read_item, data["spares"])),
        left_out=tuple(
            LeftOut(one["exercise"], one["stage"], one["whole"], _reasons(one["reasons"]))
            for one in data["left_out"]
        ),
        reasons=tuple(reasons),
        eased=data["eased"],
        minutes=data["minutes"],
        to_answer=tuple(data["to_answer"]),
    )
    return DayPlan(
        plan=plan,
        intake_id=made_of["intake_id"],
        pain_now=_PAIN.validate_python(made_of["pain_now"]),
        pain_last_week=_PAIN.validate_python(made_of["pain_last_week"]),
        rules=made_of["rules"],
        changes=tuple(Change(**one) for one in data["changes"]),
        reviewed=data["reviewed"],
    )


_PAIN: TypeAdapter[Pain] = TypeAdapter(Pain)


def _item(item: PlanItem) -> dict[str, Any]:
    return {
        "exercise": item.exercise,
        "stage": item.stage,
        "role": item.role,
        "slot": item.slot,
        "dose": item.dose.model_dump(),
        "minutes": item.minutes,
        "limits": [
            {"rule": one.rule.id, "because": list(one.reason.because)} for one in item.limits
        ],
        "why": [_plain(asdict(one)) for one in item.why],
        "stage_why": [_plain(asdict(one)) for one in item.stage_why],
        "dose_why": [_plain(asdict(one)) for one in item.dose_why],
        "step": item.step,
    }


def _read_item(data: Mapping[str, Any]) -> PlanItem:
    """Limits are looked up by their rule, so that what protects is never an old copy."""
    rules = {rule.id: rule for rule in load_programme().exercises[data["exercise"]].rules}
    found = [(rules[one["rule"]], tuple(one["because"])) for one in data["limits"]]
    return PlanItem(
        exercise=data["exercise"],
        stage=data["stage"],
        role=data["role"],
        slot=data["slot"],
        dose=Dose.model_validate(data["dose"]),
        minutes=data["minutes"],
        limits=tuple(Limit(rule, reason(rule, because)) for rule, because in found),
        why=_reasons(data["why"]),
        stage_why=_reasons(data["stage_why"]),
        dose_why=_reasons(data["dose_why"]),
        step=data["step"],
    )


def _reasons(data: list[Mapping[str, Any]]) -> tuple[Reason, ...]:
    return tuple(Reason(**_tuples(one)) for one in data)


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}


def _plain(value: Any) -> Any:
    """Tuples as lists, all the way down."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
