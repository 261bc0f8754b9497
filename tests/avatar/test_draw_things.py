"""Things in the picture: there, in front of what is behind them and behind what is in front."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.figure import Figure
from backline.avatar.framing import framed
from backline.avatar.postures import still_figure
from backline.avatar.things import Ball
from backline.avatar.truth import pose_frame
from backline.body import BackLine, CannotJudge, Landmark
from tests.avatar.bodies import middle_of
from tests.avatar.equipped import EQUIPPED, perform

SIDE = Camera(
    azimuth_deg=90.0, height_m=0.9, distance_m=3.6, width_px=480, height_px=360,
    look_at_m=(0.0, 0.9, 0.0), fov_deg=50.0,
)  # fmt: skip
STANDING = still_figure(perform("hinge").shape, {}, ["sole"])


def with_ball(across_m: float) -> Figure:
    """Standing, a ball beside the left (negative) or the right hip."""
    centre = STANDING.trunk[2].centre_m + np.array([0.0, 0.0, across_m])
    return replace(STANDING, things=(Ball(centre, 0.12, np.array([0, 1.0, 0]), "ball"),))


def ball_pixels(figure: Figure, camera: Camera) -> int:
    """How many pixels are of the ball's red."""
    picture = Renderer(camera.width_px, camera.height_px).draw(figure, camera).astype(int)
    red, green, blue = np.moveaxis(picture, -1, 0)
    return int(((red > 90) & (red > 1.8 * green) & (red > 1.8 * blue)).sum())


def test_the_nearer_of_ball_and_body_hides_the_other() -> None:
    round_px = np.pi * (0.12 * SIDE.focal_px / 3.2) ** 2
    shoes = ball_pixels(STANDING, SIDE)
    near, far = (ball_pixels(with_ball(z), SIDE) - shoes for z in (-0.4, 0.4))
    assert near == pytest.approx(round_px, rel=0.2), "whole, before the body"
    assert far < 0.1 * near, "hidden by the hips"
    behind = replace(SIDE, azimuth_deg=-90.0)
    other = ball_pixels(with_ball(0.4), behind) - ball_pixels(STANDING, behind)
    assert other == pytest.approx(near, rel=0.1)


def test_a_things_pixels_are_not_the_bodys() -> None:
    renderer = Renderer(SIDE.width_px, SIDE.height_px)
    plain, near, far = (
        (renderer.silhouette(f, SIDE) > 127).sum()
        for f in (STANDING, with_ball(-0.4), with_ball(0.4))
    )
    assert near < plain - 300
    assert far == pytest.approx(plain, abs=5)


def test_a_ball_shades_the_floor() -> None:
    figure = with_ball(-0.6)
    low = replace(figure, things=(replace(figure.things[0], centre_m=np.array([0.5, 0.12, 0])),))
    camera = replace(SIDE, height_m=1.8)
    x, y = camera.project(np.array([0.5, 0.0, -0.04]))[0].astype(int)
    renderer = Renderer(camera.width_px, camera.height_px)
    beside = renderer.draw(low, camera)[y + 6, x].mean()
    assert beside < renderer.draw(STANDING, camera)[y + 6, x].mean() - 10.0


@pytest.mark.parametrize("name", EQUIPPED)
def test_everything_fits_the_picture_of_a_demonstration(name: str) -> None:
    performance = perform(name)
    camera = framed(performance, (480, 320), azimuth_deg=-76.0, height_m=0.95)
    renderer = Renderer(480, 320)
    for time_s in (0.0, performance.truth().repetitions[0].peak_s):
        figure = performance.figure_at(time_s)
        cover = renderer.silhouette(figure, camera)
        assert cover.max() == 255
        for edge in (cover[0], cover[-1], cover[:, 0], cover[:, -1]):
            assert edge.max() == 0
        for thing in figure.things:
            if isinstance(thing, Ball):
                pixels, _ = camera.project(thing.centre_m[None])
                assert ((pixels > 0) & (pixels < (480, 320))).all()


def back_at(name: str, phase: str, azimuth_deg: float = 90.0, **options: object) -> object:
    performance = perform(name, naturalness=0.0, **options)
    camera = framed(performance, (640, 480), azimuth_deg=azimuth_deg, height_m=0.9)
    return pose_frame(performance.figure_at(middle_of(performance, phase)), camera, 0.0).back


def bow(back: object) -> float:
    assert isinstance(back, BackLine)
    offset = back.offset_ratio
    return float(np.nanmean(offset[10:30]) - 0.5 * (offset[:4].mean() + offset[-4:].mean()))


@pytest.mark.parametrize("azimuth_deg", [90.0, -80.0])
def test_the_back_line_of_a_hinged_and_an_upright_body_tells_rounding(azimuth_deg: float) -> None:
    clean = back_at("hinge", "low", azimuth_deg)
    rounded = back_at("hinge", "low", azimuth_deg, fault=("round", 1.0))
    upright = back_at("hinge", "start", azimuth_deg)
    assert abs(bow(clean)) < 0.04
    assert abs(bow(upright)) < 0.04
    assert bow(rounded) > bow(clean) + 0.06


@pytest.mark.parametrize("name", ["hinge", "squat", "raise"])
def test_the_drawn_back_is_the_true_back_line(name: str) -> None:
    performance = perform(name, naturalness=0.0)
    camera = framed(performance, (640, 480), azimuth_deg=90.0, height_m=0.9)
    renderer = Renderer(640, 480)
    for time_s in (0.0, performance.truth().repetitions[0].peak_s):
        figure = performance.figure_at(time_s)
        bare = replace(figure, things=())
        back = pose_frame(bare, camera, 0.0).back
        assert isinstance(back, BackLine)
        cover = renderer.silhouette(bare, camera)
        points = back.points_px[4:-6]
        points = points[np.isfinite(points).all(axis=1)]
        normal = points.mean(axis=0) - camera.project(figure.trunk[10].centre_m[None])[0][0]
        normal = normal / np.linalg.norm(normal)
        inner, outer = points - 3.0 * normal, points + 3.0 * normal
        for probe, solid in ((inner, True), (outer, False)):
            columns, rows = np.floor(probe).astype(int).T
            share = (cover[rows, columns] > 127).mean()
            assert share > 0.9 if solid else share < 0.1


def test_a_pulled_back_elbow_covers_a_part_of_the_back() -> None:
    back = back_at("row", "pulled")
    assert isinstance(back, BackLine)
    hidden = np.isnan(back.offset_ratio)
    assert 2 <= hidden.sum() <= 30
    assert (np.isnan(back.points_px[:, 0]) == hidden).all()
    reaching = back_at("row", "start")
    assert isinstance(reaching, BackLine)
    assert np.isfinite(reaching.offset_ratio).all()


def test_a_ball_before_the_trunk_leaves_nothing_to_judge() -> None:
    centre = STANDING.trunk[12].centre_m + np.array([0.0, 0.0, -0.6])
    figure = replace(STANDING, things=(Ball(centre, 0.45, np.array([0, 1.0, 0]), "ball"),))
    frame = pose_frame(figure, SIDE, 0.0)
    assert frame.back is CannotJudge.TRUNK_HIDDEN
    assert frame.visibility[Landmark.LEFT_SHOULDER] < 0.7
    assert frame.visibility[Landmark.LEFT_ANKLE] > 0.9
    other = pose_frame(figure, replace(SIDE, azimuth_deg=-90.0), 0.0)
    assert isinstance(other.back, BackLine), "from the other side the body hides the ball"
