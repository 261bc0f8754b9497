"""Nothing leaves the computer: proven at the level of the operating system."""

from __future__ import annotations

import io
import json
import os
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from backline.avatar.camera import Camera
from backline.avatar.draw import Renderer
from backline.avatar.performance import Performance
from backline.guide.load import load_exercise
from backline.video_file import VideoWriter
from backline.vision.picture import RgbArray
from tests.network_watch import (
    audited,
    need_namespace,
    need_strace,
    outside_calls,
    running,
    traced,
    why_no_strace,
)

PICTURES_HZ = 8
BACKLINE = (sys.executable, "-m", "backline")

# An address set aside for documentation; connecting a datagram socket sends nothing to it.
REACHES_OUT = """
import socket
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    try:
        s.connect(("192.0.2.1", 9))
    except OSError:
        pass
"""


@pytest.mark.parametrize(
    "line",
    [
        'connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}, 16)',
        'connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16)',
        'bind(3, {sa_family=AF_INET, sin_port=htons(8000), sin_addr=inet_addr("0.0.0.0")}, 16)',
        "connect(3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
        'inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28)',
        'sendto(3, ""..., 5, 0, {sa_family=AF_INET, sin_port=htons(9), '
        'sin_addr=inet_addr("192.0.2.1")}, 16)',
        "connect(3, {sa_family=AF_INET, ...}, 16 <unfinished ...>",
        'connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42)',
    ],
)
def test_reaching_out_is_noticed(line: str) -> None:
    assert outside_calls(f"41 {line} = 0\n") == [f"41 {line} = 0"]


@pytest.mark.parametrize(
    "line",
    [
        'connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16)',
        'bind(3, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16)',
        "bind(3, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), "
        'inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28)',
        'sendto(3, ""..., 5, 0, NULL, 0)',
        'connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110)',
    ],
)
def test_staying_here_is_allowed(line: str) -> None:
    assert outside_calls(f"41 {line} = 0\n") == []


def test_strace_catches_a_program_that_reaches_out(tmp_path: Path) -> None:
    need_strace(tmp_path)
    log = tmp_path / "calls.strace"
    subprocess.run(traced([sys.executable, "-c", REACHES_OUT], log), check=True)
    assert len(outside_calls(log.read_text())) == 1


def test_strace_catches_a_child_that_looks_up_a_name(tmp_path: Path) -> None:
    need_strace(tmp_path)
    log = tmp_path / "calls.strace"
    lookup = "import socket; socket.getaddrinfo('backline.invalid', 443)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {lookup!r}])"
    command = traced([sys.executable, "-c", child], log)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, timeout=60)
    assert outside_calls(log.read_text())


def test_the_audit_catches_a_module_that_reaches_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reaches_out.py").write_text(REACHES_OUT)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    log = tmp_path / "calls.audit"
    subprocess.run(audited("reaches_out", [], log), check=True)
    assert log.read_text() == "socket.connect 192.0.2.1\n"


def test_the_namespace_has_no_way_out() -> None:
    need_namespace()
    program = REACHES_OUT.replace("pass", "raise SystemExit('no way out')")
    command = ["unshare", "-rn", sys.executable, "-c", program]
    result = subprocess.run(command, capture_output=True, text=True)
    assert "no way out" in result.stderr


@pytest.fixture(scope="module")
def pictures() -> list[RgbArray]:
    """Two seconds of somebody on hands and knees, so that every part of seeing is used."""
    performance = Performance(load_exercise("bird-dog"), repetitions=1, enter=False)
    camera = Camera(width_px=480, height_px=270)
    renderer = Renderer(camera.width_px, camera.height_px)
    times_s = [n / PICTURES_HZ for n in range(2 * PICTURES_HZ)]
    return [renderer.draw(figure, camera) for figure in performance.figures(times_s)]


@pytest.fixture(scope="module")
def video(pictures: list[RgbArray], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "bird-dog.mp4"
    with VideoWriter(path, fps=PICTURES_HZ) as writer:
        for number, picture in enumerate(pictures):
            writer.add(number / PICTURES_HZ, picture)
    return path


def at_home(folder: Path) -> dict[str, str]:
    """What tells the command to keep in a folder what it keeps."""
    names = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
    return {name: str(folder / name.lower()) for name in names}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for what the command keeps."""
    for name, place in at_home(tmp_path).items():
        monkeypatch.setenv(name, place)
    return tmp_path


def analyze(video: Path, folder: Path) -> list[str]:
    """The arguments of an analysis that writes everything there is to write."""
    outputs = {"--json": "a.json", "--plot": "a.svg", "--annotate": "a.mp4"}
    named = [part for option, name in outputs.items() for part in (option, str(folder / name))]
    return ["analyze", str(video), "--exercise", "bird-dog", *named]


def assert_analyzed(folder: Path) -> None:
    """The model saw somebody, and every output was written."""
    assert json.loads((folder / "a.json").read_text())["seen"]["frames"] > 0
    assert (folder / "a.svg").stat().st_size > 0
    assert (folder / "a.mp4").stat().st_size > 0


@pytest.fixture(scope="module")
def watched(video: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one analysis that the audit hook watches, and strace where it may."""
    home = tmp_path_factory.mktemp("watched")
    command = audited("backline", analyze(video, home), home / "calls.audit")
    if why_no_strace(home) is None:
        command = traced(command, home / "calls.strace")
    subprocess.run(command, env=os.environ | at_home(home), check=True, timeout=120)
    return home


@pytest.mark.slow
def test_an_analysis_stays_here(watched: Path) -> None:
    need_strace(watched)
    assert_analyzed(watched)
    assert outside_calls((watched / "calls.strace").read_text()) == []


@pytest.mark.slow
def test_an_analysis_asks_python_for_no_address(watched: Path) -> None:
    assert_analyzed(watched)
    assert (watched / "calls.audit").read_text() == ""


@pytest.mark.slow
def test_an_analysis_needs_no_network(video: Path, home: Path) -> None:
    need_namespace()
    command = ["unshare", "-rn", *BACKLINE, *analyze(video, home)]
    subprocess.run(command, check=True, timeout=120)
    assert_analyzed(home)


@pytest.mark.slow
def test_the_doctor_stays_here(home: Path) -> None:
    need_strace(home)
    log = home / "calls.strace"
    subprocess.run(traced([*BACKLINE, "doctor"], log), timeout=120)
    calls = log.read_text()
    assert "bind(" in calls, "the doctor did not get as far as trying the local page"
    assert outside_calls(calls) == []


def jpeg(picture: RgbArray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG")
    return buffer.getvalue()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_page(url: str, limit_s: float = 60.0) -> str:
    deadline_s = time.monotonic() + limit_s
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > deadline_s:
                raise
            time.sleep(0.1)


def states(live: ClientConnection, pictures: list[RgbArray]) -> Iterator[dict[str, object]]:
    """The coach's answer to each picture, sent one after the other."""
    hello = {"type": "hello", "protocol": 1, "exercise": "bird-dog", "source": "pictures"}
    live.send(json.dumps(hello))
    assert json.loads(live.recv(timeout=60))["type"] == "ready"
    for number, picture in enumerate(pictures):
        live.send(struct.pack("<d", number / PICTURES_HZ) + jpeg(picture))
        yield json.loads(live.recv(timeout=60))


@pytest.mark.slow
def test_a_live_session_stays_here(pictures: list[RgbArray], home: Path) -> None:
    need_strace(home)
    log, port = home / "calls.strace", free_port()
    serve = [*BACKLINE, "serve", "--no-browser", "--port", str(port)]
    with running(traced(serve, log)):
        assert "Backline" in wait_for_page(f"http://127.0.0.1:{port}/")
        with connect(f"ws://127.0.0.1:{port}/api/live", proxy=None) as live:
            answers = list(states(live, pictures))
    assert [answer["type"] for answer in answers] == ["state"] * len(pictures)
    assert any(answer["pose"] for answer in answers), "nobody was seen: the model did not run"
    calls = log.read_text()
    assert f"sin_port=htons({port})" in calls, "the trace missed the server's own socket"
    assert outside_calls(calls) == []
