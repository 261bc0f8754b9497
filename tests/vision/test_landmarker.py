"""From the model's numbers to landmarks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backline.vision import landmarker
from backline.vision.landmarker import (
    HEATMAP_PX,
    INPUT_PX,
    POINT_COUNT,
    BlazePoseLandmarker,
    refine,
)
from backline.vision.region import Region


def slow_refine(points: np.ndarray, heatmap: np.ndarray) -> np.ndarray:
    """MediaPipe's heat-map refinement, cell by cell."""
    out = points.copy()
    for k, (x, y) in enumerate(points):
        column, row = math.floor(x * HEATMAP_PX), math.floor(y * HEATMAP_PX)
        if not (0 <= column < HEATMAP_PX and 0 <= row < HEATMAP_PX):
            continue
        total = sum_x = sum_y = best = 0.0
        for r in range(max(0, row - 3), min(HEATMAP_PX, row + 4)):
            for c in range(max(0, column - 3), min(HEATMAP_PX, column + 4)):
                confidence = 1 / (1 + math.exp(-float(heatmap[r, c, k])))
                total += confidence
                best = max(best, confidence)
                sum_x += c * confidence
                sum_y += r * confidence
        if best >= 0.5:
            out[k] = sum_x / total / HEATMAP_PX, sum_y / total / HEATMAP_PX
    return out


@given(seed=st.integers(0, 2**32 - 1), level=st.floats(-12.0, 2.0), spread=st.floats(0.1, 6.0))
@settings(max_examples=25, deadline=None)
def test_refinement_agrees_with_a_slow_one(seed: int, level: float, spread: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.uniform(-0.1, 1.1, (POINT_COUNT, 2))
    heatmap = rng.normal(level, spread, (HEATMAP_PX, HEATMAP_PX, POINT_COUNT)).astype(np.float32)
    assert refine(points, heatmap) == pytest.approx(slow_refine(points, heatmap), abs=1e-9)


def test_a_sure_peak_pulls_its_own_point_and_no_other() -> None:
    points = np.full((POINT_COUNT, 2), 0.5)
    heatmap = np.full((HEATMAP_PX, HEATMAP_PX, POINT_COUNT), -30.0)
    heatmap[30, 34, 7] = 10.0
    out = refine(points, heatmap)
    assert out[7] == pytest.approx((34 / 64, 30 / 64), abs=1e-6)
    assert np.delete(out, 7, axis=0) == pytest.approx(np.delete(points, 7, axis=0))


def test_a_peak_out_of_reach_or_unsure_pulls_nothing() -> None:
    points = np.full((POINT_COUNT, 2), 0.5)
    heatmap = np.full((HEATMAP_PX, HEATMAP_PX, POINT_COUNT), -30.0)
    heatmap[32, 36, 7] = 10.0
    heatmap[32, 33, 8] = -0.1
    assert refine(points, heatmap) == pytest.approx(points)


class FakeModel:
    """In the place of the runtime: gives back made-up outputs and keeps what it was shown."""

    def __init__(self, outputs: list[np.ndarray]) -> None:
        self.outputs = outputs
        self.shown: np.ndarray | None = None

    def run(self, picture: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        assert names == BlazePoseLandmarker.OUTPUTS
        self.shown = picture.copy()
        return self.outputs


def made_up(seed: int = 0) -> list[np.ndarray]:
    """Outputs of the model's shapes; the heat maps are sure of nothing."""
    rng = np.random.default_rng(seed)
    flat = rng.uniform(20, 236, (POINT_COUNT, 5))
    flat[:, 3] = rng.normal(0, 3, POINT_COUNT)
    return [
        flat.reshape(1, -1).astype(np.float32),
        np.array([[0.75]], np.float32),
        rng.normal(0, 1, (1, 256, 256, 1)).astype(np.float32),
        np.full((1, HEATMAP_PX, HEATMAP_PX, POINT_COUNT), -30.0, np.float32),
        rng.normal(0, 0.4, (1, 3 * POINT_COUNT)).astype(np.float32),
    ]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    fake = FakeModel(made_up())
    monkeypatch.setattr(landmarker, "LiteRtModel", lambda path, threads: fake)
    return fake


@pytest.mark.parametrize("rotation_deg", [0.0, 30.0, -135.0])
def test_what_the_model_says_is_put_into_the_picture(model: FakeModel, rotation_deg: float) -> None:
    region = Region(320.0, 200.0, 300.0, math.radians(rotation_deg))
    rgb = np.random.default_rng(1).integers(0, 256, (400, 640, 3), dtype=np.uint8)
    found = BlazePoseLandmarker().find(rgb, region)
    assert model.shown is not None
    assert model.shown.shape == (1, INPUT_PX, INPUT_PX, 3)
    assert model.shown.dtype == np.float32
    assert model.shown[0] == pytest.approx(region.crop(rgb, INPUT_PX) / 255, abs=1e-6)

    flat = model.outputs[0].reshape(POINT_COUNT, 5).astype(float)
    assert region.to_region(found.points_px) * INPUT_PX == pytest.approx(flat[:, :2], abs=1e-3)
    assert found.visibility == pytest.approx(1 / (1 + np.exp(-flat[:33, 3])), abs=1e-6)
    assert found.visibility.shape == (33,)
    assert found.presence == pytest.approx(0.75)
    assert found.mask.shape == (256, 256)
    world = model.outputs[4].reshape(POINT_COUNT, 3)[:33].astype(float)
    assert found.world_m[:, 2] == pytest.approx(world[:, 2])
    assert np.hypot(*found.world_m[:, :2].T) == pytest.approx(np.hypot(*world[:, :2].T))
    # A metre towards the region's right is a metre along the region's turned axis.
    axis = region.rotate(np.array([[1.0, 0.0]]))[0]
    assert found.world_m[:, :2] @ axis == pytest.approx(world[:, 0])


def test_the_next_region_is_told_by_the_auxiliary_points(model: FakeModel) -> None:
    region = Region(320.0, 200.0, 300.0, 0.4)
    found = BlazePoseLandmarker().find(np.zeros((400, 640, 3), np.uint8), region)
    following = found.next_region()
    assert (following.centre_x_px, following.centre_y_px) == pytest.approx(found.points_px[33])
    reach = np.hypot(*(found.points_px[34] - found.points_px[33]))
    assert following.side_px == pytest.approx(2.5 * reach)
