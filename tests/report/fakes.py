"""A made-up session of bird dog, frame by frame, with its analysis: what reports are tried on."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from backline.body import BACK_STATIONS, BackLine, CannotJudge, FloatArray, Landmark, PoseFrame
from backline.form.result import (
    Analysis,
    CueSummary,
    Hold,
    Repetition,
    Seen,
    Unseen,
    Update,
    Verdict,
    Video,
)
from backline.vision.picture import Picture

FPS = 15.0
WIDTH_PX, HEIGHT_PX = 640, 360
REP_S = 5.0
HIDDEN_S = (21.0, 23.0)


def reach_at(time_s: float) -> tuple[int, float]:
    """Which repetition (0 for none) and how far out, 0 to 1. Four in all, from 2 s on."""
    n, within = divmod(time_s - 2.0, REP_S)
    if not 0 <= n < 4:
        return 0, 0.0
    return int(n) + 1, max(0.0, math.sin(math.pi * within / REP_S)) ** 0.7


def _body(reach: float, side: str) -> FloatArray:
    """(33, 2) pixels: a stick figure on hands and knees facing right."""
    points = np.zeros((33, 2))

    def put(name: str, x: float, y: float) -> None:
        points[Landmark[name]] = (x * WIDTH_PX, y * HEIGHT_PX)

    hip, shoulder = (0.40, 0.45), (0.62, 0.44)
    for name in ("LEFT", "RIGHT"):
        put(f"{name}_HIP", *hip)
        put(f"{name}_SHOULDER", *shoulder)
        out = reach if name.lower() == side else 0.0
        arm = reach if name.lower() != side else 0.0
        put(f"{name}_KNEE", 0.40 - 0.12 * out, 0.72 - 0.24 * out)
        put(f"{name}_ANKLE", 0.28 - 0.10 * out, 0.74 - 0.28 * out)
        put(f"{name}_HEEL", 0.26 - 0.10 * out, 0.74 - 0.28 * out)
        put(f"{name}_FOOT_INDEX", 0.24 - 0.10 * out, 0.76 - 0.27 * out)
        put(f"{name}_ELBOW", 0.62 + 0.08 * arm, 0.58 - 0.14 * arm)
        put(f"{name}_WRIST", 0.62 + 0.17 * arm, 0.73 - 0.30 * arm)
        put(f"{name}_INDEX", 0.64 + 0.19 * arm, 0.74 - 0.31 * arm)
    for landmark in list(Landmark)[:11]:
        points[landmark] = (0.70 * WIDTH_PX, 0.43 * HEIGHT_PX)
    return points


def _back(bend: float, body: FloatArray) -> BackLine:
    hip, shoulder = body[Landmark.LEFT_HIP], body[Landmark.LEFT_SHOULDER]
    along = np.linspace(0.0, 1.0, BACK_STATIONS)
    offset = 0.22 + 0.02 * np.sin(math.pi * along) + bend * np.sin(math.pi * along)
    chord = shoulder - hip
    up = np.array([chord[1], -chord[0]])
    points = hip + along[:, None] * chord + offset[:, None] * up
    return BackLine(points, offset)


def update_at(time_s: float) -> Update:
    """The made-up session at one instant."""
    number, reach = reach_at(time_s)
    side = "left" if number % 2 else "right"
    hidden = HIDDEN_S[0] <= time_s < HIDDEN_S[1]
    if hidden:
        frame = PoseFrame.empty(time_s, WIDTH_PX, HEIGHT_PX)
        return Update(frame, "framing", "", 4, None, math.nan, 0.0, 0.0, (), CannotJudge.NO_PERSON)
    high = number in (2, 4)
    elevation = -60.0 + 62.0 * reach + (24.0 * reach**6 if high else 0.0)
    bend = -0.055 * reach**4 if number == 4 else 0.004 * math.sin(3 * time_s)
    body = _body(reach, side)
    frame = PoseFrame(
        time_s,
        WIDTH_PX,
        HEIGHT_PX,
        body,
        np.full(33, 0.95),
        np.zeros((33, 3)),
        _back(bend, body),
        True,
    )
    working = reach > 0.6
    measures = {
        "hip_extension_deg_left": 8.0 + 84.0 * reach if side == "left" else 7.0,
        "hip_extension_deg_right": 8.0 + 84.0 * reach if side == "right" else 7.0,
        "working_leg_elevation_deg": elevation if working else math.nan,
        "lumbar_bend_ratio": bend,
        "same_side_lift_ratio": -0.9,
    }
    verdicts = (
        Verdict("BD5-high", "fault" if elevation > 12 else "ok", elevation, 12.0),
        Verdict("BD4-arch", "fault" if bend < -0.03 else "ok", bend, -0.03),
        Verdict("BD1-same-side", "ok", measures["same_side_lift_ratio"], 0.3),
    )
    done = sum(time_s >= 2.0 + REP_S * n + REP_S * 0.85 for n in range(4))
    return Update(
        frame,
        "working" if number else "ready",
        "reach" if working else "start",
        done,
        side if number else None,
        reach,
        0.0,
        0.0,
        verdicts if working else (),
        None,
        measures,
    )


def session() -> list[Update]:
    """24 seconds: two of rest, four repetitions, then two in which nobody is seen."""
    return [update_at(n / FPS) for n in range(int(24 * FPS))]


def picture(update: Update, shade: int = 150) -> Picture:
    """A plain picture to go with an update."""
    rgb = np.full((HEIGHT_PX, WIDTH_PX, 3), shade, np.uint8)
    rgb[int(HEIGHT_PX * 0.76) :] = shade - 40
    return Picture(update.frame.time_s, rgb)


def analysis() -> Analysis:
    """The analysis that belongs to `session`."""
    faults = {2: ["BD5-high"], 4: ["BD5-high", "BD4-arch"]}
    return Analysis(
        exercise="bird-dog",
        video=Video(
            path="clips/monday.mp4", duration_s=24.0, fps=FPS, width=640, height=360, frames=360
        ),
        seen=Seen(frames=330, fraction=330 / 360),
        repetitions=[
            Repetition(
                number=n,
                side="left" if n % 2 else "right",
                start_s=2.4 + REP_S * (n - 1),
                peak_s=4.5 + REP_S * (n - 1),
                end_s=6.6 + REP_S * (n - 1),
                range=80.0 + 2.0 * n,
                unit="deg",
                faults=faults.get(n, []),
                highest=84.0 + 2.0 * n,
                lowest=4.0,
            )
            for n in range(1, 5)
        ],
        holds=[],
        cues=[
            CueSummary(
                id="BD5-high",
                verdict="fault",
                seconds=3.4,
                first_s=8.6,
                worst=26.0,
                limit=12.0,
                unit="deg",
                repetitions=[2, 4],
            ),
            CueSummary(
                id="BD4-arch",
                verdict="fault",
                seconds=1.4,
                first_s=18.8,
                worst=-0.055,
                limit=-0.03,
                unit="ratio",
                repetitions=[4],
            ),
            CueSummary(
                id="BD1-same-side",
                verdict="ok",
                seconds=0.0,
                first_s=None,
                worst=-0.85,
                limit=0.3,
                unit="ratio",
            ),
            CueSummary(
                id="BD2-fast",
                verdict="ok",
                seconds=0.0,
                first_s=None,
                worst=4.2,
                limit=3.0,
                unit="s",
            ),
            CueSummary(
                id="BD3-shift",
                verdict="cannot-judge",
                seconds=0.0,
                first_s=None,
                worst=None,
                limit=0.2,
                unit="ratio",
            ),
        ],
        cannot_judge=[Unseen(reason=CannotJudge.NO_PERSON, start_s=21.0, end_s=23.0)],
    )


def plank_analysis() -> Analysis:
    """Two holds, one ended by dropping down."""
    base = analysis()
    return base.model_copy(
        update={
            "exercise": "plank",
            "repetitions": [],
            "holds": [
                Hold(start_s=2.0, end_s=14.0, good_s=9.5, ended="knees"),
                Hold(start_s=16.0, end_s=21.0, good_s=5.0, ended="flop"),
            ],
            "cues": [
                CueSummary(
                    id="PL8-flop",
                    verdict="fault",
                    seconds=0.0,
                    first_s=21.0,
                    worst=0.4,
                    limit=0.2,
                    unit="ratio",
                ),
            ],
        }
    )


def at(update: Update, time_s: float) -> Update:
    """The same update at another time."""
    return replace(update, frame=replace(update.frame, time_s=time_s))
