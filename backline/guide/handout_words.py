"""The handout's own sentences; those about an exercise stand in its file."""

from __future__ import annotations

from backline.language import SOURCE_LANGUAGE, translate

HEADINGS: dict[str, str] = {
    "why": "Why",
    "safety": "Safety first",
    "stages": "Easier and harder",
    "set-up": "Set-up and camera",
    "how": "How to do it",
    "prompts": "Said along the way",
    "dose": "How much",
    "watched": "What Backline watches",
    "unseen": "What it can't see",
    "knowing": "Worth knowing",
}
LINES: dict[str, str] = {
    "column-exercise": "exercise",
    "column-what": "what it is",
    "column-dose": "how much",
    "read-one": "Read one with: {command}",
    "need": "You need: {things}.",
    "this-page": " (this page)",
    "first": "First: {text}",
    "repetitions": "{low} to {high} repetitions",
    "hold": "hold for {low} to {high} seconds",
    "each-side": "{dose} on each side",
    "view": (
        "Lens {low} to {high} m above the floor, {near} to {far} m from you, "
        "aimed at your side (up to {off}° off is fine)."
    ),
    "view-front": (
        "Lens {low} to {high} m above the floor, {near} to {far} m from you, aimed at your chest."
    ),
    "cue-when": "when {limit}.",
    "from-start": "{limit}, compared with your start position",
    "front-view": "{limit} (needs a view from the front)",
    "front-only": "“{point}” Only a view from the front shows it.",
    "yours": "Yours to look after: the camera can't tell.",
    "told-apart": "Backline tells these apart and counts them: {movements}.",
    "timed": "Backline keeps the time. The clock waits while the form needs mending.",
    "counted": "Backline counts.",
}


def heading(key: str, language: str = SOURCE_LANGUAGE) -> str:
    """A section's heading. Raises KeyError for an unknown key."""
    return translate(HEADINGS[key], language)


def line(key: str, language: str = SOURCE_LANGUAGE, **values: object) -> str:
    """A sentence with its values filled in. Raises KeyError for an unknown key."""
    return translate(LINES[key], language).format(**values)
