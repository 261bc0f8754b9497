"""Tables are made, upgraded with what is in them, and left alone when they are somebody else's."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from backline.journal.address import journal_url as address
from backline.journal.database import Database, connect
from backline.journal.errors import CannotOpen
from backline.journal.journal import Journal
from backline.journal.migrate import migrate
from backline.journal.records import Repetition
from backline.journal.tables import VERSION_TABLE, Base
from tests.journal import old_rows

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = connect(address(url))
    yield opened
    opened.close()


def run(database: Database, *statements: str) -> None:
    with database.write() as db:
        for statement in statements:
            db.execute(text(statement))


def revision(database: Database) -> str | None:
    with database.read() as db:
        return db.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))


def test_the_tables_made_are_those_the_program_knows(database: Database) -> None:
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_server_default": True}
        )
        assert compare_metadata(context, Base.metadata) == []
        checks = {
            check["name"]
            for table in Base.metadata.tables
            for check in inspect(connection).get_check_constraints(table)
        }
    assert {"ck_sessions_state", "ck_pain_answers_nprs", "ck_pain_answers_moment"} <= checks


def test_an_earlier_revision_is_upgraded_with_its_data(url: str, database: Database) -> None:
    migrate(database, to="r0001")
    assert revision(database) == "r0001"
    with database.write() as db:
        old_rows.insert(db.connection())
    with Journal.open(url) as journal:
        assert revision(database) == "r0005"
        exported = json.loads(journal.people.export_json(1))["tables"]
        assert {name: len(rows) for name, rows in exported.items() if rows} == old_rows.count()
        assert journal.people.get(1).language == "en"
        intake = journal.people.latest_intake(1)
        assert intake is not None
        assert intake.skipped == ()
        first_set, *_ = journal.history.sets(1)
        assert [one.range for one in first_set.repetitions[:2]] == [30.0, 20.0]
        assert all(math.isnan(one.highest + one.lowest) for one in first_set.repetitions)
        assert {(row["highest"], row["lowest"]) for row in exported["repetitions"]} == {
            (None, None)
        }
        assert journal.history.ends(1, "cat-cow") == ()
        assert journal.history.first_ends_day(1, "cat-cow") is None
        first, second, third = journal.history.set_sums(1)
        assert (first.repetitions, first.left, first.right) == (3, 1, 2)
        assert (first.judged, first.clean, second.repetitions) == (2, 1, 3)
        assert (third.longest_s, third.longest_good_s, third.watched) == (20.0, 15.0, True)
        (session,) = journal.history.recent_sessions(1)
        cat_cow, plank, bird_dog = (e.tally for e in session.exercises)
        assert (cat_cow.repetitions, cat_cow.left, cat_cow.right) == (6, 1, 2)
        assert (cat_cow.judged, cat_cow.clean) == (5, 4)
        assert (cat_cow.mean_range, cat_cow.range_unit) == (30.0, "deg")
        assert (plank.held_s, plank.watched_s, plank.good_s) == (30.0, 20.0, 15.0)
        assert (bird_dog.repetitions, bird_dog.held_s, bird_dog.range_unit) == (0, 0.0, None)
        assert session.began_at.isoformat() == "2026-01-05T17:00:00+00:00"
        # ... and goes on from there.
        third = session.exercises[2].id
        opened = journal.sessions.begin_set(third, event_id="n-1")
        ack = journal.sessions.add_repetition(
            opened.id,
            Repetition(1, None, 1.0, 2.0, 3.0, 60.0, highest=55.0, lowest=-5.0),
            event_id="n-2",
        )
        assert ack.count == 1
        (ends,) = journal.history.ends(1, "bird-dog")
        assert (ends.highest, ends.lowest, ends.unit) == (55.0, -5.0, "deg")


def test_upgraded_sums_are_those_kept_live(new_url: Callable[[], str]) -> None:
    """The same repetitions give the same sums, whether summed by the upgrade or as they came."""
    old, fresh = new_url(), new_url()
    database = connect(address(old))
    migrate(database, to="r0001")
    with database.write() as db:
        old_rows.insert(db.connection())
    database.close()
    with Journal.open(old) as upgraded, Journal.open(fresh) as live:
        from tests.journal.fakes import BERLIN, new_id, planned

        person = live.people.add("Ann", BERLIN)
        session = live.sessions.begin(
            person.id, [planned("cat-cow"), planned("plank")], event_id=new_id()
        )
        before = upgraded.history.recent_sessions(1)[0].exercises
        for old_one, new_one in zip(before, session.exercises, strict=False):
            for done in upgraded.history.sets(old_one.id):
                into = live.sessions.begin_set(new_one.id, event_id=new_id())
                for one in done.repetitions:
                    live.sessions.add_repetition(into.id, one, event_id=new_id())
                for hold in done.holds:
                    live.sessions.record_hold(into.id, hold, event_id=new_id())
                live.sessions.end_set(into.id, event_id=new_id())
            live.sessions.end_exercise(new_one.id, event_id=new_id())
        after = live.history.session(session.id).exercises
        assert [repr(e.tally) for e in after] == [repr(e.tally) for e in before[:2]]
        kept, summed = live.history.set_sums(person.id), upgraded.history.set_sums(1)
        assert [replace(s, exercise_id=0) for s in kept] == [
            replace(s, exercise_id=0) for s in summed
        ]


def test_a_failed_upgrade_changes_nothing(
    url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(database, to="r0001")
    with database.write() as db:
        old_rows.insert(db.connection())
    run(database, "CREATE INDEX ix_session_exercises_exercise_session_id ON sets (number)")
    with pytest.raises(CannotOpen) as caught:
        Journal.open(url)  # its last step now fails
    assert "\n" not in str(caught.value)
    assert revision(database) == "r0001"
    with database.engine.connect() as connection:
        columns = {c["name"] for c in inspect(connection).get_columns("session_exercises")}
    assert "range_sum" not in columns
    run(database, "DROP INDEX ix_session_exercises_exercise_session_id")
    with Journal.open(url) as journal:
        assert journal.history.recent_sessions(1)[0].exercises[0].tally.repetitions == 6


def test_a_newer_journal_is_left_alone(url: str, database: Database) -> None:
    Journal.open(url).close()
    run(database, f"UPDATE {VERSION_TABLE} SET version_num = 'r9999'")
    with pytest.raises(CannotOpen, match="newer Backline") as caught:
        Journal.open(url)
    assert "\n" not in str(caught.value)
    assert revision(database) == "r9999"


def test_another_programs_tables_are_left_alone(url: str, database: Database) -> None:
    run(database, "CREATE TABLE profiles (id INTEGER)")
    with pytest.raises(CannotOpen, match="another program's tables"):
        Journal.open(url)
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["profiles"]


def test_opening_again_changes_nothing(url: str) -> None:
    with Journal.open(url) as journal:
        ann = journal.people.add("Ann", "Europe/Berlin")
    with Journal.open(url) as journal:
        assert journal.people.all() == (ann,)


def test_no_row_goes_with_a_table_that_is_remade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite changes some tables by dropping them for a copy; what points at them must stay."""
    url = f"sqlite:///{tmp_path}/journal.db"
    database = connect(address(url))
    migrate(database, to="r0001")
    with database.write() as db:
        old_rows.insert(db.connection())
    upgrade = command.upgrade

    def remaking(config: Config, to: str) -> None:
        connection = config.attributes["connection"]
        connection.execute(text("CREATE TABLE other AS SELECT * FROM profiles"))
        connection.execute(text("DELETE FROM profiles"))  # as dropping it does
        connection.execute(text("INSERT INTO profiles SELECT * FROM other"))
        connection.execute(text("DROP TABLE other"))
        upgrade(config, to)

    monkeypatch.setattr(command, "upgrade", remaking)
    with Journal.open(url) as journal:
        tables = json.loads(journal.people.export_json(1))["tables"]
        assert {name: len(rows) for name, rows in tables.items() if rows} == old_rows.count()
        journal.people.erase(1)  # the connection minds what points where again
        with journal._database.read() as db:
            assert db.scalar(text("SELECT count(*) FROM repetitions")) == 0


def test_an_upgrade_that_loses_rows_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/journal.db"
    database = connect(address(url))
    migrate(database, to="r0001")
    with database.write() as db:
        old_rows.insert(db.connection())

    def losing(config: Config, to: str) -> None:
        config.attributes["connection"].execute(text("DELETE FROM sessions"))

    monkeypatch.setattr(command, "upgrade", losing)
    with pytest.raises(CannotOpen, match="belong to nothing"):
        Journal.open(url)
    with database.read() as db:
        assert db.scalar(text("SELECT count(*) FROM sessions")) == 1


@pytest.mark.slow
def test_processes_that_open_together_do_not_race(url: str) -> None:
    code = (
        "import sys; from backline.journal.journal import Journal; import backline.journal.migrate;"
        "print('ready', flush=True); sys.stdin.read();"
        "print(len(Journal.open(sys.argv[1]).people.all()))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for _ in range(5)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    said = [process.communicate(timeout=120) for process in processes]
    assert [(out.strip(), err) for out, err in said] == [("0", "")] * len(processes)
