"""The `backline` command as people type it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from backline import doctor
from backline.avatar import demo as avatar_demo
from backline.avatar.demo import render_clip
from backline.avatar.framing import framed
from backline.avatar.performance import Performance
from backline.body import PoseFrame
from backline.cli import analyze_command, app, demo_command, small_commands
from backline.guide.load import load_exercise, load_exercises
from backline.report.json_file import read_analysis
from backline.video_file import VideoWriter
from backline.vision.picture import Picture
from backline.vision.video import VideoReader
from tests import schema_check
from tests.vision.videos import write_cut, write_sound, write_video

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "docs" / "analysis.schema.json").read_text(encoding="utf-8"))
SIZE_PX = (480, 270)
CLIP_FPS = 12.0


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def refusal(result: Result) -> str:
    """The one line that says what was wrong; nothing else is printed."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("backline: ")
    assert "Traceback" not in result.stderr
    return result.stderr.removeprefix("backline: ").rstrip("\n")


class Nobody:
    """Sees every picture and never finds a person in it."""

    def see(self, picture: Picture) -> PoseFrame:
        return PoseFrame.empty(picture.time_s, picture.width_px, picture.height_px)


@pytest.fixture
def unseeing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares the tests that are not about seeing the pose model."""
    monkeypatch.setattr(analyze_command, "_seer", Nobody)


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "a.mp4")


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text("not a video\n" * 50)
    return path


# --- the command itself --------------------------------------------------------------


def test_help_lists_the_commands() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for name in ("analyze", "demo", "exercises", "doctor", "serve"):
        assert f"\n  {name}  " in shown.stdout
        assert run(name, "-h").exit_code == 0
    assert "Everything stays on" in shown.stdout


def test_a_wrong_command_or_option_is_refused() -> None:
    for words in (("dance",), ("analyze",), ("exercises", "--loud"), ("demo", "plank")):
        result = run(*words)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "Error" in result.stderr


def test_without_a_command_the_coach_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[Any, ...]] = []

    def serve(host: str, port: int | None, *, open_browser: bool) -> int:
        started.append((host, port, open_browser))
        return 0

    monkeypatch.setattr(small_commands, "run_serve", serve)
    assert run().exit_code == 0
    assert started == [("127.0.0.1", None, True)]


def test_the_version_is_told() -> None:
    shown = run("--version")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("backline")


def test_a_terminal_without_the_letters_shows_question_marks() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "backline", "exercises", "plank"],
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert b"?" in done.stdout
    assert done.stderr == b""


# --- exercises -----------------------------------------------------------------------


def test_every_exercise_is_listed() -> None:
    shown = run("exercises")
    assert shown.exit_code == 0
    for exercise in load_exercises().values():
        assert exercise.id in shown.stdout
        assert exercise.name in shown.stdout


@pytest.mark.parametrize("exercise_id", load_exercises())
def test_one_exercise_is_explained(exercise_id: str) -> None:
    shown = run("exercises", exercise_id)
    assert shown.exit_code == 0
    for cue in load_exercise(exercise_id).cues:
        assert cue.id in shown.stdout


def test_a_stage_is_explained_as_its_own() -> None:
    whole, leg = run("exercises", "bird-dog"), run("exercises", "bird-dog", "--stage", "leg-only")
    assert (whole.exit_code, leg.exit_code) == (0, 0)
    for stage in load_exercise("bird-dog").stages:
        assert stage.id in whole.stdout
    assert "BD5-arm-high" in whole.stdout
    assert "BD5-arm-high" not in leg.stdout


def test_an_unknown_stage_is_refused_with_those_there_are(video: Path, tmp_path: Path) -> None:
    for words in (
        ("exercises", "bird-dog"),
        ("analyze", video, "-e", "bird-dog"),
        ("demo", "bird-dog", "-o", tmp_path / "a.mp4"),
    ):
        line = refusal(run(*words, "--stage", "wing"))
        assert "'wing'" in line
        assert "arm-only, leg-only, arm-and-leg" in line
    assert "--stage" in refusal(run("exercises", "--stage", "leg-only"))


@pytest.mark.usefixtures("unseeing")
def test_the_stage_stands_in_the_result(video: Path) -> None:
    for words, stage in (((), "arm-and-leg"), (("--stage", "leg-only"), "leg-only")):
        result = run("analyze", video, "-e", "bird-dog", "--json", "-", *words)
        assert json.loads(result.stdout)["stage"] == stage
    result = run("analyze", video, "-e", "cat-cow", "--json", "-")
    assert json.loads(result.stdout)["stage"] is None


def test_an_unknown_exercise_is_refused_with_those_there_are(video: Path) -> None:
    for words in (
        ("exercises", "handstand"),
        ("demo", "handstand", "-o", "x.mp4"),
        ("analyze", video, "-e", "handstand"),
    ):
        line = refusal(run(*words))
        assert "handstand" in line
        assert all(exercise_id in line for exercise_id in load_exercises())


# --- doctor --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ok", "needed", "status", "ends"),
    [
        (True, True, 0, "Backline is ready."),
        (False, False, 0, "Backline is ready."),
        (False, True, 1, "Not ready: Lamp."),
    ],
)
def test_the_doctor_sums_up(
    ok: bool, needed: bool, status: int, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = doctor.CheckResult("Lamp", ok, "It [was] looked at.", "Turn it on.", needed)
    monkeypatch.setattr(doctor, "check_all", lambda: [result])
    shown = run("doctor")
    assert shown.exit_code == status
    assert "It [was] looked at." in shown.stdout
    assert "Turn it on." in shown.stdout
    assert shown.stdout.rstrip().endswith(ends)


# --- analyze -------------------------------------------------------------------------


@pytest.mark.usefixtures("unseeing")
def test_a_video_gets_a_report(video: Path) -> None:
    shown = run("analyze", video, "-e", "bird-dog")
    assert shown.exit_code == 0
    assert "Bird dog" in shown.stdout
    assert "Nobody could be seen in this video." in shown.stdout
    assert shown.stderr == ""


@pytest.mark.usefixtures("unseeing")
def test_json_to_standard_output_is_all_there_is(video: Path) -> None:
    shown = run("analyze", video, "-e", "bird-dog", "--json", "-")
    assert shown.exit_code == 0
    document = json.loads(shown.stdout)
    assert schema_check.problems(document, SCHEMA) == []
    assert document["video"]["frames"] == 10


@pytest.mark.usefixtures("unseeing")
def test_several_videos_make_a_line_each(tmp_path: Path, video: Path) -> None:
    other = write_video(tmp_path / "b.mp4")
    shown = run("analyze", video, other, "-e", "plank", "--json", "-")
    documents = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [d["video"]["path"] for d in documents] == [str(video), str(other)]
    assert all(schema_check.problems(d, SCHEMA) == [] for d in documents)


@pytest.mark.usefixtures("unseeing")
def test_all_outputs_are_written_and_quiet_says_nothing(tmp_path: Path, video: Path) -> None:
    out = tmp_path / "new" / "folder"
    shown = run(
        "analyze", video, "-e", "bird-dog", "-q", "--json", f"{out}/", "--plot", f"{out}/",
        "--annotate", f"{out}/",
    )  # fmt: skip
    assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "", "")
    assert sorted(p.name for p in out.iterdir()) == ["a-annotated.mp4", "a.json", "a.svg"]
    read_analysis((out / "a.json").read_text(encoding="utf-8"))
    ElementTree.fromstring((out / "a.svg").read_text(encoding="utf-8"))
    assert len(list(VideoReader(out / "a-annotated.mp4"))) == 10


def test_a_bad_file_is_one_line(tmp_path: Path, text_file: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    for path, why in (
        (tmp_path / "gone.mp4", "no such file"),
        (tmp_path / "empty.mp4", "is empty"),
        (tmp_path, "is a folder"),
        (text_file, "not a video"),
        (write_sound(tmp_path / "sound.mp4"), "no pictures"),
    ):
        line = refusal(run("analyze", path, "-e", "plank", "--json", "-"))
        assert line.startswith(f"{path}: ")
        assert why in line


@pytest.mark.usefixtures("unseeing")
def test_one_bad_video_does_not_stop_the_others(
    tmp_path: Path, video: Path, text_file: Path
) -> None:
    last = write_video(tmp_path / "z.mp4")
    out = tmp_path / "out"
    shown = run("analyze", video, text_file, last, "-e", "plank", "--json", out / "{stem}.json")
    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [
        f"backline: {text_file}: is text, not a video; give a video file"
    ]
    assert sorted(p.name for p in out.iterdir()) == ["a.json", "z.json"]
    assert shown.stdout.count("No hold was counted") == 2


@pytest.mark.usefixtures("unseeing")
def test_a_video_that_breaks_off_is_said_and_reported(tmp_path: Path) -> None:
    path = write_cut(tmp_path / "cut.mp4")
    shown = run("analyze", path, "-e", "plank")
    assert shown.exit_code == 0
    assert "Plank" in shown.stdout
    (line,) = shown.stderr.splitlines()
    assert f"{path}: the file breaks off after" in line


@pytest.mark.usefixtures("unseeing")
@pytest.mark.parametrize("option", ["--json", "--plot", "--annotate"])
def test_a_place_that_cannot_be_written_is_one_line(
    option: str, video: Path, text_file: Path
) -> None:
    place = text_file / {"--json": "a.json", "--plot": "a.svg", "--annotate": "a.mp4"}[option]
    line = refusal(run("analyze", video, "-e", "plank", option, place))
    assert line.startswith(f"{place}: ")
    assert "choose another place" in line


@pytest.mark.usefixtures("unseeing")
def test_an_interrupted_analysis_leaves_the_old_file(
    video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Impatient(Nobody):
        def see(self, picture: Picture) -> PoseFrame:
            if picture.time_s > 0.3:
                raise KeyboardInterrupt
            return super().see(picture)

    monkeypatch.setattr(analyze_command, "_seer", Impatient)
    out = tmp_path / "out.mp4"
    out.write_bytes(b"old")
    assert run("analyze", video, "-e", "plank", "--annotate", out).exit_code != 0
    assert out.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.mp4", "out.mp4"]


# --- where outputs go ----------------------------------------------------------------


def test_outputs_that_would_do_harm_are_refused_before_any_work(
    tmp_path: Path, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> Nobody:
        raise AssertionError("work was begun")

    monkeypatch.setattr(analyze_command, "_seer", never)
    other = write_video(tmp_path / "b.mp4")
    link = tmp_path / "link.mp4"
    link.symlink_to(video)
    folder = tmp_path / "folder.json"
    folder.mkdir()
    cases: list[tuple[tuple[object, ...], str]] = [
        ((video, "--annotate", video), "won't be overwritten"),
        ((video, "--annotate", link), "won't be overwritten"),
        ((video, other, "--annotate", tmp_path / "one.mp4"), "share one output"),
        ((video, other, "--json", tmp_path / "one.json"), "{stem}"),
        ((video, video, "--json", tmp_path / "{stem}.json"), "share one output"),
        ((video, "--plot", tmp_path / "a.png"), "must end in .svg"),
        ((video, "--annotate", tmp_path / "a.avi"), "must end in .mp4"),
        ((video, "--json", tmp_path / "x.svg", "--plot", tmp_path / "x.svg"), "same file"),
    ]
    for words, why in cases:
        assert why in refusal(run("analyze", "-e", "plank", *words))
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "a.mp4", "b.mp4", "folder.json", "link.mp4",
    ]  # fmt: skip


# --- demo ----------------------------------------------------------------------------


@pytest.fixture
def roughly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws really, but few and simple pictures."""
    quick = partial(avatar_demo.render_demo, fps=2.0, quality="sweep")
    monkeypatch.setattr(avatar_demo, "render_demo", quick)


@pytest.mark.usefixtures("roughly")
@pytest.mark.parametrize("suffix", [".mp4", ".y4m"])
def test_a_demonstration_is_drawn(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"demo{suffix}"
    shown = run("demo", "cat-cow", "-o", path, "--size", "160X96")
    assert shown.exit_code == 0, shown.stderr
    assert str(path) in shown.stdout.replace("\n", "")
    pictures = list(VideoReader(path))
    assert {p.rgb.shape for p in pictures} == {(96, 160, 3)}
    length_s = avatar_demo.demonstration(load_exercise("cat-cow")).duration_s
    assert pictures[-1].time_s == pytest.approx(length_s, abs=0.51)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("roughly")
def test_a_fault_changes_the_film_by_its_strength(tmp_path: Path) -> None:
    films = []
    for strength in ("0.2", "1.5"):
        path = tmp_path / f"{strength}.mp4"
        words = ("--fault", "BD5-high", "--strength", strength, "--size", "128x96")
        assert run("demo", "bird-dog", "-o", path, *words).exit_code == 0
        films.append([p.rgb.astype(int) for p in VideoReader(path)])
    unlike = [abs(a - b).mean() for a, b in zip(*films, strict=True)]
    assert max(unlike) > 1.0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--fault", "PL5-sag"), "BD5-high"),
        (("--size", "huge"), "1280x720"),
        (("--size", "32x32"), "64 to 3840"),
        (("--size", "99999x64"), "64 to 3840"),
        (("--size", "1280x-720"), "1280x720"),
        (("--strength", "2"), "--fault"),
        (("--strength", "nan", "--fault", "BD5-high"), "0 to 3"),
        (("--strength", "9", "--fault", "BD5-high"), "0 to 3"),
        (("--strength", "-1", "--fault", "BD5-high"), "0 to 3"),
    ],
)
def test_a_demonstration_that_cannot_be_drawn(
    words: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    assert why in refusal(run("demo", "bird-dog", "-o", tmp_path / "a.mp4", *words))
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_that_cannot_be_written(tmp_path: Path, text_file: Path) -> None:
    (tmp_path / "folder.mp4").mkdir()
    for name, why in (
        ("a.avi", ".mp4"),
        ("a", ".mp4"),
        ("notes.txt/a.mp4", "choose another place"),
        ("folder.mp4", "is a folder"),
    ):
        line = refusal(run("demo", "bird-dog", "-o", tmp_path / name))
        assert line.startswith(f"{tmp_path / name}: ")
        assert why in line
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.mp4", "notes.txt"]


def test_every_fault_an_exercise_has_can_be_asked_for() -> None:
    for exercise in load_exercises().values():
        for fault in exercise.demonstration.faults:
            order = demo_command.DemoOrder(exercise.id, Path("a.mp4"), fault, 1.0)
            demo_command._check(order, exercise)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_demonstration_cut_short_leaves_the_old_file(
    error: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(exercise: object, out_path: Path, **_: object) -> int:
        out_path.write_bytes(b"half")
        raise error

    monkeypatch.setattr(avatar_demo, "render_demo", half)
    path = tmp_path / "a.mp4"
    path.write_bytes(b"old")
    result = run("demo", "plank", "-o", path)
    assert result.exit_code != 0
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    if not isinstance(error, type):
        assert "make room" in refusal(result)


# --- serve ---------------------------------------------------------------------------


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody else listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1)
        yield int(listener.getsockname()[1])


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would have been served, instead of serving."""
    from backline.web import server

    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(server, "run", lambda **how: calls.append(how))
    return calls


def test_a_taken_port_is_refused(taken: int, served: list[dict[str, Any]]) -> None:
    assert str(taken) in refusal(run("serve", "--port", taken))
    assert served == []


def test_a_taken_usual_port_is_stepped_aside(
    taken: int, served: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small_commands, "DEFAULT_PORT", taken)
    shown = run("serve", "--no-browser")
    assert shown.exit_code == 0
    (call,) = served
    assert call["port"] not in (taken, 0)
    assert (call["host"], call["open_browser"]) == ("127.0.0.1", False)
    assert f":{call['port']}/" in shown.stdout
    assert shown.stderr == ""


def test_an_address_that_is_not_ours_is_refused(served: list[dict[str, Any]]) -> None:
    assert "192.0.2.1" in refusal(run("serve", "--host", "192.0.2.1"))
    assert served == []


def test_opening_it_to_others_is_said(served: list[dict[str, Any]]) -> None:
    shown = run("serve", "--host", "0.0.0.0", "--no-browser")
    assert shown.exit_code == 0
    assert "others on your network" in shown.stderr
    assert served[0]["host"] == "0.0.0.0"


def answered(address: str, process: subprocess.Popen[str], patience_s: float = 60.0) -> int:
    """The status of the first answer; waits for the server to come up."""
    until_s = time.monotonic() + patience_s
    while time.monotonic() < until_s and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return int(answer.status)
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}; the server's status is {process.poll()}")


@pytest.mark.slow
def test_the_coach_is_served_until_it_is_stopped() -> None:
    with socket.socket() as finder:
        finder.bind(("127.0.0.1", 0))
        port = int(finder.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "backline", "serve", "--no-browser", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert answered(f"http://127.0.0.1:{port}/", process) == 200
        process.send_signal(signal.SIGINT)
        out, complaints = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert f":{port}/" in out
    assert complaints == ""


def test_a_journal_that_cant_be_used_is_told_in_one_line() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "backline", "serve", "--no-browser"],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "BACKLINE_DATABASE_URL": "mysql://me:secret@somewhere/db"},
    )  # fmt: skip
    assert process.returncode == 2
    assert "mysql" in process.stderr
    assert "secret" not in process.stderr
    assert "Traceback" not in process.stderr


# --- with the real model, on a drawn person ------------------------------------------


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two drawn bird dogs, the second with its leg too high."""
    performance = Performance(
        load_exercise("bird-dog"), repetitions=2, tempo=0.8, still_s=2.0, enter=False,
        leave=False, fault=("BD5-high", 1.3), fault_repetitions=[2], first_side="left",
    )  # fmt: skip
    path = tmp_path_factory.mktemp("drawn") / "bird dog.mp4"
    camera = framed(performance, SIZE_PX, azimuth_deg=-90.0, height_m=0.7)
    render_clip(performance, camera, path, fps=CLIP_FPS)
    return path


@pytest.mark.slow
def test_a_drawn_person_is_seen_counted_and_corrected(clip: Path, tmp_path: Path) -> None:
    shown = run(
        "analyze", clip, "-e", "bird-dog", "--json", tmp_path / "a.json",
        "--plot", tmp_path / "a.svg", "--annotate", tmp_path / "a.mp4",
    )  # fmt: skip
    assert shown.exit_code == 0, shown.stderr
    assert shown.stderr == ""
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert schema_check.problems(json.loads(text), SCHEMA) == []
    analysis = read_analysis(text)
    assert analysis.seen.fraction == 1.0
    assert [(r.side, r.faults) for r in analysis.repetitions] == [
        ("left", []),
        ("right", ["BD5-high"]),
    ]
    assert "2 repetitions: 1 left and 1 right" in shown.stdout
    cue = next(c for c in load_exercise("bird-dog").cues if c.id == "BD5-high")
    assert cue.say in shown.stdout
    source, annotated = VideoReader(clip), VideoReader(tmp_path / "a.mp4")
    pairs = list(zip(source, annotated, strict=True))
    assert [b.time_s for _, b in pairs] == pytest.approx([a.time_s for a, _ in pairs], abs=1e-4)
    ElementTree.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))


@pytest.fixture
def glimpse(clip: Path, tmp_path: Path) -> Path:
    """The first second of the clip: enough for all of the model to run."""
    path = tmp_path / "glimpse.mp4"
    with VideoWriter(path, fps=CLIP_FPS) as writer:
        for picture in islice(VideoReader(clip), round(CLIP_FPS)):
            writer.add(picture.time_s, picture.rgb)
    return path


@pytest.mark.slow
def test_the_model_prints_nothing_of_its_own(glimpse: Path, text_file: Path) -> None:
    """Compiled libraries write past Python; only a process of its own shows it."""
    done = subprocess.run(
        [sys.executable, "-m", "backline", "analyze", str(glimpse), str(text_file),
         "-e", "bird-dog", "--json", "-"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert str(text_file) in done.stderr
    (line,) = done.stdout.splitlines()
    document = json.loads(line)
    assert schema_check.problems(document, SCHEMA) == []
    assert document["seen"]["fraction"] == 1.0
