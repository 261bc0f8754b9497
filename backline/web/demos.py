"""The demonstration videos: drawn once by the avatar, in the background, and kept.

One process at a time draws, at low priority, so that neither the server nor a live session
waits for it. A video's name holds a hash of the exercise's data and of the avatar's code
version, so that a changed exercise is drawn anew and an old video is never shown for it.
An exercise within somebody's limits goes by `own_key` (`daily/limits.py`), apart from the usual.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import structlog

import backline.avatar
from backline.daily.limits import MARK, exercise_by_key
from backline.guide.resolve import every_stage
from backline.guide.schema import Exercise
from backline.guide.strict import GuideError

log = structlog.get_logger()

RIGHT = "right"
POSTER = "poster"
SUFFIX = {POSTER: ".jpg"}
SET_PREFIX = "set-"
"""`set-right` and `set-<fault>` are whole sets, for the live page without a camera."""
SET_REPETITIONS = 4
SET_SECONDS = 12.0
KEEP_S = 14 * 24 * 3600.0
"""A drawing that nothing shows any more is kept this long: another version may want it."""

DemoState = Literal["waiting", "drawing", "ready", "failed"]


@dataclass(slots=True)
class Demo:
    """One picture or video. `exercise` is an `Exercise.key`: the id, with its stage if that
    isn't the standard one; within somebody's limits an `own_key`. `progress` is 0 to 1 while it
    is being drawn."""

    exercise: str
    name: str
    path: Path
    state: DemoState
    progress: float = 0.0


class DemoStudio:
    """Keeps, orders and draws the demonstrations of some exercises.

    Every exercise has a `poster`, a `right` and one video for each planted fault, and the
    same again as whole sets. So has each of its stages, by `Exercise.key`, and each of those
    within somebody's limits, by `own_key`. Posters, `right` and `set-right` of standard stages are
    drawn unasked, the others when somebody wants them.
    """

    def __init__(
        self, exercises: Mapping[str, Exercise], cache_dir: Path, draw: bool = True
    ) -> None:
        self._lock = threading.Condition()
        self._queue: list[tuple[str, str]] = []
        self._child: subprocess.Popen[str] | None = None
        self._closing = False
        self._draws = draw
        self._exercises = exercises
        self._cache_dir = cache_dir
        self._thread: threading.Thread | None = None
        self._standard = {exercise.key for exercise in exercises.values()}
        self._demos = {
            (demo.exercise, demo.name): demo
            for known in exercises.values()
            for exercise in (every_stage(known) or {"": known}).values()
            for demo in _demos(exercise, exercise.key, cache_dir)
        }

    def start(self) -> None:
        """Begin to draw what is missing: all posters first."""
        with self._lock:
            for wanted in (POSTER, RIGHT, SET_PREFIX + RIGHT):
                self._queue += [
                    key
                    for key, demo in self._demos.items()
                    if key[0] in self._standard and key[1] == wanted and _missing(demo)
                ]
        if self._draws:
            self._thread = threading.Thread(target=self._work, name="demos", daemon=True)
            self._thread.start()

        self._tidy(time.time())

    def _tidy(self, now_s: float) -> None:
        """Throw away what was drawn for exercises or avatars that are no more."""
        mine = {demo.path for demo in self._demos.values()}
        for folder in {path.parent for path in mine}:
            for path in [*folder.glob("*.mp4"), *folder.glob("*.jpg")]:
                if path not in mine and now_s - path.stat().st_mtime > KEEP_S:
                    path.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop drawing; what is half drawn is thrown away."""
        with self._lock:
            self._closing = True
            if self._child is not None:
                self._child.kill()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def find(self, exercise: str, name: str) -> Demo | None:
        """The demonstration of that name, drawn or not; None when there can't be one."""
        if MARK in exercise and (exercise, name) not in self._demos:
            self._add_limited(exercise)
        return self._demos.get((exercise, name))

    def _add_limited(self, key: str) -> None:
        """Make the demonstrations within somebody's limits known. Nothing for a key of none."""
        head, *rules = key.split(MARK)
        if rules != sorted(set(rules)):
            return
        try:
            exercise = exercise_by_key(self._exercises, key)
        except GuideError:
            return
        if exercise.key != head:
            return
        made = {(key, demo.name): demo for demo in _demos(exercise, key, self._cache_dir)}
        for demo in made.values():
            if demo.state == "ready":
                os.utime(demo.path)  # it is in use, so it isn't thrown away
        with self._lock:
            self._demos = made | self._demos

    def want(self, exercise: str, name: str) -> Demo | None:
        """Draw it next if it isn't there; a failed one is tried again."""
        demo = self.find(exercise, name)
        if demo is None or demo.state in ("ready", "drawing"):
            return demo
        with self._lock:
            key = (exercise, name)
            if key in self._queue:
                self._queue.remove(key)
            self._queue.insert(0, key)
            demo.state = "waiting"
            self._lock.notify_all()
        return demo

    def of(self, exercise: str) -> dict[str, Demo]:
        """All demonstrations of an exercise by name."""
        self.find(exercise, POSTER)
        return {name: demo for (owner, name), demo in self._demos.items() if owner == exercise}

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._queue and not self._closing:
                    self._lock.wait()
                if self._closing:
                    return
                demo = self._demos[self._queue.pop(0)]
                demo.state, demo.progress = "drawing", 0.0
            drawn = self._draw(demo)
            demo.state = "ready" if drawn else "failed"

    def _draw(self, demo: Demo) -> bool:
        """Run the drawing process for one demonstration; True when it is there."""
        demo.path.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "backline.web.draw", demo.exercise, demo.name]
        try:
            with self._lock:
                if self._closing:
                    return False
                self._child = subprocess.Popen(
                    [*command, str(demo.path)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
                )
            assert self._child.stdout is not None
            for line in self._child.stdout:
                demo.progress = _progress(line, demo.progress)
            _, complaint = self._child.communicate()
            if self._child.returncode and not self._closing:
                log.warning("demonstration not drawn", demo=demo.path.name, why=complaint[-2000:])
        except OSError as error:
            log.warning("demonstration not drawn", demo=demo.path.name, why=str(error))
        return demo.path.exists()


def names(exercise: Exercise) -> tuple[str, ...]:
    """Everything that can be drawn for an exercise."""
    ways = (RIGHT, *exercise.demonstration.faults)
    return (POSTER, *ways, *(SET_PREFIX + way for way in ways))


def _demos(exercise: Exercise, owner: str, cache_dir: Path) -> Iterator[Demo]:
    """Everything that can be drawn for an exercise. owner: the key under which it is kept."""
    version = demo_key(exercise)
    for name in names(exercise):
        path = cache_dir / f"{owner}-{name}-{version}{SUFFIX.get(name, '.mp4')}"
        yield Demo(owner, name, path, "ready" if path.exists() else "waiting")


def demo_key(exercise: Exercise) -> str:
    """Changes whenever the exercise's data (at its stage) or the avatar's code does."""
    data = exercise.model_dump(mode="json", by_alias=True, exclude={"stages"})
    text = json.dumps([_avatar_code(), data], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _avatar_code() -> str:
    """A hash of the program that draws."""
    folder = Path(str(backline.avatar.__file__)).parent
    code = b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))
    return hashlib.sha256(code).hexdigest()


def _missing(demo: Demo) -> bool:
    return demo.state != "ready"


def _progress(line: str, before: float) -> float:
    """A line of the drawing process is a number from 0 to 1; anything else says nothing."""
    try:
        return min(max(float(line), before), 1.0)
    except ValueError:
        return before
