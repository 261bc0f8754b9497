"""Times, amounts and faults in plain words."""

from __future__ import annotations

import pytest

from backline.form.result import Analysis, CueSummary, Hold
from backline.guide.load import load_exercise
from backline.report import phrases
from tests.report import fakes

BIRD_DOG, PLANK = load_exercise("bird-dog"), load_exercise("plank")


@pytest.mark.parametrize(
    ("time_s", "words"),
    [(0, "0:00"), (7.99, "0:07"), (59.9999, "0:59"), (60, "1:00"), (3725, "62:05"), (-1, "0:00")],
)
def test_moments_as_players_show_them(time_s: float, words: str) -> None:
    assert phrases.clock_words(time_s) == words


def test_stretches() -> None:
    assert phrases.span_words(7.0, 12.9) == "0:07 to 0:12"
    assert phrases.span_words(7.1, 7.9) == "0:07"


@pytest.mark.parametrize(
    ("duration_s", "words"),
    [(0.0, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (42.4, "42 s"), (59.7, "1 min 00 s"),
     (125.0, "2 min 05 s")],
)  # fmt: skip
def test_durations(duration_s: float, words: str) -> None:
    assert phrases.seconds_words(duration_s) == words


def test_counts() -> None:
    assert phrases.count_words(1, "repetition") == "1 repetition"
    assert phrases.count_words(0, "repetition") == "0 repetitions"
    assert phrases.count_words(2, "foot", "feet") == "2 feet"


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([], ""), ([2], "2"), ([5, 2], "2 and 5"), ([1, 2], "1 and 2"), ([3, 1, 2, 7], "1 to 3 and 7"),
     ([1, 1, 2], "1 and 2"), ([1, 3, 5], "1, 3 and 5")],
)  # fmt: skip
def test_repetition_numbers(numbers: list[int], words: str) -> None:
    assert phrases.numbers_words(numbers) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(26.6, "deg", "27°"), (0.061, "ratio", "6.1 %"), (1.84, "s", "1.8 s"), (-0.4, "deg", "0°")],
)
def test_values_at_the_precision_they_deserve(value: float, unit: str, words: str) -> None:
    assert phrases.value_words(value, unit) == words


def test_how_far_past_its_limit() -> None:
    cue = next(c for c in BIRD_DOG.cues if c.id == "BD5-high")
    just, past, well = (
        phrases.past_words(cue, cue.limit + share * cue.clear) for share in (0.2, 0.7, 1.2)
    )
    assert (just, past, well) == ("just past the limit", "past the limit", "well past the limit")
    below = next(c for c in BIRD_DOG.cues if c.below is not None)
    assert phrases.past_words(below, below.limit - 0.2 * below.clear) == just
    assert phrases.past_words(below, below.limit - 1.2 * below.clear) == well


def test_a_fault_says_when_and_how_far() -> None:
    high, arch, pelvis, *_ = fakes.analysis().cues
    assert phrases.when_words(high) == "repetitions 2 and 4, first at 0:08, 3.4 s in all"
    assert phrases.when_words(arch) == "repetition 4, first at 0:18, 1.4 s in all"
    assert phrases.when_words(pelvis) == ""
    cue = phrases.known_cue(BIRD_DOG, "BD4-arch")
    assert cue is not None
    words = phrases.far_words(cue, arch)
    assert words is not None
    assert "5.5 %" in words
    assert "limit 3 %" in words
    assert "-" not in words  # an arch of 5.5 %, not one of minus 5.5 %
    assert phrases.far_words(cue, arch.model_copy(update={"worst": None})) is None
    assert phrases.far_words(cue, arch.model_copy(update={"worst": float("nan")})) is None


def test_every_cue_can_be_put_in_words() -> None:
    for exercise in (BIRD_DOG, PLANK, load_exercise("cat-cow")):
        for cue in exercise.cues:
            beyond = cue.limit + (1 if cue.above is not None else -1) * cue.clear
            summary = CueSummary(
                id=cue.id, verdict="fault", seconds=1.0, first_s=2.0, worst=beyond,
                limit=cue.limit, unit=cue.unit,
            )  # fmt: skip
            words = phrases.far_words(cue, summary)
            assert words is None or (cue.measure not in words and "{" not in words)


def test_a_cue_that_is_gone_keeps_its_id() -> None:
    assert phrases.cue_label(BIRD_DOG, "BD9-gone") == "BD9-gone"
    assert phrases.known_cue(BIRD_DOG, "BD9-gone") is None


def counted(*sides: str | None) -> Analysis:
    analysis = fakes.analysis()
    one = analysis.repetitions[0]
    repetitions = [one.model_copy(update={"side": side}) for side in sides]
    return analysis.model_copy(update={"repetitions": repetitions})


@pytest.mark.parametrize(
    ("sides", "words"),
    [((), "No repetition was counted"), ((None,), "1 repetition"), ((None, None), "2 repetitions"),
     (("left",), "1 repetition, on the left"), (("right",) * 3, "3 repetitions, all on the right"),
     (("left", "right", "left"), "3 repetitions: 2 left and 1 right")],
)  # fmt: skip
def test_the_headline_of_repetitions(sides: tuple[str | None, ...], words: str) -> None:
    assert phrases.headline(counted(*sides), BIRD_DOG) == words


def test_the_headline_of_holds() -> None:
    def held(*holds: Hold) -> str:
        analysis = fakes.plank_analysis().model_copy(update={"holds": list(holds)})
        return phrases.headline(analysis, PLANK)

    whole = Hold(start_s=1.0, end_s=13.0, good_s=12.0, ended="knees")
    part = Hold(start_s=20.0, end_s=30.0, good_s=4.0, ended="flop")
    assert held() == "No hold was counted"
    assert held(whole) == "12 s held in good form"
    assert held(part) == "4.0 s held in good form, of 10 s in all"
    assert held(whole, part) == "16 s held in good form, of 22 s in all (2 holds)"


def test_movements_of_a_variation_are_no_repetitions() -> None:
    analysis = counted("left", "left")
    analysis.repetitions[0].variation = "leg-lift"
    assert len(phrases.plain_repetitions(analysis)) == 1
    assert phrases.headline(analysis, BIRD_DOG) == "1 repetition, on the left"
