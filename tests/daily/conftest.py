"""A household in a journal of its own, and the people that the tests are about."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with its tables made and nobody in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "journal.db"
    Journal.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def journal(tmp_path: Path, empty_file: Path, clock: Clock) -> Iterator[Journal]:
    """An empty journal in a file."""
    shutil.copy(empty_file, tmp_path / "journal.db")
    with Journal(connect(journal_url(f"sqlite:///{tmp_path}/journal.db")), clock) as opened:
        yield opened  # without asking each time whether its tables are there


@pytest.fixture
def home(journal: Journal, clock: Clock) -> Household:
    """A household that nobody lives in yet."""
    return Household(journal, load_exercises(), clock)
