"""The report in a terminal: what was done, what to work on, and what nobody could see."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console

from backline.body import CannotJudge
from backline.form.result import Analysis, Seen, Unseen
from backline.guide.load import load_exercise
from backline.guide.schema import Cue, Exercise
from backline.guide.words import reason_words, words
from backline.report.text import MOST_GAPS, report
from tests.report import fakes

BIRD_DOG, PLANK = load_exercise("bird-dog"), load_exercise("plank")


def printed(analysis: Analysis, exercise: Exercise = BIRD_DOG, width: int = 80) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(report(analysis, exercise))
    return out.getvalue()


def flat(text: str) -> str:
    """The words without line breaks and layout."""
    return " ".join(text.split())


def cue(cue_id: str) -> Cue:
    return next(c for exercise in (BIRD_DOG, PLANK) for c in exercise.cues if c.id == cue_id)


def part(text: str, title: str) -> str:
    """What stands under a title, up to the next empty line."""
    assert title in text, f"no {title!r} in:\n{text}"
    return flat(text.split(title)[1].split("\n \n")[0].split("\n" + " " * 79)[0])


def test_it_begins_with_what_was_done() -> None:
    lines = [line.strip() for line in printed(fakes.analysis()).splitlines() if line.strip()]
    assert lines[0].startswith("Bird dog")
    assert "monday.mp4" in lines[0]
    assert "clips/" not in lines[0]
    assert lines[1] == "4 repetitions: 2 left and 2 right"
    assert lines[2] == "You could be seen in 92 % of the pictures."


def test_repetitions_are_told_side_by_side() -> None:
    rows = [flat(line) for line in printed(fakes.analysis()).splitlines()]
    assert "left 2 2 of 2 82° to 86° 4.2 s" in rows
    assert "right 2 0 of 2 84° to 88° 4.2 s" in rows


def test_an_exercise_without_sides_shows_none() -> None:
    analysis = fakes.analysis()
    for repetition in analysis.repetitions:
        repetition.side = None
    text = flat(printed(analysis))
    assert "side repetitions" not in text
    assert "4 2 of 4 82° to 88° 4.2 s" in text


def test_ranges_that_were_not_measured_are_left_out() -> None:
    analysis = fakes.analysis()
    analysis.repetitions[0].range = math.nan
    assert "left 2 2 of 2 86° 4.2 s" in flat(printed(analysis))
    for repetition in analysis.repetitions:
        repetition.range = math.nan
    text = printed(analysis)
    assert "not measured" in text
    assert "nan" not in text


def test_faults_say_what_to_do_when_and_how_far_the_gravest_first() -> None:
    text = printed(fakes.analysis())
    todo = part(text, "To work on")
    assert cue("BD5-high").say in todo
    assert "Repetitions 2 and 4, first at 0:08, 3.4 s in all." in todo
    assert "26°" in todo
    order = {"stop": 0, "fix": 1, "polish": 2}
    ranks = [order[cue(i).severity] for i in sorted(("BD5-high", "BD4-arch"), key=todo.index)]
    assert ranks == sorted(ranks)


def test_only_what_was_seen_is_called_good() -> None:
    text = flat(printed(fakes.analysis()))
    praised = {i: cue(i).praise for i in ("BD1-same-side", "BD2-fast", "BD3-shift", "BD5-high")}
    assert all(praised.values())
    assert str(praised["BD1-same-side"]) in text
    assert str(praised["BD2-fast"]) in text
    assert str(praised["BD3-shift"]) not in text  # never judged
    assert str(praised["BD5-high"]) not in text  # a fault


def test_ok_without_a_single_value_is_not_praised() -> None:
    """Such as a cue whose moment never came."""
    analysis = fakes.analysis()
    for summary in analysis.cues:
        summary.worst = None
    assert "found good" not in printed(analysis)


def test_what_could_not_be_judged_is_said() -> None:
    text = printed(fakes.analysis())
    unjudged = flat(text.split("Could not be judged")[1])
    assert cue("BD3-shift").label in unjudged
    wording = reason_words(CannotJudge.NO_PERSON)
    assert f"0:21 to 0:23 {wording.title}. {wording.show}" in unjudged
    assert flat(words().when_unseen) in unjudged


def test_many_gaps_are_summed_up() -> None:
    analysis = fakes.analysis()
    analysis.cannot_judge = [
        Unseen(reason=CannotJudge.NO_PERSON, start_s=float(n), end_s=n + 0.6) for n in range(9)
    ]
    text = printed(analysis)
    assert text.count(reason_words(CannotJudge.NO_PERSON).title) == MOST_GAPS
    assert "4 more; 5.4 s in all." in text


def test_short_gaps_alone_are_not_listed() -> None:
    analysis = fakes.analysis()
    analysis.cues = [c for c in analysis.cues if c.verdict != "cannot-judge"]
    analysis.cannot_judge = [Unseen(reason=CannotJudge.NO_PERSON, start_s=1.0, end_s=1.4)]
    assert "Could not be judged" not in printed(analysis)


def test_nobody_seen_praises_nothing() -> None:
    analysis = fakes.analysis()
    analysis.seen = Seen(frames=0, fraction=0.0)
    analysis.repetitions = []
    for summary in analysis.cues:
        summary.verdict, summary.worst = "cannot-judge", None
    text = flat(printed(analysis))
    assert "No repetition was counted" in text
    assert "Nobody could be seen in this video." in text
    assert "found good" not in text
    assert "To work on" not in text
    assert not any(c.praise in text for c in BIRD_DOG.cues if c.praise)


def test_all_seen_needs_no_remark() -> None:
    analysis = fakes.analysis()
    analysis.seen = Seen(frames=360, fraction=1.0)
    assert "You could be seen" not in printed(analysis)
    analysis.seen = Seen(frames=357, fraction=0.994)
    assert "99 % of the pictures" in printed(analysis)


def test_holds_are_told_one_by_one() -> None:
    text = flat(printed(fakes.plank_analysis(), PLANK))
    assert "14 s held in good form, of 17 s in all (2 holds)" in text
    assert "1 0:02 12 s 9.5 s" in text
    assert "2 0:16 5.0 s 5.0 s" in text
    assert cue("PL8-flop").say in text


def test_variations_are_counted_apart() -> None:
    analysis = fakes.plank_analysis()
    variation = PLANK.variations[0]
    analysis.repetitions = [
        r.model_copy(update={"variation": variation.id}) for r in fakes.analysis().repetitions
    ]
    assert f"{variation.label}: 4 times" in flat(printed(analysis, PLANK))


def test_a_cue_the_guide_no_longer_has_is_still_reported() -> None:
    analysis = fakes.analysis()
    analysis.cues[0].id = "BD9-gone"
    assert "BD9-gone" in part(printed(analysis), "To work on")


@pytest.mark.parametrize("width", [40, 60, 100])
def test_it_fits_the_terminal(width: int) -> None:
    for analysis, exercise in ((fakes.analysis(), BIRD_DOG), (fakes.plank_analysis(), PLANK)):
        text = printed(analysis, exercise, width)
        assert max(map(len, text.splitlines())) <= width
        assert "…" not in text


def test_names_with_brackets_are_only_names() -> None:
    analysis = fakes.analysis()
    analysis.video.path = "[bold]a.mp4"
    assert "[bold]a.mp4" in printed(analysis)


def test_it_ends_with_what_it_is_not() -> None:
    assert flat(printed(fakes.analysis())).endswith(flat(words().small_print))
