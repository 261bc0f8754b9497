"""What the answers mean. Outcomes and reasons have their words in `backline.person.words`."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "outcome.page": "What your answers mean",
    "outcome.ticked": "What you told us",
    "outcome.why": "Why",
    "outcome.book": "Worth a visit, without hurry",
    "outcome.book-lead": "You can go on here. Please book a visit all the same:",
    "outcome.limits": "What we keep small, or leave out",
    "outcome.limits-lead": "This holds everywhere: in the plan, in what is shown, in what is said.",
    "outcome.to-answer": "Still to answer",
    "outcome.mistake": "Ticked something by mistake?",
    "outcome.change": "Look at my answers",
    "outcome.seen-doctor": "I have seen a doctor",
    "outcome.today": "See today’s plan",
    "outcome.go-on": "Go on with the questions",
}
