"""Where a journal is, and one clear line whenever it can't be opened."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from backline.journal.address import default_path, journal_url
from backline.journal.database import connect
from backline.journal.errors import CannotOpen, JournalError, NotRecorded
from backline.journal.journal import Journal
from tests.journal.fakes import BERLIN, do, with_set
from tests.journal.postgres import PostgresServer

NOBODY = 65534


def line(error: pytest.ExceptionInfo[JournalError]) -> str:
    said = str(error.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


# --- the address -----------------------------------------------------------------------


def test_without_a_url_it_is_a_file_in_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("BACKLINE_DATABASE_URL", raising=False)
    assert default_path().is_relative_to(tmp_path)
    with Journal.open() as journal:
        journal.people.add("Ann", BERLIN)
        assert journal.place == str(default_path())
    assert default_path().is_file()


def test_the_variable_names_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKLINE_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    Journal.open().close()
    assert (tmp_path / "other.db").is_file()


@pytest.mark.parametrize(
    ("given", "driver", "database"),
    [
        ("postgresql://ann:s3cret@db.example/backline", "postgresql+psycopg", "backline"),
        ("postgres://db.example/backline", "postgresql+psycopg", "backline"),
        ("postgresql+psycopg://db.example:5433/backline", "postgresql+psycopg", "backline"),
        ("sqlite:////var/backline/journal.db", "sqlite", "/var/backline/journal.db"),
    ],
)
def test_addresses_as_people_write_them(given: str, driver: str, database: str) -> None:
    url = journal_url(given)
    assert (url.drivername, url.database) == (driver, database)


@pytest.mark.parametrize(
    "given",
    [
        "journal.db",
        "mysql://ann:s3cret@db.example/backline",
        "postgresql://ann:s3cret@db.example:port/backline",
        "postgresql://ann:s3cret@db.example",
        "postgresql+asyncpg://ann:s3cret@db.example/backline",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:////tmp/a.db?mode=ro",
        "://",
    ],
)
def test_a_bad_address_is_told_without_its_password(given: str) -> None:
    with pytest.raises(CannotOpen, match="BACKLINE_DATABASE_URL") as caught:
        Journal.open(given)
    assert "s3cret" not in line(caught)


# --- the file ----------------------------------------------------------------------------


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "journal.db"
    with Journal.open(f"sqlite:///{path}") as journal:
        journal.people.add("Ann", BERLIN)
        for file in path.parent.iterdir():  # the log and its index, too
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    database = connect(journal_url(f"sqlite:///{tmp_path}/journal.db"))
    with database.read() as db:
        asked = {
            name: db.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "fullfsync")
        }
        assert db.scalar(text("PRAGMA busy_timeout")) >= 5000
    database.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "fullfsync": 1}


def test_postgresql_waits_for_the_disk_whatever_its_default(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    name = str(journal_url(url).database)
    with postgres.connection() as connection:
        connection.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
    database = connect(journal_url(url))
    with database.write() as db:
        assert db.scalar(text("SHOW synchronous_commit")) == "on"
    database.close()


def full_journal(path: Path) -> None:
    with Journal.open(f"sqlite:///{path}") as journal:
        _, opened = with_set(journal)
        do(journal, opened.id, 40)


def zero_the_head(content: bytes) -> bytes:
    return b"\0" * 100 + content[100:]


def scramble_the_middle(content: bytes) -> bytes:
    return content[:8192] + b"\xa5" * (len(content) - 12288) + content[-4096:]


def halve(content: bytes) -> bytes:
    return content[: len(content) // 2]


def replace_by_text(content: bytes) -> bytes:
    return b"Dear journal, today my back was fine.\n" * 400


@pytest.mark.parametrize(
    "damage", [zero_the_head, scramble_the_middle, halve, replace_by_text], ids=lambda f: f.__name__
)
def test_a_damaged_file_is_left_as_it_is(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "journal.db"
    full_journal(path)
    broken = damage(path.read_bytes())  # type: ignore[operator]
    path.write_bytes(broken)
    with pytest.raises(CannotOpen, match="damaged") as caught:
        Journal.open(f"sqlite:///{path}")
    assert "backup" in line(caught)
    assert path.read_bytes() == broken


@contextmanager
def as_nobody() -> Iterator[None]:
    """File rights don't bind root; others they do."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter and read; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


def test_a_read_only_folder(open_folder: Path) -> None:
    shut = open_folder / "shut"
    shut.mkdir(mode=0o555)
    Journal.open(f"sqlite:///{open_folder}/warm-up.db").close()  # loads what nobody may read
    with as_nobody(), pytest.raises(CannotOpen, match="permission denied") as caught:
        Journal.open(f"sqlite:///{shut}/journal.db")
    assert str(shut) in line(caught)
    with as_nobody(), pytest.raises(CannotOpen, match="permission denied"):
        Journal.open(f"sqlite:///{shut}/deeper/journal.db")


def test_a_file_of_somebody_elses(open_folder: Path) -> None:
    path = open_folder / "journal.db"
    full_journal(path)
    os.chmod(path, 0o444)
    with as_nobody(), pytest.raises(CannotOpen, match="permission denied") as caught:
        Journal.open(f"sqlite:///{path}")
    line(caught)


def test_a_folder_in_a_read_only_place_for_the_log(open_folder: Path) -> None:
    """The file may be written, its folder not: WAL needs both."""
    path = open_folder / "journal.db"
    full_journal(path)
    os.chmod(path, 0o666)
    with as_nobody(), pytest.raises(CannotOpen) as caught:
        Journal.open(f"sqlite:///{path}")
    line(caught)


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="is a folder") as caught:
        Journal.open(f"sqlite:///{tmp_path}")
    line(caught)


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotOpen) as caught:
        Journal.open(f"sqlite:///{tmp_path}/file/journal.db")
    line(caught)


def test_a_writer_that_never_ends_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backline.journal.database.BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "journal.db"
    with Journal.open(f"sqlite:///{path}") as journal:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotRecorded, match="busy") as caught:
            journal.people.add("Ann", BERLIN)
        line(caught)
        other.execute("ROLLBACK")
        other.close()
        assert journal.people.add("Ann", BERLIN).id == 1


def test_a_full_disk_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db") as journal:
        session, opened = with_set(journal)
        with journal._database.engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            pages = driver.execute("PRAGMA page_count").fetchone()[0]
            driver.execute(f"PRAGMA max_page_count = {pages}")
        done: list[int] = []
        with pytest.raises(NotRecorded, match="disk is full") as caught:
            do(journal, opened.id, 500, done=done)
        line(caught)
        kept = journal.sessions.where(session.id).open_set
        assert kept is not None
        assert [r.number for r in kept.repetitions] == done


# --- the server ---------------------------------------------------------------------------


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="Look whether the server runs") as caught:
        Journal.open(f"postgresql://ann:s3cret@/backline?host={tmp_path}")
    assert "s3cret" not in line(caught)


def test_a_database_that_is_not_there(postgres: PostgresServer) -> None:
    with pytest.raises(CannotOpen, match="does not exist") as caught:
        Journal.open(postgres.url("nowhere"))
    line(caught)


def test_a_user_who_may_not_make_tables(postgres: PostgresServer) -> None:
    url = journal_url(postgres.new_database())
    with postgres.connection() as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN")
    with pytest.raises(CannotOpen, match="permission denied") as caught:
        Journal.open(url.set(username="guest").render_as_string(hide_password=False))
    line(caught)


def test_a_server_that_goes_away_for_a_moment(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    with Journal.open(url) as journal:
        journal.people.add("Ann", BERLIN)
        with postgres.connection() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [str(journal_url(url).database)],
            )
        assert len(journal.people.all()) == 1
