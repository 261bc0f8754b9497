"""Each chart in words and as a table, with much, little and nothing to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backline.report.progress.past import Past
from backline.report.progress.progress import progress_of
from backline.report.progress.telling import TELLERS, Telling, tellings
from backline.report.progress.words import WORDS, Voice
from tests.report.progress.fakes import BENDING, NAMES, ORDER, TODAY, answer, past, plank


def told(weeks: int = 12, done_weeks: int | None = None, **changes: object) -> dict[str, Telling]:
    progress = progress_of(replace(past(weeks, done_weeks), **changes), ORDER, BENDING)  # type: ignore[arg-type]
    return {one.chart: one for one in tellings(progress, Voice(), NAMES)}


def ends_of(one: Past) -> dict[str, object]:
    """What its ends of ranges are."""
    return {"ends": one.ends, "early_ends": one.early_ends}


def test_much_to_show() -> None:
    found = told()
    assert list(found) == list(TELLERS)
    assert all(one.drawn for one in found.values())
    assert found["calendar"].told.startswith("32 days with a session since 7 Sept.")
    assert "5.8" in found["pain"].told
    assert "a change that matters" in found["pain"].told
    assert any("Farrar" in note and "Ostelo" in note for note in found["pain"].notes)
    assert found["range"].title.endswith("Cat-cow")
    assert found["range"].told == (
        "Rounding: 7.9 % the last time it was measured; 5.6 % in your first weeks. "
        "Sinking: 4.4 % the last time it was measured; 3.5 % in your first weeks."
    )
    assert found["range"].table.head[2:] == ("Rounding", "Sinking", "Range")
    assert found["range"].table.rows[0][2:] == ("7.9 %", "4.4 %", "12.3 %")
    assert found["plank"].told == "Your best is 44 seconds, on 28 Oct."


def test_what_was_not_watched_is_left_out_and_said() -> None:
    found = told()
    assert any("Cat-cow 5 times" in note for note in found["form"].notes)
    cats = [row for row in found["form"].table.rows if row[1] == "Cat-cow"]
    assert len(cats) == 32 - 5
    assert any("nobody saw it" in note for note in found["holds"].notes)


def test_what_was_not_told_apart_is_said() -> None:
    since = TODAY - timedelta(days=40)
    found = told(**ends_of(past(apart_from=since)))["range"]
    assert "7.1 % in the first weeks in which it was told apart" in found.told
    assert found.told.endswith("12.3 % the last time it was measured; 9.2 % in your first weeks.")
    assert any("since 21 Oct; of what you did before" in note for note in found.notes)
    assert found.table.rows[-1][2:] == ("not known", "not known", "9 %")


def test_before_there_is_enough_to_tell_apart() -> None:
    none = told(**ends_of(past(apart_from=date.max)))["range"]
    assert none.told == "12.3 % the last time it was measured; 9.2 % in your first weeks."
    assert none.table.head[2:] == ("Range",)
    few = told(**ends_of(past(apart_from=TODAY - timedelta(days=4))))["range"]
    assert few.told == none.told
    assert few.table.rows[0][2:] == ("7.9 %", "4.4 %", "12.3 %")
    for one in (none, few):
        assert any("once both were measured in three sessions" in note for note in one.notes)
        assert not any("middle line" in note for note in one.notes)


def test_nothing_to_show() -> None:
    found = told(done_weeks=0)
    assert [one.chart for one in found.values() if one.drawn] == ["calendar"]
    assert found["calendar"].told.startswith("No session since")
    assert all(one.told for one in found.values())
    assert not found["pain"].table.rows


def test_little_to_show() -> None:
    found = told(done_weeks=1)
    assert found["pain"].drawn  # three days with an answer
    assert "four weeks after" in found["pain"].told
    assert found["repetitions"].drawn
    assert not found["form"].drawn
    assert "three sessions" in found["form"].told
    assert found["form"].table.rows  # what there is can be read already
    assert not found["range"].drawn


def test_one_plank() -> None:
    found = told(planks=(plank(TODAY, 41.6),))["plank"]
    assert (found.drawn, found.told) == (
        False,
        "One try so far: 41 seconds. The next one makes a line.",
    )


def test_planks_of_another_stage_are_in_the_table_only() -> None:
    tries = (
        plank(TODAY - timedelta(days=9), 70, stage="on-knees"),
        plank(TODAY - timedelta(days=3), 31, stage="on-toes"),
        plank(TODAY, 28, stage="on-toes"),
    )
    found = told(planks=tries)["plank"]
    assert found.told == "Your best is 31 seconds, on 23 Nov."
    assert found.notes[0] == "Held on the toes; what you held otherwise is in the table."
    assert [row[1:3] for row in found.table.rows] == [
        ("on the toes", "28"),
        ("on the toes", "31"),
        ("on the knees", "70"),
    ]


def test_a_plank_that_nobody_watched_is_said_to_be_so() -> None:
    found = told(planks=(plank(TODAY, 41, watched=False), plank(TODAY, 30, watched=False)))
    assert "nobody watched" in found["plank"].told


def test_low_pain_has_no_line_and_more_pain_sends_to_a_clinician() -> None:
    low = tuple(replace(one, nprs=1) for one in past().pain)
    found = told(pain=low, early_pain=low)["pain"]
    assert "low from the start" in found.told
    assert not any("dashed" in note for note in found.notes)
    high = tuple(replace(one, nprs=min(10, one.nprs + 5)) for one in past().pain)
    assert "clinician" in told(pain=high, early_pain=low)["pain"].told


@pytest.mark.parametrize("weeks", [12, 53])
def test_tables_are_whole_and_newest_first(weeks: int) -> None:
    for one in told(weeks).values():
        assert all(len(row) == len(one.table.head) for row in one.table.rows), one.chart
        assert len(one.table.rows) >= 2
    rows = told(weeks)["repetitions"].table.rows
    assert rows[0][0] == "23 Nov"
    assert len(rows) == weeks


def test_a_day_of_last_year_has_its_year() -> None:
    rows = told(53)["repetitions"].table.rows
    assert rows[-1][0] == "24 Nov 2025"


def test_every_word_is_used() -> None:
    """By its key, or as one of a family of keys."""
    from pathlib import Path

    from backline.report import progress as room

    source = "".join(
        p.read_text() for p in Path(room.__path__[0]).glob("*.py") if p.stem != "words"
    )
    families = ("table.", "pain.", "plank-stage.")
    for key in WORDS:
        assert f'"{key}"' in source or key.startswith(families), key


def test_pain_beyond_words_is_not_made_up() -> None:
    few = (answer(TODAY, "before", 3),)
    found = told(pain=few, early_pain=few)["pain"]
    assert (found.drawn, len(found.table.rows)) == (False, 1)
