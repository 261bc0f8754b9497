"""Whatever is asked of a session, in whatever order: it keeps to its states, keeps the order of
things, and counts each thing once. Hypothesis asks; a small model knows the answers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from backline.journal.errors import NotAllowedNow
from backline.journal.journal import Journal
from backline.journal.records import Acknowledgement, Hold, Repetition
from tests.journal.fakes import BERLIN, new_id, planned, repetition

OPEN = {"waiting", "doing"}


@dataclass
class ModelSet:
    id: int
    open: bool = True
    repetitions: list[Repetition] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)


@dataclass
class ModelExercise:
    id: int
    place: int
    attempt: int = 0
    state: str = "waiting"
    sets: list[ModelSet] = field(default_factory=list)

    def leave(self, state: str) -> None:
        self.state = state
        for one in self.sets:
            one.open = False


@dataclass
class Said:
    """A call that was answered, and how."""

    set_id: int
    repetition: Repetition
    answer: Acknowledgement


class SessionMachine(RuleBasedStateMachine):
    def __init__(self, journal: Journal, url: str) -> None:
        super().__init__()
        self.journal = journal
        self.url = url
        self.state = "none"
        self.exercises: list[ModelExercise] = []
        self.said: list[Said] = []

    @initialize(count=st.integers(1, 3))
    def begin(self, count: int) -> None:
        self.person = self.journal.people.add("Ann", BERLIN)
        session = self.journal.sessions.begin(
            self.person.id, [planned(f"exercise-{n}") for n in range(count)], event_id=new_id()
        )
        self.id, self.state = session.id, "open"
        self.exercises = [ModelExercise(e.id, e.place) for e in session.exercises]

    # --- what the model knows ---------------------------------------------------------

    def ordered(self) -> list[ModelExercise]:
        return sorted(self.exercises, key=lambda e: (e.place, e.attempt))

    def open_set(self) -> tuple[ModelExercise, ModelSet] | None:
        every = [(e, s) for e in self.exercises for s in e.sets if s.open]
        assert len(every) <= 1
        return every[0] if every else None

    def pick(self, data: st.DataObject) -> ModelExercise:
        return data.draw(st.sampled_from(self.ordered()))

    def expect(self, allowed: bool, call: object) -> object:
        assert callable(call)
        if allowed:
            return call()
        with pytest.raises(NotAllowedNow):
            call()
        return None

    # --- what may be asked ------------------------------------------------------------

    @rule(data=st.data())
    def begin_set(self, data: st.DataObject) -> None:
        chosen = self.pick(data)
        allowed = (
            self.state == "open"
            and chosen.state in OPEN
            and self.open_set() is None
            and not any(e.place < chosen.place and e.state in OPEN for e in self.exercises)
        )
        got = self.expect(
            allowed, lambda: self.journal.sessions.begin_set(chosen.id, event_id=new_id())
        )
        if allowed:
            chosen.state = "doing"
            chosen.sets.append(ModelSet(got.id))  # type: ignore[attr-defined]

    @precondition(lambda self: any(e.sets for e in self.exercises))
    @rule(
        data=st.data(),
        off=st.sampled_from([0, 0, 0, 0, -1, 1]),
        side=st.sampled_from([None, "left", "right"]),
        size=st.sampled_from([math.nan, 10.0, 32.5]),
        faults=st.sampled_from([(), (), ("a",), ("a", "b")]),
        judged=st.booleans(),
    )
    def add_repetition(
        self,
        data: st.DataObject,
        off: int,
        side: str,
        size: float,
        faults: tuple[str, ...],
        judged: bool,
    ) -> None:
        exercise, into = self.pick_set(data)
        number = len(into.repetitions) + 1 + off
        if number < 1:
            return
        done = repetition(number, side=side, range=size, faults=faults, judged=judged)  # type: ignore[arg-type]
        allowed = self.state == "open" and into.open and off == 0
        event_id = new_id()
        answer = self.expect(
            allowed,
            lambda: self.journal.sessions.add_repetition(into.id, done, event_id=event_id),
        )
        if allowed:
            into.repetitions.append(done)
            count = sum(len(s.repetitions) for s in exercise.sets)
            assert answer == Acknowledgement(event_id, number, count)
            assert isinstance(answer, Acknowledgement)
            self.said.append(Said(into.id, done, answer))

    def pick_set(self, data: st.DataObject) -> tuple[ModelExercise, ModelSet]:
        """The open set mostly, sometimes an earlier one."""
        current = self.open_set()
        if current is not None and data.draw(st.integers(0, 4)):
            return current
        every = [(e, s) for e in self.ordered() for s in e.sets]
        return data.draw(st.sampled_from(every))

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def ask_again(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.said))
        first = said.answer
        again = self.journal.sessions.add_repetition(
            said.set_id, said.repetition, event_id=first.event_id
        )
        assert again == Acknowledgement(first.event_id, first.number, first.count, repeated=True)

    @precondition(lambda self: any(e.sets for e in self.exercises))
    @rule(data=st.data(), longer_s=st.integers(0, 9), ends=st.booleans(), off=st.integers(0, 1))
    def record_hold(self, data: st.DataObject, longer_s: int, ends: bool, off: int) -> None:
        _, into = self.pick_set(data)
        last = into.holds[-1] if into.holds else None
        going = last is not None and last.ended is None
        if going and last is not None:
            number, start_s = last.number + off, last.start_s
            end_s = last.end_s + longer_s
        else:
            number, start_s = len(into.holds) + 1 + off, 10.0
            end_s = start_s + longer_s
        done = Hold(number, start_s, end_s, end_s - start_s, "knees" if ends else None)
        allowed = self.state == "open" and into.open and off == 0
        self.expect(
            allowed,
            lambda: self.journal.sessions.record_hold(into.id, done, event_id=new_id()),
        )
        if allowed:
            if going:
                into.holds.pop()
            into.holds.append(done)

    @precondition(lambda self: any(e.sets for e in self.exercises))
    @rule(data=st.data())
    def end_set(self, data: st.DataObject) -> None:
        _, chosen = self.pick_set(data)
        allowed = self.state in {"open", "paused"} and chosen.open
        self.expect(allowed, lambda: self.journal.sessions.end_set(chosen.id, event_id=new_id()))
        chosen.open = chosen.open and not allowed

    @rule(data=st.data())
    def end_exercise(self, data: st.DataObject) -> None:
        chosen = self.pick(data)
        allowed = self.state == "open" and chosen.state == "doing"
        self.expect(
            allowed, lambda: self.journal.sessions.end_exercise(chosen.id, event_id=new_id())
        )
        if allowed:
            chosen.leave("done")

    @rule(data=st.data(), swap=st.booleans())
    def skip_or_swap(self, data: st.DataObject, swap: bool) -> None:
        chosen = self.pick(data)
        allowed = self.state in {"open", "paused"} and chosen.state in OPEN
        sessions = self.journal.sessions
        if not swap:
            self.expect(allowed, lambda: sessions.skip_exercise(chosen.id, "no", event_id=new_id()))
            if allowed:
                chosen.leave("skipped")
            return
        got = self.expect(
            allowed,
            lambda: sessions.swap_exercise(chosen.id, planned("x"), "no", event_id=new_id()),
        )
        if allowed:
            chosen.leave("swapped")
            new_id_, attempt = got.id, chosen.attempt + 1  # type: ignore[attr-defined]
            self.exercises.append(ModelExercise(new_id_, chosen.place, attempt))

    @rule()
    def pause(self) -> None:
        allowed = self.state in {"open", "paused"}
        self.expect(allowed, lambda: self.journal.sessions.pause(self.id, event_id=new_id()))
        self.state = "paused" if allowed else self.state

    @rule()
    def resume(self) -> None:
        allowed = self.state in {"open", "paused"}
        self.expect(allowed, lambda: self.journal.sessions.resume(self.id, event_id=new_id()))
        self.state = "open" if allowed else self.state

    @precondition(lambda self: len(self.said) > 2)
    @rule(stop=st.booleans())
    def end(self, stop: bool) -> None:
        allowed = self.state in {"open", "paused"}
        sessions = self.journal.sessions
        if stop:
            self.expect(allowed, lambda: sessions.stop(self.id, "pain", event_id=new_id()))
        else:
            self.expect(allowed, lambda: sessions.finish(self.id, event_id=new_id()))
        if allowed:
            self.state = "stopped" if stop else "finished"
            for exercise in self.exercises:
                if exercise.state == "doing":
                    exercise.leave("stopped" if stop else "done")

    @rule()
    def open_anew(self) -> None:
        """As after a crash: nothing is remembered but what is on disk."""
        self.journal.close()
        self.journal = Journal.open(self.url)

    # --- what must hold ---------------------------------------------------------------

    @invariant()
    def the_journal_says_the_same(self) -> None:
        if self.state == "none":
            return
        there = self.journal.sessions.where(self.id)
        assert there.session.state == self.state
        ordered = self.ordered()
        assert [(e.id, e.state) for e in there.session.exercises] == [
            (e.id, e.state) for e in ordered
        ]
        going = next((e for e in ordered if e.state in OPEN), None)
        assert (there.exercise and there.exercise.id) == (going and going.id)
        current = self.open_set()
        assert (there.open_set and there.open_set.id) == (current and current[1].id)
        unfinished = self.journal.sessions.unfinished(self.person.id)
        assert (unfinished is not None) == (self.state in {"open", "paused"})

    @invariant()
    def the_sums_are_those_of_the_parts(self) -> None:
        if self.state == "none":
            return
        kept = {e.id: e.tally for e in self.journal.history.session(self.id).exercises}
        for exercise in self.exercises:
            sets = self.journal.history.sets(exercise.id)
            assert [s.id for s in sets] == [s.id for s in exercise.sets]
            assert [repr(s.repetitions) for s in sets] == [  # NaN is unlike itself
                repr(tuple(s.repetitions)) for s in exercise.sets
            ]
            assert [list(s.holds) for s in sets] == [s.holds for s in exercise.sets]
            every = [r for s in exercise.sets for r in s.repetitions]
            tally = kept[exercise.id]
            assert tally.repetitions == len(every)
            assert tally.left == sum(r.side == "left" for r in every)
            assert tally.right == sum(r.side == "right" for r in every)
            assert tally.judged == sum(r.clean is not None for r in every)
            assert tally.clean == sum(r.clean is True for r in every)
            held_s = sum(h.held_s for s in exercise.sets for h in s.holds)
            assert tally.held_s == tally.good_s == pytest.approx(held_s)
            sizes = [r.range for r in every if not math.isnan(r.range)]
            mean = sum(sizes) / len(sizes) if sizes else math.nan
            assert tally.mean_range == pytest.approx(mean, nan_ok=True)

    def teardown(self) -> None:
        self.journal.close()


@pytest.mark.slow
def test_a_session_keeps_to_its_states(empty_journal: str) -> None:
    run_state_machine_as_test(
        lambda: SessionMachine(Journal.open(empty_journal), empty_journal),
        settings=settings(
            max_examples=15 if empty_journal.startswith("sqlite") else 6,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
