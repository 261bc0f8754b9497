"""Which parts of the body the camera doesn't show, so that the coach can name them."""

from __future__ import annotations

from backline.body import Landmark, PoseFrame

LEAST_VISIBILITY = 0.5
"""Below this the pose model believes a landmark to be hidden, as for the measures."""
_PARTS: tuple[tuple[Landmark, ...], ...] = (
    (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
)


def hidden_landmarks(frame: PoseFrame) -> tuple[Landmark, ...]:
    """The landmarks of the parts that can't be seen on either side: hidden, or outside the
    picture. Nothing when nobody is there, or only the side away from the camera is hidden."""
    if not frame.present:
        return ()
    return tuple(
        mark for part in _PARTS if not any(_seen(frame, one) for one in part) for mark in part
    )


def _seen(frame: PoseFrame, mark: Landmark) -> bool:
    x, y = frame.landmarks_px[mark]
    inside = 0.0 <= x <= frame.width_px and 0.0 <= y <= frame.height_px
    return bool(inside and frame.visibility[mark] >= LEAST_VISIBILITY)
