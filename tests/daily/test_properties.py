"""Whatever is asked of a session, in whatever order: there is a next step, and an end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backline.daily.errors import NotNow
from backline.daily.household import Household
from backline.daily.steps import PainCheck, Show, Stopped, Summary, TellPain, Work
from backline.guide.load import load_exercises
from backline.journal.errors import NotAllowedNow
from backline.journal.journal import Journal
from tests.conftest import LendJournal
from tests.daily.fakes import CALM, someone
from tests.daily.walk import Walk
from tests.journal.clock import Clock

EVENTS = (
    *("begin-set", "did", "end-set", "skip", "swap", "hurts", "pause", "resume", "wait"),
    *("pain-0", "pain-1", "pain-3", "pain-4", "pain-6", "pain-10", "tight"),
)


@pytest.fixture(scope="module")
def house(lend_journal: LendJournal) -> Iterator[tuple[Household, Clock]]:
    """One home for all examples; each is about somebody else in it."""
    clock = Clock()
    with lend_journal() as url, Journal.open(url, now=clock) as journal:
        yield Household(journal, load_exercises(), clock), clock


def do(home: Household, clock: Clock, session: int, event: str) -> None:
    """One event; what isn't allowed now is refused and changes nothing."""
    desk = home.desk
    clock.move(seconds=5)
    person = home.journal.history.session(session).profile_id
    before = home.journal.history.set_sums(person)
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
        assert home.journal.history.set_sums(person) == before


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=st.lists(st.sampled_from(EVENTS), min_size=5, max_size=12),
    pain=st.sampled_from([1, 4]),
)
def test_any_order_of_events_leads_on_and_to_an_end(
    house: tuple[Household, Clock], events: list[str], pain: int
) -> None:
    home, clock = house
    ann = someone(home, **CALM)
    home.tell_pain(ann, pain)
    session = home.begin_session(ann, watched=False)
    told = [pain]
    for event in events:
        asked = isinstance(home.desk.view(session).step, TellPain | PainCheck)
        if asked and event.startswith("pain-"):
            told.append(int(event[5:]))
        do(home, clock, session, event)
        view = home.desk.view(session)
        again = Household(home.journal, home.exercises, clock).desk.view(session)
        assert again == view, "a reload gives another step"
        bad = max(told) >= 6 or max(told) - told[0] >= 2
        if asked and bad:
            assert isinstance(view.step, Stopped)
            assert home.journal.history.session(session).state == "stopped"
        elif isinstance(view.step, Show | Work):
            assert not bad
            assert view.exercise is not None
            eased = any(one >= 4 or one > told[0] for one in told)
            assert not eased or (view.step.eased and view.step.dose.sets == 1)
        if isinstance(view.step, Stopped | Summary):
            break
    lines = Walk(home, clock, calm=0, skips=True).through(session)
    assert lines[-1] in {"summary", "stopped: pain", "stopped: rest"}
    assert home.journal.history.session(session).state in {"finished", "stopped"}
