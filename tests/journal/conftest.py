"""Journals for tests: in a file, and in a PostgreSQL server of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backline.journal.journal import Journal
from tests.journal.clock import Clock
from tests.journal.postgres import PostgresServer


@pytest.fixture
def new_url(
    request: pytest.FixtureRequest, database_kind: str, tmp_path: Path
) -> Callable[[], str]:
    """Makes URLs of empty databases."""
    if database_kind == "sqlite":
        numbers = iter(range(1000))
        return lambda: f"sqlite:///{tmp_path}/journal-{next(numbers)}.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    """The URL of an empty database."""
    return new_url()


@pytest.fixture
def clock() -> Clock:
    """A clock that stands until it is moved."""
    return Clock()


@pytest.fixture
def journal(empty_journal: str, clock: Clock) -> Iterator[Journal]:
    """An empty journal on either database."""
    with Journal.open(empty_journal, now=clock) as opened:
        yield opened
