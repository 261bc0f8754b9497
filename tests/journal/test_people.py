"""Profiles, what is known of them, and all of it out again: exported, backed up, erased."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from backline.journal.errors import BadValue, JournalError, NoSuchRecord
from backline.journal.journal import Journal
from backline.journal.records import Cue, Hold
from backline.journal.tables import Base
from tests.journal.clock import Clock
from tests.journal.fakes import BERLIN, begun, do, new_id, planned, repetition
from tests.journal.postgres import PostgresServer


def test_a_household(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add(" Ann ", BERLIN)
    bo = journal.people.add("Bö 🐢", "America/New_York")
    assert journal.people.all() == (ann, bo)
    assert (ann.name, ann.zone, ann.created_at) == ("Ann", BERLIN, clock.now)
    changed = journal.people.change(ann.id, name="Anna", zone="Asia/Tokyo")
    assert journal.people.get(ann.id) == changed
    assert (changed.id, changed.name, changed.zone) == (ann.id, "Anna", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("", BERLIN),
        ("  ", BERLIN),
        ("x" * 101, BERLIN),
        ("A\x00", BERLIN),
        ("Ann", ""),
        ("Ann", "Berlin"),
        ("Ann", "../etc/passwd"),
        ("Ann", "/etc/passwd"),
        ("Ann", "Europe"),
    ],
)
def test_a_profile_needs_a_name_and_a_zone(journal: Journal, name: str, zone: str) -> None:
    with pytest.raises(BadValue) as caught:
        journal.people.add(name, zone)
    assert "\n" not in str(caught.value)
    assert journal.people.all() == ()


def test_every_intake_is_kept(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", BERLIN)
    assert journal.people.latest_intake(ann.id) is None
    first = journal.people.save_intake(ann.id, {"pain": {"now": 4}}, schema_version=1)
    clock.move(days=30)
    answers = {"pain": {"now": 2}, "goals": [["stairs", 6]], "note": "né 🐢", "none": None}
    second = journal.people.save_intake(ann.id, answers, schema_version=2, zone="Asia/Tokyo")
    assert (first.version, second.version) == (1, 2)
    assert (second.answers, second.schema_version, second.zone) == (answers, 2, "Asia/Tokyo")
    assert second.at == clock.now
    assert journal.people.intakes(ann.id) == (first, second)
    assert journal.people.latest_intake(ann.id) == second
    bo = journal.people.add("Bo", BERLIN)
    assert journal.people.save_intake(bo.id, {}, schema_version=2).version == 1


@pytest.mark.parametrize(
    "answers",
    [
        {"pain": float("nan")},
        {"pain": float("inf")},
        {1: "one"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"text": "a\x00b"},
        {"text": "\ud800"},
        {"deep": {"er": ["\x00"]}},
        {"much": "x" * 1_000_001},
    ],
    ids=["nan", "infinity", "key", "date", "nul", "half a character", "inside", "too long"],
)
def test_answers_that_are_not_plain_json_are_refused(
    journal: Journal, answers: dict[str, Any]
) -> None:
    ann = journal.people.add("Ann", BERLIN)
    with pytest.raises(BadValue, match="answers") as caught:
        journal.people.save_intake(ann.id, answers, schema_version=1)
    assert len(str(caught.value)) < 300
    assert journal.people.intakes(ann.id) == ()


def test_a_backslash_is_no_nul(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    kept = journal.people.save_intake(ann.id, {"note": "\\u0000 \\x00"}, schema_version=1)
    assert kept.answers == {"note": "\\u0000 \\x00"}


def test_screenings_belong_to_their_intake(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    bo = journal.people.add("Bo", BERLIN)
    intake = journal.people.save_intake(ann.id, {}, schema_version=1)
    assert journal.people.latest_screening(ann.id) is None
    journal.people.save_screening(ann.id, {"flags": []}, schema_version=1, intake_id=intake.id)
    last = journal.people.save_screening(
        ann.id, {"flags": ["G2"]}, schema_version=1, intake_id=intake.id
    )
    assert journal.people.latest_screening(ann.id) == last
    assert (last.result, last.intake_id) == ({"flags": ["G2"]}, intake.id)
    with pytest.raises(BadValue, match="isn't this person's"):
        journal.people.save_screening(bo.id, {}, schema_version=1, intake_id=intake.id)


def test_a_language_is_a_code(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    assert ann.language == "en"
    assert journal.people.change(ann.id, language="es").language == "es"
    assert journal.people.add("Bo", BERLIN, "pt-BR").language == "pt-BR"
    assert journal.people.get(ann.id).language == "es"
    for code in ("", "english", "e", "es\n", "es_MX"):
        with pytest.raises(BadValue, match="language"):
            journal.people.change(ann.id, language=code)


def test_questions_left_out_are_kept_with_their_intake(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    journal.people.save_intake(ann.id, {}, schema_version=1, skipped=["goals", "age"])
    journal.people.save_intake(ann.id, {}, schema_version=1)
    assert [one.skipped for one in journal.people.intakes(ann.id)] == [("goals", "age"), ()]


def test_pain_of_a_day_needs_no_session(journal: Journal, clock: Clock) -> None:
    ann = journal.people.add("Ann", BERLIN)
    first = journal.people.tell_pain(ann.id, 7)
    clock.move(hours=8)  # past midnight in Berlin
    second = journal.people.tell_pain(ann.id, 0, week=7)
    assert (first.day, second.day) == (date(2026, 3, 2), date(2026, 3, 3))
    assert journal.people.day_pains(ann.id) == (first, second)
    assert journal.people.day_pains(ann.id, first=date(2026, 3, 3)) == (second,)
    for bad in (-1, 11, True, 2.5):
        with pytest.raises(BadValue):
            journal.people.tell_pain(ann.id, bad)  # type: ignore[arg-type]
        with pytest.raises(BadValue):
            journal.people.tell_pain(ann.id, 1, week=bad)  # type: ignore[arg-type]
    with pytest.raises(NoSuchRecord):
        journal.people.tell_pain(99, 1)


def test_the_last_plan_of_a_day_holds(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)

    def save(day: int, name: str) -> int:
        plan = {"exercises": [name]}
        return journal.people.save_plan(
            ann.id, date(2026, 3, day), plan, [{"why": name}], schema_version=1
        ).id

    save(4, "early")
    second = save(3, "a")
    replaced = save(4, "late")
    save(9, "far")
    plans = journal.people.plans(ann.id, date(2026, 3, 3), date(2026, 3, 4))
    assert [p.id for p in plans] == [second, replaced]
    assert plans[1].reasons == [{"why": "late"}]
    assert journal.people.plan(second) == plans[0]
    assert len(journal.people.plans(ann.id)) == 3


# --- everything out -------------------------------------------------------------------------


def full_life(journal: Journal, name: str) -> int:
    """Somebody with a row in every table. Returns the profile's id."""
    person, session = begun(journal, name=name)
    people, sessions = journal.people, journal.sessions
    people.tell_pain(person.id, 2, week=4)
    intake = people.save_intake(person.id, {"secret": f"{name}-answer"}, schema_version=1)
    people.save_screening(person.id, {"flags": []}, schema_version=1, intake_id=intake.id)
    plan = people.save_plan(person.id, date(2026, 3, 2), {}, [], schema_version=1)
    journal.rhythms.choose(person.id, ["MO"], time(18), 30)
    opened = sessions.begin_set(session.exercises[0].id, event_id=new_id())
    sessions.add_repetition(opened.id, repetition(1, range=31.5, side="left"), event_id=new_id())
    sessions.record_hold(opened.id, Hold(1, 1.0, 2.0, 1.0, "knees"), event_id=new_id())
    sessions.add_cue(opened.id, Cue(f"{name}-cue", 1.0), event_id=new_id())
    sessions.add_pain(session.id, "before", 3, event_id=new_id())
    sessions.add_pain(
        session.id, "after-exercise", 3, exercise_id=session.exercises[0].id, event_id=new_id()
    )
    sessions.stop(session.id, f"{name}-reason", event_id=new_id())
    sessions.begin(person.id, [planned()], plan_id=plan.id, event_id=new_id())
    sessions.add_plank_test(
        person.id,
        held_s=30.0,
        good_s=25.0,
        ended="knees",
        watched=True,
        session_id=session.id,
        event_id=new_id(),
    )
    return person.id


def counts(journal: Journal) -> dict[str, int]:
    with journal._database.read() as db:
        return {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def test_an_export_holds_everything_of_one_and_nothing_of_another(
    journal: Journal, clock: Clock
) -> None:
    ann, bo = full_life(journal, "Ann"), full_life(journal, "Bo")
    text = journal.people.export_json(ann)
    document = json.loads(text)
    assert document["backline_journal"] == 1
    assert document["exported_at"] == "2026-03-02T17:30:00.123456Z"
    tables = document["tables"]
    assert set(tables) == set(Base.metadata.tables)
    assert all(tables.values()), "every table has a row of a full life"
    assert {name: 2 * len(rows) for name, rows in tables.items()} == counts(journal)
    for name, rows in tables.items():
        assert set(rows[0]) == {column.name for column in Base.metadata.tables[name].columns}
    assert "Bo" not in text
    assert "Ann" not in journal.people.export_json(bo)
    (done,) = tables["repetitions"]
    assert (done["range_value"], done["side"], done["clean"]) == (31.5, "left", True)
    assert done["at"] == "2026-03-02T17:30:00.123456Z"
    assert tables["sessions"][0]["day"] == "2026-03-02"
    assert tables["intakes"][0]["answers"] == {"secret": "Ann-answer"}


def test_an_export_says_null_for_what_was_not_measured(journal: Journal) -> None:
    person, session = begun(journal)
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    do(journal, opened.id, 1)
    text = journal.people.export_json(person.id)
    assert "NaN" not in text
    assert json.loads(text)["tables"]["repetitions"][0]["range_value"] is None


def test_erasing_takes_everything_of_one_and_nothing_of_another(journal: Journal) -> None:
    ann = full_life(journal, "Ann")
    alone = counts(journal)
    bo = full_life(journal, "Bo")
    before = journal.people.export_json(bo)
    erased = journal.people.erase(ann)
    assert erased.rows == alone
    assert counts(journal) == alone
    assert journal.people.export_json(bo) == before
    assert [p.id for p in journal.people.all()] == [bo]
    with pytest.raises(NoSuchRecord):
        journal.people.export_json(ann)


def test_an_id_is_never_given_again(journal: Journal) -> None:
    """A page left open on somebody erased must not write into somebody else's session."""
    person, session = begun(journal)
    opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
    journal.people.erase(person.id)
    other, later = begun(journal, name="Bo")
    assert other.id > person.id
    assert later.id > session.id
    assert later.exercises[0].id > session.exercises[1].id
    with pytest.raises(NoSuchRecord):
        journal.sessions.add_repetition(opened.id, repetition(1), event_id=new_id())


def test_the_file_keeps_no_trace_of_the_erased(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db") as journal:
        ann, _ = full_life(journal, "Annabella"), full_life(journal, "Bo")

        def traces() -> int:
            files = [f.read_bytes() for f in tmp_path.iterdir() if f.suffix != ".db-shm"]
            return sum(content.count(b"Annabella") for content in files)

        assert traces() > 3
        journal.people.erase(ann)
        assert traces() == 0


# --- a copy ---------------------------------------------------------------------------------


def test_a_backup_is_whole_while_the_journal_is_in_use(tmp_path: Path) -> None:
    with Journal.open(f"sqlite:///{tmp_path}/journal.db") as journal:
        person, session = begun(journal)
        opened = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id())
        do(journal, opened.id, 5)
        before = journal.people.export_json(person.id)
        copy = journal.back_up(tmp_path / "copy.db")
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        do(journal, opened.id, 1, first=6)
        with Journal.open(f"sqlite:///{copy}") as restored:
            again = restored.people.export_json(person.id)
            assert json.loads(again)["tables"] == json.loads(before)["tables"]
            do(restored, opened.id, 1, first=6)


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear to me")
    with Journal.open(f"sqlite:///{tmp_path}/journal.db") as journal:
        with pytest.raises(JournalError, match="is there already"):
            journal.back_up(tmp_path / "copy.db")
        with pytest.raises(JournalError, match="can't be written"):
            journal.back_up(tmp_path / "nowhere" / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "dear to me"


def test_postgresql_has_its_own_backup(postgres: PostgresServer, tmp_path: Path) -> None:
    with (
        postgres.empty_journal() as url,
        Journal.open(url) as journal,
        pytest.raises(JournalError, match="pg_dump"),
    ):
        journal.back_up(tmp_path / "copy.db")
    assert not list(tmp_path.iterdir())
