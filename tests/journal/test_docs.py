"""docs/journal.md says what there is: every table, every state, examples that run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url

from backline.journal.address import journal_url
from backline.journal.tables import Base

TEXT = (Path(__file__).parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")


def test_every_table_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| ", TEXT, flags=re.M)
    assert sorted(rows) == sorted(Base.metadata.tables)


def test_the_examples_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKLINE_DATABASE_URL", f"sqlite:///{tmp_path}/journal.db")
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.+?)```", TEXT, flags=re.S)
    assert len(examples) == 3
    exec("\n".join(examples), {})
    assert capsys.readouterr().out.startswith("1 1\n(DayCount(")
    assert (tmp_path / "backline-backup.db").is_file()


def test_the_addresses_are_ones_that_are_understood() -> None:
    addresses = re.findall(r"(?:sqlite|postgresql)://[^\s`']+", TEXT)
    assert len(addresses) == 2
    for address in addresses:
        assert journal_url(address).database == make_url(address).database
