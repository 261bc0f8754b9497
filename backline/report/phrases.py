"""Times, amounts and faults in plain words, shared by all reports."""

from __future__ import annotations

import math
from collections.abc import Sequence

from backline.form.result import Analysis, CueSummary, Repetition
from backline.guide.schema import Cue, Exercise
from backline.guide.words import amount_words, in_a_row, words


def clock_words(time_s: float) -> str:
    """A moment in a video: "0:07", "12:30"; rounded down, as players show it."""
    whole = max(0, math.floor(time_s + 1e-6))
    return f"{whole // 60}:{whole % 60:02d}"


def span_words(start_s: float, end_s: float) -> str:
    """A stretch of a video: "0:07 to 0:12", or one moment when both ends look alike."""
    start, end = clock_words(start_s), clock_words(end_s)
    return start if start == end else f"{start} to {end}"


def seconds_words(duration_s: float) -> str:
    """How long: "0.4 s", "42 s", "2 min 05 s"."""
    if duration_s < 9.95:
        return f"{duration_s:.1f} s"
    whole = round(duration_s)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def count_words(count: int, one: str, many: str | None = None) -> str:
    """ "1 repetition", "3 repetitions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def value_words(value: float, unit: str) -> str:
    """A measured value at the precision it deserves: "27°", "1.8 s", "6.1 %"."""
    if unit == "deg":
        return amount_words(float(round(value)), unit)
    if unit == "ratio":
        return amount_words(value, unit)
    return amount_words(round(value, 1), unit)


def numbers_words(numbers: Sequence[int]) -> str:
    """Repetition numbers, runs drawn together: "2", "1 to 3 and 7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(n) for n in run]
    return in_a_row(parts)


def known_cue(exercise: Exercise, cue_id: str) -> Cue | None:
    """The exercise's cue, or None when a stored result names one that is gone."""
    return next((cue for cue in exercise.cues if cue.id == cue_id), None)


def cue_label(exercise: Exercise, cue_id: str) -> str:
    """The cue's short name for people."""
    cue = known_cue(exercise, cue_id)
    return cue.label if cue else cue_id


def measured_words(cue: Cue, value: float) -> str | None:
    """What a value of the cue's measure looks like: "the leg is 27° above the line of the
    back". None when the words for the measure have no place for an amount."""
    phrase = words().measures.get(cue.measure)
    if phrase is None:
        return f"{cue.measure} is {value_words(value, cue.unit)}"
    opposite = value < 0 and phrase.negative is not None
    text = phrase.negative if opposite else phrase.positive
    if text is None or "{amount}" not in text:
        return None
    amount = value_words(abs(value) if opposite else value, cue.unit)
    if phrase.of is not None and cue.unit == "ratio":
        amount = f"{amount} of {phrase.of}"
    return text.format(amount=amount)


def past_words(cue: Cue, value: float) -> str:
    """How far past its limit, against `clear`, the distance at which the fault is plain to
    see: up to half of it is "just past", all of it and more "well past"."""
    past = value - cue.limit if cue.above is not None else cue.limit - value
    if past < 0.5 * cue.clear:
        return "just past the limit"
    return "past the limit" if past < cue.clear else "well past the limit"


def when_words(summary: CueSummary) -> str:
    """When a fault was seen: "repetitions 2 and 5, first at 0:12, 6.2 s in all"."""
    parts: list[str] = []
    if summary.repetitions:
        name = "repetition" if len(set(summary.repetitions)) == 1 else "repetitions"
        parts.append(f"{name} {numbers_words(summary.repetitions)}")
    if summary.first_s is not None:
        parts.append(f"first at {clock_words(summary.first_s)}")
    if summary.seconds > 0.05:
        parts.append(f"{seconds_words(summary.seconds)} in all")
    return ", ".join(parts)


def far_words(cue: Cue, summary: CueSummary) -> str | None:
    """How far a fault went: "at worst the foot is 27° above the level of the hip (limit 12°):
    well past the limit". None when it was never measured or has no words."""
    if summary.worst is None or math.isnan(summary.worst):
        return None
    what = measured_words(cue, summary.worst)
    if what is None:
        return None
    same_way = summary.worst < 0 and summary.limit < 0 and "-" not in what
    limit = value_words(abs(summary.limit) if same_way else summary.limit, cue.unit)
    return f"at worst {what} (limit {limit}): {past_words(cue, summary.worst)}"


def headline(analysis: Analysis, exercise: Exercise) -> str:
    """The count or the held time, in one line."""
    if exercise.signal.kind == "hold":
        return _hold_headline(analysis)
    counted = plain_repetitions(analysis)
    if not counted:
        return "No repetition was counted"
    text = count_words(len(counted), "repetition")
    sides = {s: sum(r.side == s for r in counted) for s in ("left", "right")}
    used = [side for side, count in sides.items() if count]
    if len(used) == 1 and sides[used[0]] == len(counted):
        return f"{text}, {'all on' if len(counted) > 1 else 'on'} the {used[0]}"
    return f"{text}: {in_a_row([f'{sides[s]} {s}' for s in used])}" if used else text


def plain_repetitions(analysis: Analysis) -> list[Repetition]:
    """The repetitions of the exercise itself, without those of a variation."""
    return [r for r in analysis.repetitions if r.variation is None]


def _hold_headline(analysis: Analysis) -> str:
    if not analysis.holds:
        return "No hold was counted"
    good_s = sum(hold.good_s for hold in analysis.holds)
    all_s = sum(hold.end_s - hold.start_s for hold in analysis.holds)
    text = f"{seconds_words(good_s)} held in good form"
    if all_s - good_s >= 0.5:
        text += f", of {seconds_words(all_s)} in all"
    return text if len(analysis.holds) == 1 else f"{text} ({len(analysis.holds)} holds)"


def unseen_seconds(analysis: Analysis) -> float:
    """How long nothing could be judged, in all."""
    return sum(gap.end_s - gap.start_s for gap in analysis.cannot_judge)
