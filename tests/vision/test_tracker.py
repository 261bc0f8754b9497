"""Following one person: found, followed, lost, found again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.performance import Performance
from backline.avatar.truth import pose_frame as true_frame
from backline.body import BackLine, CannotJudge, Landmark, PoseFrame
from backline.guide.load import load_exercise
from backline.motion.back import sagitta_ratio
from backline.vision.landmarker import BodyFinding
from backline.vision.picture import Picture
from backline.vision.region import Region
from backline.vision.tracker import MIN_PRESENCE, PoseTracker
from tests.bodies import ALL_FOURS
from tests.vision.findings import finding

SIZE = (720, 1280)
BLANK = np.zeros((*SIZE, 3), np.uint8)


class FakeDetector:
    """Finds whoever is there, in a region that says it came from here."""

    def __init__(self) -> None:
        self.someone = True
        self.calls = 0

    def find(self, rgb: np.ndarray) -> Region | None:
        self.calls += 1
        return Region(1.0, 2.0, 3.0, 0.0) if self.someone else None


class FakeModel:
    """Finds the same body, or what `sees` makes of it; keeps where it was told to look."""

    def __init__(self, sees: Callable[[BodyFinding], BodyFinding] = lambda found: found) -> None:
        self.regions: list[Region] = []
        self.presence = 1.0
        self.sees = sees
        self.body, _ = finding(ALL_FOURS)

    def find(self, rgb: np.ndarray, region: Region) -> BodyFinding:
        self.regions.append(region)
        return self.sees(replace(self.body, presence=self.presence))


@pytest.fixture
def detector() -> FakeDetector:
    return FakeDetector()


@pytest.fixture
def model() -> FakeModel:
    return FakeModel()


@pytest.fixture
def tracker(model: FakeModel, detector: FakeDetector) -> PoseTracker:
    return PoseTracker(model=model, detector=detector)  # type: ignore[arg-type]


def picture(time_s: float) -> Picture:
    return Picture(time_s, BLANK)


def test_the_detector_searches_only_when_nobody_is_followed(
    tracker: PoseTracker, model: FakeModel, detector: FakeDetector
) -> None:
    frames = [tracker.see(picture(i / 30)) for i in range(10)]
    assert all(frame.present for frame in frames)
    assert detector.calls == 1
    assert len(model.regions) == 10
    assert model.regions[0] == Region(1.0, 2.0, 3.0, 0.0)
    following = model.body.next_region()
    for region in model.regions[1:]:
        assert region == following


def test_a_frame_carries_the_picture_and_the_finding(
    tracker: PoseTracker, model: FakeModel
) -> None:
    frame = tracker.see(picture(2.5))
    assert (frame.time_s, frame.width_px, frame.height_px) == (2.5, 1280, 720)
    assert frame.landmarks_px == pytest.approx(model.body.points_px[:33])
    assert frame.visibility == pytest.approx(model.body.visibility)
    assert frame.world_m == pytest.approx(model.body.world_m)
    assert isinstance(frame.back, BackLine)


def test_nobody_gives_empty_frames_and_goes_on_searching(
    tracker: PoseTracker, model: FakeModel, detector: FakeDetector
) -> None:
    detector.someone = False
    frames = [tracker.see(picture(i / 30)) for i in range(5)]
    assert detector.calls == 5
    assert model.regions == []
    for i, frame in enumerate(frames):
        assert not frame.present
        assert frame.time_s == i / 30
        assert np.isnan(frame.landmarks_px).all()
        assert frame.back is CannotJudge.NO_PERSON


def test_a_region_without_a_person_is_nobody(
    tracker: PoseTracker, model: FakeModel, detector: FakeDetector
) -> None:
    model.presence = MIN_PRESENCE - 0.01
    assert not tracker.see(picture(0.0)).present
    model.presence = MIN_PRESENCE
    assert tracker.see(picture(0.1)).present


def test_losing_the_person_searches_in_the_same_picture_and_finds_again(
    tracker: PoseTracker, model: FakeModel, detector: FakeDetector
) -> None:
    for i in range(3):
        tracker.see(picture(i / 30))
    # The followed region holds nobody any more, the detector's does.
    followed = model.regions[-1]
    model.sees = lambda found: replace(
        found, presence=0.0 if model.regions[-1] == followed else 1.0
    )
    assert tracker.see(picture(3 / 30)).present
    assert detector.calls == 2
    # Then there is nobody at all, and later somebody again.
    model.sees = lambda found: replace(found, presence=0.0)
    assert not tracker.see(picture(4 / 30)).present
    assert not tracker.see(picture(5 / 30)).present
    assert detector.calls == 4
    model.sees = lambda found: found
    assert tracker.see(picture(6 / 30)).present
    assert detector.calls == 5


def shifted(found: BodyFinding, by_px: float) -> BodyFinding:
    return replace(found, points_px=found.points_px + np.array([by_px, 0.0]))


def test_smoothing_calms_within_a_track_and_starts_anew_after_a_loss(
    tracker: PoseTracker, model: FakeModel
) -> None:
    still = tracker.see(picture(0.0)).landmarks_px
    model.sees = lambda found: shifted(found, 1.0)
    moved = tracker.see(picture(1 / 30)).landmarks_px
    assert (moved[:, 0] - still[:, 0] < 0.9).all()
    model.sees = lambda found: replace(found, presence=0.0)
    tracker.see(picture(2 / 30))
    model.sees = lambda found: shifted(found, 1.0)
    anew = tracker.see(picture(3 / 30)).landmarks_px
    assert anew == pytest.approx(still + np.array([1.0, 0.0]))


def test_the_backs_side_is_remembered_and_forgotten_with_the_person(
    tracker: PoseTracker, model: FakeModel
) -> None:
    """The wrong side of this body gives no bend at all: its belly is straight."""

    def bend(frame: PoseFrame) -> float:
        assert isinstance(frame.back, BackLine)
        return sagitta_ratio(frame.back)

    model.body, _ = finding(ALL_FOURS.but(bend=0.15))
    for i in range(30):
        assert bend(tracker.see(picture(i / 30))) > 0.05

    def front_to_back(found: BodyFinding) -> BodyFinding:
        """As if the model mistook every landmark's depth and mirrored the limbs."""
        points = found.points_px.copy()
        limbs = [m for m in Landmark if m.value < 11 or m.value > 24]
        points[limbs, 1] = 2 * points[Landmark.LEFT_HIP, 1] - points[limbs, 1]
        return replace(found, points_px=points, world_m=found.world_m * (1.0, 1.0, -1.0))

    model.sees = front_to_back
    assert bend(tracker.see(picture(30 / 30))) > 0.05
    model.sees = lambda found: replace(found, presence=0.0)
    tracker.see(picture(31 / 30))
    model.sees = front_to_back
    assert abs(bend(tracker.see(picture(32 / 30)))) < 0.02


def test_a_picture_that_comes_twice_changes_nothing(tracker: PoseTracker, model: FakeModel) -> None:
    first = tracker.see(picture(0.5))
    model.sees = lambda found: shifted(found, 50.0)
    again = tracker.see(picture(0.5))
    assert again.present
    assert again.landmarks_px == pytest.approx(first.landmarks_px)


# --- with the real models --------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> tuple[np.ndarray, PoseFrame]:
    """The avatar on hands and knees, drawn, and the truth about it."""
    camera = Camera(azimuth_deg=90.0)
    performance = Performance(load_exercise("bird-dog"), naturalness=0.0, enter=False)
    figure = performance.figure_at(0.0)
    renderer = Renderer(camera.width_px, camera.height_px)
    return renderer.draw(figure, camera), true_frame(figure, camera, 0.0)


@pytest.mark.slow
def test_the_drawn_avatar_is_found_with_its_joints_and_its_back(
    drawn: tuple[np.ndarray, PoseFrame],
) -> None:
    rgb, truth = drawn
    tracker = PoseTracker(threads=1)
    seen = [tracker.see(Picture(i / 30, rgb)) for i in range(5)][-1]
    assert seen.present
    height = np.ptp(truth.landmarks_px[:, 0])
    joints = [
        *(Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST),
        *(Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    ]
    error = np.hypot(*(seen.landmarks_px - truth.landmarks_px)[joints].T)
    assert error.max() < 0.10 * height
    assert error.mean() < 0.05 * height
    assert (seen.visibility[joints] > 0.5).all()
    assert isinstance(seen.back, BackLine)
    assert isinstance(truth.back, BackLine)
    assert sagitta_ratio(seen.back) == pytest.approx(sagitta_ratio(truth.back), abs=0.02)


@pytest.mark.slow
def test_an_empty_room_is_empty_and_the_avatar_is_found_when_it_comes_back(
    drawn: tuple[np.ndarray, PoseFrame],
) -> None:
    rgb, _ = drawn
    tracker = PoseTracker(threads=1)
    assert tracker.see(Picture(0.0, rgb)).present
    grey = np.full_like(rgb, 127)
    assert not tracker.see(Picture(0.1, grey)).present
    assert tracker.see(Picture(0.2, rgb)).present


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.25, 0.45])
def test_a_trunk_that_leaves_the_picture_is_no_back_line(
    drawn: tuple[np.ndarray, PoseFrame], share: float
) -> None:
    """The picture is cut so that the hips, and then half the trunk, are outside of it."""
    rgb, truth = drawn
    hip = truth.landmarks_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    shoulder = truth.landmarks_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    edge = round(float(hip[0] + share * (shoulder[0] - hip[0])))
    assert shoulder[0] < edge < hip[0]
    cut = np.ascontiguousarray(rgb[:, :edge])
    tracker = PoseTracker(threads=1)
    for i in range(3):
        seen = tracker.see(Picture(i / 30, cut))
        if seen.present:
            assert not isinstance(seen.back, BackLine)


@pytest.mark.slow
def test_pictures_of_any_shape_are_seen_without_a_fault() -> None:
    rng = np.random.default_rng(0)
    tracker = PoseTracker(threads=1)
    for i, (height, width) in enumerate([(2, 2), (40, 900), (900, 40), (333, 517)]):
        rgb = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        frame = tracker.see(Picture(i / 30, rgb))
        assert (frame.width_px, frame.height_px) == (width, height)
        assert math.isclose(frame.time_s, i / 30)


@pytest.mark.slow
def test_a_second_person_doesnt_take_over(drawn: tuple[np.ndarray, PoseFrame]) -> None:
    """Somebody comes in beside the one who exercises, and stays: the tracker stays, too."""
    rgb, _ = drawn
    alone = np.concatenate((rgb, np.broadcast_to(rgb[:, -1:], rgb.shape)), axis=1)
    beside = np.concatenate((rgb, rgb[:, ::-1]), axis=1)
    tracker = PoseTracker(threads=1)
    seen = [tracker.see(Picture(i / 30, alone)) for i in range(4)]
    seen += [tracker.see(Picture(i / 30, beside)) for i in range(4, 14)]
    places = np.array([frame.landmarks_px[Landmark.LEFT_HIP] for frame in seen[2:]])
    assert all(frame.present for frame in seen)
    assert np.ptp(places, axis=0).max() < 0.05 * rgb.shape[1]
