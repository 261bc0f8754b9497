"""How far Backline's landmarks lie from the official MediaPipe package's, on the same videos.

The official package is not among Backline's dependencies (docs/decisions/0001-pose-runner.md), so
it lives in an environment of its own, whose Python is named here:

    .venv/bin/python tools/agreement.py --reference OTHER/bin/python VIDEO... -o agreement.json

That Python needs `mediapipe` (tried with 0.10.21) and nothing else. Pictures are decoded here,
once, and handed to it through a pipe, so both see the same ones. The result can go onto the
accuracy page: `python -m backline.accuracy --agreement agreement.json`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import numpy as np

HEADER = struct.Struct("<II")
"""Height and width of the picture that follows; 0, 0 at the end."""
MIN_VISIBILITY = 0.5
HEIGHT_PER_POLYLINE = 1.1
"""Nose, shoulder, hip, knee, ankle: what is missing is the skull's top and the foot."""
LEFT, RIGHT = (0, 11, 23, 25, 27), (0, 12, 24, 26, 28)


# --- in the official package's environment ------------------------------------------------


def reference_worker(out: str) -> None:
    """Take pictures from the standard input; save (N, 33, 3) x px, y px, visibility."""
    import mediapipe

    pose = mediapipe.solutions.pose.Pose(model_complexity=1, smooth_landmarks=True)
    rows = []
    while True:
        height, width = HEADER.unpack(sys.stdin.buffer.read(HEADER.size))
        if not height:
            break
        data = sys.stdin.buffer.read(height * width * 3)
        rgb = np.frombuffer(data, np.uint8).reshape(height, width, 3)
        found = pose.process(rgb).pose_landmarks
        row = np.full((33, 3), np.nan)
        if found is not None:
            row[:] = [(p.x * width, p.y * height, p.visibility) for p in found.landmark]
        rows.append(row)
    np.savez(out, landmarks=np.array(rows), version=mediapipe.__version__)


# --- in Backline's environment ------------------------------------------------------------


def body_height_px(points_px: np.ndarray) -> float:
    """About how tall the person is in the picture, from (33, 2) landmarks."""
    lengths = [
        np.linalg.norm(np.diff(points_px[list(chain)], axis=0), axis=1).sum()
        for chain in (LEFT, RIGHT)
    ]
    return HEIGHT_PER_POLYLINE * float(max(lengths))


def compare(video: Path, reference: str) -> tuple[dict[str, Any], str]:
    """One video's line of the result, and the official package's version.

    Raises RuntimeError, with one line, when the other Python fails or nobody is found by both.
    """
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "reference.npz"
        command = [reference, str(Path(__file__).resolve()), "--worker", str(out)]
        worker = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert worker.stdin is not None
        ours: list[np.ndarray | None] = []
        try:
            # Leaving the pipe closes it, so that the other Python never waits for ever.
            with contextlib.suppress(BrokenPipeError), worker.stdin as pipe:
                ours = _ours(video, pipe)
        finally:
            failed = worker.wait()
        if failed:
            raise RuntimeError(f"{reference} failed: does it have mediapipe?")
        with np.load(out) as data:
            official, official_version = data["landmarks"], str(data["version"])
    return _line(video, ours, official), official_version


def _ours(video: Path, pipe: IO[bytes]) -> list[np.ndarray | None]:
    """Backline's landmarks of every picture, each sent down the pipe as well."""
    from backline.vision.tracker import PoseTracker
    from backline.vision.video import VideoReader

    tracker, ours = PoseTracker(), []
    for picture in VideoReader(video, max_side_px=1920):
        _send(pipe, picture.rgb)
        frame = tracker.see(picture)
        ours.append(frame.landmarks_px if frame.present else None)
    pipe.write(HEADER.pack(0, 0))
    return ours


def _line(video: Path, ours: list[np.ndarray | None], official: np.ndarray) -> dict[str, Any]:
    apart = [
        float(np.linalg.norm(theirs[seen, :2] - points[seen], axis=1).mean() / height)
        for theirs, points in zip(official, ours, strict=True)
        if points is not None
        and (seen := theirs[:, 2] > MIN_VISIBILITY).any()
        and (height := body_height_px(points)) > 0
    ]
    if not apart:
        raise RuntimeError(f"{video}: nobody was found by both")
    return {
        "clip": f"{video.parent.name}/{video.name}",
        "pictures": len(ours),
        "compared": len(apart),
        "mean": round(float(np.mean(apart)), 5),
        "p95": round(float(np.percentile(apart, 95)), 5),
        "largest": round(max(apart), 5),
    }


def _send(pipe: IO[bytes], rgb: np.ndarray) -> None:
    pipe.write(HEADER.pack(*rgb.shape[:2]))
    pipe.write(np.ascontiguousarray(rgb).data)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("videos", nargs="*", type=Path, metavar="VIDEO")
    parser.add_argument("--reference", help="a Python that has the official mediapipe package")
    parser.add_argument("-o", "--out", type=Path, help="write the result here, as JSON")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        reference_worker(given.worker)
        return 0
    if not given.reference or not given.videos:
        parser.error("name the other Python with --reference, and at least one video")
    from backline.vision.video import VideoError

    lines, official_version = [], ""
    try:
        for video in given.videos:
            line, official_version = compare(video, given.reference)
            lines.append(line)
            print(
                f"{line['clip']}: mean {100 * line['mean']:.2f} %, 95 % below "
                f"{100 * line['p95']:.2f} %, worst {100 * line['largest']:.2f} % of body height, "
                f"{line['compared']} of {line['pictures']} pictures",
                flush=True,
            )
    except (RuntimeError, OSError, ValueError, VideoError) as error:
        print(error, file=sys.stderr)
        return 2
    if given.out:
        from backline.accuracy.machine import backline_version

        result = {
            "official_version": official_version,
            "version": backline_version(),
            "clips": lines,
        }
        given.out.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
