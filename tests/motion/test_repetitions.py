"""Counting: exact on clean movement, silent on jitter and on the unseen."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backline.guide.schema import Lobe, Signal
from backline.motion.repetitions import (
    MEDIAN_S,
    REST_S,
    CycleCounter,
    Excursion,
    ExcursionCounter,
    MedianFilter,
)

Value = Callable[[float], float]
BEYOND, RELEASE, SHORTEST_S, LONGEST_S = 50.0, 32.0, 1.01, 40.0
CAT, COW = 0.030, -0.018
TIMES = [one.name for one in fields(Excursion) if one.name.endswith("_s")]


def reach_signal(sign: float = 1.0) -> Signal:
    return Signal(
        kind="repetitions",
        measure="hip_extension_deg",
        unit="deg",
        lobes=[Lobe(name="reach", beyond=sign * BEYOND, release=sign * RELEASE, label="Reach")],
        min_duration_s=SHORTEST_S,
        max_duration_s=LONGEST_S,
        source="tests",
    )


def cat_cow_signal(longest_s: float | None = 30.0) -> Signal:
    return Signal(
        kind="repetitions",
        measure="back_bend_ratio",
        unit="ratio",
        lobes=[
            Lobe(name="cat", beyond=CAT, release=0.015, label="Round"),
            Lobe(name="cow", beyond=COW, release=-0.010, label="U"),
        ],
        min_duration_s=SHORTEST_S,
        max_duration_s=longest_s,
        source="tests",
    )


def sampled(value: Value, duration_s: float, fps: float) -> list[tuple[float, float]]:
    return [(i / fps, value(i / fps)) for i in range(math.ceil(duration_s * fps) + 1)]


def reaches(period_s: float, count: int, *, top: float = 80.0) -> Value:
    """From 0 to `top` and back, `count` times."""

    def at(time_s: float) -> float:
        if not 0 <= time_s <= period_s * count:
            return 0.0
        return top * (0.5 - 0.5 * math.cos(2 * math.pi * time_s / period_s))

    return at


def cat_cows(period_s: float, count: int, first: float = 1.0) -> Value:
    """Rounding to 0.10 and arching to -0.05, `count` times; first=-1 begins with arching."""

    def at(time_s: float) -> float:
        if not 0 <= time_s <= period_s * count:
            return 0.0
        wave = first * math.sin(2 * math.pi * time_s / period_s)
        return 0.10 * wave if wave > 0 else 0.05 * wave

    return at


def count_reaches(samples: Sequence[tuple[float, float]], sign: float = 1.0) -> list[Excursion]:
    counter = ExcursionCounter(reach_signal(sign))
    found = [counter.update(value, time_s) for time_s, value in samples]
    return [excursion for excursion in found if excursion is not None]


def count_cycles(
    samples: Sequence[tuple[float, float]], *, firm: bool = True, longest_s: float | None = 30.0
) -> list[Excursion]:
    counter = CycleCounter(cat_cow_signal(longest_s))
    found = [counter.update(value, time_s, firm=firm) for time_s, value in samples]
    found.append(counter.finish(samples[-1][0]))
    return [excursion for excursion in found if excursion is not None]


def later(one: Excursion, shift_s: float) -> Excursion:
    """The same movement at another time; what a movement hasn't got it hasn't got then either."""
    times_s = {name: getattr(one, name) for name in TIMES}
    return replace(one, **{k: v + shift_s for k, v in times_s.items() if not math.isnan(v)})


COUNTERS = pytest.mark.parametrize(
    ("counted", "moving"), [(count_reaches, reaches), (count_cycles, cat_cows)]
)
Counted = Callable[[Sequence[tuple[float, float]]], list[Excursion]]
Moving = Callable[[float, int], Value]


def with_gaps(
    samples: Sequence[tuple[float, float]], gaps: Sequence[tuple[float, float]]
) -> list[tuple[float, float]]:
    """NaN within the gaps, each a start and a length in seconds."""
    return [
        (t, math.nan if any(start <= t < start + length for start, length in gaps) else v)
        for t, v in samples
    ]


# --- both counters -----------------------------------------------------------------------


@COUNTERS
@given(
    count=st.integers(0, 8),
    fps=st.floats(10.0, 60.0),
    period_s=st.floats(2.5, 12.0),
    lead_s=st.floats(0.0, 3.0),
)
@settings(max_examples=120, deadline=None)
def test_clean_movement_is_counted_exactly(
    counted: Counted, moving: Moving, count: int, fps: float, period_s: float, lead_s: float
) -> None:
    value = moving(period_s, count)
    samples = sampled(lambda t: value(t - lead_s), lead_s + count * period_s + 1.0, fps)
    found = counted(samples)
    assert len(found) == count
    for earlier, later in pairwise(found):
        assert earlier.end_s <= later.start_s
    for number, one in enumerate(found):
        assert one.start_s < one.peak_s < one.end_s
        begin_s = lead_s + number * period_s
        assert begin_s <= one.start_s
        assert one.end_s <= begin_s + period_s + MEDIAN_S + 1.0 / fps


@COUNTERS
@given(fps=st.floats(10.0, 60.0), seconds=st.floats(0.1, 20.0))
@settings(deadline=None)
def test_the_unseen_is_never_counted(
    counted: Counted, moving: Moving, fps: float, seconds: float
) -> None:
    assert counted(sampled(lambda _: math.nan, seconds, fps)) == []


@COUNTERS
@given(
    count=st.integers(1, 6),
    fps=st.floats(12.0, 60.0),
    period_s=st.floats(3.0, 8.0),
    gaps=st.lists(st.tuples(st.floats(0.0, 40.0), st.floats(0.0, 1.0)), max_size=4),
)
@settings(max_examples=120, deadline=None)
def test_a_gap_never_adds_and_costs_one_at_most(
    counted: Counted,
    moving: Moving,
    count: int,
    fps: float,
    period_s: float,
    gaps: list[tuple[float, float]],
) -> None:
    """Each gap is shorter than half a movement, so it hides one turn at most."""
    assume(all(length < period_s / 3 for _, length in gaps))
    samples = sampled(moving(period_s, count), count * period_s + 1.0, fps)
    found = len(counted(with_gaps(samples, gaps)))
    assert count - len(gaps) <= found <= count


@COUNTERS
@given(
    data=st.lists(st.floats(-150.0, 150.0) | st.just(math.nan), max_size=200),
    shift_s=st.sampled_from([0.5, 2.0, 1024.0]),
)
@settings(deadline=None)
def test_the_clocks_start_doesnt_matter(
    counted: Counted, moving: Moving, data: list[float], shift_s: float
) -> None:
    scale = 1.0 if counted is count_reaches else 0.001
    samples = [(i / 32, v * scale) for i, v in enumerate(data)] or [(0.0, 0.0)]
    shifted = [(t + shift_s, v) for t, v in samples]
    expected = [later(e, shift_s) for e in counted(samples)]
    assert counted(shifted) == expected


@COUNTERS
@given(data=st.lists(st.floats(-150.0, 150.0) | st.just(math.nan), max_size=300))
@settings(deadline=None)
def test_whatever_comes_movements_are_in_order_and_long_enough(
    counted: Counted, moving: Moving, data: list[float]
) -> None:
    scale = 1.0 if counted is count_reaches else 0.001
    found = counted([(i / 10, v * scale) for i, v in enumerate(data)] or [(0.0, 0.0)])
    for one in found:
        assert one.start_s <= one.peak_s <= one.end_s
        assert SHORTEST_S <= one.end_s - one.start_s <= LONGEST_S
        assert one.highest - one.lowest == pytest.approx(one.range)
        assert one.range > 0
    for earlier, later in pairwise(found):
        assert earlier.end_s <= later.start_s


@COUNTERS
def test_nothing_is_looked_up_ahead(counted: Counted, moving: Moving) -> None:
    samples = sampled(moving(4.0, 5), 22.0, 30.0)
    whole = counted(samples)
    for cut in range(1, len(samples), 37):
        now_s = samples[cut - 1][0]
        settled_s = now_s - REST_S - 0.1
        done = [e for e in counted(samples[:cut]) if e.end_s < settled_s]
        assert done == [e for e in whole if e.end_s < settled_s]


@COUNTERS
def test_too_fast_a_movement_doesnt_count(counted: Counted, moving: Moving) -> None:
    assert counted(sampled(moving(0.9, 6), 8.0, 60.0)) == []


@COUNTERS
def test_too_slow_a_movement_doesnt_count_and_the_next_one_does(
    counted: Counted, moving: Moving
) -> None:
    slow, good = moving(100.0, 1), moving(4.0, 2)
    samples = sampled(lambda t: slow(t) if t <= 100.0 else good(t - 101.0), 112.0, 15.0)
    assert len(counted(samples)) == 2


# --- out and back --------------------------------------------------------------------------


@given(st.lists(st.floats(-200.0, BEYOND - 0.01), min_size=1, max_size=300))
def test_jitter_below_the_limit_never_counts(values: list[float]) -> None:
    assert count_reaches([(i / 30, v) for i, v in enumerate(values)]) == []


@given(st.sets(st.integers(0, 299), max_size=60), st.floats(60.0, 1000.0))
@settings(deadline=None)
def test_single_wild_frames_never_count(wild: set[int], height: float) -> None:
    assume(all(k + 1 not in wild and k + 2 not in wild for k in wild))
    samples = [(i / 30, height if i in wild else 0.0) for i in range(300)]
    assert count_reaches(samples) == []


def test_a_wild_frame_within_a_reach_doesnt_split_it() -> None:
    samples = sampled(reaches(5.0, 1), 7.0, 30.0)
    broken = [(t, 0.0 if abs(t - 2.5) < 0.02 else v) for t, v in samples]
    assert len(count_reaches(broken)) == 1


def test_half_a_reach_doesnt_count() -> None:
    assert count_reaches(sampled(reaches(4.0, 3, top=0.9 * BEYOND), 13.0, 30.0)) == []


def test_hovering_at_the_limit_is_one_movement() -> None:
    rng = random.Random(5)
    samples = [
        (i / 30, 0.0 if i < 30 or i > 270 else BEYOND + rng.uniform(-10, 10)) for i in range(300)
    ]
    assert len(count_reaches(samples)) == 1


def test_downward_signals_count_the_same() -> None:
    samples = sampled(reaches(4.0, 3), 13.0, 30.0)
    down = count_reaches([(t, -v) for t, v in samples], sign=-1.0)
    up = count_reaches(samples)
    assert [replace(e, highest=-e.lowest, lowest=-e.highest) for e in down] == up
    assert len(down) == 3


def test_the_range_is_the_movements_own() -> None:
    first, second = reaches(4.0, 1, top=80.0), reaches(4.0, 1, top=60.0)
    samples = sampled(
        lambda t: -30.0 if t < 1.0 else first(t - 2.0) if t < 7.0 else second(t - 7.0), 12.0, 30.0
    )
    found = count_reaches(samples)
    assert [round(one.range) for one in found] == [110, 60]
    assert [(round(one.highest), round(one.lowest)) for one in found] == [(80, -30), (60, 0)]


def test_phase_progress_and_onset_follow_the_movement() -> None:
    counter = ExcursionCounter(reach_signal())
    assert math.isnan(counter.progress)
    seen = []
    for time_s, value in sampled(reaches(4.0, 1), 5.0, 30.0):
        counter.update(value, time_s)
        seen.append((counter.phase, counter.progress, counter.onset_s))
    assert {phase for phase, *_ in seen} == {"start", "reach", "return"}
    assert all(progress >= 1.0 for phase, progress, _ in seen if phase == "reach" and progress > 1)
    assert max(progress for _, progress, _ in seen) == pytest.approx(
        (80 - RELEASE) / (BEYOND - RELEASE), rel=0.01
    )
    onsets = {onset for *_, onset in seen if not math.isnan(onset)}
    assert len(onsets) == 1
    assert math.isnan(seen[-1][2])


def test_reset_forgets_a_movement_under_way() -> None:
    counter = ExcursionCounter(reach_signal())
    samples = sampled(reaches(4.0, 1), 5.0, 30.0)
    found = []
    for time_s, value in samples:
        if abs(time_s - 3.0) < 1e-9:
            counter.reset()
        found.append(counter.update(value, time_s))
    assert found == [None] * len(samples)


# --- both sides of the middle -----------------------------------------------------------


@given(st.lists(st.floats(COW / 2, CAT / 2), min_size=1, max_size=300), st.booleans())
def test_a_trembling_back_never_counts(values: list[float], firm: bool) -> None:
    assert count_cycles([(i / 30, v) for i, v in enumerate(values)], firm=firm) == []


@pytest.mark.parametrize("firm", [True, False])
@pytest.mark.parametrize("first", [1.0, -1.0])
def test_either_side_may_come_first(first: float, firm: bool) -> None:
    samples = sampled(cat_cows(5.0, 4, first), 22.0, 30.0)
    assert len(count_cycles(samples, firm=firm)) == 4


@pytest.mark.parametrize("first", [1.0, -1.0])
def test_a_cycle_knows_how_far_each_side_went_whichever_came_first(first: float) -> None:
    found = count_cycles(sampled(cat_cows(5.0, 3, first), 17.0, 60.0))
    assert len(found) == 3
    for one in found:
        assert one.highest == pytest.approx(0.10, abs=0.002)
        assert one.lowest == pytest.approx(-0.05, abs=0.001)


def test_rounding_alone_is_no_cat_cow() -> None:
    samples = sampled(lambda t: max(0.0, cat_cows(5.0, 4)(t)), 22.0, 30.0)
    assert count_cycles(samples) == []


def test_a_neutral_that_is_a_little_off_still_counts_until_it_is_firm() -> None:
    samples = [(t, v + 0.035) for t, v in sampled(cat_cows(5.0, 4), 22.0, 30.0)]
    assert len(count_cycles(samples, firm=False)) == 4
    assert count_cycles(samples, firm=True) == []


def test_a_stop_half_way_isnt_a_turn() -> None:
    """Rounding in two goes, with a dip of less than a third between them."""
    at = [0.0, 1.0, 1.5, 2.5, 4.5, 6.0, 7.0]
    level = [0.0, 0.07, 0.058, 0.10, -0.05, 0.0, 0.0]

    def value(t: float) -> float:
        i = max(k for k, start in enumerate(at) if start <= t)
        if i + 1 == len(at):
            return level[i]
        share = (t - at[i]) / (at[i + 1] - at[i])
        return level[i] + share * (level[i + 1] - level[i])

    assert len(count_cycles(sampled(value, 7.0, 30.0))) == 1


@pytest.mark.parametrize(
    ("rest_s", "firm"), [(5.0, True), (45.0, True), (45.0, False), (300.0, True), (300.0, False)]
)
def test_a_single_cat_before_a_rest_doesnt_spoil_what_follows(rest_s: float, firm: bool) -> None:
    cat, good = cat_cows(4.0, 1), cat_cows(4.0, 3)

    def value(t: float) -> float:
        return max(0.0, cat(t)) if t < 4.0 else good(t - 4.0 - rest_s)

    found = count_cycles(sampled(value, 4.0 + rest_s + 13.0, 10.0), firm=firm)
    assert len(found) == 3
    begin_s = 4.0 + rest_s
    for number, one in enumerate(found):
        assert one.end_s - one.start_s < 4.2
        assert begin_s + 4.0 * number <= one.start_s


def test_a_rest_after_a_single_cat_is_a_rest() -> None:
    counter = CycleCounter(cat_cow_signal())
    for time_s, value in sampled(lambda t: max(0.0, cat_cows(4.0, 1)(t)), 60.0, 10.0):
        counter.update(value, time_s, firm=True)
    assert math.isnan(counter.onset_s)


def test_without_a_longest_time_a_rest_between_the_halves_is_fine() -> None:
    whole = cat_cows(4.0, 1)

    def value(t: float) -> float:
        return whole(t) if t < 2.0 else 0.0 if t < 90.0 else whole(t - 88.0)

    assert len(count_cycles(sampled(value, 93.0, 10.0), longest_s=None)) == 1
    assert count_cycles(sampled(value, 93.0, 10.0)) == []


def test_leaving_in_the_middle_of_the_second_side_counts_it() -> None:
    samples = sampled(cat_cows(4.0, 2), 3.05, 30.0)
    assert len(count_cycles(samples)) == 1
    assert count_cycles(sampled(cat_cows(4.0, 2), 2.2, 30.0)) == []


def test_phase_names_the_side_and_progress_stays_within_one() -> None:
    counter = CycleCounter(cat_cow_signal())
    phases = []
    for time_s, value in sampled(cat_cows(4.0, 1), 5.0, 30.0):
        counter.update(value, time_s, firm=True)
        assert 0.0 <= counter.progress <= 1.0
        if not phases or phases[-1] != counter.phase:
            phases.append(counter.phase)
    assert phases == ["start", "cat", "start", "cow", "return", "start"]


# --- small parts ---------------------------------------------------------------------------


def test_the_median_passes_a_constant_and_skips_the_unseen() -> None:
    steady = MedianFilter()
    for i in range(20):
        assert steady.update(3.0, i / 30) == 3.0
    assert math.isnan(steady.update(math.nan, 21 / 30))
    assert steady.update(3.0, 22 / 30) == 3.0


def test_the_median_removes_single_frames_and_lags_at_most_its_window() -> None:
    one = MedianFilter()
    out = [one.update(100.0 if i == 10 else 0.0, i / 30) for i in range(20)]
    assert max(out) == 0.0
    step = MedianFilter()
    rising = [(i / 30, step.update(0.0 if i < 10 else 1.0, i / 30)) for i in range(30)]
    assert next(t for t, v in rising if v == 1.0) - 10 / 30 <= MEDIAN_S
