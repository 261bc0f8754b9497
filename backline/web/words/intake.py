"""The intake around its questions, which have their words in `backline.person.words`."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "intake.page": "Your back",
    "intake.step": "Question {number} of {total}",
    "intake.next": "Go on",
    "intake.save": "Keep this answer",
    "intake.back": "Back",
    "intake.later": "Go on later",
    "intake.prefer-not": "Prefer not to say",
    "intake.needed": "No exercise begins before this is answered. It stays on this computer.",
    "intake.tick-all": "Tick all that fit.",
    "intake.yes": "Yes",
    "intake.no": "No",
    "intake.no-pain": "No pain",
    "intake.worst-pain": "The worst pain you can imagine",
    "intake.choose-one": "Please choose an answer, or leave the question out.",
    "intake.tick-something": "Please tick what fits, or “{none}”.",
    "intake.none-and-more": "You ticked “{none}” and something else. Please untick one of them.",
    "intake.pain-order": (
        "The worst pain of the week can’t be less than your pain now or on average. Please check "
        "this answer, or the others under “Your answers”."
    ),
    "intake.goal-number": "Activity {number}",
    "intake.goal-activity": "What is it?",
    "intake.goal-example": "For example: putting on socks",
    "intake.goal-score": "How well can you do it today?",
    "intake.goal-score-none": "I’d rather not say",
    "intake.goal-worst": "0, not at all",
    "intake.goal-best": "10, as well as before",
    "intake.goal-area": "What kind of thing is it?",
    "intake.goal-without-name": "Please name the activity that you rated, or clear its rating.",
    "intake.goal-long": "Please describe each activity in at most {most} letters.",
    "intake.unusable": "That answer can’t be used. Please choose again.",
    "review.page": "Your answers",
    "review.headline": "Your answers",
    "review.lead": "Please look them over. You can change any of them, now or later.",
    "review.change": "Change",
    "review.change-what": "Change: {question}",
    "review.answer-it": "Answer",
    "review.answer-what": "Answer: {question}",
    "review.left-out": "Left out",
    "review.none": "None",
    "review.done": "That’s right",
    "review.go-on": "Go on with the questions",
    "review.open-count-one": "One question is still to come.",
    "review.open-count": "{count} questions are still to come.",
    "review.goal": "{activity} ({score} of 10)",
    "review.of-ten": "{number} of 10",
}
"""What `review.*` shows is the page at the end of the intake, which "Me" leads to as well."""
