"""Today: the questions of the day, the plan with its reasons, and what else there is to say."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "today.morning": "Good morning, {name}",
    "today.afternoon": "Good afternoon, {name}",
    "today.evening": "Good evening, {name}",
    # Questions
    "today.ask-pain": "How much does your back hurt right now?",
    "today.ask-pain-why": "Today’s exercises are chosen for it.",
    "today.ask-week": "And how bad was it at its worst in the past seven days?",
    "today.ask-week-why": "No pain now: good. One exercise also waits for a week without pain.",
    "today.ask-morning": "How was your back this morning, after yesterday’s session?",
    "today.ask-morning-why": "Your answer makes the next session a little more, the same, or less.",
    "today.tell": "That’s it",
    "today.later": "Not now",
    "today.choose-number": "Please choose a number from 0 to 10.",
    # The plan
    "today.plan": "Today’s session",
    "today.amount-one": "One exercise, about {minutes} minutes.",
    "today.amount": "{count} exercises, about {minutes} minutes.",
    "today.pain-told": "Pain now: {number} of 10.",
    "today.pain-change": "Tell it anew",
    "today.start": "Start the session",
    "today.shorter": "Less time today?",
    "today.shorter-to": "{minutes} minutes",
    "today.why": "Why this?",
    "today.limits": "Within your limits",
    "today.other": "Something else instead?",
    "today.swap": "Do {exercise}",
    "today.skip": "Leave it out today",
    "today.look": "Look at it",
    "today.left-out": "What isn’t in today’s session, and why",
    "today.stage-out": "{stage}:",
    "today.dose-repetitions": "{amount} times",
    "today.dose-repetitions-sides": "{amount} times on each side",
    "today.dose-hold": "{amount} seconds",
    "today.dose-hold-sides": "{amount} seconds on each side",
    "today.sets": "{count} sets",
    "today.own-picture": "In your own version",
    # Days without a plan
    "today.intake-title": "First, a few questions",
    "today.intake": "They take about three minutes, and decide what is safe for you.",
    "today.intake-begin": "Begin",
    "today.intake-go-on": "Go on with the questions",
    "today.screening-see": "See why, and what next",
    "today.unfinished-title": "Your session is waiting",
    "today.unfinished": "You stopped in the middle. It goes on where it was.",
    "today.unfinished-go": "Go on with it",
    "today.stopped-today-title": "Rest now",
    "today.stopped-today": (
        "You stopped today because it hurt, and that was right. Move gently, as it suits you. If "
        "the pain stays strong or spreads, see a doctor. Tomorrow we look again."
    ),
    "today.done-title": "Done for today",
    "today.done": "That was good for your back. Rest is part of it.",
    "today.done-again": "Do another session",
    "today.rest-title": "A day of rest",
    "today.nothing-title": "Nothing for today",
    "today.next": "Next session: {day}.",
    "today.next-today": "A session is planned for today.",
    "today.old": "You answered our questions a while ago, and backs change.",
    "today.old-go": "Go through them again",
}
"""Keys follow the page from top to bottom."""
