"""What the coach would like to say at each kind of moment; `speech` decides what is said."""

from __future__ import annotations

from typing import Literal

from backline.coach.speech import Request, Speaker
from backline.coach.state import CoachStage, CueNow, Hint, Utterance, UtteranceKind
from backline.coach.words import saying
from backline.guide.schema import Exercise, Severity
from backline.guide.words import stage_words
from backline.language import SOURCE_LANGUAGE

HINT_EVERY_S = 10.0
CUE_EVERY_S = 9.0
STAGE_EVERY_S = 14.0
STAGE_AFTER_S = 1.0
"""A stage that is over sooner than this needs no words."""
PROMPT_EVERY_S = 4.0
PROMPTED_TIMES = 2
"""Each prompt is spoken this often; later it is only shown."""
SPEAKS_AS: dict[Severity, UtteranceKind] = {"stop": "stop-cue", "fix": "fix", "polish": "polish"}


class Talk:
    """Offers sentences to the speaker. The exercise is in the language already."""

    def __init__(self, exercise: Exercise, language: str = SOURCE_LANGUAGE) -> None:
        self._posture = exercise.posture
        self._language = language
        self._speaker = Speaker()
        self._prompted: dict[str, int] = {}

    def next(self, now_s: float) -> Utterance | None:
        """The one thing to say now, or None."""
        utterance = self._speaker.next(now_s)
        if utterance is not None and utterance.kind == "prompt":
            self._prompted[utterance.text] = self._prompted.get(utterance.text, 0) + 1
        return utterance

    def event(self, kind: UtteranceKind, key: str, text: str, until_s: float) -> None:
        """Something that has just happened and is worth saying until `until_s`."""
        self._speaker.offer(Request(kind, key, text, until_s))

    def last_word(self, kind: UtteranceKind, key: str, now_s: float) -> None:
        """The set is over: whatever was being said no longer matters."""
        text = saying(key, language=self._language)
        self._speaker.offer(Request(kind, key, text, now_s, interrupts=True))

    def unsay(self) -> None:
        """A new stage: what was about to be said belongs to the old one."""
        self._speaker.withdraw_all()

    def no_praise(self) -> None:
        """It can't be seen now: nothing is called good."""
        self._speaker.withdraw("praise")

    def cue(self, cue: CueNow, now_s: float) -> None:
        """A correction that is due now."""
        kind = SPEAKS_AS[cue.severity]
        self._speaker.offer(Request(kind, f"cue {cue.id}", cue.say, now_s, CUE_EVERY_S))

    def another(self, text: str, now_s: float) -> None:
        """Another exercise is being done."""
        self._speaker.offer(Request("another", "another", text, now_s))

    def prompt(self, text: str, now_s: float) -> None:
        """Breathing or bracing that belongs to this moment."""
        if self._prompted.get(text, 0) < PROMPTED_TIMES:
            self._speaker.offer(Request("prompt", f"prompt {text}", text, now_s, PROMPT_EVERY_S))

    def countdown(self, number: int, now_s: float) -> None:
        """3, 2, 1."""
        key = f"countdown-{number}"
        text = saying(key, language=self._language)
        self._speaker.offer(Request("stage", key, text, now_s + 0.5, 3.0))

    def stage(self, stage: CoachStage, since_s: float, now_s: float) -> None:
        """Ask for the next step, now and then."""
        if now_s - since_s < STAGE_AFTER_S:
            return
        step: Literal["framing", "getting-ready"]
        step = "framing" if stage == "framing" else "getting-ready"
        text = stage_words(step, self._posture, self._language).say
        self._speaker.offer(Request("stage", stage, text, now_s, STAGE_EVERY_S))

    def hint(self, hint: Hint, now_s: float) -> None:
        """How to move so that the camera sees again."""
        self._speaker.offer(Request("hint", f"hint {hint.reason}", hint.say, now_s, HINT_EVERY_S))
