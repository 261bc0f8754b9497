"""Which days are planned, across changes of the clocks, and what the reminder says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.journal import rhythm as kept
from backline.programme.rhythm import (
    LONG_AGO_DAYS,
    WEEKDAYS,
    planned_days,
    planned_sessions,
    reminder,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Sydney", "UTC")
]
MONDAY = date(2026, 3, 23)


def test_the_journal_names_weekdays_alike() -> None:
    assert kept.WEEKDAYS == WEEKDAYS


def test_days() -> None:
    days = planned_days({"MO", "TH"}, MONDAY + timedelta(days=1))
    assert list(islice(days, 3)) == [date(2026, 3, 26), date(2026, 3, 30), date(2026, 4, 2)]
    assert list(planned_days((), MONDAY)) == []


def test_the_time_on_the_wall_stays_when_the_clocks_change() -> None:
    """Berlin's clocks go forward on 29 March 2026 and back on 25 October."""
    after = datetime(2026, 3, 28, 0, 0, tzinfo=BERLIN)
    found = planned_sessions({"SA", "SU"}, time(18), BERLIN, after, 2)
    assert [f.isoformat() for f in found] == [
        "2026-03-28T18:00:00+01:00",
        "2026-03-29T18:00:00+02:00",
    ]
    autumn = planned_sessions(
        {"SA", "SU"}, time(18), BERLIN, datetime(2026, 10, 24, tzinfo=BERLIN), 2
    )
    assert [f.astimezone(UTC).hour for f in autumn] == [16, 17]


def test_a_time_that_the_clocks_jump_over() -> None:
    after = datetime(2026, 3, 28, 12, tzinfo=BERLIN)
    (found,) = planned_sessions({"SU"}, time(2, 30), BERLIN, after, 1)
    assert found.isoformat() == "2026-03-29T03:30:00+02:00"


@given(
    weekdays=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    zone=st.sampled_from(ZONES),
    after=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
)
def test_planned_sessions_are_ahead_in_order_and_on_their_days(
    weekdays: set[str], at: time, zone: ZoneInfo, after: datetime
) -> None:
    found = planned_sessions(weekdays, at, zone, after, 9)
    assert len(found) == 9
    assert all(a.astimezone(UTC) < b.astimezone(UTC) for a, b in pairwise(found))
    assert all(f > after and WEEKDAYS[f.weekday()] in weekdays for f in found)
    assert (found[0] - after) <= timedelta(days=7, hours=1)


@pytest.mark.parametrize(
    ("now", "last", "kind", "on"),
    [
        ("2026-03-23T09:00", None, "later", "2026-03-23"),
        ("2026-03-23T19:00", None, "now", "2026-03-23"),
        ("2026-03-23T19:00", "2026-03-23", "next", "2026-03-26"),
        ("2026-03-24T19:00", "2026-03-20", "next", "2026-03-26"),
        ("2026-03-25T19:00", "2026-03-20", "next", "2026-03-26"),
        ("2026-03-24T09:00", "2026-03-01", "again", "2026-03-26"),
        ("2026-03-26T09:00", "2026-03-12", "again", "2026-03-26"),
        ("2026-03-26T09:00", "2026-03-13", "later", "2026-03-26"),
    ],
)
def test_reminder(now: str, last: str | None, kind: str, on: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    day = None if last is None else date.fromisoformat(last)
    found = reminder({"MO", "TH"}, time(18), BERLIN, at, day)
    assert found is not None
    assert (found.kind, found.at.date().isoformat()) == (kind, on)
    assert found.in_days == (found.at.date() - at.date()).days
    assert LONG_AGO_DAYS == 14


def test_without_a_rhythm_nothing_is_said() -> None:
    now = datetime(2026, 3, 23, tzinfo=BERLIN)
    assert reminder((), time(18), BERLIN, now, date(2025, 1, 1)) is None


def test_the_persons_own_day_decides() -> None:
    """Late on Sunday in UTC it is Monday in Sydney."""
    now = datetime(2026, 3, 22, 20, tzinfo=UTC)
    found = reminder({"MO"}, time(18), ZoneInfo("Australia/Sydney"), now, None)
    assert found is not None
    assert found.kind == "later"
