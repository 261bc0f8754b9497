"""Every sentence of the charts, their descriptions and tables, in English."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from backline.language import SOURCE_LANGUAGE, translate
from backline.language.short import day_words, number_words

WORDS: dict[str, str] = {
    # Titles
    "chart.calendar": "Your sessions",
    "chart.pain": "Pain",
    "chart.repetitions": "Repetitions a week",
    "chart.holds": "Seconds held a week",
    "chart.form": "Form",
    "chart.range": "How far your back moves",
    "chart.range-of": "How far your back moves: {exercise}",
    "chart.plank": "Plank, your best",
    # Sessions
    "calendar.told": "{days} days with a session since {first}.",
    "calendar.told-one": "One day with a session since {first}.",
    "calendar.minutes": "About {minutes} minutes in all.",
    "calendar.key": "The bigger the dot, the longer the session. Today has a ring.",
    "calendar.none": "No session since {first}. Whenever you like, a short one is a good start.",
    # Pain
    "pain.before": "that day",
    "pain.end": "at the end",
    "pain.morning": "next morning",
    "pain.told": "Pain from 0 to 10 since {first}, as you told it. {change}",
    "pain.weekly": "Each mark is the mean of a week.",
    "pain.sessions": "The short strokes at the bottom are days with a session.",
    "pain.sessions-stopped": (
        "The short strokes at the bottom are days with a session, the tall ones sessions that "
        "were stopped."
    ),
    "pain.first": "your first weeks",
    "pain.line": "a change that matters",
    "pain.less": (
        "In the last two weeks it was {recent} on average, in your first two weeks {first}. "
        "That is a change that matters."
    ),
    "pain.more": (
        "In the last two weeks it was {recent} on average, in your first two weeks {first}. "
        "That is clearly more. Go easy, and talk to a clinician about it."
    ),
    "pain.steady": (
        "In the last two weeks it was {recent} on average, in your first two weeks {first}. "
        "Such a difference can be chance; it takes more to tell."
    ),
    "pain.too-low": (
        "In the last two weeks it was {recent} on average, in your first two weeks {first}. "
        "That was low from the start, so there is no line to reach."
    ),
    "pain.too-early": (
        "About four weeks after your first session Backline can compare it with how it began."
    ),
    "pain.source": (
        "The dashed line is 2 points and 30 % below your first two weeks. About that much is what "
        "people with pain call an important change (Farrar et al. 2001, Pain 94:149; Ostelo et "
        "al. 2008, Spine 33:90)."
    ),
    "pain.few": "Once pain was told on three days, you will see a line here.",
    # Repetitions and holds
    "repetitions.told": "{total} repetitions since {first}; most in the week of {week}: {most}.",
    "repetitions.few": "Your repetitions will be counted up here.",
    "holds.told": "{held} seconds held since {first}, {good} of them seen in good form.",
    "holds.key": "held",
    "holds.good": "seen in good form",
    "holds.unseen": (
        "What the camera didn’t watch counts as held, never as good form: nobody saw it."
    ),
    "holds.few": "When you have held something, such as a plank, the seconds will be here.",
    "week.now": "The pale bar is this week, which isn’t over.",
    # Form
    "form.told": "{exercise}: {latest} % the last time it was watched, {mean} % on average.",
    "form.key": (
        "How much of what the camera could judge had nothing to correct: of the repetitions, or "
        "of the seconds of a hold."
    ),
    "form.unseen": "Left out, because it wasn’t watched or couldn’t be judged: {list}.",
    "form.unseen-one": "{exercise} {count} times",
    "form.unseen-once": "{exercise} once",
    "form.few": (
        "After three sessions in front of the camera you will see lines here. Without a camera "
        "nobody can judge form, and nothing is made up."
    ),
    # Range
    "range.told": "{latest} the last time it was measured.",
    "range.told-first": "{latest} the last time it was measured; {first} in your first weeks.",
    "range.ratio": "{number} %",
    "range.deg": "{number}°",
    "range.other": "{number} {unit}",
    "range.key": (
        "From fully round to fully sunk: how far the middle of your back line went, in percent of "
        "your trunk’s length. Further isn’t better; go only as far as it feels good."
    ),
    "range.key-other": (
        "How far you went, from one end to the other. Further isn’t better; go only as far as it "
        "feels good."
    ),
    "range.rounding": "Rounding",
    "range.sinking": "Sinking",
    "range.whole": "The whole way",
    "range.way": "{way}: {latest} the last time it was measured.",
    "range.way-first": (
        "{way}: {latest} the last time it was measured; {first} in your first weeks."
    ),
    "range.way-later": (
        "{way}: {latest} the last time it was measured; {first} in the first weeks in which it was "
        "told apart."
    ),
    "range.apart": (
        "Above the middle line is rounding, below it sinking. The middle line is your own level "
        "back, as Backline learns it anew each time you take the start position."
    ),
    "range.since": (
        "Rounding and sinking have been told apart since {day}; of what you did before, only the "
        "whole way was kept."
    ),
    "range.soon": (
        "Rounding and sinking will each have a line once both were measured in three sessions."
    ),
    "range.first": "your first weeks",
    "range.first-apart": "the first weeks told apart",
    "range.few": "After three sessions in front of the camera you will see a line here.",
    # Plank
    "plank.told": "Your best is {best} seconds, on {day}.",
    "plank.told-unwatched": "Your best is {best} seconds by the timer, on {day}; nobody watched.",
    "plank.key": "Dots were watched by the camera, rings were timed only.",
    "plank.stage": "Held {stage}.",
    "plank.stage-others": "Held {stage}; what you held otherwise is in the table.",
    "plank-stage.on-knees": "on the knees",
    "plank-stage.on-toes": "on the toes",
    "plank.few": "One try so far: {best} seconds. The next one makes a line.",
    "plank.none": "When you try how long you can plank, it will be here.",
    # Tables
    "table.day": "Day",
    "table.week": "Week from",
    "table.sessions": "Sessions",
    "table.days": "Days",
    "table.minutes": "Minutes",
    "table.repetitions": "Repetitions",
    "table.held": "Held (s)",
    "table.good": "Good form (s)",
    "table.exercise": "Exercise",
    "table.form": "Form (%)",
    "table.range": "Range",
    "table.rounding": "Rounding",
    "table.sinking": "Sinking",
    "table.stage": "Held",
    "table.seconds": "Seconds",
    "table.measured": "Measured",
    "table.best": "Best so far",
    "table.yes": "yes",
    "table.camera": "by the camera",
    "table.timer": "by the timer",
    "table.unknown": "not known",
}


def say(key: str, /, language: str = SOURCE_LANGUAGE, **values: object) -> str:
    """The sentence for `key` with its values filled in. Raises KeyError for an unknown key."""
    text = translate(WORDS[key], language, context=key)
    return text.format(**values) if values else text


@dataclass(frozen=True, slots=True)
class Voice:
    """How things are said in one language. this_year: the year that needn't be said of a day."""

    language: str = SOURCE_LANGUAGE
    this_year: int | None = None

    @property
    def say(self) -> Callable[..., str]:
        """`say` in this language: called with a key and values."""
        return partial(_say, self.language)

    def day(self, day: date, *, short: bool = False) -> str:
        """A day, with its year unless that is this one. short: never with it, for an axis."""
        return day_words(day, self.language, year=not short and day.year != self.this_year)

    def number(self, number: float, digits: int = 0) -> str:
        """A number with at most so many digits after the point."""
        return number_words(number, self.language, digits=digits)


def _say(language: str, key: str, /, **values: object) -> str:
    return say(key, language, **values)
