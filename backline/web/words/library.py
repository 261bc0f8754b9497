"""The library: all exercises."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "library.title": "Backline: a camera coach for your back",
    "library.headline": "Someone to watch your back",
    "library.lead": (
        "Choose an exercise. Backline shows you how it goes, watches you do it through this "
        "computer’s camera, counts, and tells you the one thing to change."
    ),
    "library.private": "Your picture never leaves this computer and is not kept.",
    "library.personal-limits": "What we keep small, or leave out, for you:",
    "library.personal": (
        "Your sessions keep to it. Here the exercises stand as they are for everybody."
    ),
    "library.personal-why": "See why",
    "library.exercises": "Exercises",
    "library.pain": "Pain decides. If something hurts, stop.",
    "library.new-pain": (
        "New, strong or spreading pain, numbness, or trouble with bladder or bowels: see a "
        "doctor before you train."
    ),
    "library.drawing": "Picture being drawn",
}
