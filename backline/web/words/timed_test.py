"""The timed test of a hold, "how long can you plank?"."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "test.title": "{exercise}: how long can you hold it?",
    "test.link": "How long can you hold it?",
    "test.lead": (
        "One try. Hold it for as long as your line stays good, and come down when it goes, or as "
        "soon as anything hurts."
    ),
    "test.stage": "Your stage: {stage}",
    "test.dose": "As long as your line stays good",
    "test.live": "Your time runs until you come down, or until your line is gone.",
    "test.rather-not": "Rather not?",
    "test.ask-why": "Whether the test suits you today depends on it.",
    "test.not-today": "Not today",
    "test.first-intake": "A few questions about you come first.",
    "test.first-screening": "Your answers say that something else comes before exercise.",
    "test.first-unfinished": (
        "A session of yours is still under way. Go on with it or end it first."
    ),
    "test.first-stopped-today": "Pain ended a session today. Give your back a rest until tomorrow.",
    # How it goes
    "test.how": "How it goes",
    "test.how-hold": (
        "There is no time to reach. Stopping while it still looks good is what the test is about."
    ),
    "test.how-camera": (
        "With the camera, only the seconds in good form count. Your time ends by itself when you "
        "come down, or when your line has been gone for {seconds} seconds."
    ),
    "test.how-own": (
        "Without it you run a watch. The time is then noted as your own, beside the ones that "
        "were watched."
    ),
    "test.how-pain": "Afterwards we ask how much it hurts, as after every exercise.",
    # What came of it
    "test.held": "{seconds} seconds in good form",
    "test.held-timer": "{seconds} seconds by your watch",
    "test.first": "Your first time. It is yours to grow, a little at a time.",
    "test.new-best": "That is your longest so far. Before, it was {seconds} seconds.",
    "test.nothing": "No time this once",
    "test.nothing-lead": "Nothing was held long enough to count, and that is fine.",
    "test.again": "Another day it may be more, or less. Both are ordinary.",
    "test.tries": "Your tries",
    "test.tries-of": "Your tries: {stage}",
    "test.best": "Best: {seconds} seconds, on {day}.",
    "test.best-timer": "Best: {seconds} seconds by your watch, on {day}.",
    "test.by-camera": "by the camera",
    "test.by-timer": "by your watch",
    # In its session
    "session.stopped-no-test": "Not today, then",
    "session.stopped-no-test-lead": (
        "With the pain you told, the test isn’t for today. It will be there on a better day."
    ),
}
