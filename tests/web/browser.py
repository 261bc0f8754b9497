"""A server, a drawn set and a browser for the tests that need real ones."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import av
import uvicorn
from fastapi import FastAPI

from backline.avatar.demo import iter_frames
from backline.avatar.draw import Renderer
from backline.avatar.framing import framed
from backline.avatar.performance import Performance
from backline.avatar.video import write_video
from backline.guide.load import load_exercise
from backline.web.app import create_app
from backline.web.settings import WebSettings

EXERCISE, FAULT, REPETITIONS = "bird-dog", "BD5-high", 2
SIZE = (640, 360)
FPS = 10.0
CAMERA_FPS = 30.0
"""Chromium plays a Motion-JPEG file as a camera at this rate, whatever it was made at."""
CAMERA_BITS_S = 16_000_000
"""About 65 kB a picture, as webcams send them. Left to itself the encoder takes a hundredth of
that, and its blocks bend the body's outline."""
DRAWING_S = 240.0
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


@dataclass(frozen=True)
class DrawnSet:
    """The avatar's set with the planted fault: as a video, and as a camera's stream."""

    video: Path
    camera: Path

    @classmethod
    def within(cls, folder: Path) -> DrawnSet:
        """The set drawn in a folder."""
        return cls(folder / "set.mp4", folder / "set.mjpeg")


def draw_set(folder: Path) -> DrawnSet:
    """Two repetitions, one on each side, both with the fault; kneeling before and after."""
    performance = Performance(
        load_exercise(EXERCISE),
        repetitions=REPETITIONS,
        fault=(FAULT, 1.5),
        still_s=3.0,
        pause_s=0.5,
        naturalness=0.4,
        seed=3,
    )
    camera = framed(performance, SIZE, azimuth_deg=-88.0, height_m=0.7, margins=(0.07, 0.2, 0.1))
    frames = list(iter_frames(performance, camera, Renderer(*SIZE), FPS))
    drawn = DrawnSet.within(folder)
    write_video(iter(frames), drawn.video, FPS)
    with av.open(str(drawn.camera), "w", format="mjpeg") as container:
        stream = container.add_stream("mjpeg", rate=round(CAMERA_FPS))
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuvj420p"
        stream.bit_rate = CAMERA_BITS_S
        for picture in frames:
            for _ in range(round(CAMERA_FPS / FPS)):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return drawn


def wait_for_set(folder: Path) -> DrawnSet:
    """The set that another process is drawing just now."""
    deadline = time.monotonic() + DRAWING_S
    while not folder.is_dir():
        assert time.monotonic() < deadline, "the other process draws no set"
        time.sleep(0.2)
    return DrawnSet.within(folder)


@contextmanager
def serving(settings: WebSettings) -> Iterator[tuple[str, FastAPI]]:
    """A real server on a free port of this computer: its address, and its application."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(settings)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_level="warning", ws="websockets-sansio"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", app
    finally:
        server.should_exit = True
        thread.join(timeout=10)
