"""Who looks at a live socket's frames and who speaks: for one exercise, or for whatever is done."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

from backline.body import PoseFrame
from backline.coach.follow import Following
from backline.coach.free import FreeCoach
from backline.coach.session import CoachSession
from backline.coach.state import CoachState
from backline.form.result import Update
from backline.guide.schema import Exercise
from backline.web.settings import Watches, WebSettings


class Coach(Protocol):
    """What both kinds of coach can be told and asked, whatever they look at."""

    @property
    def state(self) -> CoachState: ...
    def hurts(self, now_s: float) -> CoachState: ...
    def finish(self, now_s: float) -> CoachState: ...
    def wait(self, now_s: float) -> CoachState: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in a frame. more: what only the coach of its kind understands."""

    update: Update
    more: Exercise | Following | None = None


class Coaching(Protocol):
    """One socket's watching and speaking. `judge` is called in a thread, one frame at a time;
    `tell` afterwards, in order."""

    @property
    def coach(self) -> Coach: ...
    def ready(self) -> dict[str, Any]: ...
    def judge(self, frame: PoseFrame) -> Judged: ...
    def tell(self, judged: Judged, time_s: float) -> CoachState: ...


class SetCoaching:
    """One set of one exercise. While it counts nothing, the others' watchers look along."""

    def __init__(
        self,
        settings: WebSettings,
        exercise: Exercise,
        target: float | None,
        already: tuple[str | None, ...],
        language: str,
        *,
        open_end: bool = False,
    ) -> None:
        self.coach = CoachSession(
            exercise,
            target_repetitions=None if target is None else max(1, round(target)),
            target_hold_s=target,
            language=language,
            already=already,
            open_end=open_end,
        )
        self._exercise = exercise
        self._watcher: Watches = settings.make_watcher(exercise)
        self._another = settings.make_another(exercise)

    def ready(self) -> dict[str, Any]:
        """What `ready` says of it."""
        return {
            "exercise": self._exercise.id,
            "stage": self._exercise.stage,
            "kind": self.coach.kind,
            "target": self.coach.target if math.isfinite(self.coach.target) else None,
        }

    def judge(self, frame: PoseFrame) -> Judged:
        """The exercise's own finding, and another exercise when one is clearly done."""
        update = self._watcher.update(frame)
        return Judged(update, None if self._another is None else self._another.update(update))

    def tell(self, judged: Judged, time_s: float) -> CoachState:
        """What the coach shows and says of it."""
        another = judged.more if isinstance(judged.more, Exercise) else None
        return self.coach.update(judged.update, time_s, another)


class FreeCoaching:
    """No exercise was named: all watch, what was counted says which it is."""

    def __init__(self, settings: WebSettings, language: str) -> None:
        self.coach = FreeCoach(language)
        self._follower = settings.make_follower()

    def ready(self) -> dict[str, Any]:
        """What `ready` says of it."""
        return {"exercise": None, "stage": None, "kind": "repetitions", "target": None}

    def judge(self, frame: PoseFrame) -> Judged:
        """What is being done, as far as is known."""
        following = self._follower.update(frame)
        return Judged(following.update, following)

    def tell(self, judged: Judged, time_s: float) -> CoachState:
        """What the coach shows and says of it."""
        if not isinstance(judged.more, Following):
            raise TypeError("a free coach needs what was followed")
        return self.coach.update(judged.more, time_s)
