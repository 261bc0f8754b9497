"""Where outputs go: names from templates, and refusals before any work is done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

STEM = "{stem}"


class OrderError(Exception):
    """The command line asks for something that can't or shouldn't be done; one line."""


def plan_outputs(videos: Sequence[str], template: str | None, ending: str) -> list[Path | None]:
    """One output path for each video; None where none is wanted.

    template: a file name, a name with {stem} in it, or a folder (existing, or ending in a
        slash), in which files are called after the video with `ending` (such as ".json").

    Raises OrderError when two videos would share an output, or an output would overwrite one
    of the videos.
    """
    if template is None:
        return [None] * len(videos)
    named = [_fill(template, Path(video), ending) for video in videos]
    if len(videos) > 1 and len({path.resolve() for path in named}) < len(videos):
        hint = "use different names" if _varies(template) else f"give a folder or use {STEM}"
        raise OrderError(f"{template}: several videos would share one output; {hint}")
    for path in named:
        for video in videos:
            if _same_file(path, Path(video)):
                raise OrderError(f"{path}: is one of the videos and won't be overwritten")
        if path.is_dir():
            raise OrderError(f"{path}: is a folder")
    return [*named]


def require_ending(template: str | None, ending: str) -> None:
    """Raise OrderError when a file name is given that ends in something else."""
    if template is None or _is_folder(template) or template.lower().endswith(ending):
        return
    raise OrderError(f"{template}: the name must end in {ending}")


def _fill(template: str, video: Path, ending: str) -> Path:
    if _is_folder(template):
        return Path(template.replace(STEM, video.stem)) / f"{video.stem}{ending}"
    return Path(template.replace(STEM, video.stem))


def _varies(template: str) -> bool:
    return STEM in template or _is_folder(template)


def _is_folder(template: str) -> bool:
    return template.endswith("/") or Path(template).is_dir()


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
