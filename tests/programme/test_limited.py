"""A person's limits laid over an exercise: what is watched, said, counted and shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from backline.accuracy.perform import fitted
from backline.avatar.camera import Camera
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame
from backline.body import PoseFrame
from backline.form.result import Analysis
from backline.form.watcher import Watcher
from backline.guide.load import load_exercise
from backline.guide.schema import Exercise
from backline.programme.limited import limited
from backline.programme.load import load_programme
from backline.programme.permit import Limit
from backline.programme.reasons import reason
from tests.form.performances import fault_ids, performed, video

FPS = 15.0


def limits(exercise: str, *names: str) -> list[Limit]:
    rules = {rule.id: rule for rule in load_programme().exercises[exercise].rules}
    return [Limit(rules[name], reason(rules[name])) for name in names]


def cat_cow(*names: str) -> Exercise:
    return limited(load_exercise("cat-cow"), limits("cat-cow", *names))


def judged(frames: Sequence[PoseFrame], judge: Exercise) -> Analysis:
    """What an exercise's watcher makes of these frames."""
    watcher = Watcher(judge)
    for frame in frames:
        watcher.update(frame)
    return watcher.finish(video(len(frames)))


def shown(show: Exercise) -> list[PoseFrame]:
    """The avatar does what an exercise shows, three times."""
    performance = Performance(show, repetitions=3)
    camera = fitted(Camera(azimuth_deg=show.view.azimuth_deg), performance)
    times_s = performance.times_s(FPS)
    return [
        pose_frame(figure, camera, float(time_s))
        for figure, time_s in zip(performance.figures(times_s), times_s, strict=True)
    ]


def told(analysis: Analysis) -> set[str]:
    return fault_ids(analysis)


def limit_cues(exercise: Exercise) -> set[str]:
    return {cue.id for cue in exercise.cues if "-limit-" in cue.id}


HALVES = [("cat-cow-no-round", "cat"), ("cat-cow-no-arch", "cow")]
SMALL = [("cat-cow-small-round", "CC2-round"), ("cat-cow-small-arch", "CC4-arch")]


def test_without_limits_it_is_the_same() -> None:
    assert limited(load_exercise("cat-cow"), []) is load_exercise("cat-cow")


@pytest.mark.parametrize(("rule", "half"), HALVES)
def test_a_half_that_stays_out_is_not_shown_counted_or_spoken_of(rule: str, half: str) -> None:
    made = cat_cow(rule)
    assert half not in made.phases
    assert all(step.phase != half for step in made.demonstration.repetition)
    assert all(prompt.phase != half for prompt in made.prompts)
    assert limit_cues(made)
    assert made.how != load_exercise("cat-cow").how
    assert all(half not in fault.phases for fault in made.demonstration.faults.values())


@pytest.mark.slow
@pytest.mark.parametrize("rule", [name for name, _ in (*HALVES, *SMALL)])
def test_the_whole_movement_is_stopped(rule: str) -> None:
    """Somebody within limits who does the whole exercise is told to stop."""
    made = cat_cow(rule)
    frames, _ = performed("cat-cow", repetitions=3)
    found = judged(frames, made)
    assert limit_cues(made) <= told(found)
    assert all(cue.severity == "stop" for cue in made.cues if cue.id in limit_cues(made))


@pytest.mark.slow
@pytest.mark.parametrize("rule", [name for name, _ in (*HALVES, *SMALL)])
def test_the_limited_movement_is_counted_and_not_blamed(rule: str) -> None:
    """What the limited demonstration shows is counted in full, and nothing of it is a fault."""
    made = cat_cow(rule)
    found = judged(shown(made), made)
    assert len(found.repetitions) == 3
    assert told(found) == set()


@pytest.mark.parametrize(("rule", "cue"), SMALL)
def test_nothing_asks_for_more_than_the_limit(rule: str, cue: str) -> None:
    made = cat_cow(rule)
    assert cue not in {one.id for one in made.cues}
    assert cue not in made.demonstration.faults
    assert set(made.not_judged) & {"CC2", "CC4"}


def test_the_limit_follows_the_persons_own_range() -> None:
    base, rule = load_exercise("cat-cow"), limits("cat-cow", "cat-cow-small-round")
    narrow = limited(base, rule, {"back_bend_ratio": (-0.05, 0.05)})
    wide = limited(base, rule, {"back_bend_ratio": (-0.05, 0.2)})

    def limit(exercise: Exercise) -> float:
        return next(cue.limit for cue in exercise.cues if cue.id in limit_cues(exercise))

    assert limit(narrow) == pytest.approx(0.025)
    assert limit(wide) == limit(limited(base, rule)) == pytest.approx(0.032)


def every_limit() -> Iterable[tuple[str, str | None, str]]:
    for name, mine in load_programme().exercises.items():
        for rung in mine.rungs:
            for rule in mine.rules:
                if not rule.exclude and rule.about(rung.stage):
                    yield name, rung.stage, rule.id


@pytest.mark.parametrize(("name", "stage", "rule"), list(every_limit()))
def test_every_limit_of_every_stage_makes_a_whole_exercise(
    name: str, stage: str | None, rule: str
) -> None:
    exercise = load_exercise(name, stage=stage)
    made = limited(exercise, limits(name, rule))
    assert made.key == exercise.key
    assert limit_cues(made)
    for cue in made.cues:
        if cue.id not in limit_cues(made):
            continue
        for own in exercise.cues:
            same = (own.measure, own.relative_to, own.above is None) == (
                cue.measure, cue.relative_to, cue.above is None
            )  # fmt: skip
            if same and own.when == cue.when:
                sooner = cue.limit < own.limit if cue.above is not None else cue.limit > own.limit
                assert sooner, f"{cue.id} comes no sooner than {own.id}"


BOTH = [
    ("cat-cow-small-round", "cat-cow-small-arch"),
    ("cat-cow-no-round", "cat-cow-small-arch"),
    ("cat-cow-no-arch", "cat-cow-small-round"),
]


@pytest.mark.slow
@pytest.mark.parametrize("rules", BOTH)
def test_limits_on_both_halves_still_count(rules: tuple[str, str]) -> None:
    made = cat_cow(*rules)
    assert len(limit_cues(made)) == 2
    found = judged(shown(made), made)
    assert len(found.repetitions) == 3
    assert told(found) == set()


STEADY = [
    ("bird-dog", "arm-and-leg", "bird-dog-no-arch", "BD4-arch"),
    ("bird-dog", "leg-only", "bird-dog-no-round", "BD4-round"),
    ("plank", "on-knees", "plank-no-round", "PL5-flat"),
    ("plank", "on-toes", "plank-no-sag", "PL5-sag"),
    ("plank", "on-knees", "plank-no-sag-on-knees", "PL5-sag"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "stage", "rule", "fault"), STEADY)
def test_a_steady_back_is_not_blamed_and_an_unsteady_one_is_stopped(
    name: str, stage: str, rule: str, fault: str
) -> None:
    exercise = load_exercise(name, stage=stage)
    made = limited(exercise, limits(name, rule))
    steady, _ = performed(name, stage=stage)
    assert not told(judged(steady, made))
    unsteady, _ = performed(name, stage=stage, fault=(fault, 1.0))
    assert limit_cues(made) <= told(judged(unsteady, made))
