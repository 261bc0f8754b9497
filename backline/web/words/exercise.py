"""One exercise, its dose and where the camera goes."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "exercise.back": "All exercises",
    "exercise.kept": "Not like this for you",
    "exercise.kept-lead": (
        "In your sessions you do your own version of it, or something else. So it is only told "
        "here, not shown."
    ),
    "exercise.start": "Start with the coach",
    "exercise.demonstration": "How it looks",
    "exercise.right": "Like this",
    "exercise.wrong": "See what the coach means by",
    "exercise.drawing": "Being drawn for the first time: {percent} %",
    "exercise.waiting": "Waiting to be drawn",
    "exercise.failed": "This one could not be drawn.",
    "exercise.no-video": "This browser can’t play the video.",
    "exercise.why": "Why it helps",
    "exercise.how": "How to do it",
    "exercise.care": "Take care",
    "exercise.camera": "Where the camera goes",
    "exercise.breathing": "While you move",
    "exercise.watched": "What Backline watches",
    "exercise.unseen": "What it can’t see",
    "exercise.dose": "How much",
    "exercise.need": "You need",
    "exercise.stages": "Easier and harder",
    "exercise.stage-after": "First: {text}",
    "exercise.target-repetitions": "Repetitions",
    "exercise.target-hold": "Seconds",
    "exercise.each-side": "{number} each side",
    "dose.repetitions": "{low} to {high} repetitions",
    "dose.hold": "{low} to {high} seconds",
    "dose.each-side": "{dose} on each side",
    "camera.caption": "Seen from above",
    "camera.you": "you",
    "camera.camera": "camera",
    "camera.distance": "{low} to {high} m",
    "camera.height": "Lens {low} to {high} cm above the floor",
}
