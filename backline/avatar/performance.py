"""A person doing an exercise: the avatar over time.

`Performance` turns an exercise's demonstration into figures at any instant, with natural
variation, an optional planted fault, and the truth about what was done and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backline.avatar.angles import INDEX, Side, both
from backline.avatar.body_model import BodyShape
from backline.avatar.contacts import place_anchors
from backline.avatar.equipment import Equipment, scene_of
from backline.avatar.events import PerformanceTruth, tell_truth
from backline.avatar.faults import plant
from backline.avatar.figure import Figure
from backline.avatar.kinematics import figures_between
from backline.avatar.stance import Anchors, Rests, Stance
from backline.avatar.timeline import Beat, Options, Score
from backline.body import FloatArray
from backline.guide.schema import Exercise

_BREATHS_HZ = 0.25
"""Adults at rest take 12 to 20 breaths a minute; 15."""
_SWAY: tuple[tuple[str, float], ...] = (
    ("shift_forward_m", 0.003),
    ("shift_left_m", 0.003),
    ("lumbar_flexion_deg", 0.7),
    ("thoracic_flexion_deg", 0.6),
    ("neck_flexion_deg", 1.0),
    ("head_flexion_deg", 1.2),
    ("head_turn_deg", 1.2),
    ("shoulder_flexion_deg", 0.8),
    ("hip_flexion_deg", 0.5),
)
"""How far each angle wanders while one tries to keep still, about one standard deviation."""


def minimum_jerk(share: FloatArray) -> FloatArray:
    """0 to 1 along the smoothest way from rest to rest (Flash and Hogan 1985)."""
    u = np.clip(share, 0.0, 1.0)
    smooth: FloatArray = u * u * u * (10.0 + u * (-15.0 + 6.0 * u))
    return smooth


@dataclass(frozen=True, slots=True)
class Moment:
    """What is going on at an instant, for captions and checks."""

    phase: str
    part: str
    repetition: int
    side: Side | None
    caption: str | None
    prompt: str | None


class Performance:
    """One person doing one exercise once.

    exercise: from the guide. shape: the body. fault: (cue id, strength) or None; strength 1
        is what a trainer would call clear.
    repetitions: altogether, sides alternating from `first_side`; default 3, or 1 hold.
    tempo: factor on durations (below 1 is faster).
    fault_repetitions: only these repetition numbers (from 1) have the fault; None means the
        whole performance. fault_window_s: within a hold, seconds after its start.
    enter, leave: whether getting into and out of position is performed; without `enter` it
        begins with `still_s` of stillness in the start posture.
    hold_s: length of a hold instead of the guide's. pause_s: stillness added after each
        repetition. variation: a variation's id, done `variation_repetitions` times in the hold.
    naturalness: 0 gives a machine without breath, sway or variation; 1 a person.
    seed: same seed, same performance.
    Raises ValueError for a fault, variation or angle name that doesn't exist.
    """

    def __init__(
        self,
        exercise: Exercise,
        shape: BodyShape | None = None,
        *,
        repetitions: int | None = None,
        tempo: float = 1.0,
        fault: tuple[str, float] | None = None,
        fault_repetitions: Iterable[int] | None = None,
        fault_window_s: tuple[float, float] | None = None,
        first_side: Side = "left",
        enter: bool = True,
        leave: bool = True,
        still_s: float = 1.5,
        hold_s: float | None = None,
        pause_s: float = 0.0,
        variation: str | None = None,
        variation_repetitions: int = 4,
        naturalness: float = 1.0,
        seed: int = 0,
    ) -> None:
        if repetitions is None:
            repetitions = 1 if exercise.signal.kind == "hold" else 3
        self.exercise = exercise
        self.shape = shape or BodyShape()
        self.options = Options(
            repetitions=repetitions,
            tempo=tempo,
            first_side=first_side,
            fault_repetitions=None if fault_repetitions is None else frozenset(fault_repetitions),
            fault_window_s=fault_window_s,
            enter=enter,
            leave=leave,
            still_s=still_s,
            hold_s=hold_s,
            pause_s=pause_s,
            variation=variation,
            variation_repetitions=variation_repetitions,
            naturalness=naturalness,
        )
        rng = np.random.default_rng(seed)
        show = exercise.demonstration
        self.planted = plant(show, *fault) if fault is not None else None
        self.beats = Score(show, self.options, self.planted, rng).write()
        self.equipment = Equipment(show.props, self.shape, sided=show.each_side)
        rests = self.equipment.rests()
        self.stances = centred(place_all(self.shape, self.beats, self._start_index(), rests))
        self._scene = scene_of(self.stances, self._start_index())
        moves = np.array([0.0, *(beat.move_s for beat in self.beats[1:])])
        holds = np.array([beat.hold_s for beat in self.beats])
        self.arrive_s: FloatArray = np.cumsum(moves + np.concatenate(([0.0], holds[:-1])))
        self.depart_s: FloatArray = self.arrive_s + holds
        self._waves = _waves(rng)

    def _start_index(self) -> int:
        """The beat that stands in the start posture: the last of getting there."""
        return max(i for i, beat in enumerate(self.beats) if beat.part == "enter")

    @property
    def duration_s(self) -> float:
        """From the first to the last instant."""
        return float(self.depart_s[-1])

    def times_s(self, fps: float) -> FloatArray:
        """The instants of a video of the whole performance."""
        return np.arange(int(np.floor(self.duration_s * fps)) + 1) / fps

    def figure_at(self, time_s: float) -> Figure:
        """The body at an instant; before the start and after the end it stands still."""
        return self.figures([time_s])[0]

    def figures(self, times_s: Sequence[float] | FloatArray) -> list[Figure]:
        """The body at many instants, in the order given."""
        times = np.clip(np.asarray(times_s, dtype=np.float64), 0.0, self.duration_s)
        beat = np.searchsorted(self.depart_s, times, side="left")
        beat = np.minimum(beat, len(self.beats) - 1)
        resting = times >= self.arrive_s[beat]
        out: list[Figure | None] = [None] * len(times)
        for key in np.unique(2 * beat + resting):
            index, rest = int(key) // 2, bool(key % 2)
            chosen = np.flatnonzero((beat == index) & (resting == rest))
            figures = self._segment(index, rest, times[chosen])
            for where, figure in zip(chosen, figures, strict=True):
                out[where] = figure
        return [figure for figure in out if figure is not None]

    def _segment(self, index: int, rest: bool, times: FloatArray) -> list[Figure]:
        """Figures while staying at beat `index`, or moving to it from the one before."""
        b = self.stances[index]
        a = b if rest else self.stances[index - 1]
        if rest:
            weight = np.ones(len(times))
        else:
            start = self.depart_s[index - 1]
            weight = minimum_jerk((times - start) / (self.arrive_s[index] - start))
        w = weight[:, None]
        pose = (1.0 - w) * a.pose + w * b.pose
        breath = None
        if self.options.naturalness > 0.0:
            pose = pose + self._sway(times)
            breath = self.options.naturalness * np.sin(2.0 * np.pi * _BREATHS_HZ * times)
        figures = figures_between(self.shape, a, b, weight, pose, breath)
        side = self.beats[index].side
        return [self.equipment.equip(figure, side, self._scene) for figure in figures]

    def _sway(self, times: FloatArray) -> FloatArray:
        """(T, N) small wandering of the pose."""
        sway = np.zeros((len(times), len(INDEX)))
        columns, scale, hz, phase = self._waves
        waves = np.sin(2.0 * np.pi * times[:, None, None] * hz + phase).sum(axis=2)
        sway[:, columns] = self.options.naturalness * scale * waves
        return sway

    def _beat_at(self, time_s: float) -> Beat:
        index = int(np.searchsorted(self.depart_s, time_s, side="left"))
        return self.beats[min(index, len(self.beats) - 1)]

    def moment_at(self, time_s: float) -> Moment:
        """Phase, part, repetition, side, caption and prompt at an instant."""
        beat = self._beat_at(time_s)
        return Moment(beat.phase, beat.part, beat.repetition, beat.side, beat.caption, beat.prompt)

    def phase_at(self, time_s: float) -> str:
        """The phase under way: of the pose held or moved to."""
        return self._beat_at(time_s).phase

    def caption_at(self, time_s: float) -> str | None:
        """What to write under the picture."""
        return self._beat_at(time_s).caption

    def prompt_at(self, time_s: float) -> str | None:
        """What can't be seen but belongs to this moment (breathing, bracing)."""
        return self._beat_at(time_s).prompt

    def truth(self) -> PerformanceTruth:
        """What was done and when."""
        return tell_truth(self.exercise, self.beats, self.arrive_s, self.depart_s, self.planted)


def _waves(rng: np.random.Generator) -> tuple[list[int], FloatArray, FloatArray, FloatArray]:
    """Columns, amplitudes (K,), frequencies and phases (K, 2) of the sway."""
    columns: list[int] = []
    scale: list[float] = []
    for name, spread in _SWAY:
        where = both(name) if f"left_{name}" in INDEX else slice(INDEX[name], INDEX[name] + 1)
        for column in range(where.start, where.stop):
            columns.append(column)
            scale.append(spread)
    hz = rng.uniform(0.08, 0.4, (len(columns), 2))
    phase = rng.uniform(0.0, 2.0 * np.pi, (len(columns), 2))
    return columns, np.array(scale), hz, phase


def place_all(
    shape: BodyShape, beats: Sequence[Beat], start: int, rests: Rests | None = None
) -> list[Stance]:
    """Stances of all beats: contacts keep their places from beat to beat, beginning with the
    start posture and going from there back to the first and on to the last beat."""
    stances: dict[int, Stance] = {}

    def put(index: int, known: Anchors) -> None:
        beat = beats[index]
        stances[index] = place_anchors(shape, beat.pose, beat.contacts, known, rests)

    put(start, {})
    for index in range(start - 1, -1, -1):
        put(index, stances[index + 1].anchors)
    for index in range(start + 1, len(beats)):
        put(index, stances[index - 1].anchors)
    return [stances[i] for i in range(len(beats))]


def centred(stances: Sequence[Stance]) -> list[Stance]:
    """Stances moved along the mat so that all contact places lie round its middle."""
    xs = [place[0] for stance in stances for place in stance.anchors.values()]
    shift = np.array((0.5 * (min(xs) + max(xs)), 0.0, 0.0))
    return [
        replace(s, anchors={name: place - shift for name, place in s.anchors.items()})
        for s in stances
    ]
