"""The weekdays a person chose, and the key of their calendar."""

from __future__ import annotations

from datetime import time

import pytest

from backline.journal.errors import BadValue, NoSuchRecord
from backline.journal.journal import Journal
from tests.journal.clock import Clock
from tests.journal.fakes import BERLIN


def test_nothing_is_planned_until_somebody_chooses(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    assert journal.rhythms.get(ann.id) is None
    with pytest.raises(NoSuchRecord):
        journal.rhythms.renew_key(ann.id)


def test_choosing_again_keeps_the_key(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", BERLIN)
    first = journal.rhythms.choose(ann.id, ["FR", "MO"], time(18, 5), 30)
    assert (first.weekdays, first.at, first.remind_min) == (("MO", "FR"), time(18, 5), 30)
    assert (first.version, first.changed_at) == (1, clock.now)
    clock.move(days=1)
    second = journal.rhythms.choose(ann.id, {"TU"}, time(7))
    assert (second.weekdays, second.at, second.remind_min) == (("TU",), time(7), None)
    assert (second.version, second.changed_at) == (2, clock.now)
    assert second.calendar_key == first.calendar_key
    assert journal.rhythms.get(ann.id) == second
    none = journal.rhythms.choose(ann.id, [], time(7))
    assert none.weekdays == ()


def test_a_key_opens_one_calendar_until_it_is_renewed(journal: Journal) -> None:
    ann, bo = journal.people.add("Ann", BERLIN), journal.people.add("Bo", "Asia/Tokyo")
    mine = journal.rhythms.choose(ann.id, ["MO"], time(18))
    other = journal.rhythms.choose(bo.id, ["MO"], time(18))
    assert len(mine.calendar_key) >= 43
    assert mine.calendar_key != other.calendar_key
    assert journal.rhythms.by_key(mine.calendar_key) == (ann, mine)
    assert journal.rhythms.by_key(other.calendar_key) == (bo, other)
    renewed = journal.rhythms.renew_key(ann.id)
    assert journal.rhythms.by_key(mine.calendar_key) is None
    assert journal.rhythms.by_key(renewed.calendar_key) == (ann, renewed)
    journal.people.erase(ann.id)
    assert journal.rhythms.by_key(renewed.calendar_key) is None


@pytest.mark.parametrize("key", ["", "x", "\x00", "ü" * 20, "a" * 5000, "' OR 1=1 --"])
def test_no_other_key_opens_anything(journal: Journal, key: str) -> None:
    ann = journal.people.add("Ann", BERLIN)
    journal.rhythms.choose(ann.id, ["MO"], time(18))
    assert journal.rhythms.by_key(key) is None


def test_what_cannot_be_is_refused(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    with pytest.raises(BadValue, match="weekday"):
        journal.rhythms.choose(ann.id, ["XX"], time(18))
    with pytest.raises(BadValue, match="minutes"):
        journal.rhythms.choose(ann.id, ["MO"], time(18), -1)
    with pytest.raises(NoSuchRecord):
        journal.rhythms.choose(ann.id + 1, ["MO"], time(18))
    assert journal.rhythms.get(ann.id) is None
