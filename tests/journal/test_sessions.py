"""A session from its begin to its end: what is kept, what is refused, where it goes on."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from backline.journal.errors import BadValue, JournalError, NoSuchRecord, NotAllowedNow
from backline.journal.journal import Journal
from backline.journal.records import Acknowledgement, Cue, Dose, Hold, PlannedExercise
from tests.journal.clock import Clock
from tests.journal.fakes import BERLIN, begun, do, new_id, planned, repetition, with_set


def test_a_session_knows_what_was_planned(journal: Journal, clock: Clock) -> None:
    person = journal.people.add("Ann", BERLIN)
    plan = journal.people.save_plan(
        person.id, date(2026, 3, 2), {"exercises": ["cat-cow"]}, ["first day"], schema_version=1
    )
    dose = Dose(repetitions=8, hold_s=3.5, sets=2, each_side=True)
    session = journal.sessions.begin(
        person.id,
        [PlannedExercise("bird-dog", dose, "leg-only"), planned("plank", watched=False)],
        plan_id=plan.id,
        event_id=new_id(),
    )
    again = journal.history.session(session.id)
    assert again == session
    assert (again.state, again.plan_id, again.profile_id) == ("open", plan.id, person.id)
    assert again.began_at == clock.now
    assert again.began_at.tzinfo is UTC
    assert again.zone == BERLIN
    first, second = again.exercises
    assert (first.exercise, first.stage, first.dose, first.watched) == (
        "bird-dog",
        "leg-only",
        dose,
        True,
    )
    assert (second.place, second.watched, second.state) == (2, False, "waiting")


def test_the_day_is_that_of_the_place(journal: Journal, clock: Clock) -> None:
    clock.now = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    _, session = begun(journal)
    assert session.day == date(2026, 3, 3)  # half past midnight in Berlin
    other = journal.people.add("Bo", "America/Los_Angeles")
    elsewhere = journal.sessions.begin(other.id, [planned()], event_id=new_id())
    assert elsewhere.day == date(2026, 3, 2)
    travelling = journal.people.add("Cy", BERLIN)
    away = journal.sessions.begin(travelling.id, [planned()], zone="Asia/Tokyo", event_id=new_id())
    assert (away.day, away.zone) == (date(2026, 3, 3), "Asia/Tokyo")


def test_a_repetition_comes_back_as_it_went_in(journal: Journal) -> None:
    session, opened = with_set(journal)
    given = [
        repetition(
            1,
            side="left",
            range=31.25,
            faults=("BD5-high", "BD3-shift"),
            highest=30.0,
            lowest=-1.25,
        ),
        repetition(2, side="right", range=0.1 + 0.2),
        repetition(3, judged=False, variation="leg-lift", unit="ratio"),
    ]
    for one in given:
        journal.sessions.add_repetition(opened.id, one, event_id=new_id())
    (kept,) = journal.history.sets(session.exercises[0].id)
    assert kept.repetitions[:2] == tuple(given[:2])
    assert math.isnan(kept.repetitions[2].range)
    assert math.isnan(kept.repetitions[2].highest)
    assert math.isnan(kept.repetitions[2].lowest)
    assert kept.repetitions[2].variation == "leg-lift"
    assert [r.clean for r in kept.repetitions] == [False, True, None]


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ({"highest": math.inf}, "highest: inf is not a number"),
        ({"lowest": -math.inf}, "lowest: -inf is not a number"),
        ({"highest": 1.0, "lowest": 2.0}, "its lowest is above its highest"),
    ],
)
def test_ends_that_cannot_be_are_refused(ends: dict[str, float], why: str) -> None:
    with pytest.raises(BadValue, match=f"repetition 1: {why}"):
        repetition(1, **ends)


def test_the_sums_of_an_exercise(journal: Journal) -> None:
    session, opened = with_set(journal)
    add = journal.sessions.add_repetition
    add(opened.id, repetition(1, side="left", range=30.0), event_id=new_id())
    add(opened.id, repetition(2, side="right", range=20.0, faults=("x",)), event_id=new_id())
    add(opened.id, repetition(3, side="right", judged=False), event_id=new_id())
    add(opened.id, repetition(4, range=9.0, unit="ratio"), event_id=new_id())
    add(opened.id, repetition(5, range=400.0, variation="rock"), event_id=new_id())
    tally = journal.history.session(session.id).exercises[0].tally
    assert (tally.repetitions, tally.left, tally.right) == (5, 1, 2)
    assert (tally.judged, tally.clean) == (4, 3)
    assert tally.form_ratio == 0.75
    assert (tally.mean_range, tally.range_unit) == (25.0, "deg")


def test_nothing_judged_is_no_score(journal: Journal) -> None:
    session, opened = with_set(journal, planned(watched=False))
    journal.sessions.add_repetition(opened.id, repetition(1, judged=False), event_id=new_id())
    tally = journal.history.session(session.id).exercises[0].tally
    assert tally.form_ratio is None
    assert math.isnan(tally.mean_range)


def test_an_acknowledgement_says_which_and_how_many(journal: Journal) -> None:
    session, opened = with_set(journal)
    do(journal, opened.id, 2)
    journal.sessions.end_set(opened.id, event_id=new_id())
    second = journal.sessions.begin_set(session.exercises[0].id, event_id=new_id(), side="left")
    assert (second.number, second.side) == (2, "left")
    got = journal.sessions.add_repetition(second.id, repetition(1), event_id="e-1")
    assert got == Acknowledgement("e-1", number=1, count=3)


def test_asking_again_does_nothing_twice(journal: Journal) -> None:
    session, opened = with_set(journal)
    first = journal.sessions.add_repetition(opened.id, repetition(1), event_id="e-1")
    do(journal, opened.id, 2, first=2)
    again = journal.sessions.add_repetition(opened.id, repetition(1), event_id="e-1")
    assert again == Acknowledgement("e-1", first.number, first.count, repeated=True)
    assert journal.sessions.where(session.id).exercise.tally.repetitions == 3  # type: ignore[union-attr]


def test_asking_again_is_answered_after_the_end_too(journal: Journal) -> None:
    session, opened = with_set(journal)
    journal.sessions.add_repetition(opened.id, repetition(1), event_id="e-1")
    done = journal.sessions.finish(session.id, event_id="e-2")
    assert journal.sessions.add_repetition(opened.id, repetition(1), event_id="e-1").repeated
    assert journal.sessions.finish(session.id, event_id="e-2") == done
    assert journal.sessions.begin_set(session.exercises[0].id, event_id=_first(journal)) is not None


def _first(journal: Journal) -> str:
    """The event id under which the first set was begun."""
    from sqlalchemy import select

    from backline.journal.tables import EventRow

    with journal._database.read() as db:
        found = db.scalars(select(EventRow.event_id).where(EventRow.kind == "begin-set")).first()
    assert found is not None
    return found


def test_beginning_again_gives_the_same_session(journal: Journal) -> None:
    person = journal.people.add("Ann", BERLIN)
    one = journal.sessions.begin(person.id, [planned()], event_id="b")
    assert journal.sessions.begin(person.id, [planned()], event_id="b") == one


def test_an_id_used_for_something_else_is_refused(journal: Journal) -> None:
    session, opened = with_set(journal)
    journal.sessions.add_repetition(opened.id, repetition(1), event_id="e-1")
    with pytest.raises(BadValue, match="every new thing needs a new id"):
        journal.sessions.add_repetition(opened.id, repetition(2), event_id="e-1")
    with pytest.raises(BadValue, match="every new thing needs a new id"):
        journal.sessions.finish(session.id, event_id="e-1")
    assert journal.history.session(session.id).state == "open"


def test_two_people_may_use_the_same_id(journal: Journal) -> None:
    for name in ("Ann", "Bo"):
        person = journal.people.add(name, BERLIN)
        session = journal.sessions.begin(person.id, [planned()], event_id="same")
        assert session.profile_id == person.id


def test_repetitions_keep_their_order(journal: Journal) -> None:
    _, opened = with_set(journal)
    do(journal, opened.id, 2)
    for wrong in (1, 2, 4):
        with pytest.raises(NotAllowedNow, match="Repetition 3 comes next"):
            journal.sessions.add_repetition(opened.id, repetition(wrong), event_id=new_id())


@pytest.mark.parametrize("end", ["finish", "stop"])
def test_nothing_goes_into_an_ended_session(journal: Journal, end: str) -> None:
    session, opened = with_set(journal)
    do(journal, opened.id, 1)
    if end == "finish":
        journal.sessions.finish(session.id, event_id=new_id())
    else:
        journal.sessions.stop(session.id, "pain", event_id=new_id())
    sessions, exercise = journal.sessions, session.exercises[1].id
    refused: list[Callable[[], object]] = [
        lambda: sessions.add_repetition(opened.id, repetition(2), event_id=new_id()),
        lambda: sessions.record_hold(opened.id, Hold(1, 0, 1), event_id=new_id()),
        lambda: sessions.add_cue(opened.id, Cue("x", 1.0), event_id=new_id()),
        lambda: sessions.begin_set(exercise, event_id=new_id()),
        lambda: sessions.end_set(opened.id, event_id=new_id()),
        lambda: sessions.end_exercise(exercise, event_id=new_id()),
        lambda: sessions.skip_exercise(exercise, "tired", event_id=new_id()),
        lambda: sessions.swap_exercise(exercise, planned("plank"), "tired", event_id=new_id()),
        lambda: sessions.pause(session.id, event_id=new_id()),
        lambda: sessions.resume(session.id, event_id=new_id()),
        lambda: sessions.finish(session.id, event_id=new_id()),
        lambda: sessions.stop(session.id, "pain", event_id=new_id()),
        lambda: sessions.add_pain(session.id, "before", 2, event_id=new_id()),
    ]
    before = journal.people.export_json(session.profile_id)
    for call in refused:
        with pytest.raises(NotAllowedNow):
            call()
    assert journal.people.export_json(session.profile_id) == before


def test_a_paused_session_waits(journal: Journal) -> None:
    session, opened = with_set(journal)
    do(journal, opened.id, 3)
    assert journal.sessions.pause(session.id, event_id=new_id()).state == "paused"
    with pytest.raises(NotAllowedNow, match="paused"):
        journal.sessions.add_repetition(opened.id, repetition(4), event_id=new_id())
    there = journal.sessions.resume(session.id, event_id=new_id())
    assert there.session.state == "open"
    do(journal, opened.id, 1, first=4)


def test_resuming_gives_the_very_place(journal: Journal) -> None:
    session, opened = with_set(journal, planned("cat-cow"), planned("bird-dog"))
    sessions = journal.sessions
    do(journal, opened.id, 5)
    sessions.end_exercise(session.exercises[0].id, event_id=new_id())
    bird_dog = session.exercises[1]
    first = sessions.begin_set(bird_dog.id, event_id=new_id(), side="left")
    do(journal, first.id, 5)
    sessions.end_set(first.id, event_id=new_id())
    second = sessions.begin_set(bird_dog.id, event_id=new_id(), side="right")
    do(journal, second.id, 2)
    there = sessions.resume(session.id, event_id=new_id())
    assert there.exercise is not None
    assert (there.exercise.id, there.sets_done) == (bird_dog.id, 1)
    assert there.exercise.tally.repetitions == 7
    assert there.open_set is not None
    assert (there.open_set.id, there.open_set.side) == (second.id, "right")
    assert [r.number for r in there.open_set.repetitions] == [1, 2]
    assert sessions.unfinished(session.profile_id) == there.session
    do(journal, second.id, 1, first=3)


def test_between_sets_and_at_the_end(journal: Journal) -> None:
    session, opened = with_set(journal, planned())
    journal.sessions.end_set(opened.id, event_id=new_id())
    there = journal.sessions.where(session.id)
    assert (there.open_set, there.sets_done) == (None, 1)
    journal.sessions.end_exercise(session.exercises[0].id, event_id=new_id())
    assert journal.sessions.where(session.id).exercise is None
    journal.sessions.finish(session.id, event_id=new_id())
    assert journal.sessions.unfinished(session.profile_id) is None


def test_one_session_at_a_time(journal: Journal) -> None:
    person, session = begun(journal)
    with pytest.raises(NotAllowedNow, match="isn't finished"):
        journal.sessions.begin(person.id, [planned()], event_id=new_id())
    journal.sessions.stop(session.id, "no time", event_id=new_id())
    assert journal.sessions.begin(person.id, [planned()], event_id=new_id()).id != session.id


def test_exercises_keep_their_order(journal: Journal) -> None:
    _, session = begun(journal)
    first, second = session.exercises
    with pytest.raises(NotAllowedNow, match="cat-cow comes first"):
        journal.sessions.begin_set(second.id, event_id=new_id())
    journal.sessions.skip_exercise(first.id, "not today", event_id=new_id())
    opened = journal.sessions.begin_set(second.id, event_id=new_id())
    with pytest.raises(NotAllowedNow, match="over"):
        journal.sessions.begin_set(first.id, event_id=new_id())
    with pytest.raises(NotAllowedNow, match="still open"):
        journal.sessions.begin_set(second.id, event_id=new_id())
    journal.sessions.end_set(opened.id, event_id=new_id())
    with pytest.raises(NotAllowedNow, match="has ended"):
        journal.sessions.add_repetition(opened.id, repetition(1), event_id=new_id())


def test_a_swap_keeps_what_was_done(journal: Journal) -> None:
    session, opened = with_set(journal)
    do(journal, opened.id, 2)
    old = session.exercises[0]
    new = journal.sessions.swap_exercise(old.id, planned("plank", 3), "it pulled", event_id="swap")
    assert (new.place, new.attempt, new.exercise, new.state) == (1, 1, "plank", "waiting")
    assert (
        journal.sessions.swap_exercise(old.id, planned("plank", 3), "it pulled", event_id="swap")
        == new
    )
    kept = journal.history.session(session.id).exercises
    assert [e.exercise for e in kept] == ["cat-cow", "plank", "bird-dog"]
    assert (kept[0].state, kept[0].why, kept[0].tally.repetitions) == ("swapped", "it pulled", 2)
    there = journal.sessions.where(session.id)
    assert there.exercise == new
    assert there.open_set is None


def test_an_end_settles_what_was_under_way(journal: Journal, clock: Clock) -> None:
    session, opened = with_set(journal)
    clock.move(minutes=5)
    ended = journal.sessions.finish(session.id, event_id=new_id())
    assert (ended.state, ended.ended_at) == ("finished", clock.now)
    assert [e.state for e in ended.exercises] == ["done", "waiting"]
    assert journal.history.sets(session.exercises[0].id)[0].ended_at == clock.now
    other, _ = with_set(journal)
    stopped = journal.sessions.stop(other.id, "pain 7", event_id=new_id())
    assert (stopped.state, stopped.why) == ("stopped", "pain 7")
    assert stopped.exercises[0].state == "stopped"
    assert opened.ended_at is None


def test_an_exercise_not_begun_is_not_done(journal: Journal) -> None:
    _, session = begun(journal)
    with pytest.raises(NotAllowedNow, match="skip it"):
        journal.sessions.end_exercise(session.exercises[0].id, event_id=new_id())


# --- holds -----------------------------------------------------------------------------


def test_a_hold_grows_until_it_ends(journal: Journal) -> None:
    session, opened = with_set(journal, PlannedExercise("plank", Dose(hold_s=20)))
    record = journal.sessions.record_hold
    assert record(opened.id, Hold(1, 2.0, 7.0, 4.0), event_id=new_id()).count == 5.0
    assert record(opened.id, Hold(1, 2.0, 12.0, 8.5), event_id=new_id()).count == 10.0
    assert record(opened.id, Hold(1, 2.0, 22.0, 18.0, "knees"), event_id=new_id()).count == 20.0
    with pytest.raises(NotAllowedNow, match="Hold 2 comes next"):
        record(opened.id, Hold(1, 2.0, 25.0, 18.0, "knees"), event_id=new_id())
    record(opened.id, Hold(2, 40.0, 45.0, 5.0, "flop"), event_id=new_id())
    (kept,) = journal.history.sets(session.exercises[0].id)
    assert kept.holds == (Hold(1, 2.0, 22.0, 18.0, "knees"), Hold(2, 40.0, 45.0, 5.0, "flop"))
    tally = journal.history.session(session.id).exercises[0].tally
    assert (tally.held_s, tally.watched_s, tally.good_s) == (25.0, 25.0, 23.0)
    assert tally.form_ratio == pytest.approx(23 / 25)


def test_a_hold_never_shrinks(journal: Journal) -> None:
    _, opened = with_set(journal)
    record = journal.sessions.record_hold
    record(opened.id, Hold(1, 2.0, 7.0, 4.0), event_id=new_id())
    for wrong in (Hold(1, 2.0, 6.0, 4.0), Hold(1, 2.0, 8.0, 3.0)):
        with pytest.raises(NotAllowedNow, match="already lasted longer"):
            record(opened.id, wrong, event_id=new_id())
    for wrong in (Hold(1, 3.0, 8.0, 4.0), Hold(1, 2.0, 8.0, None)):
        with pytest.raises(NotAllowedNow, match="begun otherwise"):
            record(opened.id, wrong, event_id=new_id())
    with pytest.raises(NotAllowedNow, match="hasn't ended"):
        record(opened.id, Hold(2, 9.0, 10.0, 1.0), event_id=new_id())


def test_a_hold_nobody_watched_has_no_score(journal: Journal) -> None:
    session, opened = with_set(journal, planned("plank", watched=False))
    journal.sessions.record_hold(opened.id, Hold(1, 0.0, 30.0, None, "own"), event_id=new_id())
    tally = journal.history.session(session.id).exercises[0].tally
    assert (tally.held_s, tally.watched_s, tally.form_ratio) == (30.0, 0.0, None)


# --- pain, cues, plank tests -------------------------------------------------------------


def test_pain_belongs_to_its_moment(journal: Journal, clock: Clock) -> None:
    session, opened = with_set(journal)
    pain = journal.sessions.add_pain
    first = session.exercises[0].id
    pain(session.id, "before", 3, event_id=new_id())
    pain(session.id, "after-exercise", 4, exercise_id=first, event_id=new_id())
    with pytest.raises(NotAllowedNow, match="next morning"):
        pain(session.id, "next-morning", 2, event_id=new_id())
    journal.sessions.finish(session.id, event_id=new_id())
    pain(session.id, "end", 4, event_id=new_id())
    clock.move(hours=14)
    answer = pain(session.id, "next-morning", 2, event_id="n", zone="Asia/Tokyo")
    assert pain(session.id, "next-morning", 2, event_id="n", zone="Asia/Tokyo") == answer
    assert (answer.day, answer.zone, answer.at) == (date(2026, 3, 3), "Asia/Tokyo", clock.now)
    kept = journal.history.session(session.id).pain
    assert [(p.moment, p.nprs, p.exercise_id) for p in kept] == [
        ("before", 3, None),
        ("after-exercise", 4, first),
        ("end", 4, None),
        ("next-morning", 2, None),
    ]
    assert opened.exercise_id == first


@pytest.mark.parametrize("nprs", [-1, 11, 2.5, True, None, "3", math.nan])
def test_pain_is_a_whole_number_from_0_to_10(journal: Journal, nprs: object) -> None:
    _, session = begun(journal)
    with pytest.raises(BadValue, match="whole number from 0 to 10"):
        journal.sessions.add_pain(session.id, "before", nprs, event_id=new_id())  # type: ignore[arg-type]


def test_pain_names_an_exercise_of_its_session_only(journal: Journal) -> None:
    _, session = begun(journal)
    _, other = begun(journal, name="Bo")
    pain = journal.sessions.add_pain
    with pytest.raises(BadValue, match="isn't part of this session"):
        pain(
            session.id,
            "after-exercise",
            1,
            exercise_id=other.exercises[0].id,
            event_id=new_id(),
        )
    with pytest.raises(BadValue, match="names the exercise"):
        pain(session.id, "after-exercise", 1, event_id=new_id())
    with pytest.raises(BadValue, match="no moment"):
        pain(session.id, "now", 1, event_id=new_id())  # type: ignore[arg-type]


def test_cues_are_kept(journal: Journal) -> None:
    session, opened = with_set(journal)
    journal.sessions.add_cue(opened.id, Cue("BD5-high", 3.5, 22.5, "deg"), event_id="c")
    journal.sessions.add_cue(opened.id, Cue("BD5-high", 3.5, 22.5, "deg"), event_id="c")
    text = journal.people.export_json(session.profile_id)
    assert text.count('"BD5-high"') == 2  # the cue, and the event


def test_plank_tests_and_the_best(journal: Journal, clock: Clock) -> None:
    person = journal.people.add("Ann", BERLIN)
    assert journal.history.best_plank(person.id) is None

    def test(good_s: float, *, watched: bool = True, stage: str | None = None) -> int:
        clock.move(days=1)
        return journal.sessions.add_plank_test(
            person.id,
            held_s=90.0,
            good_s=good_s,
            ended="knees",
            watched=watched,
            stage=stage,
            event_id=new_id(),
        ).id

    test(30.0)
    best = test(41.5)
    test(41.5)
    test(80.0, watched=False)
    knees = test(60.0, stage="knees")
    found = journal.history.best_plank(person.id)
    assert found is not None
    assert found.id == best
    on_knees = journal.history.best_plank(person.id, "knees")
    assert on_knees is not None
    assert on_knees.id == knees
    assert [t.good_s for t in journal.history.plank_tests(person.id)] == [30, 41.5, 41.5, 80, 60]


# --- what isn't there, what can't be stored --------------------------------------------------


@pytest.mark.parametrize("number", [99, 0, -1, 2**31, 2**63, 10**30])
def test_what_is_not_there_is_said(journal: Journal, number: int) -> None:
    """Nor is what no database has a number for."""
    sessions = journal.sessions
    asks: list[Callable[[], object]] = [
        lambda: sessions.begin(number, [planned()], event_id=new_id()),
        lambda: sessions.where(number),
        lambda: sessions.resume(number, event_id=new_id()),
        lambda: sessions.begin_set(number, event_id=new_id()),
        lambda: sessions.add_repetition(number, repetition(1), event_id=new_id()),
        lambda: journal.history.session(number),
        lambda: journal.people.get(number),
        lambda: journal.people.erase(number),
        lambda: journal.people.export_json(number),
    ]
    for ask in asks:
        with pytest.raises(NoSuchRecord, match="isn't in the journal"):
            ask()
    assert journal.people.plan(number) is None


def test_a_session_uses_the_persons_own_plan(journal: Journal) -> None:
    ann = journal.people.add("Ann", BERLIN)
    bo = journal.people.add("Bo", BERLIN)
    plan = journal.people.save_plan(ann.id, date(2026, 3, 2), {}, [], schema_version=1)
    with pytest.raises(BadValue, match="isn't this person's"):
        journal.sessions.begin(bo.id, [planned()], plan_id=plan.id, event_id=new_id())


@pytest.mark.parametrize(
    "make",
    [
        lambda: repetition(0),
        lambda: repetition(1, range=math.inf),
        lambda: repetition(1, side="up"),  # type: ignore[arg-type]
        lambda: repetition(1, faults=("",)),
        lambda: repetition(1, unit="\x00"),
        lambda: Hold(1, 5.0, 4.0),
        lambda: Hold(1, 0.0, 4.0, 5.0),
        lambda: Hold(1, 0.0, math.nan),
        lambda: Cue("x", -1.0),
        lambda: Cue("x", 1.0, math.nan),
        lambda: Dose(),
        lambda: Dose(0),
        lambda: Dose(5, sets=0),
        lambda: PlannedExercise(" ", Dose(5)),
        lambda: PlannedExercise("\ud800", Dose(5)),
        lambda: PlannedExercise("x" * 101, Dose(5)),
    ],
)
def test_what_can_not_be_stored_is_refused_at_the_door(make: Callable[[], object]) -> None:
    with pytest.raises(BadValue) as caught:
        make()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("event_id", ["", " ", "x" * 65, "\x00"])
def test_an_event_id_is_a_short_text(journal: Journal, event_id: str) -> None:
    _, opened = with_set(journal)
    with pytest.raises(JournalError, match="event id"):
        journal.sessions.add_repetition(opened.id, repetition(1), event_id=event_id)
