"""A household in a journal of its own, and the people that the tests are about."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from backline.daily.household import Household
from backline.guide.load import load_exercises
from backline.journal.address import journal_url
from backline.journal.database import connect
from backline.journal.journal import Journal
from tests.journal.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """Stands still until it is moved."""
    return Clock()


@pytest.fixture
def journal(empty_journal: str, clock: Clock) -> Iterator[Journal]:
    """An empty journal."""
    with Journal(connect(journal_url(empty_journal)), clock) as opened:
        yield opened  # without asking each time whether its tables are there


@pytest.fixture
def home(journal: Journal, clock: Clock) -> Household:
    """A household that nobody lives in yet."""
    return Household(journal, load_exercises(), clock)
