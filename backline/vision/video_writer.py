"""Writing what was seen: `backline.video_file`'s writer under the name vision gives it."""

from backline.video_file import ENCODERS, VideoWriter

__all__ = ["ENCODERS", "VideoWriter"]
