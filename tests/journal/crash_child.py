"""The process that test_crash.py kills: does repetitions without end, and says so after each.

Run as a program: for every line on its input it forks a child (quicker than starting Python
anew) that opens the journal, resumes the session and goes on; the child ends only by being
killed. Words on the output: `pid N`, `resumed SET COUNT`, `did SET NUMBER`, `dead`.
"""

from __future__ import annotations

import itertools
import os
import sys

from backline.journal.journal import Journal
from tests.journal.fakes import repetition

SET_LENGTH = 12


def say(*words: object) -> None:
    """One whole line, at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(url: str, session_id: int) -> None:
    """Do repetitions in the session's first exercise until killed."""
    journal = Journal.open(url)
    life = os.getpid()
    there = journal.sessions.resume(session_id, event_id=f"resume-{life}")
    assert there.exercise is not None
    opened = there.open_set
    if opened is not None:
        say("resumed", opened.id, len(opened.repetitions))
        if opened.repetitions:  # perhaps its answer got lost: ask again
            last = len(opened.repetitions)
            again = journal.sessions.add_repetition(
                opened.id, repetition(last), event_id=f"{opened.id}-{last}"
            )
            assert again.repeated
    for turn in itertools.count():
        if opened is None:
            opened = journal.sessions.begin_set(there.exercise.id, event_id=f"set-{life}-{turn}")
        first = len(opened.repetitions) + 1
        for number in range(first, SET_LENGTH + 1):
            journal.sessions.add_repetition(
                opened.id, repetition(number), event_id=f"{opened.id}-{number}"
            )
            say("did", opened.id, number)
        journal.sessions.end_set(opened.id, event_id=f"end-{life}-{turn}")
        opened = None


def main() -> None:
    url, session_id = sys.argv[1], int(sys.argv[2])
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            say("pid", os.getpid())
            work(url, session_id)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
