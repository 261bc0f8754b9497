"""A PostgreSQL server of the tests' own, from the system's packages (Debian's `postgresql`).

It lives in a temporary folder, listens only on a socket in it, and ends with the tests. The
server refuses to run as root, so that root lends it another user.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from backline.journal.journal import Journal

WAIT_S = 60.0
LOCK_TIMEOUT_S = 10
"""A test that let go of its journal holds no row of it."""
USER = "backline"
USERS = ("postgres", "nobody")


class NoServer(Exception):
    """There are no PostgreSQL programs, or nobody to run them as."""


class PostgresServer:
    """A running server that makes databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._journals: list[str] = []  # that nobody uses just now

    def url(self, database: str) -> str:
        return f"postgresql://{USER}@/{database}?host={self._folder}"

    def connection(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(host=str(self._folder), user=USER, dbname=database, autocommit=True)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"journal_{next(self._numbers)}"
        with self.connection() as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    @contextmanager
    def empty_journal(self) -> Iterator[str]:
        """Lends the URL of a database that has a journal's tables, with nobody in them and ids
        from 1 on. Making a database takes a quarter of a second, emptying one a hundredth."""
        url = self._journals.pop() if self._journals else self._new_journal()
        with self.connection(str(make_url(url).database)) as connection:
            connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT_S}s'".encode())
            connection.execute("DELETE FROM profiles")  # all else goes with them
            connection.execute("SELECT setval(seqrelid::regclass, 1, false) FROM pg_sequence")
        yield url
        self._journals.append(url)

    def _new_journal(self) -> str:
        url = self.new_database()
        Journal.open(url).close()
        return url


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Raises NoServer."""
    programs = find_programs()
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="backline-pg-", dir="/tmp"))  # a socket's path is short
    try:
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        data = folder / "data"
        _run([programs / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N"], user)
        yield from _serve(programs, folder, data, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(programs: Path, folder: Path, data: Path, user: str | None) -> Iterator[PostgresServer]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "off",  # the tests end clients, never the computer
        "full_page_writes": "off",
        "shared_buffers": "32MB",
    }
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            **_as(user),
        )
        try:
            server = PostgresServer(folder)
            _wait_for(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing in it is wanted any more
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def find_programs() -> Path:
    """The folder of `initdb` and `postgres`: on the path, or where Debian puts them."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda p: float(p.parent.name), reverse=True)
    for place in places:
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    raise NoServer("no PostgreSQL server here (on Debian: apt-get install postgresql)")


def _user() -> str | None:
    """Whom to run the server as; None for ourselves."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in USERS:
        if name in known:
            return name
    raise NoServer("no user here to run PostgreSQL as, which refuses to run as root")


def _as(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _run(command: list[object], user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=WAIT_S,
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},
        **_as(user),
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + WAIT_S
    while True:
        try:
            server.connection().close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL didn't start: {log.read_text()}") from None
        time.sleep(0.05)
