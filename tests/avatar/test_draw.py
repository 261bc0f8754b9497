"""The drawing against the figure it draws: same place, same outline, plausible picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backline.avatar.body_model import PRESETS
from backline.avatar.camera import Camera
from backline.avatar.clothes import LOOKS
from backline.avatar.draw import Picture, Renderer
from backline.avatar.figure import Figure
from backline.avatar.framing import framed
from backline.avatar.postures import posture_figure
from backline.avatar.truth import pose_frame
from backline.body import BackLine, FloatArray, Landmark
from tests.avatar.bodies import EXERCISES, short

SIDE = Camera(azimuth_deg=90.0, height_m=0.5, distance_m=2.6, width_px=640, height_px=480)
KNEELING = posture_figure("hands-and-knees")
LIMBS = [
    Landmark[f"LEFT_{name}"]
    for name in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE", "HEEL", "EAR", "INDEX")
]


def cover_at(cover: Picture, points_px: FloatArray) -> FloatArray:
    columns, rows = np.floor(points_px).astype(int).T
    return np.asarray(cover[rows, columns] / 255.0)


def outline_error_px(
    cover: Picture, frame_px: FloatArray, hip: FloatArray, end: FloatArray
) -> FloatArray:
    """How far outside (+) each true back-line point the drawn edge lies."""
    along = (end - hip) / np.linalg.norm(end - hip)
    normal = np.array([along[1], -along[0]])
    if np.nanmean((frame_px - hip) @ normal) < 0:
        normal = -normal
    steps = np.arange(-12.0, 12.0, 0.25)
    probes = frame_px[:, None] + steps[:, None] * normal
    inside = cover_at(cover, probes.reshape(-1, 2)).reshape(len(frame_px), -1) >= 0.5
    assert inside[:, 0].all(), "the body must lie inside its own outline"
    return np.array([steps[np.flatnonzero(row)[-1]] for row in inside])


def brightness(picture: Picture, figure: Figure, camera: Camera, mark: Landmark) -> float:
    x, y = camera.project(figure.landmarks_m[mark])[0].astype(int)
    return float(picture[y - 2 : y + 3, x - 2 : x + 3].mean())


@pytest.mark.parametrize("posture", ["hands-and-knees", "forearm-plank", "standing"])
@pytest.mark.parametrize("shape", ["average", "heavy", "slim"])
def test_near_joints_lie_on_the_drawn_body(posture: str, shape: str) -> None:
    figure = posture_figure(posture, PRESETS[shape])
    camera = replace(SIDE, distance_m=3.6, look_at_m=(0.0, 0.8, 0.0))
    cover = Renderer(640, 480).silhouette(figure, camera)
    pixels, _ = camera.project(figure.landmarks_m[LIMBS])
    assert cover_at(cover, pixels).min() > 0.5


@pytest.mark.parametrize("name", EXERCISES)
@pytest.mark.parametrize("azimuth_deg", [90.0, -75.0])
def test_the_drawn_back_is_the_true_back_line(name: str, azimuth_deg: float) -> None:
    performance = short(name, enter=False, leave=False)
    camera = framed(performance, (640, 480), azimuth_deg=azimuth_deg, height_m=0.6)
    renderer = Renderer(640, 480)
    errors = []
    for figure in performance.figures(np.linspace(0.0, performance.duration_s, 6)):
        truth = pose_frame(figure, camera, 0.0)
        assert isinstance(truth.back, BackLine)
        hip = truth.landmarks_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
        end = truth.landmarks_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
        cover = renderer.silhouette(figure, camera)
        errors.append(outline_error_px(cover, truth.back.points_px[:-2], hip, end))
    assert abs(np.mean(errors)) < 0.5
    assert np.percentile(np.abs(errors), 95) < 1.5


def test_picture_is_rgb_of_the_asked_size() -> None:
    for width, height in ((640, 480), (270, 480)):
        camera = replace(SIDE, width_px=width, height_px=height)
        picture = Renderer(width, height).draw(KNEELING, camera)
        assert picture.shape == (height, width, 3)
        assert picture.dtype == np.uint8


def test_clothes_have_the_looks_colours() -> None:
    trunk = KNEELING.trunk[14].centre_m
    column, row = SIDE.project(trunk)[0].astype(int)
    for look, loudest in (("calm", 1), ("dawn", 0), ("plum", 0)):
        patch = Renderer(640, 480, look).draw(KNEELING, SIDE)[
            row - 3 : row + 4, column - 3 : column + 4
        ]
        assert int(patch.mean(axis=(0, 1)).argmax()) == loudest


def test_far_limbs_are_darker_than_near_ones() -> None:
    figure = posture_figure("forearm-plank")
    camera = replace(SIDE, height_m=1.1)
    for look in ("calm", "dawn", "chalk", "night"):
        picture = Renderer(640, 480, look).draw(figure, camera)
        near = brightness(picture, figure, camera, Landmark.LEFT_WRIST)
        far = brightness(picture, figure, camera, Landmark.RIGHT_WRIST)
        assert far < 0.9 * near


def test_the_body_shades_the_mat_below_it() -> None:
    below = np.array([KNEELING.trunk[12].centre_m]) * (1.0, 0.0, 1.0)
    column, row = SIDE.project(below)[0][0].astype(int)
    renderer = Renderer(640, 480)
    away = replace(KNEELING, landmarks_m=KNEELING.landmarks_m)
    shaded = renderer.draw(away, SIDE)[row, column].mean()
    empty = renderer.draw(_moved(KNEELING, 40.0), SIDE)[row, column].mean()
    assert shaded < empty - 10.0


def _moved(figure: Figure, along_m: float) -> Figure:
    step = np.array([along_m, 0.0, 0.0])
    return replace(
        figure,
        landmarks_m=figure.landmarks_m + step,
        trunk=tuple(replace(s, centre_m=s.centre_m + step) for s in figure.trunk),
        joints_m={name: place + step for name, place in figure.joints_m.items()},
    )


def test_a_body_out_of_the_picture_leaves_the_room_empty() -> None:
    renderer = Renderer(640, 480)
    first = renderer.draw(_moved(KNEELING, 40.0), SIDE)
    assert renderer.silhouette(_moved(KNEELING, 40.0), SIDE).max() == 0
    renderer.draw(KNEELING, SIDE)
    np.testing.assert_array_equal(renderer.draw(_moved(KNEELING, -40.0), SIDE), first)


def test_a_body_cut_by_the_picture_is_drawn_as_far_as_it_reaches() -> None:
    near = replace(SIDE, distance_m=0.9)
    wider_deg = 2.0 * np.rad2deg(np.arctan(2.0 * np.tan(np.deg2rad(0.5 * near.fov_deg))))
    wide = replace(near, width_px=1280, height_px=960, fov_deg=float(wider_deg))
    cover = Renderer(640, 480).silhouette(KNEELING, near)
    whole = Renderer(1280, 960).silhouette(KNEELING, wide)[240:720, 320:960]
    assert whole[:, [0, -1]].max() == 255  # it does reach beyond the smaller picture
    assert np.mean(np.abs(cover.astype(int) - whole) > 80) < 1e-4


def test_drawing_twice_gives_the_same_picture() -> None:
    renderer = Renderer(320, 240)
    camera = replace(SIDE, width_px=320, height_px=240)
    first = renderer.draw(KNEELING, camera).copy()
    renderer.draw(KNEELING, replace(camera, azimuth_deg=-60.0))
    np.testing.assert_array_equal(renderer.draw(KNEELING, camera), first)


@pytest.mark.parametrize("look", list(LOOKS))
def test_every_look_draws_from_every_side(look: str) -> None:
    renderer = Renderer(160, 120, look)
    for azimuth_deg in (0.0, 35.0, 180.0, -90.0):
        camera = replace(SIDE, azimuth_deg=azimuth_deg, width_px=160, height_px=120, roll_deg=3.0)
        picture = renderer.draw(KNEELING, camera)
        body = renderer.silhouette(KNEELING, camera) > 250
        assert 0.02 < body.mean() < 0.5
        assert picture[body].std() > 15.0  # clothes, skin and shading, not one flat colour


def test_fine_and_quick_drawings_agree() -> None:
    quick = Renderer(640, 480, quality="sweep").silhouette(KNEELING, SIDE)
    fine = Renderer(640, 480, quality="demo").silhouette(KNEELING, SIDE)
    assert np.mean((quick > 127) != (fine > 127)) < 0.004


def test_what_cannot_be_drawn_is_refused() -> None:
    broken = replace(KNEELING, landmarks_m=np.full((33, 3), np.nan))
    with pytest.raises(ValueError, match="not finite"):
        Renderer(64, 64).draw(broken, SIDE)
    with pytest.raises(ValueError, match="towards the middle of the room"):
        Renderer(64, 64).draw(KNEELING, replace(SIDE, look_at_m=(0.0, 0.5, 30.0)))
    with pytest.raises(ValueError, match="at least 16"):
        Renderer(8, 64)
    with pytest.raises(KeyError):
        Renderer(64, 64, "no such look")
