"""One set under the coach's eye: a deterministic state machine; time is passed in.

framing -> getting-ready -> countdown -> work -> done | left, and stopped from anywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Literal

from backline.body import CannotJudge
from backline.coach.cues import CueBoard
from backline.coach.line import LineKeeper
from backline.coach.notices import AnotherNotice, Reasons
from backline.coach.praise import PraiseKeeper
from backline.coach.state import (
    FINAL_STAGES,
    CoachStage,
    CoachState,
    CueNow,
    Hint,
    Instruction,
    Summary,
)
from backline.coach.summary import summarise
from backline.coach.talk import Talk
from backline.coach.words import saying
from backline.form.result import Hold, Repetition, Update
from backline.guide.schema import Exercise
from backline.guide.words import stage_words
from backline.language import SOURCE_LANGUAGE, translated

STEADY_S = 1.2
"""The start posture is held still this long before the countdown's first number."""
COUNTDOWN_S = 3.0
FLICKER_S = 0.6
"""A stage that is gone for less than this is not gone."""
LEFT_AFTER_S = 4.0
"""Out of the posture for this long ends the set."""
RESTED_AFTER_S = 8.0
"""All that was set out to do is done, and whoever keeps still for this long does no more: about a
repetition's time, so that a breath between two doesn't end the set. Backline's own choice."""
LOST_AFTER_S = 20.0
"""Not seen for this long ends the set."""
FIRST_S = 5.0
"""A hold that is over sooner was somebody getting into position (`daily.recording.STEADY_S`)."""
CLOCK_EVERY_S = 10
PAUSED_AFTER_S = 1.0
LONGEST_STEP_S = 0.5
"""No single frame accounts for more time than this."""

EndWord = Literal["done", "left", "lost", "stopped"]


class CoachSession:
    """Coaches one set of one exercise.

    Give a target in repetitions or in seconds of good hold, whichever the exercise counts;
    without one the low end of the exercise's dose is used (per side, doubled where it is
    one-sided). language: what it speaks and shows; the exercise may be in English or in it.
    already: the sides (None without sides) of repetitions of this set that were counted before,
    in a stream that broke off; counting goes on from there.
    open_end: a hold without a target, for as long as it lasts: it is over by itself when the
    person comes down, or when the form is wrong for `line.LINE_LOST_S`.
    Raises ValueError for a target that is not positive, or a language there are no words in.
    """

    def __init__(
        self,
        exercise: Exercise,
        target_repetitions: int | None = None,
        target_hold_s: float | None = None,
        language: str = SOURCE_LANGUAGE,
        already: Sequence[str | None] = (),
        *,
        open_end: bool = False,
    ) -> None:
        exercise = translated(exercise, language)
        self.exercise = exercise
        self.language = language
        self._saying = partial(saying, language=language)
        self.kind: Literal["repetitions", "hold"] = exercise.signal.kind
        self.target = math.inf
        if not (open_end and self.kind == "hold"):
            self.target = _target(exercise, target_repetitions, target_hold_s)
        self._stage: CoachStage = "framing"
        self._now_s = 0.0
        self._stage_since_s = 0.0
        self._away_since_s: float | None = None
        self._unseen_since_s: float | None = None
        self._resting_since_s: float | None = None
        self._reasons = Reasons(language)
        self._already = tuple(already)
        self._count = len(self._already)
        self._hold_s = 0.0
        self._good_s = 0.0
        self._grew_s = 0.0
        self._spoken_clock = 0
        self._line = LineKeeper({cue.id for cue in exercise.cues if cue.severity != "polish"})
        self._over: Literal["done", "line-lost"] | None = None
        self._reached = self.kind == "repetitions" and self._count >= self.target
        self._unseen_s = 0.0
        self._repetitions: list[Repetition] = []
        self._judged: bool | None = None
        self._another = AnotherNotice(exercise, language)
        self._summary: Summary | None = None
        self._talk = Talk(exercise, language)
        self._cues = CueBoard(exercise)
        self._keeper = PraiseKeeper(exercise, language)
        self._state = self._show(None, None)

    @property
    def state(self) -> CoachState:
        """The last state given."""
        return self._state

    def update(self, update: Update, now_s: float, another: Exercise | None = None) -> CoachState:
        """Take one frame's findings; what to show and say now. A time gone back is ignored.
        another: given once, when this other exercise is clearly done (`coach.another`)."""
        step_s = min(max(now_s - self._now_s, 0.0), LONGEST_STEP_S)
        self._now_s = max(now_s, self._now_s)
        self._judged = None
        if self._stage in FINAL_STAGES:
            return self._final()
        self._reasons.note(update, self._now_s)
        self._advance(update)
        if self._stage in FINAL_STAGES:
            return self._final()
        cue: CueNow | None = None
        if self._stage == "work":
            cue = self._work(update, step_s)
        else:
            self._offer_stage()
        self._offer_hint()
        self._another.offer(another, self._talk, self._now_s)
        self._state = self._show(update, cue)
        return self._state

    def hurts(self, now_s: float) -> CoachState:
        """The person says it hurts: stop at once, from any stage, for good."""
        self._now_s = max(now_s, self._now_s)
        if self._stage != "stopped":
            self._end("stopped")
            self._talk.last_word("pain", "hurts", self._now_s)
        return self._final()

    def finish(self, now_s: float) -> CoachState:
        """The person ends the set by hand."""
        self._now_s = max(now_s, self._now_s)
        if self._stage not in FINAL_STAGES:
            self._end("done" if self._reached or self._held_openly else "left")
        return self._final()

    def wait(self, now_s: float) -> CoachState:
        """After the end, without looking any more: what remains to be said."""
        self._now_s = max(now_s, self._now_s)
        return self._final() if self._stage in FINAL_STAGES else self._state

    # Stages

    def _advance(self, update: Update) -> None:
        if self._stage == "work":
            self._watch_for_end(update)
        elif update.stage == "working":
            self._enter("work")
        elif self._stage == "countdown":
            self._watch_countdown(update)
        elif update.stage == "ready" and update.cannot_judge in (None, CannotJudge.NO_NEUTRAL):
            self._enter("countdown")
            self._talk.event("stage", "steady", self._saying("steady"), until_s=self._now_s + 1.0)
        else:
            self._settle("framing" if update.stage == "framing" else "getting-ready")

    def _settle(self, stage: CoachStage) -> None:
        """Change between framing and getting ready, but not on a flicker."""
        if stage == self._stage:
            self._away_since_s = None
        elif self._away_for_s() >= FLICKER_S:
            self._enter(stage)

    def _watch_countdown(self, update: Update) -> None:
        if update.stage != "ready":
            if self._away_for_s() >= FLICKER_S:
                self._enter("framing" if update.stage == "framing" else "getting-ready")
            return
        self._away_since_s = None
        if update.cannot_judge is CannotJudge.NO_NEUTRAL:
            self._stage_since_s = self._now_s
        if self._now_s - self._stage_since_s >= STEADY_S + COUNTDOWN_S:
            self._enter("work")

    @property
    def _held_openly(self) -> bool:
        """Whether a hold without a target lasted long enough to be one."""
        return math.isinf(self.target) and self._hold_s >= FIRST_S

    def _watch_for_end(self, update: Update) -> None:
        if self._over is not None:  # what ended it was taken on the frame before
            self._end("done", self._over)
            return
        if update.stage in ("ready", "working"):
            self._away_since_s = self._unseen_since_s = None
            self._watch_for_rest(update)
            return
        nothing_yet = (
            self._count == len(self._already) and self._hold_s < 1.0 and self._grew_s == 0.0
        )
        if update.cannot_judge not in (None, CannotJudge.NOT_IN_POSITION):
            self._away_since_s = None
            if self._unseen_since_s is None:
                self._unseen_since_s = self._now_s
            if self._now_s - self._unseen_since_s >= LOST_AFTER_S:
                self._end("done" if self._reached else "lost")
            return
        self._unseen_since_s = None
        if self._away_for_s() < LEFT_AFTER_S:
            return
        if nothing_yet:
            self._enter("getting-ready")
        else:
            self._end("done" if self._reached else "left")

    def _watch_for_rest(self, update: Update) -> None:
        """Who has done it all and rests in the start position has no hand free to say so."""
        resting = self._reached and self.kind == "repetitions" and update.phase == "start"
        if not resting:
            self._resting_since_s = None
        elif self._resting_since_s is None:
            self._resting_since_s = self._now_s
        elif self._now_s - self._resting_since_s >= RESTED_AFTER_S:
            self._end("done")

    def _away_for_s(self) -> float:
        if self._away_since_s is None:
            self._away_since_s = self._now_s
        return self._now_s - self._away_since_s

    def _enter(self, stage: CoachStage) -> None:
        self._stage = stage
        self._stage_since_s = self._now_s
        self._away_since_s = self._unseen_since_s = None
        self._talk.unsay()
        if stage == "work":
            key = "begin-hold" if self.kind == "hold" else "begin-repetitions"
            self._talk.event("stage", key, self._saying(key), until_s=self._now_s + 1.0)

    def _end(self, how: EndWord, said: str | None = None) -> None:
        self._enter("left" if how == "lost" else how)
        self._summary = summarise(
            self.exercise,
            how,
            self._repetitions,
            self._already,
            self._count,
            self._hold_s,
            self._good_s,
            self._unseen_s,
            self._keeper,
            self._cues.tallies(),
            self.language,
        )
        if how != "stopped":
            self._talk.last_word("stage", said or how, self._now_s)

    # Work

    def _work(self, update: Update, step_s: float) -> CueNow | None:
        if update.cannot_judge is not None:
            self._unseen_s += step_s
            self._talk.no_praise()
        cue = self._cues.update(update, self._now_s, step_s)
        self._keeper.note(update)
        if self.kind == "hold":
            self._hold(update, step_s)
        else:
            self._count_up(update)
        prompt = self._prompt(update)
        if prompt is not None:
            self._talk.prompt(prompt, self._now_s)
        if cue is not None and self._cues.still_wrong(self._now_s):
            self._talk.cue(cue, self._now_s)
        return cue

    def _count_up(self, update: Update) -> None:
        result = update.finished
        praise = None
        if isinstance(result, Repetition):
            self._repetitions.append(result)
            judged_before = self._keeper.judged
            praise = self._keeper.finished(result)
            self._judged = self._keeper.judged > judged_before
        if update.repetitions + len(self._already) > self._count:
            self._count = update.repetitions + len(self._already)
            self._grew_s = self._now_s
            if not self._reached and self._count >= self.target:
                self._reach(self._saying("goal-repetitions", count=self._count))
            else:
                self._talk.event("count", "count", f"{self._count}.", until_s=self._now_s + 1.0)
        if praise is not None and update.cannot_judge is None:
            self._talk.event("praise", "praise", praise, until_s=self._now_s + 2.0)

    def _hold(self, update: Update, step_s: float) -> None:
        if isinstance(update.finished, Hold):
            self._keeper.finished(update.finished)
        self._hold_s = max(self._hold_s, _finite(update.hold_s))
        if update.good_hold_s > self._good_s:
            self._good_s = update.good_hold_s
            self._grew_s = self._now_s
        if math.isinf(self.target):
            self._watch_the_line(update, step_s)
        if not self._reached and self._good_s >= self.target:
            self._spoken_clock = int(self._good_s) // CLOCK_EVERY_S * CLOCK_EVERY_S
            self._reach(self._saying("goal-hold", seconds=int(self._good_s)))
        elif int(self._good_s) >= self._spoken_clock + CLOCK_EVERY_S:
            self._spoken_clock = int(self._good_s) // CLOCK_EVERY_S * CLOCK_EVERY_S
            text = self._saying("clock", seconds=self._spoken_clock)
            self._talk.event("count", "count", text, until_s=self._now_s + 1.5)
        praise = self._keeper.holding(update, self._now_s)
        if praise is not None:
            self._talk.event("praise", "praise", praise, until_s=self._now_s + 3.0)

    def _watch_the_line(self, update: Update, step_s: float) -> None:
        """A hold without a target is over once the person is down or the line is lost."""
        done = update.finished
        if isinstance(done, Hold) and done.end_s - done.start_s >= FIRST_S:
            self._over = "done"  # when it began to end is known only now
            self._good_s = max(done.good_s, float(self._spoken_clock))
        elif self._line.lost(update, step_s):
            self._over = "line-lost"

    def _reach(self, text: str) -> None:
        self._reached = True
        self._talk.event("stage", "goal", text, until_s=self._now_s + 6.0)

    # What to say

    def _offer_stage(self) -> None:
        """Count down, or ask for the next step now and then."""
        number = self._countdown()
        if number is not None:
            self._talk.countdown(number, self._now_s)
        elif self._stage != "countdown" and self._hint is None:
            self._talk.stage(self._stage, self._stage_since_s, self._now_s)

    def _offer_hint(self) -> None:
        hint = self._hint
        if hint is not None:
            self._talk.hint(hint, self._now_s)

    # What to show

    @property
    def _hint(self) -> Hint | None:
        return self._reasons.hint(self._stage, self._now_s)

    def _countdown(self) -> int | None:
        passed_s = self._now_s - self._stage_since_s - STEADY_S
        if self._stage != "countdown" or passed_s < 0.0:
            return None
        return max(1, 3 - int(passed_s))

    def _instruction(self) -> Instruction | None:
        if self._stage not in ("framing", "getting-ready") or self._hint is not None:
            return None
        words = stage_words(self._stage, self.exercise.posture, self.language)
        return Instruction(words.title, words.show)

    def _prompt(self, update: Update) -> str | None:
        due = [p for p in self.exercise.prompts if p.phase == update.phase]
        turn = self._count if self.kind == "repetitions" else int(self._good_s // CLOCK_EVERY_S)
        return due[turn % len(due)].say if due else None

    def _final(self) -> CoachState:
        self._state = self._show(None, None)
        return self._state

    def _show(self, update: Update | None, cue: CueNow | None) -> CoachState:
        working = self._stage == "work" and update is not None
        utterance = self._talk.next(self._now_s)
        if utterance is not None and cue is not None and cue.say in utterance.text:
            self._keeper.spoke_of(cue.id)
        self._another.said |= utterance is not None and utterance.kind == "another"
        labels = {lobe.name: lobe.label for lobe in self.exercise.signal.lobes}
        phase = update.phase if working and update is not None else ""
        sides = dict.fromkeys(("left", "right"), 0) if self.exercise.signal.each_side else {}
        for side in (*self._already, *(one.side for one in self._repetitions)):
            if side in sides:
                sides[side] += 1
        return CoachState(
            stage=self._stage,
            kind=self.kind,
            count=self._count,
            clock_s=self._good_s,
            target=self.target,
            reached=self._reached,
            sides=sides,
            phase=phase,
            phase_label=labels.get(phase),
            progress=update.progress if working and update is not None else math.nan,
            paused=working and self.kind == "hold" and self._now_s - self._grew_s > PAUSED_AFTER_S,
            countdown=self._countdown(),
            cue=cue,
            prompt=self._prompt(update) if working and update is not None else None,
            instruction=self._instruction(),
            hint=self._hint if self._stage not in FINAL_STAGES else None,
            say=() if utterance is None else (utterance,),
            summary=self._summary,
            side=update.side if working and update is not None else None,
            another=self._another.now if self._stage not in FINAL_STAGES else None,
            judged=self._judged,
        )


def _finite(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _target(exercise: Exercise, repetitions: int | None, hold_s: float | None) -> float:
    """The target in repetitions or seconds; the dose's low end when none is given."""
    if exercise.signal.kind == "hold":
        dose_s = exercise.dose.hold_s[0] if exercise.dose.hold_s else 20.0
        target = float(dose_s if hold_s is None else hold_s)
    else:
        low = exercise.dose.repetitions[0] if exercise.dose.repetitions else 5
        low *= 2 if exercise.dose.each_side else 1
        target = float(low if repetitions is None else repetitions)
    if not (math.isfinite(target) and target > 0):
        raise ValueError("a target must be a positive number")
    return target
