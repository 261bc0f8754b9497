"""What the coach shows beside the work: why it can't judge, and that another exercise is done."""

from __future__ import annotations

from functools import partial

from backline.body import CannotJudge, Landmark
from backline.coach.hidden import hidden_landmarks
from backline.coach.state import AnotherNow, CoachStage, Hint
from backline.coach.talk import Talk
from backline.coach.words import saying
from backline.form.result import Update
from backline.guide.schema import Exercise
from backline.guide.words import reason_words
from backline.language import translate

HINT_AFTER_S = 1.5
"""A reason must last this long before the coach asks the person to move."""
ANOTHER_S = 10.0
"""That another exercise is done is shown for this long."""
BEFORE_START = frozenset({CannotJudge.NO_NEUTRAL, CannotJudge.NOT_IN_POSITION})
"""Before the work begins these are no trouble: the stage's own words say what to do."""


class Reasons:
    """Why nothing can be judged, once that has lasted."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._reason: CannotJudge | None = None
        self._since_s = 0.0
        self._hidden: tuple[Landmark, ...] = ()

    def note(self, update: Update, now_s: float) -> None:
        """Take one frame's reason."""
        if update.cannot_judge != self._reason:
            self._reason, self._since_s = update.cannot_judge, now_s
            self._hidden = ()
        elif not self._hidden and now_s - self._since_s >= HINT_AFTER_S:
            self._hidden = hidden_landmarks(update.frame)

    def hint(self, stage: CoachStage, now_s: float) -> Hint | None:
        """What to do about it; None while there is nothing to do."""
        if self._reason is None or now_s - self._since_s < HINT_AFTER_S:
            return None
        if stage != "work" and self._reason in BEFORE_START:
            return None
        words = reason_words(self._reason, self._hidden, self._language)
        return Hint(self._reason, words.title, words.show, words.say)


class AnotherNotice:
    """That another exercise is done than this one: shown for a while, said once.

    now: what to show of it. said: whether it has been.
    """

    def __init__(self, exercise: Exercise, language: str) -> None:
        self._own, self._language = exercise.name, language
        self._since_s = 0.0
        self.now: AnotherNow | None = None
        self.said = False

    def offer(self, another: Exercise | None, talk: Talk, now_s: float) -> None:
        """Take one frame's news; it is said when there is quiet within its time."""
        if another is not None:
            words = partial(saying, language=self._language)
            names = {"other": translate(another.name, self._language), "own": self._own}
            title, text = (words(f"another-{part}", **names) for part in ("title", "text"))
            self.now = AnotherNow(another.id, title, text)
            self._since_s, self.said = now_s, False
        elif now_s - self._since_s > ANOTHER_S:
            self.now = None
        if self.now is not None and not self.said:
            talk.another(f"{self.now.title}. {self.now.text}", now_s)
