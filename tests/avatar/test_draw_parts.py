"""The parts of the drawing: lofts, the camera's matrix, colours, the head."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from backline.avatar.body_mesh import BodyMesh
from backline.avatar.camera import Camera
from backline.avatar.clothes import LOOKS, Look, linear, palette
from backline.avatar.draw import Renderer
from backline.avatar.mesh import ChainLoft, IntArray, Key, cross, grid_faces
from backline.avatar.postures import posture_figure
from backline.avatar.shading import to_srgb
from backline.avatar.view import View
from backline.body import FloatArray, Landmark

KNEELING = posture_figure("hands-and-knees")


def enclosed_m3(vertices: FloatArray, faces: IntArray) -> float:
    """Volume inside closed surfaces whose faces look outwards (negative if inwards)."""
    a, b, c, d = (vertices[faces[:, k]] for k in range(4))
    halves = np.einsum("ij,ij->i", a, np.cross(b, c)) + np.einsum("ij,ij->i", a, np.cross(c, d))
    return float(halves.sum() / 6.0)


def test_a_loft_has_the_asked_thickness_and_faces_outwards() -> None:
    keys = [Key(0.0, "r", 0.0, 0.0, 0.0), Key(0.01, "r", 1, 1, 1), Key(0.99, "r", 1, 1, 1),
            Key(1.0, "r", 0.0, 0.0, 0.0)]  # fmt: skip
    loft = ChainLoft(keys, np.array([0.0, 0.01, 0.5, 0.99, 1.0]), 64, 2)
    chain = np.array([[[0.2, 1.0, 0.1], [0.2, 0.0, 0.1]]])
    sides = np.array([[[0.0, 0.0, -1.0], [0.0, 0.0, -1.0]]])
    points = loft.points(chain, sides, {"r": 0.1})[0]
    np.testing.assert_allclose(np.hypot(points[2, :, 0] - 0.2, points[2, :, 2] - 0.1), 0.1)
    volume = enclosed_m3(points.reshape(-1, 3), grid_faces(5, 64))
    assert volume == pytest.approx(np.pi * 0.01, rel=0.02)


def test_a_leg_bends_its_front_over_the_knee() -> None:
    """The front half of a ring lies where the person's front is, before and after a bend."""
    keys = [Key(0.0, "r", 1.0, 2.0, 1.0), Key(2.0, "r", 1.0, 2.0, 1.0)]
    loft = ChainLoft(keys, np.array([0.5, 1.5]), 8, 3)
    left = np.array([0.0, 0.0, -1.0])  # of a person who faces +x
    chain = np.array([[[0.0, 1.0, 0.0], [0.0, 0.5, 0.0], [-0.5, 0.5, 0.0]]])
    thigh, shank = loft.points(chain, np.broadcast_to(left, (1, 3, 3)), {"r": 0.05})[0]
    assert thigh[:, 0].max() == pytest.approx(0.1)
    assert shank[:, 1].min() == pytest.approx(0.5 - 0.1)


@pytest.mark.parametrize("detail", [1, 4])
def test_the_whole_body_faces_outwards(detail: int) -> None:
    """Skin is inside out nowhere: every part encloses a positive volume, and together about
    that of a person of 1.70 m (some 65 to 70 litres; parts overlap)."""
    body = BodyMesh(LOOKS["calm"], detail, len(KNEELING.trunk))
    vertices = body.vertices(KNEELING)
    assert 0.045 < enclosed_m3(vertices, body.skin.faces) < 0.095
    assert len(body.skin.colours) == len(body.skin.faces) == len(body.skin.melt)


def test_nose_and_ears_are_drawn_on_their_landmarks() -> None:
    body = BodyMesh(LOOKS["calm"], 4, len(KNEELING.trunk))
    vertices = body.vertices(KNEELING)
    for mark, near_m in ((Landmark.NOSE, 0.012), (Landmark.LEFT_EAR, 0.02)):
        away = np.linalg.norm(vertices - KNEELING.landmarks_m[mark], axis=1)
        assert away.min() < near_m
    nose = (vertices - KNEELING.landmarks_m[Landmark.NOSE]) @ -KNEELING.head_axes[1]
    assert nose.max() < 0.6  # nothing of the body lies far in front of the face ...
    head = np.linalg.norm(vertices - KNEELING.joints_m["head"], axis=1) < 0.16
    assert nose[head].max() < 0.012  # ... and nothing of the head in front of the nose


@pytest.mark.parametrize(
    "camera",
    [
        Camera(),
        Camera(azimuth_deg=-70.0, height_m=1.4, roll_deg=12.0, width_px=480, height_px=800),
        Camera(azimuth_deg=10.0, height_m=0.2, distance_m=4.0, look_at_m=(0.3, 0.6, 0.2)),
    ],
)
def test_the_view_is_the_camera(camera: Camera) -> None:
    view = View.of(camera)
    points = np.random.default_rng(3).uniform(-0.6, 0.6, (50, 3))
    pixels, depth = camera.project(points)
    seen, far = view.project(points)
    np.testing.assert_allclose(seen, pixels, atol=1e-6)
    np.testing.assert_allclose(far, depth, atol=1e-9)
    np.testing.assert_allclose(view.position_m, camera.position_m, atol=1e-9)
    np.testing.assert_allclose(view.frame[0], camera.axes[0], atol=1e-9)
    np.testing.assert_allclose(view.frame[1], -camera.axes[1], atol=1e-9)
    np.testing.assert_allclose(view.frame @ view.frame.T, np.eye(3), atol=1e-9)


def test_colours_go_to_light_and_back() -> None:
    for code in ("#000000", "#808080", "#3f8f8b"):
        wanted = [int(code[i : i + 2], 16) for i in (1, 3, 5)]
        np.testing.assert_allclose(to_srgb(linear(code)), wanted, atol=1)
    for wrong in ("red", "#fff", "123456#"):
        with pytest.raises(ValueError, match="#rrggbb"):
            linear(wrong)
    for look in LOOKS.values():
        assert all(c.shape == (3,) and c.min() >= 0.0 for c in palette(look).values())


def test_outfits_differ_in_sleeves_and_legs() -> None:
    calm = LOOKS["calm"]
    arm = (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST)
    leg = (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
    skin, green, blue = 0, 1, 2
    assert _strongest(replace(calm, sleeves="short"), arm) == skin
    assert _strongest(replace(calm, sleeves="long"), arm) == green
    assert _strongest(replace(calm, legs="shorts"), leg) == skin
    assert _strongest(replace(calm, legs="leggings"), leg) == blue


def _strongest(look: Look, between: tuple[Landmark, Landmark]) -> int:
    """The strongest colour channel halfway between two landmarks."""
    camera = Camera(distance_m=2.4, height_m=0.5, width_px=640, height_px=480)
    x, y = camera.project(KNEELING.landmarks_m[list(between)].mean(axis=0))[0].astype(int)
    return int(Renderer(640, 480, look).draw(KNEELING, camera)[y, x].argmax())


def test_the_cross_product_is_that_of_numpy() -> None:
    rng = np.random.default_rng(4)
    one, row, faces = (rng.normal(size=size) for size in ((3,), (7, 3), (2, 7, 3)))
    for a, b in ((one, one[::-1]), (row, row[::-1]), (one, row), (faces, row), (faces, one)):
        np.testing.assert_array_equal(cross(a, b), np.cross(a, b))
