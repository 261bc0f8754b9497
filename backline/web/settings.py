"""What a Backline server may be told; everything has a sensible value."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from platformdirs import user_cache_path

from backline.body import PoseFrame
from backline.coach.follow import Following
from backline.form.result import Update
from backline.guide.load import load_every, load_exercises
from backline.guide.schema import Exercise
from backline.journal.journal import utc_now
from backline.vision.picture import MAX_JPEG_BYTES, Picture


class Seer(Protocol):
    """Finds the person in pictures, in order of time. One for each live session."""

    def see(self, picture: Picture) -> PoseFrame: ...


class Watches(Protocol):
    """Judges a stream of poses. One for each live session."""

    def update(self, frame: PoseFrame) -> Update: ...


class Compares(Protocol):
    """Tells when another exercise is done than the coached one. One for each set."""

    def update(self, own: Update) -> Exercise | None: ...


class Follows(Protocol):
    """Says what is done in a stream of poses where nothing was named. One for each live session."""

    def update(self, frame: PoseFrame) -> Following: ...


def _tracker() -> Seer:
    from backline.vision.tracker import PoseTracker  # loads the model's runtime: only when used

    return PoseTracker()


def _watcher(exercise: Exercise) -> Watches:
    from backline.form.watcher import Watcher

    return Watcher(exercise)


def _another(exercise: Exercise) -> Compares | None:
    from backline.coach.another import Another

    return Another(exercise, load_every())


def _follower() -> Follows:
    from backline.coach.follow import Follower

    return Follower(load_every())


LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """What one live session may cost.

    sessions: how many may be open at once. strikes: bad messages before it is closed.
    hello_s: time to introduce itself. idle_s: silence after which it is closed.
    """

    sessions: int = 4
    strikes: int = 5
    hello_s: float = 10.0
    idle_s: float = 90.0
    picture_bytes: int = MAX_JPEG_BYTES + 8
    text_characters: int = 64_000
    side_px: int = 1920


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Everything `create_app` needs.

    hosts: names this server answers to, without port; a request for any other name is
        refused, so that no other website can reach it through a name of its own.
    cache_dir: where drawn demonstrations are kept.
    draw: whether demonstrations may be drawn (a background process).
    journal: where people's records are kept: a database's URL; None takes
        BACKLINE_DATABASE_URL, and without that a file in the user's data folder.
    clock: gives aware datetimes.
    """

    exercises: Mapping[str, Exercise] = field(default_factory=load_exercises)
    hosts: tuple[str, ...] = LOCAL_NAMES
    cache_dir: Path = field(
        default_factory=lambda: user_cache_path("backline", appauthor=False) / "demonstrations"
    )
    draw: bool = True
    journal: str | None = None
    clock: Callable[[], datetime] = utc_now
    make_seer: Callable[[], Seer] = _tracker
    make_watcher: Callable[[Exercise], Watches] = _watcher
    make_another: Callable[[Exercise], Compares | None] = _another
    make_follower: Callable[[], Follows] = _follower
    limits: LiveLimits = field(default_factory=LiveLimits)

    def __post_init__(self) -> None:
        if not self.hosts or not math.isfinite(self.limits.idle_s):
            raise ValueError("a server needs a name to answer to, and a finite idle time")
