"""The doctor: each check says yes on a sound computer and what to do on a broken one."""

from __future__ import annotations

import importlib.metadata
import os
import socket
from collections import namedtuple
from pathlib import Path

import av
import pytest

from backline import doctor
from backline.vision import model_files

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def linux(tmp_path: Path) -> tuple[Path, Path]:
    """Folders that stand for /dev and /sys/class/video4linux, with one camera."""
    devices, classes = tmp_path / "dev", tmp_path / "sys"
    devices.mkdir()
    for number in (0, 1):
        (devices / f"video{number}").touch()
        node = classes / f"video{number}"
        node.mkdir(parents=True)
        (node / "index").write_text(f"{number}\n")
        (node / "name").write_text("Kitchen camera\n")
    return devices, classes


def test_every_check_is_run_once() -> None:
    results = doctor.check_all()
    names = [result.name for result in results]
    assert len(set(names)) == len(names) == 8
    assert all(result.detail for result in results)
    assert all(result.advice for result in results if not result.ok)


def test_a_broken_check_is_a_failed_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> doctor.CheckResult:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(doctor, "check_model", broken)
    result = next(r for r in doctor.check_all() if r.name == "Model")
    assert not result.ok
    assert "no such luck" in result.detail


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_python().ok
    monkeypatch.setattr(doctor, "LOWEST_PYTHON", (9, 9))
    result = doctor.check_python()
    assert not result.ok
    assert "9.9 or newer" in (result.advice or "")


def test_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"backline": "1.0", "numpy": "2.0"}

    def version(name: str) -> str:
        if name not in versions:
            raise importlib.metadata.PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(importlib.metadata, "version", version)
    needs = ["numpy>=2", "pytest>=8; extra == 'test'"]
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: needs)
    assert doctor.check_packages() == doctor.CheckResult(
        "Packages", True, "backline 1.0, numpy 2.0."
    )
    needs.append("absent-thing>=1")
    assert doctor.check_packages().detail == "Not installed: absent-thing."
    versions.clear()
    assert "without being installed" in doctor.check_packages().detail


def test_model_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert doctor.check_model_files().ok
    monkeypatch.setattr(model_files, "MODELS_FOLDER", tmp_path)
    result = doctor.check_model_files()
    assert not result.ok
    assert "pose_detection.tflite is missing" in result.detail


def test_the_model_runs() -> None:
    result = doctor.check_model()
    assert result.ok, result.detail
    assert "ms a picture" in result.detail


def test_a_camera_is_named_once(linux: tuple[Path, Path]) -> None:
    devices, classes = linux
    result = doctor.check_cameras(devices, classes, "linux")
    assert result.ok
    assert result.detail == f"Kitchen camera ({devices / 'video0'})."


def test_no_camera_is_no_disaster(tmp_path: Path) -> None:
    result = doctor.check_cameras(tmp_path, tmp_path, "linux")
    assert not result.ok
    assert not result.needed
    assert "plug a camera in" in (result.advice or "")


def test_a_forbidden_camera_is_told(
    linux: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    result = doctor.check_cameras(*linux, "linux")
    assert not result.ok
    assert "group `video`" in (result.advice or "")


def test_elsewhere_the_browser_asks(tmp_path: Path) -> None:
    assert doctor.check_cameras(tmp_path, tmp_path, "darwin").ok


def test_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "not" / "yet"
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(0, 0, 5e9))
    result = doctor.check_disk(folder)
    assert result.ok
    assert result.detail == f"5.0 GB free for {folder}."
    assert not folder.exists(), "looking must not make anything"
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: Usage(0, 0, 1e6))
    assert not doctor.check_disk(folder).ok
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert "can't be written to" in doctor.check_disk(folder).detail


def test_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_encoder().ok
    monkeypatch.setattr(av, "codecs_available", {"mpeg4"})
    assert doctor.check_encoder().detail.startswith("MPEG-4")
    monkeypatch.setattr(av, "codecs_available", set())
    assert not doctor.check_encoder().ok


def test_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor.check_loopback().ok

    def refuse(*_args: object) -> None:
        raise PermissionError("sandboxed")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    result = doctor.check_loopback()
    assert not result.ok
    assert "sandboxed" in result.detail
