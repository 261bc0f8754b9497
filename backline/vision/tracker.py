"""From a stream of pictures to a stream of `PoseFrame`s: one person, followed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backline.body import LANDMARK_COUNT, PoseFrame
from backline.vision.detector import PersonDetector
from backline.vision.landmarker import BlazePoseLandmarker, BodyFinding, PoseModel
from backline.vision.outline import DorsalSide, dorsal_vote, trace_back_line
from backline.vision.picture import Picture
from backline.vision.region import Region
from backline.vision.smoothing import OneEuro

MIN_PRESENCE = 0.5
"""Below this the region holds nobody (MediaPipe's pose graph)."""


class PoseTracker:
    """Follows one person through a stream; own one per stream, not thread-safe.

    The landmark model looks at the region its last answer pointed to; the detector
    searches the whole picture only when there is no such region. `threads` is for the
    models. Smoothing constants are those of MediaPipe's pose graph.
    """

    def __init__(
        self,
        model: PoseModel | None = None,
        detector: PersonDetector | None = None,
        threads: int = 2,
    ) -> None:
        self._model = model or BlazePoseLandmarker(threads)
        self._detector = detector or PersonDetector(threads)
        self._smooth_px = OneEuro(min_cutoff_hz=0.05, beta=80.0)
        self._smooth_region = OneEuro(min_cutoff_hz=0.01, beta=10.0)
        self._smooth_world = OneEuro(min_cutoff_hz=0.1, beta=40.0)
        self._dorsal = DorsalSide()
        self._region: Region | None = None

    def see(self, picture: Picture) -> PoseFrame:
        """The person in this picture; `PoseFrame.empty` when nobody is found.

        Pictures come in order of time. Never raises for what is in the picture.
        """
        height, width = picture.rgb.shape[:2]
        finding = self._find(picture)
        if finding is None:
            self._lose()
            return PoseFrame.empty(picture.time_s, width, height)
        return self._frame(finding, picture.time_s, width, height)

    def _find(self, picture: Picture) -> BodyFinding | None:
        if self._region is not None:
            finding = self._model.find(picture.rgb, self._region)
            if finding.presence >= MIN_PRESENCE:
                return finding
            self._lose()
        region = self._detector.find(picture.rgb)
        if region is None:
            return None
        finding = self._model.find(picture.rgb, region)
        return finding if finding.presence >= MIN_PRESENCE else None

    def _lose(self) -> None:
        self._region = None
        self._dorsal = DorsalSide()
        for smoother in (self._smooth_px, self._smooth_region, self._smooth_world):
            smoother.reset()

    def _frame(self, finding: BodyFinding, time_s: float, width: int, height: int) -> PoseFrame:
        side_px = finding.region.side_px
        raw = finding.points_px
        alignment = self._smooth_region.smooth(raw[LANDMARK_COUNT:], time_s, side_px)
        aligned = replace(finding, points_px=np.concatenate([raw[:LANDMARK_COUNT], alignment]))
        self._region = aligned.next_region()
        points_px = self._smooth_px.smooth(raw[:LANDMARK_COUNT], time_s, side_px)
        world_m = self._smooth_world.smooth(finding.world_m, time_s, 1.0)
        vote = dorsal_vote(raw, finding.visibility, finding.world_m)
        back = trace_back_line(finding, raw, self._dorsal.update(time_s, vote))
        return PoseFrame(
            time_s=time_s,
            width_px=width,
            height_px=height,
            landmarks_px=points_px,
            visibility=finding.visibility,
            world_m=world_m,
            back=back,
            present=True,
        )
