"""A person's day as a page shows it, and the small rules about days."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Literal

from backline.daily.past import PAIN, as_history, told
from backline.daily.standing import Standing
from backline.daily.stored import DayPlan
from backline.journal.records import UNFINISHED, DayPain, Profile, SessionRecord
from backline.person.answers import Pain
from backline.person.condition import NOT_ANSWERED
from backline.person.screen import Profile as Screened
from backline.programme.facts import pain_last_week
from backline.programme.history import Today, rise
from backline.programme.plan import SessionPlan
from backline.programme.rhythm import planned_days

DAYS_APART = 2
"""Until somebody chooses weekdays, sessions are planned every second day, which makes the three or
four a week that the programme reckons with (`keep_for` in its session.yaml). Backline's own
choice; daily is fine too."""

Hindrance = Literal[
    "intake", "screening", "unfinished", "stopped-today", "tell-pain", "rest", "nothing"
]
"""Why no session can begin now: questions to answer first; what screening found; a session that
isn't finished; one that pain stopped today; today's pain isn't told (or was before the last
session); a day of rest; nothing that suits."""


@dataclass(frozen=True, slots=True)
class Morning:
    """The question on the morning after a session. about: the session's id. before: NPRS before
    it. answer: NPRS as told; not answered while the question is due."""

    about: int
    day: date
    before: Pain
    answer: Pain

    @property
    def due(self) -> bool:
        return self.answer == NOT_ANSWERED

    @property
    def rise(self) -> Any:
        """How much more it hurt than before the session; not answered when unknown."""
        return rise(self.before, self.answer)


@dataclass(frozen=True, slots=True)
class DayView:
    """Somebody's day.

    pain: the latest told today, None when it wasn't. asks_week: when telling no pain, ask for
    the worst of the last week, too: it decides, and nothing tells it already. morning: None when
    there was no session yesterday. plan: today's; None while pain isn't told (where screening
    lets nothing begin, the plan says so without). unfinished: to go on with, or to end.
    done_today: ended sessions, timed tests aside. next_days: on which sessions are planned, today
    among them while it is still to do. intake_age_days: None before the intake. hindrance: why
    no session can begin now; None when one can.
    """

    person: Profile
    day: date
    standing: Standing
    pain: DayPain | None
    asks_week: bool
    morning: Morning | None
    planned: DayPlan | None
    unfinished: SessionRecord | None
    done_today: tuple[SessionRecord, ...]
    next_days: tuple[date, ...]
    intake_age_days: int | None
    hindrance: Hindrance | None

    @property
    def plan(self) -> SessionPlan | None:
        """What is planned, with its reasons."""
        return None if self.planned is None else self.planned.plan

    @property
    def may_begin(self) -> bool:
        """Whether a session can begin now."""
        return self.hindrance is None


def morning_of(recent: Iterable[SessionRecord], day: date) -> Morning | None:
    """The question about yesterday's last session, if something was done in one. Later than the
    day after it, nothing is asked any more. recent: sessions, oldest first."""
    before = day - timedelta(days=1)
    found = [one for one in recent if one.day == before and _done(one)]
    if not found:
        return None
    last = found[-1]
    return Morning(last.id, last.day, told(last.pain, "before"), told(last.pain, "next-morning"))


def _done(session: SessionRecord) -> bool:
    """Whether a session is over and something was done in it."""
    if session.state in UNFINISHED:
        return False
    return session.state == "stopped" or any(
        one.state in {"done", "stopped"} or one.tally.repetitions or one.tally.held_s
        for one in session.exercises
    )


def asks_week(
    profile: Screened, recent: Sequence[SessionRecord], known: Pain, pain: DayPain | None, day: date
) -> bool:
    """Whether the worst of the last week must be asked for, should the pain now be none.

    recent: sessions of the last days. known: told apart from sessions. Only the deadlift waits
    for a week without pain (DL1), so nobody is asked for whom it stays out anyway.
    """
    if profile.gate != "go" or profile.level("deadlift") == "none":
        return False
    if pain is not None and (pain.nprs > 0 or pain.week is not None):
        return False
    today = Today(on=day, pain_now=0, pain_last_week=known)
    return pain_last_week(profile, as_history(recent, ()), today) == NOT_ANSWERED


def hindrance(
    standing: Standing,
    pain: DayPain | None,
    planned: DayPlan | None,
    unfinished: SessionRecord | None,
    done_today: Sequence[SessionRecord],
) -> Hindrance | None:
    """The first thing that keeps a session from beginning now; None when nothing does."""
    if standing.profile is None:
        return "intake"
    if standing.profile.gate != "go":
        return "screening"
    if unfinished is not None:
        return "unfinished"
    if any(one.state == "stopped" and one.why == PAIN for one in done_today):
        return "stopped-today"
    if pain is None or planned is None or any(_after(one, pain) for one in done_today):
        return "tell-pain"
    if planned.plan.kind == "rest":
        return "rest"
    return None if planned.plan.kind == "session" else "nothing"


def _after(session: SessionRecord, pain: DayPain) -> bool:
    """Whether a session ended after that pain was told, so that it says nothing of now."""
    return session.ended_at is not None and session.ended_at > pain.at


def next_days(
    last: date | None,
    day: date,
    *,
    rest: bool = False,
    count: int = 3,
    weekdays: Collection[str] | None = None,
) -> list[date]:
    """The next days with a session, today among them when one is due.

    last: of the latest session, None before the first. rest: today is for rest. weekdays: those
    that the person chose (`programme.rhythm.WEEKDAYS`), which the calendar file and the reminder
    go by as well; none of them gives no days. None when they never chose: every second day then.
    """
    if weekdays is not None:
        over = rest or (last is not None and last >= day)
        first = day + timedelta(days=1) if over else day
        return list(islice(planned_days(weekdays, first), count))
    due = day if last is None else max(day, last + timedelta(days=DAYS_APART))
    if rest:
        due = max(due, day + timedelta(days=1))
    return [due + timedelta(days=DAYS_APART * n) for n in range(count)]
