"""What any test may ask for."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from backline.journal.address import VARIABLE
from backline.journal.journal import Journal
from tests.journal.postgres import NoServer, PostgresServer, postgres_server
from tests.support import skip_or_fail

ROOT = Path(__file__).parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
DATABASES = ("sqlite", "postgresql")
ON_BOTH = (
    "tests/journal/",
    "tests/daily/test_desk.py",
    "tests/daily/test_past.py",
    "tests/daily/test_recording.py",
    "tests/web/test_me.py::test_a_cookie_that_names_nobody",
    "tests/web/test_me.py::test_erasing",
    "tests/web/test_me.py::test_the_export",
    "tests/web/test_session_pages.py::test_a_whole_session_with_the_camera",
    "tests/web/test_session_pages.py::test_after_a_crash",
    "tests/web/test_session_pages.py::test_each_repetition_is_on_disk",
)
"""The beginnings of the ids of tests that run on either database each time, the others as
`--database` says: all that is written and read for a session, from a page to the disk, but no
more than takes some ten seconds."""

LendJournal = Callable[[], AbstractContextManager[str]]
"""Lends the URL of an empty journal, its tables made, for as long as the block lasts."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=DATABASES,
        help="where the tests keep their journals; without it in SQLite, and some tests in both",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests that run on both databases, unless one is asked for, do so one after the other."""
    both = metafunc.config.getoption("--database") is None
    both &= metafunc.definition.nodeid.startswith(ON_BOTH)
    if both and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", DATABASES, indirect=True, scope="module")


@pytest.fixture(scope="module")
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database: sqlite or postgresql."""
    kind: str = getattr(request, "param", None) or request.config.getoption("--database")
    return kind or "sqlite"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL; skips without one."""
    try:
        with postgres_server() as server:
            yield server
    except NoServer as error:
        skip_or_fail(str(error))


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A journal's file with its tables made and nobody in it; making it takes long."""
    path = tmp_path_factory.mktemp("empty") / "journal.db"
    Journal.open(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture(scope="module")
def lend_journal(
    request: pytest.FixtureRequest, database_kind: str, tmp_path_factory: pytest.TempPathFactory
) -> LendJournal:
    """Lends as many empty journals as are wanted, in the database that the tests run on."""
    if database_kind == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.empty_journal

    content: bytes = request.getfixturevalue("empty_file")

    @contextmanager
    def in_a_file() -> Iterator[str]:
        path = tmp_path_factory.mktemp("journal") / "journal.db"
        path.write_bytes(content)
        yield f"sqlite:///{path}"

    return in_a_file


@pytest.fixture
def empty_journal(lend_journal: LendJournal) -> Iterator[str]:
    """The URL of an empty journal, its tables made."""
    with lend_journal() as url:
        yield url


@pytest.fixture(scope="session")
def shared_clips() -> Path:
    """The folder of real clips: BACKLINE_CLIPS, or shared/clips beside the repository.

    They aren't part of the repository; a test that wants them is skipped without.
    """
    folder = Path(os.environ.get("BACKLINE_CLIPS") or ROOT.parent / "shared" / "clips")
    if not folder.is_dir():
        pytest.skip(f"no real clips in {folder} (set BACKLINE_CLIPS to their folder)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium: BACKLINE_CHROMIUM, or the first one found on the path."""
    named = os.environ.get("BACKLINE_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None or not Path(found).exists():
        skip_or_fail("no Chromium here (install one, or set BACKLINE_CHROMIUM to its path)")
    assert found is not None
    return found


@pytest.fixture(scope="session", autouse=True)
def _journal_of_nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test writes into the journal of whoever runs it."""
    path = tmp_path_factory.mktemp("journal") / "journal.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, f"sqlite:///{path}")
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """No garbage is looked for while thousands of tests come that all stay, which would take a
    quarter of the time; nor among them later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come first, then others with slow tests, so that the workers end
    together."""

    def turn(item: pytest.Item) -> int:
        marks = [item.get_closest_marker(name) is not None for name in ("browser", "slow")]
        return -2 * marks[0] - marks[1]

    items.sort(key=turn)
