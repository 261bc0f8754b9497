"""What can't be done now: one line for people, that says what to do."""

from __future__ import annotations


class NotNow(Exception):
    """Something that the day or the session doesn't allow at present."""
