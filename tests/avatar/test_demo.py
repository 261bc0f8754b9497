"""Demonstrations: the right words, everything in the picture, an end that meets its beginning."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from backline.avatar.camera import Camera
from backline.avatar.captions import FADE_S, Caption, Captions
from backline.avatar.demo import (
    caption_of,
    demo_camera,
    demo_picture,
    demonstration,
    iter_frames,
    render_clip,
    render_demo,
    telling_moment_s,
)
from backline.avatar.draw import Picture, Renderer
from tests.avatar.bodies import EXERCISES, FAULTS, exercise, short

SMALL = Camera(width_px=128, height_px=96)
GREY = 120


def decoded(path: Path) -> list[Picture]:
    with av.open(str(path)) as container:
        return [f.to_ndarray(format="rgb24") for f in container.decode(video=0)]


def blank(width: int = 640, height: int = 360) -> Picture:
    return np.full((height, width, 3), GREY, np.uint8)


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("size", [(640, 360), (360, 640), (400, 400)])
def test_the_whole_demonstration_is_in_the_picture(name: str, size: tuple[int, int]) -> None:
    performance = demonstration(exercise(name))
    camera = demo_camera(performance, size)
    renderer = Renderer(*size)
    widest = 0.0
    for figure in performance.figures(np.linspace(0.0, performance.duration_s, 12)):
        body = renderer.silhouette(figure, camera) > 127
        assert not body[[0, -1]].any()
        assert not body[:, [0, -1]].any()
        columns = np.flatnonzero(body.any(axis=0))
        widest = max(widest, (columns[-1] - columns[0]) / size[0])
    assert widest > 0.5  # and not lost in it either


def test_a_demonstration_can_be_played_in_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "demo.mp4"
    told: list[float] = []
    count = render_demo(
        exercise("cat-cow"), path, size=(160, 96), fps=8.0, quality="sweep", captions=False,
        progress=told.append,
    )  # fmt: skip
    frames = decoded(path)
    assert len(frames) == count
    seam = np.abs(frames[0].astype(int) - frames[-1].astype(int)).mean()
    moved = max(np.abs(frames[0].astype(int) - f.astype(int)).mean() for f in frames)
    assert seam < 0.25 * moved
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_words_are_burnt_in_unless_unwanted(tmp_path: Path) -> None:
    films = {}
    for captions in (True, False):
        path = tmp_path / f"{captions}.mp4"
        render_demo(exercise("cat-cow"), path, size=(320, 180), fps=2.0, quality="sweep",
                    captions=captions)  # fmt: skip
        films[captions] = decoded(path)
    change = np.abs(films[True][3].astype(int) - films[False][3].astype(int)).max(axis=2) > 60
    assert change[:40, :120].mean() > 0.1  # the label
    assert change[130:, 80:240].mean() > 0.1  # the lower third
    assert change[45:125].mean() < 0.002  # nothing over the person


@pytest.mark.parametrize(("name", "cue"), FAULTS)
def test_a_fault_is_told_with_what_to_do_instead(name: str, cue: str) -> None:
    shown = exercise(name)
    performance = demonstration(shown, cue)
    assert performance.planted is not None
    caption = caption_of(shown, cue, performance.moment_at(1.0))
    assert caption is not None
    assert caption.main == shown.demonstration.faults[cue].text
    say = next(c.say for c in shown.cues if c.id == cue)
    assert caption.second == f"Instead: {say}"


@pytest.mark.parametrize("name", EXERCISES)
def test_every_caption_and_prompt_is_shown(name: str) -> None:
    shown = exercise(name)
    performance = demonstration(shown)
    times = np.arange(0.0, performance.duration_s, 0.1)
    seen = {caption_of(shown, None, performance.moment_at(t)) for t in times}
    for step in shown.demonstration.repetition:
        if step.caption:
            assert Caption(step.caption, step.prompt) in seen


@pytest.mark.parametrize("name", EXERCISES)
def test_the_telling_moment_is_within_the_first_repetition(name: str) -> None:
    performance = demonstration(exercise(name))
    moment = performance.moment_at(telling_moment_s(performance))
    assert moment.part == "repetition"
    assert moment.repetition == 1
    assert moment.caption


def test_the_still_shows_the_person(tmp_path: Path) -> None:
    still = demo_picture(exercise("bird-dog"), size=(320, 200))
    assert still.shape == (200, 320, 3)
    assert still.std() > 25.0


def test_unknown_faults_and_tiny_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="CC2-round"):
        demonstration(exercise("cat-cow"), "no-such-cue")
    with pytest.raises(ValueError, match="at least 64"):
        render_demo(exercise("cat-cow"), tmp_path / "a.mp4", size=(40, 400))
    assert list(tmp_path.iterdir()) == []


def test_a_clip_is_the_performance_frame_by_frame(tmp_path: Path) -> None:
    performance = short("cat-cow", enter=False, leave=False)
    path = tmp_path / "clip.y4m"
    count = render_clip(performance, SMALL, path, fps=10.0, start_s=2.0, end_s=2.9)
    assert count == 10
    renderer = Renderer(128, 96)
    for index, got in enumerate(decoded(path)):
        wanted = renderer.draw(performance.figure_at(2.0 + index / 10.0), SMALL)
        assert np.abs(wanted.astype(int) - got.astype(int)).mean() < 4.0
    whole = list(iter_frames(performance, SMALL, renderer, 1.0))
    assert len(whole) == int(performance.duration_s) + 1


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1280, 720)])
def test_long_captions_stay_in_the_lower_third(size: tuple[int, int]) -> None:
    words = Caption(
        "The hips sit back towards the heels, so the back slopes up to the shoulders.",
        "Instead: Level your back, hands below shoulders, and look at the floor.",
    )
    picture = blank(*size)
    Captions(*size, "Cat-cow", wrong=True).draw(picture, words, 0.0)
    changed = (picture != GREY).any(axis=2)
    lower = np.flatnonzero(changed[size[1] // 3 :].any(axis=1)) + size[1] // 3
    columns = np.flatnonzero(changed[lower].any(axis=0))
    assert lower[0] > 0.66 * size[1]
    assert lower[-1] < size[1] - 4
    assert columns[0] > 4
    assert columns[-1] < size[0] - 4
    bright = (picture[lower] > 230).all(axis=2)
    assert bright.sum() > 100  # white letters


def test_a_new_caption_fades_in_over_the_old_one() -> None:
    captions = Captions(640, 360, "Cat-cow", wrong=False)
    first, second = Caption("Round"), Caption("Sink into a U, and keep going")

    def drawn(caption: Caption | None, time_s: float) -> Picture:
        picture = blank()
        captions.draw(picture, caption, time_s)
        return picture[240:]

    whole = drawn(first, 0.0)
    assert (whole != GREY).any()  # the first frame needs no fade
    np.testing.assert_array_equal(drawn(first, 1.0), whole)
    early = drawn(second, 2.0).astype(int)
    middle = drawn(second, 2.0 + FADE_S / 2).astype(int)
    late = drawn(second, 2.0 + FADE_S).astype(int)
    np.testing.assert_array_equal(early, whole)  # nothing of the new one yet
    edge = (late != GREY) & (whole == GREY)  # where only the longer one reaches
    assert edge.any()
    assert (early[edge] == GREY).all()
    assert late[edge].mean() < middle[edge].mean() < GREY
    drawn(None, 3.0)
    assert (drawn(None, 3.0 + FADE_S) == GREY).all()


def test_right_and_wrong_have_their_own_sign() -> None:
    signs = []
    for wrong in (False, True):
        picture = blank()
        Captions(640, 360, "Plank", wrong=wrong).draw(picture, None, 0.0)
        vivid = picture.reshape(-1, 3)[np.ptp(picture.reshape(-1, 3).astype(int), axis=1) > 80]
        assert len(vivid) > 50
        signs.append(int(vivid.mean(axis=0).argmax()))
    assert signs == [1, 0]  # green, red
