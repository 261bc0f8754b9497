"""What is drawn into the video: only what was seen, one message at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backline.body import BackLine, CannotJudge, FloatArray, Landmark
from backline.drawing_text import Colour
from backline.form.result import Update
from backline.guide.load import load_exercise
from backline.report.annotate import AnnotatedVideo, Annotator
from backline.report.annotate_body import (
    ARCHED,
    CALM,
    FULL_BEND_RATIO,
    ROUNDED,
    UNTOLD,
    BackPainter,
    bend_colour,
    draw_skeleton,
)
from backline.report.annotate_plates import LINGER_S, UNSEEN_FOR_S
from backline.vision.picture import Picture, RgbArray
from backline.vision.video import VideoReader
from tests.report import fakes

BIRD_DOG, PLANK = load_exercise("bird-dog"), load_exercise("plank")
SIZE = (fakes.HEIGHT_PX, fakes.WIDTH_PX, 3)
RESTING_S, REACHING_S = 1.0, 4.5
MESSAGE = (slice(SIZE[0] - 70, SIZE[0]), slice(150, 490))
COUNT = (slice(0, 100), slice(0, 110))


def grey(height: int = SIZE[0], width: int = SIZE[1]) -> RgbArray:
    return np.full((height, width, 3), 128, np.uint8)


def changed(canvas: RgbArray) -> int:
    """How many pixels are no longer plain grey."""
    return int((canvas != 128).any(axis=2).sum())


def around(canvas: RgbArray, point: FloatArray, reach: int = 6) -> RgbArray:
    x, y = np.round(point).astype(int)
    return canvas[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]


def has(canvas: RgbArray, colour: Colour, near: FloatArray) -> bool:
    """Whether some pixel near a point is of about that colour."""
    away = np.abs(around(canvas, near).astype(int) - np.array(colour)).max(axis=2)
    return bool((away < 30).any())


def bent(update: Update, bend: float, time_s: float, stage: str = "working") -> Update:
    """The update with the back bowed by so much of the trunk's length, neutral being 0."""
    assert isinstance(update.frame.back, BackLine)
    bow = bend * np.sin(math.pi * np.linspace(0.0, 1.0, 40))
    back = replace(update.frame.back, offset_ratio=0.22 + bow)
    frame = replace(update.frame, back=back, time_s=time_s)
    return replace(update, frame=frame, stage=stage)  # type: ignore[arg-type]


# --- the body ------------------------------------------------------------------------


def test_the_skeleton_joins_what_was_seen() -> None:
    frame = fakes.update_at(RESTING_S).frame
    canvas = grey()
    draw_skeleton(canvas, frame)
    for landmark in (Landmark.LEFT_HIP, Landmark.LEFT_SHOULDER, Landmark.RIGHT_KNEE):
        assert changed(around(canvas, frame.landmarks_px[landmark]))
    middle = (frame.landmarks_px[Landmark.LEFT_HIP] + frame.landmarks_px[Landmark.LEFT_KNEE]) / 2
    assert changed(around(canvas, middle, 2))


def test_a_hidden_or_unknown_limb_is_not_drawn() -> None:
    frame = fakes.update_at(REACHING_S).frame
    hand, foot = Landmark.RIGHT_WRIST, Landmark.LEFT_FOOT_INDEX
    visibility, points = frame.visibility.copy(), frame.landmarks_px.copy()
    visibility[[hand, Landmark.RIGHT_INDEX]] = 0.2
    points[foot] = np.nan
    canvas = grey()
    draw_skeleton(canvas, replace(frame, visibility=visibility, landmarks_px=points))
    assert changed(canvas)
    assert not changed(around(canvas, frame.landmarks_px[hand], 3))
    assert not changed(around(canvas, frame.landmarks_px[foot], 1))


def test_nobody_leaves_the_picture_alone() -> None:
    canvas = grey()
    gone = fakes.update_at(22.0)
    draw_skeleton(canvas, gone.frame)
    BackPainter().draw(canvas, gone)
    assert not changed(canvas)


def test_joints_far_outside_the_picture_are_no_trouble() -> None:
    frame = fakes.update_at(REACHING_S).frame
    for far in (-5e3, 5e3, 1e9):
        points = frame.landmarks_px.copy()
        points[Landmark.LEFT_ANKLE :] += far
        draw_skeleton(grey(), replace(frame, landmarks_px=points))


@pytest.mark.parametrize(("sign", "end"), [(1, ROUNDED), (-1, ARCHED)])
def test_the_colour_goes_from_calm_to_full(sign: int, end: Colour) -> None:
    steps = [bend_colour(sign * share * FULL_BEND_RATIO) for share in np.linspace(0.0, 1.0, 9)]
    assert steps[0] == CALM
    assert steps[-1] == end == bend_colour(sign * 5.0)
    left = [sum(abs(a - b) for a, b in zip(step, end, strict=True)) for step in steps]
    assert left == sorted(left, reverse=True)


def test_an_unknown_bend_is_grey() -> None:
    assert bend_colour(math.nan) == UNTOLD


def test_the_back_is_judged_against_the_persons_own_rest() -> None:
    resting = fakes.update_at(RESTING_S)
    middle = resting.frame.back.points_px[20]  # type: ignore[union-attr]
    painter, canvas = BackPainter(), grey()
    painter.draw(canvas, bent(resting, 0.05, 0.0, "getting-ready"))
    assert has(canvas, UNTOLD, middle)  # no neutral is known yet
    frames = [(0.05, "ready", CALM)] * 60
    frames += [(0.15, "working", ROUNDED)] * 30 + [(-0.05, "working", ARCHED)] * 30
    for n, (bend, stage, colour) in enumerate(frames, start=1):
        canvas = grey()
        painter.draw(canvas, bent(resting, bend, n / 15, stage))
        if n in (60, 90, 120):
            assert has(canvas, colour, middle)


def test_a_back_that_cannot_be_told_is_not_drawn() -> None:
    update = fakes.update_at(RESTING_S)
    canvas = grey()
    BackPainter().draw(
        canvas, replace(update, frame=replace(update.frame, back=CannotJudge.TRUNK_HIDDEN))
    )
    assert not changed(canvas)


def test_stations_that_could_not_be_told_stay_empty() -> None:
    update = fakes.update_at(RESTING_S)
    back = update.frame.back
    assert isinstance(back, BackLine)
    points, offsets = back.points_px.copy(), back.offset_ratio.copy()
    points[10:30], offsets[10:30] = np.nan, np.nan
    holed = replace(update, frame=replace(update.frame, back=BackLine(points, offsets)))
    painter, canvas = BackPainter(), grey()
    for n in range(3):
        canvas = grey()
        painter.draw(canvas, fakes.at(holed, n / 15))
    assert changed(around(canvas, back.points_px[3]))
    assert not changed(around(canvas, back.points_px[20]))


# --- the plates ----------------------------------------------------------------------


def draw(annotator: Annotator, update: Update, shade: int = 128) -> RgbArray:
    rgb = np.full(SIZE, shade, np.uint8)
    return annotator.draw(Picture(update.frame.time_s, rgb), update)


def test_the_picture_itself_is_not_touched() -> None:
    picture = fakes.picture(fakes.update_at(REACHING_S))
    before = picture.rgb.copy()
    drawn = Annotator(BIRD_DOG).draw(picture, fakes.update_at(REACHING_S))
    assert np.array_equal(picture.rgb, before)
    assert drawn.shape == before.shape
    assert not np.array_equal(drawn, before)


def test_the_count_changes_with_the_repetitions_only() -> None:
    resting = replace(fakes.update_at(RESTING_S), repetitions=1)
    one = draw(Annotator(BIRD_DOG), resting)[COUNT]
    later = draw(Annotator(BIRD_DOG), fakes.at(resting, 1.5))[COUNT]
    two = draw(Annotator(BIRD_DOG), replace(resting, repetitions=2))[COUNT]
    assert np.array_equal(one, later)
    assert not np.array_equal(one, two)


def test_the_sides_are_tallied() -> None:
    annotator = Annotator(BIRD_DOG)
    resting = fakes.update_at(RESTING_S)
    before = draw(annotator, resting)[COUNT]
    left = fakes.analysis().repetitions[0]
    draw(annotator, replace(fakes.at(resting, 1.2), finished=left))
    assert not np.array_equal(draw(annotator, fakes.at(resting, 1.3))[COUNT], before)


def test_a_hold_shows_its_good_seconds() -> None:
    held = replace(fakes.update_at(RESTING_S), good_hold_s=7.2, hold_s=9.9)
    shown = [
        draw(Annotator(PLANK), replace(held, good_hold_s=good_s))[COUNT]
        for good_s in (7.2, 7.9, 8.0)
    ]
    assert np.array_equal(shown[0], shown[1])
    assert not np.array_equal(shown[1], shown[2])


def test_a_cue_is_shown_and_lingers_to_be_read() -> None:
    annotator = Annotator(BIRD_DOG)
    faulty = next(u for u in fakes.session() if any(v.verdict == "fault" for v in u.verdicts))
    calm = replace(fakes.update_at(RESTING_S), verdicts=())
    start_s = faulty.frame.time_s
    assert not changed(draw(annotator, fakes.at(calm, start_s - 1.0))[MESSAGE])
    assert changed(draw(annotator, faulty)[MESSAGE])
    assert changed(draw(annotator, fakes.at(calm, start_s + 0.9 * LINGER_S))[MESSAGE])
    assert not changed(draw(annotator, fakes.at(calm, start_s + 1.1 * LINGER_S))[MESSAGE])


def test_of_several_faults_the_gravest_is_shown() -> None:
    order = ("stop", "fix", "polish")
    cues = sorted(BIRD_DOG.cues, key=lambda cue: order.index(cue.severity))
    gravest, mildest = cues[0], cues[-1]
    if gravest.severity == mildest.severity:
        pytest.skip("all of this exercise's cues are as grave as each other")
    found = fakes.update_at(RESTING_S)
    verdict = next(v for u in fakes.session() for v in u.verdicts if v.verdict == "fault")

    def shown(*ids: str) -> RgbArray:
        verdicts = tuple(replace(verdict, cue_id=cue_id) for cue_id in ids)
        return draw(Annotator(BIRD_DOG), replace(found, verdicts=verdicts))[MESSAGE]

    both = shown(mildest.id, gravest.id)
    assert np.array_equal(both, shown(gravest.id))
    assert not np.array_equal(both, shown(mildest.id))


def test_losing_sight_is_said_but_not_at_every_blink() -> None:
    annotator = Annotator(BIRD_DOG)
    gone = fakes.update_at(22.0)
    assert not changed(draw(annotator, fakes.at(gone, 0.0))[MESSAGE])
    assert not changed(draw(annotator, fakes.at(gone, 0.9 * UNSEEN_FOR_S))[MESSAGE])
    assert changed(draw(annotator, fakes.at(gone, 1.1 * UNSEEN_FOR_S))[MESSAGE])
    back = replace(fakes.update_at(RESTING_S), verdicts=())
    assert not changed(draw(annotator, fakes.at(back, 2.0))[MESSAGE])
    assert not changed(draw(annotator, fakes.at(gone, 2.1))[MESSAGE])


@pytest.mark.parametrize(("width", "height"), [(32, 24), (64, 480), (1280, 120), (1080, 1920)])
def test_any_size_will_do(width: int, height: int) -> None:
    annotator = Annotator(BIRD_DOG)
    for time_s in (REACHING_S, 9.5, 22.0, 22.9):
        drawn = annotator.draw(Picture(time_s, grey(height, width)), fakes.update_at(time_s))
        assert drawn.shape == (height, width, 3)


# --- the video -----------------------------------------------------------------------


def test_the_video_keeps_the_sources_pictures_and_times(tmp_path: Path) -> None:
    path = tmp_path / "seen.mp4"
    session = [u for u in fakes.session() if 3.0 <= u.frame.time_s < 4.0]
    uneven = [fakes.at(u, 0.07 * n + (0.3 if n > 7 else 0.0)) for n, u in enumerate(session)]
    with AnnotatedVideo(path, BIRD_DOG, fps=fakes.FPS) as video:
        for update in uneven:
            video.add(fakes.picture(update), update)
    back = list(VideoReader(path))
    assert [p.time_s for p in back] == pytest.approx([u.frame.time_s for u in uneven], abs=1e-4)
    plain = fakes.picture(uneven[5])
    annotated = Annotator(BIRD_DOG).draw(plain, uneven[5])
    unlike = np.abs(back[5].rgb.astype(int) - annotated.astype(int)).mean()
    assert unlike < 5.0
    assert np.abs(back[5].rgb.astype(int) - plain.rgb.astype(int)).mean() > unlike
