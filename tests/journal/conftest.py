"""Journals for tests: in a file, and in a PostgreSQL server of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backline.journal.journal import Journal
from tests.journal.clock import Clock
from tests.journal.postgres import NoServer, PostgresServer, postgres_server
from tests.support import skip_or_fail


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL; skips without one."""
    try:
        with postgres_server() as server:
            yield server
    except NoServer as error:
        skip_or_fail(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes URLs of empty databases, of one kind and then of the other."""
    if request.param == "sqlite":
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
def journal_url(request: pytest.FixtureRequest, new_url: Callable[[], str]) -> str:
    """The URL of an empty journal; on PostgreSQL its tables are made already."""
    if "postgresql" in request.node.callspec.params.values():
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.emptied_journal()
    return new_url()


@pytest.fixture
def journal(journal_url: str, clock: Clock) -> Iterator[Journal]:
    """An empty journal on either database."""
    with Journal.open(journal_url, now=clock) as opened:
        yield opened
