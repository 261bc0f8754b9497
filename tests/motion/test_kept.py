"""Attributes that are worked out once."""

from __future__ import annotations

from backline.motion.kept import kept


class Sum:
    def __init__(self) -> None:
        self.asked = 0

    @kept
    def total(self) -> int:
        """Of all."""
        self.asked += 1
        return 41 + self.asked


def test_it_is_worked_out_once_for_each_instance() -> None:
    one, other = Sum(), Sum()
    assert one.asked == 0
    assert (one.total, one.total, one.asked) == (42, 42, 1)
    assert (other.total, other.asked) == (42, 1)


def test_it_keeps_its_words() -> None:
    assert Sum.__dict__["total"].__doc__ == "Of all."
