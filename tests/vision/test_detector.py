"""Finding the person: anchors, decoding, and joining what overlaps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backline.vision import detector
from backline.vision.detector import (
    INPUT_PX,
    MIN_OVERLAP,
    PersonDetector,
    anchor_centres,
    best_person,
    decode,
    overlap,
)

ANCHORS = anchor_centres()


def test_there_are_2254_anchors_in_the_models_order() -> None:
    assert ANCHORS.shape == (2254, 2)
    assert (ANCHORS > 0).all()
    assert (ANCHORS < 1).all()
    # 28 x 28 cells with two anchors each, row by row, then 14 x 14, then 7 x 7 with six.
    assert ANCHORS[0] == pytest.approx(ANCHORS[1])
    assert ANCHORS[0] == pytest.approx((0.5 / 28, 0.5 / 28))
    assert ANCHORS[2] == pytest.approx((1.5 / 28, 0.5 / 28))
    assert ANCHORS[2 * 28] == pytest.approx((0.5 / 28, 1.5 / 28))
    assert ANCHORS[2 * 28 * 28] == pytest.approx((0.5 / 14, 0.5 / 14))
    assert ANCHORS[2 * 28 * 28 + 2 * 14 * 14] == pytest.approx((0.5 / 7, 0.5 / 7))
    assert ANCHORS[-1] == pytest.approx((6.5 / 7, 6.5 / 7))
    assert len(np.unique(ANCHORS, axis=0)) == 28 * 28 + 14 * 14 + 7 * 7


def raw_outputs(boxes: dict[int, tuple[float, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Model outputs with these boxes: anchor number to logit, dx, dy, width, height (input
    pixels); the key points lie at the box's centre, one to three tenths to its right."""
    raw = np.zeros((len(ANCHORS), 12), np.float32)
    logits = np.full(len(ANCHORS), -100.0, np.float32)
    for index, (logit, dx, dy, width, height) in boxes.items():
        logits[index] = logit
        raw[index, :4] = dx, dy, width, height
        for k in range(4):
            raw[index, 4 + 2 * k : 6 + 2 * k] = dx + 0.1 * k * width, dy
    return raw, logits


def test_decoding_puts_boxes_and_points_where_the_anchor_is() -> None:
    raw, logits = raw_outputs({300: (2.0, 4.0, -6.0, 50.0, 80.0)})
    found, scores = decode(raw, logits, ANCHORS)
    assert found.shape == (1, 12)
    assert scores == pytest.approx([1 / (1 + math.exp(-2.0))])
    x, y = ANCHORS[300] + np.array([4.0, -6.0]) / INPUT_PX
    half_w, half_h = 25 / INPUT_PX, 40 / INPUT_PX
    assert found[0, :4] == pytest.approx((x - half_w, y - half_h, x + half_w, y + half_h))
    assert found[0, 4:8] == pytest.approx((x, y, x + 5 / INPUT_PX, y), abs=1e-6)


def test_the_surest_come_first_and_the_unsure_not_at_all() -> None:
    boxes = {10: (0.5, 0, 0, 9, 9), 700: (3.0, 0, 0, 9, 9), 1900: (-0.1, 0, 0, 9, 9)}
    found, scores = decode(*raw_outputs(boxes), ANCHORS)
    assert len(found) == 2
    assert list(scores) == sorted(scores, reverse=True)
    assert found[0, 4:6] == pytest.approx(ANCHORS[700])


@pytest.mark.filterwarnings("error")
def test_wild_logits_are_clipped_not_overflowing() -> None:
    raw, logits = raw_outputs({5: (1e30, 0, 0, 9, 9), 6: (-1e30, 0, 0, 9, 9)})
    found, scores = decode(raw, logits, ANCHORS)
    assert scores == pytest.approx([1.0])
    assert len(found) == 1


boxes = st.tuples(
    st.floats(0.0, 0.8), st.floats(0.0, 0.8), st.floats(0.01, 0.5), st.floats(0.01, 0.5)
).map(lambda b: np.array([b[0], b[1], b[0] + b[2], b[1] + b[3]]))


@given(boxes, st.lists(boxes, min_size=1, max_size=5).map(np.array))
def test_overlap_is_a_share_and_the_same_both_ways(box: np.ndarray, others: np.ndarray) -> None:
    shares = overlap(box, others)
    assert ((shares >= 0) & (shares <= 1 + 1e-9)).all()
    assert overlap(box, box[None]) == pytest.approx([1.0])
    for share, one in zip(shares, others, strict=True):
        assert overlap(one, box[None]) == pytest.approx([share])


def test_overlap_of_known_boxes() -> None:
    box = np.array([0.0, 0.0, 1.0, 1.0])
    others = np.array([[0.5, 0.0, 1.5, 1.0], [2.0, 2.0, 3.0, 3.0], [0.25, 0.25, 0.75, 0.75]])
    assert overlap(box, others) == pytest.approx([1 / 3, 0.0, 0.25])


def candidate(x: float, y: float, size: float) -> np.ndarray:
    return np.array([x, y, x + size, y + size, *([x, y] * 4)])


def test_nobody_is_nobody() -> None:
    assert best_person(np.zeros((0, 12)), np.zeros(0)) is None


def test_overlapping_candidates_are_averaged_by_their_scores() -> None:
    people = np.stack(
        [candidate(0.2, 0.2, 0.4), candidate(0.24, 0.2, 0.4), candidate(0.7, 0.7, 0.2)]
    )
    scores = np.array([0.9, 0.6, 0.8])
    found = best_person(people, scores)
    expected = (0.9 * people[0] + 0.6 * people[1]) / 1.5
    assert found == pytest.approx(expected)


def test_someone_elses_box_doesnt_pull() -> None:
    people = np.stack([candidate(0.1, 0.1, 0.3), candidate(0.35, 0.1, 0.3)])
    assert overlap(people[0, :4], people[1:, :4])[0] < MIN_OVERLAP
    assert best_person(people, np.array([0.9, 0.89])) == pytest.approx(people[0])


def test_a_box_without_area_still_counts_itself() -> None:
    flat = candidate(0.5, 0.5, 0.0)[None]
    assert best_person(flat, np.array([0.7])) == pytest.approx(flat[0])


class FakeModel:
    """Finds one person wherever told, and keeps what it was shown."""

    def __init__(self) -> None:
        self.boxes: dict[int, tuple[float, ...]] = {}
        self.shown: np.ndarray | None = None

    def run(self, picture: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        self.shown = picture.copy()
        raw, logits = raw_outputs(self.boxes)
        return [raw[None], logits[None, :, None]]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> FakeModel:
    fake = FakeModel()
    monkeypatch.setattr(detector, "LiteRtModel", lambda path, threads: fake)
    return fake


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (480, 640), (200, 200), (1000, 10)])
def test_the_picture_is_fitted_into_the_square_with_black_bars(
    model: FakeModel, width: int, height: int
) -> None:
    finder = PersonDetector()
    assert finder.find(np.full((height, width, 3), 255, np.uint8)) is None
    assert model.shown is not None
    assert model.shown.shape == (1, INPUT_PX, INPUT_PX, 3)
    bright = model.shown[0, :, :, 0] == 1.0
    assert (model.shown[0][~bright] == -1.0).all()
    scale = INPUT_PX / max(width, height)
    assert bright.any(axis=0).sum() == pytest.approx(width * scale, abs=1)
    assert bright.any(axis=1).sum() == pytest.approx(height * scale, abs=1)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (480, 640)])
def test_the_region_lies_where_the_points_are_in_the_picture(
    model: FakeModel, width: int, height: int
) -> None:
    middle = 2 * 28 * 28 + 2 * (7 * 14 + 7)
    model.boxes = {middle: (5.0, 0.0, 0.0, 60.0, 60.0)}
    region = PersonDetector().find(np.zeros((height, width, 3), np.uint8))
    assert region is not None
    scale = max(width, height) / INPUT_PX
    cell = (ANCHORS[middle] - 0.5) * INPUT_PX * scale
    assert region.centre_x_px == pytest.approx(width / 2 + cell[0], abs=0.6)
    assert region.centre_y_px == pytest.approx(height / 2 + cell[1], abs=0.6)
    # The scale point is 6 input pixels to the right of the hip point: the head is right.
    assert region.side_px == pytest.approx(2 * 1.25 * 6 * scale, rel=0.01)
    assert region.rotation_rad == pytest.approx(math.pi / 2, abs=1e-3)
