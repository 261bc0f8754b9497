"""Is this computer ready for Backline? One check for each thing it stands on.

Nothing here uses the network: the only socket is one on this computer's own loopback
address, closed at once.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import re
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

LOWEST_PYTHON = (3, 11)
LOOPBACK = "127.0.0.1"
LOW_SPACE_MB = 200
"""The drawn demonstrations of all exercises, and an annotated video of some minutes."""
ENCODER_TITLES = {"libx264": "H.264", "h264": "H.264", "mpeg4": "MPEG-4"}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found.

    name: what was checked. ok: all is well. detail: what was found, one sentence.
    advice: what to do about it; None when there is nothing to do.
    needed: False when Backline still does most of its work without this.
    """

    name: str
    ok: bool
    detail: str
    advice: str | None = None
    needed: bool = True


def check_all() -> list[CheckResult]:
    """Run every check, in the order in which a person would mend things. Never raises:
    a check that breaks is a check that failed."""
    checks: tuple[tuple[str, Callable[[], CheckResult]], ...] = (
        ("Python", check_python),
        ("Packages", check_packages),
        ("Model files", check_model_files),
        ("Model", check_model),
        ("Camera", check_cameras),
        ("Disk space", check_disk),
        ("Video writing", check_encoder),
        ("Local page", check_loopback),
    )
    return [_guarded(name, check) for name, check in checks]


def _guarded(name: str, check: Callable[[], CheckResult]) -> CheckResult:
    try:
        return check()
    except Exception as error:  # whatever is broken here is what the person wants to hear
        return CheckResult(
            name,
            False,
            f"The check itself failed: {type(error).__name__}: {error}",
            "Install Backline again into a fresh environment (`make clean`, then `make run`).",
        )


def check_python() -> CheckResult:
    """The running Python is new enough."""
    detail = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}."
    ok = sys.version_info[:2] >= LOWEST_PYTHON
    lowest = ".".join(map(str, LOWEST_PYTHON))
    advice = None if ok else f"Use Python {lowest} or newer: make PYTHON=/path/to/python{lowest}"
    return CheckResult("Python", ok, detail, advice)


def check_packages() -> CheckResult:
    """Every package Backline names as its own need is installed; says their versions."""
    try:
        version = importlib.metadata.version("backline")
        requirements = importlib.metadata.requires("backline") or []
    except importlib.metadata.PackageNotFoundError:
        return CheckResult(
            "Packages",
            False,
            "Backline runs from its source without being installed; versions weren't checked.",
            "Run `make install`, or `pip install -c constraints.txt -e .`",
            needed=False,
        )
    found, missing = [f"backline {version}"], []
    for requirement in requirements:
        if "extra ==" in requirement:
            continue
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        detail = f"Not installed: {', '.join(missing)}."
        return CheckResult("Packages", False, detail, "Run `make install`.")
    return CheckResult("Packages", True, f"{', '.join(found)}.")


def check_model_files() -> CheckResult:
    """The pose model's files are the ones Backline was measured with."""
    from backline.vision import model_files

    problems = model_files.wrong_files()
    if problems:
        return CheckResult("Model files", False, " ".join(problems), model_files.REPAIR_ADVICE)
    return CheckResult(
        "Model files", True, f"All there and unchanged, in {model_files.MODELS_FOLDER}."
    )


def check_model() -> CheckResult:
    """Both models load and answer on an empty picture; says how long one answer takes."""
    from backline.vision.detector import PersonDetector
    from backline.vision.landmarker import BlazePoseLandmarker
    from backline.vision.region import Region

    picture = np.full((480, 640, 3), 128, dtype=np.uint8)
    detector, landmarker = PersonDetector(), BlazePoseLandmarker()
    detector.find(picture)
    region = Region(centre_x_px=320, centre_y_px=240, side_px=480, rotation_rad=0)
    landmarker.find(picture, region)
    started_s = time.perf_counter()
    finding = landmarker.find(picture, region)
    took_ms = (time.perf_counter() - started_s) * 1000
    if not np.isfinite(finding.points_px).all():
        return CheckResult(
            "Model",
            False,
            "The pose model loads but its answers are no numbers.",
            "Install the tested versions: pip install -c constraints.txt backline",
        )
    return CheckResult("Model", True, f"Loads and answers in {took_ms:.0f} ms a picture.")


def check_cameras(
    devices: Path = Path("/dev"),
    classes: Path = Path("/sys/class/video4linux"),
    system: str = sys.platform,
) -> CheckResult:
    """The cameras Linux shows, and whether this user may open them.

    Elsewhere, and in the end, it is the browser that opens the camera and asks.
    """
    advice = "Video files can be analysed all the same. For live coaching, plug a camera in."
    if not system.startswith("linux"):
        return CheckResult("Camera", True, "The browser will ask for it.", needed=False)
    cameras = [path for path in sorted(devices.glob("video*")) if _takes_pictures(path, classes)]
    if not cameras:
        detail = "No camera is plugged into this computer."
        return CheckResult("Camera", False, detail, advice, needed=False)
    closed = [str(path) for path in cameras if not os.access(path, os.R_OK | os.W_OK)]
    if len(closed) == len(cameras):
        detail = f"This user may not open {', '.join(closed)}."
        advice = "Add the user to the group `video` and log in again."
        return CheckResult("Camera", False, detail, advice, needed=False)
    names = [_camera_name(path, classes) for path in cameras if str(path) not in closed]
    return CheckResult("Camera", True, f"{', '.join(names)}.", needed=False)


def _takes_pictures(device: Path, classes: Path) -> bool:
    """False for the second node that Linux makes for a camera's metadata."""
    index = classes / device.name / "index"
    return not index.is_file() or index.read_text().strip() == "0"


def _camera_name(device: Path, classes: Path) -> str:
    name = classes / device.name / "name"
    return f"{name.read_text().strip()} ({device})" if name.is_file() else str(device)


def check_disk(folder: Path | None = None) -> CheckResult:
    """Free space where drawn demonstrations are kept (the folder need not exist yet)."""
    folder = folder or platformdirs.user_cache_path("backline", appauthor=False)
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free / 1e6
    writable = os.access(existing, os.W_OK)
    detail = f"{free_mb / 1000:.1f} GB free for {folder}."
    if not writable:
        return CheckResult("Disk space", False, f"{existing} can't be written to.", _SPACE_ADVICE)
    if free_mb < LOW_SPACE_MB:
        return CheckResult("Disk space", False, detail, _SPACE_ADVICE)
    return CheckResult("Disk space", True, detail)


_SPACE_ADVICE = (
    f"Make at least {LOW_SPACE_MB} MB free there, or set XDG_CACHE_HOME to a folder of yours "
    "with room."
)


def check_encoder() -> CheckResult:
    """A video can be written: writes a tiny one to a temporary folder."""
    import av

    from backline.video_file import ENCODERS, VideoWriter

    available = [name for name in ENCODERS if name in av.codecs_available]
    if not available:
        return CheckResult(
            "Video writing",
            False,
            "This PyAV can write neither H.264 nor MPEG-4.",
            "Install PyAV from its official wheel: "
            "pip install --force-reinstall --only-binary av av",
            needed=False,
        )
    with tempfile.TemporaryDirectory() as folder, VideoWriter(Path(folder) / "tiny.mp4") as writer:
        writer.add(0.0, np.zeros((64, 64, 3), dtype=np.uint8))
    title = ENCODER_TITLES.get(available[0], available[0])
    return CheckResult("Video writing", True, f"{title} with PyAV {av.__version__}.")


def check_loopback() -> CheckResult:
    """A page can be served to this computer's own browser."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
            server.bind((LOOPBACK, 0))
            server.listen(1)
    except OSError as error:
        advice = f"Allow programs to listen on {LOOPBACK}: a firewall or sandbox forbids it."
        return CheckResult("Local page", False, f"{LOOPBACK} can't be used: {error}.", advice)
    return CheckResult("Local page", True, f"Can be served on {LOOPBACK}, to nobody else.")
