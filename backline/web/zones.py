"""Time zones as people choose them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from zoneinfo import available_timezones

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
ELSEWHERE = ("UTC",)


@cache
def zone_groups() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Regions, each with its zones as (IANA name, the place's own name); UTC under "Etc"."""
    known = sorted(available_timezones())
    groups = [
        (region, tuple((name, _place(name)) for name in known if name.startswith(f"{region}/")))
        for region in REGIONS
    ]
    return (*(group for group in groups if group[1]), ("Etc", tuple((z, z) for z in ELSEWHERE)))


def _place(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", ", ")


@cache
def zone_names() -> frozenset[str]:
    """Every zone that can be chosen."""
    return frozenset(name for _, zones in zone_groups() for name, _ in zones)


def zone_here() -> str:
    """The zone this computer is set to; UTC when it doesn't say. The browser's own guess takes
    its place where scripts may run."""
    named = os.environ.get("TZ", "").lstrip(":")
    linked = os.path.realpath(Path("/etc/localtime")).partition("zoneinfo/")[2]
    return next((name for name in (named, linked) if name in zone_names()), ELSEWHERE[0])
