"""What can go wrong with a journal: one line each, saying what to do."""

from __future__ import annotations


class JournalError(Exception):
    """Anything the journal refuses or can't do. Its text is one line for people."""

    def __init__(self, text: str) -> None:
        super().__init__(" ".join(text.split()))


class CannotOpen(JournalError):
    """The journal can't be used at all: a bad address, a damaged file, a folder that is shut."""


class NoSuchRecord(JournalError):
    """What was asked for isn't in the journal (any more)."""


class NotAllowedNow(JournalError):
    """The session isn't in a state in which that can happen."""


class BadValue(JournalError, ValueError):
    """A value that a journal can't hold: not finite, out of range, unknown."""


class NotRecorded(JournalError):
    """The database refused to write. Nothing of it was kept, or, where the connection broke at
    the last moment, it may have been: sending it again with the same event id is always safe."""
