"""The pose model's files: found when whole, refused when missing or changed."""

from __future__ import annotations

import ast
import hashlib
import sys
from pathlib import Path

import pytest

from backline.vision import model_files
from backline.vision.model_files import ModelFile, ModelFilesError

CONTENT = b"weights"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder holding one right file, in place of the real one."""
    file = ModelFile("one.tflite", "some/one.tflite", hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setattr(model_files, "MODELS_FOLDER", tmp_path)
    monkeypatch.setattr(model_files, "MODEL_FILES", (file,))
    monkeypatch.setattr(model_files, "DETECTOR", file)
    model_files.verify.cache_clear()
    (tmp_path / "one.tflite").write_bytes(CONTENT)
    return tmp_path


def test_the_installed_files_are_the_expected_ones() -> None:
    model_files.verify.cache_clear()
    model_files.verify()
    assert model_files.detector_path().stat().st_size > 1_000_000
    assert model_files.landmarks_path().stat().st_size > 1_000_000
    assert "Apache License" in (model_files.MODELS_FOLDER / "LICENSE.mediapipe").read_text()


def test_whole_files_pass(folder: Path) -> None:
    assert model_files.wrong_files() == []
    model_files.verify()
    assert model_files.detector_path() == folder / "one.tflite"


def test_a_missing_file_is_named_with_advice(folder: Path) -> None:
    (folder / "one.tflite").unlink()
    with pytest.raises(ModelFilesError, match=r"one\.tflite is missing.*Install Backline again"):
        model_files.verify()
    with pytest.raises(ModelFilesError, match=r"one\.tflite is missing.*Install Backline again"):
        model_files.detector_path()


def test_a_changed_file_is_refused(folder: Path) -> None:
    (folder / "one.tflite").write_bytes(CONTENT + b"!")
    with pytest.raises(ModelFilesError, match=r"one\.tflite .* isn't the file"):
        model_files.verify()


def test_a_failed_check_is_not_remembered(folder: Path) -> None:
    (folder / "one.tflite").write_bytes(b"other")
    with pytest.raises(ModelFilesError):
        model_files.verify()
    (folder / "one.tflite").write_bytes(CONTENT)
    model_files.verify()


def test_it_imports_only_the_standard_library() -> None:
    source = Path(model_files.__file__).read_text()
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names
