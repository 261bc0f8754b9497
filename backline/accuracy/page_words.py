"""The accuracy page's fixed wording, and how its tables and shares are written."""

from __future__ import annotations

import math
from collections.abc import Sequence

from backline.accuracy.score import Share

INTRODUCTION = """\
Every number here comes from running Backline and comparing what it said with what was really
done. Nothing is estimated, and nothing was left out for looking bad.

Most of it stands on the *avatar*: a drawn body with a jointed spine that does the exercises, and
does them wrong in known ways, so that the truth is known exactly. A drawn body is simpler than a
person: it wears smooth clothes in a tidy room and moves as its exercise file says. Read these
figures as what Backline can do when the picture is good. What was tried on real people stands in
a section of its own, and is far less."""

MEANING = """\
## What each number means

- **True joints** leaves pictures out: the avatar's own joints, shaken, go straight to the counting
  and judging. It tries the rules alone, on many performances.
- **Drawn** is the whole way a camera's picture goes: drawn, found by the pose model, the back line
  traced from its mask, counted and judged.
- **Repetitions exactly right**: the share of performances in which the count was neither one
  too many nor one too few.
- **Hold time**: seconds that the clock showed, less the seconds held. The hold truly begins when
  the body is in position, and truly ends when it begins to leave it; the clock reckons both
  moments back from the path of the movement.
- **Found**: of the repetitions (or holds) with a planted fault, those in which its own cue
  spoke. A repetition that wasn't even counted is one in which it wasn't found. One in which the
  cue couldn't be judged for most of the moments it applies to (the arm away from the camera, a
  joint hidden), and so wasn't spoken of, is left out of the share and named beside it as “not
  judged”.
- **Alarms**: of the clean repetitions (or holds), those in which the cue spoke without reason.
- **Not judged**, without a number: the view never shows it.
- **The values that decided**: a cue speaks when its measure stays beyond the limit for as long
  as the exercise file asks. So the value that decides is the one furthest beyond that was kept
  up for that long. Where clean and faulty values lie on two sides of the limit, the
  cue works; where they overlap, no limit could work. Ratios are in lengths of the trunk."""

ONLY_AVATAR = """\
- Nearly every fault. Nobody was filmed arching, sagging or twisting on purpose; that each cue
  finds its fault is known from the avatar alone. The exceptions are the plank's hips too high and
  too low, which the labelled rows above try on people.
- The back line against a truth. No real back was measured by other means at the same time, so how
  far the line read from a clothed outline follows the spine is not known.
- Bodies unlike the ones drawn, loose clothes, bad light, cluttered rooms, other people in view.
- Whether the cues help anybody. That takes a trial with people."""

CLOSING = """\
## Running it again

```sh
make accuracy                        # everything; some hours on two processors the first time
make accuracy ARGS=--quick           # a few performances of everything, in minutes
.venv/bin/python -m backline.accuracy tune --exercise bird-dog --true-joints-only
make bench                           # what a picture costs
```

The performances are sampled so that each factor's range is covered evenly (Latin hypercube), from
fixed seeds: the same version gives the same figures. The real clips are looked for in the folder
that `BACKLINE_CLIPS` names, or in `shared/clips` beside the repository."""


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, the others as the reader likes."""
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def percent(share: Share, counts: bool = False) -> str:
    """ "98 %", or "98 % (47 of 48)"; a dash of nothing. Never rounded up to all or down to
    none."""
    if not share.whole:
        return "–"
    value = 100 * share.ratio
    shown = f"{value:.0f}"
    if share.part not in (0, share.whole) and shown in ("0", "100"):
        shown = f"{math.floor(value * 10) / 10:.1f}" if shown == "100" else f"{value:.1f}"
    return f"{shown} % ({share.part:,} of {share.whole:,})" if counts else f"{shown} %"
