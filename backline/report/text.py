"""The report a person reads in a terminal: what was done, what to work on, what wasn't seen."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backline.form.result import Analysis, CueSummary, Hold, HoldEnd, Repetition
from backline.guide.schema import Exercise
from backline.guide.words import reason_words, words
from backline.report.phrases import (
    clock_words,
    count_words,
    cue_label,
    far_words,
    headline,
    known_cue,
    plain_repetitions,
    seconds_words,
    span_words,
    unseen_seconds,
    value_words,
    when_words,
)

GOOD, FAULT, QUIET, HEAD = "cyan", "yellow", "dim", "bold"
SHORT_GAP_S = 0.5
"""Shorter gaps are left out of the list (they are in the JSON, and in the total)."""
MOST_GAPS = 5

HOLD_ENDS: dict[HoldEnd, str] = {
    "knees": "came down onto the knees, just right",
    "flop": "dropped down: put one knee down first, then the other",
    "out-of-view": "went out of sight",
    "end": "the video ended",
}


def report(analysis: Analysis, exercise: Exercise) -> RenderableType:
    """The whole report as one thing that rich can print, in colour or plain."""
    parts: list[RenderableType] = [_title(analysis, exercise)]
    parts += [*_counts(analysis, exercise)]
    parts += [*_faults(analysis, exercise)]
    parts += [*_good(analysis, exercise)]
    parts += [*_unjudged(analysis, exercise)]
    parts += [Text(), Text(" ".join(words().small_print.split()), QUIET)]
    return Padding(Group(*parts), (1, 0, 1, 1))


def none_recognised(analysis: Analysis) -> RenderableType:
    """The report on a video in which none of the exercises was recognised."""
    name = PurePath(analysis.video.path).name
    parts: list[RenderableType] = [
        Text.assemble(("No exercise recognised", HEAD), (f"  {name}", QUIET)),
        Text(),
        Text(
            "None of the exercises Backline knows was done here, or it couldn’t be seen from this "
            "side. If you know which one it is, name it with --exercise: the report then says "
            "what couldn’t be seen."
        ),
    ]
    return Padding(Group(*parts), (1, 0, 1, 1))


def _title(analysis: Analysis, exercise: Exercise) -> Text:
    video = analysis.video
    name = PurePath(video.path).name
    line = Text.assemble((exercise.name, HEAD), f"  {name}")
    if analysis.recognised:
        line.append("  recognised")
    line.append(f"  {seconds_words(video.duration_s)}, {count_words(video.frames, 'picture')}")
    line.stylize(QUIET, len(exercise.name))
    return line


def _counts(analysis: Analysis, exercise: Exercise) -> Iterable[RenderableType]:
    yield Text()
    yield Text(headline(analysis, exercise), HEAD)
    if not analysis.seen.frames:
        yield Text("Nobody could be seen in this video.")
    elif analysis.seen.fraction < 0.995:
        percent = min(99, round(100 * analysis.seen.fraction))
        yield Text(f"You could be seen in {percent} % of the pictures.")
    variations = [r.variation for r in analysis.repetitions if r.variation]
    for variation in exercise.variations:
        if done := variations.count(variation.id):
            yield Text(f"{variation.label}: {count_words(done, 'time')}")
    if plain := plain_repetitions(analysis):
        yield Text()
        yield _repetition_table(plain)
    elif analysis.holds:
        yield Text()
        yield _hold_table(analysis.holds)


def _plain_table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style=QUIET)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _repetition_table(repetitions: list[Repetition]) -> Table:
    columns = ("repetitions", "nothing to correct", "range", "time each")
    used = {r.side for r in repetitions}
    table = _plain_table(*columns) if used == {None} else _plain_table("side", *columns)
    for side in (side for side in ("left", "right", None) if side in used):
        mine = [r for r in repetitions if r.side == side]
        clean = sum(not r.faults for r in mine)
        table.add_row(
            *([] if used == {None} else [side or "unknown"]),
            str(len(mine)),
            Text(f"{clean} of {len(mine)}", GOOD if clean == len(mine) else FAULT),
            _spread([r.range for r in mine], mine[0].unit),
            _spread([r.end_s - r.start_s for r in mine], "s"),
        )
    return table


def _spread(values: list[float], unit: str) -> str:
    """ "94 %", or "88 % to 97 %" when they differ by something to be seen. Values that could
    not be measured are left out."""
    known = [value for value in values if value == value]
    if not known:
        return "not measured"
    low, high = value_words(min(known), unit), value_words(max(known), unit)
    return low if low == high else f"{low} to {high}"


def _hold_table(holds: list[Hold]) -> Table:
    table = _plain_table("hold", "from", "held", "in good form", "how it ended")
    for number, hold in enumerate(holds, 1):
        table.add_row(
            str(number),
            clock_words(hold.start_s),
            seconds_words(hold.end_s - hold.start_s),
            seconds_words(hold.good_s),
            Text(HOLD_ENDS[hold.ended], FAULT if hold.ended == "flop" else ""),
        )
    return table


def _section(title: str) -> Iterable[RenderableType]:
    yield Text()
    yield Text(title, HEAD)


def _faults(analysis: Analysis, exercise: Exercise) -> Iterable[RenderableType]:
    found = [cue for cue in analysis.cues if cue.verdict == "fault"]
    if not found:
        return
    yield from _section("To work on")
    order = {"stop": 0, "fix": 1, "polish": 2}
    known = {cue.id: order[cue.severity] for cue in exercise.cues}
    for summary in sorted(found, key=lambda s: (known.get(s.id, 3), -s.seconds)):
        yield _fault(summary, exercise)


def _fault(summary: CueSummary, exercise: Exercise) -> RenderableType:
    cue = known_cue(exercise, summary.id)
    say = cue.say if cue else summary.id
    text = Text.assemble((say, FAULT), (f"  {summary.id}", QUIET))
    for line in (when_words(summary), far_words(cue, summary) if cue else None):
        if line:
            text.append(f"\n{line[0].upper()}{line[1:]}.")
    return _marked("!", FAULT, text)


def _marked(mark: str, style: str, text: Text) -> RenderableType:
    """A text behind a mark, its later lines set in as far as its first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text(mark, style), text)
    return grid


def _good(analysis: Analysis, exercise: Exercise) -> Iterable[RenderableType]:
    """What was looked at and found good; nothing is called good that wasn't seen."""
    good = [cue for cue in analysis.cues if cue.verdict == "ok" and cue.worst is not None]
    if not good:
        return
    yield from _section("Looked at and found good")
    known = (known_cue(exercise, cue.id) for cue in good)
    praise = [cue.praise or f"{cue.label}: good." for cue in known if cue]
    yield _marked("✓", GOOD, Text(" ".join(praise)))


def _unjudged(analysis: Analysis, exercise: Exercise) -> Iterable[RenderableType]:
    unjudged = [cue for cue in analysis.cues if cue.verdict == "cannot-judge"]
    long = [gap for gap in analysis.cannot_judge if gap.end_s - gap.start_s >= SHORT_GAP_S]
    if not unjudged and not long:
        return
    yield from _section("Could not be judged")
    if unjudged:
        labels = ", ".join(cue_label(exercise, cue.id) for cue in unjudged)
        yield _marked("?", QUIET, Text(labels))
    longest = sorted(long, key=lambda gap: gap.start_s - gap.end_s)[:MOST_GAPS]
    for gap in sorted(longest, key=lambda gap: gap.start_s):
        wording = reason_words(gap.reason)
        when = span_words(gap.start_s, gap.end_s)
        yield _marked(
            "?", QUIET, Text.assemble(f"{when}  {wording.title}. ", (wording.show, QUIET))
        )
    if len(long) > MOST_GAPS:
        total = seconds_words(unseen_seconds(analysis))
        yield Text(f"  {len(long) - MOST_GAPS} more; {total} in all.", QUIET)
    yield Text(f"  {words().when_unseen}", QUIET)
