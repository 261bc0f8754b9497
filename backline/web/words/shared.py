"""What every page says: the name, the places, the errors."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "name": "Backline",
    "title": "{page} · Backline",
    "skip": "Skip to the content",
    "places": "Places",
    "place-today": "Today",
    "place-session": "Session",
    "place-progress": "Progress",
    "place-library": "Library",
    "place-me": "Me",
    "intended-use": (
        "Backline is general exercise coaching. It doesn’t diagnose or treat, and it doesn’t take "
        "the place of a clinician."
    ),
    "language.choose": "Language",
    "error.title": "Not here",
    "error.bad-title": "That didn’t work",
    "error.not-found": "There is nothing at this address.",
    "error.unknown-exercise": "There is no such exercise.",
    "error.unknown-stage": "This exercise has no such stage.",
    "error.unknown-person": "There is no such person here any more.",
    "error.unknown-question": "There is no such question.",
    "error.no-demo": "There is no such demonstration.",
    "error.not-drawn": "This demonstration has not been drawn yet.",
    "error.invalid": "Something about the request is not right: {where}.",
    "error.form-too-large": "That is more than this form can hold.",
    "error.form-unreadable": "The form could not be read. Please send it again.",
    "error.not-now": "That can’t be done just now. Please look at the page anew and try again.",
    "error.journal": "Your record could not be reached, so nothing was changed. Please try again.",
    "error.home": "Back to the start",
}
