"""The calendar file, read by others than the one that wrote it: dateutil for the zone and the
rule, plain splitting for the lines."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.programme.load import load_programme
from backline.programme.rhythm import WEEKDAYS, planned_sessions
from backline.report.calendar_file import SESSION, CalendarWords, calendar_text

WORDS = CalendarWords("Backline", "Back exercises", "About 15 minutes.", "Time for your back")
CHANGED = datetime(2026, 3, 2, 17, 30, tzinfo=UTC)


def made(words: CalendarWords = WORDS, **changes: Any) -> bytes:
    values: dict[str, Any] = {
        "identity": "1",
        "weekdays": ("MO", "TH"),
        "at": time(18),
        "remind_min": 30,
        "zone": "Europe/Berlin",
        "version": 1,
        "changed_at": CHANGED,
    }
    return calendar_text(words, **(values | changes))


def part(data: bytes, name: str) -> list[str]:
    """The lines of a component, unfolded by hand (RFC 5545, 3.1)."""
    lines = data.decode("utf-8").replace("\r\n ", "").split("\r\n")
    return lines[lines.index(f"BEGIN:{name}") : lines.index(f"END:{name}") + 1]


def value(lines: list[str], name: str) -> str:
    """The value of a property, still escaped."""
    (found,) = [s for s in lines if s.startswith((f"{name}:", f"{name};"))]
    return found.partition(":")[2]


def moments(data: bytes, until: datetime, zone: str) -> list[datetime]:
    """When the sessions are, worked out from the file alone."""
    event = part(data, "VEVENT")
    start = datetime.strptime(value(event, "DTSTART"), "%Y%m%dT%H%M%S")
    there = tzical(io.StringIO("\n".join(part(data, "VTIMEZONE")))).get(zone)
    rule = rrulestr(value(event, "RRULE"), dtstart=start)
    days = rule.between(start, until.replace(tzinfo=None), inc=True)
    return [day.replace(tzinfo=there).astimezone(UTC) for day in days]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Sydney"])
def test_the_time_on_the_wall_stays_across_changes_of_the_clocks(zone: str) -> None:
    here = ZoneInfo(zone)
    found = moments(made(zone=zone), datetime(2032, 6, 1, tzinfo=UTC), zone)
    start = CHANGED.astimezone(here).replace(hour=0)
    expected = planned_sessions(("MO", "TH"), time(18), here, start, len(found))
    assert found == [moment.astimezone(UTC) for moment in expected]
    assert len(found) > 600
    assert {moment.astimezone(here).hour for moment in found} == {18}
    assert len({moment.hour for moment in found}) == 2  # in UTC it does move


def test_both_sides_of_a_change_of_the_clocks() -> None:
    data = made(weekdays=("SA", "SU"), changed_at=datetime(2026, 3, 27, 9, tzinfo=UTC))
    spring = moments(data, datetime(2026, 3, 30, tzinfo=UTC), "Europe/Berlin")
    assert [moment.isoformat() for moment in spring] == [
        "2026-03-28T17:00:00+00:00",
        "2026-03-29T16:00:00+00:00",
    ]
    data = made(weekdays=("SA", "SU"), changed_at=datetime(2026, 10, 23, 9, tzinfo=UTC))
    autumn = moments(data, datetime(2026, 10, 26, tzinfo=UTC), "Europe/Berlin")
    assert [moment.hour for moment in autumn] == [16, 17]


def test_a_zone_without_changes_and_utc() -> None:
    data = made(zone="Asia/Tokyo")
    assert moments(data, datetime(2026, 3, 6, tzinfo=UTC), "Asia/Tokyo")[0].hour == 9
    plain = made(zone="UTC")
    assert b"VTIMEZONE" not in plain
    assert value(part(plain, "VEVENT"), "DTSTART") == "20260302T180000Z"
    with pytest.raises(KeyError):
        made(zone="Atlantis/Capital")


def test_the_first_session_is_on_the_persons_own_day() -> None:
    """Late on Monday in UTC it is Tuesday in Tokyo, so the first Monday is the next one."""
    late = datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert value(part(made(changed_at=late), "VEVENT"), "DTSTART").startswith("20260302")
    data = made(changed_at=late, zone="Asia/Tokyo", weekdays=("MO",))
    assert value(part(data, "VEVENT"), "DTSTART") == "20260309T180000"
    midnight = made(at=time(0), weekdays=("MO",))
    assert value(part(midnight, "VEVENT"), "DTSTART") == "20260302T000000"


def test_the_reminder() -> None:
    alarm = part(made(), "VALARM")
    assert value(alarm, "TRIGGER") == "-PT30M"
    assert value(alarm, "ACTION") == "DISPLAY"
    assert value(alarm, "DESCRIPTION") == WORDS.alarm
    assert value(part(made(remind_min=0), "VALARM"), "TRIGGER") in ("PT0S", "-PT0S", "P0D", "PT0M")
    assert b"VALARM" not in made(remind_min=None)


def test_what_a_calendar_program_needs() -> None:
    calendar, event = part(made(), "VCALENDAR"), part(made(version=3), "VEVENT")
    assert value(calendar, "VERSION") == "2.0"
    assert value(calendar, "PRODID")
    assert value(calendar, "X-WR-CALNAME") == "Backline"
    assert value(event, "DTSTAMP") == "20260302T173000Z"
    assert value(event, "SEQUENCE") == "2"
    assert value(event, "DURATION") == "PT15M"
    assert value(event, "RRULE") == "FREQ=WEEKLY;BYDAY=MO,TH"
    assert timedelta(minutes=load_programme().session.length.most_min) == SESSION


def test_a_changed_plan_is_the_same_event_and_another_person_isnt() -> None:
    uid = value(part(made(), "VEVENT"), "UID")
    assert value(part(made(at=time(7), version=2), "VEVENT"), "UID") == uid
    assert value(part(made(identity="2"), "VEVENT"), "UID") != uid


def test_without_weekdays_the_calendar_is_empty() -> None:
    data = made(weekdays=())
    assert b"VEVENT" not in data
    assert part(data, "VCALENDAR")[0] == "BEGIN:VCALENDAR"


TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), include_characters="\n,;:\\\"'ñ🐢"),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(
    TEXT, st.sets(st.sampled_from(WEEKDAYS), min_size=1), st.sampled_from([None, 0, 5, 60, 1440])
)
def test_lines_are_short_and_whatever_is_said_comes_back(
    said: str, weekdays: set[str], remind_min: int | None
) -> None:
    ordered = tuple(day for day in WEEKDAYS if day in weekdays)
    data = made(
        CalendarWords(said, said, said, said), weekdays=ordered, remind_min=remind_min, zone="UTC"
    )
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in raw)
    for line in raw:
        line.decode("utf-8")  # no letter was cut in two
    event = part(data, "VEVENT")
    alarm = event.index("BEGIN:VALARM") if "BEGIN:VALARM" in event else len(event)
    assert _unescaped(value(event[:alarm], "SUMMARY")) == said
    assert value(event, "RRULE") == "FREQ=WEEKLY;BYDAY=" + ",".join(ordered)


def _unescaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    out, letters = "", iter(text)
    for letter in letters:
        follows = next(letters) if letter == "\\" else ""
        out += {"n": "\n", "N": "\n"}.get(follows, follows) if follows else letter
    return out
