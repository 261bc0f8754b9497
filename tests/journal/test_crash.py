"""Killed at any moment, the journal loses nothing it acknowledged, and the session goes on."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backline.journal.journal import Journal
from tests.journal.fakes import begun, do, planned, with_set
from tests.support import skip_or_fail

ROOT = Path(__file__).parent.parent.parent
KILLS = {"sqlite": 50, "postgresql": 20}
"""The server does the keeping there; fewer kills try our side of it."""
MOST_SAID = 8
LONGEST_WAIT_S = 0.03


class Doomed:
    """Lives of the child process, one after the other."""

    def __init__(self, url: str, session_id: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journal.crash_child", url, str(session_id)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            bufsize=1,
        )

    def live(self, lines: int, seconds: float) -> list[str]:
        """Let a child live until it has said that much and some time more, kill it, and return
        all that it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        pid = int(self._process.stdout.readline().removeprefix("pid "))
        said = [self._process.stdout.readline().strip() for _ in range(lines)]
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        while (line := self._process.stdout.readline().strip()) != "dead":
            assert line, "the child's parent ended"
            said.append(line)
        return said

    def end(self) -> None:
        self._process.communicate(timeout=20)


@pytest.mark.slow
def test_kills_lose_nothing(empty_journal: str) -> None:
    with Journal.open(empty_journal) as journal:
        _, session = begun(journal, planned())
    chance = random.Random(20260302)
    doomed = Doomed(empty_journal, session.id)
    acknowledged: list[tuple[int, int]] = []
    lives_with_work = 0
    kills = KILLS[empty_journal.partition(":")[0].partition("+")[0]]
    for _ in range(kills):
        # None said: while it is still opening the journal, mostly.
        said = chance.choice((0, 0, *range(1, MOST_SAID)))
        lines = doomed.live(said, chance.uniform(0.0, LONGEST_WAIT_S))
        before = len(acknowledged)
        for line in lines:
            word, set_id, number = line.split()
            if word == "resumed":
                known = [n for s, n in acknowledged if s == int(set_id)]
                assert int(number) >= max(known, default=0)
            else:
                acknowledged.append((int(set_id), int(number)))
        lives_with_work += len(acknowledged) > before
    doomed.end()

    assert lives_with_work > kills // 2, "the child hardly ever got to work"
    assert len(set(acknowledged)) == len(acknowledged)
    if empty_journal.startswith("sqlite"):
        path = empty_journal.removeprefix("sqlite:///")
        with sqlite3.connect(path) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    with Journal.open(empty_journal) as journal:
        exercise = journal.history.session(session.id).exercises[0]
        sets = journal.history.sets(exercise.id)
        kept = {(s.id, r.number) for s in sets for r in s.repetitions}
        assert set(acknowledged) <= kept
        assert len(kept) - len(acknowledged) <= kills  # at most one unsaid in each life
        assert exercise.tally.repetitions == len(kept)
        there = journal.sessions.resume(session.id, event_id="after-all")
        assert there.exercise is not None
        opened = there.open_set or journal.sessions.begin_set(exercise.id, event_id="new-set")
        do(journal, opened.id, 1, first=len(opened.repetitions) + 1)
        assert journal.sessions.finish(session.id, event_id="end").state == "finished"


def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """What a power cut would lose can't be tried here. That every repetition is synced to the
    disk before its call returns can: the operating system is asked for it each time."""
    strace = shutil.which("strace")
    if strace is None:
        skip_or_fail("no strace here")
    assert strace is not None
    url, count = f"sqlite:///{tmp_path}/journal.db", 10
    with Journal.open(url) as journal:
        session, opened = with_set(journal)
    code = (
        "import sys; from backline.journal.journal import Journal;"
        "from tests.journal.fakes import do;"
        "journal = Journal.open(sys.argv[1]);"
        f"print('BEGIN', flush=True); do(journal, {opened.id}, {count});"
        "print('END', flush=True)"
    )
    trace = tmp_path / "trace"
    done = subprocess.run(
        [
            *(strace, "-f", "-y", "-o", str(trace), "-e", "trace=write,fsync,fdatasync"),
            *(sys.executable, "-c", code, url),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        skip_or_fail("strace isn't allowed here")
    assert done.returncode == 0, done.stderr
    during = trace.read_text().partition("BEGIN")[2].partition("END")[0]
    synced = re.findall(r"f(?:data)?sync\(\d+<[^>]*journal\.db-wal", during)
    assert len(synced) >= count
    with Journal.open(url) as journal:
        assert journal.sessions.where(session.id).exercise.tally.repetitions == count  # type: ignore[union-attr]
