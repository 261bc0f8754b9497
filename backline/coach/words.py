"""Every sentence the coach says of its own accord, in one place, in English.

Sentences that belong to an exercise (cues, prompts, praise for a cue) live in its file;
sentences for why something can't be seen live in `backline.guide.words`.
"""

from __future__ import annotations

from backline.language import SOURCE_LANGUAGE, translate

SAYINGS: dict[str, str] = {
    "steady": "Hold still for a moment.",
    "countdown-3": "Three.",
    "countdown-2": "Two.",
    "countdown-1": "One.",
    "begin-repetitions": "Begin, slowly.",
    "begin-hold": "Your time is running.",
    "goal-repetitions": "{count}. That is all you set out to do. Carry on if it is easy, or rest.",
    "goal-hold": "{seconds} seconds, all you set out to do. Stay if it feels easy, or come down.",
    "clock": "{seconds} seconds.",
    "another-title": "This looks like “{other}”",
    "another-text": "This set counts “{own}”.",
    "praise-1": "That one was clean.",
    "praise-2": "Steady and controlled.",
    "praise-3": "Just like that.",
    "praise-hold": "Holding steady.",
    "praise-fixed": "Yes, that is better.",
    "done": "Finished. Rest now.",
    "line-lost": "Your line has gone, so your time stops here. Come down gently.",
    "left": "I have stopped counting. Rest now.",
    "lost": "I could not see you for a while, so I have stopped counting.",
    "hurts": (
        "We stop here. Ease out of it and rest in whatever position is comfortable. "
        "Next time make the movement smaller, or leave this one out. "
        "If the pain is strong or does not settle, see a doctor."
    ),
    "headline-stopped": "Stopped because it hurt",
    "headline-done": "Done",
    "headline-left": "Set over",
    "headline-lost": "I lost sight of you",
    "headline-free": "This is what I saw",
    "headline-free-nothing": "I recognised no exercise",
    "free-title": "Start whenever you like",
    "free-text": (
        "Take any start position, your side to the camera. I name the exercise as soon as I "
        "have counted it."
    ),
    "free-say": "I am watching. Take any start position, with your side to the camera.",
    "free-line-hold": "{seconds} seconds",
    "line-repetitions-one": "1 repetition",
    "line-repetitions": "{count} repetitions",
    "line-sides": "{left} left, {right} right",
    "line-clean": "{clean} of {judged} with nothing to correct",
    "line-hold": "{good} seconds in good form",
    "line-hold-all": "{held} seconds held in all",
    "line-unseen": "{seconds} seconds in which I could not judge",
    "line-nothing": "Nothing was counted this time",
}


def saying(key: str, *, language: str = SOURCE_LANGUAGE, **values: object) -> str:
    """The sentence for `key` in a language, with its values filled in. Raises KeyError for an
    unknown key, ValueError for a language that there are no words in."""
    return translate(SAYINGS[key], language, context=key).format(**values)
