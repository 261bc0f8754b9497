"""How long the questions of a day take, with three years of daily history behind it.

python -m tests.daily.speed
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backline.daily.household import Household
from backline.guide.load import load_exercises
from backline.journal.journal import Journal
from backline.person.intake import load_questions
from tests.journal.clock import Clock
from tests.journal.years import DAYS, FIRST_DAY, fill, median_ms
from tests.person.cases import load_cases

LAST = FIRST_DAY + timedelta(days=DAYS)


@contextmanager
def years(folder: Path | str) -> Iterator[tuple[Household, int]]:
    """A home in which somebody did four exercises on every day of three years."""
    clock = Clock(datetime(LAST.year, LAST.month, LAST.day, 9, tzinfo=UTC))
    with Journal.open(f"sqlite:///{folder}/journal.db", now=clock) as journal:
        person, _ = fill(journal, DAYS)
        home = Household(journal, load_exercises(), clock)
        given = {k: v for k, v in load_cases().ordinary.items() if k != "answered_on"}
        rest = [q.id for q in load_questions() if not set(q.fields) <= set(given)]
        assert home.answer(person, given, skipped=rest).finished
        home.tell_pain(person, 2)
        yield home, person


def asked(home: Household, person: int) -> dict[str, Callable[[], object]]:
    """What pages ask of a day and of a session."""
    session = home.begin_session(person, watched=True)
    return {
        "standing": lambda: home.standing(person),
        "today": lambda: home.today(person),
        "desk.view": lambda: home.desk.view(session),
        "history": lambda: home.history(person, LAST),
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, years(folder) as (home, person):
        print(f"{'tell_pain':12} {median_ms(lambda: home.tell_pain(person, 2), 7):7.2f} ms")
        for name, ask in asked(home, person).items():
            print(f"{name:12} {median_ms(ask):7.2f} ms")


if __name__ == "__main__":
    main()
