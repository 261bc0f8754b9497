"""Me: the people of the household, what is kept, and how to take it away."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "me.headline": "{name}",
    "me.you": "You",
    "me.name": "Name",
    "me.language": "Language",
    "me.zone": "Place",
    "me.save": "Save",
    "me.saved": "Saved.",
    "me.answers": "Your answers",
    "me.answers-on": "Given on {day}.",
    "me.answers-open": "Some questions are still to come.",
    "me.answers-old": "That was a while ago. Please go through them again.",
    "me.answers-see": "Look at them",
    "me.answers-begin": "Begin",
    "me.answers-go-on": "Go on with the questions",
    "me.outcome-see": "What they mean",
    "me.household": "In this household",
    "me.household-lead": (
        "Whoever trains chooses their name first. There is no password: anybody at this computer "
        "can look at anybody’s record."
    ),
    "me.here": "{name} is here now",
    "me.switch": "Go on as {name}",
    "me.add": "Add a person",
    "me.record": "Your record",
    "me.record-lead": (
        "What you answered, what was planned and what you did is kept on this computer and nowhere "
        "else. Pictures and videos are never kept."
    ),
    "me.record-place": "It lies in {place}",
    "me.export": "Take a copy (JSON)",
    "me.erase": "Erase everything of mine",
    "me.erase-page": "Erase everything",
    "me.erase-headline": "Erase everything of {name}’s?",
    "me.erase-lead": (
        "Answers, plans, sessions and pain: all of it is gone for good, at once. Copies that you "
        "took stay where you put them."
    ),
    "me.erase-tick": "Yes, erase everything that is kept about {name}",
    "me.erase-go": "Erase for good",
    "me.erase-not": "Keep it",
    "me.erase-untouched": "Nothing was erased. Tick the box if you mean it.",
    "me.use": "What Backline is, and isn’t",
    "who.page": "Who is here?",
    "who.headline": "Who is here?",
    "who.lead": "Choose your name, and your day opens.",
}
