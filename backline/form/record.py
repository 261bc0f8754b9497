"""What happened in a stream, kept as it happens."""

from __future__ import annotations

import math

from backline.body import CannotJudge, PoseFrame
from backline.form.result import (
    Analysis,
    CueSummary,
    Hold,
    Repetition,
    Seen,
    Unseen,
    Video,
)

SHORTEST_UNSEEN_S = 0.3
"""Shorter moments of "can't judge" are not reported."""
JOIN_GAP_S = 0.5
"""Two moments of the same reason closer than this are one."""


class Record:
    """Repetitions, holds and what couldn't be judged."""

    def __init__(self, exercise_id: str, stage: str | None = None) -> None:
        self._exercise_id = exercise_id
        self._stage = stage
        self.repetitions: list[Repetition] = []
        self.holds: list[Hold] = []
        self.last_s = 0.0
        self._frames = 0
        self._seen = 0
        self._unseen: list[Unseen] = []

    def next_number(self) -> int:
        """The number of the next repetition."""
        return len(self.repetitions) + 1

    def frame(self, frame: PoseFrame, reason: CannotJudge | None) -> None:
        """Take note of a frame."""
        self.last_s = frame.time_s
        self._frames += 1
        self._seen += frame.present
        if reason is not None:
            self._note_unseen(reason, frame.time_s)

    def _note_unseen(self, reason: CannotJudge, time_s: float) -> None:
        for earlier in reversed(self._unseen[-4:]):
            if earlier.reason == reason and time_s - earlier.end_s <= JOIN_GAP_S:
                earlier.end_s = time_s
                return
        self._unseen.append(Unseen(reason=reason, start_s=time_s, end_s=time_s))

    def analysis(self, video: Video, cues: list[CueSummary]) -> Analysis:
        """The whole stream."""
        unseen = [
            Unseen(reason=u.reason, start_s=round(u.start_s, 3), end_s=round(u.end_s, 3))
            for u in self._unseen
            if u.end_s - u.start_s >= SHORTEST_UNSEEN_S
        ]
        fraction = self._seen / self._frames if self._frames else math.nan
        return Analysis(
            exercise=self._exercise_id,
            stage=self._stage,
            video=video,
            seen=Seen(
                frames=self._seen, fraction=0.0 if math.isnan(fraction) else round(fraction, 4)
            ),
            repetitions=self.repetitions,
            holds=self.holds,
            cues=cues,
            cannot_judge=unseen,
        )
