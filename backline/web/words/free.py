"""The live page without an exercise."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "free.title": "Just start",
    "free.headline": "Just start",
    "free.lead": (
        "Do whichever exercise you like. Backline tells which one it is and counts along; change "
        "to another whenever you want to."
    ),
    "free.what": "What it doesn’t do here",
    "free.no-cues": "It doesn’t correct you. For that, open the exercise itself.",
    "free.no-plan": (
        "It doesn’t know today’s plan, or what is kept small or left out for you: please keep to "
        "that yourself."
    ),
    "free.not-kept": "Nothing is written down: none of it shows in your progress.",
    "free.placement": (
        "Put the camera to your side, so that all of you is in the picture, standing and on the "
        "floor."
    ),
    "free.finish": "I have finished",
    "free.again": "Go on",
    "free.link": "Just start",
    "free.link-why": "Backline tells which exercise you are doing, and counts.",
}
