"""The coach where no exercise was named: says which one it sees, counts it, corrects nothing."""

from __future__ import annotations

import math
from functools import partial

from backline.body import CannotJudge
from backline.coach.follow import Following
from backline.coach.lately import Doing
from backline.coach.speech import Request, Speaker
from backline.coach.state import (
    FINAL_STAGES,
    CoachStage,
    CoachState,
    DoingNow,
    Hint,
    Instruction,
    Summary,
)
from backline.coach.words import saying
from backline.guide.words import reason_words
from backline.language import SOURCE_LANGUAGE, translate

ASK_EVERY_S = 20.0
ASK_AFTER_S = 1.5
UNSEEN_AFTER_S = 1.5
UNSEEN_EVERY_S = 10.0
CLOCK_EVERY_S = 10


class FreeCoach:
    """Goes along with whatever is done. One per stream; times in seconds never go back.

    language: what it speaks and shows. Raises ValueError for one there are no words in.
    """

    def __init__(self, language: str = SOURCE_LANGUAGE) -> None:
        self.language = language
        self._saying = partial(saying, language=language)
        self._saying("free-title")
        self._speaker = Speaker()
        self._stage: CoachStage = "framing"
        self._now_s = 0.0
        self._seen_s = 0.0
        self._following: Following | None = None
        self._named = ""
        self._said = 0
        self._summary: Summary | None = None
        self._state = self._show()

    @property
    def state(self) -> CoachState:
        """The last state given."""
        return self._state

    def update(self, following: Following, now_s: float) -> CoachState:
        """Take one frame's findings; what to show and say now."""
        self._now_s = max(now_s, self._now_s)
        if self._stage not in FINAL_STAGES:
            self._following = following
            self._note(following)
            if self._unseen():
                words = reason_words(CannotJudge.NO_PERSON, (), self.language)
                self._speaker.offer(
                    Request("hint", "unseen", words.say, self._now_s, UNSEEN_EVERY_S)
                )
        return self._give()

    def hurts(self, now_s: float) -> CoachState:
        """The person says it hurts: stop at once, for good."""
        self._now_s = max(now_s, self._now_s)
        if self._stage != "stopped":
            self._end("stopped")
            text = self._saying("hurts")
            self._speaker.offer(Request("pain", "hurts", text, self._now_s, interrupts=True))
        return self._give()

    def finish(self, now_s: float) -> CoachState:
        """The person ends it by hand."""
        self._now_s = max(now_s, self._now_s)
        if self._stage not in FINAL_STAGES:
            self._end("done")
            text = self._saying("done")
            self._speaker.offer(Request("stage", "done", text, self._now_s, interrupts=True))
        return self._give()

    def wait(self, now_s: float) -> CoachState:
        """After the end, without looking any more: what remains to be said."""
        self._now_s = max(now_s, self._now_s)
        return self._give() if self._stage in FINAL_STAGES else self._state

    # What is found

    def _note(self, following: Following) -> None:
        if following.update.frame.present:
            self._seen_s = self._now_s
        if following.bout is not None:
            self._stage = "work"
            self._speak_of(following.bout)
            return
        self._stage = "framing" if self._unseen() else "getting-ready"
        if self._stage == "getting-ready" and self._now_s >= ASK_AFTER_S:
            text = self._saying("free-say")
            self._speaker.offer(Request("stage", "free", text, self._now_s, ASK_EVERY_S))

    def _speak_of(self, bout: Doing) -> None:
        """Its name when it is another than before, then each repetition or ten seconds."""
        holding = bout.exercise.signal.kind == "hold"
        done = int(bout.holding_s) // CLOCK_EVERY_S * CLOCK_EVERY_S if holding else _count(bout)
        key = f"{bout.exercise.key} {bout.first_s}" if not holding else bout.exercise.key
        if key != self._named:
            self._named, self._said = key, done
            name, held_s = self._name(bout), int(bout.hold_s)
            count = self._saying("clock", seconds=held_s) if holding else f"{done}."
            text = f"{name}. {count}"
            self._speaker.offer(Request("stage", "name", text, self._now_s + 4.0))
        elif done > self._said:
            self._said = done
            text = self._saying("clock", seconds=done) if holding else f"{done}."
            self._speaker.offer(Request("count", "count", text, self._now_s + 1.5))
        elif holding and not bout.holding_s:
            self._said = 0

    def _unseen(self) -> bool:
        return self._now_s - self._seen_s >= UNSEEN_AFTER_S

    def _name(self, bout: Doing) -> str:
        return translate(bout.exercise.name, self.language)

    # The end

    def _end(self, how: CoachStage) -> None:
        self._stage = how
        self._speaker.withdraw_all()
        followed = self._following
        bouts = [] if followed is None else [*followed.before, followed.bout]
        done = [bout for bout in bouts if bout is not None]
        lines = tuple(self._line(bout) for bout in done) or (self._saying("line-nothing"),)
        self._summary = Summary(
            headline=self._saying("headline-free" if done else "headline-free-nothing"),
            lines=lines,
            repetitions=sum(_count(bout) for bout in done),
            clean=0,
            judged=0,
            hold_s=max((bout.hold_s for bout in done), default=0.0),
            good_hold_s=0.0,
            unseen_s=0.0,
            cues=(),
        )

    def _line(self, bout: Doing) -> str:
        """A bout in words."""
        count = _count(bout)
        if bout.exercise.signal.kind == "hold":
            done = self._saying("free-line-hold", seconds=int(bout.hold_s))
        else:
            done = self._saying(
                "line-repetitions-one" if count == 1 else "line-repetitions", count=count
            )
        sides = _sides(bout)
        if sides:
            both = self._saying("line-sides", left=sides["left"], right=sides["right"])
            done = f"{done} ({both})"
        return f"{self._name(bout)}, {done}"

    # What to show

    def _give(self) -> CoachState:
        self._state = self._show()
        return self._state

    def _show(self) -> CoachState:
        bout = None if self._following is None else self._following.bout
        utterance = self._speaker.next(self._now_s)
        live = self._stage not in FINAL_STAGES
        working = bout is not None and live
        return CoachState(
            stage=self._stage,
            kind="repetitions" if bout is None else bout.exercise.signal.kind,
            count=0 if bout is None else _count(bout),
            clock_s=0.0 if bout is None else bout.hold_s,
            target=0.0,
            reached=False,
            sides={} if bout is None else _sides(bout),
            phase=bout.update.phase if bout is not None and live else "",
            phase_label=None,
            progress=bout.update.progress if bout is not None and working else math.nan,
            instruction=self._instruction(),
            hint=self._hint() if live else None,
            say=() if utterance is None else (utterance,),
            summary=self._summary,
            side=bout.update.side if bout is not None and working else None,
            doing=None
            if bout is None
            else DoingNow(bout.exercise.id, bout.exercise.stage, self._name(bout)),
        )

    def _instruction(self) -> Instruction | None:
        if self._stage != "getting-ready":
            return None
        return Instruction(self._saying("free-title"), self._saying("free-text"))

    def _hint(self) -> Hint | None:
        if not self._unseen():
            return None
        words = reason_words(CannotJudge.NO_PERSON, (), self.language)
        return Hint(CannotJudge.NO_PERSON, words.title, words.show, words.say)


def _count(bout: Doing) -> int:
    return 0 if bout.exercise.signal.kind == "hold" else len(bout.repetitions)


def _sides(bout: Doing) -> dict[str, int]:
    """Repetitions of each side, where the exercise has sides."""
    if not bout.exercise.signal.each_side:
        return {}
    return {side: sum(one.side == side for one in bout.repetitions) for side in ("left", "right")}
