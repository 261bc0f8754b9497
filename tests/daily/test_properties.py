"""Whatever is asked of a session, in whatever order: there is a next step, and an end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backline.daily.errors import NotNow
from backline.daily.household import Household
from backline.daily.steps import PainCheck, Show, Stopped, Summary, TellPain, Work
from backline.guide.load import load_exercises
from backline.journal.errors import NotAllowedNow
from backline.journal.journal import Journal
from tests.daily.fakes import CALM, someone
from tests.daily.walk import Walk
from tests.journal.clock import Clock

EVENTS = (
    *("begin-set", "did", "end-set", "skip", "swap", "hurts", "pause", "resume", "wait"),
    *("pain-0", "pain-1", "pain-3", "pain-4", "pain-6", "pain-10", "tight"),
)


@contextmanager
def a_session(empty: Path, pain: int) -> Iterator[tuple[Household, Clock, int]]:
    """A home with one person and a session just begun."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(empty, f"{folder}/journal.db")
        clock = Clock()
        with Journal.open(f"sqlite:///{folder}/journal.db", now=clock) as journal:
            home = Household(journal, load_exercises(), clock)
            ann = someone(home, **CALM)
            home.tell_pain(ann, pain)
            yield home, clock, home.begin_session(ann, watched=False)


def do(home: Household, clock: Clock, session: int, event: str) -> None:
    """One event; what isn't allowed now is refused and changes nothing."""
    desk = home.desk
    clock.move(seconds=5)
    before = home.journal.people.export_json(1)
    actions = {
        "begin-set": lambda: desk.begin_set(session),
        "did": lambda: desk.did(session, 5),
        "end-set": lambda: desk.end_set(session),
        "skip": lambda: desk.skip(session),
        "swap": lambda: desk.swap(session),
        "hurts": lambda: desk.hurts(session),
        "pause": lambda: desk.pause(session),
        "resume": lambda: desk.resume(session),
        "wait": lambda: clock.move(seconds=40),
        "tight": lambda: desk.tell_pain(session, 1, tight=True),
    }
    if event.startswith("pain-"):
        actions[event] = lambda: desk.tell_pain(session, int(event[5:]), tight=False)
    try:
        actions[event]()
    except (NotNow, NotAllowedNow):
        after = home.journal.people.export_json(1)
        assert repetitions(before) == repetitions(after)


def repetitions(exported: str) -> list[str]:
    return [line for line in exported.splitlines() if '"peak_s"' in line]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=st.lists(st.sampled_from(EVENTS), min_size=5, max_size=22), pain=st.sampled_from([1, 4])
)
def test_any_order_of_events_leads_on_and_to_an_end(
    empty_file: Path, events: list[str], pain: int
) -> None:
    with a_session(empty_file, pain) as (home, clock, session):
        told = [pain]
        for event in events:
            step = home.desk.view(session).step
            asked = isinstance(step, TellPain | PainCheck)
            if asked and event.startswith("pain-"):
                told.append(int(event[5:]))
            do(home, clock, session, event)
            view = home.desk.view(session)
            fresh = Household(home.journal, load_exercises(), clock)
            assert fresh.desk.view(session) == view, "a reload gives another step"
            bad = max(told) >= 6 or max(told) - told[0] >= 2
            if asked and bad:
                assert isinstance(view.step, Stopped)
                assert home.journal.history.session(session).state == "stopped"
            elif isinstance(view.step, Show | Work):
                assert not bad
                assert view.exercise is not None
                assert view.step.dose.amount >= 1
                eased = [p for p in told if p >= 4 or p > told[0]]
                assert not eased or (view.step.eased and view.step.dose.sets == 1)
            if isinstance(view.step, Stopped | Summary):
                break
        if home.journal.history.session(session).state == "paused":
            home.desk.resume(session)
        lines = Walk(home, clock, calm=0).through(session)
        assert lines[-1] in {"summary", "stopped: pain", "stopped: rest"}
        assert home.journal.history.session(session).state in {"finished", "stopped"}
