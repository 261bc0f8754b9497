"""Which exercise is being done: everything watches at once, and what was counted decides.

An exercise is recognised by a repetition of it, or by a hold, that its own watcher counted; so
whatever no exercise counts (standing about, other movements) is none of them. Where two count
the same movement, the exercise files' `tells` part them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from backline.body import PoseFrame
from backline.form.result import Analysis, Hold, Repetition, Update, Video
from backline.form.watcher import Watcher
from backline.guide.schema import Exercise
from backline.motion.geometry import Geometry

Rank = tuple[float, ...]

NONE = "none"
"""What stands for the exercise in an `Analysis` in which none was recognised."""
LEAST_HOLD_S = 5.0
"""A shorter hold is somebody passing through the position. Our choice: a quarter of the
shortest hold that the guide asks for (PL3)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an exercise, in seconds of what its watcher counted.

    told_s: repetitions that did what tells it from others. untold_s: those that didn't.
    counted_s: all repetitions of an exercise that needs no telling. held_s: holds.
    """

    told_s: float = 0.0
    untold_s: float = 0.0
    counted_s: float = 0.0
    held_s: float = 0.0

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            self.told_s + other.told_s,
            self.untold_s + other.untold_s,
            self.counted_s + other.counted_s,
            self.held_s + other.held_s,
        )

    def rank(self, standard: bool) -> Rank:
        """The more, the surer. What tells it from others comes before what doesn't, repetitions
        before a hold that they may be done in, and each of that before an easier or harder stage,
        which often counts a part of the whole: there a single telling repetition says little, and
        at least half of the time must be told."""
        if standard:
            return self.told_s, 0.0, self.counted_s, self.held_s, 0.0, 0.0
        told_s = self.told_s if self.told_s >= self.untold_s else 0.0
        return 0.0, told_s, 0.0, 0.0, self.counted_s, self.held_s


@dataclass
class Runner:
    """One exercise, or a stage of it, watching along. holding_s: how long the hold under way has
    lasted, 0 when there is none."""

    exercise: Exercise
    watcher: Watcher
    evidence: Evidence = Evidence()
    holding_s: float = 0.0
    update: Update | None = None

    def take(self, frame: PoseFrame, geometry: Geometry) -> None:
        """Watch a frame."""
        self.update = self.watcher.update(frame, geometry)
        self.holding_s = self.update.hold_s if self.update.hold_s > 0.0 else 0.0
        finished = self.update.finished
        if finished is not None:
            self.note(finished)

    def note(self, finished: Repetition | Hold) -> None:
        """Take something that was counted as evidence."""
        if isinstance(finished, Hold):
            self.holding_s = 0.0
        self.evidence += self.of(finished)

    def of(self, finished: Repetition | Hold) -> Evidence:
        """What the latest repetition or hold is evidence of."""
        lasted_s = finished.end_s - finished.start_s
        if isinstance(finished, Hold):
            return Evidence(held_s=lasted_s if lasted_s >= LEAST_HOLD_S else 0.0)
        if finished.variation is not None:
            return Evidence()
        if not self.exercise.signal.tells:
            return Evidence(counted_s=lasted_s)
        told = self.watcher.told
        return Evidence(told_s=lasted_s) if told else Evidence(untold_s=lasted_s)

    def rank(self, evidence: Evidence | None = None, holding_s: float | None = None) -> Rank:
        """How much speaks for it (see `Evidence.rank`): of the whole stream, unless given."""
        holding_s = self.holding_s if holding_s is None else holding_s
        under_way = Evidence(held_s=holding_s if holding_s >= LEAST_HOLD_S else 0.0)
        sums = self.evidence if evidence is None else evidence
        return (sums + under_way).rank(self.exercise.is_standard)


class Recogniser:
    """Watches for many exercises at once and says which one is being done. One per stream.

    exercises: what to tell apart, stages among them if wanted, the likelier ones first: of those
    that start and count alike only the first is kept, since no movement tells them apart (a load
    in the hands, say). Raises ValueError for none. It costs about as much as that many `Watcher`s,
    of which few have much to do at a time.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        if not exercises:
            raise ValueError("there must be an exercise to recognise")
        apart = {(repr(one.posture), repr(one.signal)): one for one in reversed(exercises)}
        self._runners = [Runner(one, Watcher(one)) for one in exercises if one in apart.values()]

    @property
    def exercise(self) -> Exercise | None:
        """The exercise being done, as far as is known; None before anything was counted."""
        leader = self._leader()
        return None if leader is None else leader.exercise

    def update(self, frame: PoseFrame) -> Update:
        """Take in one frame; what the likeliest exercise's watcher says of it. Before any is
        known that is the first one whose start position is taken."""
        geometry = Geometry(frame)
        for runner in self._runners:
            runner.take(frame, geometry)
        leader = self._leader() or self._nearest()
        if leader.update is None:
            raise RuntimeError("a runner must have taken the frame")
        return leader.update

    def finish(self, video: Video) -> Analysis:
        """The stream has ended: the analysis for the exercise recognised. When there is none,
        its `exercise` is "none", nothing is counted and no cue judged."""
        ended = {id(runner): self._end(runner, video) for runner in self._runners}
        leader = self._leader()
        if leader is not None:
            return ended[id(leader)].model_copy(update={"recognised": True})
        seen = ended[id(self._runners[0])].seen
        return Analysis(
            exercise=NONE,
            recognised=True,
            video=video,
            seen=seen,
            repetitions=[],
            holds=[],
            cues=[],
            cannot_judge=[],
        )

    def _end(self, runner: Runner, video: Video) -> Analysis:
        """Its analysis; what was complete only with the stream's end is evidence too."""
        before = runner.update.repetitions if runner.update is not None else 0
        analysis = runner.watcher.finish(video)
        for repetition in analysis.repetitions[before:]:
            runner.note(repetition)
        runner.holding_s = 0.0
        held = sum((runner.of(hold) for hold in analysis.holds), Evidence())
        runner.evidence = replace(runner.evidence, held_s=held.held_s)
        return analysis

    def _leader(self) -> Runner | None:
        best = max(self._runners, key=lambda runner: runner.rank())
        return best if any(best.rank()) else None

    def _nearest(self) -> Runner:
        def inside(runner: Runner) -> bool:
            return runner.update is not None and runner.update.stage in ("ready", "working")

        return next((runner for runner in self._runners if inside(runner)), self._runners[0])
