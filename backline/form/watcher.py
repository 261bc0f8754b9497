"""Watching one exercise: `PoseFrame`s in, `Update`s out, an `Analysis` at the end.

The live page and the analysis of files both use this, frame by frame; nothing looks ahead.
"""

from __future__ import annotations

import math

from backline.body import BackLine, CannotJudge, PoseFrame
from backline.form.cues import CueTrack
from backline.form.measured import Measured, shown_measures
from backline.form.record import Record
from backline.form.result import (
    Analysis,
    Hold,
    Repetition,
    SideWord,
    StageWord,
    Update,
    Verdict,
    Video,
)
from backline.form.signals import SignalTracker, needed_measures
from backline.guide.load import load_posture
from backline.guide.schema import Exercise
from backline.motion.context import Context
from backline.motion.durations import duration_s
from backline.motion.geometry import Geometry
from backline.motion.holds import HeldStretch, HoldClock, HoldEnding
from backline.motion.measures import MEASURES
from backline.motion.neutral import NeutralTaker
from backline.motion.posture import PostureEvent, PostureKeeper
from backline.motion.repetitions import Excursion

VIEW_SLACK_DEG = 20.0
"""Added to the exercise's view tolerance: the depth of the pose model is that unsure
(62 degrees was read on a trial clip filmed from the side)."""


class Watcher:
    """Watches one person do one exercise. One per stream.

    exercise: what to watch for. `update` takes frames in order of time; a frame in which
    nobody was found is fine. Nothing is counted, timed or found at fault outside the
    posture, and a measure that can't be judged changes nothing.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._posture = PostureKeeper(load_posture(exercise.posture))
        self._neutral = NeutralTaker(needed_measures(exercise))
        self._signal = SignalTracker(exercise.signal)
        self._variations = {v.id: SignalTracker(v.signal) for v in exercise.variations}
        self._clock = HoldClock()
        self._cues = [CueTrack(cue) for cue in exercise.cues]
        self._shown = shown_measures(exercise)
        self._record = Record(exercise.id, exercise.stage)
        self._been_inside = False

    @property
    def told(self) -> bool:
        """Whether the last repetition did what tells this exercise from those like it."""
        return self._signal.told

    @property
    def _holding(self) -> bool:
        return self._exercise.signal.kind == "hold"

    def update(self, frame: PoseFrame, geometry: Geometry | None = None) -> Update:
        """Take in one frame. geometry: the frame's, where somebody has it already."""
        context = self._context(frame, geometry)
        event = self._posture.update(context, frame.time_s)
        finished: Repetition | Hold | None = None
        verdicts: list[Verdict] = []
        if event == "entered":
            self._start()
        elif event in ("left", "lost"):
            finished = self._leave(event, frame.time_s, verdicts)
        if self._posture.inside and context is not None:
            context = context.with_neutral(self._neutral.neutral)
            finished = self._watch(context, frame.time_s, verdicts) or finished
        elif self._posture.inside:
            self._interrupt()
        else:
            self._approach(context, frame.time_s)
        reason = self._reason(frame, context)
        outside = CannotJudge.NOT_IN_POSITION if not self._posture.inside else None
        self._record.frame(frame, reason or outside)
        return self._update(frame, context, reason, verdicts, finished)

    def finish(self, video: Video) -> Analysis:
        """The stream has ended: close what is open and sum up."""
        if self._posture.inside:
            self._leave("none", self._record.last_s, [])
        return self._record.analysis(video, [track.summary() for track in self._cues])

    # --- one frame ------------------------------------------------------------------

    def _context(self, frame: PoseFrame, geometry: Geometry | None) -> Context | None:
        if not frame.present:
            return None
        geometry = geometry or Geometry(frame)
        context = Context(geometry, geometry.near_side, self._neutral.neutral)
        return context.working(self._signal.side(context), self._signal.named_side)

    def _start(self) -> None:
        self._been_inside = True
        for tracker in (self._signal, *self._variations.values()):
            tracker.reset()

    def _approach(self, context: Context | None, time_s: float) -> None:
        """A frame outside the posture."""
        if self._posture.entering and context is not None:
            self._neutral.update(context, time_s)
        else:
            self._neutral.reset()
        if self._holding and context is not None:
            self._clock.approach(context, time_s)

    def _interrupt(self) -> None:
        """Nobody was found in a frame, though the posture isn't given up yet: what lasted so
        far is not known to last on."""
        self._clock.interrupt()
        for track in self._cues:
            track.interrupt()

    def _watch(
        self, context: Context, time_s: float, verdicts: list[Verdict]
    ) -> Repetition | Hold | None:
        """A frame inside the posture."""
        seen = self._view_is_right(context)
        steady = math.isnan(self._posture.outside_since_s)
        if self._signal.resting and seen and steady:
            self._neutral.update(context, time_s)
        else:
            self._neutral.interrupt()
        excursion = None
        if steady and not self._holding and (seen or self._counts_here(context)):
            excursion = self._signal.update(context, time_s)
        phases = self._phases() if seen and steady else set()
        for track in self._cues:
            verdict = track.update(context, phases, time_s)
            if verdict is not None:
                verdicts.append(verdict)
        if self._holding:
            return self._watch_hold(context, time_s, verdicts, seen)
        return self._count(excursion, None, time_s, verdicts) if excursion else None

    def _watch_hold(
        self, context: Context, time_s: float, verdicts: list[Verdict], seen: bool
    ) -> Repetition | Hold | None:
        bad = any(track.active and track.cue.severity != "polish" for track in self._cues)
        judged = seen and not math.isnan(MEASURES[self._exercise.signal.measure].value(context))
        given_up = self._clock.update(context, self._posture, time_s, judged and not bad)
        if given_up is not None:
            self._posture.leave()
            return self._leave("none", time_s, verdicts, given_up)
        for name, tracker in self._variations.items():
            excursion = tracker.update(context, time_s)
            if excursion is not None:
                return self._count(excursion, name, time_s, verdicts)
        return None

    def _view_is_right(self, context: Context) -> bool:
        return self._within(context, self._exercise.view.tolerance_deg)

    def _counts_here(self, context: Context) -> bool:
        """Whether repetitions are counted from here, though nothing can be judged."""
        within_deg = self._exercise.view.counts_within_deg
        return within_deg is not None and self._within(context, within_deg)

    def _within(self, context: Context, tolerance_deg: float) -> bool:
        off_deg = abs(context.geometry.view_azimuth_deg - self._exercise.view.azimuth_deg)
        return not off_deg > tolerance_deg + VIEW_SLACK_DEG

    def _phases(self) -> set[str]:
        if self._holding:
            return {"hold"} if self._clock.running else {"start"}
        if self._signal.resting:
            return {"start"} if self._neutral.settled else set()
        if self._signal.phase == "return":
            return {"return"}
        return {self._signal.phase, "move"} - {"start"}

    # --- what ends ------------------------------------------------------------------

    def _count(
        self, excursion: Excursion, variation: str | None, time_s: float, verdicts: list[Verdict]
    ) -> Repetition:
        tracker = self._variations[variation] if variation else self._signal
        number = self._record.next_number()
        faults: list[str] = []
        for track in self._cues:
            best = track.judge_best(excursion.peak_s)
            if best is not None:
                _tell(verdicts, best)
            if "rep" in track.cue.when and variation is None:
                value = duration_s(track.cue.measure, excursion)
                _tell(verdicts, track.judge_once(value, excursion.end_s))
            if track.end_repetition(number):
                faults.append(track.cue.id)
        repetition = Repetition(
            number=number,
            side=tracker.last_side,
            start_s=round(excursion.start_s, 3),
            peak_s=round(excursion.peak_s, 3),
            end_s=round(excursion.end_s, 3),
            range=round(excursion.range, 4),
            unit=tracker.signal.unit,
            faults=faults,
            variation=variation,
            highest=round(excursion.highest, 4),
            lowest=round(excursion.lowest, 4),
        )
        self._record.repetitions.append(repetition)
        return repetition

    def _leave(
        self,
        event: PostureEvent,
        time_s: float,
        verdicts: list[Verdict],
        given_up: HoldEnding | None = None,
    ) -> Repetition | Hold | None:
        """The posture or (event "none") the stream is over: what was complete counts, what
        was not is forgotten."""
        finished: Repetition | Hold | None = None
        if self._holding and self._clock.running:
            finished = self._end_hold(event, time_s, verdicts, given_up)
        elif not self._holding:
            excursion = self._signal.finish(time_s, stream_ended=event == "none")
            if excursion is not None:
                finished = self._count(excursion, None, time_s, verdicts)
        for track in self._cues:
            track.leave()
        return finished

    def _end_hold(
        self,
        event: PostureEvent,
        time_s: float,
        verdicts: list[Verdict],
        given_up: HoldEnding | None,
    ) -> Hold | None:
        stretch = self._clock.finish(event, self._posture, time_s, given_up)
        if stretch.end_s - stretch.start_s < self._exercise.signal.min_duration_s:
            return None
        if event != "lost":
            self._judge_ending(stretch, verdicts)
        hold = Hold(
            start_s=round(stretch.start_s, 3),
            end_s=round(stretch.end_s, 3),
            good_s=round(stretch.good_s, 3),
            ended=stretch.ended,
        )
        self._record.holds.append(hold)
        return hold

    def _judge_ending(self, stretch: HeldStretch, verdicts: list[Verdict]) -> None:
        for track in self._cues:
            if "end" in track.cue.when and stretch.ended in ("knees", "flop"):
                _tell(verdicts, track.judge_once(stretch.drop_ratio, stretch.end_s))

    # --- what is told ---------------------------------------------------------------

    def _reason(self, frame: PoseFrame, context: Context | None) -> CannotJudge | None:
        if context is None:
            return CannotJudge.NO_PERSON
        if self._posture.reason is not None:
            return self._posture.reason
        looked_for = self._posture.inside or not self._been_inside
        if looked_for and not self._view_is_right(context):
            return self._wrong_view
        if not self._posture.inside:
            return None
        unlearnt = CannotJudge.NO_NEUTRAL if self._neutral.neutral is None else None
        return self._unseen_back(frame) or unlearnt

    @property
    def _wrong_view(self) -> CannotJudge:
        front = self._exercise.view.from_front
        return CannotJudge.NOT_FRONT_VIEW if front else CannotJudge.NOT_SIDE_VIEW

    def _unseen_back(self, frame: PoseFrame) -> CannotJudge | None:
        """Why the back line can't be told where it is looked for."""
        if self._exercise.view.from_front or isinstance(frame.back, BackLine):
            return None
        return frame.back

    def _update(
        self,
        frame: PoseFrame,
        context: Context | None,
        reason: CannotJudge | None,
        verdicts: list[Verdict],
        finished: Repetition | Hold | None,
    ) -> Update:
        inside = self._posture.inside
        return Update(
            frame=frame,
            stage=self._stage(reason),
            phase=self._phase_word() if inside else "none",
            repetitions=len(self._record.repetitions),
            side=self._side_word() if inside else None,
            progress=self._signal.progress if inside else math.nan,
            hold_s=self._clock.elapsed_s(frame.time_s),
            good_hold_s=self._clock.good_s,
            verdicts=tuple(verdicts),
            cannot_judge=reason,
            measures=Measured(self._shown, context, self._signal) if inside and context else {},
            finished=finished,
        )

    def _stage(self, reason: CannotJudge | None) -> StageWord:
        if self._posture.inside:
            busy = self._clock.running if self._holding else not self._signal.resting
            return "working" if busy else "ready"
        if self._been_inside:
            return "left"
        return "framing" if reason is not None else "getting-ready"

    def _phase_word(self) -> str:
        if self._holding:
            return "hold" if self._clock.running else "start"
        return self._signal.phase

    def _side_word(self) -> SideWord | None:
        return self._signal.named_side or self._signal.moving_side


def _tell(verdicts: list[Verdict], verdict: Verdict) -> None:
    """Add a verdict on a whole repetition or hold; it takes the place of the moment's."""
    verdicts[:] = [one for one in verdicts if one.cue_id != verdict.cue_id]
    verdicts.append(verdict)
