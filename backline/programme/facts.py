"""The facts of a day, that the programme's conditions ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, get_args

from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED
from backline.person.rules import Movement
from backline.person.screen import Profile
from backline.programme.history import History, SessionDone, Today, rise

MOVEMENTS: tuple[Movement, ...] = get_args(Movement)

LAST_WEEK = timedelta(days=7)
"""How far back "none in the last week" looks (DL1; the week is Backline's own choice)."""

STILL_FRESH = timedelta(days=1)
"""How old the intake's "worst in the past week" may be to speak for the week up to today."""


def day_facts(profile: Profile, history: History, today: Today) -> dict[str, Any]:
    """Every fact by name; what isn't known is `NOT_ANSWERED`.

    The pain now is the day's, never the intake's. `load.day_types` lists what each can be.
    """
    last = history.sessions[-1] if history.sessions else None
    return {
        **profile.answers.facts(),
        **{movement: profile.level(movement) for movement in MOVEMENTS},
        "pain_now": today.pain_now,
        "pain_last_week": pain_last_week(profile, history, today),
        "morning_rise": NOT_ANSWERED if last is None else morning_rise(last, today),
        "days_since": NOT_ANSWERED if last is None else (today.on - last.on).days,
        "stopped": last is not None and (last.stopped or any(e.stopped for e in last.exercises)),
    }


def pain_last_week(profile: Profile, history: History, today: Today) -> Pain:
    """The worst NPRS of the last seven days, as far as it is known.

    Any pain that was told in those days counts. No pain is only believed when it was said of the
    whole week, today or in an intake that is at most a day old; otherwise not answered.
    """
    told = [pain for pain in _told(profile, history, today) if isinstance(pain, int)]
    if any(told):
        return max(told)
    if today.pain_last_week != NOT_ANSWERED:
        return today.pain_last_week
    fresh = today.on - profile.answers.answered_on <= STILL_FRESH
    return profile.answers.pain_worst if fresh else NOT_ANSWERED


def _told(profile: Profile, history: History, today: Today) -> Iterator[Pain]:
    yield today.pain_now
    yield today.pain_last_week
    if today.on - profile.answers.answered_on <= LAST_WEEK:
        yield from (profile.answers.pain_now, profile.answers.pain_worst)
    for session in reversed(history.sessions):
        if today.on - session.on > LAST_WEEK:
            break
        yield from (session.pain_before, session.pain_after, session.next_morning)
        yield from (done.pain_after for done in session.exercises)


def morning_rise(session: SessionDone, today: Today) -> Any:
    """How much more it hurt the morning after a session than before it, in NPRS points.

    When that morning's question wasn't answered, the pain told today stands for it, up to a day
    later. Not answered when either is missing.
    """
    after = session.next_morning
    if after == NOT_ANSWERED and today.on - session.on <= STILL_FRESH:
        after = today.pain_now
    return rise(session.pain_before, after)
